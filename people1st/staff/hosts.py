"""ADMIN_HOST: where it is set, the admin answers only under that name, and nothing else does there."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.urls import reverse

EVERYWHERE = ("/healthz", "/readyz", "/favicon.ico")


class AdminHostMiddleware:
    """404 for the admin under another name, and for everything else under the admin's. Static files come before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what belongs here. Raises Http404 for the rest."""
        if settings.ADMIN_HOST and request.path_info not in EVERYWHERE:
            host, _port = split_domain_port(request.get_host())
            for_admin = request.path_info == "/admin" or request.path_info.startswith("/admin/")
            if for_admin != (host == settings.ADMIN_HOST):
                raise Http404
        return self.get_response(request)


def admin_address(name: str, *parts: str) -> str:
    """The absolute address of a page of the admin, for a link that somebody is handed."""
    site = urlsplit(settings.SITE_URL)
    port = f":{site.port}" if site.port else ""
    origin = f"{site.scheme}://{settings.ADMIN_HOST}{port}" if settings.ADMIN_HOST else settings.SITE_URL
    return origin + reverse(f"admin:{name}", args=parts)
