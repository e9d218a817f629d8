"""Real runs of the site in a temporary VAR_DIR on a free port."""

import contextlib
import http.client
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from people1st.local import ports
from people1st.local.configuration import ROOT

PATIENCE = 90.0  # seconds that nobody waits but for a fault: a busy machine is slow, not wrong


def until(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Returns as soon as the condition holds; fails the test with `what` when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


class Run:
    """One `python -m people1st.local run`, started by make or by itself, seen from outside."""

    def __init__(self, folder: Path, port: int, *, by_make: bool = False, front: str = "") -> None:
        self.folder, self.port = folder, port
        self.output = folder.with_suffix(".output")
        left_out = {"DATABASE_URL", "MAKELEVEL", "STATIC_ROOT", "WEB_CONCURRENCY", "FRONT"}
        variables = {name: value for name, value in os.environ.items() if name not in left_out}
        command = [sys.executable, "-m", "people1st.local", "run"]
        if by_make:  # not our Makefile: it might make .venv anew under the tests
            makefile = folder.with_suffix(".mk")
            makefile.write_text(f"run:\n\t@exec {shlex.join(command)}\n", encoding="utf-8")
            command = ["make", "-f", str(makefile), "run"]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**variables, "VAR_DIR": str(folder), "PORT": str(port), "FRONT": front},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def until_served(self, seconds: float) -> None:
        def served() -> bool:
            assert self.process.poll() is None, self.words()
            return ports.answers(self.port) and "Ctrl-C" in self.words()

        until(served, seconds, f"the site answers; it said: {self.words()}")

    def words(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def status(self, path: str) -> int:
        """The status of a GET; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """Every process of this site (pid → command line), found by its VAR_DIR; nginx writes over its variables."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                variables = (entry / "environ").read_bytes()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if command and (f"VAR_DIR={self.folder}\0".encode() in variables or f"{self.folder}/nginx" in command):
                found[int(entry.name)] = command
        return found

    def first(self, words: str) -> int:
        """The oldest process with these words in its command line."""
        return min(pid for pid, command in self.processes().items() if words in command)

    def kill(self, pids: list[int]) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):  # it went with its parent
                os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(PATIENCE)
