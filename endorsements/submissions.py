"""What comes through the form: a request of its own, a correction of one that is here, or a mail to whom it belongs.

Whoever sends it learns nothing of that from the answer, in words or in time.
"""

import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from django.db import transaction

from endorsements import erasure, evidence, limits, mails, names, outflow
from endorsements.models import Endorsement
from endorsements.models.event import By, Verb
from endorsements.models.mail import Held, Kind
from endorsements.models.states import ENDED, MANAGED, Status, Visibility
from endorsements.records import log, save
from endorsements.refusals import MailboxFull
from endorsements.undone import work


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What the form holds, cleaned, with what the person read and agreed to."""

    name: str
    country: str
    website: str
    statement: str
    visibility: str
    contact_name: str
    contact_role: str
    contact_email: str
    language: str
    demands_version_id: int
    consent_wording: str
    consent_version: str
    sender_digest: str = ""


@transaction.atomic
def submit(sent: Submission, *, by_hand: bool = False) -> Endorsement:
    """Keep what was sent in, and ask its mailbox to confirm it.

    A mailbox has one open request for one organisation: sending it again corrects the unconfirmed request, and mails
    the link again within the limits. A confirmed request is not touched by a form that anybody can fill in: its mailbox
    is sent its manage link instead. Other mailboxes' requests for the same organisation stand beside it.
    `by_hand` holds the mail until a moderator has looked at the request, however many its mailbox has had.

    Raises AlreadyThere when staff gave another record this name, or this mailbox, at the same moment: try again.
    """
    limits.lock_mailbox(names.mailbox_key(sent.contact_email))
    # Locked in any living status, and only then looked at: a confirmation or a moderator may be at work on them.
    living = Endorsement.objects.exclude(status__in=ENDED).of_mailbox(sent.contact_email)
    own = list(living.of_name(sent.name).order_by("pk").select_for_update(of=("self",)))
    confirmed = next((endorsement for endorsement in own if endorsement.status in MANAGED), None)
    if confirmed:
        _keep_and_undo(sent)
        _write_within_limits(Kind.ALREADY_HERE, confirmed, sent.language)
        return confirmed
    endorsement = next((endorsement for endorsement in own if endorsement.status == Status.UNCONFIRMED), None)
    if endorsement is None:
        with work(kept=True):
            endorsement = _keep(sent)
    elif not _resubmit(endorsement, sent):
        _keep_and_undo(sent)
    _write_within_limits(Kind.CONFIRM, endorsement, sent.language, by_hand=by_hand)
    return endorsement


def _keep(sent: Submission) -> Endorsement:
    endorsement = Endorsement(**asdict(sent))
    evidence.gather(endorsement)
    save(endorsement)
    log(endorsement, Verb.SUBMITTED, By.CONTACT, before="")
    return endorsement


def _keep_and_undo(sent: Submission) -> None:
    """The work of a new request, and nothing of it left: the time of the answer tells nobody who is here already."""
    with work(kept=False):
        domain = names.mailbox_key(sent.contact_email).rpartition("@")[2]
        _keep(replace(sent, contact_email=f"{secrets.token_hex(8)}@{domain}"))


def _resubmit(endorsement: Endorsement, sent: Submission) -> bool:
    """Take over what an unconfirmed request says now, if it differs. Its links stay: they confirm what it says then.

    Who asked once to stay unnamed stays so: anybody can fill in the form; the contact may ask to be named later.
    """
    fields = asdict(sent)
    if endorsement.is_unnamed:
        fields["visibility"] = Visibility.UNNAMED
    if all(getattr(endorsement, field) == value for field, value in fields.items() if field != "sender_digest"):
        return False
    for field, value in fields.items():
        setattr(endorsement, field, value)
    evidence.gather(endorsement)
    save(endorsement)
    if endorsement.is_unnamed:
        erasure.forget_name_elsewhere(endorsement)
    log(endorsement, Verb.RESUBMITTED, By.CONTACT)
    return True


def _write_within_limits(kind: Kind, endorsement: Endorsement, language: str, *, by_hand: bool = False) -> None:
    waiting = endorsement.mails.filter(kind=kind, held_for=Held.HAND_CHECK).order_by("queued_at").last()
    if waiting and not by_hand:
        # Sent again with a proof of work: what a moderator would have released goes now.
        with suppress(MailboxFull):
            outflow.passed(waiting)
        return
    may = limits.may_write(names.mailbox_key(endorsement.contact_email), kind, endorsement, by_hand=by_hand)
    with work(kept=may):
        mails.queue_mail(
            kind, to=endorsement.contact_email, language=language, endorsement=endorsement, by_hand=by_hand
        )
        if by_hand:
            mails.tell_moderators()
