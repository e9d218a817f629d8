"""The campaign's pages, an endpoint after another."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from campaign import launch, views
from people1st.caching import PUBLIC
from tests.campaign import makers

pytestmark = pytest.mark.django_db

PAGES = ("", "about/", "news/", "figures/", "privacy/", "accessibility/", "news/launch-of-people-first/")


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_a_page_is_public_in_its_language_and_sets_no_cookie(client: Client, language: str) -> None:
    launch.load()
    for path in PAGES:
        response = client.get(f"/{language}/{path}")
        assert response.status_code == 200, path
        assert response.headers["Content-Language"] == language, path
        assert f'<html lang="{language}"' in response.text, path
        assert response.headers["Cache-Control"] == PUBLIC, path
        assert not response.cookies, path
        assert "Cookie" not in response.headers.get("Vary", ""), path
        assert "Accept-Language" not in response.headers.get("Vary", ""), path


def test_a_page_can_be_read_only(client: Client) -> None:
    launch.load()
    for path in PAGES:
        assert client.head(f"/en/{path}").status_code == 200, path
        assert client.post(f"/en/{path}").status_code == 405, path


def test_a_page_says_nothing_was_changed_when_nothing_was(client: Client) -> None:
    launch.load()
    for path in PAGES:
        first = client.get(f"/uk/{path}", headers={"accept-encoding": "gzip"})
        again = client.get(f"/uk/{path}", headers={"if-none-match": first.headers["ETag"], "accept-encoding": "gzip"})
        assert first.headers["Content-Encoding"] == "gzip", path
        assert again.status_code == 304, path
        assert again.headers["Cache-Control"] == PUBLIC, path


def test_the_demands_page_has_its_anchors(client: Client) -> None:
    launch.load()
    page = client.get("/uk/").text
    for number in range(1, 8):
        assert page.count(f'id="demand-{number}"') == 1


def test_an_empty_site_still_answers(client: Client) -> None:
    for path in ("", "about/", "news/", "figures/", "news/feed/"):
        assert client.get(f"/en/{path}").status_code == 200


@pytest.mark.parametrize(("rows", "queries"), [(1, 4), (3, 4)])
def test_the_figures_page_asks_as_often_however_much_there_is(
    client: Client, django_assert_num_queries: pytest.FixtureRequest, rows: int, queries: int
) -> None:
    for number in range(rows):
        makers.figure(number)
        makers.release(number)
    with django_assert_num_queries(queries):  # type: ignore[operator]
        client.get("/en/figures/")


def test_an_untranslated_text_is_shown_in_english_and_marked(client: Client) -> None:
    makers.article("one", body_en="English *body*", title_uk="")
    page = client.get("/uk/news/one/").text
    assert "English <em>body</em>" in page
    assert 'lang="en"' in page


def test_hostile_markdown_of_an_article_does_nothing(client: Client) -> None:
    makers.article("one", body_en="<script>alert(1)</script>[x](javascript:alert(2))")
    page = client.get("/en/news/one/").text
    assert "<script" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("status", ["draft", "scheduled"])
def test_an_unpublished_article_is_nowhere(client: Client, status: str) -> None:
    makers.article("secret", status=status, publish_at=timezone.now() + timedelta(hours=1))
    assert client.get("/en/news/secret/").status_code == 404
    for page in ("/en/news/", "/en/news/feed/", "/sitemap.xml"):
        assert "secret" not in client.get(page).text


def test_a_scheduled_article_appears_when_its_time_has_come(client: Client) -> None:
    makers.article("due", status="scheduled", publish_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert client.get("/en/news/due/").status_code == 200
    assert "due" in client.get("/en/news/").text


def test_the_news_are_by_year_newest_first() -> None:
    makers.article("old", date=date(2025, 2, 19))
    makers.article("new", date=date(2026, 1, 5), kind="analysis")
    makers.article("newer", date=date(2026, 3, 5))
    context = views.news_context()
    assert [(year, [one.slug for one in articles]) for year, articles in context["years"]] == [
        (2026, ["newer", "new"]),
        (2025, ["old"]),
    ]
    assert context["all_years"] == [2026, 2025]


def test_the_news_are_narrowed_by_kind_and_year() -> None:
    makers.article("old", date=date(2025, 2, 19))
    makers.article("new", date=date(2026, 1, 5), kind="analysis")
    assert [year for year, _articles in views.news_context(kind="analysis")["years"]] == [2026]
    narrowed = views.news_context(kind="press", year="2025")
    assert [one.slug for one in narrowed["years"][0][1]] == ["old"]
    assert (narrowed["kind"], narrowed["year"], narrowed["all_years"]) == ("press", 2025, [2026, 2025])
    assert views.news_context(kind="open_letter")["years"] == []


@pytest.mark.parametrize(
    "query",
    ["kind=rumour", "year=1999", "year=x", "year=-1", "year=%D9%A2%D9%A0%D9%A2%D9%A5", "year=" + "9" * 999],
)
def test_unknown_filters_are_a_clear_404_in_the_readers_language(client: Client, query: str) -> None:
    makers.article("old", date=date(2025, 2, 19))
    response = client.get(f"/uk/news/?{query}")
    assert response.status_code == 404
    assert '<html lang="uk"' in response.text


def test_empty_filters_narrow_nothing(client: Client) -> None:
    makers.article("old")
    assert "old" in client.get("/en/news/?kind=&year=").text


def test_a_partial_date_names_no_day(client: Client) -> None:
    makers.article("congress", date=date(2025, 10, 1), date_precision="month")
    for page in ("/en/news/", "/en/news/congress/"):
        text = client.get(page).text
        assert "October 2025" in text
        assert "1 October" not in text
        assert "2025-10-01" not in text


def test_the_privacy_page_promises_what_the_settings_keep(client: Client) -> None:
    context = client.get("/en/privacy/").context
    assert (context["confirm_days"], context["rejected_days"]) == (7, 90)
    assert (context["sender_days"], context["review_days"]) == (2, 365)


@pytest.mark.parametrize("later", [True, False])
def test_the_privacy_page_tells_of_the_delay_where_there_is_one(
    client: Client, settings: LazySettings, *, later: bool
) -> None:
    settings.UNNAMED_COUNTED_LATER = later
    assert ("at midnight, Kyiv time" in client.get("/en/privacy/").content.decode()) is later
