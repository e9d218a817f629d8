"""Mailed secrets: made when a mail is written, kept as hashes, good for one purpose.

ASVS 5.0 7.2: 256 random bits from the system's generator; only their SHA-256 is stored.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from endorsements.models import Endorsement, Token
from endorsements.models.token import Purpose

LENGTH = 32


def make(endorsement: Endorsement, purpose: Purpose) -> str:
    """A new secret for `purpose`, URL-safe; its hash is stored, it itself is given back once."""
    secret = secrets.token_urlsafe(LENGTH)
    Token.objects.create(endorsement=endorsement, purpose=purpose, digest=_digest(secret))
    return secret


def find(secret: str, purpose: Purpose) -> Endorsement | None:
    """The endorsement that `secret` opens for `purpose`, or None when it was never made, or for something else."""
    digest = _digest(secret)
    token = Token.objects.select_related("endorsement").filter(digest=digest, purpose=purpose).first()
    if token is None or not hmac.compare_digest(bytes(token.digest), digest):
        return None
    return token.endorsement


def confirm_until(endorsement: Endorsement) -> datetime | None:
    """When the confirm links of an endorsement stop working: the lifetime counts from the last such mail.

    None when no such mail was written.
    """
    last = endorsement.tokens.filter(purpose=Purpose.CONFIRM).aggregate(last=Max("made_at"))["last"]
    return last + settings.CONFIRM_LINK_LIFETIME if last else None


def has_run_out(endorsement: Endorsement) -> bool:
    """Whether the confirm links of an endorsement are older than their lifetime."""
    until = confirm_until(endorsement)
    return until is None or until < timezone.now()


def revoke(endorsement: Endorsement, *purposes: Purpose) -> None:
    """Make every secret of these purposes unknown."""
    endorsement.tokens.filter(purpose__in=purposes).delete()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
