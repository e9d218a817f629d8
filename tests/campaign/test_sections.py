"""The figures page in parts."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from campaign.models.figure import Section
from campaign.sections import figures_context
from tests.campaign import makers
from tests.reading import document

pytestmark = pytest.mark.django_db


def parts() -> list[tuple[str, str, list[int]]]:
    return [(key, heading, [one.number for one in figures]) for key, heading, figures in figures_context()["sections"]]


def test_the_sections_have_their_order_and_those_without_figures_are_left_out() -> None:
    makers.figure(1, number=1, section="dead")
    makers.figure(2, number=2)
    makers.figure(3, number=3, section="held")
    makers.figure(4, number=4, section="held")
    makers.figure(5, number=5, section="children", source_en="")
    assert parts() == [
        ("held", "Held and missing", [3, 4]),
        ("dead", "The dead", [1]),
        ("other", "Other figures", [2]),
    ]


def test_figures_without_any_section_are_just_figures() -> None:
    makers.figure(1, number=1)
    assert parts() == [("other", "Figures", [1])]


def test_the_database_knows_the_sections() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        makers.figure(1, section="rumours")


def test_each_figure_stands_with_its_date_and_its_source_in_a_table_that_says_what_it_is(client: Client) -> None:
    makers.figure(1, number=65_956, section="held", note_en="Of them some.", source_url="https://source.example/a")
    makers.figure(2, number=70_000, section="held", qualifier="more_than")
    page = document(client.get("/en/figures/").text)
    section = page.one("section", aria_labelledby="held")
    assert section.one("h2").text == "Held and missing"
    assert section.one("caption").text.startswith("Held and missing: ")
    assert [cell["scope"] for cell in section.one("thead").all("th")] == ["col"] * 4
    first, second = section.one("tbody").all("tr")
    assert first.text == "65,956 people Of them some. as of 1 September 2024 A source"
    assert first.one("th")["scope"] == "row"
    assert first.one("a")["href"] == "https://source.example/a"
    assert second.text.startswith("more than 70,000 people")
    assert page.one("ul", class_="contents").one("a", href="#held").text == "Held and missing"


def test_a_page_without_figures_or_releases_says_so(client: Client) -> None:
    page = document(client.get("/en/figures/").text)
    assert "No figure is shown at the moment" in page.text
    assert "No release is listed at the moment" in page.text
    assert not page.all("table", "figure")
    for link in page.one("ul", class_="contents").all("a"):
        assert page.one("h2", id=link["href"].removeprefix("#"))


def test_every_address_within_the_page_is_there_once(client: Client) -> None:
    for place, section in enumerate(["", *Section.values]):
        makers.figure(place, section=section)
    makers.release(1)
    page = document(client.get("/en/figures/").text)
    ids = [element["id"] for element in page if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in page:
        for name in ("aria-labelledby", "aria-describedby"):
            assert not element.get(name) or element[name] in ids
        if element.get("href").startswith("#"):
            assert element["href"].removeprefix("#") in ids
