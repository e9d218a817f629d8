"""A session of staff: how it began, what it stands on, when it ends."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, login, logout
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from people1st import uploads
from people1st.security import Event, record
from people1st.staff.session_store import kept_under

KEY = "staff"
BACKEND = "django.contrib.auth.backends.ModelBackend"
SEEN_EVERY = timedelta(minutes=1)
WHY_ENDED = {
    "idle": _("You were signed out because nothing was done for a while."),
    "too_long": _("You were signed out: a session lasts half a day at most."),
    "changed": _("You were signed out because your account was changed."),
    "no_second_factor": _("You were signed out: this site asks for a second factor."),
}


def begin(request: HttpRequest, user: User, *, factor: bool, enrolling: bool = False) -> None:
    """Sign in, under a new session key. `factor`: a second one was shown; `enrolling`: only to register one."""
    login(request, user, backend=BACKEND)
    request.session[KEY] = _new_state(user, factor=factor, enrolling=enrolling)


def fingerprint(user: User) -> str:
    """A keyed hash of what a session stands on: password, rights and factors. Another one means: sign in again."""
    facts = [
        user.pk,
        user.password,
        user.is_active,
        user.is_staff,
        user.is_superuser,
        sorted(user.groups.values_list("pk", flat=True)),
        sorted(user.user_permissions.values_list("pk", flat=True)),
        sorted(Authenticator.objects.filter(user=user).values_list("pk", flat=True)),
    ]
    return salted_hmac("people1st.staff.session", json.dumps(facts), algorithm="sha256").hexdigest()


def is_whole(request: HttpRequest) -> bool:
    """Whether the session may use the admin: nothing is left to do for signing in."""
    state = request.session.get(KEY, {})
    return bool(state) and not state["enrolling"] and (state["factor"] or not settings.REQUIRE_SECOND_FACTOR)


def is_enrolling(request: HttpRequest) -> bool:
    """Whether the session came from an enrolment link and has no factor yet."""
    return bool(request.session.get(KEY, {}).get("enrolling"))


def factors_changed(request: HttpRequest, *, added: bool = False) -> None:
    """Let this session live on after its user changed a password or factors; all others end."""
    assert isinstance(request.user, User)  # noqa: S101 - only signed-in staff come here
    state = request.session[KEY]
    state["stands_on"] = fingerprint(User.objects.get(pk=request.user.pk))
    if added and state["enrolling"]:
        state |= {"enrolling": False, "factor": True, "shown": time.time()}
    request.session[KEY] = state


def identity_shown(request: HttpRequest) -> None:
    """Note that the person has just shown again who they are."""
    request.session[KEY] = {**request.session[KEY], "shown": time.time()}


def is_identity_fresh(request: HttpRequest) -> bool:
    """Whether they did so within the last minutes. Where no second factor is asked for, signing in counts."""
    state = request.session[KEY]
    last = state["shown"] if settings.REQUIRE_SECOND_FACTOR else max(state["shown"], state["began"])
    return bool(time.time() - last < settings.STAFF_IDENTITY_FRESH.total_seconds())


def end_all(user: User, *, but: str | None = None) -> int:
    """End every session of the user, except the one with the key `but`. Gives how many."""
    ended, kept = 0, kept_under(but) if but else ""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.session_key != kept and session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
            ended += 1
    return ended


class StaffSessionMiddleware:
    """Ends what has run out, under `/admin/` alone: a public page asks for no session. Stands inside the messages'.

    Of files that come from nobody who is signed in no byte is read: they are sent to the sign-in page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End the session or keep it going, then answer."""
        if request.path_info.startswith("/admin/") and isinstance(request.user, User):
            _check(request, request.user)
        if request.method == "POST" and uploads.has_a_file(request) and not is_whole(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return self.get_response(request)


def _check(request: HttpRequest, user: User) -> None:
    now = time.time()
    state: dict[str, Any] = request.session.get(KEY, {})
    if not state and not settings.REQUIRE_SECOND_FACTOR:
        # It was begun by other means, such as Django's test client.
        state = request.session[KEY] = _new_state(user, factor=False, enrolling=False)
    why = _why_over(state, user, now)
    if why:
        record(Event.SESSION_ENDED, request=request, user=user.pk, why=why)
        logout(request)
        messages.info(request, WHY_ENDED[why])
    elif now - state["seen"] > SEEN_EVERY.total_seconds():
        request.session[KEY] = {**state, "seen": now}


def _new_state(user: User, *, factor: bool, enrolling: bool) -> dict[str, Any]:
    now = time.time()
    return {
        "began": now,
        "seen": now,
        "stands_on": fingerprint(user),
        "factor": factor,
        "enrolling": enrolling,
        "shown": 0,
    }


def _why_over(state: dict[str, Any], user: User, now: float) -> str:
    if not state:
        return "no_second_factor"
    if now - state["seen"] > settings.STAFF_SESSION_IDLE.total_seconds():
        return "idle"
    if now - state["began"] > settings.STAFF_SESSION_LONGEST.total_seconds():
        return "too_long"
    if state["stands_on"] != fingerprint(user):
        return "changed"
    if settings.REQUIRE_SECOND_FACTOR and not (state["factor"] or state["enrolling"]):
        return "no_second_factor"
    return ""
