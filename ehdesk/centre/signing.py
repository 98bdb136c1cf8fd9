"""The centre's keys: Ed25519 for receipts, X25519 for what comes back sealed. What is kept of a secret."""

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE_GROUPS, _GROUP = 4, 4
_KEYS = 64
"""So many keys of authorities are held ready to sign with."""
_KNOWN = 2_000
"""So many public keys of devices are held ready."""


@dataclass(frozen=True)
class Signer:
    """Signs with the key in use. Made once for many signatures."""

    key: ed25519.Ed25519PrivateKey

    def sign(self, said: bytes) -> str:
        """The signature as hex."""
        return self.key.sign(said).hex()


def new_key() -> bytes:
    """A fresh private key, raw."""
    return ed25519.Ed25519PrivateKey.generate().private_bytes_raw()


@lru_cache(_KEYS)
def signer(private: bytes) -> Signer:
    """The signer of a raw private key."""
    return Signer(ed25519.Ed25519PrivateKey.from_private_bytes(private))


@lru_cache(_KEYS)
def public_of(private: bytes) -> str:
    """The public key of a raw private key, as hex."""
    return ed25519.Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def is_public_key(said: str) -> bool:
    """Whether this is the hex of an Ed25519 public key."""
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(said))
    except ValueError:
        return False
    return True


@lru_cache(_KNOWN)
def _public(said: str) -> ed25519.Ed25519PublicKey:
    return ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(said))


def is_signed(public: str, signature: str, said: bytes) -> bool:
    """Whether the holder of this public key (hex) signed these bytes (signature in hex)."""
    try:
        _public(public).verify(bytes.fromhex(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_seal_key() -> bytes:
    """A fresh private key that opens what is sealed to it, raw."""
    return x25519.X25519PrivateKey.generate().private_bytes_raw()


def public_seal_key(private: bytes) -> str:
    """The public key (hex) to which desks seal what only this centre may open; "" where there is none."""
    if not private:
        return ""
    return x25519.X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def get_ready() -> None:
    """Load what the first key of each kind asks for: else the first desk that comes waits for it."""
    public_seal_key(new_seal_key())
    signer(new_key())


def unsealed(private: bytes, content: bytes, bound_to: bytes) -> bytes | None:
    """What was sealed to the public key of `private`; None where it was not, or bound to something else."""
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    try:
        return suite.decrypt(content, x25519.X25519PrivateKey.from_private_bytes(private), info=bound_to)
    except (InvalidTag, ValueError):
        return None


SEAL_BYTES = 28
"""How much longer what is sealed is: a nonce before it, and a tag behind it."""


def seal(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    """Some bytes of a file, encrypted and bound to the place that they belong to (AES-256-GCM)."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `seal` was given. Raises: ValueError for anything else."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound_to)
    except InvalidTag as error:
        raise ValueError("it is not what was sealed") from error


def keyed_name(key: bytes, said: str) -> str:
    """A name that tells nothing to who has not the key."""
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def new_id() -> str:
    """A random id (UUIDv4) for what the centre itself makes."""
    return str(uuid.uuid4())


def new_token(authority: str) -> str:
    """What a device shows at every contact: its authority, and 32 bytes that nobody guesses."""
    return f"{authority}.{secrets.token_urlsafe(32)}"


def new_code(authority: str) -> str:
    """What lets one desk in: the authority, and 16 letters and digits that can be read aloud (80 bits)."""
    drawn = ["".join(secrets.choice(_CODE_LETTERS) for _ in range(_GROUP)) for _ in range(_CODE_GROUPS)]
    return f"{authority}.{'-'.join(drawn)}"


def tidy_code(said: str) -> str:
    """A code as it was made, from how somebody may have typed it."""
    authority, _, drawn = said.strip().partition(".")
    letters = "".join(drawn.upper().translate(_MISREAD).replace("-", " ").split())
    groups = [letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP)]
    return f"{authority.strip().lower()}.{'-'.join(groups)}"


def authority_in(secret: str) -> str:
    """The authority that a token or a code names."""
    return secret.strip().partition(".")[0].lower()


def hash_of(secret: str) -> str:
    """What is kept of a token or a code. They are random, so that a plain hash tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def digest(content: bytes | memoryview) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()
