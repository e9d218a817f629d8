"""`make lint` and `make format`: every check runs, so that one start shows all there is to mend."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping

from people1st.local.configuration import ROOT
from people1st.local.console import say

# Settings as production has them; the addresses are never connected to.
PRODUCTION_LIKE = {
    "DJANGO_SETTINGS_MODULE": "people1st.settings",
    "ENVIRONMENT": "production",
    "SECRET_KEY": "only-for-the-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "ENCRYPTION_KEYS": "only-for-the-checks-0123456789-abcdefghijkl=",
    "SITE_URL": "https://people1st.example",
    "DATABASE_URL": "postgresql://checks@127.0.0.1:1/checks",
    "SMTP_URL": "smtp+plain://127.0.0.1:25",
}
# Nothing is connected to, so Django cannot compare with applied migrations, and says so.
NO_DATABASE = "ignore:Got an error checking a consistent migration history:RuntimeWarning"
# A check's exit status when a program that it needs is missing (as GNU automake's tests have it).
NOT_CHECKED = 77

PYTHON = sys.executable
CHECKS = {
    "ruff check": [PYTHON, "-m", "ruff", "check"],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check"],
    # Its cache and django-stubs' plugin do not get along: after some edits mypy crashes, or judges otherwise.
    "mypy": [PYTHON, "-m", "mypy", "--no-incremental", "."],
    "djlint format": [PYTHON, "-m", "djlint", "templates", "--check", "--quiet"],
    "djlint": [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
    "migrations": [PYTHON, "-W", NO_DATABASE, "manage.py", "makemigrations", "--check", "--dry-run"],
    "settings": [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "catalogues": [PYTHON, "-m", "people1st.local.catalogues"],
    "messages": [PYTHON, "-m", "people1st.local.messages"],
}
FORMATTERS = (
    [PYTHON, "-m", "ruff", "check", "--fix-only", "--exit-zero"],
    [PYTHON, "-m", "ruff", "format"],
    [PYTHON, "-m", "djlint", "templates", "--reformat", "--quiet"],
)


def lint() -> int:
    """Runs all checks; 0 when none fails. One that could not be made is named at the end."""
    failed: list[str] = []
    left_out: list[str] = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        status = _run(command, PRODUCTION_LIKE)
        word = {0: "ok  ", NOT_CHECKED: "NOT CHECKED"}.get(status, "FAIL")
        say(f"{word} {name} ({time.monotonic() - began:.1f} s)")
        if status:
            (left_out if status == NOT_CHECKED else failed).append(name)
    if left_out:
        say(f"Not checked: {', '.join(left_out)}; the reason is above.")
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def reformat() -> int:
    """Runs the formatters. djlint answers 1 when it changed something: that is no failure."""
    for command in FORMATTERS:
        _run(command, {})
    return 0


def _run(command: list[str], variables: Mapping[str, str]) -> int:
    return subprocess.run(command, check=False, cwd=ROOT, env={**os.environ, **variables}).returncode
