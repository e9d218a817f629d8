"""What is forgotten, and when. The privacy page states these times from the same settings."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from endorsements import workflow
from endorsements.models import Endorsement, Mail
from endorsements.models.endorsement import Status
from endorsements.models.event import By, Verb
from endorsements.models.token import Purpose
from endorsements.records import lock, log, save
from endorsements.refusals import NotAllowed


@dataclass(frozen=True)
class Forgotten:
    """How many records each rule met."""

    expired: int
    rejected_contacts: int
    mailboxes_of_mails: int


def run(*, dry_run: bool) -> Forgotten:
    """Apply every rule now; with `dry_run` only count what would be met."""
    now = timezone.now()
    overdue = (
        Endorsement.objects.filter(status=Status.UNCONFIRMED)
        .alias(last=Max("tokens__made_at", filter=Q(tokens__purpose=Purpose.CONFIRM)))
        .filter(
            Q(last__lt=now - settings.CONFIRM_LINK_LIFETIME)
            | Q(last__isnull=True, updated_at__lt=now - settings.CONFIRM_LINK_LIFETIME)
        )
    )
    rejected = Endorsement.objects.filter(
        status=Status.REJECTED, decided_at__lt=now - settings.REJECTED_CONTACT_KEPT
    ).exclude(contact_email="")
    # A mail that was never sent within its retries is given up; the key is needed for the limit of a day only.
    old_mails = Mail.objects.filter(queued_at__lt=now - settings.MAIL_ADDRESS_KEPT).exclude(
        mailbox_key="", recipient=""
    )
    if dry_run:
        return Forgotten(overdue.count(), rejected.count(), old_mails.count())
    return Forgotten(
        sum(_expire(endorsement) for endorsement in overdue.iterator()),
        sum(_erase_contact(endorsement) for endorsement in rejected.iterator()),
        old_mails.update(mailbox_key="", recipient=""),
    )


def _expire(endorsement: Endorsement) -> bool:
    try:
        workflow.expire(endorsement)
    except NotAllowed:
        return False  # confirmed in the meantime
    return True


@transaction.atomic
def _erase_contact(endorsement: Endorsement) -> bool:
    endorsement = lock(endorsement)
    if endorsement.status != Status.REJECTED:
        return False
    endorsement.forget_contact()
    save(endorsement)
    log(endorsement, Verb.CONTACT_ERASED, By.SYSTEM)
    return True
