"""The WSGI entry point that gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application

from people1st import uncaught

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "people1st.settings")

uncaught.watch()
application = get_wsgi_application()
