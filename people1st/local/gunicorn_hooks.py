"""What gunicorn calls: its processes end with their master, so that a killed one does not keep the port."""

import signal
from typing import Any

from people1st.local.tether import tie_to_parent


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    """Ties a fresh worker to the master (gunicorn's own check may take half its timeout)."""
    tie_to_parent(signal.SIGKILL)
