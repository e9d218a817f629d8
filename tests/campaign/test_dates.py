"""Dates and numbers in each language's own form."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from campaign import dates

DAY = date(2025, 10, 5)


@pytest.mark.parametrize(
    ("language", "precision", "written"),
    [
        ("en", "day", "5 October 2025"),
        ("uk", "day", "5\N{NO-BREAK SPACE}жовтня 2025\N{NO-BREAK SPACE}року"),
        ("ru", "day", "5\N{NO-BREAK SPACE}октября 2025\N{NO-BREAK SPACE}года"),
        ("en", "month", "October 2025"),
        ("uk", "month", "жовтень 2025\N{NO-BREAK SPACE}року"),
        ("ru", "month", "октябрь 2025\N{NO-BREAK SPACE}года"),
        ("en", "year", "2025"),
        ("uk", "year", "2025\N{NO-BREAK SPACE}рік"),
        ("ru", "year", "2025\N{NO-BREAK SPACE}год"),
        ("en", "season", "autumn 2025"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(language: str, precision: str, written: str) -> None:
    with override(language):
        assert dates.partial_date(DAY, precision) == written


def test_an_unknown_precision_is_an_error() -> None:
    with pytest.raises(KeyError):
        dates.partial_date(DAY, "hour")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 11, 30), "autumn 2024"),
        (date(2024, 12, 1), "winter 2024/25"),
        (date(2025, 2, 28), "winter 2024/25"),
        (date(1999, 12, 31), "winter 1999/00"),
        (date(2025, 3, 1), "spring 2025"),
        (date(2025, 6, 1), "summer 2025"),
    ],
)
def test_a_winter_has_two_years(day: date, written: str) -> None:
    with override("en"):
        assert dates.season(day) == written


def test_a_moment_is_a_day_in_kyiv() -> None:
    with override("en"):
        assert dates.full_date(datetime(2025, 1, 27, 23, tzinfo=UTC)) == "28 January 2025"


@pytest.mark.parametrize(("language", "written"), [("en", "16,000"), ("uk", "16\xa0000"), ("ru", "16\xa0000")])
def test_digits_are_grouped(language: str, written: str) -> None:
    with override(language):
        assert dates.number(16000) == written
        assert dates.number(6) == "6"


@pytest.mark.parametrize(
    ("starts", "ends", "written"),
    [
        (date(2025, 11, 22), date(2025, 11, 22), "22 November 2025"),
        (date(2025, 5, 22), date(2025, 5, 25), "22 to 25 May 2025"),
        (date(2025, 5, 22), date(2025, 6, 22), "22 May to 22 June 2025"),
        (date(2024, 5, 22), date(2025, 5, 22), "22 May 2024 to 22 May 2025"),
    ],
)
def test_what_two_dates_share_is_written_once(starts: date, ends: date, written: str) -> None:
    with override("en"):
        assert dates.date_range(starts, ends) == written
