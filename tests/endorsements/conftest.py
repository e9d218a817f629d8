"""A real SMTP server on this machine, and the worker of the queue."""

import logging
import time
from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app as queue

from tests.endorsements.letters import Letter, Letterbox, free_port, smtp_mailers

A_STEP = 300  # seconds; the longer steps are multiples of it
LONGER_THAN_A_TEST = 20

logging.getLogger("mail.log").setLevel(logging.WARNING)  # what the SMTP server was told, line by line


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
    from endorsements import jobs  # noqa: PLC0415 - pytest reads this file before Django knows its models
    from endorsements.models import Mail  # noqa: PLC0415

    def send() -> list[Letter]:
        before = len(letterbox.letters)
        for mail in Mail.objects.filter(sent_at=None, dropped_at=None).order_by("queued_at", "pk"):
            jobs.send_mail(mail_id=str(mail.pk))
        return letterbox.letters[before:]

    return send


@pytest.fixture
def within_a_step() -> None:
    """Begin where a limit's step of five minutes has some time left, and so an hour and a day in every time zone."""
    from tests.endorsements.racing import wait_until  # noqa: PLC0415 - as below

    wait_until(lambda: time.time() % A_STEP < A_STEP - LONGER_THAN_A_TEST, "a step with time left")


@pytest.fixture
def empty_queue(transactional_db: None) -> None:
    """A queue without jobs, before and after: what a test commits is emptied after it, the queue's tables too."""


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


@pytest.fixture
def staff(db: None) -> Client:
    """A superuser, who may do everything that the admin lets anybody do."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - as above

    client = Client()
    client.force_login(User.objects.create_superuser("root", "root@people1st.example"))
    return client


@pytest.fixture
def ring(settings: LazySettings) -> Callable[..., None]:
    """Changes the ring of keys; it is the key A alone at first."""
    from tests.endorsements.rings import A  # noqa: PLC0415 - as above

    def change(*ring: bytes) -> None:
        settings.ENCRYPTION_KEYS = ring

    change(A)
    return change
