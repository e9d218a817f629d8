"""The site's own programs on the database of a test, with a mail server that the test holds, and their logs."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from people1st.local import ports
from people1st.local.configuration import ROOT
from tests.endorsements.letters import free_port
from tests.local.runs import PATIENCE, until

GUNICORN = ["-m", "gunicorn", "people1st.wsgi", "--config", "python:people1st.gunicorn_config", "--no-control-socket"]
WORKER = ["manage.py", "procrastinate", "worker", "--delete-jobs", "never", "--shutdown-graceful-timeout", "1"]
GREETING = "Launching a worker on all queues"


class Programs:
    """Web and worker as production runs them (JSON lines, one trusted proxy), over plain http."""

    def __init__(self, folder: Path, smtp_port: int) -> None:
        self.folder, self.port = folder, free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        self.variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.site.program_settings",
            "DATABASE_URL": database.geturl(),
            "SMTP_PORT": str(smtp_port),
            "SITE_URL": self.address,
            "ALLOWED_HOSTS": "127.0.0.1",
            "LOG_FORMAT": "json",
            "TRUSTED_PROXIES": "1",
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> None:
        bound = ["--bind", f"127.0.0.1:{self.port}", "--threads", "4", "--log-level", "debug"]
        self._start("web", [*GUNICORN, *bound])
        until(lambda: ports.answers(self.port), PATIENCE, f"the site answers: {self.log()}")

    def work(self) -> None:
        self._start("worker", WORKER)

    def crash(self, name: str) -> None:
        """As the kernel does when memory runs out."""
        self.running[name].kill()
        self.running.pop(name).wait(PATIENCE)

    def command(self, *arguments: str) -> int:
        """One command of manage.py, to its end; gives its exit status."""
        self._start("command", ["manage.py", *arguments])
        return self.running.pop("command").wait(PATIENCE)

    def log(self, kinds: str = "*.log") -> str:
        """Standard error of all of them; `*.out` is standard output."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob(kinds)))

    def lines(self) -> list[dict[str, object]]:
        """What the programs logged; anything but whole lines of JSON is an error, but the queue's own greeting."""
        return [json.loads(line) for line in self.log().splitlines() if line != GREETING]

    def end(self) -> None:
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            process.wait(PATIENCE)

    def _start(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log, (self.folder / f"{name}.out").open("ab") as out:
            self.running[name] = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.variables, stdout=out, stderr=log
            )
