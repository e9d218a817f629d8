"""When a mail goes to the queue: at once, or, when visitors cause too many, in its turn.

Two limits hold back what visitors cause: an hour's mails to one domain, so that nobody floods a provider's users from
here, and a breaker over all mails. What they hold back is a waiting list, in order, and staff are told that it is
there. Decisions, receipts and what staff are told are counted by the breaker and never held by it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from endorsements import limits, names
from endorsements.models import Mail, Protection
from endorsements.models.mail import CAUSED_BY_VISITORS, Held, Kind
from endorsements.models.states import ENDED, Status
from endorsements.refusals import MailboxFull

HOUR = timedelta(hours=1)
RELEASED_AT_ONCE = 200  # so long is the outflow held, not longer
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('outflow', 0))"
SEND = "endorsements.jobs.send_mail"


def start(mail: Mail, *, by_hand: bool = False) -> None:
    """Save a new mail, with the job that sends it or with why it waits, in the caller's transaction.

    `by_hand` holds it until a moderator has looked (`passed`).
    """
    held_for = Held.HAND_CHECK if by_hand else _why_held(mail)
    now = timezone.now()
    if held_for:
        mail.held_at, mail.held_for = now, held_for
    else:
        mail.released_at = now
    mail.save()
    if not held_for:
        queue.configure_task(SEND).defer(mail_id=str(mail.pk))


@transaction.atomic
def passed(mail: Mail) -> None:
    """A moderator has looked at a mail that was held for it: it goes its way, as far as the limits let it.

    Raises MailboxFull when its mailbox has had its mails of the day: it may pass a day later.
    """
    mailbox = names.mailbox_key(mail.recipient)
    limits.lock_mailbox(mailbox)
    _hold_the_outflow()
    mail = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if mail.held_for != Held.HAND_CHECK:
        return
    if not limits.lately(mailbox, but=mail).left:
        raise MailboxFull
    mail.held_at, mail.held_for = None, ""
    start(mail)


@transaction.atomic
def release() -> int:
    """Send what waits, the oldest first, as far as there is room; gives how many, RELEASED_AT_ONCE at most.

    What waits for an endorsement that has ended, or is confirmed meanwhile, is dropped.
    """
    _hold_the_outflow()
    now, protection = timezone.now(), Protection.current()
    waiting = Mail.objects.filter(held_at__isnull=False)
    moot = Q(endorsement__status__in=ENDED) | (Q(kind=Kind.CONFIRM) & ~Q(endorsement__status=Status.UNCONFIRMED))
    waiting.filter(moot).update(dropped_at=now, recipient="", held_at=None, held_for="")
    room = min(protection.mails_an_hour - sent_since(now - HOUR).count(), RELEASED_AT_ONCE)
    to_domains = Counter(dict(_by_visitors(now).values_list("domain_digest").annotate(Count("pk"))))
    going: list[str] = []
    staying: list[str] = []
    in_turn = waiting.exclude(held_for=Held.HAND_CHECK).order_by("queued_at", "pk")
    for pk, domain, held_for in in_turn.values_list("pk", "domain_digest", "held_for").iterator():
        if len(going) >= room:
            break
        if to_domains[domain] < protection.domain_mails_an_hour:
            to_domains[domain] += 1
            going.append(str(pk))
        elif held_for != Held.DOMAIN:
            staying.append(str(pk))
    # From now on it is their domain alone that they wait for: they stop nobody else.
    waiting.filter(pk__in=staying).update(held_for=Held.DOMAIN)
    waiting.filter(pk__in=going).update(held_at=None, held_for="", released_at=now)
    queue.configure_task(SEND).batch_defer(*[{"mail_id": pk} for pk in going])  # type: ignore[arg-type] # texts are JSON
    return len(going)


@dataclass(frozen=True)
class State:
    """How much went out within the last hour, and how many wait for what."""

    sent: int
    waiting: dict[str, int]

    @property
    def in_turn(self) -> int:
        """How many wait because there were too many, in all or to their domain."""
        return self.waiting[Held.BREAKER] + self.waiting[Held.DOMAIN]


def state() -> State:
    """As it is now."""
    held = Mail.objects.filter(held_at__isnull=False).order_by().values_list("held_for").annotate(Count("pk"))
    return State(sent_since(timezone.now() - HOUR).count(), dict.fromkeys(Held.values, 0) | dict(held))


def sent_since(since: datetime) -> QuerySet[Mail]:
    """What was given to the queue since then, and not dropped."""
    return Mail.objects.filter(released_at__gt=since, dropped_at=None)


def forget_domains() -> None:
    """To which domain a mail went is of use for an hour alone."""
    Mail.objects.filter(released_at__lt=timezone.now() - HOUR).exclude(domain_digest="").update(domain_digest="")


def _why_held(mail: Mail) -> Held | None:
    if mail.kind not in CAUSED_BY_VISITORS:
        return None
    _hold_the_outflow()
    held_for = _too_many(mail)
    if held_for:
        _tell_staff()
    return held_for


def _too_many(mail: Mail) -> Held | None:
    now, protection = timezone.now(), Protection.current()
    waiting = Mail.objects.filter(held_at__isnull=False)
    # Nobody passes those who wait.
    if waiting.filter(held_for=Held.BREAKER).exists() or sent_since(now - HOUR).count() >= protection.mails_an_hour:
        return Held.BREAKER
    domain = Q(domain_digest=mail.domain_digest)
    if waiting.filter(domain, held_for=Held.DOMAIN).exists():
        return Held.DOMAIN
    return Held.DOMAIN if _by_visitors(now).filter(domain).count() >= protection.domain_mails_an_hour else None


def _by_visitors(now: datetime) -> QuerySet[Mail]:
    return sent_since(now - HOUR).filter(kind__in=CAUSED_BY_VISITORS).order_by()


def _hold_the_outflow() -> None:
    """One after the other: two that count at the same moment would both find the last place free.

    Taken after mailboxes and records, and before nothing but held mails: nobody waits in a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def _tell_staff() -> None:
    """See to it that moderators hear that mails wait, at most once in MODERATORS_TOLD_EVERY."""
    if limits.hit("breaker", "told", 1, settings.MODERATORS_TOLD_EVERY) is None:
        queue.configure_task("endorsements.jobs.tell_of_breaker").defer()
