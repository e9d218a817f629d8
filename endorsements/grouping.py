"""The public list under headings, where a reader wants it: a letter, or a country."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, IntegerField, TextChoices, TextField, Value
from django.db.models.functions import Left, NullIf
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from endorsements import countries
from endorsements.models import Endorsement
from endorsements.models.endorsement import EndorsementQuerySet

# Latin, then Cyrillic as Ukrainian, Belarusian and Russian order it; whatever begins otherwise follows.
ALPHABET = tuple("abcdefghijklmnopqrstuvwxyzабвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя")


class Grouping(TextChoices):
    """What the headings of the list are."""

    NONE = "", pgettext_lazy("order of the list", "As they endorsed")
    LETTER = "letter", gettext_lazy("By letter")
    COUNTRY = "country", gettext_lazy("By country")


class _Place(Func):
    """The place of a value in an array, from 1; null when it is not there."""

    function = "array_position"
    output_field = IntegerField()


def ordered(found: EndorsementQuerySet, by: str) -> EndorsementQuerySet:
    """`found` in the order of the headings, so that a page of it can be grouped; within one by name."""
    if by == Grouping.LETTER:
        return _by_place(found, ALPHABET, Left("name_key", 1))
    if by == Grouping.COUNTRY:
        return _by_place(found, tuple(code for code, _name in countries.choices()), F("country"))
    return found


def grouped(page: Iterable[Endorsement], by: str) -> list[tuple[str, list[Endorsement]]]:
    """The endorsements of a page under their headings; without a grouping, all of them under an empty one."""
    return [(heading, list(those)) for heading, those in groupby(page, lambda one: _heading(one, by))]


def _by_place(found: EndorsementQuerySet, order: tuple[str, ...], value: Any) -> EndorsementQuerySet:
    array = Value(list(order), output_field=ArrayField(TextField()))
    place = _Place(array, NullIf(value, Value(""), output_field=CharField()))
    return found.order_by(place.asc(nulls_last=True), "name_key", "pk")


def _heading(endorsement: Endorsement, by: str) -> str:
    if by == Grouping.LETTER:
        first = endorsement.name_key[:1]
        return first.upper() if first in ALPHABET else _("Other")
    if by == Grouping.COUNTRY:
        return countries.name(endorsement.country) or _("Country not stated")
    return ""
