"""The one door to the cryptography: sealing, deriving, stretching, and sealing to a public key.

Nothing here is home-made. AES-256-GCM, HKDF-SHA256, X25519 and HPKE come from `cryptography`,
Argon2id from argon2-cffi. Both are imported inside the functions, because the unlock window must be
on the screen before they are loaded; `warm` loads them in a thread while the passphrase is typed.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from ehdesk import errors

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hpke import Suite

KEY_BYTES = 32
NONCE_BYTES = 12
_KEYS = 8
"""So many public keys are held ready: of the centre, and of what it may have been before."""


class NotOpened(Exception):
    """The key, the bytes or what they are bound to does not fit. There is no telling which."""


def warm() -> None:
    """Load what opening a vault needs. Harmless to call twice, from any thread."""
    import argon2.low_level  # noqa: F401 - late: see the module's docstring
    import cryptography.hazmat.primitives.ciphers.aead
    import cryptography.hazmat.primitives.hpke
    import cryptography.hazmat.primitives.kdf.hkdf  # noqa: F401


def random_bytes(count: int) -> bytes:
    """Unguessable bytes from the operating system."""
    return os.urandom(count)


def derive(secret: bytes, label: str, salt: bytes = b"") -> bytes:
    """32 bytes that stand for `label`; one label tells nothing about another (HKDF-SHA256)."""
    from cryptography.hazmat.primitives import hashes  # late: see the module's docstring
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(hashes.SHA256(), KEY_BYTES, salt=salt, info=label.encode()).derive(secret)


def sealer(key: bytes) -> "AESGCM":
    """The AES-256-GCM object of a key, for those who seal often (the journal)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # late: see the module's docstring

    return AESGCM(key)


def seal(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    """`content` encrypted and bound to its place: nonce, then ciphertext with its tag."""
    return seal_with(sealer(key), content, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """The content of `sealed`. Raises: NotOpened."""
    return unseal_with(sealer(key), sealed, bound_to)


def seal_with(cipher: "AESGCM", content: bytes, bound_to: bytes) -> bytes:
    """As `seal`, with an object from `sealer`."""
    nonce = random_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, bound_to)


def unseal_with(cipher: "AESGCM", sealed: bytes, bound_to: bytes) -> bytes:
    """As `unseal`, with an object from `sealer`. Raises: NotOpened."""
    from cryptography.exceptions import InvalidTag  # late: see the module's docstring

    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
        raise NotOpened from error


def stretch(secret: bytes, salt: bytes, *, memory_kib: int, passes: int, lanes: int) -> bytes:
    """32 bytes that are slow to guess (Argon2id). Raises: errors.NotEnoughMemory."""
    from argon2 import low_level  # late: see the module's docstring
    from argon2.exceptions import HashingError

    try:
        return low_level.hash_secret_raw(
            secret,
            salt,
            time_cost=passes,
            memory_cost=memory_kib,
            parallelism=lanes,
            hash_len=KEY_BYTES,
            type=low_level.Type.ID,
        )
    except (HashingError, MemoryError) as error:
        # The parameters were checked when the header was read, so what is left is the memory.
        raise errors.NotEnoughMemory from error


def checksum(content: bytes) -> str:
    """SHA-256 in hex: finds damage, proves nothing against a hand."""
    return hashlib.sha256(content).hexdigest()


def authenticate(key: bytes, content: bytes) -> str:
    """HMAC-SHA256 in hex."""
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two hex strings without telling by the time it takes how far they agree."""
    return hmac.compare_digest(left.encode(), right.encode())


def new_signing_key() -> tuple[bytes, bytes]:
    """A fresh Ed25519 key: private and public, 32 bytes each."""
    from cryptography.hazmat.primitives.asymmetric import ed25519

    made = ed25519.Ed25519PrivateKey.generate()
    return made.private_bytes_raw(), made.public_key().public_bytes_raw()


def sign(private_key: bytes, said: bytes) -> bytes:
    """The Ed25519 signature of these bytes."""
    return signer(private_key)(said)


def signer(private_key: bytes) -> Callable[[bytes], bytes]:
    """What signs bytes with an Ed25519 key, made ready once for many."""
    from cryptography.hazmat.primitives.asymmetric import ed25519  # late: see the module's docstring

    return ed25519.Ed25519PrivateKey.from_private_bytes(private_key).sign


@lru_cache(_KEYS)
def _verifier(public_key: bytes) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric import ed25519  # late: see the module's docstring

    return ed25519.Ed25519PublicKey.from_public_bytes(public_key)


def is_signed(public_key: bytes, signature: bytes, said: bytes) -> bool:
    """Whether the holder of this Ed25519 key signed these bytes."""
    from cryptography.exceptions import InvalidSignature

    try:
        _verifier(public_key).verify(signature, said)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_signed_by_one(public_keys: Iterable[str], signature: str, said: bytes) -> bool:
    """The same for several keys and a signature as they travel, in hex: whether one of them signed."""
    try:
        signed = bytes.fromhex(signature)
        keys = [bytes.fromhex(key) for key in public_keys]
    except ValueError:
        return False
    return any(is_signed(key, signed, said) for key in keys)


def new_key_pair() -> tuple[bytes, bytes]:
    """A fresh X25519 pair as raw bytes: (private, public)."""
    from cryptography.hazmat.primitives.asymmetric import x25519  # late: see the module's docstring

    private = x25519.X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal_to(public_key: bytes, content: bytes, context: bytes) -> bytes:
    """Encrypt so that only the holder of the private key can read it (HPKE, RFC 9180)."""
    from cryptography.hazmat.primitives.asymmetric import x25519  # late: see the module's docstring

    return _suite().encrypt(content, x25519.X25519PublicKey.from_public_bytes(public_key), info=context)


def unseal_from(private_key: bytes, sealed: bytes, context: bytes) -> bytes:
    """The content of what `seal_to` made. Raises: NotOpened."""
    from cryptography.exceptions import InvalidTag  # late: see the module's docstring
    from cryptography.hazmat.primitives.asymmetric import x25519

    try:
        return _suite().decrypt(sealed, x25519.X25519PrivateKey.from_private_bytes(private_key), info=context)
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error


def _suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite  # late: see above

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
