"""References that people say aloud: made on the desk, with no network, without clashing.

HB-2026-7K3QXT-M: a prefix, the year, six random Crockford characters and a check character over all
that stands before it. Imported ones are kept as they are.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = ALPHABET + "*~$=U"
_HEARD_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def make(prefix: str, year: int) -> str:
    """A new reference."""
    middle = "".join(secrets.choice(ALPHABET) for _ in range(6))
    said = f"{prefix.upper()}-{year}-{middle}"
    return f"{said}-{check_character(said)}"


def check_character(said: str) -> str:
    """The check character of everything before it: one wrong or swapped character shows."""
    total = 0
    for character in said.upper():
        value = ord(character) if character not in ALPHABET else ALPHABET.index(character)
        total = (total * 37 + value) % 1369
    return _CHECK[total % 37]


def is_whole(reference: str) -> bool:
    """Whether a reference of ours was read or typed rightly (I and L count as 1, O as 0)."""
    said, _, check = reference.strip().upper().rpartition("-")
    prefix, _, rest = said.partition("-")
    if not prefix or not rest:
        return False
    said = f"{prefix}-{rest.translate(_HEARD_AS)}"
    return check_character(said) == check
