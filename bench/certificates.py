"""A certificate for this machine alone, which no browser trusts: for the length of a benchmark."""

import base64
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

ADDRESS = ipaddress.ip_address("127.0.0.1")
LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Certificate:
    """The paths of a certificate and of its key, and what makes Chromium trust it as any other."""

    path: Path
    key: Path
    flag: str


def make(folder: Path) -> Certificate:
    """A certificate of 127.0.0.1 (P-256, signed by itself), written into the folder."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, str(ADDRESS))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + LASTS)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ADDRESS)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(folder / "certificate.pem", folder / "certificate-key.pem", _flag(key.public_key()))
    made.path.write_bytes(certificate.public_bytes(Encoding.PEM))
    made.key.touch(mode=0o600)
    made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


def _flag(key: ec.EllipticCurvePublicKey) -> str:
    """Chromium keeps nothing of a page whose certificate it merely overlooks; one with this key is none to overlook."""
    digest = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    return f"--ignore-certificate-errors-spki-list={base64.b64encode(digest).decode()}"
