"""The settings of programs that a test starts: the mail server of SMTP_PORT, static files under their own names."""

from tests.endorsements.worker_settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
