"""The site as it is served, on the database of this run: our gunicorn, and static files gathered and compressed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection

from campaign.models import Article
from people1st.local.configuration import ROOT
from people1st.local.ports import answers

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


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the running site with its launch content, two processes as `make run` has them."""
    for loader in ("load_launch_content", "load_launch_endorsers"):
        call_command(loader, verbosity=0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    variables = {
        **os.environ,
        "SITE_URL": address,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database.geturl(),
        "STATIC_ROOT": str(folder / "gathered"),
    }
    gather = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(gather, check=True, cwd=ROOT, env=variables)
    command = [sys.executable, "-m", "gunicorn", "people1st.wsgi", "--config", "python:people1st.gunicorn_config"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
    command += ["--worker-tmp-dir", str(folder), "--graceful-timeout", "3", "--log-level", "warning"]
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log)
    try:
        _wait(process, port, folder / "web.log")
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            msg = f"The web server does not answer: {log.read_text(errors='replace')[-2000:]}"
            raise RuntimeError(msg)
        time.sleep(0.1)
