"""The groups of staff that a new site starts with, and just the permissions that they need."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import transaction

CONTENT = ("demand", "group", "quote", "question", "figure", "release", "article")
GROUPS: dict[str, frozenset[str]] = {
    "Moderators": frozenset(
        f"endorsements.{codename}"
        for codename in (
            "view_endorsement",
            "add_endorsement",
            "change_endorsement",
            "moderate_endorsement",
            "view_contact",
            "view_event",
            "view_change",
            "view_mail",
            "view_protection",
        )
    ),
    "Editors": frozenset(
        [f"campaign.{act}_{model}" for model in CONTENT for act in ("view", "add", "change", "delete")]
        + ["campaign.view_demandsversion"]
    ),
}


@dataclass
class Outcome:
    """What became of one group: whether it was made or reset, else how it differs from what a new site has."""

    name: str
    written: bool
    lacks: set[str] = field(default_factory=set)
    has_more: set[str] = field(default_factory=set)


class PermissionsMissingError(Exception):
    """The permissions are not in the database: migrations have not run."""


@transaction.atomic
def set_up(*, reset: bool = False) -> list[Outcome]:
    """Make the groups that are not there. One that is there stays as staff made it, unless `reset` gives it its start.

    Raises PermissionsMissingError before the migrations have run.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(
            content_type__app_label__in=("campaign", "endorsements")
        ).select_related("content_type")
    }
    missing = frozenset[str]().union(*GROUPS.values()) - set(known)
    if missing:
        msg = f"These permissions are not in the database yet: {', '.join(sorted(missing))}. Run migrate first."
        raise PermissionsMissingError(msg)
    return [_set_up(name, wanted, known, reset=reset) for name, wanted in GROUPS.items()]


def _set_up(name: str, wanted: frozenset[str], known: dict[str, Permission], *, reset: bool) -> Outcome:
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new or reset:
        group.permissions.set(known[label] for label in wanted)
        return Outcome(name, written=True)
    has = {
        f"{app}.{codename}" for app, codename in group.permissions.values_list("content_type__app_label", "codename")
    }
    return Outcome(name, written=False, lacks=set(wanted - has), has_more=has - wanted)
