"""A limit holds in every stretch of time, over all processes, and says how long to wait."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from endorsements import limits, retention
from endorsements.models import Count
from tests.endorsements.racing import at_once

pytestmark = pytest.mark.usefixtures("within_a_step")
HOUR = timedelta(hours=1)
STEP = HOUR / limits.STEPS
A_CENTURY = timedelta(days=36_500)


def age(by: timedelta) -> None:
    """Let every count be older: by way of another century, so that none meets one that is still to move."""
    Count.objects.update(starts_at=F("starts_at") - by - A_CENTURY)
    Count.objects.update(starts_at=F("starts_at") + A_CENTURY)


def hits(number: int, most: int = 3, key: str = "one", earlier: str = "") -> list[timedelta | None]:
    """What so many hits one after the other give."""
    return [limits.hit("test", key, most, HOUR, earlier=earlier) for _ in range(number)]


@pytest.mark.django_db
def test_one_too_many_waits_and_is_not_counted() -> None:
    *within, wait = hits(4)
    assert within == [None, None, None]
    assert wait is not None
    assert HOUR < wait <= HOUR + STEP
    hits(5)
    assert Count.objects.get(scope="test").hits == 3
    assert hits(1, most=9) == [None]


@pytest.mark.django_db
def test_keys_and_scopes_count_for_themselves() -> None:
    hits(3)
    assert limits.hit("test", "other", 3, HOUR) is None
    assert limits.hit("elsewhere", "one", 3, HOUR) is None
    assert hits(1) != [None]


@pytest.mark.django_db
def test_after_the_wait_it_goes_on() -> None:
    wait = hits(4)[-1]
    assert wait is not None
    age(wait - STEP)
    assert hits(1) != [None]
    age(STEP)
    assert hits(4)[:3] == [None] * 3


@pytest.mark.django_db
def test_the_edge_of_a_window_does_not_double_the_limit() -> None:
    for _ in range(3 * limits.STEPS):
        hits(1, most=5)
        age(STEP)
    counts = dict(Count.objects.values_list("starts_at", "hits"))
    assert len(counts) > 10
    for end in counts:
        assert sum(n for start, n in counts.items() if end - HOUR <= start <= end) <= 5


@pytest.mark.django_db
def test_the_wait_is_until_the_oldest_hit_is_over() -> None:
    hits(1)
    age(4 * STEP)
    hits(1)
    age(5 * STEP)
    hits(1)
    wait = hits(1)[0]
    assert wait is not None
    assert HOUR - 9 * STEP <= wait <= HOUR - 8 * STEP
    assert hits(1, most=1)[0] > HOUR
    age(wait)
    assert hits(2)[0] is None


@pytest.mark.django_db
def test_a_lowered_limit_waits_for_all_that_is_too_much() -> None:
    hits(2, most=9)
    age(6 * STEP)
    hits(2, most=9)
    wait = hits(1, most=3)[0]
    assert wait is not None
    assert HOUR - 6 * STEP <= wait <= HOUR - 5 * STEP
    assert hits(1, most=1)[0] >= HOUR


@pytest.mark.django_db
def test_a_new_key_of_the_same_one_opens_no_new_account() -> None:
    hits(2, key="yesterday")
    assert hits(2, key="today", earlier="yesterday")[0] is None
    assert hits(1, key="today", earlier="yesterday") != [None]
    assert hits(1, key="today") == [None]


@pytest.mark.django_db
def test_what_is_rolled_back_was_not_counted() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        hits(3)
        _ = 1 / 0
    assert not Count.objects.exists()


@pytest.mark.django_db
def test_old_counts_are_forgotten() -> None:
    hits(1)
    Count.objects.create(scope="stamp", key="ahead", starts_at=timezone.now() + timedelta(days=7), hits=1)
    Count.objects.create(scope="test", key="old", starts_at=timezone.now() - timedelta(days=2, minutes=1), hits=1)
    assert retention.run(dry_run=True).counts == 1
    assert retention.run(dry_run=False).counts == 1
    assert set(Count.objects.values_list("key", flat=True)) == {"one", "ahead"}


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_never_exceed_it() -> None:
    given = at_once(*[lambda: hits(5, most=30)] * 20, behind=lambda: hits(1, most=30))
    passed = sum(wait is None for waits in given for wait in waits)  # type: ignore[attr-defined]
    assert passed == 29
    assert sum(Count.objects.values_list("hits", flat=True)) == 30


@pytest.mark.django_db(transaction=True)
def test_two_at_the_edge_of_a_step_see_each_other() -> None:
    hits(2)
    age(STEP)

    given = at_once(*[lambda: hits(1)] * 2, behind=lambda: lock("count:test:one"))
    assert [wait is None for [wait] in given].count(True) == 1  # type: ignore[misc]


def lock(name: str) -> None:
    """Hold this name as `hit` does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
