"""What the verbs stand on: locks, rivals, the log, what a moderator has seen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from endorsements import records
from endorsements.models import Event
from endorsements.models.event import By, Verb
from endorsements.refusals import AlreadyThere, ChangedSinceSeen, Ended
from tests.endorsements import factories

pytestmark = pytest.mark.django_db


def test_a_lock_brings_the_row_as_it_is_now() -> None:
    endorsement = factories.an_endorsement("waiting")
    type(endorsement).objects.update(statement="Newer")
    assert records.lock(endorsement).statement == "Newer"


@pytest.mark.parametrize("status", ["unconfirmed", "rejected", "withdrawn", "expired"])
def test_what_is_over_is_not_managed(status: str) -> None:
    with pytest.raises(Ended) as refused:
        records.lock_managed(factories.an_endorsement(status))
    assert refused.value.status == status


def test_a_rival_is_named_and_the_transaction_goes_on() -> None:
    rival = factories.an_endorsement("approved", website="https://circle.example")
    endorsement = factories.an_endorsement("approved")
    endorsement.website = "https://www.circle.example"
    with pytest.raises(AlreadyThere) as refused:
        records.save(endorsement)
    assert refused.value.rival == rival
    assert Event.objects.exists()  # the database still answers


def test_any_other_broken_constraint_is_a_fault_of_ours() -> None:
    endorsement = factories.an_endorsement("approved")
    endorsement.endorsed_on = None
    with pytest.raises(IntegrityError, match="approved_has_a_date"):
        records.save(endorsement)


def test_the_log_keeps_the_status_unless_told_the_former() -> None:
    endorsement = factories.an_endorsement("waiting")
    same = records.log(endorsement, Verb.CORRECTED, By.SYSTEM)
    moved = records.log(endorsement, Verb.CORRECTED, By.SYSTEM, before="unconfirmed")
    assert (same.from_status, same.to_status) == ("waiting", "waiting")
    assert (moved.from_status, moved.to_status) == ("unconfirmed", "waiting")


def test_what_is_younger_than_the_page_was_not_seen() -> None:
    endorsement = factories.an_endorsement("approved")
    records.check_seen(endorsement, None)
    records.check_seen(endorsement, timezone.now())
    with pytest.raises(ChangedSinceSeen):
        records.check_seen(endorsement, endorsement.updated_at - timedelta(microseconds=1))
    seen_at = timezone.now()
    factories.a_change(endorsement)
    with pytest.raises(ChangedSinceSeen):
        records.check_seen(endorsement, seen_at)
