"""Invented organisations under `.example`, for trying the site with many endorsers. By COPY, reproducible."""

import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from campaign import versions
from endorsements.models import Endorsement

FIRST = ("Open", "Northern", "Riverside", "Вільна", "Свободная", "Green", "Спільна", "Old Town", "Нова", "Соседская")
SECOND = ("Initiative", "Circle", "Archive", "спілка", "мастерская", "Forum", "школа", "Library", "громада", "редакция")
STATEMENTS = ("", "", "", "We stand with those who are held.", "Люди понад усе.", "Свободу каждому, кого удерживают.")
COUNTRIES = ("UA", "PL", "DE", "FR", "LT", "LV", "EE", "CZ", "GE", "GB", "NL", "NO", "ES", "IT", "US", "")
COLUMNS = (
    "public_id", "name", "country", "website", "statement", "visibility",
    "contact_name", "contact_role", "contact_email", "new_contact_email",
    "status", "source", "language", "demands_version_id", "consent_wording", "consent_version",
    "submitted_at", "decided_at", "updated_at", "endorsed_on", "name_key", "website_key", "mailbox_key", "search_text",
)  # fmt: skip
PREFIX = "sample-"


@transaction.atomic
def add(count: int) -> int:
    """Add `count` approved sample endorsements after those that are there, and give the number of all samples.

    The same numbers give the same organisations on every machine.
    """
    first = Endorsement.objects.filter(website_key__startswith=PREFIX).count() + 1
    version = versions.current().pk  # asked before COPY begins: the connection serves nothing else meanwhile
    with connection.cursor() as cursor:
        table = Endorsement._meta.db_table  # noqa: SLF001 - Django's documented way to a table's name
        with cursor.copy(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in _rows(first, count, version):
                copy.write_row(row)
        cursor.execute(
            "INSERT INTO endorsements_event (endorsement_id, at, verb, by, from_status, to_status, reason)"
            " SELECT id, submitted_at, 'entered', 'system', '', 'approved', '' FROM endorsements_endorsement e"
            " WHERE website_key LIKE %s"
            " AND NOT EXISTS (SELECT 1 FROM endorsements_event v WHERE v.endorsement_id = e.id)",
            [f"{PREFIX}%"],
        )
    return first + count - 1


def _rows(first: int, count: int, version: int) -> Iterator[tuple[Any, ...]]:
    now = timezone.now()
    for number in range(first, first + count):
        dice = random.Random(number)  # noqa: S311 - reproducible, not secret
        sample = Endorsement(
            name=f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number}",
            country=dice.choice(COUNTRIES),
            website=f"https://{PREFIX}{number}.example",
            statement=dice.choice(STATEMENTS),
        )
        sample.derive_keys()
        yield (
            uuid.UUID(int=dice.getrandbits(128), version=4), sample.name, sample.country, sample.website,
            sample.statement, "public", "", "", "", "", "approved", "staff", "en", version, "", "", now, now, now,
            date(2025, 2, 1) + timedelta(days=dice.randrange(600)), sample.name_key, sample.website_key, "",
            sample.search_text,
        )  # fmt: skip
