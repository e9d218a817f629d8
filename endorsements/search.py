"""Finding an organisation on the public list: in Latin or Cyrillic, with or without accents, with typing errors."""

from django.contrib.postgres.search import TrigramWordSimilarity

from endorsements import names
from endorsements.models.endorsement import EndorsementQuerySet

# How much of a mistyped word has to be right (pg_trgm's word_similarity, 0 to 1): «Memoral» finds «Memorial».
CLOSE_ENOUGH = 0.4


def narrow(found: EndorsementQuerySet, q: str, country: str) -> EndorsementQuerySet:
    """Those of `found` that are in `country` (a code, or empty for all) and whose name holds `q`, or comes close to it.

    Close names are looked for only where no name holds the words as typed.
    """
    if country:
        found = found.filter(country=country)
    wanted = names.search_form(q)
    if not q:
        return found
    if not wanted:
        return found.none()
    exact = found
    for word in wanted.split():
        exact = exact.filter(search_text__contains=word)
    if exact.exists():
        return exact
    return found.alias(closeness=TrigramWordSimilarity(wanted, "search_text")).filter(closeness__gte=CLOSE_ENOUGH)
