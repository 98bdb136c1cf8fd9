"""The recovery code: 160 random bits that a person can write down, read aloud and type back.

32 characters of `aloud.ALPHABET` in groups of four, and one check character at the end.
"""

from ehdesk import aloud, errors
from ehdesk.vault import primitives

SECRET_BYTES = 20
_CHARACTERS = SECRET_BYTES * 8 // aloud.BITS
_GROUPS = (4,) * (_CHARACTERS // 4)


def new_secret() -> bytes:
    """20 random bytes."""
    return primitives.random_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """The code as it is shown and printed: `7K2M-…-9QXD-4`."""
    characters = aloud.spelled(int.from_bytes(secret, "big"), _CHARACTERS)
    return aloud.grouped(characters + aloud.check_character(characters), *_GROUPS, 1)


def read(text: str) -> bytes:
    """The secret of a typed code; case, spaces, o for 0 and i or l for 1 do not matter.

    Raises: errors.RecoveryCodeUnreadable.
    """
    code = aloud.tidied(text)
    if len(code) != _CHARACTERS + 1 or not aloud.is_spelled(code):
        raise errors.RecoveryCodeUnreadable
    return aloud.number(code[:-1]).to_bytes(SECRET_BYTES, "big")
