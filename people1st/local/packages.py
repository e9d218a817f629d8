"""Programs that no Python package brings: what the system has, else what apt-get installs when we are root."""

import os
import shutil
import subprocess

from people1st.local.console import say
from people1st.local.errors import CannotStart


def starts(program: str, question: str = "--version") -> bool:
    """Whether the program says its version: a stub that only points to a missing package does not."""
    try:
        return subprocess.run([program, question], check=False, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def program(name: str) -> str:
    """The path of a program of this name, which its package shares. Raises CannotStart when there is none to be had."""
    found = shutil.which(name) or (shutil.which(name) if install(name) else None)
    if found:
        return found
    msg = f"{name} is needed for this, and was not found or could not be installed: apt-get install {name}"
    raise CannotStart(msg)


def install(*names: str) -> bool:
    """Installs Debian packages; says what it does, and what fails. False where that cannot even be tried."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return False
    say(f"Installing {' and '.join(names)} (apt-get install {' '.join(names)}).")
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *names]):
        result = subprocess.run([apt, *words], check=False, capture_output=True, text=True, env=variables)
        if result.returncode:
            say(f"apt-get {words[0]} failed: {result.stderr.strip()}")
    return True
