"""Dates and numbers in the reader's own form; a date that is known in part is written in part."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, pgettext

from people1st.typography import bound

LAUNCHED_ON = date(2025, 1, 28)
"""The day on which the campaign was launched."""

# What follows a year: Ukrainian and Russian write "28 січня 2025 року", "28 января 2025 года".
_AFTER_YEAR = {"uk": " року", "ru": " года"}
_AFTER_YEAR_ALONE = {"uk": " рік", "ru": " год"}


def full_date(day: date) -> str:
    """The whole date: 28 January 2025. A datetime is taken in the site's time zone."""
    return bound(format_date(_local(day), "j E Y") + _after(_AFTER_YEAR))


def month(day: date) -> str:
    """The month of the date: January 2025, січень 2025 року."""
    written = bound(format_date(_local(day), "F Y") + _after(_AFTER_YEAR))
    # Django's catalogues begin these with a capital; Ukrainian and Russian write months small.
    return written if get_language() == "en" else written[:1].lower() + written[1:]


def year(day: date) -> str:
    """The year of the date: 2025."""
    return bound(format_date(_local(day), "Y") + _after(_AFTER_YEAR_ALONE))


def season(day: date) -> str:
    """The season of the date: autumn 2024. A winter has two years: winter 2024/25."""
    day = _local(day)
    names = (
        pgettext("season", "winter"),
        pgettext("season", "spring"),
        pgettext("season", "summer"),
        pgettext("season", "autumn"),
    )
    number = day.month % 12 // 3
    if number:
        return bound(f"{names[number]} {day.year}{_after(_AFTER_YEAR)}")
    starts = day.year if day.month == 12 else day.year - 1  # noqa: PLR2004 - December begins a winter
    return bound(f"{names[0]} {starts}/{(starts + 1) % 100:02}{_after(_AFTER_YEAR)}")


_WRITERS = {"day": full_date, "month": month, "season": season, "year": year}


def partial_date(day: date, precision: str) -> str:
    """The date as far as it is known; `precision` is day, month, season or year. Raises KeyError for another one."""
    return _WRITERS[precision](day)


def date_range(starts: date, ends: date) -> str:
    """From one day to another, with what they share written once: 22 to 25 May 2025. One day is that day's date."""
    if starts == ends:
        return full_date(starts)
    if (starts.year, starts.month) == (ends.year, ends.month):
        first = format_date(starts, "j")
    elif starts.year == ends.year:
        first = bound(format_date(starts, "j E"))
    else:
        first = full_date(starts)
    return gettext("%(starts)s to %(ends)s") % {"starts": first, "ends": full_date(ends)}


def number(value: int) -> str:
    """The number with its digits grouped as the reader's language does: 16,000 or 16 000 (with a no-break space)."""
    return number_format(value, use_l10n=True, force_grouping=True)


def _after(words: dict[str, str]) -> str:
    return words.get(get_language() or "", "")


def _local(day: date) -> date:
    return timezone.localtime(day).date() if isinstance(day, datetime) and timezone.is_aware(day) else day
