"""The texts of the source and locale/*/LC_MESSAGES/*.po.

`make messages` gathers the ones into the others and tells what is left to do. `python -m people1st.local.messages`, for
`make lint`, gathers them into a copy and tells what the committed catalogues lack or have too many.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from people1st.local import catalogues
from people1st.local.checks import NOT_CHECKED, PRODUCTION_LIKE
from people1st.local.configuration import ROOT
from people1st.local.console import say
from people1st.local.errors import CannotStart

FOLDERS_LEFT_OUT = (".venv", "var", "tests", "bench", ".node")
READ_BY_GETTEXT = {".py", ".html", ".txt", ".po"}
HOW_TO_INSTALL = "Debian, Ubuntu: apt-get install gettext. Fedora: dnf install gettext."


def refresh() -> int:
    """`make messages`."""
    if not _has_gettext():
        msg = f"make messages needs xgettext. {HOW_TO_INSTALL}"
        raise CannotStart(msg)
    if status := _gather(ROOT):
        return status
    for path in catalogues.files():
        catalogue = polib.pofile(str(path), wrapwidth=0)
        left = list(catalogues.unfinished(catalogue))
        say(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(left)} to look at")
        for line in left:
            say(f"  {line}")
    catalogues.compile_all()
    return 0


def check(root: Path = ROOT) -> int:
    """Prints which texts the catalogues lack or have too many; 0 when none, NOT_CHECKED without gettext."""
    if not _has_gettext():
        say(f"Not checked whether the catalogues hold every text of the sources: xgettext is missing. {HOW_TO_INSTALL}")
        return NOT_CHECKED
    with tempfile.TemporaryDirectory(prefix="people1st-messages-") as folder:
        copy = Path(folder)
        copy_sources(root, copy)
        if status := _gather(copy):
            return status
        lines = [
            f"{path.relative_to(root)}: {line}"
            for path in catalogues.files(root)
            for line in _differences(path, copy / path.relative_to(root))
        ]
    for line in lines:
        say(line)
    if lines:
        say("`make messages` brings the catalogues up to date.")
    return 1 if lines else 0


def copy_sources(root: Path, target: Path) -> None:
    """Copies what gettext reads from one folder to another; what may not be read is left out, as gettext does."""
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name not in FOLDERS_LEFT_OUT and not name.startswith(".")]
        beside = target / Path(folder).relative_to(root)
        for name in names:
            if Path(name).suffix in READ_BY_GETTEXT:
                beside.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(folder) / name, beside / name)


def _gather(root: Path) -> int:
    """Runs makemessages so that a diff shows texts alone (no line numbers, no wrapping, no date)."""
    command = [sys.executable, "manage.py", "makemessages", "--locale", "uk", "--locale", "ru", "--verbosity", "0"]
    command += ["--no-location", "--no-wrap", "--no-obsolete"]
    command += [word for folder in FOLDERS_LEFT_OUT for word in ("--ignore", folder)]
    if status := subprocess.run(command, check=False, cwd=root, env={**os.environ, **PRODUCTION_LIKE}).returncode:
        return status
    for path in catalogues.files(root):
        catalogue = polib.pofile(str(path), wrapwidth=0)
        if catalogue.metadata.pop("POT-Creation-Date", None) is not None:
            catalogue.save(str(path))
    return 0


def _differences(committed: Path, gathered: Path) -> list[str]:
    ours, theirs = _texts(committed), _texts(gathered)
    lacking = [f"not there, but in the sources: {key[1]}" for key in theirs if key not in ours]
    return lacking + [f"in no source: {key[1]}" for key in ours if key not in theirs]


def _texts(path: Path) -> list[tuple[str | None, str, str]]:
    """What a text is known by: its context, itself, its plural."""
    return [(one.msgctxt, one.msgid, one.msgid_plural) for one in polib.pofile(str(path)) if not one.obsolete]


def _has_gettext() -> bool:
    """Whether xgettext is there; root installs it when it is not."""
    apt = shutil.which("apt-get")
    if not shutil.which("xgettext") and os.geteuid() == 0 and apt is not None:
        say("Installing gettext (apt-get install gettext).")
        variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "gettext"]):
            subprocess.run([apt, *words], check=False, stdout=subprocess.DEVNULL, env=variables)
    return shutil.which("xgettext") is not None


if __name__ == "__main__":
    sys.exit(check())
