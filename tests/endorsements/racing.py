"""Letting things happen at the same moment, and waiting for them without sleeping."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from endorsements import records
from endorsements.models import Endorsement
from endorsements.refusals import Refused

DEADLINE = 120  # seconds that nobody waits but for a fault: a busy machine is slow, not wrong


def wait_until(so: Callable[[], object], what: str) -> None:
    """Ask again and again until `so()` is true; fails after DEADLINE seconds, saying what was waited for."""
    pause = threading.Event()
    end = time.monotonic() + DEADLINE
    while not so():
        assert time.monotonic() < end, f"waited {DEADLINE} s in vain: {what}"
        pause.wait(0.02)


def are_waiting(number: int) -> bool:
    """Whether `number` connections or more to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the same activity until then
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0] >= number)


def at_once(*acts: Callable[[], object], behind: Callable[[], object], waiting: int | None = None) -> list[object]:
    """Run each act in a thread with a connection of its own, all let go at the same moment.

    `behind` takes the lock that the acts need first; it is given up when `waiting` of them (all, unless said) stand in
    front of it. Gives what each act gave, or the refusal that it raised, in the order of the acts.
    """

    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        with transaction.atomic():
            behind()
            running = [threads.submit(run, act) for act in acts]
            wait_until(lambda: are_waiting(waiting or len(acts)), "every act at the lock")
        return [one.result(DEADLINE) for one in running]


def holding(*endorsements: Endorsement) -> Callable[[], object]:
    """The locks of these rows."""
    return lambda: [records.lock(endorsement) for endorsement in endorsements]


def refusals(given: list[object]) -> list[type]:
    """The kinds of refusal among what the acts gave."""
    return [type(one) for one in given if isinstance(one, Refused)]
