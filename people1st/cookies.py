"""Cookies that a page has no need of are not set."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class NoCookieUnaskedMiddleware:
    """Stands right inside CsrfViewMiddleware: takes back the cookie that it would give to whoever sends a broken one.

    Django replaces a broken CSRF cookie on every page, the public ones too. Here a page with a form makes a new one
    (`get_token`), and a public page stays the same for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Forget the new secret before any page has asked for it."""
        if request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", False):
            del request.META["CSRF_COOKIE"]
        return self.get_response(request)
