"""The Chromium of the tests: the system's, else one that is installed now. The tests never go without."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from people1st.local.console import say
from people1st.local.errors import CannotStart
from people1st.local.packages import install, starts

SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHERE_IS_IT = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"


def path() -> str:
    """The path of a Chromium that starts. Raises CannotStart with what to install when there is none to be had."""
    for find in (_on_path, _from_apt, _from_playwright):
        found = find()
        if found:
            return found
    msg = (
        "The tests need Chromium, and none was found or could be installed.\n"
        "  Debian, Ubuntu:  apt-get install chromium      Fedora:  dnf install chromium\n"
        "  or, without root:  .venv/bin/python -m playwright install chromium"
    )
    raise CannotStart(msg)


def for_tests() -> str:
    """The path of the Chromium that needs the least: a page of the shell without windows takes a third of the work.

    CHROMIUM has the first word; where Debian has no shell, it is `path`, and raises as that.
    """
    if not os.environ.get("CHROMIUM"):
        if shutil.which(SHELL) is None and _apt_knows(SHELL):
            install(SHELL)
        shell = shutil.which(SHELL)
        if shell and starts(shell):
            return shell
    return path()


def _apt_knows(package: str) -> bool:
    apt = shutil.which("apt-cache")
    return apt is not None and subprocess.run([apt, "show", package], check=False, capture_output=True).returncode == 0


def _on_path() -> str | None:
    candidates = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES)]
    return next((program for program in candidates if program and starts(program)), None)


def _from_apt() -> str | None:
    return _on_path() if install("chromium") else None


def _from_playwright() -> str | None:
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    answer = subprocess.run([sys.executable, "-c", WHERE_IS_IT], check=False, capture_output=True, text=True)
    program = answer.stdout.strip()
    if not program:
        return None
    if not Path(program).exists():
        say("Downloading Chromium for the tests (playwright install chromium).")
        subprocess.run(playwright, check=False, stdout=subprocess.DEVNULL)
    return program if starts(program) else None
