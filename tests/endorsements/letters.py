"""A mail server on this machine that keeps what it is given."""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Letter:
    """One message as the server took it: to whom, and the message."""

    to: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        """Its plain text."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """Its HTML."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass
class Letterbox:
    """What the SMTP server took; `answers` are given to the next recipients instead of its OK."""

    port: int
    letters: list[Letter] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    taken: Callable[[Letter], None] | None = None

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the recipient, or answer what the test wants."""
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message, and tell the test before the OK is sent."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        letter = Letter(list(envelope.rcpt_tos), message)
        self.letters.append(letter)
        if self.taken:
            self.taken(letter)
        return "250 OK"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def smtp_mailers(port: int) -> dict[str, Any]:
    """MAILERS of a site whose mail server listens on `port` here."""
    options = {"host": "127.0.0.1", "port": port, "timeout": 30}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


Deliver = Callable[[], list[Letter]]


def secret_in(letter: Letter, route: str) -> str:
    """The secret of the letter's one link to `route`."""
    (found,) = re.findall(rf"/endorse/{route}/([^/\s]+)/", letter.text)
    return str(found)
