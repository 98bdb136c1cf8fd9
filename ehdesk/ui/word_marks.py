"""Two texts word by word: what went and what came, as shapes that need no colour, and in spoken words."""

import difflib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_SENTENCES = re.compile(r"[^.!?\n]*[.!?]+[”’\")]*[ \t]*\n*|[^.!?\n]+\n*|\n+")
_ENDS = '.!?”’")'
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


def joined(one: str, other: str, *, between: str = "\n") -> str:
    """Both texts in one, as a beginning to go on from: nothing that either says is missing in it.

    What they share stands once. Where one only adds to the other, word for word, so does this; sentences that
    say something else stand one after the other, with `between` where the first has no end of its own.
    """
    old, new = _SENTENCES.findall(one), _SENTENCES.findall(other)
    told = ""
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        first, then = "".join(old[i:j]), "".join(new[k:m])
        told = _after(told, first if tag == "equal" else _both(first, then, between), between)
    return told


def _both(first: str, then: str, between: str) -> str:
    """Two stretches that differ."""
    old, new = _PIECES.findall(first), _PIECES.findall(then)
    if len(old) + len(new) <= _LONGEST:
        matched = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if all(tag != "replace" for tag, *_ in matched):
            return "".join("".join(old[i:j] or new[k:m]) for _tag, i, j, k, m in matched)
    return _after(first, then, between)


def _after(told: str, more: str, between: str) -> str:
    """One stretch after another, with room between them."""
    if not told or not more or told[-1].isspace() or more[0].isspace():
        return told + more
    return f"{told}{' ' if told[-1] in _ENDS else between}{more}"


def marked(some: tuple[Piece, ...], *, gone: bool) -> str:
    """As rich text: what went is struck through, what came is underlined and strong."""
    start, end = ("<s>", "</s>") if gone else ("<b><u>", "</u></b>")
    told = (f"{start}{_safe(one.text)}{end}" if one.is_other else _safe(one.text) for one in _runs(some))
    return f'<span style="white-space: pre-wrap">{"".join(told)}</span>'


def _runs(some: tuple[Piece, ...]) -> list[Piece]:
    """The same with one mark for words side by side: the room between them has it too."""
    told: list[Piece] = []
    for one in some:
        is_run = one.is_other and len(told) > 1 and told[-2].is_other and not told[-1].text.strip()
        if is_run:
            room, before = told.pop(), told.pop()
            one = Piece(before.text + room.text + one.text, is_other=True)
        told.append(one)
    return told


def _stretches(some: Iterator[tuple[str, bool]]) -> Iterator[Piece]:
    return (Piece(text, is_other) for text, is_other in some if text)


def _safe(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
