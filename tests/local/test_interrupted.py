"""A SIGINT that make alone gets, seen from a program that a real make started."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from people1st.local.configuration import ROOT
from tests.local.runs import PATIENCE, until

WATCHER = """
import asyncio
import sys
from people1st.local.interrupted import watch_make

async def main():
    told = asyncio.Event()
    watching = asyncio.create_task(watch_make(told.set))
    print("watching", flush=True)
    try:
        await asyncio.wait_for(told.wait(), float(sys.argv[1]))
        print("told", flush=True)
    except TimeoutError:
        print("not told", flush=True)

asyncio.run(main())
"""
A_WHILE = 1.5  # so long a watcher looks that is told nothing: three times and more
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def start(tmp_path: Path, output: Path) -> Iterator[Start]:
    """Starts a program, such as make, in a folder whose Makefile starts the watcher."""
    if shutil.which("make") is None:
        pytest.skip("there is no make")
    (tmp_path / "watcher.py").write_text(WATCHER, encoding="utf-8")
    (tmp_path / "Makefile").write_text(f"run:\n\t@exec {sys.executable} watcher.py $(SECONDS)\n", encoding="utf-8")
    started: list[subprocess.Popen[bytes]] = []

    def a_program(*command: str) -> subprocess.Popen[bytes]:
        with output.open("wb") as file:
            started.append(
                subprocess.Popen(
                    command,
                    cwd=tmp_path,
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    stdout=file,
                    stderr=file,
                    start_new_session=True,
                )
            )
        until(lambda: "watching" in output.read_text(encoding="utf-8"), PATIENCE, "the watcher starts")
        return started[-1]

    yield a_program
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)


def test_it_is_told(start: Start, output: Path) -> None:
    make = start("make", "run", f"SECONDS={PATIENCE}")
    make.send_signal(signal.SIGINT)
    assert make.wait(PATIENCE) == -signal.SIGINT
    assert "watching\ntold\n" in output.read_text(encoding="utf-8")


def test_a_make_that_nobody_interrupts_tells_nothing(start: Start, output: Path) -> None:
    assert start("make", "run", f"SECONDS={A_WHILE}").wait(PATIENCE) == 0
    assert output.read_text(encoding="utf-8") == "watching\nnot told\n"


def test_a_make_that_ignores_the_signal_tells_nothing(start: Start, output: Path) -> None:
    make = start("sh", "-c", f"trap '' INT; exec make run SECONDS={A_WHILE}")
    make.send_signal(signal.SIGINT)
    assert make.wait(PATIENCE) == 0
    assert output.read_text(encoding="utf-8") == "watching\nnot told\n"


def test_another_parent_tells_nothing(start: Start, output: Path) -> None:
    parent = "import signal, subprocess, sys; s = subprocess.Popen([sys.executable, 'watcher.py', '1.5'])\n"
    parent += "signal.signal(signal.SIGINT, lambda *_: signal.signal(signal.SIGINT, signal.SIG_DFL)); s.wait()"
    other = start(sys.executable, "-c", parent)
    other.send_signal(signal.SIGINT)
    assert other.wait(PATIENCE) == 0
    assert output.read_text(encoding="utf-8") == "watching\nnot told\n"
