"""Notices that make was interrupted, and nobody else.

Ctrl-C at a terminal reaches make and the site. A SIGINT sent to make alone reaches nobody else: GNU make passes SIGTERM
on to its child, but on SIGINT it only waits until the child ends (commands.c, fatal_error_signal). Before it waits, it
sets the signal back to its default, and Linux shows that in /proc (proc_pid_status(5), SigCgt).
"""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

LOOKS_EVERY = 0.5
NAMES = {"make", "gmake"}


async def watch_make(tell: Callable[[], object]) -> None:
    """Calls `tell` once the make that started this process was interrupted; ends without it where that is not seen."""
    make = os.getppid()
    if _name(make) not in NAMES:
        return
    while _catches_interrupt(make):
        await asyncio.sleep(LOOKS_EVERY)
        if os.getppid() == make and _catches_interrupt(make) is False:
            tell()


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _catches_interrupt(pid: int) -> bool | None:
    """Whether the process has a handler for SIGINT; None where nobody can tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        caught = next(int(value, 16) for name, _, value in (line.partition(":") for line in lines) if name == "SigCgt")
    except (OSError, ValueError, StopIteration):
        return None
    return bool(caught >> (signal.SIGINT - 1) & 1)
