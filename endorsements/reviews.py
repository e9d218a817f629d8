"""Once a year the contact of an approved endorsement is asked whether what is kept is still right.

Many are approved in one week: a year later they are asked a few an hour, since these mails count towards the breaker.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from endorsements import mails
from endorsements.models import Endorsement, Event
from endorsements.models.endorsement_sets import EndorsementQuerySet
from endorsements.models.event import By, Verb
from endorsements.models.mail import Kind
from endorsements.records import lock, lock_managed, log

# Each of these shows that the contact was there, or was asked.
IN_TOUCH = (
    Verb.CONFIRMED,
    Verb.TAKEN_OVER,
    Verb.MOVED,
    Verb.CHANGE_PROPOSED,
    Verb.REVIEW_ASKED,
    Verb.REVIEWED,
)


def due() -> EndorsementQuerySet:
    """Approved ones with a contact who has neither been asked nor heard of for CONTACT_REVIEWED_EVERY."""
    since = timezone.now() - settings.CONTACT_REVIEWED_EVERY
    lately = Event.objects.filter(endorsement=OuterRef("pk"), verb__in=IN_TOUCH, at__gte=since)
    return Endorsement.objects.approved().filter(~Exists(lately)).exclude(consent_wording="").exclude(contact_email="")


@transaction.atomic
def ask(endorsement: Endorsement) -> bool:
    """Mail the contact the link to what is kept; False when it is not due any more."""
    endorsement = lock(endorsement)
    if not due().filter(pk=endorsement.pk).exists():
        return False
    event = log(endorsement, Verb.REVIEW_ASKED, By.SYSTEM)
    mails.tell_contact(Kind.REVIEW, endorsement, event)
    return True


def next_due() -> EndorsementQuerySet:
    """Whose turn it is now: REVIEWS_AT_ONCE at most, first those who were not heard of for longest."""
    in_touch = Event.objects.filter(endorsement=OuterRef("pk"), verb__in=IN_TOUCH).order_by("-at").values("at")[:1]
    return due().alias(in_touch=Subquery(in_touch)).order_by("in_touch", "pk")[: settings.REVIEWS_AT_ONCE]


def ask_next() -> int:
    """Ask those whose turn it is; gives how many were asked. The rest are asked an hour later."""
    return sum(ask(endorsement) for endorsement in next_due().iterator())


def is_open(endorsement: Endorsement) -> bool:
    """Whether the contact was asked and has not answered."""
    last = endorsement.events.filter(verb__in=(Verb.REVIEW_ASKED, Verb.REVIEWED)).last()
    return last is not None and last.verb == Verb.REVIEW_ASKED


@transaction.atomic
def answer(endorsement: Endorsement) -> None:
    """The contact says that all of it is still right. Raises Ended."""
    log(lock_managed(endorsement), Verb.REVIEWED, By.CONTACT)
