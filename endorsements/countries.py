"""Countries by ISO 3166-1 alpha-2 code, named and ordered in the reader's language."""

from functools import cache

from django.utils.translation import get_language
from django_countries import countries
from pyuca import Collator

from endorsements.country_names import corrected


@cache
def _collator() -> Collator:
    return Collator()


@cache
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    key = _collator().sort_key
    named = ((code, corrected(code, str(name), language)) for code, name in countries)
    return tuple(sorted(named, key=lambda pair: key(pair[1])))


def choices() -> tuple[tuple[str, str], ...]:
    """(code, name) in the alphabetical order of the reader's language (Unicode collation, UTS #10)."""
    return _choices(get_language() or "en")


def name(code: str) -> str:
    """The country's name in the reader's language; an empty text for an unknown code."""
    return corrected(code, str(countries.name(code)), get_language() or "en") if code else ""
