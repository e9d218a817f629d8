"""How often a source may send forms, and how often a mailbox may be written to because somebody typed its address."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from endorsements.models import Count, Endorsement, Mail, Protection
from endorsements.models.mail import CAUSED_BY_VISITORS, Held, Kind
from people1st import keyring, security, sources

HOUR = timedelta(hours=1)
# A window slides in so many steps: the limit holds in every window, and the last step of a wait is 1/12 too long.
STEPS = 12
# The one account of all requests whose source nobody has named. A visitor cannot become one of them: where the proxies
# are counted right (TRUSTED_PROXIES), there are none.
UNKNOWN = "unknown"
ADD = """
INSERT INTO endorsements_count AS counted (scope, key, starts_at, hits)
SELECT %(scope)s, %(key)s, date_bin(%(step)s, statement_timestamp(), 'epoch'), 1
WHERE %(most)s > (SELECT coalesce(sum(hits), 0) FROM endorsements_count WHERE scope = %(scope)s AND key = ANY(%(keys)s)
                  AND starts_at >= date_bin(%(step)s, statement_timestamp(), 'epoch') - %(window)s)
ON CONFLICT (scope, key, starts_at) DO UPDATE SET hits = counted.hits + 1
"""

logger = logging.getLogger(__name__)


@transaction.atomic
def hit(scope: str, key: str, most: int, window: timedelta, *, earlier: str = "") -> timedelta | None:
    """Count one in `scope` for `key`, and give None; or count nothing and give the wait, when `most` are in `window`.

    Holds over all processes and restarts: in no stretch of time as long as `window` are there more than `most`. A scope
    has one window. `earlier` is another key that the same one went by, whose hits count too. When the caller's
    transaction is rolled back, nothing was counted.
    """
    keys = [former for former in (earlier, key) if former]
    with connection.cursor() as cursor:
        # One after the other, the older key first: two that count at the edge of a step would not see each other.
        for one in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"count:{scope}:{one}"])
        known = {"scope": scope, "key": key, "keys": keys, "most": most, "window": window, "step": window / STEPS}
        cursor.execute(ADD, known)  # type: ignore[arg-type] # the stubs know no list and no interval
        if cursor.rowcount:
            return None
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone()
    counts = Count.objects.filter(scope=scope, key__in=keys, starts_at__gt=now - window - window / STEPS)
    return _wait(counts.order_by("starts_at").values_list("starts_at", "hits"), most, window, now)


def give_back(scope: str, key: str) -> None:
    """Take one hit back that turned out to be none, such as a right password."""
    latest = Count.objects.filter(scope=scope, key=key, hits__gt=0).order_by("-starts_at")[:1]
    Count.objects.filter(pk__in=latest.values("pk")).update(hits=F("hits") - 1)


def _wait(counts: Iterable[tuple[datetime, int]], most: int, window: timedelta, now: datetime) -> timedelta:
    """How long until so many of the hits are over that one more is within the limit."""
    counts = list(counts)
    left, until = sum(hits for _starts_at, hits in counts), now
    for starts_at, hits in counts:
        if left < most:
            break
        left, until = left - hits, starts_at + window + window / STEPS
    return max(until - now, timedelta(seconds=1))


def old_counts() -> QuerySet[Count]:
    """What no window reaches back to."""
    return Count.objects.filter(starts_at__lt=timezone.now() - settings.SENDER_KEPT)


def form_wait(request: HttpRequest) -> timedelta | None:
    """Count one good form of this request's source, and give None; or how long to wait, when it is one too many.

    All forms by which a visitor may cause a mail to anybody count together. Requests from an unknown source share one
    account that is as wide as the breaker: with 30 an hour, a proxy that is set up wrongly would close the form to
    everybody; with none, it would open it.
    """
    today, yesterday = sources.sender_digests(request)
    protection = Protection.current()
    if today:
        wait = hit("form", today, protection.forms_an_hour, HOUR, earlier=yesterday)
    else:
        logger.warning("A form came from nowhere: TRUSTED_PROXIES is not the number of proxies in front of this site.")
        wait = hit("form", UNKNOWN, protection.mails_an_hour, HOUR)
    if wait:
        security.record(security.Event.LIMIT_HIT, request=request, scope="form")
    return wait


def lock_mailbox(mailbox_key: str) -> None:
    """Hold the mailbox until the end of the transaction, so that parallel posts come one after the other.

    Must be called inside a transaction.
    """
    hold(mailbox_key)


def hold(*what: str) -> None:
    """Hold each of these until the end of the transaction; of two that ask for one, the second waits.

    The database is told numbers that only the ring of keys makes. While keys change, processes with different rings
    share at least one of a text's numbers; taken in order, nobody waits in a circle.
    """
    numbers = sorted(int(digest[-16:], 16) - 2**63 for text in what for digest in keyring.digests("lock", text))
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def digest(mailbox_key: str) -> str:
    """A keyed hash of the mailbox, which is all that stays of a mail's recipient once it is sent."""
    return keyring.digest("mailbox", mailbox_key)


def domain_digest(mailbox_key: str) -> str:
    """A keyed hash of the mailbox's domain, of all its provider's domains the same."""
    return keyring.digest("domain", mailbox_key.rpartition("@")[2])


@dataclass(frozen=True)
class Lately:
    """What visitors have caused to be written to one mailbox within a day, or what is still to be sent to it."""

    mails: list[Mail]

    @property
    def left(self) -> int:
        """How many more they may cause now: MAILBOX_MAILS_A_DAY in any 24 hours, all kinds together.

        What waits for a moderator takes nobody's place: it is counted when it is let go (`outflow.passed`).
        """
        counted = [mail for mail in self.mails if mail.held_for != Held.HAND_CHECK]
        return max(settings.MAILBOX_MAILS_A_DAY - len(counted), 0)

    def may_repeat(self, kind: Kind, endorsement: Endorsement | None) -> bool:
        """Whether this mail is not one that waits already, nor was queued less than MAILBOX_RESEND_PAUSE ago."""
        about, since = endorsement.pk if endorsement else None, timezone.now() - settings.MAILBOX_RESEND_PAUSE
        same = (mail for mail in self.mails if mail.kind == kind and mail.endorsement_id == about)
        return not any(mail.held_at or mail.queued_at > since for mail in same)


def lately(mailbox_key: str, *, but: Mail | None = None) -> Lately:
    """What counts for this mailbox now, leaving out the mail `but`. The caller holds the mailbox (`lock_mailbox`).

    A mail counts for a day from when it was queued, for a day from when it was sent, and as long as it is on its way.
    One that waits for a moderator stands for a day in the way of the same mail alone, and one that was dropped before
    it went out, of none: forms without a proof do not close a mailbox.
    """
    day_ago = timezone.now() - timedelta(days=1)
    on_its_way = Q(sent_at=None, dropped_at=None) & ~Q(held_for=Held.HAND_CHECK)
    mails = Mail.objects.filter(
        Q(queued_at__gt=day_ago) | Q(sent_at__gt=day_ago) | on_its_way,
        mailbox_digest__in=keyring.digests("mailbox", mailbox_key),
        kind__in=CAUSED_BY_VISITORS,
    )
    mails = mails.exclude(released_at=None, dropped_at__isnull=False)
    others = mails.exclude(pk=but.pk) if but else mails
    return Lately(list(others.only("kind", "endorsement_id", "queued_at", "held_at", "held_for")))


def may_write(mailbox_key: str, kind: Kind, endorsement: Endorsement | None, *, by_hand: bool = False) -> bool:
    """Whether a visitor may cause one more mail of this kind to this mailbox now. The caller holds the mailbox.

    `by_hand`: whether it may wait for a moderator, which it may in a full mailbox too, or nobody would see its request.
    """
    found = lately(mailbox_key)
    return (by_hand or bool(found.left)) and found.may_repeat(kind, endorsement)
