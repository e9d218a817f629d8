"""What the tables refuse, and what their querysets give."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.utils.translation import override

from campaign.models import Article, Demand, DemandsVersion, Figure, Quote
from campaign.versions import current
from tests.campaign import makers

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("make", "values"),
    [
        (makers.article, {"kind": "rumour"}),
        (makers.article, {"status": "hidden"}),
        (makers.article, {"date_precision": "hour"}),
        (makers.article, {"status": "scheduled"}),
        (makers.figure, {"qualifier": "perhaps"}),
        (makers.figure, {"as_of_precision": "week"}),
        (makers.figure, {"since": date(2025, 1, 2), "as_of": date(2025, 1, 1)}),
        (makers.figure, {"number": -1}),
        (makers.release, {"ends": date(2025, 2, 4)}),
        (makers.release, {"civilians": 151}),
        (makers.quote, {"original_language": "xx"}),
    ],
)
def test_the_database_refuses(make: Callable[..., Any], values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make(**values)


@pytest.mark.parametrize("clash", [{"anchor": "demand-1"}, {"position": 1}])
def test_the_database_refuses_a_second_anchor_and_a_second_position(clash: dict[str, Any]) -> None:
    makers.demand(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        makers.demand(**{"position": 2, "anchor": "demand-2", **clash})
        connection.check_constraints()


def test_two_positions_can_be_swapped_in_one_transaction() -> None:
    first, second = makers.demand(1), makers.demand(2)
    Demand.objects.filter(pk=first.pk).update(position=2)
    Demand.objects.filter(pk=second.pk).update(position=1)
    connection.check_constraints()
    assert [demand.anchor for demand in Demand.objects.all()] == ["demand-2", "demand-1"]


def test_a_figure_is_shown_only_with_a_date_and_a_source() -> None:
    shown = [makers.figure(1), makers.figure(2, as_of=None, since=date(2022, 2, 24))]
    hidden = [makers.figure(3, as_of=None), makers.figure(4, source_en=""), makers.figure(5, source_en=None)]
    for language in ("en", "uk"):
        with override(language):
            assert list(Figure.objects.shown()) == shown
    assert [figure.is_shown for figure in shown + hidden] == [True, True, False, False, False]


def test_a_quote_is_shown_only_with_a_source_and_while_editors_want_it() -> None:
    kept = makers.quote(1)
    makers.quote(2, source_en="")
    makers.quote(3, shown=False)
    assert list(Quote.objects.shown()) == [kept]


@pytest.mark.parametrize(
    ("language", "values", "is_translation"),
    [
        ("en", {}, False),
        ("uk", {}, True),
        ("uk", {"fragment_uk": ""}, False),
        ("uk", {"original_language": "uk"}, False),
        ("en", {"original_language": "uk"}, True),
        ("uk", {"original_language": "uk", "fragment_uk": ""}, True),
    ],
)
def test_a_quote_is_a_translation_when_the_reader_sees_other_words(
    language: str, values: dict[str, Any], *, is_translation: bool
) -> None:
    quote = makers.quote(**values)
    with override(language):
        assert quote.is_translation is is_translation


def test_published_articles_are_those_published_and_those_whose_time_has_come() -> None:
    makers.article("draft", status="draft", publish_at=NOW - timedelta(days=1))
    makers.article("later", status="scheduled", publish_at=NOW + timedelta(seconds=1))
    makers.article("now", status="scheduled", publish_at=NOW)
    makers.article("published")
    assert {article.slug for article in Article.objects.published(NOW)} == {"now", "published"}


def test_articles_are_newest_first() -> None:
    makers.article("old", date=date(2025, 1, 28))
    makers.article("new", date=date(2025, 12, 10))
    assert [article.slug for article in Article.objects.published()] == ["new", "old"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE campaign_demandsversion SET note = 'x'",
        "DELETE FROM campaign_demandsversion",
        "TRUNCATE campaign_demandsversion CASCADE",
    ],
)
def test_the_database_refuses_to_change_delete_or_empty_versions(sql: str) -> None:
    makers.demand()
    current()
    connection.check_constraints()
    with (
        pytest.raises((InternalError, DatabaseError), match="Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert DemandsVersion.objects.count() == 1


def test_an_empty_translation_falls_back_to_english_and_never_says_none() -> None:
    article = makers.article(title_uk="", summary_ru=None, body_en=None)
    with override("uk"):
        assert article.title == "Title of an-article"
    with override("ru"):
        assert (article.summary, article.body) == ("Summary", "")
