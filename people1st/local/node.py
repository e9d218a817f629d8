"""Programs from npm, for tests and benchmarks alone: Node.js is found or installed, packages come as they are locked.

A set is a folder with a package.json and its package-lock.json. It is installed under `.node/`, once for each lock: a
stamp beside it says which. No script of a package runs while it is installed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from people1st.local.configuration import ROOT
from people1st.local.console import say
from people1st.local.errors import CannotStart

LOWEST = 18  # Debian 12 has 18
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error")
HOW_TO_INSTALL = (
    f"Node.js {LOWEST} or newer and npm are needed, and were not found or could not be installed.\n"
    "  Debian, Ubuntu:  apt-get install nodejs npm      Fedora:  dnf install nodejs npm"
)


@dataclass(frozen=True)
class Packages:
    """A set of packages; `source` is the folder of its lock, `target` where it is installed."""

    source: Path
    target: Path

    @property
    def modules(self) -> Path:
        """The folder with one folder for each package."""
        return self.target / "node_modules"

    def install(self) -> Path:
        """Leaves exactly what the lock names and gives `modules`. Raises CannotStart without Node.js or npm."""
        digest = hashlib.sha256()
        for name in ("package.json", "package-lock.json"):
            digest.update((self.source / name).read_bytes())
        stamp = self.target / "stamp"
        self.target.mkdir(parents=True, exist_ok=True)
        with _alone(self.target):
            if not stamp.exists() or stamp.read_text(encoding="ascii") != digest.hexdigest():
                stamp.unlink(missing_ok=True)
                self._ask_npm()
                stamp.write_text(digest.hexdigest(), encoding="ascii")
        return self.modules

    def _ask_npm(self) -> None:
        npm = _npm()
        say(f"Installing the npm packages of {self.source.name}/ into .node/.")
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(self.source / name, self.target / name)
        result = subprocess.run([npm, *INSTALL], check=False, cwd=self.target, capture_output=True)
        if result.returncode:
            words = result.stderr.decode(errors="replace").strip()
            msg = f"npm could not install the packages of {self.source}:\n{words}"
            raise CannotStart(msg)


FOR_TESTS = Packages(ROOT / "tests" / "access", ROOT / ".node" / "access")
FOR_BENCH = Packages(ROOT / "bench", ROOT / ".node" / "bench")


def path() -> str:
    """The path of a Node.js that is new enough; installed by apt when root lacks it. Raises CannotStart."""
    found = _found("node", "nodejs")
    if not (found and is_new_enough(found)):
        _from_apt()
        found = _found("node", "nodejs")
    if found and is_new_enough(found):
        return found
    raise CannotStart(HOW_TO_INSTALL)


def is_new_enough(program: str) -> bool:
    """Whether it says a version that is LOWEST or newer."""
    try:
        answer = subprocess.run([program, "--version"], check=False, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    major = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return answer.returncode == 0 and major.isdigit() and int(major) >= LOWEST


def _npm() -> str:
    path()
    if not _found("npm"):
        _from_apt()
    npm = _found("npm")
    if npm is None:
        raise CannotStart(HOW_TO_INSTALL)
    return npm


def _found(*names: str) -> str | None:
    return next((program for name in names if (program := shutil.which(name))), None)


def _from_apt() -> None:
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return
    say("Installing Node.js for the tests (apt-get install nodejs npm).")
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "nodejs", "npm"]):
        result = subprocess.run([apt, *words], check=False, capture_output=True, text=True, env=variables)
        if result.returncode:
            say(f"apt-get {words[0]} failed: {result.stderr.strip()}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds a lock on the folder: two starts at once do not install the same packages."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
