"""The public list under headings, where a reader wants it: a letter, or a country."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import F, TextChoices
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from endorsements import countries
from endorsements.models import Endorsement
from endorsements.models.orders import ALPHABET, BY_LETTER, IN_TIME, Order, by_place


class Grouping(TextChoices):
    """What the headings of the list are."""

    NONE = "", pgettext_lazy("order of the list", "As they endorsed")
    LETTER = "letter", gettext_lazy("By letter")
    COUNTRY = "country", gettext_lazy("By country")


def order(by: str) -> Order:
    """The order of the headings, so that a page of it can be grouped, within one by name; else that of the list."""
    if by == Grouping.LETTER:
        return BY_LETTER
    if by == Grouping.COUNTRY:
        return by_place(tuple(code for code, _name in countries.choices()), F("country"))
    return IN_TIME


def grouped(page: Iterable[Endorsement], by: str) -> list[tuple[str, list[Endorsement]]]:
    """The endorsements of a page under their headings; without a grouping, all of them under an empty one."""
    return [(heading, list(those)) for heading, those in groupby(page, lambda one: _heading(one, by))]


def _heading(endorsement: Endorsement, by: str) -> str:
    if by == Grouping.LETTER:
        first = endorsement.name_key[:1]
        return first.upper() if first in ALPHABET else _("Other")
    if by == Grouping.COUNTRY:
        return countries.name(endorsement.country) or _("Country not stated")
    return ""
