"""What a line of the log looks like, and what is kept out of it: mailed secrets, contact data, clients' addresses.

In production each line is one JSON object (ASVS 5.0, 16.2.4), in development one that a person reads. The standard
library does it: the lines of Django, gunicorn and procrastinate come from it anyway (docs/decisions.md).
"""

import copy
import ipaddress
import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import django.db
import psycopg

from people1st import env

SECRET_LINK = re.compile(r"/(confirm|manage|mailbox|enrol)/[^/\s\"']+")
# 256 bits as `secrets.token_urlsafe` writes them, wherever they stand.
SECRET = re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{43}(?![\w-])", re.ASCII)
MAILBOX = re.compile(r"(?<![^\s<>()\[\]{}:;,\"'\\@])[^\s<>()\[\]{}:;,\"'\\@]++@[\w-]++(\.[\w-]++)+")
MAILBOX_IN_A_LINK = re.compile(r"(?<![\w.+~%-])[\w.+~%-]{1,254}%40[\w-]++(\.[\w-]++)+")
# What PostgreSQL adds to an error: keys, whole rows, the statement with the values in it. Nobody can tell where the
# added words end, because a value may hold any text: so all that follows goes.
ADDED_BY_DATABASE = re.compile(r"(?:\b|(?<=\\n))(DETAIL|CONTEXT|QUERY|STATEMENT|LINE \d+):\s.*", re.DOTALL)

IPV4 = re.compile(r"(?<![\d.])(?<![vV])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)")
IPV6 = re.compile(r"(?<![\w.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{1,4})?(?!\w)")

DATABASE_ERRORS = (django.db.Error, psycopg.Error)
# As Python's own tracebacks join an error and what came before it.
BECAUSE_OF = "\nThe above exception was the direct cause of the following exception:\n\n"
MEANWHILE = "\nDuring handling of the above exception, another exception occurred:\n\n"


class DiscreetFormatter(logging.Formatter):
    """Writes a line for people, without tokens, mail and network addresses and what PostgreSQL tells in an error."""

    def __init__(self, line: str = "{asctime} {levelname} {name}: {message}{told}") -> None:
        super().__init__(line, style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The record's lines. A traceback that another formatter left in it is not taken over."""
        record = _writable(record)
        record.exc_text = None
        record.told = "".join(f" {name}={fact}" for name, fact in getattr(record, "facts", {}).items())
        return super().format(record)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        """UTC, to the millisecond (ISO 8601; ASVS 16.2.2)."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """The record's first line, or lines."""
        return discreet(super().formatMessage(record))

    def formatException(  # noqa: N802 - the library's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The traceback."""
        return "" if ei[1] is None else "".join(_traceback(ei[1])).rstrip("\n")

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - the library's name
        """The stack that a call asked for."""
        return discreet(super().formatStack(stack_info))


class JsonFormatter(DiscreetFormatter):
    """Writes a record as one line of JSON in ASCII: no text can break the line or steer a terminal (ASVS 16.4.1)."""

    def format(self, record: logging.LogRecord) -> str:
        """`time`, `level`, `logger`, `process`, `message`; `event` and `facts`, `exception` and `stack` where any."""
        record = _writable(record)
        line: dict[str, Any] = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": discreet(record.getMessage()),
        }
        if hasattr(record, "event"):
            line |= {"event": record.event, "facts": getattr(record, "facts", {})}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return json.dumps(line)


FORMATTERS = {"line": DiscreetFormatter, "json": JsonFormatter}


def chosen() -> str:
    """LOG_FORMAT: `line` or `json`, `json` by itself in production. Raises ImproperlyConfigured for another word."""
    default = "line" if env.text("ENVIRONMENT", "production") == "development" else "json"
    return env.one_of("LOG_FORMAT", tuple(FORMATTERS), default)


def _writable(record: logging.LogRecord) -> logging.LogRecord:
    """The record; without its arguments when they do not fit its message (Python would print them as they are)."""
    try:
        record.getMessage()
    except Exception:  # noqa: BLE001 - whatever an argument raises when it is written
        record = copy.copy(record)
        record.msg, record.args = f"{record.msg} (called with arguments that do not fit)", ()
    return record


def discreet(text: str) -> str:
    """The text without what a log must not hold; `…` stands for it."""
    text = SECRET.sub("…", SECRET_LINK.sub(r"/\1/…", ADDED_BY_DATABASE.sub(r"\1: …", text)))
    text = MAILBOX_IN_A_LINK.sub("…@…", MAILBOX.sub("…@…", text))
    return IPV4.sub(_without_network_address, IPV6.sub(_without_network_address, text))


def _without_network_address(found: re.Match[str]) -> str:
    """`…` for the address of another machine; a time, or an address of this machine, stays."""
    text = found[0]
    # A colon before or after may be the sentence's.
    before = ":" if text[0] == ":" and text[:2] != "::" else ""
    after = ":" if text[-1] == ":" and text[-2:] != "::" else ""
    try:
        address = ipaddress.ip_address(text.removeprefix(before).removesuffix(after))
    except ValueError:
        return text
    return text if address.is_loopback or address.is_unspecified else f"{before}…{after}"


def _traceback(error: BaseException) -> Iterator[str]:
    """The pieces of Python's traceback, the oldest error first, each cleaned by itself."""
    pieces, seen = [_one_traceback(error)], {id(error)}
    while (before := _before(error)) is not None and id(before[0]) not in seen:
        error, joint = before
        seen.add(id(error))
        pieces += [joint, _one_traceback(error)]
    return reversed(pieces)


def _before(error: BaseException) -> tuple[BaseException, str] | None:
    """What an error came from, and the words between them."""
    if error.__cause__ is not None:
        return error.__cause__, BECAUSE_OF
    if error.__context__ is not None and not error.__suppress_context__:
        return error.__context__, MEANWHILE
    return None


def _one_traceback(error: BaseException) -> str:
    rendered = "".join(traceback.format_exception(error, chain=False))
    if isinstance(error, DATABASE_ERRORS):
        # In whatever language the server speaks, the first line of its words is the error, the rest are the values.
        words = str(error)
        rendered = rendered.replace(words, words.partition("\n")[0])
    return discreet(rendered)
