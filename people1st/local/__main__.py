"""`python -m people1st.local TARGET`: what the Makefile's targets do once `.venv` stands."""

import pkgutil
import signal
import sys
from types import FrameType

from people1st.local import catalogues
from people1st.local.console import say
from people1st.local.errors import CannotStart

# Found by name, so that a target loads only what it needs: the tools of the others may not be installed.
TARGETS = {
    "run": "people1st.local.supervisor:main",
    "sample": "people1st.local.sample:main",
    "test": "people1st.local.tools:test",
    "bench": "people1st.local.tools:bench",
    "lint": "people1st.local.checks:lint",
    "format": "people1st.local.checks:reformat",
    "messages": "people1st.local.messages:refresh",
    "lock": "people1st.local.tools:lock",
    "fuzz": "people1st.local.tools:fuzz",
    "gallery": "people1st.local.gallery:main",
    "sbom": "people1st.local.supply:sbom",
    "audit": "people1st.local.supply:audit",
}


def main(target: str) -> int:
    """Does what `make TARGET` promises and gives its exit status."""
    signal.signal(signal.SIGTERM, _stop)
    catalogues.compile_all()
    return int(pkgutil.resolve_name(TARGETS[target])())


def _stop(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except CannotStart as reason:
        say(str(reason))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
