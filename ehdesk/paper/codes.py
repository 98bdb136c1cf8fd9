"""The code at head and foot of a page: as squares for a camera, and in letters that can be read aloud.

It means nothing outside the vault (see `rules.paper_code`), and needs no words: it is furniture.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.graphics.barcode import qrencoder

from ehdesk.rules import paper_code

MODULE = 1.6  # points: 0.56 mm, which a telephone reads at arm's length
MODULES = 21  # the smallest kind holds the whole code, with a seventh of it to spare for a stain
SIDE = MODULES * MODULE
QUIET_ZONE = 4 * MODULE  # white on every side, as the standard (ISO/IEC 18004) asks


@dataclass(frozen=True)
class Marks:
    """The run that is printed: its number gives each of its pages a code."""

    number: int

    def letters(self, page: int) -> str:
        """What stands there to be read aloud: "7KQ4-M2XD-03F"."""
        return paper_code.written(paper_code.PageCode(self.number, page))

    def squares(self, page: int) -> Iterator[tuple[float, float, float]]:
        """The dark bars as (left, top, width), in points from the picture's top left; each a module high."""
        picture: Any = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
        picture.addData(self.letters(page))
        picture.make()
        for row in range(picture.getModuleCount()):
            yield from _bars(picture, row)


def picture_of(said: str) -> tuple[tuple[bool, ...], ...]:
    """Any words as squares, row by row; True is dark."""
    picture: Any = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    picture.addData(said)
    picture.make()
    side = range(picture.getModuleCount())
    return tuple(tuple(bool(picture.isDark(row, column)) for column in side) for row in side)


def _bars(picture: Any, row: int) -> Iterator[tuple[float, float, float]]:
    """Dark squares side by side as one bar, so that no hairline shows between them."""
    count, start = picture.getModuleCount(), None
    for column in range(count + 1):
        dark = column < count and picture.isDark(row, column)
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield start * MODULE, row * MODULE, (column - start) * MODULE
            start = None
