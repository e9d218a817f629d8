"""Draws a share card: a dark wall, the words, and a field of small upright strokes."""

from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw

from people1st.cards.card import Card
from people1st.cards.faces import Face, sans, serif

WIDTH, HEIGHT = 1200, 630
CAMPAIGN = "People First"
MOST_LINES = 4

# The wall and what is written on it, as in static/css/tokens.css. Everything has one of sixteen tones between the two.
WALL, PAPER = (13, 20, 32), (244, 240, 231)
_TONES = 16
_DARKEST, _LIGHTEST = 0, 255
_SOFT = 204
STROKES = (85, 119, 153, 204)  # no stroke looks quite like its neighbours

_SIDE, _TOP, _GAP = 72, 84, 26
_INSIDE = WIDTH - 2 * _SIDE
_LARGEST, _LARGEST_BELOW_A_NUMBER, _SMALLEST, _STEP = 96, 48, 40, 4
_NUMBER, _SMALL, _NAME = 152, 28, 38
_LEADING, _SMALL_LEADING = 1.1, 1.4
# One stroke: how far it is to the next one, and its own height, in pixels. It is one pixel wide.
_ACROSS, _DOWN, _TALL = 3, 5, 4
_IN_A_ROW = WIDTH // _ACROSS
_MOST_ROWS, _ROWS_OF_ADORNMENT = 50, 8


def draw(card: Card) -> bytes:
    """The card as a PNG of 1200 × 630 pixels."""
    image = Image.new("L", (WIDTH, HEIGHT), _DARKEST)
    canvas = ImageDraw.Draw(image)
    top_of_field = _field(image, card.people)
    _words(canvas, card, top_of_field - _GAP)
    return _as_png(image)


def _as_png(image: Image.Image) -> bytes:
    """Sixteen tones, four bits a pixel."""
    step = _LIGHTEST // (_TONES - 1)
    toned = Image.frombytes("P", image.size, image.point(lambda tone: (tone + step // 2) // step).tobytes())
    shares = [tone / (_TONES - 1) for tone in range(_TONES)]
    toned.putpalette(
        [round(dark + (light - dark) * share) for share in shares for dark, light in zip(WALL, PAPER, strict=True)]
    )
    file = BytesIO()
    toned.save(file, "PNG", bits=4)
    return file.getvalue()


def _field(image: Image.Image, people: int) -> int:
    """Draw the strokes at the lower edge, row by row, one for each person where they fit; gives their upper edge."""
    fits = 0 < people <= _MOST_ROWS * _IN_A_ROW
    strokes = people if fits else _ROWS_OF_ADORNMENT * _IN_A_ROW
    rows = -(-strokes // _IN_A_ROW)
    top = HEIGHT - rows * _DOWN
    full, chance = _full_row(), Random(rows)  # noqa: S311 - a drawing, the same each time
    for row in range(rows):
        moved = ImageChops.offset(full, chance.randrange(_IN_A_ROW) * _ACROSS, 0)
        inside = min(_IN_A_ROW, strokes - row * _IN_A_ROW) * _ACROSS
        image.paste(moved.crop((0, 0, inside, _DOWN)), (0, top + row * _DOWN))
    return top


def _full_row() -> Image.Image:
    row = Image.new("L", (WIDTH, _DOWN), _DARKEST)
    canvas = ImageDraw.Draw(row)
    chance = Random(0)  # noqa: S311 - a drawing, the same each time
    for x in range(1, WIDTH, _ACROSS):
        canvas.line((x, 0, x, _TALL - 1), fill=chance.choice(STROKES))
    return row


def _words(canvas: ImageDraw.ImageDraw, card: Card, bottom: int) -> None:
    """Write the words from the top; the heading takes the largest size for which all of them stay above `bottom`."""
    name, small = serif(_NAME), sans(_SMALL)
    name.draw(canvas, _SIDE, _TOP, CAMPAIGN, _LIGHTEST)
    beside = _SIDE + name.width(CAMPAIGN) + _GAP
    small.draw(canvas, beside, _TOP, small.shortened(small.spelled(card.above), WIDTH - _SIDE - beside), _SOFT)

    y = float(_TOP)
    if card.number:
        number = _narrow_enough(card.number)
        y += _NUMBER * 0.94
        number.draw(canvas, _SIDE - number.size / 20, y, card.number, _LIGHTEST)
    y += _GAP * (0.5 if card.number else 1)
    below = [line for text in card.below for line in _small_lines(small, text)]
    room = bottom - y - _SMALL * _SMALL_LEADING * (len(below) + 0.7)
    heading, lines = fitted(card.heading, room, _LARGEST_BELOW_A_NUMBER if card.number else _LARGEST)
    for line in lines:
        y += heading.size * _LEADING
        heading.draw(canvas, _SIDE, y, line, _LIGHTEST)
    y += heading.size * 0.1 + _SMALL * 0.4
    for line in below:
        y += _SMALL * _SMALL_LEADING
        small.draw(canvas, _SIDE, y, line, _SOFT)


def _small_lines(small: Face, text: str) -> list[str]:
    """Two at most."""
    first, *rest = _balanced(small, small.spelled(text), _INSIDE)
    return [small.shortened(line, _INSIDE) for line in (first, " ".join(rest)) if line]


def _narrow_enough(number: str) -> Face:
    largest = serif(_NUMBER)
    return serif(min(_NUMBER, int(_NUMBER * _INSIDE / largest.width(number))))


def fitted(text: str, height: float, largest: int = _LARGEST) -> tuple[Face, list[str]]:
    """The largest face in which the text has at most four lines that fit the height, and the lines.

    What is too long in the smallest one ends with an ellipsis.
    """
    measure = serif(_LARGEST)  # widths grow with the size
    text = measure.spelled(text.replace(CAMPAIGN, CAMPAIGN.replace(" ", "\u00a0")))
    for size in range(largest, _SMALLEST - 1, -_STEP):
        most = max(1, min(MOST_LINES, int(height / (size * _LEADING))))
        width = _INSIDE * _LARGEST / size
        lines = measure.wrapped(text, width)
        if len(lines) <= most and all(measure.width(line) <= width for line in lines):
            return serif(size), _balanced(measure, text, width)
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    smallest = serif(size)
    return smallest, [smallest.shortened(line, _INSIDE) for line in kept]


def _balanced(measure: Face, text: str, width: float) -> list[str]:
    """As few lines as fit the width, and about as long as one another."""
    lines = measure.wrapped(text, width)
    for narrower in range(int(width), 0, -_SMALL):
        tried = measure.wrapped(text, narrower)
        if len(tried) > len(lines) or any(measure.width(line) > narrower for line in tried):
            break
        lines = tried
    return lines
