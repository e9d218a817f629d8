"""Several pictures in one file, so that a page asks for one: a grid of equal cells, each shown by an SVG of its own.

A sheet is known by the pictures in it and their order, which its address stands for: another picture, another address.
Which cell a picture has is known without drawing the sheet.
"""

import io
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.http import HttpResponse
from django.urls import reverse
from PIL import Image, ImageOps

from people1st.models import Picture

SHEETS_KEPT = 64  # by each process, in memory alone: a picture that is erased is in no table and no file
LAYOUT = 1  # raise it when sheets are drawn in another way, so that they get other addresses
HIGHEST = 85  # quality
STEPS = ((1, 40), (0.75, 40), (0.5, 2), (0.25, 0))  # how many of the pixels, and the lowest quality with so many
WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Kind:
    """What pictures of one kind look like on their sheet: twice as many pixels as they are shown at."""

    name: str  # of its address, and of its URL pattern
    width: int
    height: int
    columns: int
    most: int  # pictures on a sheet: the first ones
    most_bytes: int
    bytes_each: int
    cropped: bool  # to fill the cell from its middle; else it is fitted in, whole, from the left
    inset: int = 0  # white around it, where it is shown on a dark page


# A Ukrainian page weighs about 86 KB without pictures, and none may weigh more than 100.
PORTRAITS = Kind("portraits", 192, 192, columns=4, most=6, most_bytes=12_000, bytes_each=3_500, cropped=True)
LOGOS = Kind("logos", 240, 96, columns=5, most=20, most_bytes=12_000, bytes_each=4_000, cropped=False, inset=8)


@dataclass(frozen=True)
class Cell:
    """Where a picture is on its sheet, for an SVG that shows no more than that."""

    sheet: "Sheet"
    x: int
    y: int

    @property
    def view_box(self) -> str:
        """The attribute `viewBox`."""
        return f"{self.x} {self.y} {self.sheet.kind.width} {self.sheet.kind.height}"


@dataclass(frozen=True)
class Sheet:
    """The pictures of a page, by their keys and digests, in their order."""

    kind: Kind
    pictures: tuple[tuple[int, str], ...]

    @property
    def digest(self) -> str:
        """What stands for its pictures and their order in its address."""
        kind = self.kind
        words = [kind.name, f"{LAYOUT} {kind.width} {kind.height} {kind.columns} {kind.most_bytes} {kind.bytes_each}"]
        return sha256("\n".join([*words, *(digest for _key, digest in self.pictures)]).encode()).hexdigest()[:32]

    @property
    def address(self) -> str:
        """Where it is served."""
        return reverse(self.kind.name, args=[self.digest])

    @property
    def columns(self) -> int:
        """How many cells are in a row."""
        return min(self.kind.columns, len(self.pictures))

    @property
    def width(self) -> int:
        """Pixels."""
        return self.columns * self.kind.width

    @property
    def height(self) -> int:
        """Pixels."""
        return -(-len(self.pictures) // self.columns) * self.kind.height

    def cell_of(self, key: int | None) -> Cell | None:
        """Where the picture of this key is, or None when it is not on the sheet."""
        place = next((place for place, (one, _digest) in enumerate(self.pictures) if one == key), None)
        return None if place is None else self._cell(place)

    def _cell(self, place: int) -> Cell:
        row, column = divmod(place, self.columns)
        return Cell(self, column * self.kind.width, row * self.kind.height)


def sheet_of(kind: Kind, pictures: Iterable[tuple[int | None, str | None]]) -> Sheet | None:
    """The sheet of these pictures, by key and digest: each once, the first `kind.most`. None when there are none."""
    there = dict.fromkeys((key, digest) for key, digest in pictures if key is not None and digest is not None)
    return Sheet(kind, tuple(there)[: kind.most]) if there else None


def answer(sheet: Sheet) -> HttpResponse:
    """The file. The caller has made sure that it may be seen now."""
    return HttpResponse(_kept(sheet), content_type="image/webp")


_at_work = threading.Lock()


@lru_cache(maxsize=SHEETS_KEPT)
def _kept(sheet: Sheet) -> bytes:
    """The file, without waiting for others where it is there; drawn by one thread at a time."""
    with _at_work:
        return _drawn(sheet)


@lru_cache(maxsize=SHEETS_KEPT)  # who waited meanwhile finds here what another thread has drawn
def _drawn(sheet: Sheet) -> bytes:
    rows = Picture.objects.in_bulk([key for key, _digest in sheet.pictures])
    drawn = Image.new("RGB", (sheet.width, sheet.height), WHITE)
    for place, (key, _digest) in enumerate(sheet.pictures):
        cell = sheet._cell(place)  # noqa: SLF001 - its own module
        if key in rows:
            image = _fitted(bytes(rows[key].data), sheet.kind)
            drawn.paste(image, (cell.x + sheet.kind.inset, cell.y + (sheet.kind.height - image.height) // 2))
    return _encoded(drawn, min(sheet.kind.most_bytes, sheet.kind.bytes_each * len(sheet.pictures)))


def _fitted(data: bytes, kind: Kind) -> Image.Image:
    """One picture in the size of its cell, on white where one could see through it."""
    with Image.open(io.BytesIO(data), formats=("WEBP",)) as opened:
        image = opened.convert("RGBA")
    image = Image.alpha_composite(Image.new("RGBA", image.size, (*WHITE, 255)), image).convert("RGB")
    fit = ImageOps.fit if kind.cropped else ImageOps.contain
    return fit(image, (kind.width - 2 * kind.inset, kind.height - 2 * kind.inset), method=Image.Resampling.LANCZOS)


def _encoded(drawn: Image.Image, most_bytes: int) -> bytes:
    """As WebP of at most so many bytes, as good as that allows: a lower quality first, then fewer pixels.

    Whoever shows the sheet gives its size in the pixels of its cells, so that fewer are drawn as large.
    """
    data = b""
    for scale, lowest in STEPS:
        size = (round(drawn.width * scale), round(drawn.height * scale))
        image = drawn if scale == 1 else drawn.resize(size, Image.Resampling.LANCZOS)
        data = _at(image, lowest)
        if len(data) <= most_bytes:
            return _best(image, lowest, most_bytes)
    return data


def _best(image: Image.Image, lowest: int, most_bytes: int) -> bytes:
    """The highest quality that fits, found by halving; the lowest is known to fit."""
    low, high = lowest, HIGHEST + 1
    while high - low > 4:  # noqa: PLR2004 - steps of quality that nobody sees
        middle = (low + high) // 2
        low, high = (middle, high) if len(_at(image, middle)) <= most_bytes else (low, middle)
    return _at(image, low)


def _at(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
