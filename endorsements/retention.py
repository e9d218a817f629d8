"""What is forgotten, and when; who is asked whether it is still right. The privacy page has the same settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from endorsements import limits, outflow, reviews, tokens, workflow
from endorsements.models import Endorsement, Event, Mail, Token
from endorsements.models.endorsement_sets import EndorsementQuerySet
from endorsements.models.event import By, Verb
from endorsements.models.mail import Held, Kind
from endorsements.models.states import Source, Status
from endorsements.models.token import Purpose
from endorsements.records import lock, log, save


@dataclass(frozen=True)
class Forgotten:
    """How many records each rule met."""

    expired: int
    rejected_contacts: int
    unanswered_invitations: int
    unanswered_moves: int
    addresses_of_mails: int
    senders: int
    reviews_asked: int
    counts: int


def run(*, dry_run: bool) -> Forgotten:
    """Apply every rule now; with `dry_run` only count what would be met."""
    expired, rejected, invitations, moves = (_count(rule) if dry_run else _apply(rule, act) for rule, act in RULES)
    # A mail that was not sent within its retries is given up; its hash is needed for the limit of a day only.
    long_ago = timezone.now() - settings.MAIL_ADDRESS_KEPT
    old = Mail.objects.filter(Q(released_at=None) | Q(released_at__lt=long_ago), queued_at__lt=long_ago, held_at=None)
    old = old.exclude(mailbox_digest="", recipient="")
    mails = old.count() if dry_run else old.update(mailbox_digest="", recipient="")
    senders = senders_not_needed().count() if dry_run else senders_not_needed().update(sender_digest="")
    asked = reviews.next_due().count() if dry_run else reviews.ask_next()
    counts = limits.old_counts().count() if dry_run else limits.old_counts().delete()[0]
    if not dry_run:
        outflow.forget_domains()
    return Forgotten(expired, rejected, invitations, moves, mails, senders, asked, counts)


def unconfirmed_too_long() -> EndorsementQuerySet:
    """Nobody confirmed within the lifetime of the last link; a link that is still to be sent counts as the last.

    What waits for a moderator has as long; what our own limits hold has as long as it waits.
    """
    since = timezone.now() - settings.CONFIRM_LINK_LIFETIME
    links = Token.objects.filter(endorsement=OuterRef("pk"), purpose=Purpose.CONFIRM)
    to_be_sent = Mail.objects.filter(
        Q(held_for__in=[Held.BREAKER, Held.DOMAIN]) | Q(released_at__gte=since) | Q(queued_at__gte=since),
        endorsement=OuterRef("pk"),
        kind=Kind.CONFIRM,
        sent_at=None,
        dropped_at=None,
    )
    return Endorsement.objects.filter(
        ~Exists(links.filter(made_at__gte=since)),
        ~Exists(to_be_sent),
        Exists(links) | Q(updated_at__lt=since),
        status=Status.UNCONFIRMED,
    )


def rejected_long_ago() -> EndorsementQuerySet:
    """The contact of a rejected endorsement has had time to object."""
    since = timezone.now() - settings.REJECTED_CONTACT_KEPT
    return Endorsement.objects.filter(status=Status.REJECTED, decided_at__lt=since).exclude(contact_email="")


def never_taken_over() -> EndorsementQuerySet:
    """An invited mailbox did not take the entry over."""
    invited = _lately(Verb.INVITED, settings.INVITATION_KEPT)
    return (
        Endorsement.objects.managed()
        .filter(~invited, source=Source.STAFF, consent_wording="")
        .exclude(contact_email="")
    )


def never_moved() -> EndorsementQuerySet:
    """A new mailbox did not confirm that it takes over."""
    asked = _lately(Verb.MOVE_ASKED, settings.CONFIRM_LINK_LIFETIME)
    return Endorsement.objects.filter(~asked).exclude(new_contact_email="")


def senders_not_needed() -> EndorsementQuerySet:
    """Where a request came from serves moderators while it is new."""
    sent_again = _lately(Verb.RESUBMITTED, settings.SENDER_KEPT)
    long_ago = timezone.now() - settings.SENDER_KEPT
    return Endorsement.objects.filter(~sent_again, submitted_at__lt=long_ago).exclude(sender_digest="")


def _lately(verb: Verb, within: timedelta) -> Exists:
    return Exists(Event.objects.filter(endorsement=OuterRef("pk"), verb=verb, at__gte=timezone.now() - within))


def _erase_contact(endorsement: Endorsement) -> None:
    endorsement.forget_contact()
    save(endorsement)
    tokens.revoke(endorsement, Purpose.MANAGE, Purpose.MAILBOX)
    log(endorsement, Verb.CONTACT_ERASED, By.SYSTEM)


def _forget_new_mailbox(endorsement: Endorsement) -> None:
    endorsement.new_contact_email = ""
    save(endorsement)
    tokens.revoke(endorsement, Purpose.MAILBOX)
    log(endorsement, Verb.CONTACT_ERASED, By.SYSTEM)


Rule = Callable[[], EndorsementQuerySet]
RULES: tuple[tuple[Rule, Callable[[Endorsement], object]], ...] = (
    (unconfirmed_too_long, workflow.expire),
    (rejected_long_ago, _erase_contact),
    (never_taken_over, _erase_contact),
    (never_moved, _forget_new_mailbox),
)


def _count(rule: Rule) -> int:
    return rule().count()


def _apply(rule: Rule, act: Callable[[Endorsement], object]) -> int:
    return sum(_apply_to(endorsement, rule, act) for endorsement in rule().iterator())


@transaction.atomic
def _apply_to(endorsement: Endorsement, rule: Rule, act: Callable[[Endorsement], object]) -> bool:
    """Act on the locked record, when the rule still meets it."""
    endorsement = lock(endorsement)
    if not rule().filter(pk=endorsement.pk).exists():
        return False
    act(endorsement)
    return True
