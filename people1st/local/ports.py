"""The TCP port of the site on 127.0.0.1."""

import http.client
import socket
import time

from people1st.local.errors import CannotStart

IS_FREE_WITHIN = 6.0
ANSWER_WITHIN = 5.0


def wait_until_free(port: int) -> None:
    """Returns once the port can be bound: what was killed a moment ago may hold it still. Raises CannotStart."""
    deadline = time.monotonic() + IS_FREE_WITHIN
    while not _is_free(port):
        if time.monotonic() > deadline:
            msg = f"Port {port} is in use by another program. Choose another one: PORT={port + 1} make run"
            raise CannotStart(msg)
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether a web server answers /healthz there with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_WITHIN)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_open(port: int) -> bool:
    """Whether anything listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=ANSWER_WITHIN).close()
    except OSError:
        return False
    return True


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except PermissionError as error:
            msg = f"This user may not open port {port}. Choose one above 1023: PORT=8000 make run"
            raise CannotStart(msg) from error
        except OSError:
            return False
    return True
