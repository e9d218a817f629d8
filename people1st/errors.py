"""Error pages in the reader's language. None of them asks anything of the database.

What a control refused is told to the security log.
"""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from people1st.headers import FOR_STAFF
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
    response.headers["Referrer-Policy"] = "no-referrer"  # the address may hold a secret, and no form is here
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood."""
    record(Event.REFUSED_REQUEST, request=request, why=_snake_case(type(exception).__name__))
    return _page(request, "400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """403: not for this reader; under `/admin/` it is their role that does not include it."""
    record(Event.PERMISSION_DENIED, request=request)
    template = "admin/403.html" if request.path_info.startswith(FOR_STAFF) else "403.html"
    return _page(request, template, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """403: a form that did not come from our own page, or whose cookie is gone; the page says what to do."""
    record(Event.REFUSED_REQUEST, request=request, why="csrf")
    return _page(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """404: there is no such page."""
    return _page(request, "404.html", HTTPStatus.NOT_FOUND)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the page is there, but not for this method; `allowed` lists its own (RFC 9110, section 15.5.6)."""
    record(Event.REFUSED_REQUEST, request=request, why="method")
    response = _page(request, "405.html", HTTPStatus.METHOD_NOT_ALLOWED)
    response.headers["Allow"] = allowed
    return response


def length_required(request: HttpRequest) -> HttpResponse:
    """411: a body that does not say how long it is, as no browser sends one."""
    record(Event.REFUSED_REQUEST, request=request, why="no_length")
    return _page(request, "400.html", HTTPStatus.LENGTH_REQUIRED)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than any form here needs."""
    record(Event.REFUSED_REQUEST, request=request, why="too_large")
    return _page(request, "413.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
