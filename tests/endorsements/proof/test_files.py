import gzip
import ssl
import time
from collections.abc import Callable

import pytest
import trustme

from endorsements.proof import places
from endorsements.proof.files import FileCheck
from endorsements.proof.findings import Finding, Sighting
from tests.endorsements.proof.servers import LONG, NameServer, Website, drips, gives, leads_to, mute_server, pours

LINE = places.line("c0de" * 8)
PLACE = places.of("https://www.organisation.example/about")
HERE = ["A 127.0.0.1"]
Look = Callable[..., Finding]
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def check(names: NameServer, site: Website, ca: trustme.CA) -> Callable[..., FileCheck]:
    """A check that may connect to the website on this machine, and to no other address."""
    names.zone = dict.fromkeys(["organisation.example", "www.organisation.example"], HERE)

    def trust():
        context = ssl.create_default_context()
        ca.configure_trust(context)
        return context

    def make(**changed) -> FileCheck:
        given = {"allowed": lambda address: address == "127.0.0.1", "trust": trust, "port": site.port, "seconds": 60}
        return FileCheck(names.resolver(), **{**given, **changed})

    return make


@pytest.fixture
def finding(check) -> Look:
    return lambda **changed: check(**changed).look(PLACE, LINE).finding


def test_the_line_in_the_file_proves_the_host(check, site) -> None:
    site.behave = gives(LINE)
    assert check().look(PLACE, LINE) == Sighting(Finding.FOUND, "organisation.example")


def test_the_request_says_who_asks_and_for_what(finding, site, settings) -> None:
    site.behave = gives(LINE, Set_Cookie="a=b")
    finding()
    finding()
    assert site.sni == ["www.organisation.example"] * 2
    first, *head = site.requests[1].strip().split("\r\n")
    assert first == "GET /.well-known/people1st.txt HTTP/1.1"
    assert dict(line.split(": ", 1) for line in head) == {
        "Host": f"www.organisation.example:{site.port}",
        "User-Agent": f"People First domain check (+{settings.SITE_URL})",
        "Accept": "text/plain",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


@pytest.mark.parametrize("file", [
    f"{LINE}\n", f"\ufeff{LINE}\r\n", f"our proof:\n  {LINE}  \nmore", f"another=1\r{LINE}",
    f"{LINE}".encode() + b"\n\xff\xfe",
])  # fmt: skip
def test_the_line_may_stand_among_others(finding, site, file) -> None:
    site.behave = gives(file)
    assert finding() == Finding.FOUND


@pytest.mark.parametrize("file", [
    "", LINE[:-1], f"{LINE}0", f"x{LINE}", f"<p>{LINE}</p>", LINE.upper(), LINE.replace("=", "=\n"),
])  # fmt: skip
def test_nothing_else_is_the_line(finding, site, file) -> None:
    site.behave = gives(file)
    assert finding() == Finding.NO_LINE


@pytest.mark.parametrize("status", [
    "404 Not Found", "403 Forbidden", "500 Error", "206 Partial Content", "204 None", "203 Other", "304 Same",
    "300 Many",
])  # fmt: skip
def test_a_file_that_is_not_given_proves_nothing(finding, site, status) -> None:
    site.behave = gives(LINE, status)
    assert finding() == Finding.NO_FILE


# Addresses


INNER_V4 = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"]  # noqa: S104
INNER_V6 = [
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "fe80::1",
    "fd00::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "::",
]
INNER_V6 += ["2001:0:808:808:0:0:80ff:fffe"]


INNER = [f"A {address}" for address in INNER_V4] + [f"AAAA {address}" for address in INNER_V6]


@pytest.mark.parametrize("record", INNER)
def test_as_it_is_delivered_it_connects_to_no_inner_address(names, site, record) -> None:
    names.zone = {"www.organisation.example": [record]}
    delivered = FileCheck(names.resolver(), port=site.port)
    assert delivered.look(PLACE, LINE).finding == Finding.NOT_PUBLIC
    assert not site.connections


@pytest.mark.parametrize("records", [
    ["A 127.0.0.1", "A 10.0.0.1"], ["A 10.0.0.1", "A 127.0.0.1"], ["A 127.0.0.1", "AAAA ::1"],
    ["A 127.0.0.1", "AAAA ::ffff:10.0.0.1"],
])  # fmt: skip
def test_one_inner_address_among_public_ones_ends_it(names, site, finding, records) -> None:
    names.zone["www.organisation.example"] = records
    assert finding() == Finding.NOT_PUBLIC
    assert not site.connections


def test_an_alias_to_an_inner_name_ends_it(names, site, finding) -> None:
    names.zone["www.organisation.example"] = ["CNAME inner.organisation.example"]
    names.zone["inner.organisation.example"] = ["A 10.0.0.1"]
    assert finding() == Finding.NOT_PUBLIC


def test_what_dns_says_after_the_check_changes_nothing(names, site, check) -> None:
    names.changing["www.organisation.example"] = [HERE, ["A 10.0.0.1"]]
    site.behave = gives(LINE)
    asked = []
    found = check(allowed=lambda address: asked.append(address) is None and address == "127.0.0.1").look(PLACE, LINE)
    assert found.finding == Finding.FOUND
    assert asked == ["127.0.0.1"]
    assert names.asked == [("www.organisation.example", "A"), ("www.organisation.example", "AAAA")]
    assert site.connections == 1
    assert check().look(PLACE, LINE).finding == Finding.NOT_PUBLIC


def test_an_address_that_does_not_answer_is_followed_by_the_next(names, site, finding) -> None:
    names.zone["www.organisation.example"] = ["A 127.0.0.2", "A 127.0.0.1"]
    site.behave = gives(LINE)
    assert finding(allowed=lambda address: address.startswith("127.")) == Finding.FOUND


def test_a_host_without_an_address(names, finding) -> None:
    names.zone["www.organisation.example"] = ["TXT nothing"]
    assert finding() == Finding.NO_NAME
    del names.zone["www.organisation.example"]
    assert finding() == Finding.NO_NAME
    names.broken = {"www.organisation.example"}
    assert finding() == Finding.NO_ANSWER


def test_no_proxy_of_the_environment_is_asked(finding, site, monkeypatch) -> None:
    for variable in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    site.behave = gives(LINE)
    assert finding() == Finding.FOUND


# Redirects


def by_host(site: Website, **behaviours) -> None:
    """Let the website behave differently under each of its names; `at` in a redirect stands for its address."""

    def behave(request, write) -> None:
        name = request.split("Host: ", 1)[1].split(".", 1)[0]
        behaviours[name](request, write)

    site.behave = behave


def file_at(site: Website, host: str) -> str:
    return f"https://{host}:{site.port}{places.PATH}"


def test_a_redirect_within_the_domain_is_followed(site, check) -> None:
    by_host(site, www=leads_to(file_at(site, "organisation.example")), organisation=gives(LINE))
    assert check().look(PLACE, LINE) == Sighting(Finding.FOUND, "organisation.example")
    assert site.sni == ["www.organisation.example", "organisation.example"]


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_every_kind_of_redirect_is_one(site, finding, status) -> None:
    by_host(site, www=leads_to(file_at(site, "organisation.example"), status), organisation=gives(LINE))
    assert finding() == Finding.FOUND


@pytest.mark.parametrize("address", [
    "https://evil.example:{port}/.well-known/people1st.txt", "https://organisation.example.evil.example:{port}{path}",
    "https://evilorganisation.example:{port}{path}", "https://127.0.0.1:{port}{path}", "https://[::1]:{port}{path}",
    "https://2130706433:{port}{path}", "http://organisation.example:{port}{path}", "https://organisation.example{path}",
    "https://organisation.example:8443{path}", "https://organisation.example:{port}/other.txt",
    "https://organisation.example:{port}{path}?a=b", "https://user@organisation.example:{port}{path}",
    "https://organisation.example:{port}@127.0.0.1{path}", "//evil.example:{port}{path}", "file:///etc/passwd",
    "gopher://organisation.example:{port}{path}", "/else", "", "javascript:1", "https:///{path}",
])  # fmt: skip
def test_any_other_redirect_is_not(names, site, finding, address) -> None:
    names.zone |= dict.fromkeys(["evil.example", "evilorganisation.example"], HERE)
    by_host(site, www=leads_to(address.format(port=site.port, path=places.PATH)), organisation=gives(LINE))
    assert finding() == Finding.ELSEWHERE
    assert site.connections == 1


def test_a_redirect_to_an_inner_address_ends_it(names, site, finding) -> None:
    names.zone["inside.organisation.example"] = ["A 10.0.0.1"]
    by_host(site, www=leads_to(file_at(site, "inside.organisation.example")))
    assert finding() == Finding.NOT_PUBLIC
    names.zone["inside.organisation.example"] = ["AAAA ::1"]
    assert finding() == Finding.NOT_PUBLIC


def test_redirects_in_a_circle_end(site, finding) -> None:
    www, bare = file_at(site, "www.organisation.example"), file_at(site, "organisation.example")
    by_host(site, www=leads_to(bare), organisation=leads_to(www))
    assert finding() == Finding.ELSEWHERE
    assert site.connections == 3


def test_a_port_that_is_none_is_unreadable(site, finding) -> None:
    site.behave = leads_to("https://organisation.example:99999999/")
    assert finding() == Finding.UNREADABLE


# Certificates


def test_a_certificate_of_somebody_unknown(site, finding) -> None:
    site.behave = gives(LINE)
    assert finding(trust=ssl.create_default_context) == Finding.CERTIFICATE
    assert not site.requests


def test_a_certificate_for_another_name(site, finding, check, names) -> None:
    site.behave = gives(LINE)
    names.zone["club.organisation.example"] = HERE
    place = places.of("https://club.organisation.example")
    assert check().look(place, LINE).finding == Finding.CERTIFICATE
    assert not site.requests


def test_a_certificate_for_the_address_is_none_for_the_host(ca, names, check) -> None:
    with Website(ca, "127.0.0.1").running() as numeric:
        assert check(port=numeric.port).look(PLACE, LINE).finding == Finding.CERTIFICATE


# Bodies and time


BODIES = {
    "huge": lambda _site: gives(f"{LINE}\n" + "x" * 10_000_000),
    "a little too large": lambda _site: gives(f"{LINE}\n" + "x" * 4_096),
    "endless": lambda site: pours(site, OK + b"\r\n", b"x" * 4_096),
    "endless in chunks": lambda site: pours(site, OK + b"Transfer-Encoding: chunked\r\n\r\n", b"4\r\nabcd\r\n"),
    "an endless chunk": lambda site: pours(site, OK + b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n", b"x" * 512),
    "long headers": lambda site: pours(site, OK, b"X-Header: " + b"x" * 2_000 + b"\r\n"),
    "endless continuing": lambda site: pours(site, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("body", BODIES)
def test_what_is_too_large_is_not_read_to_its_end(site, finding, body) -> None:
    site.behave = BODIES[body](site)
    assert finding() in {Finding.TOO_LARGE, Finding.UNREADABLE}


def test_what_is_just_small_enough_is_read(site, finding) -> None:
    site.behave = gives(f"{LINE}\n".ljust(4_096, "x"))
    assert finding() == Finding.FOUND
    site.behave = gives(f"{LINE}\n".ljust(4_097, "x"))
    assert finding() == Finding.TOO_LARGE


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "x-new", "identity, gzip"])
def test_what_is_packed_is_not_unpacked(site, finding, encoding) -> None:
    site.behave = gives(gzip.compress(f"{LINE}\n".encode() + b"\0" * 50_000_000), Content_Encoding=encoding)
    assert finding() == Finding.UNREADABLE
    site.behave = gives(LINE, Content_Encoding=encoding)
    assert finding() == Finding.UNREADABLE


SLOW = {
    "body": lambda site: drips(site, OK + b"Content-Length: 4000\r\n\r\n", b"x"),
    "body in chunks": lambda site: drips(site, OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "a chunk's length": lambda site: drips(site, OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "status": lambda site: drips(site, b"HTTP/1.1 200 ", b"O"),
    "headers": lambda site: drips(site, OK, b"X: y\r\n"),
    "a header": lambda site: drips(site, OK + b"X-Header: ", b"x"),
    "continuing": lambda site: drips(site, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "nothing": lambda site: drips(site, b"", b""),
}


@pytest.mark.parametrize("what", SLOW)
def test_what_drips_ends_in_time(site, finding, what) -> None:
    site.behave = SLOW[what](site)
    start = time.monotonic()
    assert finding(seconds=0.6) in {Finding.TOO_SLOW, Finding.UNREADABLE}
    assert time.monotonic() - start < LONG


def test_redirects_share_one_limit_of_time(site, finding) -> None:
    www, bare = file_at(site, "www.organisation.example"), file_at(site, "organisation.example")

    def after_a_while(address: str):
        return lambda request, write: site.over.wait(0.4) or leads_to(address)(request, write)

    by_host(site, www=after_a_while(bare), organisation=after_a_while(www))
    start = time.monotonic()
    assert finding(seconds=0.6) == Finding.TOO_SLOW
    assert time.monotonic() - start < LONG


def test_a_server_that_never_greets(finding) -> None:
    start = time.monotonic()
    with mute_server() as port:
        assert finding(port=port, seconds=0.5) == Finding.TOO_SLOW
    assert time.monotonic() - start < LONG


def test_names_that_are_not_answered_use_the_same_time(names, finding) -> None:
    names.silent = {"www.organisation.example"}
    start = time.monotonic()
    assert finding(seconds=0.5) == Finding.TOO_SLOW
    assert time.monotonic() - start < LONG


def test_nobody_listens(finding) -> None:
    with mute_server() as port:
        pass
    assert finding(port=port) == Finding.NO_ANSWER


GARBAGE = [
    b"", b"\0" * 5_000, b"SSH-2.0-Server\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/9.9\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", OK + b"X: y\r\n" * 500 + b"\r\n",
    OK + b"Content-Length: x\r\n\r\n",
]  # fmt: skip


@pytest.mark.parametrize("answer", GARBAGE)
def test_what_is_no_answer_is_none(site, finding, answer) -> None:
    site.behave = lambda _request, write: write(answer)
    assert finding() in {Finding.UNREADABLE, Finding.NO_ANSWER, Finding.NO_LINE}
