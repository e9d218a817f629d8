"""Bad input gets a clear answer, 4xx or harmless: never a fault of ours."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from tests.endorsements.factories import an_endorsement, an_entry, the_demands
from tests.endorsements.visitors import FILLED_IN, filled_in, link_to
from tests.site.conftest import LANGUAGES

pytestmark = pytest.mark.django_db
MULTIPART, URLENCODED = "multipart/form-data; boundary=b", "application/x-www-form-urlencoded"
TOKEN_PAGES = ("confirm", "manage", "mailbox")
READ = (
    "/en/",
    "/en/about/",
    "/en/news/",
    "/en/news/feed/",
    "/en/figures/",
    "/en/endorsements/",
    "/sitemap.xml",
    "/robots.txt",
    "/endorsements.json",
    "/endorsements.csv",
    "/healthz",
)
ODD = [
    "\x00",
    "\ud800",
    "\uffff",
    "\u202e",
    "a" * 100_000,
    "%",
    "{{ 7 * 7 }}",
    "{% load x %}",
    "' OR 1=1 --",
    "\r\nSet-Cookie: a=b",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\U0001f54a" * 1000,
    "e\u0301" * 5000,
    "\u0130" * 300,
    "\ufdfa" * 300,
]
FOR_STAFF = ["\x00", "\ud800", "9" * 5000, "-1", "٣", "<script>alert(1)</script>", "\U0001f54a" * 1000]
CHARSETS = [
    "utf-16",
    "utf-7",
    "unicode_escape",
    "raw_unicode_escape",
    "idna",
    "punycode",
    "rot13",
    "base64",
    "undefined",
    "mbcs",
    "x",
    "utf_8_sig",
    "zlib",
]

HEADERS = [
    "Accept-Language",
    "Accept-Encoding",
    "If-None-Match",
    "If-Modified-Since",
    "Range",
    "Cookie",
    "Referer",
    "Origin",
    "X-Forwarded-Host",
    "X-Forwarded-For",
    "Content-Length",
]
ODD_VALUES = ["\xff", "x" * 50_000, ";=,;", "-1", "\x00"]
PATHS = [
    "/%ff/",
    "/en/%00/",
    "/en/news/%ff/",
    "/en//",
    "//en/",
    "/en/../",
    "/%2e%2e/",
    "/en/" + "x" * 20_000,
    "/uk/%ED%A0%80/",
    "/static/../people1st/settings.py",
    "/static/%00",
]
HOSTS = ["evil.example", "127.0.0.1:99999", "[::1", "a b", "", "localhost\x00", "127.0.0.1@evil.example", "x" * 5000]
COOKIES = ["csrftoken=x", "csrftoken=\xff", "sessionid=" + "x" * 3000, "messages=x", "a=b" * 1000]


@pytest.fixture
def visitor(db) -> Client:
    the_demands()
    return Client(raise_request_exception=False)


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def form_body(fields: dict[str, bytes], boundary: str = "b") -> bytes:
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (boundary.encode(), name.encode(), value)
        for name, value in fields.items()
    ]
    return b"".join(parts) + b"--%s--\r\n" % boundary.encode()


@pytest.mark.parametrize("odd", ODD)
def test_odd_parameters(visitor, odd):
    an_entry()
    query = "".join(f"%{byte:02x}" for byte in raw(odd))
    asked = {"/en/endorsements/": ("q", "country", "page"), "/en/news/": ("kind", "year"), "/uk/": ("x",)}
    for address, parameters in asked.items():
        for parameter in parameters:
            assert visitor.get(f"{address}?{parameter}={query}").status_code < 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_with_a_nul_is_refused_in_the_readers_language(visitor, language):
    for query in ("q=%00", "page=1%00", "x=a%00b"):
        response = visitor.get(f"/{language}/endorsements/?{query}")
        assert (response.status_code, response["Content-Language"]) == (400, language)


# Every field of the form, two at a time: both are of a kind, or one of them alone is enough to be refused.
ODD_TOGETHER = (
    ("name", "statement"),
    ("contact_name", "contact_role"),
    ("consent", "opened"),
    ("visibility", "country"),
    ("website", "contact_email"),
)


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_in_a_form(visitor, odd):
    assert {field for fields in ODD_TOGETHER for field in fields} == {*FILLED_IN, "opened"}
    for fields in ODD_TOGETHER:
        sent = {name: raw(odd if name in fields else value) for name, value in filled_in().items()}
        response = visitor.generic("POST", "/en/endorse/", form_body(sent), content_type=MULTIPART)
        assert response.status_code in {302, 422}
        assert b"<script>" not in response.content


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", [MULTIPART, URLENCODED])
def test_odd_charsets(visitor, charset, kind):
    for word in (b"\\ud800", b"\\x00", b"+2AA-", b"\xff\xfe\x00\xd8", b"xn--a"):
        sent = {
            **{name: raw(value) for name, value in filled_in().items()},
            "name": word,
            "country": word,
            "opened": word,
        }
        body = form_body(sent) if kind.startswith("m") else b"name=%s&country=%s" % (word, word)
        for address in ("/en/endorse/", "/en/endorse/link/"):
            response = visitor.generic("POST", address, body, content_type=f"{kind}; charset={charset}")
            assert 400 <= response.status_code < 500


@pytest.mark.parametrize("charset", CHARSETS)
def test_odd_charsets_for_a_mailed_page(visitor, charset):
    address = link_to(Purpose.MANAGE, an_endorsement("approved"))
    sent = {
        "correct": b"1",
        "correct-statement": b"\\ud800",
        "correct-website": b"\\ud800",
        "correct-contact_role": b"\\ud800",
    }
    kind = f"{MULTIPART}; charset={charset}"
    assert visitor.generic("POST", address, form_body(sent), content_type=kind).status_code < 500


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=\xff", b"x"),
        (MULTIPART, b""),
        (MULTIPART, b"--b\r\nContent-Disposition: form-data; name"),
        (MULTIPART, b'--b\r\nContent-Disposition: form-data; name="name"; filename="x"\r\n\r\nx\r\n--b--'),
        (
            MULTIPART,
            (
                b"--b\r\nContent-Transfer-Encoding: base64\r\n"
                b'Content-Disposition: form-data; name="name"\r\n\r\n%%%\r\n--b--'
            ),
        ),
        ("application/json", b'{"name": "x"}'),
        ("text/plain", b"name=x"),
        ("", b"name=x"),
        ('x/y; charset="', b"x"),
        (URLENCODED, b"%" * 1000),
        (URLENCODED, b"&" * 10_000),
        (URLENCODED, b"name=x&" * 5000),
        (URLENCODED, b"\xff" * 100),
        (URLENCODED, b"name=" + b"x" * 3_000_000),
    ],
)
def test_broken_bodies(visitor, kind, body):
    manage = link_to(Purpose.MANAGE, an_endorsement("approved"))
    before = Endorsement.objects.count()
    for address in ("/en/endorse/", "/en/endorse/link/", manage, manage.replace("manage", "confirm")):
        assert 400 <= visitor.generic("POST", address, body, content_type=kind).status_code < 500
    assert Endorsement.objects.count() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_thousands_of_fields_are_refused_in_the_readers_language(visitor, language):
    response = visitor.post(f"/{language}/endorse/", {f"field-{number}": "x" for number in range(3000)})
    assert (response.status_code, response["Content-Language"]) == (400, language)


def test_a_field_sent_many_times_counts_once(visitor):
    response = visitor.post("/en/endorse/", {**filled_in(), "name": ["First", "Second"]})
    assert response.status_code == 302
    assert Endorsement.objects.get().name == "Second"


@pytest.mark.parametrize("page", TOKEN_PAGES)
@pytest.mark.parametrize("token", [*ODD, "", ".", "..", "a/b", "a%2Fb", "%00", "%", "?", "#"])
def test_odd_tokens(visitor, page, token):
    path = "".join(f"%{byte:02x}" for byte in raw(token)) if token and token[0] not in "%.a?#" else token
    for method in ("GET", "POST"):
        response = visitor.generic(method, f"/en/endorse/{page}/{path}/")
        assert response.status_code in {301, 302, 404, 405}


@pytest.mark.parametrize("address", READ)
def test_only_reading_is_answered(visitor, address):
    assert visitor.head(address).status_code == 200
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "PROPFIND"):
        assert visitor.generic(method, address).status_code == 405


@pytest.mark.parametrize("address", ["/", "/en/endorse/", "/en/endorse/link/"])
def test_unknown_methods(visitor, address):
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "BREW", "PROPFIND"):
        assert visitor.generic(method, address).status_code < 500


@pytest.mark.parametrize("host", HOSTS)
def test_foreign_hosts(visitor, host):
    assert visitor.get("/en/", headers={"Host": host}).status_code in {200, 400}
    if "evil" in host:
        assert visitor.get("/en/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("value", ODD_VALUES)
def test_odd_headers(visitor, header, value):
    for address in ("/", "/uk/endorsements/"):
        assert visitor.get(address, headers={header: value}).status_code < 500


@pytest.mark.parametrize("value", ODD_VALUES)
@pytest.mark.parametrize("address", ["/en/endorse/", "/en/no/"])
def test_odd_headers_together(visitor, address, value):
    assert visitor.get(address, headers=dict.fromkeys(HEADERS, value)).status_code < 500


@pytest.mark.parametrize("path", PATHS)
def test_odd_paths(visitor, path):
    assert visitor.get(path).status_code in {301, 302, 400, 404}


@pytest.mark.parametrize("cookie", COOKIES)
def test_odd_cookies(visitor, cookie):
    for address in ("/en/", "/en/endorse/", "/admin/"):
        assert visitor.get(address, headers={"Cookie": cookie}).status_code < 500


@pytest.mark.parametrize("odd", FOR_STAFF)
def test_odd_words_at_the_door_of_the_admin(visitor, odd):
    for field in ("username", "password", "next"):
        sent = {"username": b"staff", "password": b"x", "next": b"/admin/", field: raw(odd)}
        assert visitor.generic("POST", "/admin/login/", form_body(sent), content_type=MULTIPART).status_code == 200
    query = "".join(f"%{byte:02x}" for byte in raw(odd))
    assert visitor.get(f"/admin/login/?next={query}").status_code in {200, 400}


@pytest.mark.parametrize("odd", FOR_STAFF)
def test_odd_words_of_staff(visitor, odd):
    visitor.force_login(User.objects.create_superuser("root", "root@people1st.example"))
    there = an_endorsement("waiting")
    chosen = str(there.pk).encode()
    where = "/admin/endorsements/endorsement/"
    for field in ("reason", "seen", "_selected_action", "action", "index", "select_across"):
        sent = {"action": b"approve", "_selected_action": chosen, field: raw(odd)}
        assert visitor.generic("POST", where, form_body(sent), content_type=MULTIPART).status_code < 500, field
    query = "".join(f"%{byte:02x}" for byte in raw(odd))
    for parameter in ("q", "queue", "status__exact", "country", "language", "p", "o", "all", "no_such_field"):
        assert visitor.get(f"{where}?{parameter}={query}").status_code < 500, parameter
    for fields in (("name", "statement"), ("country", "website", "endorsed_on")):
        sent = {"name": b"A name", **dict.fromkeys(fields, raw(odd))}
        for page in (f"{there.pk}/change/", "add/"):
            assert visitor.generic("POST", f"{where}{page}", form_body(sent), content_type=MULTIPART).status_code < 500
    sent = {"email": raw(odd), "language": raw(odd)}
    assert (
        visitor.generic("POST", f"{where}{there.pk}/invite/", form_body(sent), content_type=MULTIPART).status_code < 500
    )
