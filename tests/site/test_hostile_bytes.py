"""Bytes that no browser sends, to our own gunicorn: refused or ignored, never a fault of ours, and memory stays."""

import contextlib
import socket
import sys
import threading

import pytest

from tests.endorsements.factories import an_endorsement, the_demands
from tests.site.conftest import STORAGES
from tests.site.serving import HOST, gather_all, serving

pytestmark = pytest.mark.django_db(transaction=True)
TLS = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\n".encode()
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"


def request(target: bytes = b"/en/", more: bytes = b"", method: bytes = b"GET", *, body: bytes = b"") -> bytes:
    return b"%s %s HTTP/1.1\r\n%sConnection: close\r\n%s\r\n%s" % (method, target, TLS, more, body)


def form(body: bytes, kind: bytes = FORM, more: bytes = b"", to: bytes = b"/en/endorse/") -> bytes:
    return request(to, b"%s%sContent-Length: %d\r\n" % (kind, more, len(body)), b"POST", body=body)


# What is sent, and the statuses that may come back; 0 is a line that was cut.
METHODS = {
    "a method nobody knows": (request(method=b"BREW"), {405}),
    "a method in small letters": (request(method=b"get"), {400, 405}),
    "a method of 300 letters": (request(method=b"A" * 300), {400, 405}),
    "no method": (request(method=b""), {400}),
    "TRACE": (request(method=b"TRACE"), {405}),
    "OPTIONS *": (request(b"*", method=b"OPTIONS"), {400, 404, 405}),
    "CONNECT": (request(b"evil.example:443", method=b"CONNECT"), {400, 405}),
    "HTTP/2's beginning": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 501, 505}),
    "HTTP/9": (b"GET / HTTP/9.9\r\n" + TLS + b"\r\n", {400, 505}),
    "HTTP/0.9": (b"GET /\r\n\r\n", {0, 400}),
    "a TLS greeting": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500, {0, 400}),
    "nothing at all": (b"", {0}),
    "half a request": (b"GET /en/ HT", {0, 400}),
    "only line ends": (b"\r\n" * 5000, {0, 400, 414}),
}
TARGETS = {
    "absolute form": (request(b"http://%s/en/" % HOST.encode()), {200, 400, 404}),
    "absolute form of another host": (request(b"http://evil.example/en/"), {200, 400, 404}),
    "authority form": (request(b"%s:443" % HOST.encode()), {400, 404}),
    "a very long address": (request(b"/en/" + b"x" * 8000), {414}),
    "a very long query": (request(b"/en/endorsements/?q=" + b"x" * 8000), {414}),
    "a broken percent sign": (request(b"/en/%/"), {400, 404}),
    "half a percent sign": (request(b"/en/%f/"), {400, 404}),
    "bytes beyond ASCII": (request(b"/en/\xff\xfe/"), {400, 404}),
    "an encoded NUL": (request(b"/en/%00/"), {400, 404}),
    "a NUL": (request(b"/en/\x00/"), {400, 404}),
    "a space": (request(b"/en/ a/"), {400, 404}),
    "an encoded line end": (request(b"/en/%0d%0aSet-Cookie:a=b/"), {400, 404}),
    "a surrogate": (request(b"/en/%ed%a0%80/"), {400, 404}),
    "overlong UTF-8": (request(b"/en/%c0%af..%c0%af/"), {400, 404}),
    "a path upwards": (request(b"/en/../../../etc/passwd"), {400, 404}),
    "a path upwards to files": (request(b"/static/../people1st/settings.py"), {400, 404}),
    "an encoded path upwards to files": (request(b"/static/%2e%2e/%2e%2e/etc/passwd"), {400, 404}),
    "a twice encoded path upwards": (request(b"/static/%252e%252e/settings.py"), {400, 404}),
    "a backslash upwards": (request(b"/static/..\\..\\settings.py"), {400, 404}),
    "a file with a NUL": (request(b"/static/css/site.css%00.png"), {400, 404}),
    "an absolute path in files": (request(b"/static//etc/passwd"), {400, 404}),
    "two slashes": (request(b"//evil.example/en/"), {301, 400, 404}),
    "a fragment": (request(b"/en/#x"), {200, 400, 404}),
    "a thousand parameters": (request(b"/en/?" + b"a=&" * 1000), {200, 400}),
}
HEADERS = {
    "no host": (b"GET /en/ HTTP/1.1\r\nX-Forwarded-Proto: https\r\n\r\n", {400}),
    "two hosts": (request(more=b"Host: evil.example\r\n"), {400}),
    "a foreign host": (b"GET /en/ HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Proto: https\r\n\r\n", {400}),
    "a foreign host, no TLS": (b"GET /en/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400}),
    "X-Forwarded-Host": (request(more=b"X-Forwarded-Host: evil.example\r\n"), {200}),
    "SCRIPT_NAME": (request(more=b"SCRIPT_NAME: /admin\r\n"), {200, 400}),
    "PATH_INFO": (request(b"/en/", b"PATH_INFO: /admin/login/\r\n"), {200, 400}),
    "schemes that contradict": (request(more=b"X-Forwarded-Ssl: off\r\n"), {200, 400}),
    "one header of 64 KB": (request(more=b"X-A: " + b"x" * 65_536 + b"\r\n"), {400, 431}),
    "a cookie of 16 KB": (request(more=b"Cookie: a=" + b"x" * 16_384 + b"\r\n"), {400, 431}),
    "a thousand headers": (request(more=b"".join(b"X-%d: a\r\n" % n for n in range(1000))), {400, 431}),
    "a thousand cookies": (request(more=b"Cookie: " + b"a=b; " * 1000 + b"\r\n"), {200}),
    "a thousand languages": (request(b"/", b"Accept-Language: " + b"uk;q=0.1," * 800 + b"\r\n"), {302}),
    "a header without a colon": (request(more=b"nonsense\r\n"), {400}),
    "a header with a space in its name": (request(more=b"X A: b\r\n"), {400}),
    "a space before the colon": (request(more=b"Content-Length : 5\r\n"), {400}),
    "a folded header": (request(more=b"X-A: b\r\n c\r\n"), {400}),
    "a NUL in a header": (request(more=b"X-A: \x00\r\n"), {400}),
    "bytes in a header": (request(more=b"X-A: \xff\xfe\r\n"), {200, 400}),
    "an empty name": (request(more=b": x\r\n"), {400}),
    "Expect of something": (request(more=b"Expect: miracles\r\n"), {417}),
    "a thousand ranges": (request(b"/en/", b"Range: bytes=" + b"0-1," * 1000 + b"\r\n"), {200}),
    "a range of a file beyond its end": (request(b"/robots.txt", b"Range: bytes=999999999-\r\n"), {200, 416}),
    "odd validators": (request(more=b'If-None-Match: "\xff, W/"\r\nIf-Modified-Since: never\r\n'), {200, 400}),
    "Upgrade": (request(more=b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"), {200}),
    "h2c": (request(more=b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"), {200, 400}),
    "a proxy's first line": (b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + request(), {400}),
}
BODIES = {
    "two lengths": (
        request(b"/en/endorse/", b"Content-Length: 1\r\nContent-Length: 2\r\n", b"POST", body=b"xx"),
        {400},
    ),
    "a length below nothing": (request(b"/en/endorse/", b"Content-Length: -1\r\n", b"POST"), {400}),
    "a length with a plus": (request(b"/en/endorse/", b"Content-Length: +5\r\n", b"POST", body=b"a=b&c"), {400}),
    "a length of letters": (request(b"/en/endorse/", b"Content-Length: five\r\n", b"POST"), {400}),
    "a length beyond all": (request(b"/en/endorse/", b"Content-Length: %d\r\n" % 10**30, b"POST"), {400, 413}),
    "more than is sent": (
        request(b"/en/endorse/", FORM + b"Content-Length: 9000\r\n", b"POST", body=b"a=b"),
        {0, 400, 403},
    ),
    "length and chunks": (
        request(b"/en/endorse/", CHUNKED + b"Content-Length: 5\r\n", b"POST", body=b"0\r\n\r\n"),
        {400},
    ),
    "chunks": (request(b"/en/endorse/", FORM + CHUNKED, b"POST", body=b"3\r\na=b\r\n0\r\n\r\n"), {411}),
    "chunks twice": (request(b"/en/endorse/", CHUNKED * 2, b"POST", body=b"0\r\n\r\n"), {400, 501}),
    "chunked in disguise": (request(b"/en/endorse/", b"Transfer-Encoding: xchunked\r\n", b"POST"), {400, 501}),
    "chunked after a tab": (
        request(b"/en/endorse/", b"Transfer-Encoding:\tchunked\r\n", b"POST", body=b"0\r\n\r\n"),
        {400, 411},
    ),
    "identity": (request(b"/en/endorse/", b"Transfer-Encoding: identity\r\n", b"POST"), {400, 411, 501}),
    "gzip, chunked": (
        request(b"/en/endorse/", b"Transfer-Encoding: gzip, chunked\r\n", b"POST", body=b"0\r\n\r\n"),
        {400, 411, 501},
    ),
    "a chunk of a wrong size": (request(b"/en/endorse/", CHUNKED, b"POST", body=b"zz\r\nabc\r\n0\r\n\r\n"), {400, 411}),
    "a chunk below nothing": (request(b"/en/endorse/", CHUNKED, b"POST", body=b"-3\r\nabc\r\n0\r\n\r\n"), {400, 411}),
    "a second request inside the first": (form(b"a=b\r\n\r\nGET /admin/ HTTP/1.1\r\nHost: x\r\n\r\n"), {403}),
    "a body with a GET": (request(b"/en/", FORM + b"Content-Length: 3\r\n", body=b"a=b"), {200}),
    "10 MB": (form(b"name=" + b"x" * 10_000_000), {0, 413}),
    "a hundred thousand fields": (form(b"a=b&" * 60_000), {400, 403}),
    "only ampersands": (form(b"&" * 200_000), {400, 403}),
    "only percent signs": (form(b"%" * 200_000), {400, 403}),
    "a multipart without an end": (
        form(b"--b\r\n" * 1000, b"Content-Type: multipart/form-data; boundary=b\r\n"),
        {400, 403},
    ),
    "a multipart of thousands of files": (
        form(
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nx\r\n' * 3000 + b"--b--\r\n",
            b"Content-Type: multipart/form-data; boundary=b\r\n",
        ),
        {400, 403},
    ),
    "a boundary of 5 KB": (
        form(b"--x", b"Content-Type: multipart/form-data; boundary=" + b"x" * 5000 + b"\r\n"),
        {400, 403},
    ),
    "a charset that decodes nothing, and a query": (
        request(b"/en/?q=%d0%bb", b"Content-Type: text/html; charset=rot13\r\n"),
        {400},
    ),
    "a parameter in a charset of nonsense": (
        request(b"/en/?q=x", b"Content-Type: text/html; x*=nothing''y\r\n"),
        {400},
    ),
    "a charset and a thousand parameters": (
        request(b"/en/endorsements/?" + b"a=&" * 1000, b"Content-Type: text/html; charset=utf-8\r\n"),
        {400},
    ),
    "a charset of nonsense": (form(b"a=b", b"Content-Type: text/html; charset=rot13\r\n"), {400}),
    "a body in gzip": (form(b"\x1f\x8b\x08\x00", FORM + b"Content-Encoding: gzip\r\n"), {403}),
    "JSON nested a hundred thousand deep": (form(b"[" * 100_000, b"Content-Type: application/json\r\n"), {400, 403}),
}
EVERYTHING = METHODS | TARGETS | HEADERS | BODIES
ROUNDS = 12
FAR_TOO_MUCH = 200_000_000
MOST_GROWTH = 12 * 1024  # KiB: Python keeps some of what it once had


def status_of(heard: bytes) -> int:
    """The status of the first answer; 0 when there is none. An interim one is passed over."""
    while heard.startswith(b"HTTP/1.1 100"):
        heard = heard.partition(b"\r\n\r\n")[2]
    return int(heard.split(b" ", 2)[1]) if heard.startswith(b"HTTP/1.") else 0


def endless(server, kind: bytes) -> int:
    """How many bytes of a body without an end the server lets in before it hangs up."""
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall(request(b"/en/endorse/", kind, b"POST"))
        with contextlib.suppress(OSError):
            while sent < FAR_TOO_MUCH:
                line.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
                sent += 65_536
    return sent


def test_bytes_that_no_browser_sends(tmp_path):
    the_demands()
    an_endorsement("approved")
    wrong: dict[str, object] = {}
    with serving(tmp_path, gather_all(tmp_path / "static", STORAGES)) as server:
        for name, (sent, expected) in EVERYTHING.items():
            # The reset of a connection whose body nobody read may overtake the answer: a lost one is asked for again.
            heard = next(filter(None, (server.say(sent) for _ in range(5))), b"")
            if status_of(heard) not in expected or b"Traceback" in heard or b"root:x:0" in heard:
                wrong[name] = heard[:200]
        lost = [line for line in heard.split(b"\r\n") if line.lower().startswith(b"set-cookie: a=b")]
        let_in = endless(server, CHUNKED)
        before = server.memory()
        for _ in range(ROUNDS):
            crowd = [threading.Thread(target=server.say, args=(sent,)) for sent, _expected in EVERYTHING.values()]
            for one in crowd:
                one.start()
            for one in crowd:
                one.join()
        after = server.memory()
        assert server.ask("/en/").status == 200
        words = server.log.read_text(errors="replace")
    asked = len(EVERYTHING) * (ROUNDS + 1)
    sys.stdout.write(
        f"\n{asked} requests of {len(EVERYTHING)} kinds; a body without an end was cut after {let_in:,} bytes"
    )
    sys.stdout.write(f"; the worker had {before:,} KiB, then {after:,} KiB\n")
    assert not wrong
    assert not lost
    assert "Traceback" not in words.replace("DisallowedHost", "") or "Internal Server Error" not in words
    assert let_in < FAR_TOO_MUCH / 10
    assert after - before < MOST_GROWTH
