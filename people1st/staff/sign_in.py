"""Signing in: a password and then a second factor, or a passkey alone."""

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people1st.security import Event, record
from people1st.staff import devices, factors, guesses, pages, sessions
from people1st.staff.forms import CodeForm, PasskeyForm, PasswordForm, SecondKeyForm, username_in

KEY = "signing_in"
SECOND_STEP_WITHIN = 600  # seconds


@dataclass(frozen=True)
class Step:
    """Who has given the right password, and where they want to go."""

    user: User
    next: str


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: `username` and `password`. Whoever is signed in is sent on."""
    if request.method != "POST":
        if admin.site.has_permission(request):
            return redirect(pages.next_page(request))
        if pages.enrols(request):  # the link is used up: nobody finds the way back through the sign-in
            return redirect("admin:account")
        return _first_page(request, PasswordForm(request))
    return _take_password(request)


def _take_password(request: HttpRequest) -> HttpResponse:
    guess = guesses.at_password(request, username_in(request.POST.get("username", "")))
    if guess.wait is not None:
        form = PasswordForm(request)
        return pages.too_many(_first_page(request, form, complaint=pages.wait_words(guess.wait)), guess.wait)
    form = PasswordForm(request, request.POST)
    if not form.is_valid():
        _failed(request, "password")
        return _first_page(request, form)
    guess.was_right()
    user, wanted = form.get_user(), pages.next_page(request)
    if not factors.has_any(user):
        return finish(request, user, wanted, way="password", factor=False)
    request.session.flush()
    state = {"user": user.pk, "at": time.time(), "stands_on": sessions.fingerprint(user), "next": wanted}
    request.session[KEY] = state
    return redirect("admin:second_step")


@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """The second step, after the right password: a code, or a passkey or security key."""
    step = _waiting(request)
    if step is None:
        return redirect("admin:login")
    if request.method != "POST":
        return _second_page(request, step)
    return _by_key(request, step) if "credential" in request.POST else _by_code(request, step)


def _by_key(request: HttpRequest, step: Step) -> HttpResponse:
    form = SecondKeyForm(request.POST, user=step.user)
    if form.is_valid():
        form.cleaned_data["credential"].record_usage()
        return finish(request, step.user, step.next, way="security_key", factor=True)
    _failed(request, "security_key")
    return _second_page(request, step, complaint=_("That did not work. Please try again."))


def _by_code(request: HttpRequest, step: Step) -> HttpResponse:
    guess = guesses.at_code(request, step.user)
    if guess.wait is not None:
        words = pages.wait_words(guess.wait)
        return pages.too_many(_second_page(request, step, complaint=words), guess.wait)
    form = CodeForm(request.POST)
    if form.is_valid() and factors.check_code(step.user, form.cleaned_data["code"]):
        guess.was_right()
        return finish(request, step.user, step.next, way="code", factor=True)
    _failed(request, "code")
    return _second_page(request, step, complaint=_("This code is wrong, or was used already."))


@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """A passkey alone. GET gives the page's script what the browser asks the passkey; POST takes its answer."""
    guess = guesses.at_passkey(request)
    if guess.wait is not None:
        return pages.too_many(_first_page(request, PasswordForm(request)), guess.wait)
    if request.method == "GET":
        return JsonResponse({"request_options": begin_authentication(None)})
    form = PasskeyForm(request.POST)
    if form.is_valid():
        user = form.cleaned_data["credential"].user
        if user.is_active and user.is_staff:
            form.cleaned_data["credential"].record_usage()
            return finish(request, user, pages.next_page(request), way="passkey", factor=True)
    _failed(request, "passkey")
    messages.error(request, _("That did not work. Please try again."))
    return redirect(f"{reverse('admin:login')}?{urlencode({'next': pages.next_page(request)})}")


def finish(request: HttpRequest, user: User, wanted: str, *, way: str, factor: bool) -> HttpResponse:
    """Begin the session and go on."""
    request.session.pop(KEY, None)
    sessions.begin(request, user, factor=factor)
    record(Event.SIGN_IN, request=request, user=user.pk, way=way)
    response = redirect(wanted)
    devices.remember(response, user.get_username())
    return response


def _waiting(request: HttpRequest) -> Step | None:
    """Whose second step it is; None when nobody gave a password, too long ago, or the account has changed since."""
    state = request.session.get(KEY)
    if not state or time.time() - state["at"] > SECOND_STEP_WITHIN:
        return None
    user = User.objects.filter(pk=state["user"]).first()
    if user is None or sessions.fingerprint(user) != state["stands_on"]:
        return None
    return Step(user, state["next"])


def _first_page(request: HttpRequest, form: PasswordForm, complaint: str = "") -> HttpResponse:
    followed_a_link = request.headers.get("Sec-Fetch-Site") == "cross-site"
    context = {"form": form, "next": pages.next_page(request), "complaint": complaint, "from_afar": followed_a_link}
    return pages.page(request, "account/sign_in.html", _("Sign in"), context)


def _second_page(request: HttpRequest, step: Step, complaint: str = "") -> HttpResponse:
    context: dict[str, Any] = {"form": CodeForm() if factors.has_codes(step.user) else None, "complaint": complaint}
    if factors.of(step.user).filter(type=factors.Type.WEBAUTHN).exists():
        context["js_data"] = {"request_options": begin_authentication(step.user)}
    status = pages.UNPROCESSABLE if complaint else HTTPStatus.OK
    return pages.page(request, "account/second_step.html", _("Second step"), context, status=status)


def _failed(request: HttpRequest, way: str) -> None:
    record(Event.SIGN_IN_FAILED, request=request, way=way)
