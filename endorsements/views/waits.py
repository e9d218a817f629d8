"""The answer to one form too many (RFC 6585, section 4): the form's own page, which says how long to wait."""

import math
from datetime import timedelta

from django.http import HttpResponse

TOO_MANY = 429


def minutes(wait: timedelta | None) -> int:
    """The wait in whole minutes, for the page (templates/endorsements/_wait.html); 0 when there is none."""
    return math.ceil(wait / timedelta(minutes=1)) if wait else 0


def too_many(page: HttpResponse, wait: timedelta) -> HttpResponse:
    """The page with the status that says so, and Retry-After in seconds (RFC 9110, 10.2.3)."""
    page.status_code = TOO_MANY
    page.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return page
