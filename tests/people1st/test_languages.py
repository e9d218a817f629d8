"""The reader's language."""

import re

import pytest
from django.conf import settings
from django.test import Client

from people1st.languages import best_language
from tests.launched import CONTENT, launched

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("uk", "uk"),
        ("ua", "uk"),
        ("ua-UA", "uk"),
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("ru-RU", "ru"),
        ("de", "en"),
        ("de,ru;q=0.5", "ru"),
        ("en;q=0.1,ru;q=0.9", "ru"),
        ("uk;q=0,ru;q=0.1", "ru"),
        ("uk;q=0", "en"),
        ("*", "en"),
        ("*;q=0.9,ru;q=0.5", "ru"),
        ("UK", "uk"),
        ("uk;q=x,ru", "ru"),
        (";;;,,,", "en"),
        ("uk\x00", "en"),
        ("a" * 100_000, "en"),
        ("uk," + "de," * 100_000, "uk"),
        ("../../etc/passwd", "en"),
        ("uk_UA", "en"),
        ("ukrainian", "en"),
    ],
)
def test_the_best_language_of_a_header(header: str, language: str) -> None:
    assert best_language(header) == language


def test_the_root_follows_the_header_alone(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    response = client.get("/", headers={"accept-language": "ua"})
    assert (response.status_code, response.headers["Location"]) == (302, "/uk/")
    assert response.headers["Vary"] == "Accept-Language"
    assert client.get("/").headers["Location"] == "/en/"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/ua", "/uk/"),
        ("/ua/", "/uk/"),
        ("/ua/news/?kind=press&year=2025", "/uk/news/?kind=press&year=2025"),
        ("/ua//evil.example/", "/uk//evil.example/"),
        ("/ua/%2F%2Fevil.example", "/uk///evil.example"),
        ("/ua/%0d%0aSet-Cookie:x=1", "/uk/%0D%0ASet-Cookie:x%3D1"),
        ("/ua/\\evil.example", "/uk/%5Cevil.example"),
        ("/ua/%D1%97", "/uk/%D1%97"),
    ],
)
def test_ua_moved_to_uk_for_good(client: Client, path: str, target: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, target)


@pytest.mark.parametrize("path", ["/uabc/", "/ua.html", "/UA/"])
def test_what_only_looks_like_ua_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/about/", "//evil.example/about/", "/about", "/%2F%2Fevil.example/", "/\\evil.example/"]
)
def test_no_redirect_leaves_this_host(client: Client, path: str) -> None:
    response = client.get(path)
    location = response.headers.get("Location", "/en/")
    assert location.startswith(("/en/", "/uk/", "/ru/"))


def test_a_page_without_a_language_goes_to_the_best_one(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    response = client.get("/about/", headers={"accept-language": "uk"})
    assert response.headers["Location"] == "/uk/about/"
    assert "Accept-Language" in response.headers["Vary"]


def test_the_path_alone_decides(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    response = client.get("/uk/about/", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "uk"
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/endorsements.json", "/healthz"])
def test_what_programs_read_does_not_vary_by_language(client: Client, path: str) -> None:
    response = client.get(path)
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert "Content-Language" not in response.headers


def test_the_switcher_stays_on_the_page_with_its_filters(client: Client) -> None:
    launched(CONTENT)
    context = client.get("/uk/news/?kind=press&year=2025&evil=%22%3E").context
    assert [(one["label"], one["name"], one["url"], one["current"]) for one in context["site_languages"]] == [
        ("EN", "English", "/en/news/?kind=press&year=2025", False),
        ("UA", "Українська", "/uk/news/?kind=press&year=2025", True),
        ("RU", "Русский", "/ru/news/?kind=press&year=2025", False),
    ]


def test_the_switcher_keeps_the_order_of_the_list(client: Client) -> None:
    context = client.get("/en/endorsements/?by=country&before=end").context
    assert [one["url"] for one in context["site_languages"]] == [
        f"/{code}/endorsements/?by=country&before=end" for code in ("en", "uk", "ru")
    ]


def test_the_switchers_links_are_called_what_is_seen_on_them_first(client: Client) -> None:
    """WCAG 2.5.3: who says “click UA” is understood; who listens hears the language's own name too."""
    switcher = re.search(r'<nav class="languages".*?</nav>', client.get("/uk/").text, re.DOTALL)
    assert switcher is not None
    names = [re.sub(r"<[^>]+>", "", link) for link in re.findall(r"<a.*?</a>", switcher[0], re.DOTALL)]
    assert names == ["EN English", "UA Українська", "RU Русский"]
    assert "aria-hidden" not in switcher[0]
    assert "aria-label" not in switcher[0].split(">", 1)[1]


def test_a_page_names_itself_and_its_other_languages(client: Client) -> None:
    context = client.get("/ru/about/?utm_source=x").context
    base = "http://127.0.0.1:8000"
    assert context["canonical_url"] == f"{base}/ru/about/"
    assert context["alternates"] == [
        {"code": "en", "url": f"{base}/en/about/"},
        {"code": "uk", "url": f"{base}/uk/about/"},
        {"code": "ru", "url": f"{base}/ru/about/"},
        {"code": "x-default", "url": f"{base}/en/about/"},
    ]


def test_the_first_page_leaves_the_choice_to_the_root(client: Client) -> None:
    assert client.get("/uk/").context["alternates"][-1] == {"code": "x-default", "url": "http://127.0.0.1:8000/"}


@pytest.mark.parametrize("path", ["/uk/nothing/", "/uk/news/nothing/", "/uk/endorse/confirm/x/", "/uk/endorse/sent/"])
def test_errors_and_pages_behind_a_link_have_no_address_for_search_engines(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.context["alternates"] == []
    assert response.context["canonical_url"] == ""
    assert 'rel="canonical"' not in response.text
    assert "hreflang" not in response.text.split("</head>")[0]


def test_the_switcher_of_a_page_that_is_not_there_leads_home(client: Client) -> None:
    context = client.get("/uk/nothing/").context
    assert [one["url"] for one in context["site_languages"]] == ["/en/", "/uk/", "/ru/"]
