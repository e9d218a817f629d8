"""Endorsements that have a line to prove their domain by."""

from typing import Any

from endorsements import proving
from endorsements.models import Endorsement
from tests.endorsements.factories import an_endorsement


def with_line(status: str = "approved", **changed: Any) -> Endorsement:
    return proving.give_line(an_endorsement(status, **{"website": "https://www.organisation.example", **changed}))


def proof_of(endorsement: Endorsement) -> tuple[str, str, str, bool]:
    now = Endorsement.objects.get(pk=endorsement.pk)
    return now.proof_code, now.proven_domain, now.proven_by, now.proven_at is not None
