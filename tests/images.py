"""Real picture files for tests, as Pillow writes them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

from people1st import pictures
from people1st.models import Picture

RED, BLUE, GREEN = (200, 20, 20), (20, 40, 200), (20, 160, 40)


def two_halves(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.convert(mode)


def written(image: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    """The file."""
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture of a file."""
    return Image.open(io.BytesIO(data))


def is_near(pixel: Any, colour: tuple[int, int, int], most: int = 24) -> bool:
    """Whether they are the same to the eye."""
    return all(abs(one - other) <= most for one, other in zip(pixel[:3], colour, strict=True))


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def a_picture(colour: tuple[int, int, int] = RED, size: tuple[int, int] = (200, 200)) -> Picture:
    """A picture of one colour, kept."""
    return pictures.keep(encoded(colour, size), made_by=None)


def encoded(colour: tuple[int, int, int] = RED, size: tuple[int, int] = (200, 200)) -> pictures.Encoded:
    """A picture of one colour, made anew."""
    return pictures.reencode(io.BytesIO(written(Image.new("RGB", size, colour))), longest=480)
