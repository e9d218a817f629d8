"""How fast our nginx serves the demands page that it keeps, against the same bytes as a file that it has on disk."""

import http.client
import re
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.serving import Serving
from people1st.local import packages

PAGE = "/en/"
FILE = "bench/page.0123456789ab.css"
ROUNDS, SECONDS, CONNECTIONS = 5, 3, 16
LONG = 20  # seconds, in which far more than 100,000 requests come
WINDOW = 2  # seconds: s-maxage (people1st/caching.py)
ENCODING = {"Accept-Encoding": "br"}
OUTCOME = re.compile(r"(\d+) requests in .*?Requests/sec:\s*([\d.]+)", re.DOTALL)


@dataclass(frozen=True)
class Load:
    """What wrk says of one run: requests, and requests a second."""

    requests: int
    rate: float


def table(site: Serving) -> str:
    """Four figures; the application is stopped at the end."""
    body, tag = _page(site)
    (site.static / FILE).parent.mkdir(exist_ok=True)
    (site.static / f"{FILE}.br").write_bytes(body)
    (site.static / FILE).write_bytes(body)
    file = f"{site.plain}/static/{FILE}"
    known = {**ENCODING, "If-None-Match": tag}
    known_file = {**ENCODING, "If-None-Match": _headers(file, ENCODING)["etag"]}
    lines = [f"{'nginx, requests a second: median, lowest to highest':<62} {'ours':>24} {'the file':>24} {'ratio':>6}"]

    def side_by_side(name: str, ours: dict[str, str], theirs: dict[str, str], status: int) -> None:
        lines.append(_side_by_side(name, (site.plain + PAGE, ours), (file, theirs), status))

    side_by_side("demands page through our nginx, against its bytes as a file", ENCODING, ENCODING, 200)
    side_by_side("304 of the demands page, against 304 of the file", known, known_file, 304)
    lines.append(_renders(site))
    lines.append(_busting(site))
    site.stop_application()
    time.sleep(2 * WINDOW)  # what is kept grows old
    side_by_side("demands page with the application stopped, against the file", ENCODING, ENCODING, 200)
    return "\n".join(lines) + "\n"


def _side_by_side(name: str, ours: tuple[str, dict[str, str]], theirs: tuple[str, dict[str, str]], status: int) -> str:
    rates: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        for (address, headers), kept in zip((ours, theirs), rates, strict=True):
            kept.append(_load(address, headers, SECONDS, status).rate)
    ratio = statistics.median(rates[0]) / statistics.median(rates[1])
    return f"{name:<62} {_told(rates[0]):>24} {_told(rates[1]):>24} {ratio:>6.2f}"


def _renders(site: Serving) -> str:
    """How often the application was asked while everybody came, for each window in which a page may be kept."""
    before = _asked(site)
    load = _load(site.plain + PAGE, ENCODING, LONG, 200)
    asked, windows = _asked(site) - before, LONG / WINDOW
    name = f"requests that reached the application, of {load.requests:,} in {LONG} s"
    return f"{name:<62} {asked:>24} {f'{windows:.0f} windows':>24} {asked / windows:>6.2f}"


def _busting(site: Serving) -> str:
    """The same with a parameter of its own in each address, which the page does not read."""
    before = _asked(site)
    numbers = 2_000
    connection = http.client.HTTPConnection(urlsplit(site.plain).netloc)
    began = time.monotonic()
    for number in range(numbers):
        connection.request("GET", f"{PAGE}?x={number}&q={number}", headers=ENCODING)
        answer = connection.getresponse()
        answer.read()
        _expect(answer.status, 200, PAGE)
    asked, windows = _asked(site) - before, 1 + (time.monotonic() - began) / WINDOW
    name = f"the same, of {numbers:,} with a query of their own"
    return f"{name:<62} {asked:>24} {f'{windows:.0f} windows':>24} {asked / windows:>6.2f}"


def _load(address: str, headers: dict[str, str], seconds: int, status: int) -> Load:
    """One run of wrk on a core of its own. Raises RuntimeError when any answer has another status."""
    _expect(_status(address, headers), status, address)
    command = ["taskset", "-c", "1", _wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    command += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    words = subprocess.run([*command, address], check=True, capture_output=True, text=True).stdout
    found = OUTCOME.search(words)
    if "Non-2xx" in words or "Socket errors" in words or found is None:
        msg = f"wrk met wrong answers at {address}: {words}"
        raise RuntimeError(msg)
    _expect(_status(address, headers), status, address)
    return Load(int(found[1]), float(found[2]))


def _wrk() -> str:
    return packages.program("wrk")


def _page(site: Serving) -> tuple[bytes, str]:
    connection = http.client.HTTPConnection(urlsplit(site.plain).netloc)
    connection.request("GET", PAGE, headers=ENCODING)
    answer = connection.getresponse()
    _expect(answer.status, 200, PAGE)
    return answer.read(), answer.headers["ETag"]


def _headers(address: str, headers: dict[str, str]) -> dict[str, str]:
    return _ask(address, headers, lambda answer: {name.lower(): value for name, value in answer.getheaders()})


def _status(address: str, headers: dict[str, str]) -> int:
    return _ask(address, headers, lambda answer: answer.status)


def _ask[T](address: str, headers: dict[str, str], of: Callable[[http.client.HTTPResponse], T]) -> T:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("GET", parts.path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return of(answer)


def _asked(site: Serving) -> int:
    return len(site.asked.read_text(encoding="utf-8").splitlines())


def _expect(status: int, wanted: int, address: str) -> None:
    if status != wanted:
        msg = f"{address} answered {status}, not {wanted}."
        raise RuntimeError(msg)


def _told(rates: list[float]) -> str:
    return f"{statistics.median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f})"
