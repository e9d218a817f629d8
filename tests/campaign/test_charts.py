"""The charts: what they say is what the tables and the models say, and bars are as long as their numbers."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override
from hypothesis import given, strategies as st

from campaign.charts import freed_chart, groups_chart, releases_chart
from campaign.charts.measures import MOST_STROKES, unit_of
from campaign.dates import date_range, number, partial_date
from campaign.models import Figure, Group, Release
from tests.campaign import makers
from tests.launched import CONTENT, launched
from tests.reading import Element, document

LANGUAGES = ("en", "uk", "ru")
ONE_DAY = date(2025, 2, 5)
people = st.integers(min_value=0, max_value=2**31 - 1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def a_release(freed: int, civilians: int | None = None, starts: date = ONE_DAY, **values: object) -> Release:
    return Release(**{"freed": freed, "civilians": civilians, "starts": starts, "ends": starts, **values})


def share(length: str) -> float:
    assert length.endswith("%")
    return float(length[:-1])


def drawn(releases: Sequence[Release]) -> Element:
    return document(render_to_string("campaign/charts/bars.html", {"chart": releases_chart(releases)})).one("svg")


def drawn_groups() -> Element:
    groups = Group.objects.select_related("figure")
    return document(render_to_string("campaign/_groups_chart.html", {"groups_chart": groups_chart(groups)}))


@pytest.mark.parametrize(
    ("most", "unit"), [(0, 1), (1, 1), (100, 1), (101, 2), (201, 5), (1000, 10), (6266, 100), (2**31 - 1, 50_000_000)]
)
def test_a_stroke_stands_for_a_round_number(most: int, unit: int) -> None:
    assert unit_of(most) == unit


@given(st.lists(people, min_size=1, max_size=12), st.data())
def test_bars_are_as_long_as_their_numbers(freed: list[int], data: st.DataObject) -> None:
    civilians = [data.draw(st.none() | st.integers(0, one)) for one in freed]
    chart = releases_chart([a_release(one, part) for one, part in zip(freed, civilians, strict=True)])
    assert chart is not None
    for one, part, bar in zip(freed, civilians, chart.bars, strict=True):
        assert share(bar.length) == pytest.approx(100 * one / max(*freed, 1), abs=0.001)
        assert float(bar.strokes) == pytest.approx(one / chart.unit, abs=0.001)
        assert float(bar.strokes) <= MOST_STROKES
        assert bool(bar.part) == bool(part)
        if part:
            assert share(bar.part) == pytest.approx(100 * part / max(freed), abs=0.001)


@given(st.lists(st.tuples(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 500)), min_size=1, max_size=9))
def test_every_release_lies_on_the_line_of_the_months(spans: list[tuple[date, int]]) -> None:
    releases = [a_release(1, starts=starts, ends=starts + timedelta(days=days)) for starts, days in spans]
    chart = releases_chart(releases)
    assert chart is not None
    assert chart.calendar is not None
    for start, length in chart.calendar.spans:
        assert 0 <= share(start) < 100
        assert 0 < share(length) <= 100.001 - share(start)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_of_the_releases_says_what_its_table_and_the_model_say(client: Client, language: str) -> None:
    launched(CONTENT)
    page = document(client.get(f"/{language}/figures/").text)
    chart = page.one("svg", aria_labelledby="releases-chart-title")
    words, written = chart.one("desc").text, [text.text for text in chart.all("text")]
    rows = page.one("table", class_="table-releases").one("tbody").all("tr")
    releases = list(Release.objects.all())
    assert len(rows) == len(releases) == 5
    with override(language):
        for release, row in zip(releases, rows, strict=True):
            freed, civilians = [cell.text for cell in row.all("td", class_="cell-number")]
            when = row.one("th").text
            assert when == " ".join(date_range(release.starts, release.ends).split())
            assert freed.endswith(number(release.freed).replace("\xa0", " "))
            assert (freed[0].isdigit()) != release.freed_is_approximate
            assert release.civilians is None or civilians == number(release.civilians)
            sentence = next(one for one in words.split(". ") if one.startswith(f"{when}: "))
            assert sentence.removesuffix(".").startswith(f"{when}: {freed}; ")
            assert sentence.removesuffix(".").endswith(f" {civilians}")
            assert when in written
            assert freed in written
    assert chart.one("title")["id"] == chart["aria-labelledby"]
    assert chart.one("desc")["id"] == chart["aria-describedby"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_of_the_counts_says_what_its_table_and_the_model_say(client: Client, language: str) -> None:
    launched(CONTENT)
    page = document(client.get(f"/{language}/figures/").text)
    words = page.one("svg", aria_labelledby="freed-chart-title").one("desc").source_text
    table = page.one("section", aria_labelledby="freed").one("table")
    numbers = [cell.source_text.strip() for cell in table.all("span", class_="numeral")]
    counts = Figure.objects.filter(section="freed").order_by("as_of")
    assert [figure.number for figure in counts] == [3672, 3956, 6266]
    with override(language):
        assert numbers == [number(figure.number) for figure in counts]
        places = [words.index(f"{partial_date(one.as_of, 'day')}: {number(one.number)}.") for one in counts]
    assert places == sorted(places)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_of_the_groups_says_what_the_model_says(language: str) -> None:
    launched(CONTENT)
    with override(language):
        rows = drawn_groups().one("tbody").all("tr")
        for group, row in zip(Group.objects.select_related("figure"), rows, strict=True):
            assert row.one("th").text == group.name
            if group.figure is None:
                assert not row.all("svg")
                assert group.size in row.text
                assert not any(letter.isdigit() for letter in row.text)
                continue
            written = number(group.figure.number)
            assert row.one("span", class_="numeral").source_text == written
            assert written in row.one("desc").source_text
            assert row.one("title").text == group.name
            assert row.one("svg")["aria-labelledby"] == row.one("title")["id"]
            assert group.figure.source in row.one("td", class_="counted-source").text
    assert [bool(row.all("svg")) for row in rows] == [True, False, True, True]


def test_nothing_is_drawn_for_nobody() -> None:
    chart = drawn([a_release(0, 0), a_release(0)])
    assert not chart.all("line", class_="bar")
    assert not chart.all("rect", class_="chart-part")
    assert "civilians: 0" in chart.text
    assert "civilians: not stated" in chart.text


def test_an_approximate_number_is_said_and_drawn_as_one() -> None:
    chart = drawn([a_release(1000, freed_is_approximate=True), a_release(500, 20)])
    assert "about 1,000" in [text.text for text in chart.all("text")]
    assert len(chart.all("line", class_="bar-half")) == 2
    assert len(chart.all("line", class_="bar")) == 3
    assert len(chart.all("rect", class_="chart-part")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_chart_of_huge_numbers_is_written_as_svg_wants_it(language: str) -> None:
    with override(language):
        chart = drawn(
            [a_release(2**31 - 1 - place, 12_345, freed_is_approximate=place % 2 == 0) for place in range(40)]
        )
    for element in chart:
        for name in ("x", "x2", "y", "y1", "y2", "width", "pathlength"):
            float(element.get(name, "0").removesuffix("%"))
    assert chart["height"].isdecimal()
    assert len({one["transform"] for one in chart.all("g")}) == 40
    assert not any("\xa0" in one["transform"] or "," in one["transform"] for one in chart.all("g"))


def test_no_release_is_no_chart() -> None:
    assert releases_chart([]) is None


def test_the_title_names_the_years() -> None:
    several = [a_release(1, starts=date(2024, 12, 31)), a_release(1, starts=date(2026, 1, 1))]
    assert "from 2024 to 2026" in drawn(several).one("title").text
    assert "in 2025" in drawn([a_release(1)]).one("title").text


def test_one_count_is_nothing_to_compare() -> None:
    count = Figure(number=1, section="freed", as_of=ONE_DAY)
    undated = Figure(number=2, section="freed", since=ONE_DAY)
    assert freed_chart([count, undated, Figure(number=3, section="among", as_of=ONE_DAY)]) is None


@pytest.mark.django_db
def test_a_count_without_a_source_is_no_count() -> None:
    makers.group(1, figure=makers.figure(1))
    makers.group(2, figure=makers.figure(2, number=999_999, source_en=""))
    first, second = drawn_groups().one("tbody").all("tr")
    assert "the longest bar" in first.one("desc").text
    assert not second.all("svg")
    assert "999,999" not in second.text
    Figure.objects.update(source_en="")
    assert not drawn_groups().text


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "words"), [(0, "0: a bar of 0 per"), (1, "less than 1 per"), (9_999, "of 99 per")])
def test_a_share_is_never_nothing_of_something_nor_all_of_less(count: int, words: str) -> None:
    makers.group(1, figure=makers.figure(1, number=count))
    makers.group(2, figure=makers.figure(2, number=10_000, qualifier="at_least"))
    description = drawn_groups().all("desc")[0].text
    assert words in description
    assert description.endswith("which stands for at least 10,000.")


@pytest.mark.django_db
def test_hostile_words_stay_words() -> None:
    bad = '"><script>alert(1)</script>'
    makers.group(1, name_en=bad, figure=makers.figure(1, what_en=bad, source_en=bad))
    makers.group(2, name_en=bad, size_en=bad)
    page = drawn_groups()
    assert not page.all("script")
    assert page.one("title").text == bad
    assert page.text.count(bad) == 6
