import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from endorsements.models import Endorsement
from people1st.pages import pages
from tests.endorsements.factories import an_endorsement, an_entry

pytestmark = pytest.mark.django_db
COLUMNS = ["id", "name", "country", "website", "statement", "endorsed", "demands_version"]


def rows(client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get("/endorsements.csv").content.decode(), newline="")))


def test_both_hold_what_the_list_shows(client):
    there = an_endorsement("approved", name="Харківська спілка", statement="A line.\nAnother, with “marks”.")
    Endorsement.objects.filter(pk=there.pk).update(endorsed_on=date(2025, 2, 19))
    expected = {
        "id": str(there.public_id),
        "name": "Харківська спілка",
        "country": "UA",
        "website": there.website,
        "statement": "A line.\nAnother, with “marks”.",
        "endorsed": "2025-02",
        "demands_version": 1,
    }
    assert client.get("/endorsements.json").json()["endorsements"] == [expected]
    assert rows(client) == [{**expected, "demands_version": "1"}]


def test_they_say_what_they_are(client):
    for address, kind in {"/endorsements.json": "application/json", "/endorsements.csv": "text/csv"}.items():
        response = client.get(address)
        assert response["Content-Type"].startswith(kind)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "Content-Language" not in response
        assert response.content.decode()
        assert client.post(address).status_code == 405


def test_empty_they_are_still_whole(client):
    assert client.get("/endorsements.json").json()["endorsements"] == []
    assert client.get("/endorsements.csv").content.decode().splitlines() == [",".join(COLUMNS)]


def test_they_are_the_same_for_readers_of_every_language(client):
    an_endorsement("approved")
    for address in ("/endorsements.json", "/endorsements.csv"):
        answers = {
            client.get(address, headers={"Accept-Language": language}).content for language in ("en", "uk", "ru")
        }
        assert len(answers) == 1


def test_countries_are_codes(client):
    an_entry(country="PL")
    an_entry(country="")
    assert [row["country"] for row in rows(client)] == ["PL", ""]


@pytest.mark.parametrize("status", ["unconfirmed", "waiting", "rejected", "withdrawn", "expired"])
def test_what_is_not_approved_is_in_neither(client, status):
    an_endorsement(status)
    assert client.get("/endorsements.json").json() | {"campaign": ""} == {
        "campaign": "",
        "total": 0,
        "endorsements": [],
    }
    assert rows(client) == []


def test_what_is_unnamed_is_in_the_total_alone(client):
    hidden = an_endorsement("approved", name="Hidden Circle", visibility="unnamed")
    an_endorsement("approved", name="Old Town Library")
    data = client.get("/endorsements.json")
    assert data.json()["total"] == 2
    assert [row["name"] for row in data.json()["endorsements"]] == ["Old Town Library"]
    assert [row["name"] for row in rows(client)] == ["Old Town Library"]
    for words in ("Hidden", hidden.website, str(hidden.public_id)):
        assert words not in data.content.decode() + client.get("/endorsements.csv").content.decode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "=\u200b", " =", "\n="])
def test_a_spreadsheet_runs_nothing_of_the_csv(client, start):
    an_endorsement("approved", name=f"{start}HYPERLINK(1) Circle", statement=f"{start}1+1")
    [row] = rows(client)
    for column in ("name", "statement"):
        assert row[column].startswith("'")


def test_the_json_keeps_the_name_as_it_is(client):
    an_endorsement("approved", name="-=Circle=-")
    assert client.get("/endorsements.json").json()["endorsements"][0]["name"] == "-=Circle=-"


def test_the_order_is_that_of_the_list(client):
    an_entry(name="Later", endorsed_on=date(2026, 1, 1))
    an_entry(name="Launch", endorsed_on=date(2025, 1, 28), launch_position=1)
    an_entry(name="Earlier", endorsed_on=date(2025, 3, 1))
    names = ["Launch", "Earlier", "Later"]
    assert [row["name"] for row in rows(client)] == names
    assert [row["name"] for row in client.get("/endorsements.json").json()["endorsements"]] == names


def test_ids_cannot_be_counted(client):
    pks = {str(an_endorsement("approved").pk) for _ in range(3)}
    ids = [row["id"] for row in rows(client)]
    assert all(len(one) == 36 for one in ids)
    assert not pks & set(ids)


@pytest.mark.parametrize(("address", "queries"), [("/endorsements.json", 3), ("/endorsements.csv", 2)])
def test_the_number_of_queries_is_the_same_with_one_and_ten_rows(client, address, queries):
    for rows_there in (1, 10):
        while Endorsement.objects.public().count() < rows_there:
            an_endorsement("approved")
        pages.forget()
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        assert len(made) == queries
