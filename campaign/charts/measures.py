"""How long a bar is, and of how many strokes, written as SVG wants it: with a point in every language."""

MOST_STROKES = 100
"""A bar is never longer than this many strokes: on a narrow screen they would run into one another."""


def unit_of(most: int) -> int:
    """What a stroke stands for when the longest bar is `most`: 1, 2, 5, 10, 20, 50 and so on."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if step * power * MOST_STROKES >= most:
                return step * power
        power *= 10


def percent(value: int, whole: int) -> str:
    """The share of the whole: 42.7%. Nothing of nothing is nothing."""
    return f"{plain(100 * value / whole) if whole else 0}%"


def plain(value: float) -> str:
    """With three decimals at most: 42.7, 100."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
