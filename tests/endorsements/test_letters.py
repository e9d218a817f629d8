"""How mails look: a plain part that reads by itself and flows, and an HTML part with one button a link."""

import pytest

from endorsements import letters
from tests.endorsements import factories
from tests.endorsements.test_mails import Deliver
from tests.reading import document

ADDRESS = "http://127.0.0.1:8000/en/endorse/confirm/" + "x" * 43 + "/"
LONG = "word " * 40


def unflowed(text: str) -> str:
    """What a mail program that knows format=flowed makes of it (RFC 3676, 4)."""
    lines = [line.removeprefix(" ") for line in text.split("\n")]
    return "".join(line if line.endswith(" ") else line + "\n" for line in lines).removesuffix("\n")


@pytest.mark.parametrize(
    "text",
    [LONG.strip(), "Hello,\n\nA line.", f"Open:\n\n{ADDRESS}\n\nBye.", "> not a quote", "From here", "", "а" * 200],
)
def test_what_flows_is_read_as_it_was_written(text: str) -> None:
    assert unflowed(letters.flowed(text)) == text


def test_lines_are_short_and_an_address_stands_whole_on_its_own() -> None:
    lines = letters.flowed(f"{LONG}\n\n{ADDRESS}\n\n{LONG}").split("\n")
    assert lines.count(ADDRESS) == 1
    assert max(len(line.rstrip()) for line in lines if line != ADDRESS) <= letters.WIDTH


def test_no_line_ends_within_a_name() -> None:
    name = "Association of those who wait for the people who are held far away from home"
    text = letters.flowed(f"This endorsement of the demands has been withdrawn: {name}. Thank you.", whole=[name])
    assert name in text
    assert "\n" in text


def test_an_address_is_a_piece_of_its_own() -> None:
    found = list(letters.pieces(f"First Circle\n{ADDRESS}\n\nTwo\nlines\n\nhttps://elsewhere.example/\n"))
    assert found == [
        letters.Piece(("First Circle",)),
        letters.Piece(address=ADDRESS),
        letters.Piece(("Two", "lines")),
        letters.Piece(("https://elsewhere.example/",)),
    ]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_each_link_is_a_button_with_its_address_in_plain_sight(language: str) -> None:
    html = letters.html("confirm", "A subject", f"Hello,\n\n{ADDRESS}\n\nSignature", language)
    page = document(html)
    assert html.startswith("<!DOCTYPE html>")
    assert page.one("html")["lang"] == language
    assert page.one("h1").text == page.one("title").text == "A subject"
    assert page.one("a")["href"] == ADDRESS
    assert page.one("a").text not in {"", ADDRESS}
    assert page.one("span").text == ADDRESS
    assert page.one("meta", name="color-scheme")["content"] == "light dark"
    assert "(prefers-color-scheme: dark)" in page.one("style").text
    assert {table["role"] for table in page.all("table")} == {"presentation"}


def test_what_others_typed_makes_no_button_and_no_markup() -> None:
    page = document(letters.html("rejected", "S", "Hello <a href=x>\n\nhttps://elsewhere.example/\n\nSignature", "en"))
    assert page.all("a") == []
    assert "Hello <a href=x>" in page.one("body").text


@pytest.mark.django_db
def test_the_message_says_that_its_plain_part_flows(deliver: Deliver) -> None:
    factories.an_endorsement("unconfirmed", language="uk")
    (letter,) = deliver()
    plain = letter.message.get_body(("plain",))
    assert plain is not None
    assert plain.get_param("format") == "flowed"
    assert plain.get_content_charset() == "utf-8"
