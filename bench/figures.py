"""The figures: what is measured, against what."""

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory

from campaign import versions
from campaign.models import Demand, Figure, Group, Quote
from endorsements import consent, samples, search, submissions
from endorsements.models import Endorsement

ROUNDS = 5
OK = 200


@dataclass(frozen=True)
class Ratio:
    """One line of the table: rates a second of the site and of its measure, one for each round."""

    name: str
    ours: list[float]
    measure: list[float]

    def line(self) -> str:
        """As printed."""
        ratio = statistics.median(self.ours) / statistics.median(self.measure)
        return f"{self.name:<62} {_rate(self.ours):>24} {_rate(self.measure):>24} {ratio:>6.2f}"


def table() -> str:
    """Every figure, measured now."""
    call_command("load_launch_content", verbosity=0)
    call_command("load_launch_endorsers", verbosity=0)
    lines = [f"{'figure (rates a second: median, lowest to highest)':<62} {'ours':>24} {'against':>24} {'ratio':>6}"]
    lines += [figure().line() for figure in (demands_page, signup, list_page, rare_search)]
    return "\n".join(lines) + "\n"


def demands_page() -> Ratio:
    """The demands page, nothing cached, against a bare view: five queries, and a template that writes as many bytes."""
    client, factory = Client(), RequestFactory()
    size = len(client.get("/en/").content)
    template = engines["django"].from_string("{% for line in lines %}<p>{{ line }}</p>{% endfor %}")
    text = "x" * 60

    def bare() -> None:
        for queryset in (Demand.objects, Figure.objects, Group.objects, Quote.objects, Endorsement.objects):
            list(queryset.all())
        factory.get("/")
        HttpResponse(template.render({"lines": itertools.repeat(text, size // 67)}))

    def ours() -> None:
        if client.get("/en/").status_code != OK:
            msg = "The demands page did not answer 200."
            raise RuntimeError(msg)

    return _side_by_side("demands page at the origin, against a bare view of five queries", ours, bare, 20)


def signup() -> Ratio:
    """A submission with its event, mail and job, against the insertion of one bare row with two unique columns."""
    version, words, number = versions.current().pk, consent.wording("en"), itertools.count()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id bigserial PRIMARY KEY, name text UNIQUE, mailbox text UNIQUE)")

    def ours() -> None:
        n = next(number)
        submissions.submit(
            submissions.Submission(
                name=f"Bench {n}",
                country="UA",
                website=f"https://bench-{n}.example",
                statement="",
                visibility="public",
                contact_name="N",
                contact_role="N",
                contact_email=f"n@bench-{n}.example",
                language="en",
                demands_version_id=version,
                consent_wording=words,
                consent_version=consent.VERSION,
            )
        )

    def bare() -> None:
        n = next(number)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_bare (name, mailbox) VALUES (%s, %s)", [f"Bench {n}", f"{n}@bench.example"]
            )

    return _side_by_side("signup with event, mail and job, against one bare row", ours, bare, 40)


def list_page() -> Ratio:
    """The first page of the list with 10,000 endorsers, against the same with 100."""
    client = Client()
    samples.add(70)
    few = _rates(lambda: client.get("/en/endorsements/"), 5)
    samples.add(9_900)
    connection.cursor().execute("ANALYZE")
    many = _rates(lambda: client.get("/en/endorsements/"), 5)
    return Ratio("first page of the list with 10,000 endorsers, against with 100", many, few)


def rare_search() -> Ratio:
    """A rare name among 10,000, against reading it by its key."""
    wanted = Endorsement.objects.public().last()
    if wanted is None:
        msg = "There are no samples."
        raise RuntimeError(msg)

    def ours() -> None:
        list(search.narrow(Endorsement.objects.public(), wanted.name, "").endorsements[:100])

    return _side_by_side(
        "search of one name among 10,000, against a look-up by its key",
        ours,
        lambda: list(Endorsement.objects.filter(name_key=wanted.name_key)),
        20,
    )


def _side_by_side(name: str, ours: Callable[[], object], measure: Callable[[], object], times: int) -> Ratio:
    ours()
    measure()
    rates: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        for act, kept in zip((ours, measure), rates, strict=True):
            kept.append(_rate_of(act, times))
    return Ratio(name, *rates)


def _rates(act: Callable[[], object], times: int) -> list[float]:
    act()
    return [_rate_of(act, times) for _round in range(ROUNDS)]


def _rate_of(act: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _time in range(times):
        act()
    return times / (time.perf_counter() - start)


def _rate(rates: list[float]) -> str:
    return f"{statistics.median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f})"
