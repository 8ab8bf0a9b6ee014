"""Who the local tenant and app are: made once, kept in the data folder, readable by its owner only."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from sync.emulator.private_files import write_private

_KEY_BITS = 2048
_LIFETIME = timedelta(days=3650)


class Credentials:
    """An app's key pair, made once and kept in a folder."""

    def __init__(self, folder: Path, client_id: str) -> None:
        self.private_key_file = folder / "client-key.pem"
        self.certificate_file = folder / "client-certificate.pem"
        self.certificate = _load_certificate(self.private_key_file, self.certificate_file, client_id)

    @cached_property
    def thumbprints(self) -> Mapping[str, str]:
        """How an assertion's header may name the registered certificate, without padding."""
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        sha1 = hashlib.sha1(der).digest()  # noqa: S324 - x5t is a SHA-1 by definition (RFC 7515 section 4.1.7)
        return {"x5t": _encode(sha1), "x5t#S256": _encode(hashlib.sha256(der).digest())}


class Identity(Credentials):
    """The tenant, the app that is registered from the start, and the keys that sign tokens and digests."""

    def __init__(self, folder: Path) -> None:
        facts = _load_facts(folder / "identity.json")
        super().__init__(folder, facts["client_id"])
        self.folder = folder
        self.tenant = facts["tenant"]
        self.client_id = facts["client_id"]
        self.client_secret = facts["client_secret"]
        self.digest_key = bytes.fromhex(facts["digest_key"])
        self.token_key = _load_key(folder / "token-key.pem")


def _load_facts(path: Path) -> dict[str, str]:
    if not path.exists():
        facts = {
            "tenant": str(uuid4()),
            "client_id": str(uuid4()),
            "client_secret": secrets.token_urlsafe(30),
            "digest_key": secrets.token_hex(32),
        }
        write_private(path, json.dumps(facts).encode())
    found: dict[str, str] = json.loads(path.read_bytes())
    return found


def _load_key(path: Path) -> rsa.RSAPrivateKey:
    if not path.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
        write_private(
            path,
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )
    loaded = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise TypeError(f"{path} does not hold an RSA key.")
    return loaded


def _load_certificate(key_file: Path, certificate_file: Path, client_id: str) -> x509.Certificate:
    key = _load_key(key_file)
    if not certificate_file.exists():
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"hmicfrs-sync local app {client_id}")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + _LIFETIME)
            .sign(key, hashes.SHA256())
        )
        write_private(certificate_file, certificate.public_bytes(serialization.Encoding.PEM))
    return x509.load_pem_x509_certificate(certificate_file.read_bytes())


def _encode(digest: bytes) -> str:
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
