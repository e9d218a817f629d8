"""What came without a proof of work, and waits for a moderator: they let its contact confirm it, or drop it.

Until then nobody was written to: the address may be anybody's.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from endorsements import limits, names, outflow, workflow
from endorsements.models import Endorsement, Mail
from endorsements.models.event import By, Verb
from endorsements.models.mail import Held
from endorsements.models.states import Status
from endorsements.records import check_seen, lock, log
from endorsements.refusals import NothingWaits


@transaction.atomic
def release(endorsement: Endorsement, *, actor: User, reason: str = "", seen_at: datetime | None = None) -> Endorsement:
    """Send the request its mail, as far as the limits let it, so that its contact can confirm it.

    Raises NothingWaits, ChangedSinceSeen, MailboxFull.
    """
    endorsement, waiting = _hold(endorsement)
    check_seen(endorsement, seen_at)
    newest, *older = waiting
    _drop(older)  # each would carry a link of its own to the same page
    outflow.passed(newest)
    log(endorsement, Verb.RELEASED, By.STAFF, actor=actor, reason=reason)
    return endorsement


@transaction.atomic
def drop(endorsement: Endorsement, *, actor: User, reason: str = "", seen_at: datetime | None = None) -> Endorsement:
    """Forget the request, and tell nobody. Raises NothingWaits, ChangedSinceSeen."""
    endorsement, waiting = _hold(endorsement)
    check_seen(endorsement, seen_at)
    _drop(waiting)
    return workflow.expire(endorsement, actor=actor, reason=reason)


def _hold(endorsement: Endorsement) -> tuple[Endorsement, list[Mail]]:
    """The request and its mails that wait, the newest first: the mailbox held before the row, as everybody does."""
    limits.lock_mailbox(names.mailbox_key(endorsement.contact_email))
    endorsement = lock(endorsement)
    waiting = list(endorsement.mails.filter(held_for=Held.HAND_CHECK).order_by("-queued_at", "-pk"))
    if not waiting or endorsement.status != Status.UNCONFIRMED:
        raise NothingWaits
    return endorsement, waiting


def _drop(mails: list[Mail]) -> None:
    now = timezone.now()
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        dropped_at=now, recipient="", held_at=None, held_for=""
    )
