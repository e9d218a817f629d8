"""The public list under headings: by letter, by country, in the reader's language."""

import pytest
from django.utils.translation import gettext, override

from endorsements.grouping import ALPHABET
from endorsements.models import Endorsement
from tests.endorsements.factories import an_endorsement, an_entry
from tests.reading import document

pytestmark = pytest.mark.django_db


def under_headings(client, query: str, language: str = "en") -> list[str]:
    """The headings and the names of the list in the order of the page; a heading ends with a colon."""
    response = client.get(f"/{language}/endorsements/{query}")
    assert response.status_code == 200
    section = document(response.content).one("section", **{"aria-labelledby": "found"})
    parts = [
        part
        for part in section.all()
        if part.tag == "bdi" or (part.tag == "h3" and "endorsers-heading" in part["class"])
    ]
    return [part.text + (":" if part.tag == "h3" else "") for part in parts]


def test_by_letter_latin_comes_before_cyrillic_and_the_rest_follows(client):
    for name in ("Їжак", "ваза", "2nd Circle", "Éclair", "“Ember” Fund", "Aster", "Яблуко", "Ґанок"):
        an_entry(name=name)
    assert under_headings(client, "?by=letter") == [
        "A:", "Aster", "E:", "Éclair", "“Ember” Fund", "В:", "ваза", "Ґ:", "Ґанок", "Ї:", "Їжак", "Я:", "Яблуко",
        "Other:", "2nd Circle",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Austria:", "Aster", "Czechia:", "Calla", "Ukraine:", "Briar"]),
        ("uk", ["Австрія:", "Aster", "Україна:", "Briar", "Чехія:", "Calla"]),
    ],
)
def test_by_country_in_the_order_of_the_language(client, language, expected):
    for name, country in (("Calla", "CZ"), ("Briar", "UA"), ("Aster", "AT"), ("Dahlia", "")):
        an_entry(name=name, country=country)
    with override(language):
        last = " ".join(gettext("Country not stated").split())
    assert under_headings(client, "?by=country", language) == [*expected, f"{last}:", "Dahlia"]


def test_a_group_goes_on_over_the_pages_under_its_heading_again(client):
    for number in range(101):
        an_entry(name=f"Fund {number:03}")
    hundredth = Endorsement.objects.get(name="Fund 099").public_id
    assert under_headings(client, f"?by=letter&after={hundredth}") == ["F:", "Fund 100"]


def test_who_is_unnamed_is_under_no_heading(client):
    an_endorsement("approved", name="Hidden Circle", visibility="unnamed", country="GE")
    an_entry(name="Aster", country="AT")
    assert under_headings(client, "?by=country") == ["Austria:", "Aster"]
    assert under_headings(client, "?by=letter") == ["A:", "Aster"]


def test_an_unknown_order_is_told(client):
    response = client.get("/en/endorsements/?by=size")
    assert response.status_code == 400
    assert "The list has no such order." in response.text


def test_without_the_wish_there_are_no_headings(client):
    an_entry(name="Aster")
    assert under_headings(client, "") == ["Aster"]


def test_no_letter_stands_twice_in_the_alphabet():
    assert len(set(ALPHABET)) == len(ALPHABET)
