"""What a moderator's action does to each chosen record, and what it says afterwards."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from endorsements import approvals, by_hand, changes, workflow, writing
from endorsements.fields import LineField
from endorsements.models import Endorsement
from endorsements.models.states import Status
from endorsements.refusals import Refused

SALT = "endorsements.seen"
MOST_NAMED = 10  # records in the messages after an action: they wait for the next page in a cookie
LONGEST_NAME = 60
# What an action does to a record; it may give a sentence about what is left to do.
Act = Callable[[Endorsement, User, str, datetime | None], str | None]


class DecisionForm(ActionForm):
    """The bar of actions: an optional reason, and, signed, when the page was made."""

    reason = LineField(label=_("Reason (emailed to the contact; no personal data):"), required=False, max_length=1000)
    seen = forms.CharField(label="", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen_now()


def seen_now() -> str:
    """The time at which a page is made, signed."""
    return signing.dumps(timezone.now().isoformat(), salt=SALT)


def approve(endorsement: Endorsement, actor: User, reason: str, seen_at: datetime | None) -> str:
    """Approve what waits: the endorsement itself, or the change that an approved one asks for."""
    verb = changes.accept if endorsement.status == Status.APPROVED else workflow.approve
    decided = verb(endorsement, actor=actor, reason=reason, seen_at=seen_at)
    return gettext("Another moderator has to approve it too.") if approvals.first_word(decided) else ""


def reject(endorsement: Endorsement, actor: User, reason: str, seen_at: datetime | None) -> None:
    """Reject what waits: the endorsement itself, or the change that an approved one asks for."""
    verb = changes.decline if endorsement.status == Status.APPROVED else workflow.reject
    verb(endorsement, actor=actor, reason=reason, seen_at=seen_at)


def take_back(endorsement: Endorsement, actor: User, reason: str, _seen_at: datetime | None) -> None:
    """Let a decided endorsement wait again."""
    workflow.take_back(endorsement, actor=actor, reason=reason)


def hide(endorsement: Endorsement, actor: User, _reason: str, _seen_at: datetime | None) -> None:
    """Stop naming the organisation."""
    changes.hide(endorsement, actor=actor)


def withdraw(endorsement: Endorsement, actor: User, reason: str, _seen_at: datetime | None) -> None:
    """Withdraw on the organisation's behalf."""
    workflow.withdraw(endorsement, actor=actor, reason=reason)


def let_confirm(endorsement: Endorsement, actor: User, reason: str, seen_at: datetime | None) -> None:
    """Send the mail that waited for this look."""
    by_hand.release(endorsement, actor=actor, reason=reason, seen_at=seen_at)


def drop(endorsement: Endorsement, actor: User, reason: str, seen_at: datetime | None) -> None:
    """Forget what waited for this look, and mail nobody."""
    by_hand.drop(endorsement, actor=actor, reason=reason, seen_at=seen_at)


def act_on_each(request: HttpRequest, chosen: Iterable[Endorsement], act: Act) -> None:
    """Let `act` decide on each record by itself; say how many were done, and for the others why not."""
    actor = request.user
    assert isinstance(actor, User)  # noqa: S101 - the admin is closed to everyone else
    reason = writing.clean_line(request.POST.get("reason", ""))
    seen_at = when_seen(request.POST.get("seen", ""))
    done = 0
    skipped: list[str] = []
    open_still: list[str] = []
    for endorsement in chosen:
        try:
            left = act(endorsement, actor, reason, seen_at)
        except Refused as refusal:
            skipped.append(f"{called(endorsement)} — {refusal}")
        else:
            done += 1
            if left:
                open_still.append(f"{called(endorsement)} — {left}")
    if done:
        messages.success(request, ngettext("%(n)d record was done.", "%(n)d records were done.", done) % {"n": done})
    # The numbers first: of what is too long for the cookie the end is dropped.
    if (more := len(open_still) - MOST_NAMED) > 0:
        words = ngettext("%(n)d more record is not decided yet.", "%(n)d more records are not decided yet.", more)
        messages.info(request, words % {"n": more})
    if (more := len(skipped) - MOST_NAMED) > 0:
        words = ngettext("%(n)d more record was skipped.", "%(n)d more records were skipped.", more)
        messages.warning(request, words % {"n": more})
    for what in open_still[:MOST_NAMED]:
        messages.info(request, what)
    for why in skipped[:MOST_NAMED]:
        messages.warning(request, _("Skipped: %(why)s") % {"why": why})


def called(endorsement: Endorsement) -> str:
    """The name; of an unnamed one the number of its record: what is written here outlives the page."""
    if endorsement.is_unnamed:
        return f"{Endorsement._meta.verbose_name} {endorsement.pk}"  # noqa: SLF001 - Django's documented way to it
    return Truncator(endorsement.name).chars(LONGEST_NAME)


def when_seen(value: str) -> datetime | None:
    """The time that `seen_now` signed; None without one, and long ago for one that was tampered with."""
    if not value:
        return None
    try:
        return datetime.fromisoformat(signing.loads(value, salt=SALT))
    except signing.BadSignature:
        # A page time that was tampered with is older than everything: each record is to be looked at again.
        return datetime.min.replace(tzinfo=timezone.get_default_timezone())
