"""`python -m people1st.local TARGET`: what the Makefile's targets do once `.venv` stands."""

import signal
import sys
from types import FrameType

from people1st.local.errors import CannotStart


def _stop(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main(target: str) -> None:
    """Does what `make TARGET` promises; the imports are here so that `run` loads nothing of the checks."""
    signal.signal(signal.SIGTERM, _stop)
    match target:
        case "run":
            import os

            from people1st.local import catalogues, supervisor
            from people1st.local.configuration import Site

            catalogues.compile_all()
            supervisor.run(Site.from_environment(os.environ))
        case _:
            msg = f"There is no target {target}."
            raise CannotStart(msg)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except CannotStart as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
