"""Makes the icons that are no SVG from static/img/icon.svg, beside it: `python -m people1st.local.icons`.

The drawing is upright rectangles on a ground. `any` icons are the drawing as it is; where a system cuts a circle or
rounds the corners the strokes stand in the middle: within four fifths of the width, the safe zone of maskable icons
(https://www.w3.org/TR/appmanifest/#icon-masks).
"""

import re
from pathlib import Path

from PIL import Image, ImageDraw

from people1st.local.configuration import ROOT

FOLDER = ROOT / "static/img"
ICO_SIZES = (16, 32, 48)
# File → size in pixels, and the share of the width that the strokes take.
PNGS = {
    "icon-192.png": (192, 1.0),
    "icon-512.png": (512, 1.0),
    "icon-maskable-512.png": (512, 0.66),
    "apple-touch-icon.png": (180, 0.76),
}
_UNITS = 32
_FINER = 8  # drawn so many times larger, then made smaller: smooth edges at sizes that do not divide evenly
_PATH = re.compile(r'<path fill="(#[0-9a-f]{6})" d="([^"]+)"/>')
_RECTANGLE = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)(?:h-\d+|H\d+)z")

type Shape = tuple[str, list[tuple[int, int, int, int]]]


def shapes(svg: str) -> list[Shape]:
    """The colour of each path of the drawing, and its rectangles as x, y, width, height in units of the drawing."""
    return [
        (colour, [(int(x), int(y), int(w), int(h)) for x, y, w, h in _RECTANGLE.findall(path)])
        for colour, path in _PATH.findall(svg)
    ]


def drawn(svg: str, size: int, share: float = 1.0) -> Image.Image:
    """The icon as a picture of `size` × `size` pixels."""
    (ground, _whole), *others = shapes(svg)
    large = Image.new("RGB", (size * _FINER, size * _FINER), ground)
    canvas = ImageDraw.Draw(large)
    unit, start = large.width * share / _UNITS, large.width * (1 - share) / 2
    for colour, rectangles in others:
        for x, y, width, height in rectangles:
            left, top = start + x * unit, start + y * unit
            canvas.rectangle((left, top, left + width * unit - 1, top + height * unit - 1), fill=colour)
    return large.resize((size, size), Image.Resampling.BOX)


def make(folder: Path) -> None:
    """Write all of them."""
    svg = (FOLDER / "icon.svg").read_text()
    for name, (size, share) in PNGS.items():
        drawn(svg, size, share).quantize(16, dither=Image.Dither.NONE).save(folder / name, optimize=True)
    pictures = [drawn(svg, size) for size in ICO_SIZES]
    pictures[-1].save(folder / "favicon.ico", sizes=[picture.size for picture in pictures], append_images=pictures[:-1])


if __name__ == "__main__":
    make(FOLDER)
