"""What a log must not hold: tokens, mailboxes, the values that PostgreSQL tells of in an error."""

import logging
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from gunicorn.config import Config

from people1st.gunicorn_config import DiscreetLogger
from people1st.logs import DiscreetFormatter, discreet

NAME, MAILBOX = "Olha Contact", "olha.contact@org.example"
MORE = "\n\nMore of it"
TOKEN = "aB3-x_secret"
FORMATTER = DiscreetFormatter("{levelname} {message}", style="{")


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("people1st", logging.ERROR, "x.py", 1, message, arguments, exc_info)


def caught(raises: Callable[[], object]) -> BaseException:
    try:
        raises()
    except Exception as error:  # noqa: BLE001 - whatever it raises
        return error
    pytest.fail("nothing was raised")


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
    ):
        assert written.startswith("ERROR ")
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
        ("Refused: {'olha@org.example': (550, b'no')}", "Refused: {'…@…': (550, b'no')}"),
        ("to <o'h+news@пошта.укр>, next", "to <o'…@…>, next"),
        ("Watching 3 jobs @ 5 s; detail: none", "Watching 3 jobs @ 5 s; detail: none"),
    ],
)
def test_tokens_and_mailboxes_go_and_the_rest_stays(text: str, written: str) -> None:
    assert discreet(text) == written


def test_a_long_message_takes_no_time() -> None:
    began = time.monotonic()
    for text in ("a" * 200_000, "a." * 100_000, "@" * 200_000, "a@b" * 70_000, "/manage" * 30_000):
        discreet(text)
    assert time.monotonic() - began < 2


def test_every_handler_of_the_settings_writes_discreetly() -> None:
    formatters = {name for name, one in settings.LOGGING["formatters"].items() if "Discreet" in one["()"]}
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} <= formatters
    assert {"root", "django", "django.server"} <= {"root", *settings.LOGGING["loggers"]}


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
