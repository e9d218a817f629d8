"""The leaflet, as it is served. That it has two pages on paper: tests/browser/test_leaflet.py."""

import re

import pytest
import zxingcpp
from django.conf import LazySettings
from django.test import Client

from campaign.qr import QUIET_ZONE, drawn
from campaign.strokes import HEIGHTS
from people1st.caching import PUBLIC
from tests.campaign import makers
from tests.launched import CONTENT, launched
from tests.reading import Element, document

pytestmark = pytest.mark.django_db


def leaflet(client: Client, language: str = "en") -> Element:
    response = client.get(f"/{language}/leaflet/")
    assert response.status_code == 200
    return document(response.content).one("main")


def read(side: int, path: str) -> str:
    """What a reader of QR codes sees in the drawing, four pixels a module."""
    scale = 4
    picture = bytearray(b"\xff" * (side * scale) ** 2)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        for row in range(int(y) * scale, (int(y) + 1) * scale):
            start = row * side * scale + int(x) * scale
            picture[start : start + int(width) * scale] = bytes(int(width) * scale)
    shape = (side * scale, side * scale)
    [code] = zxingcpp.read_barcodes(memoryview(picture).cast("B", shape=shape))
    return code.text


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_its_code_leads_to_the_first_page_in_the_language(
    client: Client, settings: LazySettings, language: str
) -> None:
    settings.SITE_URL = "https://people1st.example"
    page = leaflet(client, language)
    picture = page.one("svg", class_="qr")
    address = f"https://people1st.example/{language}/"
    side = int(picture["viewbox"].split()[2])
    assert read(side, picture.one("path")["d"]) == address
    assert address in picture["aria-label"]
    assert page.one(class_="sheet-address").one("a")["href"] == f"/{language}/"
    assert page.one(class_="sheet-address").text == f"people1st.example/{language}"


def test_the_code_is_dark_on_white_with_a_quiet_zone(client: Client) -> None:
    picture = leaflet(client).one("svg", class_="qr")
    assert (picture.one("rect")["fill"], picture.one("path")["fill"]) == ("#fff", "#000")
    drawing = drawn("https://people1st.example/en/")
    assert QUIET_ZONE == 4
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", drawing.path)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", drawing.path):
        assert QUIET_ZONE <= int(x) < int(x) + int(width) <= drawing.side - QUIET_ZONE
        assert QUIET_ZONE <= int(y) < drawing.side - QUIET_ZONE


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_it_holds_the_call_the_leading_figure_the_groups_and_every_demand(client: Client, language: str) -> None:
    launched(CONTENT)
    front, back = leaflet(client, language).all(class_="sheet")
    assert front.one("h1").text
    assert front.one(class_="numeral").text.replace("\xa0", ",") in {"16,000", "16 000"}
    assert len(front.one(class_="sheet-held").all("li")) == 4
    assert [one.text for one in back.all(class_="sheet-place")] == list("1234567")
    assert len(back.one(class_="sheet-demands").all("p")) == 7


def test_no_language_writes_a_comma_into_the_drawing(client: Client) -> None:
    launched(CONTENT)
    lines = leaflet(client, "uk").one("svg", class_="strokes").all("use")
    assert [float(line["stroke-width"]) for line in lines] == list(HEIGHTS)
    assert len({float(line["stroke-dashoffset"]) for line in lines}) == len(HEIGHTS)


def test_an_empty_site_has_a_leaflet_too(client: Client) -> None:
    assert not leaflet(client).all(class_="sheet-figure")


def test_what_is_not_translated_is_marked_as_english(client: Client) -> None:
    makers.demand(1, heading_uk="", text_uk="")
    [demand] = leaflet(client, "uk").one(class_="sheet-demands").all("li")
    assert [part.text for part in demand.all(lang="en")] == ["Heading 1 en", "Text 1 en"]


def test_it_is_public_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/ru/leaflet/")
    assert response.headers["Cache-Control"] == PUBLIC
    assert not response.cookies
    assert client.post("/ru/leaflet/").status_code == 405
