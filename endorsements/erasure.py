"""What is left of an organisation that had everything erased: a record without a name, for the history's sake."""

import uuid
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from endorsements.models import Endorsement

LEFT = "erased"


def blank() -> dict[str, Any]:
    """The fields of an erased record. Its public id is a new one: the former was published beside the name."""
    new_id = uuid.uuid4()
    return {
        "public_id": new_id,
        "name": f"{LEFT} {new_id}",
        "country": "",
        "website": "",
        "consent_wording": "",
        "launch_position": None,
        "endorsed_on": None,
    }


def forget_name_elsewhere(endorsement: Endorsement) -> None:
    """The admin's own log keeps a record's name beside each entry: there too it goes."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Endorsement), object_id=str(endorsement.pk)
    )
    name = f"{Endorsement._meta.verbose_name} {endorsement.pk}"  # noqa: SLF001 - Django's documented way to it
    entries.update(object_repr=name, change_message="")


def part_from_mails(endorsement: Endorsement) -> None:
    """What was mailed keeps a hash of its mailbox for some days, for the limits, but not whose record it was about."""
    done = endorsement.mails.exclude(sent_at=None, dropped_at=None)
    done.update(endorsement=None, event=None)
