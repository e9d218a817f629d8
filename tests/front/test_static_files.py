"""Static files as nginx serves them from disk."""

import pytest

from tests.front.conftest import STYLE

pytestmark = pytest.mark.django_db(transaction=True)
NAMED_FOR_EVER = "public, max-age=31536000, immutable"


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_each_is_served_as_it_was_compressed(served, accepted, encoding):
    status, headers, body = served.get("/static/css/site.0123456789ab.css", Accept_Encoding=accepted)
    assert (status, headers.get("content-encoding")) == (200, encoding)
    assert headers["content-type"] == "text/css; charset=utf-8"
    assert headers["cache-control"] == NAMED_FOR_EVER
    assert headers["vary"] == "Accept-Encoding"
    assert (body == STYLE) == (encoding is None)
    assert served.asked == 0


def test_what_is_too_short_to_compress_is_served_as_it_is(served):
    status, headers, body = served.get("/static/css/short.0123456789ab.css", Accept_Encoding="br")
    assert (status, headers["content-type"], body) == (200, "text/css", b"p{}")
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("fonts/sans.0123456789ab.woff2", "font/woff2", NAMED_FOR_EVER),
        ("img/icon.svg", "image/svg+xml", "public, max-age=60"),
    ],
)
def test_others_have_their_type_and_the_headers_that_browsers_obey(served, path, kind, kept):
    status, headers, _body = served.get(f"/static/{path}", Accept_Encoding="br")
    assert (status, headers["content-type"], headers["cache-control"]) == (200, kind, kept)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/static/none.css", "/static/none.png", "/static/css/", "/static/.css"])
def test_nothing_else_is_served(served, path):
    assert served.get(path)[0] in {400, 403, 404}
