"""Whether cost stands still while the work grows: the same pages and acts with few endorsers and with a million."""

import itertools
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from campaign import versions
from endorsements import consent, samples, submissions, workflow
from endorsements.models import Endorsement
from people1st.pages import pages

FEW, SOME = 100, 1_000
# BENCH_ENDORSERS makes it shorter; the figures of docs/performance.md are of a million.
MANY = int(os.environ.get("BENCH_ENDORSERS") or 1_000_000)
ROUNDS, WARMING = 25, 5
RARE, COMMON = "riverside library 54", "library"
DECIDED = ROUNDS + WARMING
LIST = "/en/endorsements/"
ADMIN = "/admin/endorsements/endorsement/"

type Acts = dict[str, Callable[[], object]]


@dataclass
class Costs:
    """Milliseconds of each act, by how many endorsers there were."""

    measured: dict[int, dict[str, list[float]]] = field(default_factory=dict)

    def line(self, name: str, many: str, few: int, few_name: str) -> str:
        """As printed: medians, with lowest and highest, and the ratio of the medians."""
        ours, theirs = self.measured[MANY][many], self.measured[few][few_name]
        ratio = statistics.median(ours) / statistics.median(theirs)
        return f"{name:<62} {_told(ours):>24} {_told(theirs):>24} {ratio:>6.2f}"


def table() -> str:
    """Every figure, measured now; pages are made anew each time."""
    for loader in ("load_launch_content", "load_launch_endorsers"):
        call_command(loader, verbosity=0)
    costs, client = Costs(), _moderator()
    began = time.monotonic()
    for number in (FEW, SOME, MANY):
        samples.add(number - Endorsement.objects.public().count())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        costs.measured[number] = {name: _costs(act) for name, act in _acts(client).items()}
    head = f"{f'milliseconds: median (lowest–highest); {time.monotonic() - began:.0f} s':<62}"
    lines = [f"{head} {f'with {MANY:,}':>24} {'with few':>24} {'ratio':>6}"]
    lines += [
        costs.line(f"{place} page of the list, against the first with {FEW}", place, FEW, "first")
        for place in ("first", "middle", "last")
    ]
    lines += [
        costs.line(f"search, {kind} name, against with {SOME:,}", kind, SOME, kind)
        for kind in ("rare", "common", "mistyped")
    ]
    lines.append(costs.line(f"demands page, against with {FEW}", "demands", FEW, "demands"))
    lines.append(costs.line(f"the queue of the admin, against with {FEW}", "queue", FEW, "queue"))
    lines.append(costs.line(f"approve in the admin, against with {FEW}", "approve", FEW, "approve"))
    return "\n".join(lines) + "\n"


def _acts(client: Client) -> Acts:
    public = Endorsement.objects.public()
    middle = public[public.count() // 2].public_id
    waiting = _waiting()
    return {
        "first": lambda: _page(LIST),
        "middle": lambda: _page(f"{LIST}?after={middle}"),
        "last": lambda: _page(f"{LIST}?before=end"),
        "rare": lambda: _page(f"{LIST}?q={RARE.replace(' ', '+')}"),
        "common": lambda: _page(f"{LIST}?q={COMMON}"),
        "mistyped": lambda: _page(f"{LIST}?q=rivresidde"),
        "demands": lambda: _page("/en/"),
        "queue": lambda: _expect(client.get(ADMIN)),
        "approve": lambda: _approve(client, next(waiting)),
    }


def _page(address: str) -> None:
    pages.forget()
    _expect(Client().get(address))


def _approve(client: Client, endorsement: Endorsement) -> None:
    answer = client.post(ADMIN, {"action": "approve", "_selected_action": [endorsement.pk]}, follow=True)
    _expect(answer)
    endorsement.refresh_from_db(fields=["status"])
    if endorsement.status != "approved":
        msg = "An approval in the admin did nothing."
        raise RuntimeError(msg)


def _expect(answer: object) -> None:
    if getattr(answer, "status_code", 0) != 200:  # noqa: PLR2004 - OK
        msg = f"An answer was not 200: {answer}"
        raise RuntimeError(msg)


def _costs(act: Callable[[], object]) -> list[float]:
    for _time in range(WARMING):
        act()
    return [_cost(act) for _time in range(ROUNDS)]


def _cost(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1_000 * (time.perf_counter() - began)


_numbers = itertools.count()


def _waiting() -> Iterator[Endorsement]:
    """Confirmed requests, made before anything is measured."""
    version, words = versions.current().pk, consent.wording("en")
    made = []
    for _time in range(DECIDED):
        number = next(_numbers)
        made.append(
            workflow.confirm(
                submissions.submit(
                    submissions.Submission(
                        name=f"Waiting {number}",
                        country="UA",
                        website=f"https://waiting-{number}.example",
                        statement="",
                        visibility="public",
                        contact_name="N",
                        contact_role="N",
                        contact_email=f"n@waiting-{number}.example",
                        language="en",
                        demands_version_id=version,
                        consent_wording=words,
                        consent_version=consent.VERSION,
                    )
                )
            )
        )
    return iter(made)


def _moderator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("bench", password=None))
    return client


def _told(costs: list[float]) -> str:
    return f"{statistics.median(costs):,.1f} ({min(costs):,.1f}–{max(costs):,.1f})"
