"""Keys for what is private: contact data is encrypted under them, and found again by keyed hashes.

The ring is ENCRYPTION_KEYS, newest first: the newest key writes, every key reads, so that a key is changed while the
site runs (docs/deploying.md, “Keys”). Ciphertexts and hashes begin with the id of their key, so that what still stands
under which key can be counted. AES-256-GCM (NIST SP 800-38D), HMAC-SHA-256 (RFC 2104), HKDF (RFC 5869).
"""

import base64
import functools
import hmac
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

ID_LENGTH = 8  # hexadecimal digits
DIGEST_LENGTH = 64  # of them the id; the other 56 are the first 224 bits of the HMAC
SEPARATOR = "."
# At random for each text: good for 2^32 texts a key (SP 800-38D, 8.3).
NONCE_BYTES = 12
KEY_BYTES = 32


class UnreadableError(Exception):
    """A ciphertext that no key of the ring opens: its key is missing, or it was changed or put in another place."""


@dataclass(frozen=True)
class Key:
    """One key of the ring: its id, and the keys that are derived from it, one for each purpose."""

    id: str
    cipher: AESGCM = field(repr=False)
    for_hashes: bytes = field(repr=False)

    @classmethod
    def derived_from(cls, secret: bytes) -> "Key":
        """The key that `secret`, KEY_BYTES random bytes, stands for."""
        return cls(
            _derive(secret, "id").hex()[:ID_LENGTH], AESGCM(_derive(secret, "encryption")), _derive(secret, "hashes")
        )

    def digest(self, purpose: str, text: str) -> str:
        """As the module's `digest`, under this key."""
        mac = hmac.digest(self.for_hashes, f"{purpose}\0{text}".encode("utf-8", "surrogatepass"), "sha256")
        return self.id + mac.hex()[: DIGEST_LENGTH - ID_LENGTH]


def encrypt(text: str, place: str = "") -> str:
    """The text under the newest key, in ASCII: key id, a dot, URL-safe base64 of nonce, ciphertext and tag.

    `place` says where it is kept (table and column); it is opened with the same words alone.
    """
    key, nonce = ring()[0], os.urandom(NONCE_BYTES)
    sealed = nonce + key.cipher.encrypt(nonce, text.encode(), place.encode())
    return f"{key.id}{SEPARATOR}{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(token: str, place: str = "") -> str:
    """The text that `encrypt` was given. Raises UnreadableError, whose words hold nothing of it."""
    key = next((key for key in ring() if key.id == key_id(token)), None)
    if key is None or token[ID_LENGTH : ID_LENGTH + 1] != SEPARATOR:
        msg = "A text is not under any key of ENCRYPTION_KEYS."
        raise UnreadableError(msg)
    try:
        sealed = base64.b64decode(token[ID_LENGTH + 1 :], altchars=b"-_", validate=True)
        return key.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError):
        msg = f"A text under the key {key.id} was changed, or put where it does not belong."
        raise UnreadableError(msg) from None


def digest(purpose: str, text: str) -> str:
    """A keyed hash under the newest key, DIGEST_LENGTH hexadecimal digits of which the first are the key's id.

    Only who has the ring can tell what it is of; of the same text it differs from one `purpose` to the next.
    """
    return ring()[0].digest(purpose, text)


def digests(purpose: str, text: str) -> list[str]:
    """The hashes under every key of the ring, newest first: what is looked for while keys change."""
    return [key.digest(purpose, text) for key in ring()]


def key_id(token: str) -> str:
    """The id of the key that a ciphertext or a hash is under."""
    return token[:ID_LENGTH]


def ids() -> list[str]:
    """The ids of the ring's keys, newest first. They tell nothing about the keys."""
    return [key.id for key in ring()]


def ring() -> tuple[Key, ...]:
    """The keys of ENCRYPTION_KEYS, newest first."""
    return _ring(tuple(settings.ENCRYPTION_KEYS))


@functools.lru_cache(maxsize=8)
def _ring(secrets: tuple[bytes, ...]) -> tuple[Key, ...]:
    return tuple(Key.derived_from(secret) for secret in secrets)


def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"people1st {purpose}".encode()).derive(secret)
