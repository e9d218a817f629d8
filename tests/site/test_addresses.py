"""Addresses and languages: where each leads, and in which language it is told what is not there."""

import pytest
from django.test import Client

from tests.endorsements.factories import the_demands
from tests.reading import as_served, document, form_with
from tests.site.conftest import LANGUAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("en", "en"),
        ("uk", "uk"),
        ("ru", "ru"),
        ("uk-UA,uk;q=0.9,en;q=0.5", "uk"),
        ("ru-RU", "ru"),
        ("ua", "uk"),
        ("de", "en"),
        ("de, uk;q=0.2, en;q=0.1", "uk"),
        ("fr;q=1, ru;q=0.3, uk;q=0.8", "uk"),
        ("*", "en"),
        ("uk;q=0, ru", "ru"),
        ("x" * 100_000, "en"),
        ("uk" + ",de" * 100_000, "uk"),
        ("\x00;;q=,,;=", "en"),
        ("uk;q=9999999999", "en"),
        ("é", "en"),
        ("-", "en"),
        ("uk_UA", "en"),
        ("../../etc/passwd", "en"),
    ],
)
def test_the_root_leads_to_the_best_language(client, wanted, language):
    response = client.get("/", headers={} if wanted is None else {"Accept-Language": wanted})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_a_language_cookie_has_no_say(client):
    client.cookies["django_language"] = "ru"
    assert client.get("/")["Location"] == "/en/"
    the_demands()
    assert client.get("/uk/")["Content-Language"] == "uk"


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/ua/", "/uk/"),
        ("/ua", "/uk/"),
        ("/ua/news/", "/uk/news/"),
        ("/ua/endorsements/?q=%D0%B0%26b&page=2", "/uk/endorsements/?q=%D0%B0%26b&page=2"),
        ("/ua/no/such/page", "/uk/no/such/page"),
        ("/ua//evil.example/", "/uk//evil.example/"),
        ("/ua/%0d%0aX: y/", "/uk/%0D%0AX:%20y/"),
        ("/ua/endorse/confirm/abc_-/", "/uk/endorse/confirm/abc_-/"),
        ("/ua/%D0%BA/", "/uk/%D0%BA/"),
    ],
)
def test_ua_leads_to_uk_with_the_rest_of_the_path(client, asked, target):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, target)


def test_words_that_begin_with_ua_are_not_meant(client):
    assert client.get("/uah/").status_code == 404


@pytest.mark.parametrize("page", ["about/", "news/", "endorse/"])
def test_an_address_without_a_language_leads_to_the_best_one(client, page):
    response = client.get(f"/{page}", headers={"Accept-Language": "uk"})
    assert (response.status_code, response["Location"]) == (302, f"/uk/{page}")
    assert "Accept-Language" in response["Vary"]


def test_a_missing_slash_at_the_end_is_forgiven(client):
    assert client.get("/uk/about")["Location"] == "/uk/about/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "no-such-page/",
        "news/no-such-article/",
        "demands/no-such-demand/",
        "endorse/confirm/x/",
        "news/?year=1066",
        "news/?kind=x",
    ],
)
def test_what_is_not_there_is_told_in_the_readers_language(client, language, path):
    response = client.get(f"/{language}/{path}")
    page = document(response.content)
    assert response.status_code == 404
    assert page.one("html")["lang"] == response["Content-Language"] == language
    assert page.one("h1").text
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert not response.cookies
    assert not page.all("script")


def test_each_language_says_it_in_its_own_words(client):
    headings = {document(client.get(f"/{language}/no/").content).one("h1").text for language in LANGUAGES}
    assert len(headings) == 3


def test_outside_the_languages_the_readers_wish_decides(client):
    response = client.get("/no-such-page/", headers={"Accept-Language": "uk"})
    assert (response.status_code, response["Content-Language"]) == (404, "uk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_host_is_refused_in_the_readers_language(client, language):
    response = client.get(f"/{language}/", headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Language"]) == (400, language)
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forged_form_is_refused_in_the_readers_language(language):
    response = Client(enforce_csrf_checks=True).post(f"/{language}/endorse/link/")
    page = document(response.content)
    assert response.status_code == 403
    assert page.one("html")["lang"] == response["Content-Language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_ours_is_told_in_the_readers_language(client, language, monkeypatch):
    def broken(*_args: object, **_kwargs: object) -> None:
        msg = "broken on purpose"
        raise RuntimeError(msg)

    monkeypatch.setattr("campaign.models.question.Question.objects.all", broken)
    client.raise_request_exception = False
    response = client.get(f"/{language}/about/")
    page = document(response.content)
    assert response.status_code == 500
    assert page.one("html")["lang"] == response["Content-Language"] == language
    assert "broken on purpose" not in response.content.decode()


def test_a_broken_cookie_is_replaced_where_a_form_needs_it_and_gets_no_form_through():
    the_demands()
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x"
    assert client.post("/en/endorse/link/", {"csrfmiddlewaretoken": "x", "email": "a@b.example"}).status_code == 403
    token = as_served(form_with(document(client.get("/en/endorse/link/").content), "email"))["csrfmiddlewaretoken"]
    assert client.cookies["csrftoken"].value != "x"
    sent = {"csrfmiddlewaretoken": token, "email": "a@b.example"}
    assert client.post("/en/endorse/link/", sent).status_code == 302
