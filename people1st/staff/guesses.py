"""How often somebody may guess a password or a code, without letting strangers lock the owner out.

Each guess is counted before it is looked at and given back when it was right. A browser that its owner has signed in
with has an account of guesses of its own (people1st/staff/devices.py); everybody else shares those below. A passkey
can't be guessed: nobody's guesses stand in its way. A source's first guesses at an account are its own: those of others
don't use them up, so that an owner with a new browser gets in beside any number of guessers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from endorsements import limits
from people1st import sources
from people1st.security import Event, record
from people1st.staff import devices

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """How many wrong guesses of one kind in a window."""

    scope: str
    most: int
    window: timedelta


PASSWORDS_OF_A_DEVICE = Limit("staff_pw_device", 10, HOUR)
PASSWORDS_OF_A_SOURCE = Limit("staff_pw_source", 60, HOUR)
PASSWORDS_OF_A_PAIR = Limit("staff_pw_pair", 10, HOUR)  # one source at one account
FIRST_PASSWORDS_OF_A_PAIR = Limit("staff_pw_first", 2, HOUR)  # looked at whatever others do
PASSWORDS_OF_STRANGERS = Limit("staff_pw_account", 30, HOUR)  # all sources at one account, beside their first ones
CODES_OF_A_DEVICE = Limit("staff_code_device", 10, HOUR)
CODES_OF_STRANGERS = Limit("staff_code_hour", 5, HOUR)
CODES_OF_STRANGERS_A_DAY = Limit("staff_code_day", 20, DAY)
IDENTITIES = Limit("staff_identity", 10, HOUR)  # within a session
PASSKEYS_OF_A_SOURCE = Limit("staff_passkey", 300, HOUR)

# The limit, whose count it is, and what that one was called yesterday.
type Counts = Iterable[tuple[Limit, str, str]]


@dataclass
class Guess:
    """One guess: `wait` says for how long it is not to be looked at."""

    counted: list[tuple[Limit, str]] = field(default_factory=list)
    wait: timedelta | None = None

    def count(self, limit: Limit, key: str, earlier: str) -> timedelta | None:
        """Count it within the limit and give None, or give how long there is no room for it."""
        wait = limits.hit(limit.scope, key, limit.most, limit.window, earlier=earlier)
        if wait is None:
            self.counted.append((limit, key))
        return wait

    def was_right(self) -> None:
        """Give it back: who signs in often is no guesser."""
        for limit, key in self.counted:
            limits.give_back(limit.scope, key)


def at_password(request: HttpRequest, username: str) -> Guess:
    """A guess at the password of whatever was typed as a username: the same whether such an account is there."""
    account, (source, earlier) = devices.account_key(username), _sources(request)
    if device := devices.known(request, username):
        return _count(request, [(PASSWORDS_OF_A_DEVICE, device, "")])
    pair = _key(account, source), _key(account, earlier)
    guess = _count(request, [(PASSWORDS_OF_A_SOURCE, source, earlier), (PASSWORDS_OF_A_PAIR, *pair)])
    if guess.wait is None and guess.count(FIRST_PASSWORDS_OF_A_PAIR, *pair) is not None:
        return _count(request, [(PASSWORDS_OF_STRANGERS, account, "")], guess)
    return guess


def at_code(request: HttpRequest, user: User) -> Guess:
    """A guess at a code, by somebody who knows the password."""
    if device := devices.known(request, user.get_username()):
        return _count(request, [(CODES_OF_A_DEVICE, device, "")])
    account = devices.account_key(user.get_username())
    return _count(request, [(CODES_OF_STRANGERS, account, ""), (CODES_OF_STRANGERS_A_DAY, account, "")])


def at_identity(request: HttpRequest, user: User) -> Guess:
    """A guess by whoever sits before a session that is signed in."""
    return _count(request, [(IDENTITIES, devices.account_key(user.get_username()), "")])


def at_passkey(request: HttpRequest) -> Guess:
    """A try with a passkey. Counted a source, for the rows that it costs; never given back."""
    return _count(request, [(PASSKEYS_OF_A_SOURCE, *_sources(request))])


def _count(request: HttpRequest, counts: Counts, guess: Guess | None = None) -> Guess:
    guess = guess or Guess()
    for limit, key, earlier in counts:
        guess.wait = guess.count(limit, key, earlier)
        if guess.wait is not None:
            record(Event.LIMIT_HIT, request=request, limit=limit.scope)
            return guess
    return guess


def _sources(request: HttpRequest) -> tuple[str, str]:
    """The keyed hash of where the request comes from, of today and of yesterday; all unknown ones are one."""
    today, yesterday = sources.sender_digests(request)
    return (today, yesterday) if today else (_key("unknown"), "")


def _key(*parts: str) -> str:
    return salted_hmac("people1st.staff.guesses", "\0".join(parts), algorithm="sha256").hexdigest()
