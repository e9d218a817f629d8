"""The last resort (ASVS 5.0, 16.5.4): an error that no code caught goes to the log, through its cleaning."""

import logging
import sys
import threading
from types import TracebackType

from people1st import logs

logger = logging.getLogger(__name__)


def watch() -> None:
    """Write to the log what nobody caught: in the program, in a thread, where nothing can be raised; and warnings.

    Called at the start of a program (manage.py, wsgi.py). Until the settings have set the log up, its lines go to
    standard error. What a coroutine left uncaught asyncio logs itself.
    """
    if logging.lastResort:
        logging.lastResort.setFormatter(logs.FORMATTERS[logs.chosen()]())
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # what Python says of a line that can't be written holds the line
    sys.excepthook = _in_the_program
    threading.excepthook = _in_a_thread
    sys.unraisablehook = _unraisable


def _in_the_program(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, Exception):
        _tell("The program ended", error)
    else:  # Ctrl-C
        sys.__excepthook__(kind, error, trace)


def _in_a_thread(told: threading.ExceptHookArgs) -> None:
    if isinstance(told.exc_value, Exception):
        _tell("A thread ended", told.exc_value)


def _unraisable(told: "sys.UnraisableHookArgs") -> None:
    if told.exc_value:
        _tell("Ignored", told.exc_value)


def _tell(what: str, error: BaseException) -> None:
    # The first line alone: PostgreSQL's other lines hold values, in whatever language it speaks.
    first = str(error).partition("\n")[0]
    logger.critical("%s: %s: %s", what, type(error).__name__, first, exc_info=error)
