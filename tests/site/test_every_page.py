import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.site.conftest import INDEXED, LANGUAGES, PAGES, WITH_A_FORM

pytestmark = pytest.mark.django_db  # the database of the tests is made only for tests that ask for it
MOST_REQUESTS, MOST_BYTES = 6, 100_000


def language_of(page) -> str:
    return page.address.split("/")[1]


def is_indexed(page) -> bool:
    return page.rest.startswith(("news/", "demands/")) or page.rest in INDEXED


def short_of(page, site) -> str:
    return next(address for address in PAGES if site.real(address) == page.address).split("/", 2)[2]


def test_it_is_there(served):
    assert served.status == 200
    assert served.headers["Content-Type"] == "text/html; charset=utf-8"


def test_it_is_in_the_language_of_its_address(served):
    assert served.root.one("html")["lang"] == served.headers["Content-Language"] == language_of(served)


def test_it_has_one_main_heading(served):
    assert served.root.one("h1").text


def test_headings_do_not_jump(served):
    levels = [int(heading.tag[1]) for heading in served.root.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_it_has_a_title_and_a_description(served):
    assert len(served.root.one("head").one("title").text) > 10
    assert len(served.root.one("meta", name="description")["content"]) > 20


def test_it_says_once_whether_it_is_to_be_indexed(served):
    robots = served.root.all("meta", name="robots")
    assert [meta["content"] for meta in robots] == ([] if is_indexed(served) else ["noindex"])


def test_it_names_itself_and_its_translations(served, site):
    canonical = served.root.all("link", rel="canonical")
    alternates = {
        link["hreflang"]: link["href"] for link in served.root.all("link", rel="alternate") if link.get("hreflang")
    }
    if not is_indexed(served):
        assert not canonical
        assert not alternates
        return
    assert [link["href"] for link in canonical] == [settings.SITE_URL + served.address]
    assert alternates.keys() == {"en", "uk", "ru", "x-default"}
    assert alternates[language_of(served)] == settings.SITE_URL + served.address
    assert {site.status(urlsplit(alternates[language]).path) for language in LANGUAGES} == {200}
    assert site.status(urlsplit(alternates["x-default"]).path) in {200, 302}


def test_its_translations_name_it_back(served, site):
    for link in served.root.all("link", rel="alternate"):
        if link.get("hreflang") in {*LANGUAGES} - {language_of(served)}:
            other = site.page(f"/{link['hreflang']}/{short_of(served, site)}")
            assert other.address == urlsplit(link["href"]).path
            back = {there["href"] for there in other.root.all("link", rel="alternate")}
            assert settings.SITE_URL + served.address in back


def test_the_switcher_stays_on_the_page(served):
    switcher = served.root.one("nav", class_="languages").all("a")
    assert [link.text[:2] for link in switcher] == ["EN", "UA", "RU"]
    assert [link["href"] for link in switcher] == [f"/{language}/{served.rest}" for language in LANGUAGES]
    assert [link["lang"] for link in switcher if "aria-current" in link.attrs] == [language_of(served)]


def test_it_sets_no_cookie_and_does_not_depend_on_one(served):
    if served.rest in WITH_A_FORM:
        assert set(served.cookies) <= {settings.CSRF_COOKIE_NAME}
        return
    assert not served.cookies
    assert "cookie" not in served.headers.get("Vary", "").lower()


def test_it_has_no_script_and_no_inline_style(served):
    for element in served.root:
        assert element.tag not in {"script", "style", "iframe", "object", "embed", "base"}
        assert not [attr for attr in element.attrs if attr == "style" or attr.startswith("on")], element.attrs
        for attr in ("href", "src", "action", "formaction"):
            assert not element.get(attr).strip().lower().startswith(("javascript:", "data:")), element.attrs


def test_it_loads_nothing_from_another_host(served, site):
    for address in loaded_by(served):
        assert address.startswith("/static/"), address
        assert (site.static / address.removeprefix("/static/")).is_file()


def loaded_by(page) -> list[str]:
    loaded = [element["src"] for element in page.root if "src" in element.attrs]
    loaded += [link["href"] for link in page.root.all("link") if link["rel"] in {"stylesheet", "icon", "preload"}]
    loaded += [image["href"] for image in page.root.all("image")]
    assert not [element for element in page.root if "srcset" in element.attrs or "poster" in element.attrs]
    return loaded


def test_it_arrives_in_few_requests_and_bytes(served, site):
    files = set(loaded_by(served))
    manifests = len(served.root.all("link", rel="manifest"))  # a small answer, of test_manifest.py
    assert 1 + len(files) + manifests <= MOST_REQUESTS, files
    for stylesheet in [address for address in files if address.endswith(".css")]:
        files |= named_in(stylesheet, site)  # with each typeface, also those that the page's language leaves alone
    sizes = {file: served_size(site.static / file.removeprefix("/static/")) for file in files}
    assert served.compressed + sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("address", [page for page in PAGES if not page.startswith("/en/")])
def test_a_page_in_cyrillic_needs_one_file_of_the_serif(site, address):
    rules = (settings.BASE_DIR / "static/css/fonts.css").read_text()
    face = re.search(r'"People First Serif Cyrillic";.*?}', rules, re.DOTALL)
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face[0])
    known = {chr(code) for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)}
    assert not set("".join(site.page(address).root.one("body").text.split())) - known


def named_in(stylesheet, site) -> set[str]:
    css = (site.static / stylesheet.removeprefix("/static/")).read_text()
    assert "@import" not in css
    addresses = [one for one in re.findall(r"url\([\"']?([^)\"']+)[\"']?\)", css) if not one.startswith("data:")]
    assert not [one for one in addresses if urlsplit(one).netloc]
    return {f"{stylesheet.rpartition('/')[0]}/{address}".replace("css/../", "") for address in addresses}


def served_size(path) -> int:
    compressed = path.with_name(path.name + ".gz")
    return (compressed if compressed.exists() else path).stat().st_size


def test_its_ids_are_unique_and_its_anchors_lead_somewhere(served):
    ids = Counter(element["id"] for element in served.root if "id" in element.attrs)
    assert not {one: count for one, count in ids.items() if count > 1}
    for link in served.root.all("a"):
        if link.get("href").startswith("#"):
            assert link["href"][1:] in ids, link["href"]
    for element in served.root:
        for attr in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            assert set(element.get(attr).split()) <= ids.keys(), element.attrs


def test_every_control_has_a_label(served):
    labelled = {label["for"] for label in served.root.all("label")}
    for control in served.root.all("input", "select", "textarea"):
        if control.get("type") not in {"hidden", "submit"}:
            assert control.get("id") in labelled or control.get("aria-label"), control.attrs
    for button in [*served.root.all("button"), *served.root.all("a")]:
        assert button.text or button.get("aria-label"), button.attrs
    for image in served.root.all("img"):
        assert "alt" in image.attrs


def test_landmarks_of_a_kind_are_told_apart_by_their_names(served):
    kinds = [
        (element.get("role") or element.tag, element.get("aria-label") or element.get("aria-labelledby"))
        for element in served.root.all("nav", "form")
    ]
    unnamed = [kind for kind, name in kinds if not name]
    assert len(kinds) == len(set(kinds))
    assert not [kind for kind in unnamed if Counter(kind for kind, _name in kinds)[kind] > 1]
    assert served.root.one("main")


def test_the_skip_link_is_the_first_thing(served):
    first = served.root.one("body").all("a", "button", "input")[0]
    assert served.root.one(id=first["href"].removeprefix("#")).tag == "main"


def test_every_link_inside_the_site_works(served, site):
    for link in served.root.all("a", "link"):
        parts = urlsplit(link.get("href"))
        if (parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL) or parts.scheme == "mailto":
            continue
        address = (parts.path or served.address) + (f"?{parts.query}" if parts.query else "")
        if address.startswith("/static/"):
            continue
        assert site.status(address) < 400, address


def test_links_to_other_sites_give_nothing_away(served):
    for link in served.root.all("a"):
        if urlsplit(link.get("href")).netloc:
            assert link["href"].startswith("https://")
            assert "target" not in link.attrs


def pages_in(language, site):
    return [site.page(address) for address in PAGES if address.startswith(f"/{language}/")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_unique_within_a_language(site, language):
    titles = Counter(page.root.one("head").one("title").text for page in pages_in(language, site))
    assert not [title for title, count in titles.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_of_indexed_pages_are_unique_within_a_language(site, language):
    pages = [page for page in pages_in(language, site) if is_indexed(page)]
    descriptions = Counter(page.root.one("meta", name="description")["content"] for page in pages)
    assert not [text for text, count in descriptions.items() if count > 1]


@pytest.mark.parametrize("address", [address for address in PAGES if not address.startswith("/en/")])
def test_it_is_not_in_english_only(site, address):
    page = site.page(address)
    english = site.page("/en/" + address.split("/", 2)[2])
    assert page.root.one("head").one("title").text != english.root.one("head").one("title").text
    assert page.root.one("h1").text != english.root.one("h1").text
    letters = [letter for letter in page.root.one("main").text if letter.isalpha()]
    cyrillic = [letter for letter in letters if "\u0400" <= letter <= "\u04ff"]
    assert len(cyrillic) > len(letters) / 2


def test_the_anchors_of_the_demands_are_those_of_the_contract(site):
    for language in LANGUAGES:
        for number in range(1, 8):
            assert site.page(f"/{language}/").root.one(id=f"demand-{number}").text


def test_the_first_page_says_what_the_contract_names(site):
    text = site.page("/en/").root.one("main").text
    for words in ("28 January 2025", "16,000", "7,615", "20,000", "6,266", "Matviichuk", "Orlov", "Old Town Library"):
        assert words in text
