"""A real nginx with deploy/nginx.conf before the running site."""

import gzip
import http.client
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import brotli
import pytest
from django.core.signals import request_started

from people1st.local import ports
from people1st.local.nginx import Front
from tests.endorsements.letters import free_port
from tests.local.runs import PATIENCE, until

STYLE = b"p { color: black }\n" * 50
FILES = {
    "css/site.0123456789ab.css": STYLE,
    "css/site.0123456789ab.css.br": brotli.compress(STYLE),
    "css/site.0123456789ab.css.gz": gzip.compress(STYLE),
    "css/short.0123456789ab.css": b"p{}",
    "fonts/sans.0123456789ab.woff2": b"wOF2",
    "img/icon.svg": b"<svg/>",
}


@dataclass
class Served:
    """The site behind nginx: `asked` counts what reached the application."""

    front: Front
    port: int
    process: subprocess.Popen[bytes]
    paths: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.paths)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (their names in lower case) and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def lose_the_application(self) -> None:
        """From now on nobody answers where the application was."""
        replace(self.front, application=f"127.0.0.1:{free_port()}").prepare()
        self.process.send_signal(signal.SIGHUP)
        until(lambda: self.get("/healthz")[0] == http.client.BAD_GATEWAY, PATIENCE, "the application is gone")


@pytest.fixture
def served(live_server, tmp_path: Path) -> Iterator[Served]:
    """The site of `live_server` behind nginx, with a few static files."""
    for name, content in FILES.items():
        (tmp_path / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "static" / name).write_bytes(content)
    port = free_port()
    application = f"{live_server.thread.host}:{live_server.thread.port}"
    listen = f"listen 127.0.0.1:{port};\nserver_name localhost;\n"
    front = Front(tmp_path / "nginx", tmp_path / "static", application, listen)
    front.prepare()
    with (tmp_path / "nginx.log").open("wb") as log:
        process = subprocess.Popen(front.command(), stdout=log, stderr=log)
    site = Served(front, port, process)

    def count(environ: dict[str, str], **_rest: object) -> None:
        site.paths.append(environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else ""))

    until(lambda: ports.is_open(port), PATIENCE, (tmp_path / "nginx.log").read_text())
    request_started.connect(count)
    yield site
    request_started.disconnect(count)
    process.terminate()
    process.wait(PATIENCE)
