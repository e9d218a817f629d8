"""A real Chromium before the running site, with its launch content, its worker, and mails written into files."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright
from procrastinate.contrib.django import app as queue

from tests.launched import launched

PATIENCE = 60_000  # milliseconds: a busy machine is slow, not wrong
FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of a file; CHROMIUM says which.

    Playwright's loop runs in this thread while it is open: Django must not mind, and no other file's tests meet it.
    """
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    args = ["--font-render-hinting=none", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=program, args=args)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address) -> Iterator[Callable[..., Page]]:
    """Open the site for one more visitor, with nothing of the others; takes what Playwright's contexts take."""
    contexts = []

    def new_visitor(**kind: Any) -> Page:
        context = chromium.new_context(base_url=address, **kind)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    yield new_visitor
    for context in contexts:
        context.close()


@pytest.fixture
def address(live_server, settings, tmp_path) -> str:
    """Where the site runs, as `make run` would serve it; its mails go to `tmp_path / "mail"`."""
    settings.SITE_URL = live_server.url
    settings.FASTEST_PERSON = timedelta(0)  # the browser types faster than a person
    settings.MAILERS = {"default": {"BACKEND": FILE_BACKEND, "OPTIONS": {"file_path": str(tmp_path / "mail")}}}
    launched()
    return live_server.url


@pytest.fixture
def deliver(address, tmp_path) -> Iterator[Callable[[], EmailMessage]]:
    """Let the worker do what is queued; gives the last mail to somebody who is no moderator."""
    kept = connection.settings_dict["CONN_MAX_AGE"]
    connection.settings_dict["CONN_MAX_AGE"] = 0

    def work() -> None:
        with queue.replace_connector(queue.connector.get_worker_connector()):
            queue.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    def run() -> EmailMessage:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(work).result()
        return mails_in(tmp_path / "mail")[-1]

    yield run
    connection.settings_dict["CONN_MAX_AGE"] = kept


def mails_in(folder: Path) -> list[EmailMessage]:
    """Every mail of the folder that does not go to staff, the oldest first."""
    mails = []
    for file in sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns):
        for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            mail = message_from_bytes(part.lstrip(b"\n"), policy=policy.default)
            if mail["To"] and not mail["To"].endswith("@people1st.example"):
                mails.append(mail)
    return mails


@pytest.fixture
def reader(visit) -> Page:
    """A reader without JavaScript."""
    return visit(java_script_enabled=False)


@pytest.fixture
def staff(visit) -> Page:
    """The browser of a member of staff."""
    return visit()
