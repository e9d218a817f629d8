"""A real SMTP server on this machine, the worker of the queue, and two ways to let things happen at once."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from endorsements import jobs
from endorsements.models import Mail
from endorsements.refusals import Refused

DEADLINE = 20
logging.getLogger("mail.log").setLevel(logging.WARNING)  # what the SMTP server was told, line by line


@dataclass
class Letter:
    """One message as the server took it: to whom, and the message."""

    to: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        """Its plain text."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """Its HTML."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass
class Letterbox:
    """What the SMTP server took; `answers` are given to the next recipients instead of its OK."""

    port: int
    letters: list[Letter] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    taken: Callable[[Letter], None] | None = None

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the recipient, or answer what the test wants."""
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message, and tell the test before the OK is sent."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        letter = Letter(list(envelope.rcpt_tos), message)
        self.letters.append(letter)
        if self.taken:
            self.taken(letter)
        return "250 OK"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def smtp_mailers(port: int) -> dict[str, Any]:
    """MAILERS of a site whose mail server listens on `port` here."""
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


@pytest.fixture
def letterbox(settings: LazySettings) -> Iterator[Letterbox]:
    """An SMTP server that the site's mail goes to."""
    box = Letterbox(free_port())
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    settings.MAILERS = smtp_mailers(box.port)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def deliver(letterbox: Letterbox) -> Callable[[], list[Letter]]:
    """Send every mail that is queued, as the worker would; gives the letters of this time, the oldest first."""

    def send() -> list[Letter]:
        before = len(letterbox.letters)
        for mail in Mail.objects.filter(sent_at=None, dropped_at=None).order_by("queued_at", "pk"):
            jobs.send_mail(mail_id=str(mail.pk))
        return letterbox.letters[before:]

    return send


@pytest.fixture
def empty_queue(transactional_db: None) -> Iterator[None]:
    """A queue without jobs, before and after: its tables are the library's, so Django's own clean-up leaves them."""

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")

    empty()
    yield
    empty()


@pytest.fixture
def work(empty_queue: None) -> Iterator[Callable[[], None]]:
    """The worker, run until the queue has nothing to do now. Its thread leaves no connection behind."""
    kept = connection.settings_dict["CONN_MAX_AGE"]
    connection.settings_dict["CONN_MAX_AGE"] = 0

    def run() -> None:
        with queue.replace_connector(queue.connector.get_worker_connector()):  # type: ignore[attr-defined]
            queue.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    yield run
    connection.settings_dict["CONN_MAX_AGE"] = kept


def wait_until(so: Callable[[], object], what: str) -> None:
    """Ask again and again until `so()` is true; fails after DEADLINE seconds, saying what was waited for."""
    pause = threading.Event()
    end = time.monotonic() + DEADLINE
    while not so():
        assert time.monotonic() < end, f"waited {DEADLINE} s in vain: {what}"
        pause.wait(0.02)


def are_waiting(number: int) -> bool:
    """Whether `number` connections or more to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the same activity until then
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0] >= number)


def at_once(*acts: Callable[[], object], behind: Callable[[], object], waiting: int | None = None) -> list[object]:
    """Run each act in a thread with a connection of its own, all let go at the same moment.

    `behind` takes the lock that the acts need first; it is given up when `waiting` of them (all, unless said) stand in
    front of it. Gives what each act gave, or the refusal that it raised, in the order of the acts.
    """

    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        with transaction.atomic():
            behind()
            running = [threads.submit(run, act) for act in acts]
            wait_until(lambda: are_waiting(waiting or len(acts)), "every act at the lock")
        return [one.result(DEADLINE) for one in running]
