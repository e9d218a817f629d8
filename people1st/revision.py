"""The revision of everything that the public pages show: a mark that the database changes with the content.

The trigger that changes it runs in the transaction of the change. A page made after the mark was read is therefore
never older than the mark says.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

import pgtrigger
from django.db import connection
from django.utils import timezone

# A random mark, not a number: a transaction rolled back or a backup brought back must not make an old mark anew.
CHANGE = (
    "INSERT INTO people1st_contentrevision (id, mark, changed_at) VALUES (1, gen_random_uuid(), clock_timestamp())"
    " ON CONFLICT (id) DO UPDATE SET mark = EXCLUDED.mark, changed_at = EXCLUDED.changed_at;"
)
# Articles come out by the clock, with no row changed.
CURRENT = """
SELECT mark, changed_at, (
    SELECT max(publish_at) FROM campaign_article WHERE status = 'scheduled' AND publish_at <= %s
) FROM people1st_contentrevision WHERE id = 1
"""


def changed_by_any_row() -> list[pgtrigger.Trigger]:
    """The trigger of a table of which every row may stand on a public page, for a model's Meta."""
    return [
        pgtrigger.Trigger(
            name="changes_the_revision",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func=f"{CHANGE} RETURN NULL;",
        )
    ]


@dataclass(frozen=True)
class Revision:
    """Two that are equal stand for the same public pages; `changed_at` is when the last of them became what it is."""

    mark: uuid.UUID
    published_at: datetime | None
    day: date
    changed_at: datetime

    @classmethod
    def current(cls) -> Self | None:
        """As it is now: one short query. None before anything was changed."""
        now = timezone.now()  # by the clock that pages are made by
        with connection.cursor() as cursor:
            cursor.execute(CURRENT, [now])
            row = cursor.fetchone()
        if row is None:
            return None
        mark, changed_at, published_at = row
        # The total of the day begins at midnight, where unnamed organisations are counted later.
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        latest = max(moment for moment in (changed_at, published_at, midnight) if moment)
        return cls(mark, published_at, midnight.date(), latest)
