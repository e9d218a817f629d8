"""Strict readers of the environment: a wrong or missing value stops the program with a sentence that says which."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's text, stripped; `default` when unset or empty. ImproperlyConfigured when both are missing."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        msg = f"The environment variable {name} is not set. See docs/deploying.md for what it holds."
        raise ImproperlyConfigured(msg)
    return default


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """The variable's text, which must be one of `choices`."""
    value = text(name, default)
    if value not in choices:
        msg = f"{name} is {value!r}, but must be one of: {', '.join(choices)}."
        raise ImproperlyConfigured(msg)
    return value


def words(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    """An absolute path; relative ones start at the working directory."""
    return Path(text(name, str(default))).expanduser().resolve()


def web_address(name: str, default: str | None = None) -> str:
    """An http or https origin such as https://people1st.online, given back without a trailing slash."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        msg = f"{name} is {value!r}, but must be an origin such as https://people1st.online."
        raise ImproperlyConfigured(msg)
    return value


def database(name: str) -> dict[str, Any]:
    """Django's DATABASES entry from a PostgreSQL URL; a socket directory is given as `?host=/dir`.

    Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
    """
    parts = urlsplit(text(name))
    if parts.scheme not in {"postgres", "postgresql"}:
        msg = f"{name} must begin with postgresql://; PostgreSQL is the only database of this site."
        raise ImproperlyConfigured(msg)
    options = dict(parse_qsl(parts.query))
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        msg = f"{name} names no database: postgresql://user:password@host:5432/database is its form."
        raise ImproperlyConfigured(msg)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def smtp(name: str) -> dict[str, Any]:
    """Django's MAILERS entry from an address of a mail server.

    smtp://user:password@host:587 is STARTTLS, smtps://…:465 TLS from the first byte, smtp+plain://host:25 clear text,
    for a relay on this machine.
    """
    parts = urlsplit(text(name))
    if parts.scheme not in {"smtp", "smtps", "smtp+plain"} or not parts.hostname:
        msg = f"{name} must be smtp://user:password@host:587, smtps://user:password@host:465 or smtp+plain://host:25."
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
