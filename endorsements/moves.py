"""What status may follow what, and the one place where a status changes; the verbs of workflow.py alone call it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from endorsements.models import Endorsement, Event
from endorsements.models.event import By, Verb
from endorsements.models.states import Status
from endorsements.records import log, save
from endorsements.refusals import NotAllowed

# What may follow what. Everything else is refused.
MOVES: Mapping[Status, frozenset[Status]] = {
    Status.UNCONFIRMED: frozenset({Status.WAITING, Status.EXPIRED, Status.WITHDRAWN}),
    Status.WAITING: frozenset({Status.APPROVED, Status.REJECTED, Status.WITHDRAWN}),
    Status.APPROVED: frozenset({Status.WAITING, Status.WITHDRAWN}),
    Status.REJECTED: frozenset({Status.WAITING, Status.WITHDRAWN}),
    Status.WITHDRAWN: frozenset(),
    Status.EXPIRED: frozenset(),
}
CONFIRMED = frozenset({Status.WAITING, Status.APPROVED, Status.REJECTED})


def move(
    endorsement: Endorsement,
    to: Status,
    verb: Verb,
    by: By,
    *,
    actor: User | None = None,
    reason: str = "",
    **fields: Any,
) -> Event:
    """Change the status and these fields, and note it: the row is locked by the caller, inside its transaction.

    Raises NotAllowed.
    """
    before = Status(endorsement.status)
    if to not in MOVES[before]:
        raise NotAllowed(before, to)
    endorsement.status = to
    for field, value in fields.items():
        setattr(endorsement, field, value)
    save(endorsement)
    return log(endorsement, verb, by, actor=actor, reason=reason, before=before)
