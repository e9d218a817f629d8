"""Keeps mailed secrets and contact data out of the logs, in messages and in tracebacks."""

import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType

import django.db
import psycopg

TOKEN = re.compile(r"/(confirm|manage|mailbox)/[^/\s\"']+")
MAILBOX = re.compile(r"(?<![^\s<>()\[\]{}:;,\"'\\@])[^\s<>()\[\]{}:;,\"'\\@]++@[\w-]++(\.[\w-]++)+")
# What PostgreSQL adds to an error: keys, whole rows, the statement with the values in it. Nobody can tell where the
# added words end, because a value may hold any text: so all that follows goes.
ADDED_BY_DATABASE = re.compile(r"(?:\b|(?<=\\n))(DETAIL|CONTEXT|QUERY|STATEMENT|LINE \d+):\s.*", re.DOTALL)

DATABASE_ERRORS = (django.db.Error, psycopg.Error)
# As Python's own tracebacks join an error and what came before it.
BECAUSE_OF = "\nThe above exception was the direct cause of the following exception:\n\n"
MEANWHILE = "\nDuring handling of the above exception, another exception occurred:\n\n"


class DiscreetFormatter(logging.Formatter):
    """Writes a record without tokens, email addresses and what PostgreSQL tells of the values in an error."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's lines. A traceback that another formatter left in it is not taken over."""
        record.exc_text = None
        return super().format(record)

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


def discreet(text: str) -> str:
    """The text without what a log must not hold; `…` stands for it."""
    return MAILBOX.sub("…@…", TOKEN.sub(r"/\1/…", ADDED_BY_DATABASE.sub(r"\1: …", text)))


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
