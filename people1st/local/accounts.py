"""The system account under which the embedded PostgreSQL runs: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from people1st.local.errors import CannotStart

NAME = "embedded_postgres"


class Identity(TypedDict, total=False):
    """What subprocess needs to run a program as another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """Our own account (`entry` is None), or the one that root lends to PostgreSQL."""

    entry: pwd.struct_passwd | None

    def identity(self) -> Identity:
        """Keyword arguments for subprocess; none for our own account."""
        if self.entry is None:
            return {}
        return {"user": self.entry.pw_uid, "group": self.entry.pw_gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Makes the account the owner of `path`."""
        if self.entry is not None:
            os.chown(path, self.entry.pw_uid, self.entry.pw_gid)

    def make_folder(self, path: Path) -> None:
        """A folder for the account alone. Raises CannotStart when another account was there first."""
        path.mkdir(mode=0o700, exist_ok=True)
        owner = path.lstat().st_uid
        expected = os.getuid() if self.entry is None else self.entry.pw_uid
        if owner not in {os.getuid(), expected} or path.is_symlink():
            msg = f"{path} belongs to another account; remove it."
            raise CannotStart(msg)
        self.give(path)

    def open_way_to(self, path: Path, *, readable: bool = False) -> None:
        """Lets the account pass through the folders above `path` (the right to pass, not to list them).

        With `readable`, also lets it read `path` and all below it, for a tree that was installed under a strict umask.
        """
        if self.entry is None:
            return
        for folder in path.parents:
            _add(folder, stat.S_IXOTH)
        if readable and not path.stat().st_mode & stat.S_IROTH:
            _add(path, stat.S_IROTH | stat.S_IXOTH)
            for below in path.rglob("*"):
                passable = stat.S_IXOTH if below.is_dir() or os.access(below, os.X_OK) else 0
                _add(below, stat.S_IROTH | passable)


def for_server() -> Account:
    """Our own account; for root, the system account `embedded_postgres`, made when it is missing."""
    if os.geteuid() != 0:
        return Account(None)
    try:
        return Account(pwd.getpwnam(NAME))
    except KeyError:
        pass_over = shutil.which("useradd")
    if pass_over is None:
        msg = "PostgreSQL does not run as root, and there is no useradd to make an account for it. Run make as a user."
        raise CannotStart(msg)
    command = [pass_over, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    try:  # a start beside this one may have made it first
        return Account(pwd.getpwnam(NAME))
    except KeyError as error:
        msg = f"The account {NAME} for PostgreSQL could not be made: {result.stderr.strip()}"
        raise CannotStart(msg) from error


def _add(path: Path, mode: int) -> None:
    if path.is_symlink():
        return
    current = path.stat().st_mode
    if current & mode != mode:
        path.chmod(stat.S_IMODE(current) | mode)
