"""Invented words that pack like prose does (zstd-1 to about a third), the same for the same seed."""

import itertools
from random import Random

_CONSONANTS, _VOWELS, _ENDINGS = "bcdfghjklmnprstvw", "aeiou", "nrstl"


def _vocabulary(count: int) -> list[str]:
    chance, found = Random("words"), dict[str, None]()
    while len(found) < count:
        syllables = (
            chance.choice(_CONSONANTS)
            + chance.choice(_VOWELS)
            + (chance.choice(_ENDINGS) if chance.random() < 0.3 else "")
            for _ in range(chance.choice((1, 1, 2, 2, 2, 3, 3, 4)))
        )
        found["".join(syllables)] = None
    return list(found)


WORDS = _vocabulary(4_000)
_WEIGHTS = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(WORDS))))


def texts(count: int, size: int, seed: int = 1) -> list[str]:
    """So many texts of `size` letters."""
    chance = Random(f"prose {seed}")
    return [_text(chance, size) for _ in range(count)]


def _text(chance: Random, size: int) -> str:
    said = " ".join(chance.choices(WORDS, cum_weights=_WEIGHTS, k=size // 4 + 20))
    return said[:size].ljust(size, "e")
