import re

import pytest
from django.conf import settings
from PIL import Image

from people1st.caching import PUBLIC
from people1st.local import icons
from tests.reading import document

IMG = settings.BASE_DIR / "static/img"
TOKENS = settings.BASE_DIR / "static/css/tokens.css"


def colours(name):
    """The values of a custom property, the light one first."""
    return re.findall(rf"--{name}: (#[0-9a-f]{{6}});", TOKENS.read_text())


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_each_language_has_a_manifest(client, language):
    response = client.get(f"/{language}/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    assert response["Cache-Control"] == PUBLIC
    assert len(response.content) < 1_000
    manifest = response.json()
    assert (manifest["name"], manifest["lang"]) == ("People First", language)
    assert manifest["start_url"] == manifest["scope"] == f"/{language}/"
    assert manifest["theme_color"] == colours("wall")[0]
    assert manifest["background_color"] == colours("paper")[0]


def test_their_descriptions_are_translated(client):
    said = {client.get(f"/{language}/manifest.webmanifest").json()["description"] for language in ("en", "uk", "ru")}
    assert len(said) == 3


def test_its_icons_are_what_it_says(client):
    for icon in client.get("/en/manifest.webmanifest").json()["icons"]:
        file = IMG / icon["src"].rpartition("/")[2]
        if icon["type"] == "image/png":
            with Image.open(file) as picture:
                assert (picture.format, icon["sizes"]) == ("PNG", f"{picture.width}x{picture.height}")
        else:
            assert file.read_text().startswith("<svg")
    sizes = {(icon["sizes"], icon["purpose"]) for icon in client.get("/en/manifest.webmanifest").json()["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes


def test_the_icons_are_drawn_from_the_svg(tmp_path):
    icons.make(tmp_path)
    for file in tmp_path.iterdir():
        with Image.open(file) as made, Image.open(IMG / file.name) as kept:
            assert made.convert("RGB").tobytes() == kept.convert("RGB").tobytes(), file.name
    with Image.open(IMG / "favicon.ico") as ico:
        assert ico.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(IMG / "apple-touch-icon.png") as touch:
        assert touch.size == (180, 180)


def test_the_svg_has_nothing_but_rectangles():
    svg = (IMG / "icon.svg").read_text()
    drawn = icons.shapes(svg)
    assert [len(rectangles) for _colour, rectangles in drawn] == [0, 4] or len(drawn) == 2
    assert svg.count("M") == 1 + 4
    assert not re.search(r"<(style|script|image|use|text)|href|url\(", svg)


def test_the_icon_of_the_root_is_one_that_every_browser_reads(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/img/favicon.ico")


@pytest.mark.django_db
def test_browsers_take_the_colour_of_the_page(client):
    def told(address):
        metas = document(client.get(address).content).all("meta", name="theme-color")
        return {meta.get("media"): meta["content"] for meta in metas}

    light, dark = colours("paper")[:2]
    assert told("/en/about/") == {"(prefers-color-scheme: light)": light, "(prefers-color-scheme: dark)": dark}
    assert told("/en/") == {"": colours("wall")[0]}


@pytest.mark.django_db
def test_pages_with_pictures_spend_no_request_on_it(client):
    for address, names_it in {"/uk/": 0, "/uk/endorsements/": 0, "/uk/about/": 1, "/uk/news/": 1}.items():
        page = document(client.get(address).content)
        assert [link["href"] for link in page.all("link", rel="manifest")] == ["/uk/manifest.webmanifest"] * names_it
        assert len(page.all("meta", name="application-name", content="People First")) == 1 - names_it
        assert page.one("link", rel="apple-touch-icon")["href"] == "/static/img/apple-touch-icon.png"
