"""Records of the log, and what must not stand in one."""

import logging
from collections.abc import Callable

import pytest

NAME, MAILBOX = "Olha Contact", "olha.contact@org.example"


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("people1st", logging.ERROR, "x.py", 1, message, arguments, exc_info)


def caught(raises: Callable[[], object]) -> BaseException:
    try:
        raises()
    except Exception as error:  # noqa: BLE001 - whatever it raises
        return error
    pytest.fail("nothing was raised")
