"""Who may keep a copy of a page: shared caches for what is public, nobody for the rest."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from people1st.compression import best
from people1st.pages import Key, Page, pages
from people1st.revision import Revision

# RFC 9111 (s-maxage), RFC 5861 (the rest). A withdrawn name is gone within 5 s: a shared cache shows a page for 3 s at
# most, a browser one second longer. Only while the application is dead may a page be old.
SHORTLY = "s-maxage=2, stale-while-revalidate=1, stale-if-error=86400"
PUBLIC = f"public, max-age=0, {SHORTLY}"
# In a reader's own browser for ever, while shared caches ask soon: what is withdrawn is served to nobody else.
IN_BROWSERS = f"public, max-age=31536000, {SHORTLY}, immutable"
PRIVATE = "private, no-store"

logger = logging.getLogger(__name__)


type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public[**P](view: View[P]) -> View[P]:
    """Mark what a view answers as the same for everyone, so that shared caches may keep it for a moment.

    It is compressed for the client, and has a strong ETag for each encoding. The view must not set a cookie.
    """

    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return _answer(request, _marked(view(request, *args, **kwargs)), None)

    return marked


def public_page[**P](*names: str) -> Callable[[View[P]], View[P]]:
    """Mark a view as public that shows content from the database: what it made is kept until content changes.

    `names` are the parameters of the address that the view reads; it is given no other, so that whatever else stands
    there makes no other page (deploy/nginx.conf names them too). Until the revision of the content
    (people1st/revision.py) is another one, the page costs one short query.
    """

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            _keep_parameters(request, names)
            key = (request.path, request.META["QUERY_STRING"], get_language())
            revision = Revision.current()
            page = pages.get(key, revision) if revision else None
            if page:
                return page.answer(_encoding(request))
            return _answer(request, _marked(view(request, *args, **kwargs)), revision, key)

        return marked

    return mark


def _marked(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", PUBLIC)
    return response


def _answer(request: HttpRequest, response: HttpResponse, revision: Revision | None, key: Key = ()) -> HttpResponse:
    """The response as the client takes it; kept under the key where there is a revision that it shows."""
    if response.status_code != HTTPStatus.OK or response.cookies or response.has_header("Vary"):
        return response
    page = Page(response, revision)
    if revision:
        pages.keep(key, page)
    return page.answer(_encoding(request))


def _encoding(request: HttpRequest) -> str:
    return best(request.headers.get("Accept-Encoding", ""))


def _keep_parameters(request: HttpRequest, names: tuple[str, ...]) -> None:
    """Leave the last value of each of these parameters that has one, in their order."""
    asked = request.GET
    query = QueryDict(mutable=True)
    for name in names:
        if value := asked.get(name):
            query[name] = value
    request.META["QUERY_STRING"] = query.urlencode()
    request.GET = query  # type: ignore[assignment] # Django's own is mutable as well until it is handed out


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
        marked_public = response.headers.get("Cache-Control") in {PUBLIC, IN_BROWSERS}
        if marked_public and response.cookies:
            logger.error("A public page sets the cookies %s: %s", ", ".join(response.cookies), request.path)
            marked_public = False
        if not marked_public:
            response.headers["Cache-Control"] = PRIVATE
        return response
