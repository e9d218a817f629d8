"""Pages of the public list by where they begin, not by number: the last of a million costs what the first costs.

The address of a page names the endorser that it follows, or the one that it comes before, so that it goes on showing
the same however many are added before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Func, Value
from django.db.models.expressions import OrderBy
from django.db.models.sql.compiler import SQLCompiler

from endorsements.models import Endorsement
from endorsements.models.endorsement_sets import EndorsementQuerySet
from endorsements.models.orders import Order

TOGETHER = 100  # endorsers on a page
LAST = "end"  # as what the last page comes before


@dataclass(frozen=True)
class ListPage:
    """Some endorsers in their order; `after` and `before` are what the addresses of the next and previous page say."""

    endorsers: list[Endorsement]
    after: str = ""
    before: str = ""


class NoSuchPage(LookupError):  # noqa: N818 - the list has none there
    """The address names an endorser that was never there."""


class _Beyond(Func):
    """Whether a row of values comes after another one, or before it: a comparison that walks an index.

    PostgreSQL, “Row Constructor Comparison”.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, order: Order, values: Iterable[Any], sign: str) -> None:
        super().__init__(*order, *(Value(value) for value in values))
        self.columns, self.sign = len(order), sign

    def as_sql(self, compiler: SQLCompiler, _connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """`(a, b) > (x, y)`."""
        parts = [compiler.compile(expression) for expression in self.get_source_expressions()]
        words = [sql for sql, _parameters in parts]
        ours, theirs = ", ".join(words[: self.columns]), ", ".join(words[self.columns :])
        return f"({ours}) {self.sign} ({theirs})", [value for _sql, values in parts for value in values]


def first_of(found: EndorsementQuerySet) -> ListPage:
    """The first ones in the order that they have, and no way to others: for what is found by likeness."""
    return ListPage(list(found[:TOGETHER]))


def page_of(found: EndorsementQuerySet, order: Order, after: str = "", before: str = "") -> ListPage:
    """The page that follows the endorser `after`, or comes before `before` (public ids, or LAST); else the first one.

    Behind the last one stands the last page, before the first one the first page, whole. Raises NoSuchPage; what has
    left the list since still tells where its pages begin.
    """
    if before:
        page = _before(found, order, before)
        return page if page.before else _after(found, order, "")
    page = _after(found, order, after)
    return page if page.endorsers or not after else page_of(found, order, before=LAST)


def _after(found: EndorsementQuerySet, order: Order, after: str) -> ListPage:
    rows = found.order_by(*order)
    if after:
        rows = rows.filter(_Beyond(order, _place(order, after), ">"))
    some = list(rows[: TOGETHER + 1])
    shown = some[:TOGETHER]
    return ListPage(shown, _id(shown[-1]) if len(some) > TOGETHER else "", _id(shown[0]) if after and shown else "")


def _before(found: EndorsementQuerySet, order: Order, before: str) -> ListPage:
    rows = found.order_by(*(OrderBy(expression, descending=True) for expression in order))
    if before != LAST:
        rows = rows.filter(_Beyond(order, _place(order, before), "<"))
    some = list(rows[: TOGETHER + 1])
    shown = some[:TOGETHER][::-1]
    more = len(some) > TOGETHER
    return ListPage(shown, _id(shown[-1]) if before != LAST and shown else "", _id(shown[0]) if more else "")


def _place(order: Order, public_id: str) -> list[Any]:
    """The values of an endorser in this order. Raises NoSuchPage."""
    columns = {f"place_{number}": expression for number, expression in enumerate(order)}
    try:
        values = Endorsement.objects.filter(public_id=UUID(public_id)).values_list(*columns.values()).first()
    except ValueError as error:
        raise NoSuchPage from error
    if values is None or None in values:
        raise NoSuchPage
    return list(values)


def _id(endorsement: Endorsement) -> str:
    return str(endorsement.public_id)
