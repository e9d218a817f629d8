"""The container's health check: /healthz of the gunicorn in it, asked under the site's own host name."""

import os
import sys
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

host = urlsplit(os.environ["SITE_URL"]).netloc
request = Request("http://127.0.0.1:8000/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
with urlopen(request, timeout=4) as answer:
    sys.exit(0 if answer.status == 200 else 1)
