"""`make sample`: invented endorsers for the site of VAR_DIR, whether it is running or not."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from people1st.local import programs
from people1st.local.configuration import ROOT, Site
from people1st.local.errors import CannotStart


def main() -> int:
    """`make sample N=1000`."""
    os.umask(0o077)
    return add(Site.from_environment(os.environ), os.environ.get("N") or "1000")


def add(site: Site, count: str) -> int:
    """Runs `manage.py sample --count N` against the site's database; gives its exit status."""
    if not (count.isascii() and count.isdigit()):
        msg = f"N is {count!r}, but must be a whole number: make sample N=1000"
        raise CannotStart(msg)
    with _database(site) as url:
        return _manage(site, url, "sample", "--count", count)


@contextlib.contextmanager
def _database(site: Site) -> Iterator[str]:
    """The database of the site: the running one, or the embedded server started for this block."""
    if site.is_running():
        yield site.database_url or programs.embedded_postgres(site).url
        return
    with site.held(), contextlib.ExitStack() as stack:
        url = site.database_url or stack.enter_context(programs.embedded_postgres(site).running())
        if _manage(site, url, "prepare_site", "--login-file", str(site.login_file)):
            msg = "The database could not be prepared; the reason is above."
            raise CannotStart(msg)
        yield url


def _manage(site: Site, url: str, *arguments: str) -> int:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, env=site.variables(url)).returncode
