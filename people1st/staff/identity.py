"""Showing again who one is, before what would hurt most in a session that somebody else has taken over."""

from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from people1st.security import Event, record
from people1st.staff import factors, guesses, pages, sessions
from people1st.staff.forms import IdentityForm, SecondKeyForm


@sensitive_post_parameters("password", "code")
def identity(request: HttpRequest) -> HttpResponse:
    """A passkey, or the password and a code; then the page that was asked for. What was typed there is typed anew."""
    user = pages.user_of(request)
    complaint, form = "", IdentityForm(user=user)
    if "credential" in request.POST:
        key = SecondKeyForm(request.POST, user=user)
        if key.is_valid():
            key.cleaned_data["credential"].record_usage()
            return _shown(request, "security_key")
        complaint = _("That did not work. Please try again.")
    elif request.method == "POST":
        guess = guesses.at_identity(request, user)
        if guess.wait is not None:
            return pages.too_many(_page(request, form, pages.wait_words(guess.wait)), guess.wait)
        form = IdentityForm(request.POST, user=user)
        if _password_is_enough(user) and form.is_valid() and _is_right(request, form):
            guess.was_right()
            return _shown(request, "password")
        complaint = _("The password or the code is wrong.")
        form = IdentityForm(user=user)
    return _page(request, form, complaint)


def _password_is_enough(user: User) -> bool:
    """Whether a password, with a code where the account has codes, shows who one is: not beside a passkey alone."""
    return factors.has_codes(user) or not factors.has_any(user)


def _is_right(request: HttpRequest, form: IdentityForm) -> bool:
    user = pages.user_of(request)
    # The code is looked at in any case, so that nobody learns which of the two was wrong.
    code_is_right = "code" not in form.cleaned_data or factors.check_code(user, form.cleaned_data["code"])
    return user.check_password(form.cleaned_data["password"]) and code_is_right


def _shown(request: HttpRequest, way: str) -> HttpResponse:
    sessions.identity_shown(request)
    record(Event.REAUTHENTICATED, request=request, way=way)
    return redirect(pages.next_page(request))


def _page(request: HttpRequest, form: IdentityForm, complaint: str) -> HttpResponse:
    user = pages.user_of(request)
    has_key = factors.of(user).filter(type=factors.Type.WEBAUTHN).exists()
    context = {
        "form": form if _password_is_enough(user) else None,
        "js_data": {"request_options": begin_authentication(user)} if has_key else None,
        "next": pages.next_page(request),
        "complaint": complaint,
    }
    status = pages.UNPROCESSABLE if complaint else 200
    return pages.page(request, "account/identity.html", _("Is it you?"), context, status=status)
