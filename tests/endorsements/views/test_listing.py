import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from endorsements.models import Endorsement
from people1st.pages import pages
from tests.endorsements.factories import an_endorsement, an_entry
from tests.reading import Element, document

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 5  # the revision, the names of a page, the versions, the total, the figure of the share card


def read(client, query: str = "", language: str = "en") -> Element:
    response = client.get(f"/{language}/endorsements/{query}")
    assert response.status_code == 200
    return document(response.content).one("main")


def names(page: Element) -> list[str]:
    return [item.all("bdi")[0].text for item in page.all("li", class_="endorser")]


def total(page: Element) -> str:
    return page.one("strong", class_="numeral").text


def test_it_names_an_organisation_with_its_country_website_statement_and_month(client):
    there = an_endorsement("approved", name="Old Town Library", statement="A line.\n\nAnother.")
    Endorsement.objects.filter(pk=there.pk).update(endorsed_on=date(2025, 2, 19))
    item = read(client).one("li", class_="endorser")
    assert item.one("bdi").text == "Old Town Library"
    assert item.one("a")["href"] == there.website
    assert item.one("time")["datetime"] == "2025-02"
    for words in ("Ukraine", "February 2025", "A line. Another."):
        assert words in item.text


@pytest.mark.parametrize(
    ("language", "country", "month"), [("uk", "Україна", "лютий 2025"), ("ru", "Украина", "февраль 2025")]
)
def test_country_and_month_are_in_the_language_of_the_page(client, language, country, month):
    there = an_endorsement("approved")
    Endorsement.objects.filter(pk=there.pk).update(endorsed_on=date(2025, 2, 19))
    text = read(client, language=language).one("li", class_="endorser").text
    assert country in text
    assert month in text.lower()


@pytest.mark.parametrize("status", ["unconfirmed", "waiting", "rejected", "withdrawn", "expired"])
def test_what_is_not_approved_is_on_no_page_and_in_no_total(client, status):
    an_endorsement(status, name="Old Town Library")
    page = read(client)
    assert not names(page)
    assert total(page) == "0"


def test_what_is_unnamed_is_in_the_total_alone(client):
    an_endorsement("approved", name="Hidden Circle", visibility="unnamed", statement="Hidden words.", country="GE")
    an_endorsement("approved", name="Old Town Library")
    for query in ("", "?q=Hidden", "?country=GE", "?q=Hidden+Circle&country=GE"):
        response = client.get(f"/en/endorsements/{query}")
        text = document(response.content).one("main").text
        assert "Hidden words" not in text
        assert "hidden-circle" not in text
        assert not any("Hidden" in name for name in names(document(response.content)))
        assert total(document(response.content).one("main")) == "2"
    assert names(read(client, "?country=GE")) == []
    assert "Hidden" not in client.get("/en/").content.decode()


def test_contact_data_is_on_no_page(client):
    there = an_endorsement("approved", contact_name="Very Private", contact_role="Secret Role")
    for address in ("/en/endorsements/", "/en/", "/endorsements.json", "/endorsements.csv"):
        content = client.get(address).content.decode()
        assert there.name in content
        for private in ("Very Private", "Secret Role", there.contact_email):
            assert private not in content


def test_the_launch_list_comes_first_in_its_order_then_the_others_by_date(client):
    for name, day, position in [
        ("Late", date(2026, 5, 1), None),
        ("Second of the launch", date(2025, 1, 28), 2),
        ("Early", date(2025, 3, 1), None),
        ("First of the launch", date(2025, 1, 28), 1),
    ]:
        an_entry(name=name, endorsed_on=day, launch_position=position)
    assert names(read(client)) == ["First of the launch", "Second of the launch", "Early", "Late"]


def test_a_hundred_names_are_on_the_first_page_and_the_next_page_has_the_rest(client):
    for number in range(101):
        an_entry(name=f"Circle {number:03}", launch_position=number + 1)
    first = read(client)
    assert len(names(first)) == 100
    following = first.one("a", rel="next")["href"]
    assert names(read(client, following)) == ["Circle 100"]


def test_the_pages_of_a_search_keep_the_search(client):
    for number in range(101):
        an_entry(name=f"Circle {number:03}", country="PL")
    following = read(client, "?q=circle&country=PL").one("a", rel="next")["href"]
    place = Endorsement.objects.get(name="Circle 099").public_id
    assert {"q=circle", "country=PL", f"after={place}"} == set(following.removeprefix("?").split("&"))


SOUGHT = {
    "library": "Old Town Library",
    "LIBRARY": "Old Town Library",
    "town lib": "Old Town Library",
    "library old": "Old Town Library",
    "Libary": "Old Town Library",
    "Harkiv": "Харківська спілка",
    "харьковская": "Харківська спілка",
    "Kharkiv": "Харківська спілка",
    "харків": "Харківська спілка",
    "спилка": "Харківська спілка",
    "zolta": "Żółta Łódź",
    "żółta": "Żółta Łódź",
    "lodz": "Żółta Łódź",
    "Women's": "Women’s Circle",
    "womens": "Women’s Circle",
    "Мемориал": "Меморіал",
    "Memorial": "Меморіал",
    "Memoral": "Меморіал",
}


def test_the_search_finds(client):
    for there in ("Old Town Library", "Харківська спілка", "Żółta Łódź", "Women’s Circle", "Меморіал"):
        an_entry(name=there)
    found = {q: names(document(client.get("/en/endorsements/", {"q": q}).content)) for q in SOUGHT}
    assert found == {q: [name] for q, name in SOUGHT.items()}


def test_a_search_without_a_result_says_so_and_leads_back(client):
    an_entry(name="Old Town Library")
    page = read(client, "?q=qqqqqqq")
    assert names(page) == []
    assert "No organisation" in page.text
    assert "/en/endorsements/" in {link["href"] for link in page.all("a")}
    assert total(page) == "1"


def test_an_empty_list_says_so(client):
    assert "No organisation is named here yet." in read(client).text


def test_the_country_filter_narrows_and_is_remembered_by_the_form(client):
    an_entry(name="Polish Circle", country="PL")
    an_entry(name="German Circle", country="DE")
    page = read(client, "?country=DE")
    assert names(page) == ["German Circle"]
    assert page.one("option", value="DE", selected="")


def test_search_and_filter_work_together(client):
    for name, country in [("Open Circle", "PL"), ("Open Forum", "DE"), ("Green Circle", "DE")]:
        an_entry(name=name, country=country)
    assert names(read(client, "?q=circle&country=DE")) == ["Green Circle"]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("query", ["?country=XX", "?country=ua", "?q=" + "x" * 10_000])
def test_a_wrong_filter_is_told_beside_its_field(client, language, query):
    an_entry(name="Old Town Library")
    response = client.get(f"/{language}/endorsements/{query}")
    page = document(response.content)
    assert response.status_code == 400
    assert page.one("html")["lang"] == language
    wrong = page.one("input" if "q=" in query else "select", aria_invalid="true")
    told = page.one(id=wrong["aria-describedby"].split()[-1])
    assert told.text
    assert "No organisation is named here yet." not in page.text


@pytest.mark.parametrize("place", ["abc", "0", "-1", uuid.UUID(int=1), "1" * 32, "a" * 5000, "{}", "%D9%A3", "END"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_page_that_is_not_there_is_not_found(client, name, place):
    an_entry()
    assert client.get(f"/en/endorsements/?{name}={place}").status_code == 404


@pytest.mark.parametrize("q", ["%ff%fe", "%ED%A0%80", "%25", "_", "%5C", "'", "--", "%F0%9F%95%8A", "%E2%80%8B", "<b>"])
def test_odd_words_find_nothing_or_everything_and_break_nothing(client, q):
    an_entry(name="Old Town Library")
    assert client.get(f"/en/endorsements/?q={q}").status_code == 200


def test_what_was_typed_is_shown_as_text(client):
    payload = '"><script>alert(1)</script>'
    an_endorsement("approved", name=f"A {payload}", statement=payload)
    for address in ("/en/endorsements/", "/en/"):
        content = client.get(address).content.decode()
        assert "<script" not in content
        assert "&lt;script&gt;" in content
    response = client.get("/en/endorsements/", {"q": payload})
    assert b"<script" not in response.content


def test_the_number_of_queries_is_the_same_with_one_and_ten_rows(client):
    an_endorsement("approved")
    client.get("/en/endorsements/")
    for rows in (1, 10):
        while Endorsement.objects.public().count() < rows:
            an_endorsement("approved")
        pages.forget()
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/endorsements/")
        assert len(queries) == QUERIES_OF_THE_LIST


def test_the_number_of_queries_of_the_first_page_does_not_grow_either(client):
    counts = set()
    an_endorsement("approved")
    client.get("/en/")
    for rows in (1, 10):
        while Endorsement.objects.public().count() < rows:
            an_endorsement("approved")
        pages.forget()
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/")
        counts.add(len(queries))
    assert len(counts) == 1


def test_the_version_of_the_demands_is_told_once_there_are_several(client):
    there = an_endorsement("approved")
    assert "version" not in read(client).one("li", class_="endorser").text
    there.demands_version.number = 2
    type(there.demands_version).objects.create(number=2, edition=1, texts={})
    Endorsement.objects.filter(pk=there.pk).update(
        demands_version=type(there.demands_version).objects.get(number=2, edition=1)
    )
    assert "version 2" in read(client).one("li", class_="endorser").text
    an_endorsement("approved", demands_version_id=there.demands_version_id)
    assert {"version 1", "version 2"} == {
        found
        for li in read(client).all("li", class_="endorser")
        for found in ("version 1", "version 2")
        if found in li.text
    }


def test_it_is_read_and_nothing_else(client):
    assert client.post("/en/endorsements/").status_code == 405
