"""Ties a child to its parent: when the parent dies, however it dies, the kernel sends the child a signal.

Linux has prctl(PR_SET_PDEATHSIG) for this (prctl(2)); other systems start their children untied.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def tie_to_parent(when_parent_dies: signal.Signals) -> None:
    """Asks the kernel to send this process the signal when the thread that started it ends."""
    if _libc is not None and _libc.prctl(PR_SET_PDEATHSIG, int(when_parent_dies), 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")


def tied(when_parent_dies: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` for subprocess: clean signal mask, tied to the process that called this."""
    parent = os.getpid()

    def before_exec() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        tie_to_parent(when_parent_dies)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return before_exec
