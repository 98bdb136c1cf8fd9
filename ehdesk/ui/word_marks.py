"""Two texts word by word: what went and what came, as shapes that need no colour, and in spoken words."""

import difflib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 20_000
"""Beyond so many pieces the whole text counts as changed: looking for more would take too long."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `is_other` where the other text has something else."""

    text: str
    is_other: bool


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in stretches that are the same or another. Joined, they are the texts again."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > _LONGEST:
        return (Piece(before, is_other=True),), (Piece(after, is_other=True),)
    matched = difflib.SequenceMatcher(None, old, new).get_opcodes()
    left = _stretches((("".join(old[i:j]), tag != "equal") for tag, i, j, _, _ in matched))
    right = _stretches((("".join(new[i:j]), tag != "equal") for tag, _, _, i, j in matched))
    return tuple(left), tuple(right)


def joined(one: str, other: str) -> str:
    """Both texts in one: what they share once, and where they differ first the one's words, then the other's.

    A beginning to go on from: nothing that either says is missing in it.
    """
    old, new = _PIECES.findall(one), _PIECES.findall(other)
    if len(old) + len(new) > _LONGEST:
        return f"{one}\n\n{other}"
    told: list[str] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        first, then = "".join(old[i:j]), "".join(new[k:m])
        if tag == "equal" or not first or not then:
            told.append(first or then)
        else:
            is_apart = first[-1].isspace() or then[0].isspace()
            told.append(f"{first}{'' if is_apart else ' '}{then}")
    return "".join(told)


def marked(some: tuple[Piece, ...], *, gone: bool) -> str:
    """As rich text: what went is struck through, what came is underlined and strong."""
    start, end = ("<s>", "</s>") if gone else ("<b><u>", "</u></b>")
    told = (f"{start}{_safe(one.text)}{end}" if one.is_other else _safe(one.text) for one in some)
    return f'<span style="white-space: pre-wrap">{"".join(told)}</span>'


def _stretches(some: Iterator[tuple[str, bool]]) -> Iterator[Piece]:
    return (Piece(text, is_other) for text, is_other in some if text)


def _safe(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
