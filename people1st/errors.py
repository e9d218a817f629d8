"""Error pages in the reader's language. None of them asks anything of the database."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from people1st.languages import language_of

# An error page is no page of its own for search engines.
_CONTEXT = {"canonical_url": "", "alternates": []}


def _page(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    # Some errors come before LocaleMiddleware has run, so the language is found here.
    language = language_of(request)
    with translation.override(language):
        response = render(request, template, _CONTEXT, status=status)
    response.headers["Content-Language"] = language
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """400: the request could not be understood."""
    return _page(request, "400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """403: not for this reader."""
    return _page(request, "403.html", HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """403: a form that did not come from our own page, or whose cookie is gone; the page says what to do."""
    return _page(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """404: there is no such page."""
    return _page(request, "404.html", HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)
