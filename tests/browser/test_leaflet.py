"""The leaflet on paper, by a real Chromium: two pages, whatever the language and the paper."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page
from pypdf import PdfReader

pytestmark = pytest.mark.django_db(transaction=True)
# As a translation or an editor may leave them: each text of some length by a fifth longer.
LONGER = """() => {
  const texts = document.createTreeWalker(document.querySelector(".leaflet"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    if (text.length > 20) texts.currentNode.data += " " + text.slice(0, Math.ceil(text.length / 5));
  }
}"""
# What is shown and has a ground of its own other than white.
COLOURED = """() => [...document.querySelectorAll("body, body *")].filter((element) => {
  const ground = getComputedStyle(element).backgroundColor;
  return element.getClientRects().length && !["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"].includes(ground);
}).map((element) => element.outerHTML.slice(0, 80))"""


def printed(page: Page, paper: str) -> PdfReader:
    return PdfReader(BytesIO(page.pdf(format=paper)))


def words_of(pdf: PdfReader, number: int) -> str:
    return " ".join(pdf.pages[number].extract_text().split())


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_it_has_two_pages_on_both_papers_and_with_longer_texts(reader: Page, language: str) -> None:
    reader.goto(f"/{language}/leaflet/")
    pages = {paper: len(printed(reader, paper).pages) for paper in ("A4", "Letter")}
    reader.evaluate(LONGER)
    longer = {paper: len(printed(reader, paper).pages) for paper in ("A4", "Letter")}
    assert pages == longer == {"A4": 2, "Letter": 2}


def test_each_page_holds_what_belongs_there_and_no_navigation(reader: Page, address: str) -> None:
    reader.goto("/en/leaflet/")
    pdf = printed(reader, "A4")
    front, back = words_of(pdf, 0), words_of(pdf, 1)
    assert "people come first" in front
    assert "16,000" in front
    assert "Who is held" in front
    assert "The seven demands" in back
    assert "Give the UN and the ICRC access" in back
    assert f"{address}/en" in back
    for words in ("Privacy", "Choose “Print”", "Skip to the content"):
        assert words not in front + back


def test_a_phone_reads_the_code_from_the_screen(reader: Page, address: str) -> None:
    reader.goto("/uk/leaflet/")
    for scheme, colours in (("light", "none"), ("dark", "none"), ("dark", "active")):
        reader.emulate_media(color_scheme=scheme, forced_colors=colours)
        picture = Image.open(BytesIO(reader.locator(".qr").screenshot()))
        [code] = zxingcpp.read_barcodes(picture, try_invert=False)
        assert code.text == f"{address}/uk/", (scheme, colours)


def test_the_address_is_selected_as_a_whole(reader: Page, address: str) -> None:
    reader.goto("/en/demands/demand-1/")
    reader.locator(".share-address").click()
    assert reader.evaluate("getSelection().toString().trim()") == f"{address}/en/demands/demand-1/"


def test_every_page_prints_on_white_with_its_address_and_without_navigation(reader: Page) -> None:
    reader.emulate_media(media="print", color_scheme="dark")
    for rest in ("", "about/", "figures/", "news/", "endorsements/", "demands/demand-1/"):
        reader.goto(f"/en/{rest}")
        for hidden in (".masthead-nav", ".languages", ".colophon-nav", ".colophon-languages", ".skip"):
            assert not reader.locator(hidden).first.is_visible(), (rest, hidden)
        assert reader.evaluate(COLOURED) == [], rest
        assert reader.url in words_of(printed(reader, "A4"), -1)
