"""A stroke for each person: the field under the leading number of the first page.

The field is one small pattern, repeated. What is drawn is exact: as many strokes as the figure says, neither more nor
fewer, in a wide and in a narrow arrangement, of which the stylesheet shows one.
"""

from dataclasses import dataclass

COLUMNS_WIDE = 400
COLUMNS_NARROW = 200
STEP = 4  # from one stroke to the next, in units of the drawing
ROW = 12  # from one row to the next
TILE = 50  # strokes in the pattern: both numbers of columns are multiples of it
MOST = 200_000  # beyond it single strokes can no longer be told apart
# The path of one tile: upright strokes, each of its own height, as a hand would make them.
STROKES = "".join(
    f"M{column * STEP + 2} {1 + column * 7 % 11 / 5:g}v{8 - column * 5 % 13 / 6:.1f}" for column in range(TILE)
)


@dataclass(frozen=True)
class Field:
    """One arrangement: full rows, and the strokes of the last row that is not full."""

    name: str
    columns: int
    full_rows: int
    last_row: int

    @property
    def width(self) -> int:
        """In units of the drawing."""
        return self.columns * STEP

    @property
    def height(self) -> int:
        """In units of the drawing."""
        return (self.full_rows + bool(self.last_row)) * ROW

    @property
    def full_height(self) -> int:
        """Where the full rows end."""
        return self.full_rows * ROW

    @property
    def last_width(self) -> int:
        """Where the last row ends."""
        return self.last_row * STEP


@dataclass(frozen=True)
class Marks:
    """What the template draws."""

    fields: tuple[Field, ...]
    strokes: str = STROKES
    tile_width: int = TILE * STEP
    tile_height: int = ROW


def marks(number: int) -> Marks | None:
    """The fields for `number` people; nothing for none, and for more than can be told apart (MOST)."""
    if not 0 < number <= MOST:
        return None
    return Marks((_field("wide", COLUMNS_WIDE, number), _field("narrow", COLUMNS_NARROW, number)))


def _field(name: str, columns: int, number: int) -> Field:
    full_rows, last_row = divmod(number, columns)
    return Field(name, columns, full_rows, last_row)
