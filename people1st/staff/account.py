"""One's own account: second factors, recovery codes, other sessions."""

from io import BytesIO

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_registration
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from qrcode.image.svg import SvgPathImage

from people1st import keyring
from people1st.security import Event, record
from people1st.staff import factors, pages, sessions
from people1st.staff.forms import AppForm, KeyForm

NEW_SECRET = "new_app"  # noqa: S105 - where the session keeps it


def overview(request: HttpRequest) -> HttpResponse:
    """What the account has."""
    user = pages.user_of(request)
    mine = list(factors.of(user))
    context = {
        "keys": [factor.wrap() for factor in mine if factor.type == factors.Type.WEBAUTHN],
        "app": next((factor for factor in mine if factor.type == factors.Type.TOTP), None),
        "codes_left": factors.codes_left(user),
        "has_any": factors.has_any(user),
        "enrolling": sessions.is_enrolling(request),
    }
    return pages.page(request, "account/overview.html", _("Your account"), context)


def add_key(request: HttpRequest) -> HttpResponse:
    """Register a passkey or a security key."""
    user = pages.user_of(request)
    form = KeyForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        WebAuthn.add(user, form.cleaned_data["name"], form.cleaned_data["credential"])
        return _added(request, "passkey")
    options = {"creation_options": begin_registration(user, passwordless=False)}
    return pages.page(request, "account/add_key.html", _("Add a passkey"), {"form": form, "js_data": options})


def add_app(request: HttpRequest) -> HttpResponse:
    """Register an authenticator app. Its secret is in the session, encrypted, until the first code is right."""
    user = pages.user_of(request)
    kept = request.session.get(NEW_SECRET)
    secret = keyring.decrypt(kept) if kept and request.method == "POST" else factors.generate_totp_secret()
    form = AppForm(request.POST if request.method == "POST" and kept else None)
    if form.is_bound and form.is_valid():
        if factors.set_up_app(user, secret, form.cleaned_data["code"]):
            del request.session[NEW_SECRET]
            return _added(request, "app")
        form.add_error("code", _("This code is wrong. Is the clock of the phone right?"))
    request.session[NEW_SECRET] = keyring.encrypt(secret)
    address = get_adapter().build_totp_url(user, secret)
    shown = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    context = {"form": form, "secret": shown, "address": address, "picture": _picture(address)}
    return pages.page(request, "account/add_app.html", _("Add an authenticator app"), context)


@require_POST
def remove(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Remove a factor; the last one only where none is asked for."""
    user = pages.user_of(request)
    factor = get_object_or_404(Authenticator, pk=factor_id, user=user)
    others = factors.of(user).exclude(pk=factor.pk).exclude(type=factors.Type.RECOVERY_CODES)
    if settings.REQUIRE_SECOND_FACTOR and not others.exists():
        messages.error(request, _("This is your last factor. Add another one first."))
        return redirect("admin:account")
    factors.remove(factor)
    sessions.factors_changed(request)
    record(Event.SECOND_FACTOR_CHANGED, request=request, what="removed", kind=factor.type)
    messages.success(request, _("It is removed, and every other session of yours is ended."))
    return redirect("admin:account")


def recovery_codes(request: HttpRequest) -> HttpResponse:
    """GET says what they are; POST makes new ones and shows them, once."""
    user = pages.user_of(request)
    if not factors.has_any(user):
        messages.error(request, _("Recovery codes stand in for a factor. Add a passkey or an app first."))
        return redirect("admin:account")
    codes: list[str] = []
    if request.method == "POST":
        codes = [f"{code[:5]} {code[5:]}" for code in factors.new_recovery_codes(user)]
        sessions.factors_changed(request)
        record(Event.SECOND_FACTOR_CHANGED, request=request, what="new", kind="recovery_codes")
    context = {"codes": codes, "codes_left": factors.codes_left(user)}
    return pages.page(request, "account/recovery_codes.html", _("Recovery codes"), context)


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every other session of this account."""
    ended = sessions.end_all(pages.user_of(request), but=request.session.session_key)
    record(Event.SESSION_ENDED, request=request, why="asked_for", sessions=ended)
    messages.success(request, _("Your other sessions are ended."))
    return redirect("admin:account")


def _added(request: HttpRequest, kind: str) -> HttpResponse:
    was_enrolling = sessions.is_enrolling(request)
    sessions.factors_changed(request, added=True)
    record(Event.SECOND_FACTOR_CHANGED, request=request, what="added", kind=kind)
    messages.success(request, _("It is added: from now on it is asked for when you sign in."))
    return redirect("admin:recovery_codes" if was_enrolling or not _has_recovery(request) else "admin:account")


def _has_recovery(request: HttpRequest) -> bool:
    return factors.codes_left(pages.user_of(request)) > 0


def _picture(address: str) -> SafeString:
    """The QR code as SVG, to stand in the page itself."""
    out = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage).save(out)
    svg = out.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308 - made by the library from modules, none of it is text
