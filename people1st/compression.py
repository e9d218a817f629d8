"""Bodies in the encodings that a client takes (RFC 9110, section 12.5.3), for pages that hold no secret.

What holds one goes through Django's GZipMiddleware, which pads it at random against BREACH.
"""

import gzip
import re

import brotli  # type: ignore[import-untyped]
from django.http import HttpResponse

SHORTEST = 200  # bytes; less gains nothing
BROTLI, GZIP = 6, 6  # quality: a fifth of what the highest takes off more costs twenty times as long
COMPRESSED = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/atom+xml",
    "application/xml",
    "image/svg+xml",
)
_TAKEN = r"(?:^|,)\s*{}\s*(?:$|,|;\s*q=(?:1|0?\.\d*[1-9]))"
_ENCODINGS = tuple((name, re.compile(_TAKEN.format(name), re.IGNORECASE)) for name in ("br", "gzip"))


def best(accept_encoding: str) -> str:
    """`br`, `gzip`, or nothing: what serves a client with this Accept-Encoding best. Never raises."""
    return next((name for name, taken in _ENCODINGS if taken.search(accept_encoding)), "")


def is_worth_it(response: HttpResponse) -> bool:
    """Whether its body gets shorter by compression."""
    words = response.headers.get("Content-Type", "").startswith(COMPRESSED)
    return words and len(response.content) >= SHORTEST and "Content-Encoding" not in response.headers


def compressed(body: bytes, encoding: str) -> bytes:
    """The body in an encoding that `best` gave; the same bytes for the same body, always."""
    match encoding:
        case "br":
            return bytes(brotli.compress(body, quality=BROTLI))
        case "gzip":
            return gzip.compress(body, GZIP, mtime=0)
    return body
