"""Every change of an endorsement's status passes through here: checked, written, logged and told in one transaction.

Views, forms, admin actions and commands call the verbs below; nothing else writes a status. What may follow what stands
in endorsements/moves.py.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from endorsements import approvals, erasure, evidence, mails
from endorsements.models import Endorsement, Event
from endorsements.models.change import Outcome
from endorsements.models.event import By, Verb
from endorsements.models.mail import Kind
from endorsements.models.states import Source, Status
from endorsements.moves import CONFIRMED, move
from endorsements.records import check_seen, lock, log, save, waiting_change
from endorsements.refusals import NotAllowed, ReasonMissing


@transaction.atomic
def confirm(endorsement: Endorsement, *, seen_at: datetime | None = None) -> Endorsement:
    """The mailbox is proven: the request waits for a moderator. Doing it again changes nothing.

    `seen_at` is the time of the last change that the contact was shown. Raises ChangedSinceSeen when the request was
    sent in anew since, NotAllowed for what was withdrawn or has expired.
    """
    endorsement = lock(endorsement)
    if endorsement.confirmed_at and endorsement.status in CONFIRMED:
        return endorsement
    check_seen(endorsement, seen_at)
    now = timezone.now()
    evidence.gather(endorsement)  # others may have come since it was sent in
    move(
        endorsement,
        Status.WAITING,
        Verb.CONFIRMED,
        By.CONTACT,
        confirmed_at=now,
        endorsed_on=timezone.localdate(now),
    )
    mails.tell_moderators()
    return endorsement


@transaction.atomic
def approve(endorsement: Endorsement, *, actor: User, reason: str = "", seen_at: datetime | None = None) -> Endorsement:
    """Publish a waiting endorsement, and tell its contact. Where two have to agree, the first one's word is kept.

    `seen_at` is when the moderator's page was made: what changed since is refused (ChangedSinceSeen), not published
    unseen. Raises NotAllowed, NeedsAnother when the same person agreed already, or AlreadyThere when the organisation
    is on the list under another record.
    """
    endorsement = lock(endorsement)
    check_seen(endorsement, seen_at)
    if endorsement.status == Status.WAITING and approvals.is_first(endorsement, actor):
        approvals.keep(endorsement, actor, reason)
        return endorsement
    return _decide(
        endorsement, Status.APPROVED, Verb.APPROVED, Kind.APPROVED, actor=actor, reason=reason, seen_at=seen_at
    )


@transaction.atomic
def reject(endorsement: Endorsement, *, actor: User, reason: str = "", seen_at: datetime | None = None) -> Endorsement:
    """Decline a waiting endorsement, and tell its contact, with the reason if one is given. Raises as `approve`."""
    return _decide(
        endorsement, Status.REJECTED, Verb.REJECTED, Kind.REJECTED, actor=actor, reason=reason, seen_at=seen_at
    )


@transaction.atomic
def take_back(endorsement: Endorsement, *, actor: User, reason: str) -> Endorsement:
    """Undo an approval or a rejection: the endorsement waits again, with what its contact asked to change.

    Raises ReasonMissing, NotAllowed, AlreadyThere.
    """
    if not reason.strip():
        raise ReasonMissing
    endorsement = lock(endorsement)
    if endorsement.status not in {Status.APPROVED, Status.REJECTED}:
        raise NotAllowed(Status(endorsement.status), Status.WAITING)
    change = waiting_change(endorsement)
    wanted = change.asked() if change else {}
    if change:
        change.close(Outcome.SUPERSEDED)
    move(endorsement, Status.WAITING, Verb.TAKEN_BACK, By.STAFF, actor=actor, reason=reason, decided_at=None, **wanted)
    return endorsement


@transaction.atomic
def withdraw(endorsement: Endorsement, *, actor: User | None = None, reason: str = "") -> Endorsement:
    """Take it off the list at once, forget its contact, send a receipt. `actor` when staff do it. Raises NotAllowed."""
    endorsement = lock(endorsement)
    to = endorsement.contact_email
    event = _end(
        endorsement, Status.WITHDRAWN, Verb.WITHDRAWN, By.STAFF if actor else By.CONTACT, actor=actor, reason=reason
    )
    if to:
        mails.queue_mail(Kind.WITHDRAWN, to=to, language=endorsement.language, endorsement=endorsement, event=event)
    return endorsement


@transaction.atomic
def erase(endorsement: Endorsement, *, actor: User | None = None) -> Endorsement:
    """Withdraw it and forget the organisation too: its record stays as an empty one, so that its history still counts.

    GDPR, Article 17. `actor` when staff do it. Raises NotAllowed.
    """
    endorsement = lock(endorsement)
    to = endorsement.contact_email
    by = By.STAFF if actor else By.CONTACT
    _end(endorsement, Status.WITHDRAWN, Verb.ERASED, by, actor=actor, **erasure.blank())
    erasure.forget_name_elsewhere(endorsement)
    erasure.part_from_mails(endorsement)
    if to:
        mails.queue_mail(Kind.ERASED, to=to, language=endorsement.language)
    return endorsement


@transaction.atomic
def expire(endorsement: Endorsement, *, actor: User | None = None, reason: str = "") -> Endorsement:
    """Nobody confirmed it in time: forget everything personal, and tell nobody. Raises NotAllowed.

    `actor` when staff did not wait so long.
    """
    endorsement = lock(endorsement)
    by = By.STAFF if actor else By.SYSTEM
    _end(endorsement, Status.EXPIRED, Verb.EXPIRED, by, actor=actor, reason=reason)
    return endorsement


@transaction.atomic
def enter(endorsement: Endorsement, *, actor: User | None) -> Endorsement:
    """Put an organisation on the list that staff entered themselves: a new record, without a contact.

    `actor` is None for the launch list. Where two have to agree, what a person enters waits for the second. Raises
    AlreadyThere when the organisation is on the list.
    """
    needs_second = actor is not None and approvals.two_are_needed()
    endorsement.source, endorsement.status = Source.STAFF, Status.WAITING if needs_second else Status.APPROVED
    endorsement.decided_at = None if needs_second else timezone.now()
    endorsement.endorsed_on = endorsement.endorsed_on or timezone.localdate()
    save(endorsement)
    log(endorsement, Verb.ENTERED, By.STAFF if actor else By.SYSTEM, actor=actor, before="")
    if actor and needs_second:
        approvals.keep(endorsement, actor)
    return endorsement


def _decide(
    endorsement: Endorsement,
    to: Status,
    verb: Verb,
    kind: Kind,
    *,
    actor: User,
    reason: str,
    seen_at: datetime | None,
) -> Endorsement:
    endorsement = lock(endorsement)
    check_seen(endorsement, seen_at)
    event = move(endorsement, to, verb, By.STAFF, actor=actor, reason=reason, decided_at=timezone.now())
    mails.tell_contact(kind, endorsement, event)
    return endorsement


def _end(
    endorsement: Endorsement,
    to: Status,
    verb: Verb,
    by: By,
    *,
    actor: User | None = None,
    reason: str = "",
    **fields: Any,
) -> Event:
    now = timezone.now()
    endorsement.forget_contact()
    event = move(endorsement, to, verb, by, actor=actor, reason=reason, statement="", ended_at=now, **fields)
    endorsement.changes.all().delete()  # what was asked for is theirs; that it was asked stays in the history
    return event
