"""`python -m people1st.local TARGET`: what the Makefile's targets do once `.venv` stands."""

import os
import shlex
import signal
import sys
from types import FrameType

from people1st.local import catalogues
from people1st.local.configuration import Site
from people1st.local.console import say
from people1st.local.errors import CannotStart


def main(target: str) -> int:
    """Does what `make TARGET` promises and gives its exit status; each branch loads only what it needs."""
    signal.signal(signal.SIGTERM, _stop)
    catalogues.compile_all()
    arguments = shlex.split(os.environ.get("ARGS", ""))
    match target:
        case "run":
            from people1st.local import supervisor

            supervisor.run(Site.from_environment(os.environ))
            return 0
        case "sample":
            from people1st.local import sample

            return sample.add(Site.from_environment(os.environ), os.environ.get("N") or "1000")
        case "test":
            from people1st.local import browser, tools

            return tools.pytest(browser.path(), arguments)
        case "bench":
            from people1st.local import tools

            return tools.bench(arguments)
        case "lint":
            from people1st.local import checks

            return checks.run()
        case "format":
            from people1st.local import checks

            return checks.reformat()
        case "messages":
            from people1st.local import messages

            return messages.refresh()
        case "lock":
            from people1st.local import tools

            return tools.lock()
        case _:
            msg = f"There is no target {target}."
            raise CannotStart(msg)


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
