"""Which words are spelt right: the British list, the field's words, the vault's names, and the worker's own.

Plain words and no network. A sentence that is mostly in another language is left alone, and so is a word with
a letter that English does not use, and a name in the middle of a sentence.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ehdesk import files

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?:;…\n„“”\"«»()]+")
_PART_OF_SOMETHING = re.compile(r"[\w@/.\\]")
_ENGLISH = frozenset("abcdefghijklmnopqrstuvwxyz'")
_MOST = 6
_FARTHEST = 2


@dataclass(frozen=True)
class Span:
    """A word that is in no list: where it begins and ends in its text."""

    start: int
    end: int
    word: str


@dataclass
class Dictionary:
    """The words that are known. `common` stands before `rare`, so that suggestions begin with it."""

    common: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    own: set[str] = field(default_factory=set)

    def knows(self, word: str) -> bool:
        """Whether a word is spelt right, as far as anybody can say."""
        plain = word.replace("’", "'")
        lower = plain.lower()
        if len(plain) < 2 or plain.isupper() or (plain[:-1].isupper() and plain.endswith("s")):
            return True
        if not _ENGLISH.issuperset(lower):
            return True
        return any(one in self.known or one in self.own for one in _stems(plain, lower))

    def misspelt(self, text: str) -> Iterator[Span]:
        """The words of a text that are in no list, sentence by sentence."""
        for sentence in _SENTENCE.finditer(text):
            tokens = [
                match
                for match in _TOKEN.finditer(text, sentence.start(), sentence.end())
                if not _is_part(text, match)
            ]
            unknown = [match for match in tokens if not self.knows(match.group())]
            if unknown and not _is_foreign(tokens, unknown):
                for match in unknown:
                    if match is tokens[0] or not match.group()[0].isupper():
                        yield Span(match.start(), match.end(), match.group())

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Words that were perhaps meant, the likeliest first. Slow: not for the window's thread."""
        from rapidfuzz import process  # late: only a misspelt word that somebody asks about needs it
        from rapidfuzz.distance import OSA

        wanted = word.replace("’", "'").lower()
        listed = (*sorted(self.own), *self.common, *self.rare)
        near = process.extract(wanted, listed, scorer=OSA.distance, score_cutoff=_FARTHEST, limit=40)
        near.sort(key=lambda one: (one[1], _unlike(wanted, one[0].lower()), one[2]))
        meant = dict.fromkeys(one[0] for one in near)
        capital = word[:1].isupper()
        return tuple(each[:1].upper() + each[1:] if capital else each for each in meant)[:_MOST]


def _unlike(written: str, meant: str) -> int:
    """How unlikely the slip is among those that are equally far: a letter written once for twice (or twice
    for once) is the commonest, then two in the wrong order; hardly anybody gets the first letter wrong.
    """
    if _once(written) == _once(meant):
        return 0
    if sorted(written) == sorted(meant):
        return 1
    return 2 if written[:1] == meant[:1] else 3


def _once(word: str) -> str:
    """A word with each doubled letter once."""
    return "".join(letter for letter, _run in itertools.groupby(word))


def load(names: Iterable[str] = (), own: Iterable[str] = ()) -> Dictionary:
    """Read the lists that ship, with the names and words of this vault. Not for the window's thread."""
    folder = files.resources() / "spelling"
    common, _, rare = (folder / "british.txt").read_text("utf-8").partition("\n\n")
    fields = (folder / "field.txt").read_text("utf-8").split()
    first, second = (*common.split("\n"), *fields), rare.split()
    said = {part.lower() for name in names for part in _TOKEN.findall(name)}
    known = frozenset((*first, *second, *(word.lower() for word in fields), *said))
    return Dictionary(tuple(first), tuple(second), known, {word.lower() for word in own})


def _stems(plain: str, lower: str) -> Iterator[str]:
    """The word itself, and what it belongs to: Zofia's, the parents'."""
    yield plain
    yield lower
    if lower.endswith("'s"):
        yield plain[:-2]
        yield lower[:-2]
    elif lower.endswith("'"):
        yield lower[:-1]


def _is_part(text: str, match: re.Match[str]) -> bool:
    """Whether the letters are part of a number, an address or a path."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    joined = after in ("@", "/", "\\", "_") or after.isdigit()
    dotted = after == "." and text[match.end() + 1 : match.end() + 2].isalpha()
    return joined or dotted or bool(before and _PART_OF_SOMETHING.match(before) and before != ".")


def _is_foreign(tokens: list[re.Match[str]], unknown: list[re.Match[str]]) -> bool:
    """Whether this sentence is not English: half of its words or more are unknown or have other letters."""
    other = [one for one in tokens if not _ENGLISH.issuperset(one.group().replace("’", "'").lower())]
    strange = len(unknown) + len(other)
    return strange * 2 >= len(tokens) and (strange >= 3 or (bool(other) and strange >= 2))
