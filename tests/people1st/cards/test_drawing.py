from io import BytesIO

import pytest
from PIL import Image

from people1st.cards.card import Card
from people1st.cards.drawing import HEIGHT, PAPER, WALL, WIDTH, draw, fitted

LONGEST = ("довгі слова " * 17)[:200]  # as many letters as a title may have


def opened(**words):
    given = {"language": "uk", "name": "x", "above": "Вимога 2 із 7", "heading": "Повернути кожну дитину", **words}
    return Image.open(BytesIO(draw(Card(**given))))


def strokes(image):
    """How many strokes stand in the field: light pixels in the last line of each row, below which all is wall."""
    lines = [bytes(image.crop((0, y, WIDTH, y + 1)).tobytes()) for y in range(HEIGHT)]
    return sum(
        sum(tone > 0 for tone in lines[y])
        for y in range(HEIGHT - 2, 0, -5)
        if not any(lines[y + 1]) and lines[y][1] and not lines[y][0]
    )


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"heading": LONGEST, "above": LONGEST, "below": (LONGEST, LONGEST), "people": 20_000, "number": "65 956"},
        {"heading": "x" * 200, "number": "9" * 40},
        {"heading": "", "above": ""},
    ],
)
def test_it_is_a_small_png_of_the_size_that_networks_ask_for(words):
    image = opened(**words)
    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "P")
    assert not image.info
    assert image.fp.tell() < 40_000


@pytest.mark.parametrize("people", [1, 399, 400, 1_372, 16_000, 20_000])
def test_there_is_a_stroke_for_each_person(people):
    assert strokes(opened(heading="", above="", people=people)) == people


@pytest.mark.parametrize("people", [0, 20_001])
def test_a_number_that_does_not_fit_is_not_drawn(people):
    assert strokes(opened(heading="", above="", people=people)) == 3_200


def test_the_words_are_light_on_a_dark_wall():
    colours = opened().convert("RGB").getcolors(16)
    assert max(colours)[1] == WALL
    assert PAPER in {colour for _count, colour in colours}


def test_a_short_heading_is_large_and_a_longer_one_smaller():
    sizes = [fitted("word " * count, 400)[0].size for count in (2, 20, 30)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 90
    assert len(set(sizes)) == 3


@pytest.mark.parametrize("text", [LONGEST, "x" * 200, "слово " * 40])
def test_it_has_four_lines_at_most_then_an_ellipsis(text):
    for height in (400, 100, 10):
        face, lines = fitted(text, height)
        assert 1 <= len(lines) <= 4
        assert all(face.width(line) <= 1056 + 20 for line in lines)  # the margin is 72
    assert fitted("слово " * 40, 400)[1][-1].endswith("…")


def test_lines_are_about_as_long_as_one_another():
    face, lines = fitted("Репатріювати засуджених і пацієнтів", 400)
    widths = [face.width(line) for line in lines]
    assert max(widths) < 2 * min(widths)


def test_the_name_of_the_campaign_is_not_torn_apart():
    for words in range(8):
        lines = fitted("слово " * words + "People First розпочалася", 400)[1]
        assert sum("People\u00a0First" in line for line in lines) == 1


def test_the_words_stay_above_the_field():
    image = opened(heading=LONGEST, below=(LONGEST, LONGEST), people=20_000).convert("RGB")
    row = [image.getpixel((x, HEIGHT - 250 - 8)) for x in range(0, WIDTH, 2)]
    assert len(set(row)) == 1
