"""A QR code as the outline of its dark modules, for an SVG that a template writes (ISO/IEC 18004)."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4  # modules of white around it (ISO/IEC 18004, section 9.1)


@dataclass(frozen=True)
class Drawing:
    """What the SVG needs: the side of the picture in modules, quiet zone and all, and the path of what is dark."""

    side: int
    path: str


@lru_cache(maxsize=16)
def drawn(text: str) -> Drawing:
    """The QR code of a text; a seventh of it may be damaged. Raises ValueError for a text that no code can hold."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    rows = code.get_matrix()
    bars = [bar for y, row in enumerate(rows) for bar in _bars(row, y)]
    return Drawing(len(rows), "".join(bars))


def _bars(row: list[bool], y: int) -> list[str]:
    """The dark runs of a row, each as a rectangle of one module's height."""
    bars, x = [], 0
    for is_dark, run in groupby(row):
        width = len(list(run))
        if is_dark:
            bars.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return bars
