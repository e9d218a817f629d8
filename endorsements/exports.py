"""The public list as open data: language-independent, nothing in it that a spreadsheet would run."""

import csv
import io
from typing import Any

from django.conf import settings

from endorsements import totals, writing
from endorsements.models import Endorsement

COLUMNS = ("id", "name", "country", "website", "statement", "endorsed", "demands_version")


def as_data() -> dict[str, Any]:
    """The total, and each public endorsement; `endorsed` is a month, `country` an ISO 3166-1 alpha-2 code."""
    return {
        "campaign": settings.SITE_URL,
        "total": totals.counted(),
        "endorsements": [_row(endorsement) for endorsement in _public()],
    }


def as_csv() -> str:
    """The same rows as comma-separated values. What a spreadsheet takes for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for endorsement in _public():
        writer.writerow([inert(value) for value in _row(endorsement).values()])
    return out.getvalue()


def _public() -> Any:
    return Endorsement.objects.public().select_related("demands_version").iterator(chunk_size=2000)


def _row(endorsement: Endorsement) -> dict[str, Any]:
    return {
        "id": str(endorsement.public_id),
        "name": endorsement.name,
        "country": endorsement.country,
        "website": endorsement.website,
        "statement": endorsement.statement,
        "endorsed": f"{endorsement.endorsed_on:%Y-%m}",
        "demands_version": endorsement.demands_version.number,
    }


def inert(value: Any) -> Any:
    """The value as a spreadsheet may have it: a text that it would run begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and writing.begins_formula(value) else value
