"""How many people each release freed, and the civilians among them."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext, pgettext

from campaign.charts.bars import Bar, Calendar, Chart
from campaign.charts.measures import percent, plain, unit_of
from campaign.dates import date_range, month, number
from campaign.models import Release


def releases_chart(releases: Sequence[Release]) -> Chart | None:
    """A bar a release, in the order of the table, below a line of the months that they lie on. None without one."""
    if not releases:
        return None
    most, least = max(one.freed for one in releases), min(one.freed for one in releases)
    bars = [_bar(one, most, unit_of(most)) for one in releases]
    sentences = [f"{bar.label}: {bar.value}; {bar.part_label}." for bar in bars]
    if least < most:
        reading = gettext("From %(least)s to %(most)s people in one bar.")
        sentences.insert(0, reading % {"least": number(least), "most": number(most)})
    first, last = min(one.starts.year for one in releases), max(one.ends.year for one in releases)
    return Chart(
        key="releases-chart",
        title=_title(first, last),
        description=" ".join(sentences),
        unit=unit_of(most),
        bars=bars,
        calendar=_calendar(releases, date(first, 1, 1), date(last, 12, 31)),
    )


def _bar(release: Release, most: int, unit: int) -> Bar:
    civilians = gettext("not stated") if release.civilians is None else number(release.civilians)
    return Bar(
        label=date_range(release.starts, release.ends),
        qualifier=pgettext("before a number", "about") if release.freed_is_approximate else "",
        number=number(release.freed),
        length=percent(release.freed, most),
        strokes=plain(release.freed / unit),
        approximate=release.freed_is_approximate,
        part_label=gettext("civilians: %(number)s") % {"number": civilians},
        part=percent(release.civilians, most) if release.civilians else "",
    )


def _title(first: int, last: int) -> str:
    if first == last:
        return gettext("People freed in %(year)s, release by release") % {"year": first}
    return gettext("People freed from %(first)s to %(last)s, release by release") % {"first": first, "last": last}


def _calendar(releases: Sequence[Release], first: date, last: date) -> Calendar:
    days = (last - first).days + 1
    spans = [
        (percent((one.starts - first).days, days), percent((one.ends - one.starts).days + 1, days)) for one in releases
    ]
    return Calendar(month(first), month(last), spans)
