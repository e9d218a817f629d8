"""How many endorse the demands, kept by triggers."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from endorsements import samples, totals, workflow
from endorsements.models import Endorsement, Total
from endorsements.models.states import Status
from tests.endorsements.factories import a_moderator, an_endorsement, the_demands

pytestmark = pytest.mark.django_db


def is_right() -> bool:
    approved = Endorsement.objects.approved()
    named = approved.filter(visibility="public").count()
    return (Total.current().named, Total.current().unnamed) == (named, approved.count() - named)


def test_it_is_zero_before_the_first() -> None:
    assert (totals.named(), totals.counted()) == (0, 0)


def test_it_counts_what_is_approved_named_or_not() -> None:
    for status in Status.values:
        an_endorsement(status)
    an_endorsement("approved", visibility="unnamed")
    assert (totals.named(), totals.counted()) == (1, 2)
    assert is_right()


@pytest.mark.parametrize("visibility", ["public", "unnamed"])
def test_it_follows_each_step(visibility: str) -> None:
    one = an_endorsement("approved", visibility=visibility)
    assert totals.counted() == 1
    one = workflow.take_back(one, actor=a_moderator(), reason="Wrong button")
    assert totals.counted() == 0
    one = workflow.approve(one, actor=a_moderator())
    assert totals.counted() == 1
    workflow.withdraw(one)
    assert totals.counted() == 0
    assert is_right()


def test_it_follows_changes_that_pass_all_code() -> None:
    for _number in range(5):
        an_endorsement("approved")
    Endorsement.objects.filter(pk__in=list(Endorsement.objects.values_list("pk", flat=True)[:2])).update(
        status="withdrawn", contact_name="", contact_role="", contact_email="", new_contact_email="", mailbox_key=""
    )
    assert totals.named() == 3
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM endorsements_mail; DELETE FROM endorsements_token")
        cursor.execute("UPDATE endorsements_endorsement SET statement = 'x'")
    assert totals.named() == 3
    assert is_right()


def test_many_that_come_at_once_are_counted() -> None:
    the_demands()
    samples.add(500)
    assert totals.named() == 500
    assert is_right()


@pytest.mark.django_db(transaction=True)
def test_those_who_approve_at_the_same_time_lose_none() -> None:
    waiting = [an_endorsement("waiting") for _number in range(12)]
    moderator = a_moderator()

    def approve(endorsement: Endorsement) -> None:
        try:
            workflow.approve(endorsement, actor=moderator)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as several:
        list(several.map(approve, waiting))
    assert totals.named() == 12
    assert is_right()


def test_the_unnamed_of_today_count_from_midnight_on(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.UNNAMED_COUNTED_LATER = True
    an_endorsement("approved")
    an_endorsement("approved", visibility="unnamed")
    assert totals.counted() == 1
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    assert totals.counted() == 2


def test_the_nightly_count_finds_nothing_to_mend() -> None:
    an_endorsement("approved")
    assert totals.check()


def test_the_nightly_count_mends_what_is_wrong_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    an_endorsement("approved")
    Total.objects.update(named=7)
    with caplog.at_level(logging.ERROR):
        assert not totals.check()
    assert totals.named() == 1
    assert "7" in caplog.text
