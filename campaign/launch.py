"""Loads the launch content: once into an empty database, and again without touching what staff made of it.

An entry that staff changed stays as it is; one that they deleted does not come back; one that nobody touched follows
its file. `LaunchEntry` remembers what was written.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import override

from campaign import versions
from campaign.launch_files import KINDS, Entry, Kind, LaunchContentError, read
from campaign.models import LaunchEntry

CONTENT = Path(__file__).resolve().parent / "content"


@dataclass
class Loaded:
    """How many entries were written, and how many were left to staff."""

    created: int = 0
    updated: int = 0
    left: int = 0


@transaction.atomic
def load(folder: Path | None = None) -> Loaded:
    """Load every file of `folder` (campaign/content/ by default), and keep a version of the demands.

    All or nothing. Raises LaunchContentError, which names the file and the entry.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('campaign.launch', 0))")
    loaded = Loaded()
    with override("en"):
        for kind in KINDS:
            written = [row for entry in read(kind, folder or CONTENT) if (row := _load(entry, loaded))]
            if "position" in kind.fields:
                _give_way(kind, written)
    versions.current()
    return loaded


def _load(entry: Entry, loaded: Loaded) -> models.Model | None:
    """Write one entry where that takes nothing from staff; gives the row when it was written."""
    row = entry.kind.rows.filter(**{entry.kind.key_field: entry.key}).first()
    record = LaunchEntry.objects.filter(kind=entry.kind.table, key=entry.key).first()
    digest = _digest(entry.values)
    if record is None and row is None:
        loaded.created += 1
        LaunchEntry.objects.create(kind=entry.kind.table, key=entry.key, digest=digest)
        return _write(entry, entry.kind.model())
    if record is None or row is None or _digest_of(row, entry) != record.digest:
        loaded.left += 1
        return None
    if record.digest == digest:
        return None
    loaded.updated += 1
    record.digest = digest
    record.save()
    return _write(entry, row)


def _write(entry: Entry, row: models.Model) -> models.Model:
    for name, value in entry.values.items():
        setattr(row, name, value)
    _forget_broken_links(entry, row)
    try:
        # Positions are settled once the whole file is there.
        row.full_clean(exclude={"position"})
    except ValidationError as error:
        msg = f"{entry.kind.file_name}, {entry.key}: {'; '.join(error.messages)}"
        raise LaunchContentError(msg) from error
    row.save()
    return row


def _forget_broken_links(entry: Entry, row: models.Model) -> None:
    """Empty the links to what staff deleted, which does not come back."""
    for link in entry.kind.links:
        target = link.related_model._default_manager.filter(  # noqa: SLF001 - Django documents it
            **{link.target_field.name: entry.values[link.attname]}
        )
        if not target.exists():
            setattr(row, link.attname, None)


def _give_way(kind: Kind, written: list[models.Model]) -> None:
    """Move the rows just written behind all others where staff have put something in their place."""
    places = Counter(kind.rows.values_list("position", flat=True))
    for row in written:
        position = row.position  # type: ignore[attr-defined] # every kind that comes here has one
        if places[position] > 1:
            places[position] -= 1
            row.position = max(places) + 1  # type: ignore[attr-defined]
            places[row.position] += 1  # type: ignore[attr-defined]
            row.save()


def _digest_of(row: models.Model, entry: Entry) -> str:
    return _digest({name: getattr(row, name) for name in entry.values})


def _digest(values: dict[str, Any]) -> str:
    # What the model had not from the start is left out while empty: entries written before keep their digest.
    plain = {name: _plain(value) for name, value in values.items() if value or not _came_later(name)}
    return sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _came_later(name: str) -> bool:
    return name.endswith("_id") or name == "section"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    # An untranslated text is empty or null, according to who saved it.
    return "" if value is None else str(value).replace("\r\n", "\n")
