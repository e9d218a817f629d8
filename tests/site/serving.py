"""The site as production serves it: our gunicorn with production's settings, behind a proxy that we play."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from people1st.local.configuration import ROOT
from tests.endorsements.letters import free_port

HOST = "people1st.example"
PATIENCE = 60.0  # a busy machine is slow, not wrong


@dataclass(frozen=True)
class Answer:
    """One answer as it came; `cookies` are the values of Set-Cookie, each name of a header is in lower case."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @classmethod
    def of(cls, response: http.client.HTTPResponse) -> Self:
        headers = {name.lower(): value for name, value in response.getheaders()}
        cookies = tuple(value for name, value in response.getheaders() if name.lower() == "set-cookie")
        return cls(response.status, headers, cookies, response.read())


class Server:
    """One gunicorn on the database of this test, with its SECRET_KEY; `port` is where it listens."""

    def __init__(self, folder: Path, static: Path, *, workers: int = 1) -> None:
        self.port = free_port()
        self.log = folder / "web.log"
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        command = [sys.executable, "-m", "gunicorn", "people1st.wsgi", "--config", "python:people1st.gunicorn_config"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", str(workers), "--threads", "4"]
        command += ["--worker-tmp-dir", str(folder), "--no-control-socket", "--graceful-timeout", "1"]
        variables = {
            "ENVIRONMENT": "production",
            "SITE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": database.geturl(),
            "SMTP_URL": "smtp+plain://127.0.0.1:1",
            "VAR_DIR": str(folder),
            "STATIC_ROOT": str(static),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **variables}, stdout=log, stderr=log, start_new_session=True
            )

    def wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, self.words()
            assert time.monotonic() < deadline, self.words()
            time.sleep(0.1)

    def words(self) -> str:
        """The end of the log."""
        return self.log.read_text(errors="replace")[-2000:]

    def _answers(self) -> bool:
        try:
            return self.ask("/healthz").status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """The answer to a request that came through the proxy over TLS."""
        sent = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent.request(method, path, body, {"Host": HOST, "X-Forwarded-Proto": "https", **(headers or {})})
            return Answer.of(sent.getresponse())
        finally:
            sent.close()

    def say(self, sent: bytes, *, seconds: float = PATIENCE) -> bytes:
        """Whatever comes back when exactly these bytes are sent and nothing more; empty when the line is cut."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as line:
            heard = b""
            try:
                line.sendall(sent)
                line.shutdown(socket.SHUT_WR)
                while piece := line.recv(65536):
                    heard += piece
            except OSError:  # cut, too late, or closed by the other side before we did
                return heard
            return heard

    def workers(self) -> list[int]:
        """The pids of gunicorn's children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in children.split()]

    def memory(self) -> int:
        """The resident memory of all workers, in KiB."""
        lines = [line for pid in self.workers() for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(PATIENCE)


@contextmanager
def serving(folder: Path, static: Path, *, workers: int = 1) -> Iterator[Server]:
    """A server that answers, and is gone at the end."""
    server = Server(folder, static, workers=workers)
    try:
        server.wait()
        yield server
    finally:
        server.end()


def gather_all(root: Path, storages: dict[str, object]) -> Path:
    """Every static file, the admin's too, as production has them."""
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root
