"""The Atom feed (RFC 4287)."""

from datetime import date
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from tests.campaign import makers

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, language: str) -> ET.Element:
    response = client.get(f"/{language}/news/feed/", headers={"host": "localhost"})
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)  # noqa: S314 - our own feed


@pytest.mark.parametrize(("language", "title"), [("en", "Title of one"), ("uk", "Назва one")])
def test_a_feed_speaks_its_language(client: Client, language: str, title: str) -> None:
    makers.article("one")
    root = feed(client, language)
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == title
    assert root.findtext(f"{ATOM}id") == f"tag:people1st.online,2025-01-28:{language}/news"
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == f"tag:people1st.online,2025-01-28:{language}/news/one"


def test_every_link_is_absolute_at_the_sites_address_whatever_host_was_asked(client: Client) -> None:
    makers.article("one")
    links = [link.attrib["href"] for link in feed(client, "ru").iter(f"{ATOM}link")]
    base = "http://127.0.0.1:8000/ru/news/"
    assert sorted(links) == [base, f"{base}feed/", f"{base}one/"]


def test_a_partial_date_is_not_made_into_a_day(client: Client) -> None:
    makers.article("day", date=date(2025, 11, 27))
    makers.article("month", date=date(2025, 10, 1), date_precision="month")
    entries = feed(client, "en").findall(f"{ATOM}entry")
    published = [entry.findtext(f"{ATOM}published") for entry in entries]
    assert published == ["2025-11-27T12:00:00+02:00", None]
    assert all(entry.findtext(f"{ATOM}updated") for entry in entries)


def test_the_feed_changes_when_an_article_is_taken_back(client: Client) -> None:
    article = makers.article("one")
    first = client.get("/en/news/feed/")
    assert client.get("/en/news/feed/", headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    article.status = "draft"
    article.save()
    assert client.get("/en/news/feed/", headers={"if-none-match": first.headers["ETag"]}).status_code == 200
    now = parsedate_to_datetime(client.get("/en/news/feed/").headers["Last-Modified"])
    assert now >= parsedate_to_datetime(first.headers["Last-Modified"])
