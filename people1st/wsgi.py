"""The WSGI entry point that gunicorn loads."""

import contextlib
import os

import django
from django.db import connection

from people1st import uncaught

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "people1st.settings")

uncaught.watch()
django.setup(set_prefix=False)

from people1st import handler, keys  # noqa: E402 - the settings and models that they ask are there only now

application = handler.Handler()
with contextlib.closing(connection):  # processes that are forked from this one make their own
    keys.demand()
