"""Browsers that somebody has signed in with: a signed cookie lets them go on while strangers guess.

Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies,
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "people1st.staff.device"
KEPT = timedelta(days=180)


def account_key(username: str) -> str:
    """A keyed hash of what was typed as a username; it may be anything, a password even."""
    return salted_hmac("people1st.staff.account", username, algorithm="sha256").hexdigest()


def remember(response: HttpResponseBase, username: str) -> None:
    """Make this browser a known one of the account. Called after a successful sign-in alone."""
    value = signing.dumps({"account": account_key(username), "id": secrets.token_hex(16)}, salt=SALT)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        value,
        max_age=KEPT,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def known(request: HttpRequest, username: str) -> str:
    """The id of the browser when it is a known one of the account, else an empty text."""
    try:
        told = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return ""
    return told["id"] if constant_time_compare(told["account"], account_key(username)) else ""
