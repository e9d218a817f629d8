"""The file on a website: the request for it, and what counts as the line."""

import pytest

from endorsements.proof.findings import Finding, Sighting
from tests.endorsements.proof.looking import LINE, PLACE
from tests.endorsements.proof.servers import gives


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
