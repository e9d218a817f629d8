"""Strict readers of the environment: a wrong or missing value stops the program with a sentence that says which."""

import base64
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import EmailValidator

DATABASE_FORM = "postgresql://user:password@host:5432/database"
KEY_BYTES = 32
URL_SAFE = str.maketrans("-_", "+/")
FEWEST_DIFFERENT_BYTES = 8  # at random 30 of 32; a placeholder such as AAAA… has one
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
SMTP_FORM = "smtp://user:password@host:587, smtps://user:password@host:465 or smtp+plain://host:25"


def text(name: str, default: str | None = None) -> str:
    """The variable's text, stripped; `default` when unset or empty. ImproperlyConfigured when both are missing."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        msg = f"The environment variable {name} is not set. See docs/deploying.md for what it holds."
        raise ImproperlyConfigured(msg)
    return default


def secret(name: str, *, at_least: int) -> str:
    """The variable's text, of `at_least` so many characters. The sentence about a shorter one does not repeat it."""
    value = text(name)
    if len(value) < at_least:
        msg = f"{name} has {len(value)} characters, but must have {at_least} or more, at random. See docs/deploying.md."
        raise ImproperlyConfigured(msg)
    return value


def secrets(name: str, *, at_least: int) -> list[str]:
    """As `secret`, for a comma-separated list that may be empty."""
    values = [value.strip() for value in text(name, "").split(",")] if text(name, "") else []
    if any(len(value) < at_least for value in values):
        msg = f"{name} holds a secret of fewer than {at_least} characters. See docs/deploying.md."
        raise ImproperlyConfigured(msg)
    return values


def key_ring(name: str) -> tuple[bytes, ...]:
    """Keys, comma-separated, newest first: each 32 random bytes in URL-safe base64 or the ordinary one (RFC 4648).

    The sentence about a wrong one does not repeat it.
    """
    ring: list[bytes] = []
    for number, word in enumerate(text(name).split(","), 1):
        try:
            key = base64.b64decode(word.translate(URL_SAFE).strip(" =") + "=", validate=True)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES or len(set(key)) < FEWEST_DIFFERENT_BYTES or key in ring:
            msg = f"{name} holds {KEY_BYTES} random bytes a key in base64, each key once; number {number} is not so."
            raise ImproperlyConfigured(msg)
        ring.append(key)
    return tuple(ring)


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """The variable's text, which must be one of `choices`."""
    value = text(name, default)
    if value not in choices:
        msg = f"{name} is {value!r}, but must be one of: {', '.join(choices)}."
        raise ImproperlyConfigured(msg)
    return value


def whole_number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """The variable as a whole number from `lowest` to `highest`."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
        msg = f"{name} is {value!r}, but must be a whole number from {lowest} to {highest}."
        raise ImproperlyConfigured(msg)
    return int(value)


def host(name: str, *, other_than: str | None = None) -> str:
    """A host name without port, in small letters; an empty text when the variable is unset."""
    value = text(name, "").lower()
    if value and not HOST.fullmatch(value):
        msg = f"{name} is {value!r}, but must be a host name such as staff.people1st.online, without port."
        raise ImproperlyConfigured(msg)
    if value and value == other_than:
        msg = f"{name} is the host of the whole site. Give the admin one of its own, or leave {name} unset."
        raise ImproperlyConfigured(msg)
    return value


def words(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def mailbox(name: str, default: str | None = None) -> str:
    """One mail address, without a name before it."""
    value = text(name, default)
    try:
        EmailValidator()(value)
    except ValidationError:
        msg = f"{name} is {value!r}, but must be one address such as info@people1st.org."
        raise ImproperlyConfigured(msg) from None
    return value


def path(name: str, default: Path) -> Path:
    """An absolute path; relative ones start at the working directory."""
    return Path(text(name, str(default))).expanduser().resolve()


def web_address(name: str, default: str | None = None) -> str:
    """An http or https origin such as https://people1st.online, given back without a trailing slash."""
    value = text(name, default).rstrip("/")
    msg = f"{name} is {value!r}, but must be an origin such as https://people1st.online."
    parts = _address(value, msg)
    more = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or not parts.hostname or more:
        raise ImproperlyConfigured(msg)
    return value


def database(name: str) -> dict[str, Any]:
    """Django's DATABASES entry from a PostgreSQL URL; a socket directory is given as `?host=/dir`.

    Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
    """
    unreadable = f"{name} cannot be read: {DATABASE_FORM} is its form, special characters in it percent-encoded."
    parts = _address(text(name), unreadable)
    if parts.scheme not in {"postgres", "postgresql"}:
        msg = f"{name} must begin with postgresql://; PostgreSQL is the only database of this site."
        raise ImproperlyConfigured(msg)
    options = dict(parse_qsl(parts.query))
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        msg = f"{name} names no database: {DATABASE_FORM} is its form."
        raise ImproperlyConfigured(msg)
    port = str(parts.port or options.pop("port", ""))
    if parts.fragment or (port and not port.isdecimal()):
        raise ImproperlyConfigured(unreadable)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": port,
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def smtp(name: str) -> dict[str, Any]:
    """Django's MAILERS entry from an address of a mail server.

    smtp://user:password@host:587 is STARTTLS, smtps://…:465 TLS from the first byte, smtp+plain://host:25 clear text,
    for a relay on this machine.
    """
    msg = f"{name} must be {SMTP_FORM}, special characters in it percent-encoded."
    parts = _address(text(name), msg)
    more = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in {"smtp", "smtps", "smtp+plain"} or not parts.hostname or more:
        raise ImproperlyConfigured(msg)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


def _address(value: str, complaint: str) -> SplitResult:
    """The parts of an address with a port that is one. Python's own words may repeat a password: they are left out."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - it is read when it is asked for
    except ValueError:
        raise ImproperlyConfigured(complaint) from None
    return parts
