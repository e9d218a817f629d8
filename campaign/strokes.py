"""A stroke for each person, on paper: rows of dashes, which a browser prints as outlines, not as a picture of pixels.

A row is drawn by five lines, one over the other. Each draws every fifth stroke, and has a height of its own.
"""

from dataclasses import dataclass

from campaign.marks import COLUMNS_WIDE, MOST, STEP

ROW = 10  # from one row to the next, in units of the drawing
HEIGHTS = (8, 6.5, 7.5, 6, 7)
WIDTH = 1.2


@dataclass(frozen=True)
class Line:
    """How one of the five is dashed; words for attributes, so that no language writes a comma into a number."""

    height: str
    dashes: str
    offset: str


@dataclass(frozen=True)
class Strokes:
    """What the template draws: `path` holds the rows, which each of the lines goes along."""

    width: int
    height: int
    path: str
    lines: list[Line]


def strokes(number: int) -> Strokes | None:
    """Exactly `number` strokes; nothing for none, and for more than can be told apart."""
    if not 0 < number <= MOST:
        return None
    full_rows, rest = divmod(number, COLUMNS_WIDE)
    lengths = [COLUMNS_WIDE] * full_rows + [rest] * bool(rest)
    path = "".join(f"M0 {row * ROW + ROW // 2}h{length * STEP}" for row, length in enumerate(lengths))
    return Strokes(COLUMNS_WIDE * STEP, len(lengths) * ROW, path, [_line(place) for place in range(len(HEIGHTS))])


def _line(place: int) -> Line:
    """The line whose strokes begin in the column `place`."""
    begins = place * STEP + (STEP - WIDTH) / 2
    return Line(f"{HEIGHTS[place]:g}", f"{WIDTH:g} {len(HEIGHTS) * STEP - WIDTH:g}", f"{-begins:g}")
