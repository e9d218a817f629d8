"""Two keys of the tests, what changes the ring, and what the command that rotates it prints."""

import secrets
from collections.abc import Callable
from io import StringIO

from django.core.management import call_command

from people1st import keyring

A, B = secrets.token_bytes(32), secrets.token_bytes(32)
ID_A, ID_B = (keyring.Key.derived_from(key).id for key in (A, B))
OFFICE = "office@circle.example"
Ring = Callable[..., None]


def told(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()
