"""The recovery code: 160 random bits that a person can write down, read aloud and type back.

Written in Crockford's base 32 (no I, L, O or U), 32 characters in groups of four, and one check
character at the end that notices any single wrong character and nearly every swap of two neighbours.
"""

import re

from ehdesk import errors
from ehdesk.vault import primitives

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_BYTES = 20
GROUP = 4
_CHARACTERS = SECRET_BYTES * 8 // 5
# What people read as something else, and what they type between the groups.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-‐-―_.,]+")


def new_secret() -> bytes:
    """20 random bytes."""
    return primitives.random_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """The code as it is shown and printed: `7K2M-…-9QXD-4`."""
    number = int.from_bytes(secret, "big")
    characters = "".join(ALPHABET[number >> shift & 31] for shift in range(_CHARACTERS * 5 - 5, -1, -5))
    groups = [characters[start : start + GROUP] for start in range(0, _CHARACTERS, GROUP)]
    return "-".join([*groups, check_character(characters)])


def read(text: str) -> bytes:
    """The secret of a typed code; case, spaces, o for 0 and i or l for 1 do not matter.

    Raises: errors.RecoveryCodeUnreadable.
    """
    code = _BETWEEN.sub("", text).upper().translate(_READ_AS)
    if len(code) != _CHARACTERS + 1 or not set(code) <= set(ALPHABET):
        raise errors.RecoveryCodeUnreadable
    characters, check = code[:-1], code[-1]
    if check_character(characters) != check:
        raise errors.RecoveryCodeUnreadable
    number = 0
    for character in characters:
        number = number << 5 | ALPHABET.index(character)
    return number.to_bytes(SECRET_BYTES, "big")


def check_character(characters: str) -> str:
    """The check character of a run of the alphabet's characters.

    Source: the hybrid recursion of ISO/IEC 7064 (as in its MOD 37,36), taken over 32 characters.
    """
    carried = 32
    for character in characters:
        carried = (carried + ALPHABET.index(character)) % 32 or 32
        carried = carried * 2 % 33
    return ALPHABET[(33 - carried) % 32]
