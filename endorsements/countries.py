"""Countries by ISO 3166-1 alpha-2 code, named and ordered in the reader's language."""

from functools import cache

from django.utils.translation import get_language
from django_countries import countries
from pyuca import Collator


@cache
def _collator() -> Collator:
    return Collator()


@cache
def _choices(language: str) -> tuple[tuple[str, str], ...]:  # noqa: ARG001 - the language is the key of the cache
    key = _collator().sort_key
    return tuple(sorted(((code, str(name)) for code, name in countries), key=lambda pair: key(pair[1])))


def choices() -> tuple[tuple[str, str], ...]:
    """(code, name) in the alphabetical order of the reader's language (Unicode collation, UTS #10)."""
    return _choices(get_language() or "en")


def name(code: str) -> str:
    """The country's name in the reader's language; an empty text for an unknown code."""
    return str(countries.name(code)) if code else ""
