"""The site's nginx on one machine: deploy/nginx.conf filled in, and how it is started."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from string import Template

from people1st.local.configuration import ROOT
from people1st.local.errors import CannotStart
from people1st.local.packages import install, starts

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
TLS = ROOT / "deploy" / "nginx-tls.conf"
PLACES = ("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")  # often not on a user's PATH


def path() -> str:
    """The path of an nginx that starts. Raises CannotStart with what to install when there is none to be had."""
    found = _find() or (_find() if install("nginx") else None)
    if found:
        return found
    msg = (
        "nginx is needed for this, and none was found or could be installed.\n"
        "  Debian, Ubuntu:  apt-get install nginx      Fedora:  dnf install nginx"
    )
    raise CannotStart(msg)


@dataclass(frozen=True)
class Front:
    """An nginx before one application. `folder` is its own: its configuration, its cache, its process's number.

    `listen` holds the directives of the file that deploy/nginx.conf includes under that name; `application` is where
    gunicorn listens, as nginx writes it.
    """

    folder: Path
    static: Path
    application: str
    listen: str
    processes: int = 1

    def prepare(self) -> None:
        """Writes the configuration; what was kept before stays."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "listen.conf").write_text(self.listen, encoding="utf-8")
        filled_in = Template(CONFIGURATION.read_text(encoding="utf-8")).safe_substitute(
            NGINX_USER="root" if os.geteuid() == 0 else "nobody",  # who is not root stays who they are
            NGINX_WORKERS=self.processes,
            RUN_DIR=self.folder,
            STATIC_ROOT=self.static,
            APPLICATION=self.application,
            LISTEN=self.folder / "listen.conf",
        )
        self._configuration.write_text(filled_in, encoding="utf-8")

    def command(self) -> list[str]:
        """The command line of nginx in the foreground."""
        return [path(), "-e", "stderr", "-p", str(self.folder), "-c", str(self._configuration), "-g", "daemon off;"]

    @property
    def _configuration(self) -> Path:
        return self.folder / "nginx.conf"


def _find() -> str | None:
    candidates = (os.environ.get("NGINX"), shutil.which("nginx"), *PLACES)
    return next((program for program in candidates if program and starts(program, "-v")), None)
