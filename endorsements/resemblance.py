"""Which names that are here already a new one resembles: the same, the same to the eye, or nearly the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from endorsements import lookalikes, names
from endorsements.models import Endorsement, sealing
from endorsements.models.states import CONTACT_FIELDS, MANAGED, Status
from endorsements.signs import Sign

# From where on two folded names are close: pg_trgm's similarity, or difflib's ratio, which sees two swapped letters
# in a short name. “Human Rights Watch” and “Human Rights Centre” stay below both.
CLOSE_TRIGRAMS, CLOSE_RATIO = 0.6, 0.85
# In a longer one a slip of the keyboard leaves enough trigrams.
SHORT_NAME = 60
LOOKED_AT, TOLD = 20, 3
# Left out rather than MANAGED asked for: that would tempt the planner to read all of them by the index of the queue.
NOT_COMPARED = tuple(status for status in Status if status not in MANAGED)
# Not looked at, so not decrypted.
UNREAD = (*CONTACT_FIELDS, "evidence")


def of_name(endorsement: Endorsement) -> Iterator[tuple[Sign, dict[str, Any]]]:
    """A sign for each kind of resemblance, with the numbers of at most TOLD records, the closest first.

    Compared with what waits and what is approved; with an unnamed one, of which only a hash is kept to compare with, as
    to the same name alone. The search is for the name as it is folded for the public search
    (one Latin spelling for «Меморіал» and “Memorial”), and for what it says when its letters are read in another
    alphabet; the trigram index answers it.
    """
    looks, folded = lookalikes.skeleton(endorsement.name), names.search_form(endorsement.name)
    readings = map(names.search_form, lookalikes.readings(endorsement.name))
    found: dict[Sign, list[int]] = {}
    for other in _candidates(endorsement, sorted({form for form in (folded, *readings) if form})):
        if names.name_key(other.name) == names.name_key(endorsement.name):
            sign = Sign.SAME_NAME
        elif lookalikes.skeleton(other.name) == looks:
            sign = Sign.LOOKALIKE_NAME
        elif other.closeness >= CLOSE_TRIGRAMS or _differs_by_a_slip(other.search_text, folded):
            sign = Sign.CLOSE_NAME
        else:
            continue
        found.setdefault(sign, []).append(other.pk)
    for sign in sorted(found, key=list(Sign).index):
        yield sign, {"records": found[sign][:TOLD]}


def _candidates(endorsement: Endorsement, forms: list[str]) -> list[Any]:
    similar = sealing.has_name(endorsement.name)
    for form in forms:
        similar |= Q(search_text__trigram_similar=form)
    closeness = [TrigramSimilarity("search_text", form) for form in forms or [""]]
    with _by_index():
        return list(
            Endorsement.objects.filter(similar)
            .exclude(pk=endorsement.pk)
            .exclude(status__in=NOT_COMPARED)
            .annotate(closeness=Greatest(*closeness) if len(closeness) > 1 else closeness[0])
            .order_by(F("closeness").desc(), "pk")
            .defer(*UNREAD)[:LOOKED_AT]
        )


@contextmanager
def _by_index() -> Iterator[None]:
    """The planner takes comparing trigrams for cheap and would read the whole table, which a long name makes slow."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def _differs_by_a_slip(one: str, other: str) -> bool:
    return len(other) <= SHORT_NAME and SequenceMatcher(None, one, other).ratio() >= CLOSE_RATIO
