"""Which names that are here already a new one resembles: the same, the same to the eye, or nearly the same."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q
from django.db.models.functions import Greatest

from endorsements import lookalikes, names
from endorsements.models import Endorsement
from endorsements.models.endorsement import MANAGED
from endorsements.signs import Sign

# From where on two folded names are close: pg_trgm's similarity, or difflib's ratio, which sees two swapped letters
# in a short name. “Human Rights Watch” and “Human Rights Centre” stay below both.
CLOSE_TRIGRAMS, CLOSE_RATIO = 0.6, 0.85
LOOKED_AT, TOLD = 20, 3


def of_name(endorsement: Endorsement) -> Iterator[tuple[Sign, dict[str, Any]]]:
    """A sign for each kind of resemblance, with the numbers of at most TOLD records, the closest first. One query.

    Compared with what waits and what is approved. The search is for the name as it is folded for the public search
    (one Latin spelling for «Меморіал» and “Memorial”), and for what it says when its letters are read in another
    alphabet; the trigram index answers it.
    """
    key, looks = names.name_key(endorsement.name), lookalikes.skeleton(endorsement.name)
    folded = names.search_form(endorsement.name)
    forms = sorted({form for form in (folded, *map(names.search_form, lookalikes.readings(endorsement.name))) if form})
    found: dict[Sign, list[int]] = {}
    for number, name, its_key, text, similarity in _candidates(endorsement, key, forms):
        if its_key == key:
            sign = Sign.SAME_NAME
        elif lookalikes.skeleton(name) == looks:
            sign = Sign.LOOKALIKE_NAME
        elif similarity >= CLOSE_TRIGRAMS or SequenceMatcher(None, text, folded).ratio() >= CLOSE_RATIO:
            sign = Sign.CLOSE_NAME
        else:
            continue
        found.setdefault(sign, []).append(number)
    for sign in sorted(found, key=list(Sign).index):
        yield sign, {"records": found[sign][:TOLD]}


def _candidates(endorsement: Endorsement, key: str, forms: list[str]) -> Any:
    similar = Q(name_key=key)
    for form in forms:
        similar |= Q(search_text__trigram_similar=form)
    closeness = [TrigramSimilarity("search_text", form) for form in forms or [""]]
    return (
        Endorsement.objects.filter(similar, status__in=MANAGED)
        .exclude(pk=endorsement.pk)
        .annotate(closeness=Greatest(*closeness) if len(closeness) > 1 else closeness[0])
        .order_by(F("closeness").desc(), "pk")
        .values_list("pk", "name", "name_key", "search_text", "closeness")[:LOOKED_AT]
    )
