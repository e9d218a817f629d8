"""The list in the admin: what comes first, what the search finds."""

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from endorsements import workflow
from endorsements.admin.endorsement import EndorsementAdmin
from endorsements.models import Endorsement
from tests.endorsements.admin_pages import LIST, document
from tests.endorsements.factories import a_change, a_moderator, an_endorsement

pytestmark = pytest.mark.django_db
STATES = ("unconfirmed", "waiting", "approved", "rejected", "withdrawn", "expired")


def rows(client: Client, query: str = "") -> list[str]:
    page = document(client.get(f"{LIST}{query}").content)
    return (
        [row.one("th").text for row in page.one("table", id="result_list").one("tbody").all("tr")]
        if page.all("table")
        else []
    )


def test_what_waits_comes_first_and_of_that_the_oldest(staff):
    now = timezone.now()
    for name, status, ago in [
        ("Approved", "approved", 9),
        ("Younger", "waiting", 1),
        ("Rejected", "rejected", 8),
        ("Oldest", "waiting", 5),
    ]:
        there = an_endorsement(status, name=name)
        Endorsement.objects.filter(pk=there.pk).update(confirmed_at=now - timezone.timedelta(days=ago))
    change = a_change(an_endorsement("approved", name="Asks for a change"))
    type(change).objects.filter(pk=change.pk).update(proposed_at=now - timezone.timedelta(days=3))
    assert rows(staff)[:3] == ["Oldest", "Asks for a change", "Younger"]
    assert set(rows(staff)[3:]) == {"Approved", "Rejected"}


def test_what_a_row_waits_for_stands_beside_its_state(staff):
    an_endorsement("waiting", visibility="unnamed")
    table = document(staff.get(LIST).content).one("table", id="result_list")
    [row] = table.one("tbody").all("tr")
    assert [cell["class"] for cell in row.all("td")][1:4] == ["field-status", "field-named", "field-waits"]


def test_the_queue_names_what_waits_once(staff):
    there = an_endorsement("approved", name="Asked twice")
    a_change(there, statement="Once.")
    a_change(there, statement="Twice.")
    workflow.take_back(there, actor=a_moderator(), reason="Looked at again.")
    a_change(an_endorsement("approved", name="Asks for a change"))
    an_endorsement("approved", name="Waits for nobody")
    assert sorted(rows(staff, "?queue=waiting")) == ["Asked twice", "Asks for a change"]
    assert Endorsement.objects.needs_decision().count() == 2


@pytest.mark.parametrize("status", STATES)
def test_the_search_finds_a_record_in_any_state_by_name_and_by_website(staff, status):
    there = an_endorsement(status, name=f"Old Town Library’s {status}")
    an_endorsement("waiting", name="Another")
    for words in (there.name, there.website, "Town Library", there.website.removeprefix("https://")):
        page = document(staff.get(LIST, {"q": words}).content)
        [row] = page.one("table", id="result_list").one("tbody").all("tr")
        assert row.one("th").text == there.name
        assert row.one("td", class_="field-status").text == status
        assert row.one("input", type="checkbox")["value"] == str(there.pk)


@pytest.mark.parametrize("words", ["\x00", "'", '"', "%", "\\", "x" * 10_000, "<script>alert(1)</script>"])
def test_odd_words_break_no_search(staff, words):
    an_endorsement("waiting")
    response = staff.get(LIST, {"q": words})
    assert response.status_code in {200, 302, 400}
    assert b"<script>alert" not in response.content


def test_a_search_of_thousands_of_words_is_one_of_two_hundred_characters(staff):
    an_endorsement("waiting", name="a" * 100)
    with CaptureQueriesContext(connection) as asked:
        assert rows(staff, f"?q={'a+' * 100}{'nothing+' * 1000}") == ["a" * 100]
    assert 100 < max(query["sql"].count("LIKE") for query in asked) <= 400


def test_the_number_of_queries_of_the_list_does_not_grow(staff):
    counts = set()
    staff.get(LIST)
    for number in (1, 30):
        while Endorsement.objects.count() < number:
            an_endorsement("waiting")
        with CaptureQueriesContext(connection) as queries:
            staff.get(LIST)
        counts.add(len(queries))
    assert len(counts) == 1


@pytest.mark.parametrize("query", ["", "?status__exact=approved", "?q=organisation"])
def test_the_pages_hold_every_record_once_in_the_order_of_the_queue(staff, monkeypatch, query):
    for _number in range(3):
        for status in STATES:
            an_endorsement(status)
        a_change(an_endorsement("approved"))
    monkeypatch.setattr(EndorsementAdmin, "list_per_page", 4)
    narrowed = {"": {}, "?status__exact=approved": {"status": "approved"}, "?q=organisation": {}}[query]
    admin = EndorsementAdmin(Endorsement, site)
    expected = [one.name for one in admin.get_queryset(None).filter(**narrowed)]
    found, number = [], 1
    while len(found) < len(expected):
        found += rows(staff, f"{query}{'&' if query else '?'}p={number}")
        number += 1
    assert found == expected


def test_what_waits_is_sorted_and_the_others_are_walked_by_their_index(staff, monkeypatch):
    for status in STATES:
        an_endorsement(status)
    monkeypatch.setattr(EndorsementAdmin, "list_per_page", 4)
    with CaptureQueriesContext(connection) as queries:
        staff.get(LIST)
    of_records = [query["sql"] for query in queries if " LIMIT " in query["sql"] and "waits_since" in query["sql"]]
    sorted_by_waiting = [sql for sql in of_records if "NULLS LAST" in sql]
    assert len(of_records) == 2
    assert all('"id" IN (' in sql for sql in sorted_by_waiting)


def test_another_order_is_the_one_that_was_asked_for(staff):
    for name in ("Birch", "Alder", "Cedar"):
        an_endorsement("approved", name=name)
    assert rows(staff, "?o=1") == ["Alder", "Birch", "Cedar"]
    assert rows(staff, "?o=-1") == ["Cedar", "Birch", "Alder"]
