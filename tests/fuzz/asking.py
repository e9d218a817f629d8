"""Asks the site through WSGI, in this process, and writes down what went wrong."""

import io
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
from django.conf import settings
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from people1st.handler import Handler
from tests.fuzz.strategies import Asked, Form, requests
from tests.reading import as_served, document

SECRET = "a" * 32  # a CSRF cookie that a browser could hold; the form has the same


@dataclass
class Report:
    """What came of the requests: how many answers of each status, what failed, how long it took, what it weighed."""

    statuses: dict[int, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    before: int = 0
    after: int = 0

    @property
    def asked(self) -> int:
        return sum(self.statuses.values())

    def line(self) -> str:
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.asked} requests, {self.asked / self.seconds:.0f} a second; {len(self.failures)} failures; "
            f"memory {self.before:,} KiB, then {self.after:,} KiB; {statuses}"
        )


def memory() -> int:
    """The resident memory of this process, in KiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def patterns(language: str) -> list[str]:
    """Every address that the site knows, what varies in it as the name of its kind."""
    with translation.override(language):
        return ["/" + one for one in _walk("", get_resolver().url_patterns)]


def _walk(before: str, found: list[Any]) -> list[str]:
    addresses = []
    for one in found:
        here = before + str(one.pattern).replace("^", "").replace("\\Z", "").replace("$", "")
        if isinstance(one, URLResolver):
            addresses += _walk(here, one.url_patterns)
        elif isinstance(one, URLPattern):
            addresses.append(here)
    return addresses


def forms_of(client: Client, addresses: list[str]) -> list[Form]:
    """Every form that is sent by POST on these pages, each button once."""
    forms = []
    for address in addresses:
        response = client.get(address)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for form in document(response.content, strict=False).all("form"):
            if form.get("method").lower() != "post" or "logout" in form.get("action"):
                continue
            path = urlsplit(form.get("action")).path or address
            buttons = [button["name"] for button in form.all("button") if button.get("name")] or [""]
            forms += [Form(path, as_served(form, button)) for button in buttons]
    return forms


def ask(application: Any, asked: Asked, session: str) -> int:
    """The status of the answer, all of it read."""
    cookies = [f"{settings.CSRF_COOKIE_NAME}={SECRET}"] if asked.trusted else []
    cookies += [f"{settings.SESSION_COOKIE_NAME}={session}"] if asked.signed_in else []
    environ = {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path.decode("latin-1"),
        "QUERY_STRING": asked.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": asked.address,
        "CONTENT_TYPE": asked.kind,
        "CONTENT_LENGTH": str(len(asked.body)) if asked.length is None else asked.length,
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": "; ".join(cookies),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(asked.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **{f"HTTP_{name}": value for name, value in asked.headers.items()},
    }
    told: list[str] = []
    answer = application(environ, lambda status, _headers, _error=None: told.append(status))
    for _piece in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
    return int(told[0].split(" ")[0])


def run(report: Report, seed: int, count: int, known: list[str], forms: list[Form], session: str) -> None:
    """Ask `count` times what `seed` gives, always the same; what fails is added to the report."""
    number, application = 0, Handler()
    raised: list[str] = []

    def failed(**_about: Any) -> None:
        raised.append(traceback.format_exc(limit=-6))

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(requests(known, forms))
    def one(asked: Asked) -> None:
        nonlocal number
        number += 1
        raised.clear()
        try:
            status = ask(application, asked, session)
        except Exception:  # noqa: BLE001 - whatever comes out of the application is a failure of it
            failed()
            status = 599
        report.statuses[status] = report.statuses.get(status, 0) + 1
        if status >= 500:
            report.failures.append(f"seed {seed}, number {number}: {status}\n{asked}\n{''.join(raised)}")

    got_request_exception.connect(failed)
    began = time.perf_counter()
    try:
        one()
    finally:
        report.seconds += time.perf_counter() - began
        got_request_exception.disconnect(failed)
