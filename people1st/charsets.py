"""What is sent to the site is text in UTF-8."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ACCEPTED = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


class OnlyUnicodeMiddleware:
    """Refuses (400) a body in any other charset, and an address with a NUL, which PostgreSQL keeps in no text.

    Django decodes a multipart form as whatever Python's codecs know; some of them give lone surrogates, some no text at
    all. Browsers send a form in the charset of its page, which is UTF-8 here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse or pass on. Raises BadRequest."""
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ACCEPTED or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return self.get_response(request)
