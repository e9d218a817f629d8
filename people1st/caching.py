"""Who may keep a copy of a page: shared caches for what is public, nobody for the rest."""

import logging
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from people1st.compression import best, encode

# RFC 9111 (s-maxage), RFC 5861 (the rest). A withdrawn name is gone within 5 s: a shared cache shows a page for 3 s at
# most, a browser one second longer. Only while the application is dead may a page be old.
SHORTLY = "s-maxage=2, stale-while-revalidate=1, stale-if-error=86400"
PUBLIC = f"public, max-age=0, {SHORTLY}"
FOR_EVER = "public, max-age=31536000, immutable"
# In a reader's own browser for ever, while shared caches ask soon: what is withdrawn is served to nobody else.
IN_BROWSERS = f"public, max-age=31536000, {SHORTLY}, immutable"
PRIVATE = "private, no-store"

logger = logging.getLogger(__name__)


def public[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Mark what the view answers as the same for everyone, so that a shared cache may keep it for a moment.

    It is compressed for the client and has a strong ETag, one for each encoding. The view must not set a cookie.
    """

    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", PUBLIC)
        encode(response, best(request.headers.get("Accept-Encoding", "")))
        if response.status_code == HTTPStatus.OK:
            response.headers.setdefault("ETag", f'"{sha256(response.content).hexdigest()[:20]}"')
        return response

    return marked


def for_ever(response: HttpResponse) -> HttpResponse:
    """Mark an answer of a public view as one that never changes: its address names its content."""
    response.headers["Cache-Control"] = FOR_EVER
    return response


def in_browsers(response: HttpResponse) -> HttpResponse:
    """Mark an answer of a public view as one that never changes, but may be gone tomorrow."""
    response.headers["Cache-Control"] = IN_BROWSERS
    return response


class PrivateUnlessPublicMiddleware:
    """Whatever no view marked as public is `private, no-store`; so is a public page that sets a cookie after all.

    It stands inside ConditionalGetMiddleware, which gives no ETag to what is not stored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with a Cache-Control on everything."""
        response = self.get_response(request)
        marked_public = response.headers.get("Cache-Control") in {PUBLIC, FOR_EVER, IN_BROWSERS}
        if marked_public and response.cookies:
            logger.error("A public page sets the cookies %s: %s", ", ".join(response.cookies), request.path)
            marked_public = False
        if not marked_public:
            response.headers["Cache-Control"] = PRIVATE
        return response
