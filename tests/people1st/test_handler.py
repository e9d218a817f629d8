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
    the_demands()
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": kind,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    told: list[str] = []
    for _piece in Handler()(environ, lambda status, _headers: told.append(status)):
        pass
    return int(told[0].split()[0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", ["", "q=%D0%BB"])
def test_an_odd_kind_of_body_is_refused(kind, query):
    assert status_of(kind, query) == 400


def test_an_address_with_too_many_parameters_is_refused_whatever_the_body_is():
    assert status_of("text/html; charset=utf-8", "a=&" * 1000) == 400


def test_the_address_is_utf_8_whatever_the_body_is():
    assert status_of("text/html; charset=utf-8", "q=%D0%BB") == 200
