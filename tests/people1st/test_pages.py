"""Public pages are made once, and again when what they show has changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaign.models import Article, Demand, Question, Quote
from endorsements import workflow
from people1st import pages as kept
from people1st.models import ContentRevision, Picture
from people1st.pages import Page, Pages
from people1st.revision import Revision
from tests.campaign import makers
from tests.endorsements.factories import a_moderator, an_endorsement, the_demands

pytestmark = pytest.mark.django_db


def test_asked_again_a_page_costs_one_query_and_is_the_same(client: Client) -> None:
    the_demands()
    first = client.get("/en/")
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/en/")
    assert len(queries) == 1
    assert (again.content, again.headers) == (first.content, first.headers)


def test_a_page_that_is_known_is_not_sent_again(client: Client) -> None:
    the_demands()
    first = client.get("/en/", headers={"Accept-Encoding": "br"})
    for known in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        answer = client.get("/en/", headers={"Accept-Encoding": "br", **known})
        assert (answer.status_code, answer.content) == (304, b"")


def by_update() -> None:
    Demand.objects.update(heading_en="Another heading")


def by_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE campaign_demand SET heading_en = 'Another heading'")


@pytest.mark.parametrize("change", [by_update, by_sql])
def test_what_changes_shows_at_once(client: Client, change: Callable[[], None]) -> None:
    makers.demand(1)
    assert "Another heading" not in client.get("/en/").text
    change()
    assert "Another heading" in client.get("/en/").text


CHANGES: list[Callable[[], object]] = [
    lambda: makers.demand(8),
    lambda: makers.article("one"),
    lambda: makers.figure(1),
    lambda: makers.release(1),
    lambda: Quote.objects.create(position=1, person="Somebody", fragment="Words", original_language="en"),
    lambda: Question.objects.create(position=1, anchor="a", question="Why?", answer="So."),
    lambda: Picture.objects.create(sha256="a" * 64, width=1, height=1, data=b""),
    lambda: an_endorsement("approved"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_revision_changes_with_whatever_public_pages_show(change: Callable[[], object]) -> None:
    the_demands()
    before = Revision.current()
    change()
    assert Revision.current() != before


@pytest.mark.parametrize(
    "verb",
    [
        lambda one: workflow.take_back(one, actor=a_moderator(), reason="Wrong button"),
        workflow.withdraw,
        lambda one: type(one).objects.filter(pk=one.pk).update(statement="Other words"),
        lambda one: type(one).objects.filter(pk=one.pk).update(launch_position=3),
    ],
)
def test_and_with_whatever_happens_to_an_endorser(verb: Callable[..., object]) -> None:
    one = an_endorsement("approved")
    before = Revision.current()
    verb(one)
    assert Revision.current() != before


def test_what_no_public_page_shows_leaves_it_alone() -> None:
    waiting, approved = an_endorsement("waiting"), an_endorsement("approved")
    before = Revision.current()
    an_endorsement("unconfirmed")
    workflow.withdraw(waiting)
    approved.contact_name = "Somebody Else"
    approved.save()
    assert Revision.current() == before


def test_a_change_that_is_rolled_back_leaves_no_mark_that_another_may_have() -> None:
    marks = set()
    for number in range(3):
        ContentRevision.objects.all().delete()
        makers.demand(number + 1)
        marks.add(ContentRevision.objects.get().mark)
    assert len(marks) == 3


def test_an_article_comes_out_by_the_clock(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = timezone.now() + timedelta(hours=1)
    makers.article("later", status="scheduled", publish_at=moment, title_en="Of tomorrow")
    assert "Of tomorrow" not in client.get("/en/news/").text
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    assert "Of tomorrow" in client.get("/en/news/").text
    Article.objects.all().delete()
    assert "Of tomorrow" not in client.get("/en/news/").text


def test_another_day_is_another_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    the_demands()
    today = Revision.current()
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    assert Revision.current() != today


def test_what_a_page_does_not_read_makes_no_other_and_stands_in_none(client: Client) -> None:
    the_demands()
    plain = client.get("/en/")
    other = client.get("/en/?q=%3Cscript%3E&page=7&utm_source=x")
    assert other.content == plain.content
    assert "utm_source" not in client.get("/en/endorsements/?q=a&utm_source=x").text


def test_one_language_is_not_shown_for_another(client: Client) -> None:
    the_demands()
    assert len({client.get(f"/{language}/").content for language in ("en", "uk", "ru")}) == 3


def test_those_that_were_asked_for_longest_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    the_demands()
    revision = Revision.current()
    assert revision
    monkeypatch.setattr(kept, "MOST_BYTES", 250)
    some = Pages()
    for number in range(3):
        some.keep((number,), Page(HttpResponse(b"x" * 100), revision))
        some.get((0,), revision)
    assert [some.get((number,), revision) is not None for number in range(3)] == [True, False, True]
