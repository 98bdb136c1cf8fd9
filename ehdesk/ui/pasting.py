"""Pasted text as we keep it: its words and signs in any script, none of the looks of where it stood."""

import re
import unicodedata
from typing import NamedTuple

MOST = 200_000
"""Characters of one answer at most. More would make a key wait; the rest stays in the clipboard."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_OVERRIDES = "\u202d\u202e"
_NOTHING = frozenset(f"{_OVERRIDES}\ufeff\ufffc")
_SIGNS = "\u2022\u00b7\u25aa\u25e6\u2023\u2043\u25cf\u25cb\u25a0\u25a1\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET = re.compile(rf"^[ \t]*(?:[{_SIGNS}][ \t\u00a0]*|[o\u2013-]\t[ \t]*)(?=\S)", re.MULTILINE)
"""How word processors write a bullet: its own sign, or a letter or a dash and a tab."""


class Pasted(NamedTuple):
    """What is put in, and how many characters did not fit."""

    text: str
    left_out: int


def plain(text: str, *, one_line: bool = False) -> str:
    """One kind of line end, bullets as "• ", no control characters and nothing that turns the reading round.

    Quotes, dashes, no-break spaces, joiners, emoji and every script stay as they are.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = "".join(letter for letter in text if _is_kept(letter))
    if one_line:
        return " ".join(text.replace("\t", " ").split("\n"))
    return _BULLET.sub("\u2022 ", text)


def fitting(text: str, room: int) -> Pasted:
    """As much of a pasted text as there is room for, cut between two words."""
    whole = plain(text)
    if len(whole) <= room:
        return Pasted(whole, 0)
    cut = max(whole.rfind(" ", 0, room + 1), whole.rfind("\n", 0, room + 1))
    end = cut if cut > 0 else max(room, 0)
    return Pasted(whole[:end], len(whole) - end)


def _is_kept(letter: str) -> bool:
    if letter in "\n\t":
        return True
    return letter not in _NOTHING and unicodedata.category(letter) not in ("Cc", "Cs")
