"""The orders of the public list, and the indexes that it is walked by.

No value of an order is null for what is public.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CharField, Expression, F, Func, IntegerField, Q, TextField, Value
from django.db.models.functions import Coalesce, Left, NullIf

from endorsements.models.states import Status, Visibility

type Order = Sequence[Expression | F]

# Latin, then Cyrillic as Ukrainian, Belarusian and Russian order it; whatever begins otherwise follows.
ALPHABET = tuple("abcdefghijklmnopqrstuvwxyzабвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя")
BEHIND_THE_LAUNCH_LIST = 32767  # the highest number of its column


class _Place(Func):
    """The place of a value in an array, from 1; null when it is not there."""

    function = "array_position"
    output_field = IntegerField()


def by_place(places: Sequence[str], value: Any) -> Order:
    """In the order of `places`, what is none of them behind all; within one by name."""
    array = Value(list(places), output_field=ArrayField(TextField()))
    place = _Place(array, NullIf(value, Value(""), output_field=CharField()))
    return Coalesce(place, len(places) + 1), F("name_key"), F("id")


IN_TIME: Order = (Coalesce("launch_position", BEHIND_THE_LAUNCH_LIST), F("endorsed_on"), F("id"))
BY_LETTER = by_place(ALPHABET, Left("name_key", 1))

_IS_PUBLIC = Q(status=Status.APPROVED, visibility=Visibility.PUBLIC)
INDEXES: list[models.Index] = [
    models.Index(*IN_TIME, name="endorsement_list", condition=_IS_PUBLIC),
    models.Index(*BY_LETTER, name="endorsement_letters", condition=_IS_PUBLIC),
    models.Index(F("country"), *IN_TIME, name="endorsement_countries", condition=_IS_PUBLIC),
]
