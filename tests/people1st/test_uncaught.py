"""The last resort: an error that no code caught passes the log's cleaning, in a program of its own."""

import json
import os
import subprocess
import sys

import pytest

from people1st.local.checks import PRODUCTION_LIKE
from people1st.local.configuration import ROOT

SECRETS = ("olha@org.example", "192.0.2.7", "/en/endorse/manage/aB3-x_secret/")
START = """
import asyncio, gc, os, sys, threading
from people1st import uncaught
uncaught.watch()
if "settings" in sys.argv:
    import django
    django.setup()

def fails():
    raise ValueError("olha@org.example 192.0.2.7 /en/endorse/manage/aB3-x_secret/")
"""
IN_A_THREAD = "thread = threading.Thread(target=fails); thread.start(); thread.join()"
UNRAISABLE = "class Ends:\n    def __del__(self): fails()\nEnds(); gc.collect()"
IN_A_COROUTINE = """
async def forgets():
    async def coroutine(): fails()
    task = asyncio.ensure_future(coroutine())
    await asyncio.sleep(0)
    del task
    gc.collect()
asyncio.run(forgets())
"""


def run(code: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START + code, *arguments],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION_LIKE, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("code", "arguments", "what"),
    [
        ("fails()", (), "The program ended: ValueError: "),
        ("fails()", ("settings",), "The program ended: ValueError: "),
        (IN_A_THREAD, ("settings",), "A thread ended: ValueError: "),
        (UNRAISABLE, ("settings",), "Ignored: ValueError: "),
        (IN_A_COROUTINE, ("settings",), "Task exception was never retrieved"),
    ],
)
def test_what_nobody_caught_is_one_clean_line(code: str, arguments: tuple[str, ...], what: str) -> None:
    ended = run(code, *arguments)
    assert ended.returncode == ("The program" in what)
    line = json.loads(ended.stderr)  # one line, and nothing beside it
    assert line["message"].startswith(what)
    assert line["exception"].startswith("Traceback (most recent call last):")
    assert "ValueError: …@… … /en/endorse/manage/…" in line["exception"]
    for secret in SECRETS:
        assert secret not in ended.stderr


def test_a_warning_is_one_clean_line_too() -> None:
    ended = run("import warnings; warnings.warn('olha@org.example is naive')", "settings")
    line = json.loads(ended.stderr)
    assert (line["logger"], line["level"]) == ("py.warnings", "WARNING")
    assert "UserWarning: …@… is naive" in line["message"]


def test_a_log_that_cannot_be_written_is_not_told_on_another_way() -> None:
    closed = "sys.stderr.close(); sys.stderr = sys.stdout\nlogging.getLogger('x').error('olha@org.example')"
    ended = run(f"import logging\n{closed}", "settings")
    assert (ended.returncode, ended.stdout) == (0, "")


def test_in_development_it_is_a_traceback_that_a_person_reads() -> None:
    ended = run("fails()", "settings", ENVIRONMENT="development", SECRET_KEY="short")
    assert "CRITICAL people1st.uncaught: The program ended: ValueError: …@…" in ended.stderr
    assert ended.stderr.rstrip().endswith("ValueError: …@… … /en/endorse/manage/…/")


def test_a_wrong_variable_is_still_told_in_a_sentence() -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION_LIKE, "SITE_URL": "nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "SITE_URL is 'nowhere', but must be an origin" in json.loads(ended.stderr)["message"]
