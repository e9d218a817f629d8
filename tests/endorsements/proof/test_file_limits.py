"""What is too large, too slow, packed or no answer at all ends the check of the file."""

import gzip
import time

import pytest

from endorsements.proof.findings import Finding
from tests.endorsements.proof.looking import LINE
from tests.endorsements.proof.servers import LONG, drips, gives, mute_server, pours

OK = b"HTTP/1.1 200 OK\r\n"
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
