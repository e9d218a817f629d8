"""Requests that came without a proof of work, and wait for a moderator's first look."""

from datetime import timedelta

from django.utils import timezone

from endorsements import submissions
from endorsements.models import Endorsement
from tests.endorsements.factories import a_submission

MAILBOX = "office@old-town.example"


def a_request(**changed: str) -> Endorsement:
    return submissions.submit(a_submission(**changed), by_hand=True)


def age(endorsement: Endorsement, by: timedelta) -> None:
    then = timezone.now() - by
    Endorsement.objects.filter(pk=endorsement.pk).update(updated_at=then, submitted_at=then)
    endorsement.mails.update(queued_at=then, held_at=then)


def status_of(endorsement: Endorsement) -> str:
    return Endorsement.objects.get(pk=endorsement.pk).status
