"""The pages of the queue: what waits is found by itself, since no index knows in what order a million records wait."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from endorsements.models import Change, Endorsement, Mail
from endorsements.models.change import Outcome
from endorsements.models.mail import Held
from endorsements.models.states import Status

WAITS_FIRST = F("waits_since").asc(nulls_last=True)
QUEUE_ORDER = (WAITS_FIRST, "-submitted_at", "-pk")


class QueuePaginator(Paginator):
    """As Django's. In the order of the queue a page is what waits, then the newest of the others, by their index."""

    def page(self, number: int | str) -> Page[Any]:
        """The records of one page; another order than the queue's is the database's to sort."""
        rows: Any = self.object_list
        if not rows.query.order_by or rows.query.order_by[0] != WAITS_FIRST:
            return super().page(number)
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = self.count if bottom + self.per_page + self.orphans >= self.count else bottom + self.per_page
        return Page(_between(rows, bottom, top), number, self)


def _between(rows: QuerySet[Endorsement], bottom: int, top: int) -> list[Endorsement]:
    keys = _waiting()
    first = rows.filter(pk__in=keys)
    number = first.count() if keys else 0
    shown = list(first[bottom:top]) if bottom < number else []
    others = rows.exclude(pk__in=keys).order_by("-submitted_at", "-pk")
    return shown + list(others[max(bottom - number, 0) : max(top - number, 0)])


def _waiting() -> set[int]:
    """The keys of all records of which something waits."""
    return {
        *Endorsement.objects.filter(status=Status.WAITING).values_list("pk", flat=True),
        *Change.objects.filter(outcome=Outcome.WAITING, endorsement__status=Status.APPROVED).values_list(
            "endorsement_id", flat=True
        ),
        *Mail.objects.filter(held_for=Held.HAND_CHECK, endorsement__status=Status.UNCONFIRMED).values_list(
            "endorsement_id", flat=True
        ),
    }
