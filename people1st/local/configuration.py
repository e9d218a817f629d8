"""What one running site is made of: its port, its folder, its secret, the environment of its processes."""

import base64
import contextlib
import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from people1st.local.errors import CannotStart

ROOT = Path(__file__).resolve().parents[2]
HIGHEST_PORT = 65535
MOST_WEB_PROCESSES = 64
LONGEST_SOCKET_PATH = 100  # sun_path holds 108 bytes (unix(7)); PostgreSQL refuses 107 and more
STOPPING = "stopping"
STOPS_WITHIN = 12.0
IS_TOLD_WITHIN = 1.0  # a supervisor whose make was killed a moment ago


@dataclass(frozen=True)
class Site:
    """The site of one VAR_DIR, as the variables of `make run` describe it (shared contract: PORT, VAR_DIR, …)."""

    port: int
    folder: Path
    web_processes: int
    database_url: str  # empty: the embedded PostgreSQL
    behind_nginx: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Reads the variables; raises CannotStart with a sentence on a value that makes no sense."""
        front = environment.get("FRONT", "")
        if front not in {"", "nginx"}:
            msg = f"FRONT is {front!r}, but must be nginx, or unset: then gunicorn is asked directly."
            raise CannotStart(msg)
        return cls(
            port=_whole_number(environment, "PORT", 8000, HIGHEST_PORT),
            folder=Path(environment.get("VAR_DIR") or "var").expanduser().resolve(),
            web_processes=_whole_number(environment, "WEB_CONCURRENCY", 2, MOST_WEB_PROCESSES),
            database_url=environment.get("DATABASE_URL", ""),
            behind_nginx=front == "nginx",
        )

    @property
    def address(self) -> str:
        """Where the site is read, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def application(self) -> str:
        """Where gunicorn listens, as it writes it. Raises CannotStart when the socket's path is too long for Unix."""
        if not self.behind_nginx:
            return f"127.0.0.1:{self.port}"
        socket = self.folder / "tmp" / "web.sock"
        if len(os.fsencode(socket)) > LONGEST_SOCKET_PATH:
            msg = f"VAR_DIR {self.folder} is too long a path for a socket in it. Choose a shorter one, or no FRONT."
            raise CannotStart(msg)
        return f"unix:{socket}"

    @property
    def login_file(self) -> Path:
        """The staff login of the first run: two lines, mode 600."""
        return self.folder / "staff-login.txt"

    @property
    def logs(self) -> Path:
        """The folder of every process's log."""
        return self.folder / "logs"

    def variables(self, database_url: str) -> dict[str, str]:
        """The environment of every process of this site, the caller's own (proxies, certificates) kept in it."""
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "people1st.settings",
            "ENVIRONMENT": "development",
            "SITE_URL": self.address,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SECRET_KEY": self._kept("secret-key", lambda: secrets.token_urlsafe(48)),
            "ENCRYPTION_KEYS": self._kept("encryption-keys", new_key),
            "DATABASE_URL": database_url,
            "VAR_DIR": str(self.folder),
            "STATIC_ROOT": str(self.folder / "static"),
            "PYTHONPYCACHEPREFIX": str(self.folder / "pycache"),
            "TRUSTED_PROXIES": "1" if self.behind_nginx else "0",
        }

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Makes the folder and holds it: raises CannotStart when another `make run` has it.

        The kernel lets go of the lock when its holder ends, however it ends.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name in ("logs", "mail", "tmp"):
                (self.folder / name).mkdir(exist_ok=True)
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            msg = f"VAR_DIR {self.folder} cannot be used: {error.strerror}: {error.filename}."
            raise CannotStart(msg) from error
        try:
            _lock(handle, self.folder)
            os.truncate(handle, 0)
            yield
        finally:
            os.close(handle)

    def say_that_it_stops(self) -> None:
        """Lets a start that comes now wait for the end of this one instead of giving up."""
        (self.folder / "lock").write_text(STOPPING, encoding="ascii")

    def is_running(self) -> bool:
        """Whether another process holds this site's folder."""
        try:
            with self.held():
                return False
        except CannotStart:
            return True

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        """The secret that the file `name` of this folder keeps, made once."""
        path = self.folder / name
        try:
            secret = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            secret = ""
        if not secret:
            secret = make()
            write_privately(path, secret + "\n")
        return secret


def new_key() -> str:
    """A key for ENCRYPTION_KEYS: 256 bits in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _lock(handle: int, folder: Path) -> None:
    """Takes the lock. Waits for a site that is stopping; a site that goes on running is a reason to give up."""
    began = time.monotonic()
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            stops = os.pread(handle, len(STOPPING), 0) == STOPPING.encode()
            if time.monotonic() - began > (STOPS_WITHIN if stops else IS_TOLD_WITHIN):
                msg = f"A site is running on {folder} already. Stop it first, or choose another VAR_DIR and PORT."
                raise CannotStart(msg) from error
            time.sleep(0.1)
        else:
            return


def write_privately(path: Path, content: str) -> None:
    """Writes a file that only its owner reads, whole or not at all."""
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    half.replace(path)


def _whole_number(environment: Mapping[str, str], name: str, default: int, highest: int) -> int:
    value = environment.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= highest):
        msg = f"{name} is {value!r}, but must be a whole number from 1 to {highest}."
        raise CannotStart(msg)
    return int(value)
