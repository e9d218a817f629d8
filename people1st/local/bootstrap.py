"""Makes `.venv`, then hands over to people1st.local in it. Standard library only: nothing is installed yet.

A stamp in `.venv` names the Python and the requirements files it was made from, so that a later start only compares
hashes. The stamp is taken away while pip works: an interrupted or older environment is made again from nothing.
"""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDS_DEVELOPMENT_TOOLS = {"test", "lint", "format", "bench", "lock", "fuzz", "gallery", "sbom", "audit"}


def requirement_files(target: str, environment: Mapping[str, str]) -> list[str]:
    """The requirements files of a make target; the embedded PostgreSQL is left out when DATABASE_URL names another."""
    files = ["requirements.txt"]
    if not environment.get("DATABASE_URL"):
        files.append("requirements-local.txt")
    if target in NEEDS_DEVELOPMENT_TOOLS:
        files.append("requirements-dev.txt")
    return files


def missing(stamp: Mapping[str, object], python: str, wanted: Mapping[str, str]) -> list[str] | None:
    """Which of the `wanted` files (name → hash) are still to be installed; None when `.venv` has to be made again."""
    installed = stamp.get("installed")
    if stamp.get("python") != python or not isinstance(installed, dict):
        return None
    if any(installed[name] != digest for name, digest in wanted.items() if name in installed):
        return None
    return [name for name in wanted if name not in installed]


class Environment:
    """One virtual environment, the requirements files beside it and the stamp that joins them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "people1st-stamp.json"

    def ensure(self, files: list[str]) -> None:
        """Leaves an environment in which exactly these pinned files (and those of earlier targets) are installed."""
        wanted = {name: hashlib.sha256((self.root / name).read_bytes()).hexdigest() for name in files}
        with alone(self.root):
            stamp = self._read_stamp()
            to_install = missing(stamp, sys.version, wanted) if self._runs() else None
            if to_install == []:
                return
            if to_install is None:
                say(f"Making the Python environment .venv (Python {sys.version.split()[0]}); this takes a minute.")
                self._create()
                stamp, to_install = {}, files
            else:
                say(f"Adding to .venv: {', '.join(to_install)}.")
            already = stamp.get("installed")
            kept = already if isinstance(already, dict) else {}
            self.stamp.unlink(missing_ok=True)
            self._install(to_install)
            whole = {"python": sys.version, "installed": {**kept, **{name: wanted[name] for name in to_install}}}
            half = self.stamp.with_suffix(".new")
            half.write_text(json.dumps(whole), encoding="utf-8")
            half.replace(self.stamp)

    def _read_stamp(self) -> Mapping[str, object]:
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _runs(self) -> bool:
        """Whether the environment's Python starts: it may point at one that has been removed."""
        if Path(sys.prefix).resolve() == self.folder.resolve():
            return True
        question = [str(self.python), "-c", "import pip, sys; print(sys.version)"]
        try:
            answer = subprocess.run(question, check=False, capture_output=True, text=True)
        except OSError:
            return False
        return answer.returncode == 0 and answer.stdout.strip() == sys.version

    def _create(self) -> None:
        if self.folder.is_symlink():
            self.folder.unlink()
        elif self.folder.exists():
            shutil.rmtree(self.folder)
        venv.EnvBuilder(symlinks=True, with_pip=True).create(self.folder)

    def _install(self, files: list[str]) -> None:
        command = [str(self.python), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-user", "--no-input"]
        command += ["-qq", "--no-compile", "--disable-pip-version-check", "--no-warn-script-location"]
        for name in files:
            command += ["-r", str(self.root / name)]
        result = subprocess.run(command, check=False, cwd=self.root, stdin=subprocess.DEVNULL)
        if result.returncode:
            sys.exit("pip could not install the requirements; its words are above. The next start tries again.")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a lock on the folder itself, so that two starts at the same time do not build the same environment."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another make is at work on .venv; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def say(sentence: str) -> None:
    """One line for the person at the terminal."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def main(arguments: list[str]) -> None:
    """Prepares the environment for the make target `arguments[0]` and becomes `python -m people1st.local` in it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup ignores it
        signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    environment = Environment(ROOT)
    try:
        environment.ensure(requirement_files(arguments[0], os.environ))
    except PermissionError as error:
        sys.exit(f"The folder {ROOT} cannot be written by this user: {error}")
    os.chdir(ROOT)
    variables = dict(os.environ)
    if arguments[0] in {"run", "sample", "gallery"}:
        # What they write is under VAR_DIR, compiled Python too.
        folder = Path(variables.get("VAR_DIR") or "var").expanduser().resolve()
        variables["PYTHONPYCACHEPREFIX"] = str(folder / "pycache")
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
    python = str(environment.python)
    os.execve(python, [python, "-m", "people1st.local", *arguments], variables)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
