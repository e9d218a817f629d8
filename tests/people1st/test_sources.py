"""Where a request comes from: what trusted proxies saw, never what a visitor wrote."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given, strategies

from people1st import sources

CALLED_FROM = "192.0.2.9"


def address(forwarded: str | None, proxies: int, called_from: str = CALLED_FROM) -> str:
    """What the site takes for the client of a request with this X-Forwarded-For."""
    request = RequestFactory().get("/", REMOTE_ADDR=called_from)
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.TRUSTED_PROXIES", proxies)
        return sources.client_address(request)


@pytest.mark.parametrize(("forwarded", "proxies", "expected"), [
    (None, 0, CALLED_FROM),
    ("203.0.113.1", 0, CALLED_FROM),
    ("203.0.113.1, 198.51.100.2", 0, CALLED_FROM),
    ("203.0.113.1", 1, "203.0.113.1"),
    ("1.1.1.1, 203.0.113.1", 1, "203.0.113.1"),
    ("1.1.1.1,2.2.2.2,203.0.113.1,198.51.100.2", 2, "203.0.113.1"),
    ("203.0.113.1, 198.51.100.2", 2, "203.0.113.1"),
    ("1.1.1.1, 203.0.113.1, 198.51.100.2, 198.51.100.3", 3, "203.0.113.1"),
])  # fmt: skip
def test_the_entry_that_our_outermost_proxy_wrote(forwarded: str | None, proxies: int, expected: str) -> None:
    assert address(forwarded, proxies) == expected


@pytest.mark.parametrize(("forwarded", "proxies"), [
    (None, 1), ("", 1), ("203.0.113.1", 2), ("1.1.1.1, 203.0.113.1", 3), ("203.0.113.1, ", 1), (" , , ", 2),
    ("1.1.1.1, unknown", 1), ("1.1.1.1, unix:", 1), ("1.1.1.1, 999.1.1.1", 1), ("1.1.1.1, 010.0.0.1", 1),
    ("1.1.1.1, 2001:db8::/64", 1), ("1.1.1.1, <script>", 1), ("1.1.1.1, 2.2.2.2:", 1), ("1.1.1.1, 1.1.1.1:http", 1),
    ("1.1.1.1, [2001:db8::1", 1), ("1.1.1.1, [2001:db8::1]x", 1), ("1.1.1.1, [2001:db8::1]:٣", 1), ("1.1.1.1 2", 1),
    ("1.1.1.1, _hidden", 1), ("1.1.1.1, 0x7f000001", 1), ("1.1.1.1, 2130706433", 1), ("1.1.1.1;203.0.113.1", 1),
])  # fmt: skip
def test_a_header_that_is_short_or_makes_no_sense_gives_who_called_us(forwarded: str | None, proxies: int) -> None:
    assert address(forwarded, proxies) == CALLED_FROM


@pytest.mark.parametrize(("entry", "expected"), [
    ("203.0.113.1:443", "203.0.113.1"),
    ("::ffff:203.0.113.1", "203.0.113.1"),
    ("[::ffff:203.0.113.1]:443", "203.0.113.1"),
    ("::FFFF:cb00:7101", "203.0.113.1"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:DB8:1:2::ffff", "2001:db8:1:2::/64"),
    ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
    ("[2001:db8:1:2::1]:65535", "2001:db8:1:2::/64"),
    ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
    ("fe80::1%eth0", "fe80::/64"),
    ("[fe80::1%eth0]:80", "fe80::/64"),
    ("::1", "::/64"),
])  # fmt: skip
def test_one_source_has_one_spelling(entry: str, expected: str) -> None:
    assert address(f"1.1.1.1, {entry}", 1) == expected
    assert address(None, 0, called_from=entry) == expected


@pytest.mark.parametrize("called_from", ["", "unix:", "garbage"])
def test_a_socket_without_an_address_is_an_unknown_source(called_from: str) -> None:
    assert address(None, 0, called_from) == address("unknown", 1, called_from) == ""
    assert address("203.0.113.1", 1, called_from) == "203.0.113.1"
    request = RequestFactory().get("/", REMOTE_ADDR=called_from)
    assert sources.sender_digest(request) == ""
    assert sources.sender_digests(request) == ("", "")


@given(strategies.text(max_size=200), strategies.integers(0, 4))
def test_nothing_that_a_visitor_writes_breaks_it(text: str, proxies: int) -> None:
    given_back = address(text, proxies)
    assert re.fullmatch(r"[0-9.]+|[0-9a-f:]+/64", given_back)
    assert address(f"{text}, 203.0.113.1", 1) == "203.0.113.1"


def test_a_thousand_written_headers_are_one_source(settings: LazySettings) -> None:
    for proxies, last in ((0, ""), (1, ", 203.0.113.1")):
        settings.TRUSTED_PROXIES = proxies
        digests = {
            sources.sender_digest(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"10.{n // 256}.{n % 256}.1{last}"))
            for n in range(1000)
        }
        assert len(digests) == 1


def test_a_source_is_a_keyed_hash_of_its_day(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.1")
    now = datetime(2026, 11, 24, 23, 59, tzinfo=timezone.get_fixed_timezone(0))
    monkeypatch.setattr(timezone, "now", lambda: now)
    today, yesterday = sources.sender_digests(request)
    assert re.fullmatch("[0-9a-f]{64}", today)
    assert today == sources.sender_digest(request) != yesterday
    assert today != sources.sender_digest(RequestFactory().get("/", REMOTE_ADDR="203.0.113.2"))
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=2))
    assert sources.sender_digests(request)[1] == today != sources.sender_digest(request)
    monkeypatch.setattr(timezone, "now", lambda: now)
    settings.ENCRYPTION_KEYS = (bytes(range(32)),)
    assert sources.sender_digest(request) != today
