"""A stroke for each person: as many as the figure says."""

import re

import pytest
from hypothesis import given, strategies as st

from campaign.marks import COLUMNS_NARROW, COLUMNS_WIDE, MOST, ROW, STEP, TILE, marks
from campaign.models import Figure
from tests.launched import CONTENT, launched


def drawn(field) -> int:
    """The strokes that the rectangles of a field uncover."""
    full = field.width // STEP * (field.full_height // ROW)
    return full + field.last_width // STEP


@given(st.integers(1, MOST))
def test_as_many_strokes_as_people(number):
    for field in marks(number).fields:
        assert drawn(field) == number
        assert field.height == field.full_height + (ROW if field.last_row else 0)


@pytest.mark.parametrize("number", [0, MOST + 1])
def test_nobody_and_more_than_can_be_told_apart_get_no_field(number):
    assert marks(number) is None


def test_the_pattern_holds_a_stroke_for_each_of_its_places():
    strokes = re.findall(r"M(\d+) ([\d.]+)v([\d.]+)", marks(1).strokes)
    assert [int(x) for x, _, _ in strokes] == [place * STEP + STEP // 2 for place in range(TILE)]
    assert all(float(y) > 0 and float(y) + float(height) < ROW for _, y, height in strokes)
    assert COLUMNS_WIDE % TILE == COLUMNS_NARROW % TILE == 0


@pytest.mark.django_db
def test_the_first_of_the_figures_in_short_leads(client):
    launched(CONTENT)
    page = client.get("/en/").text
    assert "16,000 strokes, one for each person" in page
    assert page.index("16,000") < page.index("<h1")
    Figure.objects.filter(key="civilians-held").update(in_short=False)
    assert "7,615 strokes" in client.get("/en/").text


@pytest.mark.django_db
def test_a_stroke_stands_for_a_person_and_for_nothing_else(client):
    launched(CONTENT)
    Figure.objects.exclude(key="detention-sites").update(in_short=False)
    Figure.objects.filter(key="detention-sites").update(in_short=True)
    page = client.get("/en/").text
    assert "280" in page
    assert "one for each person" not in page


@pytest.mark.django_db
def test_without_a_figure_the_call_stands_alone(client):
    page = client.get("/en/").text
    assert "strokes" not in page
    assert "<h1" in page
