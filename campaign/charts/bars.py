"""What a chart is made of."""

from dataclasses import dataclass

from campaign.charts.measures import percent, plain
from campaign.dates import number, partial_date
from campaign.models import Figure
from campaign.models.figure import Qualifier

ROW, PART, CALENDAR = 98, 34, 64
"""Heights, in pixels: of a bar with what is written above it, of those among it, of the line of the months."""


@dataclass(frozen=True)
class Bar:
    """One bar, `length` of the width, of so many strokes. `part` is the length of those among it, if counted."""

    label: str
    qualifier: str
    number: str
    length: str
    strokes: str
    approximate: bool = False
    part_label: str = ""
    part: str = ""

    @property
    def value(self) -> str:
        """The number as it is said: about 1,000."""
        return f"{self.qualifier} {self.number}".strip()


@dataclass(frozen=True)
class Calendar:
    """The months from the first to the last, and what lies where on them: (start, length) in percent."""

    first: str
    last: str
    spans: list[tuple[str, str]]


@dataclass(frozen=True)
class Chart:
    """Bars one below the other; `unit` is what a stroke stands for, `description` says all of it in words."""

    key: str
    title: str
    description: str
    unit: int
    bars: list[Bar]
    calendar: Calendar | None = None

    @property
    def height(self) -> str:
        """In pixels."""
        return str(self._top + len(self.bars) * self._row)

    @property
    def placed(self) -> list[tuple[str, Bar]]:
        """Each bar with its distance from the top, in pixels."""
        return [(str(self._top + place * self._row), bar) for place, bar in enumerate(self.bars)]

    @property
    def has_approximate(self) -> bool:
        """Whether it has to say how an approximate number is drawn."""
        return any(bar.approximate for bar in self.bars)

    @property
    def has_parts(self) -> bool:
        """Whether it has to say what the second mark is."""
        return any(bar.part for bar in self.bars)

    @property
    def _row(self) -> int:
        return ROW + PART if any(bar.part_label for bar in self.bars) else ROW

    @property
    def _top(self) -> int:
        return CALENDAR if self.calendar else 0


def figure_bar(figure: Figure, most: int, unit: int) -> Bar:
    """The bar of a figure, where `most` is as long as the chart is wide."""
    return Bar(
        label=partial_date(figure.as_of, figure.as_of_precision) if figure.as_of else "",
        qualifier=figure.qualifier_word,
        number=number(figure.number),
        length=percent(figure.number, most),
        strokes=plain(figure.number / unit),
        approximate=figure.qualifier == Qualifier.ABOUT,
    )
