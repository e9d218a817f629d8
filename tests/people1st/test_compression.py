"""Which encoding a client gets, and that the same page is the same bytes."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from people1st.caching import public
from people1st.compression import best, compressed

LONG = b"Free them all. " * 100


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("BR", "br"),
        ("br;q=0.001", "br"),
        ("br; q=1.000,gzip", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.000,gzip;q=0.5", "gzip"),
        ("gzip", "gzip"),
        ("", ""),
        ("identity", ""),
        ("brotli", ""),
        ("x-gzip", ""),
        ("*", ""),
        ("br;q=", ""),
        ("\xff" * 9000, ""),
    ],
)
def test_the_best_encoding_that_a_client_takes(accepted: str, encoding: str) -> None:
    assert best(accepted) == encoding


def test_the_same_body_is_the_same_bytes() -> None:
    assert gzip.decompress(compressed(LONG, "gzip")) == brotli.decompress(compressed(LONG, "br")) == LONG
    assert compressed(LONG, "gzip") == compressed(LONG, "gzip")


@pytest.mark.parametrize(
    ("body", "kind", "encoding"),
    [
        (LONG, "text/html", "br"),
        (LONG, "image/png", None),
        (b"short", "text/html", None),
        (LONG, "image/svg+xml", "br"),
    ],
)
def test_what_gains_by_it_is_compressed(rf: RequestFactory, body: bytes, kind: str, encoding: str | None) -> None:
    view = public(lambda _request: HttpResponse(body, content_type=kind))
    response = view(rf.get("/", headers={"Accept-Encoding": "br"}))
    assert response.headers.get("Content-Encoding") == encoding
    assert response.headers.get("Vary") == ("Accept-Encoding" if encoding else None)
    assert not response.headers["ETag"].startswith("W/")


def test_a_client_that_takes_none_still_learns_that_others_get_another(rf: RequestFactory) -> None:
    response = public(lambda _request: HttpResponse(LONG))(rf.get("/"))
    assert (response.content, response.headers["Vary"]) == (LONG, "Accept-Encoding")
