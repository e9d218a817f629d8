"""The page of one demand."""

from datetime import date
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from people1st.caching import PUBLIC
from tests.campaign import makers
from tests.reading import Element, document

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str = "/en/demands/demand-2/") -> Element:
    response = client.get(address)
    assert response.status_code == 200
    return document(response.content).one("main")


@pytest.fixture(autouse=True)
def three_demands() -> None:
    for position in (1, 2, 3):
        makers.demand(position)


def test_it_says_its_number_heading_and_text(client: Client) -> None:
    page = page_of(client, "/uk/demands/demand-2/")
    assert page.one("h1").text == "Heading 2 uk"
    assert page.one(class_="standfirst").text == "Text 2 uk"
    assert "2" in page.one("header").one(class_="dateline").text


def test_it_is_public_and_asked_for_again(client: Client) -> None:
    response = client.get("/en/demands/demand-1/")
    assert response.headers["Cache-Control"] == PUBLIC
    assert not response.cookies
    assert client.get("/en/demands/demand-1/", headers={"if-none-match": response.headers["ETag"]}).status_code == 304
    assert client.post("/en/demands/demand-1/").status_code == 405


@pytest.mark.parametrize("anchor", ["demand-4", "demand-", "demand-1x", "DEMAND-1", "1", "x" * 300])
def test_an_unknown_anchor_is_not_found(client: Client, anchor: str) -> None:
    assert client.get(f"/uk/demands/{anchor}/").status_code == 404


def test_it_leads_to_its_neighbours_and_to_its_place_among_all(client: Client) -> None:
    def around(anchor: str) -> tuple[list[str], list[str], str]:
        page = page_of(client, f"/en/demands/{anchor}/")
        places = [[link["href"] for link in page.all("a", rel=rel)] for rel in ("prev", "next")]
        return places[0], places[1], page.one(class_="back").one("a")["href"]

    assert around("demand-1") == ([], ["/en/demands/demand-2/"], "/en/#demand-1")
    assert around("demand-2") == (["/en/demands/demand-1/"], ["/en/demands/demand-3/"], "/en/#demand-2")
    assert around("demand-3") == (["/en/demands/demand-2/"], [], "/en/#demand-3")


def test_it_shows_its_own_figures_with_qualifier_date_and_source(client: Client) -> None:
    makers.figure(1, number=20000, qualifier="at_least", demand_id="demand-2", source_url="https://source.example/")
    makers.figure(2, number=111, demand_id="demand-1")
    makers.figure(3, number=222)
    makers.figure(4, number=333, demand_id="demand-2", source_en="")
    makers.figure(5, number=444, demand_id="demand-2", as_of=None)
    [figure] = page_of(client).one(class_="figures-short").all("li")
    assert figure.text == "at least 20,000 people A source as of 1 September 2024"
    assert figure.one("a")["href"] == "https://source.example/"


def test_without_figures_there_is_no_part_for_them(client: Client) -> None:
    assert not page_of(client).all(id="figures")


@pytest.mark.parametrize("figures", [1, 3])
def test_it_asks_as_often_however_many_figures_there_are(
    client: Client, django_assert_num_queries: pytest.FixtureRequest, figures: int
) -> None:
    for position in range(1, figures + 1):
        makers.figure(position, demand_id="demand-2")
    with django_assert_num_queries(5):  # type: ignore[operator] # the revision, two for the page, two for its card
        client.get("/en/demands/demand-2/")


def test_what_is_not_translated_is_shown_in_english_and_marked(client: Client) -> None:
    makers.demand(4, heading_uk="", text_uk="")
    makers.figure(1, demand_id="demand-4", as_of=date(2024, 1, 1))
    page = page_of(client, "/uk/demands/demand-4/")
    assert (
        page.one("h1")["lang"]
        == page.one(class_="standfirst")["lang"]
        == page.one(class_="figure-what")["lang"]
        == "en"
    )
    assert len(page.all(class_="untranslated")) == 2
    before = page_of(client, "/uk/demands/demand-3/").one("a", rel="next")
    assert [part.text for part in before.all("span", lang="en")] == ["Heading 4 en"]


def test_it_is_shared_by_its_absolute_address(client: Client) -> None:
    page = page_of(client, "/uk/demands/demand-2/")
    address = f"{settings.SITE_URL}/uk/demands/demand-2/"
    assert page.one(class_="share-address").text == address
    links = page.one(class_="share-links").all("a")
    assert [link.text for link in links][1:] == ["Telegram", "WhatsApp", "Facebook", "X", "Signal"]
    assert {link["rel"] for link in links} == {"noopener noreferrer"}
    assert not [link for link in links if "target" in link.attrs]
    telegram = parse_qs(urlsplit(links[1]["href"]).query)
    assert telegram == {"url": [address], "text": ["Heading 2 uk — People First"]}


def test_the_first_page_offers_the_same_for_each_demand(client: Client) -> None:
    page = page_of(client, "/uk/")
    for number in (1, 2, 3):
        offer = page.one(id=f"demand-{number}").one("details")
        places = [link["href"] for link in offer.all("a")]
        assert places[:2] == [f"/uk/demands/demand-{number}/", f"#demand-{number}"]
        own = page_of(client, f"/uk/demands/demand-{number}/").one(class_="share-links")
        assert places[2:] == [link["href"] for link in own.all("a")]
        assert offer.one(class_="share-address").text == f"{settings.SITE_URL}/uk/demands/demand-{number}/"
        assert str(number) in offer.one("summary").text


def test_a_hostile_heading_breaks_neither_the_page_nor_the_addresses(client: Client) -> None:
    heading = "\"><script>alert(1)</script> & 'B' #1"
    makers.demand(4, heading_en=heading)
    page = page_of(client, "/en/demands/demand-4/")
    assert page.one("h1").text == heading
    assert not page.all("script")
    x = page.one(class_="share-links").all("a")[4]
    assert parse_qs(urlsplit(x["href"]).query)["text"] == [f"{heading} — People First"]


def test_the_sitemap_lists_each_demand(client: Client) -> None:
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    places = [one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len([place for place in places if "/demands/" in place]) == 9
