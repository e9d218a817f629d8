"""What the person at the terminal reads."""

import contextlib
import os


def say(text: str) -> None:
    """Writes lines to standard output at once; a terminal that has gone away is no reason to fail."""
    with contextlib.suppress(OSError):
        os.write(1, text.encode() + b"\n")
