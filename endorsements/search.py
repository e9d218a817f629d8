"""Finding an organisation on the public list: in Latin or Cyrillic, with or without accents, with typing errors."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from endorsements import names
from endorsements.models.endorsement import EndorsementQuerySet

# How much of a mistyped word has to be right (pg_trgm's word_similarity, 0 to 1): «Khrakiv» finds «Kharkiv».
CLOSE_ENOUGH = 0.28


def narrow(found: EndorsementQuerySet, q: str, country: str) -> EndorsementQuerySet:
    """Those of `found` that are in `country` (a code, or empty for all) and whose name holds `q`, or comes close to it.

    Each word of `q` has to begin a word of the name. Only where no name has them all are close ones given, the closest
    first; their words begin with the same letters, so that «Kyiv» does not find «Kharkiv».
    """
    if country:
        found = found.filter(country=country)
    wanted = names.search_form(q)
    if not q:
        return found
    if not wanted:
        return found.none()
    words = wanted.split()
    exact = found.filter(*(_has_a_word_beginning(word) for word in words))
    if exact.exists():
        return exact
    close = found.filter(*(_has_a_word_beginning(word[0]) for word in words))
    closeness = TrigramWordSimilarity(wanted, "search_text")
    return close.alias(closeness=closeness).filter(closeness__gte=CLOSE_ENOUGH).order_by(closeness.desc(), "pk")


def _has_a_word_beginning(start: str) -> Q:
    return Q(search_text__startswith=start) | Q(search_text__contains=f" {start}")
