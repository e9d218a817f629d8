"""The first public list: the organisations that endorsed at launch, entered by staff, in the order of the list."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from campaign import versions
from endorsements import workflow
from endorsements.models import Endorsement, LaunchEntry
from endorsements.models.states import Status


@transaction.atomic
def load(source: Path) -> int:
    """Enter those of the file who were not dealt with yet, and give their number.

    Each place of the list is dealt with once: what became of it since, a corrected name, a hidden or an erased one, is
    left alone, and so is who was here by themselves before. The file is TOML:
    `endorsed_on` once, and `[[endorser]]` with `position`, `name` and, where known, `country`.
    Raises KeyError for an entry without a position or a name.
    """
    content: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    done = set(LaunchEntry.objects.values_list("position", flat=True))
    version = versions.current()
    entered = 0
    for entry in content["endorser"]:
        name = entry["name"]
        if entry["position"] in done:
            continue
        LaunchEntry.objects.create(position=entry["position"])
        if _known(name):
            continue
        endorsement = Endorsement(
            name=name,
            country=entry.get("country", ""),
            launch_position=entry["position"],
            endorsed_on=content["endorsed_on"],
            demands_version=version,
            status=Status.APPROVED,
        )
        workflow.enter(endorsement, actor=None)
        entered += 1
    return entered


def _known(name: str) -> bool:
    """Whether the organisation came by itself, and perhaps left again: it is not entered behind its back."""
    own = Endorsement.objects.of_name(name)
    return own.filter(Q(confirmed_at__isnull=False) | Q(status=Status.APPROVED)).exists()
