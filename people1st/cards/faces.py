"""The site's own typefaces for pictures that the server draws.

The serif is two files (static/fonts/README.md): only one has Cyrillic letters, only the other has all the accents of
Latin ones. A line is therefore cut into runs, each drawn with the file that has its letters.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from anyascii import anyascii
from django.conf import settings
from PIL import ImageDraw, ImageFont

from people1st.typography import bound

_FOLDER = settings.BASE_DIR / "static/fonts"
_SERIF = {"latin": _FOLDER / "serif-latin.woff2", "cyrillic": _FOLDER / "serif-cyrillic.woff2"}
_SANS = dict.fromkeys(("latin", "cyrillic"), _FOLDER / "sans.woff2")
_SERIF_WEIGHT, _SANS_WEIGHT = 620, 400
ELLIPSIS = "…"
_NOWHERE = "\uffff"  # no character, so that every file draws its sign for a missing one


def _script(character: str) -> str:
    return "cyrillic" if "\u0400" <= character <= "\u04ff" or character == "№" else "latin"


@dataclass(frozen=True)
class Face:
    """A typeface in one size (pixels) and weight."""

    size: int
    fonts: dict[str, ImageFont.FreeTypeFont]

    def width(self, text: str) -> float:
        """How wide the line is, in pixels."""
        return sum(self.fonts[script].getlength(run) for script, run in runs(text))

    def draw(self, canvas: ImageDraw.ImageDraw, x: float, baseline: float, text: str, tone: int) -> None:
        """Write one line that begins at `x`."""
        for script, run in runs(text):
            canvas.text((x, baseline), run, fill=tone, font=self.fonts[script], anchor="ls")
            x += self.fonts[script].getlength(run)

    def spelled(self, text: str) -> str:
        """The text in letters that the face has: another one is written in plain Latin, and left out if it can't be.

        Its spaces are those of the pages, so that a line ends where it may.
        """
        composed = unicodedata.normalize("NFC", bound(re.sub(r"[ \t\r\n]+", " ", text.strip())))
        letters = {one: one if self._has(one) else self._plain(one) for one in set(composed)}
        return "".join(letters[one] for one in composed)

    def wrapped(self, text: str, width: float) -> list[str]:
        """The lines of a text, none wider than `width` unless a single word is. Breaks at spaces alone."""
        lines: list[str] = []
        for word in text.split(" "):
            if lines and self.width(f"{lines[-1]} {word}") <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def shortened(self, text: str, width: float) -> str:
        """The text, cut before a word and ended with an ellipsis where it is wider than `width`."""
        if self.width(text) <= width:
            return text
        while text and self.width(text + ELLIPSIS) > width:
            text = text.rpartition(" ")[0] or text[:-1]
        return text.rstrip(" ,;:—–") + ELLIPSIS

    def _plain(self, character: str) -> str:
        return "".join(one for one in anyascii(character) if self._has(one))

    def _has(self, character: str) -> bool:
        font = self.fonts[_script(character)]
        own, missing = font.getmask(character), font.getmask(_NOWHERE)
        return (own.size, bytes(own)) != (missing.size, bytes(missing))


def serif(size: int) -> Face:
    """The face of headings and numbers in this size."""
    return _opened(_SERIF, size, _SERIF_WEIGHT)


def sans(size: int) -> Face:
    """The face of small lines in this size."""
    return _opened(_SANS, size, _SANS_WEIGHT)


def _opened(files: dict[str, Path], size: int, weight: int) -> Face:
    """Opened anew each time: FreeType's faces belong to one thread."""
    fonts = {script: ImageFont.truetype(file, size) for script, file in files.items()}
    for font in fonts.values():
        font.set_variation_by_axes([weight])
    return Face(size, fonts)


def files() -> list[Path]:
    """The files of both faces."""
    return sorted({*_SERIF.values(), *_SANS.values()})


def runs(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the name of the file that has its letters."""
    return [(script, "".join(letters)) for script, letters in groupby(text, key=_script)]
