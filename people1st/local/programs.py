"""The command lines of the site's programs."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from people1st.local.configuration import ROOT, Site
from people1st.local.nginx import Front
from people1st.local.postgres import EmbeddedPostgres
from people1st.local.processes import Program


def embedded_postgres(site: Site) -> EmbeddedPostgres:
    """The database cluster of this site."""
    return EmbeddedPostgres(site.folder / "postgres", site.logs / "postgres.log")


def database(server: EmbeddedPostgres, variables: Mapping[str, str]) -> Program:
    """PostgreSQL in the foreground; SIGINT is its fast and orderly shutdown."""
    return Program(
        "PostgreSQL",
        server.command(),
        variables,
        Path("/"),
        server.log,
        stop_signal=signal.SIGINT,
        identity=server.account.identity(),
        before_start=server.prepare,
    )


def preparation(site: Site, variables: Mapping[str, str]) -> Program:
    """Migrations, content, groups, the first login, static files: one process, because importing Django takes time."""
    command = _manage("prepare_site", "--login-file", str(site.login_file))
    return Program("The preparation of the site", command, variables, ROOT, site.logs / "prepare.log")


def web(site: Site, variables: Mapping[str, str]) -> Program:
    """Gunicorn; without an access log, because addresses hold tokens."""
    command = [sys.executable, "-m", "gunicorn", "people1st.wsgi", "--config", "python:people1st.local.gunicorn_hooks"]
    command += ["--bind", site.application, "--workers", str(site.web_processes), "--threads", "4"]
    command += ["--preload", "--worker-tmp-dir", str(site.folder / "tmp"), "--no-control-socket"]
    command += ["--graceful-timeout", "3", "--log-level", "warning"]
    return Program("The web server", command, variables, ROOT, site.logs / "web.log")


def front(site: Site, variables: Mapping[str, str]) -> Program:
    """Our nginx before gunicorn, on the port of the site (FRONT=nginx)."""
    listen = f"listen 127.0.0.1:{site.port};\nserver_name 127.0.0.1 localhost;\n"
    nginx = Front(site.folder / "nginx", site.folder / "static", site.application, listen)
    log = site.logs / "nginx.log"
    return Program("nginx", nginx.command(), variables, ROOT, log, before_start=nginx.prepare)


def worker(site: Site, variables: Mapping[str, str]) -> Program:
    """The process that sends mail and does the periodic work, two jobs at a time.

    Jobs that succeeded, 1,440 a day, are deleted.
    """
    command = _manage("procrastinate", "worker", "--concurrency", "2", "--shutdown-graceful-timeout", "3")
    command += ["--delete-jobs", "successful"]
    return Program("The task worker", command, variables, ROOT, site.logs / "worker.log")


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]
