"""The site as it is served, on the database of this run: our nginx with TLS and HTTP/2, gunicorn behind it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection

from bench import certificates
from bench.certificates import Certificate
from campaign.models import Article
from people1st.local import nginx, ports
from people1st.local.configuration import ROOT
from people1st.local.nginx import Front

PATIENCE = 60.0
LANGUAGES = ("en", "uk", "ru")


def pages(*names: str) -> list[tuple[str, str, str]]:
    """The name, the language and the path of each of these pages in each language."""
    article = Article.objects.published().order_by("date").last()
    paths = {
        "demands": "",
        "article": f"news/{article.slug}/" if article else "news/",
        "list": "endorsements/",
        "form": "endorse/",
        "figures": "figures/",
    }
    return [(name, language, f"/{language}/{paths[name]}") for name in names for language in LANGUAGES]


@dataclass(frozen=True)
class Serving:
    """A site that runs: its address, and what Chromium has to be started with to trust it.

    `plain` is where the same nginx answers without TLS, `static` the folder of its static files; `asked` is the file
    with a line for each request that reached the application.
    """

    address: str
    flags: tuple[str, ...]
    plain: str
    static: Path
    asked: Path
    application: subprocess.Popen[bytes]

    def stop_application(self) -> None:
        """From now on nobody answers nginx."""
        self.application.send_signal(signal.SIGTERM)
        self.application.wait()


@contextmanager
def served(folder: Path) -> Iterator[Serving]:
    """The running site with its launch content, two processes as `make run` has them."""
    for loader in ("load_launch_content", "load_launch_endorsers"):
        call_command(loader, verbosity=0)
    port, plain, origin = _free_port(), _free_port(), _free_port()
    address = f"https://127.0.0.1:{port}"
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    variables = {
        **os.environ,
        "SITE_URL": address,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database.geturl(),
        "STATIC_ROOT": str(folder / "gathered"),
        "TRUSTED_PROXIES": "1",
    }
    gather = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(gather, check=True, cwd=ROOT, env=variables)
    command = [sys.executable, "-m", "gunicorn", "people1st.wsgi", "--config", "python:people1st.gunicorn_config"]
    command += ["--bind", f"127.0.0.1:{origin}", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
    command += ["--worker-tmp-dir", str(folder), "--graceful-timeout", "3", "--log-level", "warning"]
    command += ["--access-logfile", str(folder / "asked"), "--access-logformat", "%(U)s"]
    certificate = certificates.make(folder)
    listen = f"listen 127.0.0.1:{plain};\n{_with_tls(certificate, port)}"
    front = Front(folder / "nginx", folder / "gathered", f"127.0.0.1:{origin}", listen)
    front.prepare()
    flags = (certificate.flag, *(["--no-sandbox"] if os.geteuid() == 0 else []))
    with (
        _running(command, origin, variables, folder / "web.log") as application,
        _running(["taskset", "-c", "0", *front.command()], port, variables, folder / "nginx.log"),
    ):
        static, asked = folder / "gathered", folder / "asked"
        yield Serving(address, flags, f"http://127.0.0.1:{plain}", static, asked, application)


def _with_tls(certificate: Certificate, port: int) -> str:
    """What production's nginx listens with, on this port and with the certificate of this run."""
    words = nginx.TLS.read_text(encoding="utf-8")
    words = re.sub(r"(?m)^listen \[.*\n", "", words).replace("listen 443", f"listen 127.0.0.1:{port}")
    words = re.sub(r"(ssl_certificate) .*;", rf"\1 {certificate.path};", words)
    return re.sub(r"(ssl_certificate_key) .*;", rf"\1 {certificate.key};", words)


@contextmanager
def _running(
    command: list[str], port: int, variables: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that listens on the port as long as the block lasts. Raises RuntimeError with its words."""
    with log.open("wb") as words:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=words, stderr=words)
    try:
        deadline = time.monotonic() + PATIENCE
        while not ports.is_open(port):
            if process.poll() is not None or time.monotonic() > deadline:
                msg = f"{command[0]} does not answer: {log.read_text(errors='replace')[-2000:]}"
                raise RuntimeError(msg)
            time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
