"""What a log must not hold: tokens, mailboxes, network addresses, the values that PostgreSQL tells of in an error."""

import logging
import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from gunicorn.config import Config

from people1st.gunicorn_config import DiscreetLogger
from people1st.logs import DiscreetFormatter, JsonFormatter, discreet
from tests.people1st.telling import MAILBOX, NAME, caught, record

MORE = "\n\nMore of it"
TOKEN = "aB3-x_secret"
FORMATTER = DiscreetFormatter("{levelname} {message}")


def violation() -> None:
    """A unique constraint met by the same contact twice, in a transaction that leaves nothing behind."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE held (name text, address text UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO held VALUES (%s, %s), (%s, %s)", [NAME, MAILBOX, NAME, MAILBOX])


def failing_row() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE held (name text, address text, CHECK (name = '')) ON COMMIT DROP")
        cursor.execute("INSERT INTO held VALUES (%s, %s)", [NAME + MORE, MAILBOX])


def wrong_statement() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s, nothing", [NAME])


def behind_another() -> None:
    try:
        violation()
    except IntegrityError as error:
        msg = f"It failed: {error}"
        raise RuntimeError(msg) from error


def in_the_middle() -> None:
    try:
        failing_row()
    except IntegrityError:
        int("later")


def in_a_group() -> None:
    msg = "several"
    raise ExceptionGroup(msg, [IntegrityError(str(caught(violation))), ValueError("another")])


@pytest.mark.django_db
@pytest.mark.parametrize("raises", [violation, failing_row, wrong_statement, behind_another, in_the_middle, in_a_group])
def test_an_error_of_the_database_is_told_without_its_values(raises: Callable[[], None]) -> None:
    error = caught(raises)
    unclean = logging.Formatter().format(record("It failed", error=error))
    assert NAME in unclean or MAILBOX in unclean

    for written in (
        FORMATTER.format(record("It failed", error=error)),
        FORMATTER.format(record("It failed: %s", error)),
        FORMATTER.format(record("It failed: %r", error)),
        FORMATTER.format(record(unclean)),
        JsonFormatter().format(record("It failed: %s", error, error=error)),
        JsonFormatter().format(record(unclean)),
    ):
        assert written.startswith(("ERROR ", '{"time": "20'))
        for secret in (NAME, MAILBOX, MORE.strip()):
            assert secret not in written


@pytest.mark.django_db
def test_the_rest_of_a_traceback_is_as_python_writes_it() -> None:
    error = caught(in_the_middle)
    written = FORMATTER.format(record("It failed", error=error))
    assert written.startswith("ERROR It failed\nTraceback (most recent call last):\n")
    assert "violates check constraint" in written
    assert "During handling of the above exception, another exception occurred:" in written
    assert written.endswith("ValueError: invalid literal for int() with base 10: 'later'")
    assert "direct cause" in FORMATTER.format(record("It failed", error=caught(behind_another)))


def test_a_traceback_without_secrets_is_not_changed() -> None:
    def fails() -> None:
        try:
            int("x")
        except ValueError as error:
            raise KeyError from error

    error = caught(fails)
    plain = logging.Formatter("{levelname} {message}", style="{")
    assert FORMATTER.format(record("It failed", error=error)) == plain.format(record("It failed", error=error))


def test_errors_that_name_each_other_end() -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__context__, two.__context__ = two, one
    assert FORMATTER.format(record("", error=one)).endswith("ValueError: one")


def test_another_formatters_traceback_is_not_taken_over() -> None:
    told = record("It failed", error=caught(lambda: int("/en/endorse/confirm/secret/")))
    assert "secret" in logging.Formatter().format(told)
    assert "secret" not in FORMATTER.format(told)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Not Found: /uk/endorse/manage/aB-3_x/", "Not Found: /uk/endorse/manage/…/"),
        ("GET /ru/endorse/confirm/aB?x HTTP/1.1", "GET /ru/endorse/confirm/… HTTP/1.1"),
        ("at /admin/enrol/aB-3_x/?next=/", "at /admin/enrol/…/?next=/"),
        ("('uXn2wDQ6FEZFkJ7dkUOzq2bSoBzUaUpYhUh-F6kd_gE',)", "('…',)"),
        ("9f86d081884c7d659a2feaa0c55ad0159f86d0818ab", "9f86d081884c7d659a2feaa0c55ad0159f86d0818ab"),
        ("Refused: {'olha@org.example': (550, b'no')}", "Refused: {'…@…': (550, b'no')}"),
        ("to <o'h+news@пошта.укр>, next", "to <o'…@…>, next"),
        ("GET /uk/olha.contact%2Bnews%40org.example/?x", "GET /uk/…@…/?x"),
        ("Watching 3 jobs @ 5 s; detail: none", "Watching 3 jobs @ 5 s; detail: none"),
    ],
)
def test_tokens_and_mailboxes_go_and_the_rest_stays(text: str, written: str) -> None:
    assert discreet(text) == written


def test_a_long_message_takes_no_time() -> None:
    began = time.process_time()
    for piece in ("a", "a.", "@", "a@b", "/manage", "a%40", "%40", "1", "1.", "a:", ":", "192.0.2.7:", "-", "aA"):
        discreet(piece * (200_000 // len(piece)))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("from 192.0.2.7", "from …"),
        ("ip=192.0.2.7:", "ip=…:"),
        ("('192.0.2.7', 50123)", "('…', 50123)"),
        ("http://198.51.100.255:8000/", "http://…:8000/"),
        ("X-Forwarded-For: 192.0.2.7,203.0.113.9", "X-Forwarded-For: …,…"),
        ("10.0.0.1 and 192.168.1.20", "… and …"),
        ('connection to server at "db" (2001:db8::7), port 5432', 'connection to server at "db" (…), port 5432'),
        ("ip=2001:db8::7: refused", "ip=…: refused"),
        ("client:2001:DB8:0:0:0:0:0:7", "client:…"),
        ("[fe80::1%eth0]:443, 2001:db8::/48", "[…%eth0]:443, …/48"),
        ("::ffff:192.0.2.7", "…"),
        ("2001:db8:1:2:3:4:192.0.2.7.", "…."),
    ],
)
def test_network_addresses_go(text: str, written: str) -> None:
    assert discreet(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "Django 6.1.3, gunicorn 27.0.0, v1.2.3.4, PostgreSQL 18.6",
        "at 2026-11-24T12:34:56.789+00:00, or 12:34:56, or 1:02:03:04",
        "Listening at: http://127.0.0.1:8000, http://[::1]:8000, 0.0.0.0:8000, [::]:8000",
        "tests/people1st/test_logs.py::test_a_fact, endorsements::Endorsement, a::x",
        "1.3.6.1.4.1.311, section 1.2.3.4.5, 1.234.567, 300.1.2.3, 1234.1.2.3",
        "00:1b:44:11:3a:b7, sha256:9f86d081884c7d659a2feaa0c55ad015",
        "https://people1st.example/en/#demand-1: 16:9, 3:2:1, ::, :, ...",
        "File \"x.py\", line 12, in <module>: KeyError: 'a:b:c'",
    ],
)
def test_what_only_looks_like_a_network_address_stays(text: str) -> None:
    assert discreet(text) == text


def test_gunicorn_tells_neither_who_asked_nor_for_which_secret(capfd: pytest.CaptureFixture[str]) -> None:
    logger = DiscreetLogger(Config())
    line = f"GET /uk/endorse/%6Danage/{TOKEN}/"
    try:
        logger.warning("Invalid request from ip=192.0.2.7: Invalid HTTP request line: %r", line)
        logger.warning("Invalid request from ip=2001:db8::7: Proxy request from '192.0.2.7' not allowed")
        try:
            int(f"{MAILBOX} /uk/endorse/mailbox/{TOKEN}/")
        except ValueError:
            logger.exception("Error handling request %s %s", "GET", f"/uk/endorse/manage/{TOKEN}/?q={TOKEN}#x")
    finally:
        for log in (logger.error_log, logger.access_log):
            for handler in list(log.handlers):
                log.removeHandler(handler)
    written = capfd.readouterr().err
    assert "Invalid request: Invalid HTTP request line…" in written
    assert "Error handling request GET /uk/endorse/manage/…" in written
    assert "ValueError" in written
    for secret in (TOKEN, "192.0.2.7", "2001:db8", MAILBOX):
        assert secret not in written
