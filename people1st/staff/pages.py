"""What the pages of signing in and of an account share: the admin's look, and who may open them."""

import math
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, ngettext

from people1st.staff import sessions

TOO_MANY = 429
UNPROCESSABLE = 422
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(
    request: HttpRequest, template: str, title: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page in the admin's look."""
    known = {**admin.site.each_context(request), "title": title, "subtitle": None, **(context or {})}
    return render(request, template, known, status=status)


def user_of(request: HttpRequest) -> User:
    """The member of staff who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - the pages are closed to everyone else
    return request.user


def next_page(request: HttpRequest) -> str:
    """Where the reader wanted to go: a page of this host, the admin's first one when nothing good is said."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("admin:index")


def owner_only[**P](view: View[P]) -> View[P]:
    """For the pages of one's own account: in a whole session, or in one that enrols."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if enrols(request) or admin.site.has_permission(request):
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))

    return guarded


def identity_first[**P](view: View[P]) -> View[P]:
    """For pages of the admin that ask the reader to show first who they are, unless they have just done so."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return ask_identity(request) or view(request, *args, **kwargs)

    return guarded


def ask_identity(request: HttpRequest) -> HttpResponse | None:
    """The way to the page that asks, or None when the reader has shown lately who they are. Nothing typed is kept.

    Whoever enrols has just come through a link that is good once.
    """
    if enrols(request) or sessions.is_identity_fresh(request):
        return None
    return redirect(f"{reverse('admin:identity')}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")


def enrols(request: HttpRequest) -> bool:
    """Whether the reader came through an enrolment link and has no factor yet."""
    user = request.user
    return isinstance(user, User) and user.is_active and user.is_staff and sessions.is_enrolling(request)


def too_many(response: HttpResponse, wait: timedelta) -> HttpResponse:
    """The response, with when to come again (RFC 9110, 10.2.3)."""
    response.status_code = TOO_MANY
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response


def wait_words(wait: timedelta) -> str:
    """What somebody reads who has guessed too often."""
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    return (
        _("There were too many attempts that failed.")
        + " "
        + ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes}
        + " "
        + _("A passkey works at any time.")
    )
