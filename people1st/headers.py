"""Puts onto every answer the headers that say what its page may do (their values: people1st/policies.py)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csp import csp_override

from people1st import policies

FOR_STAFF = "/admin/"
# Browsers never open these as pages, so the list of what a page may do (1 KB) would be lost on them.
PARTS = ("font/", "text/css")


class HeadersMiddleware:
    """Adds to every answer what its view has not said itself, and gives what is under `/admin/` the staff's policy.

    It stands right inside Django's ContentSecurityPolicyMiddleware and outside of everything else: files, redirects,
    errors and refusals get the headers too. The address decides, so that an error under `/admin/` is a page of staff.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.get_staff_response = csp_override(policies.STAFF)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with all headers."""
        if request.path_info.startswith(FOR_STAFF):
            return _complete(self.get_staff_response(request), policies.STAFF_HEADERS)
        return _complete(self.get_response(request), policies.HEADERS)


def _complete(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    needless = set()
    if getattr(response, "xframe_options_exempt", False):
        needless.add("X-Frame-Options")
    if response.headers.get("Content-Type", "").startswith(PARTS):
        needless.add("Permissions-Policy")
    for name, value in headers.items():
        if name not in needless:
            response.headers.setdefault(name, value)
    return response


def with_script[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let the view's page run scripts from our own static files."""
    return csp_override(policies.WITH_SCRIPT)(view)


def embeddable[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let anybody put what the view answers into a page of their own; it can do nothing there but be seen."""

    @csp_override(policies.EMBEDDED)
    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.xframe_options_exempt = True
        return response

    return marked
