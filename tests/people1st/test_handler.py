"""What a request says of its body cannot break the making of the request."""

import io

import pytest

from people1st.handler import Handler
from tests.endorsements.factories import the_demands

pytestmark = pytest.mark.django_db(transaction=True)  # the handler closes connections at the end of a request
KINDS = (
    "text/html; charset=rot13",
    "text/html; charset=undefined",
    "text/html; charset=idna",
    "text/html; charset=zlib",
    "text/html; x*=nothing''y",
    "text/html; charset*=utf-8''utf-16",
    "text/html; " + "x" * 20_000,
    'x/y; charset="',
)


def status_of(kind: str, query: str, path: str = "/en/endorsements/") -> int:
    return answer(path, CONTENT_TYPE=kind, QUERY_STRING=query)[0]


def answer(path: str, **more: str) -> tuple[int, dict[str, str], bytes]:
    the_demands()
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        **more,
    }
    told: list[tuple[str, list[tuple[str, str]]]] = []
    response = Handler()(environ, lambda status, headers: told.append((status, headers)))
    body = b"".join(response)
    response.close()
    [(status, headers)] = told
    return int(status.split()[0]), dict(headers), body


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", ["", "q=%D0%BB"])
def test_an_odd_kind_of_body_is_refused(kind, query):
    assert status_of(kind, query) == 400


def test_an_address_with_too_many_parameters_is_refused_whatever_the_body_is():
    assert status_of("text/html; charset=utf-8", "a=&" * 1000) == 400


def test_the_address_is_utf_8_whatever_the_body_is():
    assert status_of("text/html; charset=utf-8", "q=%D0%BB") == 200


@pytest.mark.parametrize("path", ["/en/privacy/", "/nothing/", "/en/endorsements.csv", "/healthz", "/robots.txt"])
def test_a_head_has_no_body_and_the_length_that_a_get_has(path):
    status, headers, body = answer(path)
    assert len(body) == int(headers.get("Content-Length", len(body))) > 0
    headed = answer(path, REQUEST_METHOD="HEAD")
    assert headed[0] == status
    assert headed[2] == b""
    assert headed[1]["Content-Length"] == str(len(body))
