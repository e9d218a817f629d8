"""Requests as nobody sends them: addresses of the site, bent; its forms, filled with anything; odd headers, bodies."""

from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes, urlencode

from hypothesis import strategies as st

from tests.browser.hostile import payloads

URLENCODED = "application/x-www-form-urlencoded"
METHODS = (
    "GET",
    "GET",
    "GET",
    "POST",
    "POST",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "PATCH",
    "BREW",
    "",
)
PARAMETERS = (
    "q",
    "country",
    "page",
    "kind",
    "year",
    "done",
    "next",
    "p",
    "o",
    "queue",
    "status__exact",
    "all",
    "e",
    "_popup",
)
HEADERS = (
    "ACCEPT", "ACCEPT_ENCODING", "ACCEPT_LANGUAGE", "COOKIE", "EXPECT", "FORWARDED", "HOST", "IF_MATCH",
    "IF_MODIFIED_SINCE", "IF_NONE_MATCH", "IF_UNMODIFIED_SINCE", "ORIGIN", "RANGE", "REFERER", "TRANSFER_ENCODING",
    "USER_AGENT", "X_CSRFTOKEN", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_HTTP_METHOD_OVERRIDE",
    "X_REQUESTED_WITH",
)  # fmt: skip
KINDS = (
    "text/html; charset=utf-8", "text/html; x*=nothing''y", "text/html; x*=rot13''y", "text/html; charset*=utf-8''idna",
    URLENCODED, "multipart/form-data; boundary=b", "multipart/form-data", "application/json", "text/plain", "",
    f"{URLENCODED}; charset=utf-16", "multipart/form-data; boundary=b; charset=rot13", 'x/y; charset="',
)  # fmt: skip
ODD = (
    "", " ", "\x00", "\ud800", "\uffff", "\u202e", "%", "%00", "%ff", "..", "../..", "/", "//", "\\", "?", "#", ";",
    "&", "-1", "0", "9" * 40, "1e999", "NaN", "٣", "null", "true", "[]", "{}", "a" * 3000, "🕊" * 99, "e\u0301" * 99,
    "İ" * 99, "\r\nX: y", "'", '"', "' OR 1=1 --", "{{ 7*7 }}", "{% debug %}", "=1+1", "@x", "UA", "uk", "on",
    "office@organisation.example", "https://organisation.example", "https://127.0.0.1/", "http://[::1]/", "2026-13-45",
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A form as a page served it: where it goes to, and what it sends when nobody touches it."""

    address: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Asked:
    """One request, in the words of WSGI; `signed_in` says whose it is, `trusted` that it has the form's cookie."""

    method: str
    path: bytes
    query: str
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    body: bytes = b""
    length: str | None = None
    address: str = "192.0.2.1"
    signed_in: bool = False
    trusted: bool = True


words = st.one_of(
    st.sampled_from(ODD), st.sampled_from(payloads()), st.text(max_size=60), st.text(min_size=200, max_size=900)
)
latin = st.one_of(st.sampled_from(ODD), st.text(max_size=200)).map(
    lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1").replace("\r", "").replace("\n", "")
)
addresses = st.one_of(
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(str),
    st.sampled_from(["", "x", "::ffff:1.2.3.4", "fe80::1%eth0"]),
)


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def paths(draw: st.DrawFn, known: list[str]) -> bytes:
    """An address of the site as it is, with a piece exchanged, lengthened or cut, or nothing of the kind."""
    path = draw(st.sampled_from(known))
    how = draw(st.integers(0, 9))
    if how < 4:
        return raw(path)
    if how < 7:
        pieces = path.split("/")
        pieces[draw(st.integers(1, len(pieces) - 1))] = draw(words)
        return raw("/".join(pieces))
    if how < 8:
        return raw(path)[: draw(st.integers(1, len(path)))]
    return raw(path) + raw(draw(words)) if how < 9 else b"/" + draw(st.binary(max_size=60))


@st.composite
def queries(draw: st.DrawFn) -> str:
    how = draw(st.integers(0, 5))
    if how < 2:
        return ""
    if how == 5:
        return draw(latin)
    names = st.one_of(st.sampled_from(PARAMETERS), words)
    pairs = draw(st.lists(st.tuples(names, words), min_size=1, max_size=5))
    return "&".join(f"{quote_from_bytes(raw(name))}={quote_from_bytes(raw(value))}" for name, value in pairs)


@st.composite
def filled(draw: st.DrawFn, form: Form) -> dict[str, str]:
    """The form with some fields changed, left out, or added."""
    fields = dict(form.fields)
    for name in draw(st.lists(st.sampled_from([*fields, "contact_email", "agree"]), max_size=5)):
        fields[name] = draw(words)
    for name in draw(st.lists(st.sampled_from(list(fields)), max_size=1)):
        if name != "csrfmiddlewaretoken":
            del fields[name]
    return fields | draw(st.dictionaries(words, words, max_size=2))


def encoded(kind: str, fields: dict[str, str]) -> bytes:
    """The fields as a browser would send them."""
    if kind.startswith("multipart"):
        parts = [
            b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (raw(name), raw(value))
            for name, value in fields.items()
        ]
        return b"".join(parts) + b"--b--\r\n"
    return urlencode({raw(name): raw(value) for name, value in fields.items()}).encode()


@st.composite
def requests(draw: st.DrawFn, known: list[str], forms: list[Form]) -> Asked:
    """Half of them are forms of the site, the rest anything."""
    shared = {
        "headers": draw(st.dictionaries(st.sampled_from(HEADERS), latin, max_size=2)) if draw(st.booleans()) else {},
        "address": draw(addresses),
        "signed_in": draw(st.booleans()),
    }
    if draw(st.booleans()):
        form = draw(st.sampled_from(forms))
        kind = draw(st.sampled_from((URLENCODED, URLENCODED, KINDS[1])))
        body = encoded(kind, draw(filled(form)))
        shared["signed_in"] = draw(st.integers(0, 9)) > 0
        return Asked("POST", raw(form.address), "", kind=kind, body=body, trusted=draw(st.integers(0, 9)) > 0, **shared)
    body = draw(st.one_of(st.just(b""), st.binary(max_size=300), words.map(raw)))
    length = draw(st.one_of(st.none(), st.none(), st.sampled_from(["-1", "x", "0", "9" * 30, "400000", "٣", ""])))
    method, kind = draw(st.sampled_from(METHODS)), draw(st.sampled_from(KINDS))
    return Asked(method, draw(paths(known)), draw(queries()), kind=kind, body=body, length=length, **shared)
