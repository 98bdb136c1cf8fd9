"""References that people say aloud: made on the desk, with no network, without clashing.

HB-2026-7K3QXT-M: a prefix, the year, six random Crockford characters and a check character over all
that stands before it. Imported ones are kept as they are.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = ALPHABET + "*~$=U"
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_HEARD_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def make(prefix: str, year: int) -> str:
    """A new reference."""
    middle = "".join(secrets.choice(ALPHABET) for _ in range(6))
    said = f"{prefix.upper()}-{year}-{middle}"
    return f"{said}-{check_character(said)}"


def check_character(said: str) -> str:
    """The check character of everything before it: one wrong character or two swapped ones show.

    The weights and the 37 values are counted modulo a prime, so that no single slip cancels out.
    """
    values = (_VALUES.find(character) % 37 for character in said.upper())
    return _CHECK[sum((place % 36 + 1) * value for place, value in enumerate(values)) % 37]


def is_whole(reference: str) -> bool:
    """Whether a reference of ours was read or typed rightly (I and L count as 1, O as 0)."""
    said, _, check = reference.strip().upper().rpartition("-")
    prefix, _, rest = said.partition("-")
    if not prefix or not rest:
        return False
    said = f"{prefix}-{rest.translate(_HEARD_AS)}"
    return check_character(said) == check
