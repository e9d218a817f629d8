"""The site's own settings for a worker in a process of its own, with the mail server that a test named in SMTP_PORT."""

import os

from people1st.settings import *  # noqa: F403

OPTIONS = {"host": "127.0.0.1", "port": int(os.environ["SMTP_PORT"]), "timeout": 30}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": OPTIONS}}
