"""Security events by name, in the log that an administrator reads (OWASP ASVS 5.0, 16.2.1 and 16.3).

An event is a fixed word with a few facts: ids, numbers and the program's own words. Never an address, a name, a
token or a client's address: `record()` lets no text through that could be one.
"""

import logging
import re
from collections.abc import Iterator
from enum import StrEnum

from django.http import HttpRequest

logger = logging.getLogger("people1st.security")

# The program's own words: `dns`, `hand_check`, `admin:endorsements_endorsement_change`. No dot, so no host, mailbox or
# IPv4 address; no capital and no more than 80 characters, so no token; one colon at most, so no IPv6 address.
OWN_WORD = re.compile(r"[a-z][a-z0-9_-]*(:[a-z][a-z0-9_-]*)?")
LONGEST_WORD = 80
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}


class Event(StrEnum):
    """What is worth knowing when somebody asks what happened."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    ENROLMENT = "enrolment"
    ROLE_CHANGED = "role_changed"
    SESSION_ENDED = "session_ended"
    REAUTHENTICATED = "reauthenticated"
    PERMISSION_DENIED = "permission_denied"
    REFUSED_REQUEST = "refused_request"
    LIMIT_HIT = "limit_hit"
    BREAKER = "breaker"
    EXPORT = "export"
    PROTECTION_CHANGED = "protection_changed"
    KEYS_ROTATED = "keys_rotated"
    DECISION = "decision"


# A control said no; the others are things that staff did.
REFUSALS = {
    Event.SIGN_IN_FAILED,
    Event.PERMISSION_DENIED,
    Event.REFUSED_REQUEST,
    Event.LIMIT_HIT,
    Event.BREAKER,
}


def record(event: Event, *, request: HttpRequest | None = None, **facts: str | int) -> None:
    """Write one event to the log `people1st.security`; the level is WARNING where a control said no, else INFO.

    `request` adds its method, the name of its view (never the path: a token may be in it) and the id of the staff
    account that is signed in. A text that is not one of the program's own words is written as `…`. Raises TypeError
    for a fact that is neither text nor number.
    """
    known = {} if request is None else dict(_facts_of(request))
    told = known | {name: _harmless(fact) for name, fact in facts.items()}
    level = logging.WARNING if event in REFUSALS else logging.INFO
    logger.log(level, "Security event: %s", event.value, extra={"event": event.value, "facts": told})


def _harmless(fact: str | int) -> str | int:
    if isinstance(fact, int):
        return int(fact)
    if not isinstance(fact, str):
        msg = f"A fact is a text or a whole number, not {type(fact).__name__}."
        raise TypeError(msg)
    return str(fact) if len(fact) <= LONGEST_WORD and OWN_WORD.fullmatch(fact) else "…"


def _facts_of(request: HttpRequest) -> Iterator[tuple[str, str | int]]:
    yield "method", request.method if request.method in METHODS else "…"
    if request.resolver_match is not None:
        yield "view", _harmless(request.resolver_match.view_name)
    # Only where the session has been read already: reading it here would make a public page vary by cookie.
    session = getattr(request, "session", None)
    if session is not None and session.accessed and request.user.is_staff:
        yield "actor", request.user.pk
