"""Several pictures in one file: within its bytes, each in its own cell, known by what is in it."""

import io
import random
from functools import partial

import pytest
from django.test import RequestFactory
from PIL import Image

from people1st import caching, pictures, sheets
from people1st.models import Picture
from people1st.sheets import LOGOS, PORTRAITS, Kind, Sheet
from people1st.templatetags.pictures import initial
from tests.images import BLUE, GREEN, RED, a_picture, is_near, opened, written

pytestmark = pytest.mark.django_db
by_chance = random.Random(7)  # noqa: S311 - pictures


def a_sheet(kind: Kind, *rows: Picture) -> Sheet:
    sheet = sheets.sheet_of(kind, ((row.pk, row.sha256) for row in rows))
    assert sheet
    return sheet


def noise(size: tuple[int, int]) -> Picture:
    """The worst that there is: no two pixels alike."""
    image = Image.frombytes("RGB", size, by_chance.randbytes(size[0] * size[1] * 3))
    return pictures.keep(pictures.reencode(io.BytesIO(written(image)), longest=480), made_by=None)


def served(sheet: Sheet) -> bytes:
    return sheets.answer(sheet).content


def test_each_picture_is_in_the_cell_that_is_shown_of_it() -> None:
    rows = [a_picture(colour, (300, 200)) for colour in (RED, GREEN, BLUE)]
    sheet = a_sheet(PORTRAITS, *rows)
    drawn = opened(served(sheet))
    assert drawn.size == (sheet.width, sheet.height) == (576, 192)
    for row, colour in zip(rows, (RED, GREEN, BLUE), strict=True):
        cell = sheet.cell_of(row.pk)
        assert cell
        left, top, width, height = map(int, cell.view_box.split())
        for x, y in ((left + 8, top + 8), (left + width - 8, top + height - 8)):
            assert is_near(drawn.getpixel((x, y)), colour)
    assert sheet.cell_of(None) is sheet.cell_of(0) is None


def test_portraits_fill_their_squares_and_logos_fit_into_theirs_on_white() -> None:
    wide = a_picture(GREEN, (400, 40))
    assert is_near(opened(served(a_sheet(PORTRAITS, wide))).getpixel((10, 10)), GREEN)
    logo = opened(served(a_sheet(LOGOS, wide)))
    assert logo.size == (240, 96)
    assert is_near(logo.getpixel((120, 48)), GREEN)
    assert is_near(logo.getpixel((120, 10)), (255, 255, 255))
    tall = opened(served(a_sheet(LOGOS, a_picture(BLUE, (40, 400)))))
    assert is_near(tall.getpixel((11, 48)), BLUE, 60)
    assert is_near(tall.getpixel((120, 48)), (255, 255, 255))


def test_what_one_can_see_through_stands_on_white() -> None:
    image = Image.new("RGBA", (240, 96), (*RED, 0))
    row = pictures.keep(pictures.reencode(io.BytesIO(written(image)), longest=480), made_by=None)
    assert is_near(opened(served(a_sheet(LOGOS, row))).getpixel((120, 48)), (255, 255, 255))


@pytest.mark.parametrize(
    ("kind", "size", "number", "most"),
    [(PORTRAITS, (192, 192), 3, 10_500), (PORTRAITS, (192, 192), 6, 12_000), (LOGOS, (240, 96), 20, 12_000)],
)
def test_the_worst_pictures_stay_within_the_bytes(kind: Kind, size: tuple[int, int], number: int, most: int) -> None:
    sheet = a_sheet(kind, *(noise(size) for _ in range(number)))
    data = served(sheet)
    assert len(data) <= most
    width, height = opened(data).size
    assert width / height == pytest.approx(sheet.width / sheet.height)


def test_a_sheet_takes_the_first_ones_and_each_once() -> None:
    pairs = [(key, f"{key:064x}") for key in range(100)]
    sheet = sheets.sheet_of(LOGOS, [(None, None), *pairs, *pairs])
    assert sheet
    assert sheet.pictures == tuple(pairs[: LOGOS.most])
    assert sheets.sheet_of(LOGOS, [(None, None)]) is None


def test_the_address_changes_with_the_pictures_their_order_and_their_kind() -> None:
    one, two = a_picture(RED), a_picture(BLUE)
    sheet = partial(a_sheet, LOGOS)
    different = [sheet(one, two), sheet(two, one), sheet(one), sheet(two), a_sheet(PORTRAITS, one, two)]
    assert len({each.address for each in different}) == len(different)
    assert sheet(one, two).address == sheet(one, two).address
    assert sheet(one, two).address.startswith("/pictures/logos-")


def test_a_sheet_is_drawn_once() -> None:
    sheet = a_sheet(PORTRAITS, a_picture(RED))
    first = served(sheet)
    Picture.objects.all().delete()
    assert served(sheet) == first


def test_browsers_keep_it_and_shared_caches_ask_soon() -> None:
    answered = caching.in_browsers(sheets.answer(a_sheet(PORTRAITS, a_picture(RED))))
    passed = caching.PrivateUnlessPublicMiddleware(lambda _request: answered)(RequestFactory().get("/"))
    said = set(passed["Cache-Control"].split(", "))
    assert said > {"public", "max-age=31536000", "immutable", "s-maxage=2", "stale-while-revalidate=1"}
    assert passed["Content-Type"] == "image/webp"


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Oleksandra", "O"), ("олександра", "О"), ("«Ївга»", "Ї"), ("1. élan", "É"), ("", ""), ("—", "")],
)
def test_the_initial_is_the_first_letter(name: str, letter: str) -> None:
    assert initial(name) == letter
