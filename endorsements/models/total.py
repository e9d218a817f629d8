"""How many endorse the demands, kept by the database itself: no page counts a million rows."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from endorsements.models.states import Status, Visibility
from people1st.revision import CHANGE

# What of an approved endorsement stands on public pages.
SHOWN = (
    "public_id", "name", "country", "website", "statement", "visibility", "status", "language", "demands_version_id",
    "launch_position", "endorsed_on", "decided_at", "proven_domain", "proven_at", "proven_by", "logo_id", "name_key",
)  # fmt: skip
_APPROVED = (
    f"SELECT count(*) FILTER (WHERE visibility = '{Visibility.PUBLIC}') AS named,"  # noqa: S608 - our own words
    f" count(*) FILTER (WHERE visibility <> '{Visibility.PUBLIC}') AS unnamed"
    f" FROM {{rows}} WHERE status = '{Status.APPROVED}'"
)
_NEW, _OLD = _APPROVED.format(rows="new_rows"), _APPROVED.format(rows="old_rows")
_MORE = "SELECT {named} AS named, {unnamed} AS unnamed INTO more FROM"
_ADD = (
    "UPDATE endorsements_total SET named = named + more.named, unnamed = unnamed + more.unnamed WHERE id = 1;"
    " IF NOT FOUND THEN INSERT INTO endorsements_total AS total (id, named, unnamed)"
    " VALUES (1, GREATEST(more.named, 0), GREATEST(more.unnamed, 0)) ON CONFLICT (id)"
    " DO UPDATE SET named = total.named + EXCLUDED.named, unnamed = total.unnamed + EXCLUDED.unnamed; END IF;"
)
_IF_SHOWN = (
    "IF EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o USING (id)"  # noqa: S608 - our own words
    f" WHERE '{Status.APPROVED}' IN (n.status, o.status)"
    f" AND ({', '.join(f'n.{name}' for name in SHOWN)}) IS DISTINCT FROM ({', '.join(f'o.{name}' for name in SHOWN)}))"
    f" THEN {CHANGE} END IF;"
)
_IF_MORE = f"IF (more.named, more.unnamed) <> (0, 0) THEN {_ADD} {CHANGE} END IF;"


def _trigger(name: str, operation: pgtrigger.Operation, rows: dict[str, str], func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),  # type: ignore[no-untyped-call]
        declare=[("more", "record")],
        func=f"{func} RETURN NULL;",
    )


# Whole statements, so that a million rows that come by COPY are counted once.
TRIGGERS = [
    _trigger(
        "total_counts_new",
        pgtrigger.Insert,
        {"new": "new_rows"},
        f"{_MORE.format(named='named', unnamed='unnamed')} ({_NEW}) are; {_IF_MORE}",
    ),
    _trigger(
        "total_counts_changed",
        pgtrigger.Update,
        {"old": "old_rows", "new": "new_rows"},
        f"{_MORE.format(named='are.named - were.named', unnamed='are.unnamed - were.unnamed')}"
        f" ({_NEW}) are, ({_OLD}) were; {_IF_MORE} {_IF_SHOWN}",
    ),
    _trigger(
        "total_counts_gone",
        pgtrigger.Delete,
        {"old": "old_rows"},
        f"{_MORE.format(named='-named', unnamed='-unnamed')} ({_OLD}) were; {_IF_MORE}",
    ),
    pgtrigger.Trigger(
        name="total_counts_none",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Truncate,
        func=f"UPDATE endorsements_total SET named = 0, unnamed = 0; {CHANGE} RETURN NULL;",  # noqa: S608
    ),
]


class Total(models.Model):
    """One row: how many approved endorsements are named, and how many are not. Only triggers write it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    named = models.PositiveIntegerField(_("named"), default=0)
    unnamed = models.PositiveIntegerField(_("unnamed"), default=0)

    class Meta:
        """Nobody handles it."""

        verbose_name = _("total")
        verbose_name_plural = _("totals")
        default_permissions = ()
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_total")]

    def __str__(self) -> str:
        return f"{self.named} + {self.unnamed}"

    @classmethod
    def current(cls) -> "Total":
        """As it is now; zero before the first endorsement."""
        return cls.objects.first() or cls()
