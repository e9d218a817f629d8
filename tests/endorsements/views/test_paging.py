"""The pages of the public list: all of them there and back, stable addresses, and by their indexes."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from endorsements import samples, workflow
from endorsements.models import Endorsement
from endorsements.models.orders import BY_LETTER, IN_TIME
from endorsements.paging import LAST, TOGETHER, page_of
from tests.endorsements.factories import a_moderator, an_entry, the_demands
from tests.reading import document

pytestmark = pytest.mark.django_db
PATH = "/en/endorsements/"


def read(client, query: str = "") -> tuple[list[str], dict[str, str]]:
    """The names on a page, and where its links to other pages lead."""
    main = document(client.get(f"{PATH}{query}").content).one("main")
    names = [item.all("bdi")[0].text for item in main.all("li", class_="endorser")]
    pages = main.all("nav", class_="pages")
    return names, {link.text: link["href"] for link in pages[0].all("a")} if pages else {}


def a_list_of(number: int) -> list[str]:
    """The names of so many, in the order of the list: many of one day, some of the launch list."""
    for place in range(number):
        an_entry(
            name=f"Circle {place:03}",
            launch_position=place + 1 if place < 7 else None,
            endorsed_on=date(2026, 1, 1) + timedelta(days=place // 90),
        )
    return [f"Circle {place:03}" for place in range(number)]


@pytest.mark.parametrize("number", [1, 100, 101, 200, 250])
def test_every_name_is_on_one_page_there_and_back(client, number):
    expected = a_list_of(number)
    names, links = read(client)
    there = [names]
    while "Next page" in links:
        names, links = read(client, links["Next page"])
        there.append(names)
    assert [name for page in there for name in page] == expected
    assert all(len(page) == TOGETHER for page in there[:-1])
    back = [names]
    while "Previous page" in links:
        names, links = read(client, links["Previous page"])
        back.append(names)
    assert back[::-1] == there


def test_the_last_page_and_the_first_are_one_step_away(client):
    expected = a_list_of(250)
    _names, links = read(client)
    names, links = read(client, links["Last page"])
    assert names == expected[-TOGETHER:]
    assert "Next page" not in links
    assert read(client, links["Previous page"])[0] == expected[-2 * TOGETHER : -TOGETHER]
    assert read(client, links["First page"])[0] == expected[:TOGETHER]


def test_a_page_shows_the_same_when_others_come_before_it_or_go(client):
    a_list_of(150)
    address = read(client)[1]["Next page"]
    before = read(client, address)[0]
    an_entry(name="Earlier", endorsed_on=date(2025, 1, 1))
    workflow.withdraw(Endorsement.objects.get(name="Circle 003"), actor=a_moderator())
    workflow.withdraw(Endorsement.objects.get(name="Circle 099"), actor=a_moderator())
    assert read(client, address)[0] == before


def test_a_page_before_the_first_names_is_the_first_page_and_whole(client):
    expected = a_list_of(120)
    second = Endorsement.objects.get(name="Circle 001").public_id
    assert read(client, f"?before={second}")[0] == expected[:TOGETHER]


def test_behind_the_last_name_stands_the_last_page(client):
    expected = a_list_of(103)
    last = Endorsement.objects.get(name="Circle 102").public_id
    assert read(client, f"?after={last}")[0] == expected[3:]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("by", ["letter", "country"])
def test_grouped_pages_hold_every_name_once(client, by, language):
    the_demands()
    samples.add(230)
    found, query = [], f"?by={by}"
    while query:
        main = document(client.get(f"/{language}/endorsements/{query}").content).one("main")
        found += [item.all("bdi")[0].text for item in main.all("li", class_="endorser")]
        following = main.all("a", rel="next")
        query = following[0]["href"] if following else ""
    assert len(found) == 230
    assert len(set(found)) == 230


def test_more_than_a_thousand_found_are_not_counted_on(client):
    the_demands()
    samples.add(1101)
    text = document(client.get(f"{PATH}?country=UA").content).one("main").text
    assert "More than" not in text
    Endorsement.objects.update(country="UA")
    text = document(client.get(f"{PATH}?country=UA").content).one("main").text
    assert "More than 1,000 organisations" in text


@pytest.mark.parametrize("place", ["", "after", LAST])
@pytest.mark.parametrize(
    ("order", "country", "indexes"),
    [
        (IN_TIME, "", ["endorsement_list"]),
        (BY_LETTER, "", ["endorsement_letters"]),
        (IN_TIME, "UA", ["endorsement_countries", "endorsement_list"]),
    ],
)
def test_a_page_is_found_by_walking_an_index(order, country, indexes, place, django_assert_num_queries):
    the_demands()
    samples.add(5000)
    Endorsement.objects.filter(country__in=["PL", "DE", "FR", "LT", "LV"]).update(country="UA")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE endorsements_endorsement")
    found = Endorsement.objects.public()
    found = found.filter(country=country) if country else found
    middle = str(found.order_by(*order)[found.count() // 2].public_id)
    with django_assert_num_queries(2 if place == "after" else 1) as asked:
        page = page_of(found, order, *{"": (), "after": (middle,), LAST: ("", LAST)}[place])
    assert len(page.endorsers) == TOGETHER
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked.captured_queries[-1]['sql']}")
        plan = json.dumps(cursor.fetchone()[0])
    assert any(f'"Index Name": "{index}"' in plan for index in indexes)
    assert '"Sort"' not in plan
    assert "Seq Scan" not in plan
