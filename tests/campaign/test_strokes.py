"""The strokes of the leaflet: as many as there are people."""

import re
from itertools import pairwise

import pytest

from campaign.marks import MOST
from campaign.strokes import STEP, Strokes, strokes


def columns_of(drawing: Strokes) -> list[list[int]]:
    """For each row, the columns in which a stroke is drawn."""
    rows = []
    for length in re.findall(r"M0 \d+h(\d+)", drawing.path):
        begins = []
        for line in drawing.lines:
            dash, gap = map(float, line.dashes.split())
            place = -float(line.offset)
            while place < int(length):
                assert place + dash <= int(length)
                begins.append(int(place // STEP))
                place += dash + gap
        rows.append(sorted(begins))
    return rows


@pytest.mark.parametrize("number", [1, 4, 5, 399, 400, 401, 7615, 16_000, MOST])
def test_there_is_one_stroke_for_each_person(number: int) -> None:
    drawing = strokes(number)
    assert drawing
    rows = columns_of(drawing)
    assert sum(map(len, rows)) == number
    assert all(row == list(range(len(row))) for row in rows)


def test_no_row_touches_another() -> None:
    drawing = strokes(801)
    assert drawing
    middles = [int(y) for y in re.findall(r"M0 (\d+)h", drawing.path)]
    tallest = max(float(line.height) for line in drawing.lines)
    assert all(after - before > tallest for before, after in pairwise(middles))
    assert middles[-1] + tallest / 2 < drawing.height


@pytest.mark.parametrize("number", [-1, 0, MOST + 1])
def test_none_and_too_many_are_not_drawn(number: int) -> None:
    assert strokes(number) is None
