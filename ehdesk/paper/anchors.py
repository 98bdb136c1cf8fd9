"""Unseen direction marks that hold punctuation in its place when words are taken off a page.

Poppler (`pdftotext`, Evince, Okular) sees letters where they stand and works out their order by itself: a
page reads the way most of its letters do; letters, digits and the signs of numbers against that way begin a
stretch that takes along all neutral signs up to the next letter of the page's own way. "999." at the end of
an Arabic line comes out as ".999", and the space after a full stop before it. A mark of the page's own way
(U+200E or U+200F) ends the stretch where it should, and parts a line against the page from what stands beside
it. It is not seen and not read aloud. One after a hyphen at the end of a line keeps the hyphen, which poppler
would take for one that only parts a word.
Source: poppler 22.12, TextOutputDev.cc, reorderText.
"""

import unicodedata
from collections.abc import Sequence

from ehdesk.paper import fonts, text

LEFT_TO_RIGHT = "\u200e"
RIGHT_TO_LEFT = "\u200f"

_RIGHTWARD = frozenset({"L", "EN", "ES", "ET", "CS", "AN"})  # what begins a stretch that reads from the left
_LEFTWARD = frozenset({"R", "AL"})
_TAKEN_ALONG = frozenset({"NSM", "BN"})  # marks on a letter are never parted from it


def weight(pieces: Sequence[tuple[float, text.Piece]]) -> int:
    """By how many letters the pieces of a line read more from the left than from the right."""
    kinds = [unicodedata.bidirectional(char) for _, piece in pieces for char in piece.words]
    return kinds.count("L") - sum(kind in _LEFTWARD for kind in kinds)


def kind(char: str) -> str:
    """Whether a sign is a "letter" with its marks, a "space" or another "sign"."""
    if char.isspace():
        return "space"
    return "letter" if unicodedata.bidirectional(char) in _LEFTWARD | _TAKEN_ALONG else "sign"


def before(line: text.Line, *, leftward_page: bool) -> list[dict[int, str]]:
    """For each piece of a line the marks that go before its letters, by the letter's position in the piece.

    One position after the last letter is the piece's end. `leftward_page`: most of the page reads from the
    right.
    """
    if not leftward_page and _needs_none(line):
        return [{} for _ in line.pieces]
    found: list[dict[int, str]] = []
    own = RIGHT_TO_LEFT if leftward_page else LEFT_TO_RIGHT
    last = ""
    for index, (_, piece) in enumerate(line.pieces):
        begins_against = index == 0 and line.right_to_left is not leftward_page
        marks = {0: own} if begins_against and piece.right_to_left is line.right_to_left else {}
        for position, char in enumerate(piece.words):
            if unicodedata.bidirectional(char) in _TAKEN_ALONG:
                continue
            if last and _runs_on(last, char, piece, leftward_page=leftward_page):
                marks[position] = own
            last = char
        following = [after.right_to_left for _, after in line.pieces[index + 1 : index + 2]]
        if piece.right_to_left not in following and _is_lost(piece, leftward_page=leftward_page):
            marks[len(piece.words)] = RIGHT_TO_LEFT if piece.right_to_left else LEFT_TO_RIGHT
        found.append(marks)
    if line.pieces and _reaches_out(line, last, leftward_page=leftward_page):
        index, position = _outer_end(line)
        found[index].setdefault(position, own)
    return found


def _needs_none(line: text.Line) -> bool:
    """Whether it is plain Latin without a hyphen: on a page of its own way nothing in it moves."""
    words = "".join(piece.words for _, piece in line.pieces)
    return not line.right_to_left and "-" not in words and fonts.is_plain(words)


def _outer_end(line: text.Line) -> tuple[int, int]:
    """The piece and the place in it where a line is left as it is read, however its last pieces read."""
    index = last = len(line.pieces) - 1
    while index >= 0 and line.pieces[index][1].right_to_left is not line.right_to_left:
        index -= 1
    return (last, len(line.pieces[last][1].words)) if index == last else (index + 1, 0)


def _reaches_out(line: text.Line, last: str, *, leftward_page: bool) -> bool:
    """Whether the end of a line would take along what stands beside it, or lose its hyphen."""
    against = _RIGHTWARD if leftward_page else _LEFTWARD
    runs_on = line.right_to_left is leftward_page and unicodedata.bidirectional(last or " ") in against
    return runs_on or last == "-"


def _runs_on(last: str, char: str, piece: text.Piece, *, leftward_page: bool) -> bool:
    """Whether a stretch against the page's way, which `last` is in, would wrongly take `char` along."""
    if piece.right_to_left is not leftward_page:
        return False
    own, against = (_LEFTWARD, _RIGHTWARD) if leftward_page else (_RIGHTWARD, _LEFTWARD)
    kind = unicodedata.bidirectional(char)
    return unicodedata.bidirectional(last) in against and kind not in own and char != last


def _is_lost(piece: text.Piece, *, leftward_page: bool) -> bool:
    """Whether the last sign of what reads against its page would be put before its first."""
    if piece.right_to_left is leftward_page:
        return False
    return unicodedata.bidirectional(piece.words[-1]) not in _RIGHTWARD | _LEFTWARD
