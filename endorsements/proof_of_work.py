"""A proof of work for while the form is flooded: ALTCHA's challenge (its version 2), made and checked by its library.

A browser finds a number by trying; that costs a person's browser a moment and a flood its hours. Nobody is refused:
what comes without a proof is kept, and waits for a person (docs/decisions.md).
"""

import json
import secrets
from typing import Any

import altcha
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from endorsements import limits
from endorsements.models import Protection

# The names and the form of what is sent are ALTCHA's, so that its own widget could stand in for our script.
FIELD = "altcha"
ALGORITHM = "PBKDF2/SHA-256"  # the slowest function that every browser has built in
ROUNDS = 5_000  # of one trial
TRIALS = 1_000  # at most; half of them on average
LONGEST = 2_000  # characters of a proof; a true one has about 750


def is_asked_for() -> bool:
    """Whether staff ask for it at the moment."""
    return Protection.current().proof_of_work


def is_missing(data: Any) -> bool:
    """Whether it is asked for and `data`, what a form was sent, has none that counts."""
    return is_asked_for() and not accept(str(data.get(FIELD, "")))


def challenge() -> str:
    """A new challenge as JSON, good for PROOF_OF_WORK_KEPT."""
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=secrets.randbelow(TRIALS) + 1,
        expires_at=timezone.now() + settings.PROOF_OF_WORK_KEPT,
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("solution"),
    )
    return json.dumps(made.to_dict())


def accept(proof: str) -> bool:
    """Whether `proof` solves a challenge of this site that has not expired and that nothing was sent with before.

    Taking it uses it up, for all processes at once.
    """
    if len(proof) > LONGEST:
        return False
    found = altcha.verify_solution(proof, _key("challenge"), hmac_key_secret=_key("solution"))
    if not found.verified:
        return False
    solved = altcha.Payload.from_base64(proof).challenge.parameters
    return limits.hit("challenge", solved.nonce, 1, settings.PROOF_OF_WORK_KEPT) is None


def _key(purpose: str) -> str:
    return salted_hmac("endorsements.proof_of_work", purpose, algorithm="sha256").hexdigest()
