"""Who may keep a copy of a page: shared caches for what is public, nobody for the rest."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

PUBLIC = "public, max-age=0, must-revalidate"
FOR_EVER = "public, max-age=31536000, immutable"
# In a reader's own browser for ever, while shared caches ask each time: what is withdrawn is served to nobody else.
IN_BROWSERS = "public, max-age=31536000, s-maxage=0, immutable"
PRIVATE = "private, no-store"

logger = logging.getLogger(__name__)


def public[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Mark what the view answers as the same for everyone: a shared cache may keep it and ask whether it changed.

    A cache revalidates each time (RFC 9111, section 5.2.2): what moderators change shows at once. The view must not
    set a cookie.
    """

    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", PUBLIC)
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
