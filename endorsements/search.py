"""Finding an organisation: on the public list in Latin or Cyrillic, with or without accents, with typing errors."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q
from django.utils.text import smart_split, unescape_string_literal

from endorsements import names
from endorsements.models import Endorsement
from endorsements.models.endorsement_sets import EndorsementQuerySet

# How much of a mistyped word has to be right (pg_trgm's word_similarity, 0 to 1): «Khrakiv» finds «Kharkiv».
CLOSE_ENOUGH = 0.28
MOST_COMPARED = 5_000  # names that begin alike; to compare a million takes the database seconds


@dataclass(frozen=True)
class Found:
    """What was found. When `only_close` is set, none has the name that was looked for, and the closest come first."""

    endorsements: EndorsementQuerySet
    only_close: bool = False


def narrow(found: EndorsementQuerySet, q: str, country: str) -> Found:
    """Those of `found` that are in `country` (a code, or empty for all) and whose name holds `q`, or comes close to it.

    Each word of `q` has to begin a word of the name. Only where no name has them all are close ones given; their words
    begin with the same letters, so that «Kyiv» does not find «Kharkiv».
    """
    if country:
        found = found.filter(country=country)
    wanted = names.search_form(q)
    if not q:
        return Found(found)
    if not wanted:
        return Found(found.none())
    words = wanted.split()
    exact = found.filter(*(_has_a_word_beginning(word) for word in words))
    if exact.exists():
        return Found(exact)
    begin_alike = found.filter(*(_has_a_word_beginning(word[0]) for word in words))
    # In a query of its own: within one, PostgreSQL compares all names before it counts them off.
    compared = list(begin_alike.order_by().values_list("pk", flat=True)[:MOST_COMPARED])
    closeness = TrigramWordSimilarity(wanted, "search_text")
    near = (
        found.filter(pk__in=compared)
        .alias(closeness=closeness)
        .filter(closeness__gte=CLOSE_ENOUGH)
        .order_by(closeness.desc(), "pk")
    )
    return Found(near, only_close=True)


def sealed_with(q: str) -> list[int]:
    """The keys of the unnamed whose name or website holds each word of `q`: the database cannot look into them.

    A quoted phrase is one word, as in the search of Django's admin. For staff alone.
    """
    words = [_unquoted(bit).casefold() for bit in smart_split(q)]
    unnamed = Endorsement.objects.exclude(sealed="").only("visibility", "sealed")
    return [one.pk for one in unnamed.iterator() if all(_holds(one, word) for word in words)] if words else []


def _unquoted(bit: str) -> str:
    return unescape_string_literal(bit) if bit.startswith(('"', "'")) and bit[-1] == bit[0] else bit


def _holds(endorsement: Endorsement, word: str) -> bool:
    return word in endorsement.name.casefold() or word in endorsement.website.casefold()


def _has_a_word_beginning(start: str) -> Q:
    return Q(search_text__startswith=start) | Q(search_text__contains=f" {start}")
