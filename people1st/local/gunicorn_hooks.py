"""What gunicorn is told on one machine: its processes end with their master, so a killed one does not keep the port."""

import signal
from typing import Any

from people1st.gunicorn_config import (
    forwarder_headers,
    limit_request_field_size,
    limit_request_fields,
    limit_request_line,
    logger_class,
)
from people1st.local.tether import tie_to_parent

__all__ = [
    "forwarder_headers",
    "limit_request_field_size",
    "limit_request_fields",
    "limit_request_line",
    "logger_class",
    "post_fork",
]


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    """Ties a fresh worker to the master (gunicorn's own check may take half its timeout)."""
    tie_to_parent(signal.SIGKILL)
