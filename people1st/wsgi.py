"""The WSGI entry point that gunicorn loads."""

import contextlib
import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from people1st import uncaught

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "people1st.settings")

uncaught.watch()
application = get_wsgi_application()

from people1st import keys  # noqa: E402 - the models that it asks are there only now

with contextlib.closing(connection):  # processes that are forked from this one make their own
    keys.demand()
