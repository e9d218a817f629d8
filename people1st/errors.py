"""Error pages in the reader's language. None of them asks anything of the database.

What a control refused is told to the security log.
"""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from people1st.languages import language_of
from people1st.security import Event, record

# An error page is no page of its own for search engines.
_CONTEXT = {"canonical_url": "", "alternates": []}


def _page(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    # Some errors come before LocaleMiddleware has run, so the language is found here.
    language = language_of(request)
    with translation.override(language):
        response = render(request, template, _CONTEXT, status=status)
    response.headers["Content-Language"] = language
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood."""
    record(Event.REFUSED_REQUEST, request=request, why=_snake_case(type(exception).__name__))
    return _page(request, "400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """403: not for this reader."""
    record(Event.PERMISSION_DENIED, request=request)
    return _page(request, "403.html", HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """403: a form that did not come from our own page, or whose cookie is gone; the page says what to do."""
    record(Event.REFUSED_REQUEST, request=request, why="csrf")
    return _page(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """404: there is no such page."""
    return _page(request, "404.html", HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
