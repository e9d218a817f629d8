"""One HTTPS request to an address that was checked before, with limits to the time and the size of the answer.

Only the standard library: it follows nothing, retries nothing, keeps no cookie and reads no proxy from the environment.
"""

import socket
import ssl
from http.client import HTTPSConnection
from typing import Any

from endorsements.proof.deadlines import Deadline
from endorsements.proof.findings import Finding, Unseen

# Headers and body together, as they come through the TLS connection; one who sends more is not read further.
MOST_BYTES = 65_536
SECONDS_TO_CONNECT = 4.0


class PinnedConnection(HTTPSConnection):
    """Speaks to `address`, and takes it only for `host`: the name is in SNI, in Host, and must be in the certificate.

    No name is looked up here, so what DNS says after the check changes nothing.
    """

    def __init__(self, host: str, address: str, port: int, deadline: Deadline, trust: ssl.SSLContext) -> None:
        super().__init__(host, port, context=trust)
        self.address, self.deadline, self.trust = address, deadline, trust
        trust.sslsocket_class = metered(deadline)

    def connect(self) -> None:
        """Connect to the address and greet the host."""
        in_time = min(SECONDS_TO_CONNECT, self.deadline.left())
        plain = socket.create_connection((self.address, self.port), timeout=in_time)
        try:
            plain.settimeout(self.deadline.left())
            self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def metered(deadline: Deadline) -> type[ssl.SSLSocket]:
    """A TLS socket that reads until the deadline and MOST_BYTES, however the bytes are dripped."""

    class Metered(ssl.SSLSocket):
        received = 0

        def recv_into(self, *args: Any, **kwargs: Any) -> int:
            self.settimeout(deadline.left())
            count = super().recv_into(*args, **kwargs)
            self.received += count
            if self.received > MOST_BYTES:
                raise Unseen(Finding.TOO_LARGE)
            return count

    return Metered
