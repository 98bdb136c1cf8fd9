"""Codes that a person reads aloud, writes down and types back: letters that are not mistaken, and a check.

Crockford's base 32: no I, L, O or U, so that nothing is read as 1 or 0. The check character notices any
single wrong character and nearly every swap of two neighbours.
"""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5
"""What one character holds."""

# What people read as something else, and what they type between the groups.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-‐-―_.,]+")


def spelled(number: int, characters: int) -> str:
    """A number in so many characters, zeros in front."""
    return "".join(ALPHABET[number >> shift & 31] for shift in range((characters - 1) * BITS, -1, -BITS))


def number(characters: str) -> int:
    """The number that `spelled` spelled. The characters are of the alphabet."""
    found = 0
    for character in characters:
        found = found << BITS | ALPHABET.index(character)
    return found


def grouped(characters: str, *sizes: int) -> str:
    """The characters in groups of these sizes with a dash between: "7K2M-9QXD-4"."""
    groups, left = [], characters
    for size in sizes:
        groups.append(left[:size])
        left = left[size:]
    return "-".join(groups)


def tidied(typed: str) -> str:
    """What was typed, as it was meant: capitals, nothing between the groups, o as 0, i and l as 1."""
    return _BETWEEN.sub("", typed).upper().translate(_READ_AS)


def is_spelled(characters: str) -> bool:
    """Whether every character is of the alphabet and the last one is the check of the others."""
    return set(characters) <= set(ALPHABET) and characters[-1:] == check_character(characters[:-1])


def check_character(characters: str) -> str:
    """The check character of a run of the alphabet's characters.

    Source: the hybrid recursion of ISO/IEC 7064 (as in its MOD 37,36), taken over 32 characters.
    """
    carried = 32
    for character in characters:
        carried = (carried + ALPHABET.index(character)) % 32 or 32
        carried = carried * 2 % 33
    return ALPHABET[(33 - carried) % 32]
