"""`make messages`: gathers the texts of the source into locale/*/LC_MESSAGES/*.po and tells what is left to do."""

import os
import shutil
import subprocess
import sys

import polib

from people1st.local import catalogues
from people1st.local.checks import PRODUCTION_LIKE
from people1st.local.configuration import ROOT
from people1st.local.console import say
from people1st.local.errors import CannotStart

FOLDERS_LEFT_OUT = (".venv", "var", "tests", "bench", "node_modules")


def refresh() -> int:
    """Runs makemessages so that a diff shows texts alone (no line numbers, no wrapping, no date)."""
    _need_gettext()
    command = [sys.executable, "manage.py", "makemessages", "--locale", "uk", "--locale", "ru"]
    command += ["--no-location", "--no-wrap", "--no-obsolete"]
    command += [word for folder in FOLDERS_LEFT_OUT for word in ("--ignore", folder)]
    if status := subprocess.run(command, check=False, cwd=ROOT, env={**os.environ, **PRODUCTION_LIKE}).returncode:
        return status
    for path in catalogues.files():
        catalogue = polib.pofile(str(path), wrapwidth=0)
        if catalogue.metadata.pop("POT-Creation-Date", None) is not None:
            catalogue.save(str(path))
        left = list(catalogues.unfinished(catalogue))
        say(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(left)} to look at")
        for line in left:
            say(f"  {line}")
    catalogues.compile_all()
    return 0


def _need_gettext() -> None:
    if shutil.which("xgettext"):
        return
    apt = shutil.which("apt-get")
    if os.geteuid() == 0 and apt is not None:
        say("Installing gettext (apt-get install gettext).")
        variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "gettext"]):
            subprocess.run([apt, *words], check=False, stdout=subprocess.DEVNULL, env=variables)
    if not shutil.which("xgettext"):
        msg = "make messages needs xgettext. Debian, Ubuntu: apt-get install gettext. Fedora: dnf install gettext."
        raise CannotStart(msg)
