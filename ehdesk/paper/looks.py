"""How a page is set: its type, its boxes, the white between questions. Nothing is ever just enlarged."""

from dataclasses import dataclass, replace
from typing import Literal

from ehdesk.paper import text

Size = Literal["standard", "large", "easy"]

BODY = text.Style(14)
TICK_BOX = 23.0  # 8.1 mm


@dataclass(frozen=True)
class Look:
    """The type, the lines and the white of one sheet.

    `compact` puts a short answer's room beside its question. `stacked` puts everything under one another:
    no columns of answers, no grids. `pictures` puts a pictogram beside each question. `wide` multiplies the
    boxes to write in. `answer` is an answer that
    stands under its question, `small` the words in cells and over boxes, `head` the heads of tables,
    `across` heads that stand over boxes to tick, `row` the name of a table's row. `furniture` is the
    size of what stands at head and foot. Sizes in points.
    """

    title: text.Style
    heading: text.Style
    label: text.Style
    body: text.Style
    hint: text.Style
    strong: text.Style
    answer: text.Style
    small: text.Style
    head: text.Style
    across: text.Style
    row: text.Style
    number: text.Style
    furniture: float = 12.0
    pitch: float = 27.0  # room to write by hand
    between: float = 18.0
    part: float = 26.0  # white above a part's heading
    choices: float = 8.0  # and between rows of boxes to tick
    tick: float = TICK_BOX
    tick_gap: float = 9.0
    baseline: float = 16.5  # of a label, under the top of its tick box
    wide: float = 1.0
    face: float = 19.0  # radius
    compact: bool = False
    stacked: bool = False
    pictures: bool = False

    @property
    def lead(self) -> float:
        """How far a label stands from the start of its tick box."""
        return self.tick + self.tick_gap


FAMILY = Look(
    title=text.Style(25, "semibold", 0.92),
    heading=text.Style(17, "semibold", 0.95),
    label=text.Style(14, "semibold", 0.97),
    body=BODY,
    hint=text.Style(12),
    strong=text.Style(12, "semibold"),
    answer=text.Style(14, "regular", 1.03),
    small=text.Style(12),
    head=text.Style(12, "semibold", 0.95),
    across=text.Style(12, "regular", 0.95),
    row=text.Style(13, "semibold"),
    number=text.Style(13),
)
WORKING = replace(
    FAMILY,
    title=text.Style(20, "semibold", 0.95),
    label=text.Style(12, "semibold"),
    body=text.Style(12),
    pitch=22.7,
    between=9.0,
    part=13.0,
    choices=4.0,
    compact=True,
)
"""For the forms that practitioners write in: closer, and never under 12 points."""
LARGE = Look(
    title=text.Style(28, "bold", 0.95),
    heading=text.Style(23, "semibold", 0.97),
    label=text.Style(18, "semibold"),
    body=text.Style(18),
    hint=text.Style(18),
    strong=text.Style(18, "semibold"),
    answer=text.Style(18, "regular", 1.03),
    small=text.Style(18),
    head=text.Style(18, "semibold"),
    across=text.Style(18),
    row=text.Style(20, "semibold"),
    number=text.Style(18),
    furniture=16.0,
    pitch=38.0,
    between=26.0,
    part=34.0,
    choices=12.0,
    tick=29.0,
    tick_gap=13.0,
    baseline=20.9,
    wide=1.4,
    face=27.0,
    stacked=True,
)
"""Large print: 18 points and more, one thing under the other, as the rules for clear print ask."""
EASY = Look(
    title=text.Style(26, "bold", 0.97),
    heading=text.Style(21, "semibold", 0.97),
    label=text.Style(16, "semibold"),
    body=text.Style(16),
    hint=text.Style(15),
    strong=text.Style(15, "semibold"),
    answer=text.Style(16, "regular", 1.03),
    small=text.Style(15),
    head=text.Style(15, "semibold"),
    across=text.Style(15),
    row=text.Style(17, "semibold"),
    number=text.Style(16),
    furniture=14.0,
    pitch=34.0,
    between=24.0,
    part=30.0,
    choices=10.0,
    tick=28.0,
    tick_gap=11.0,
    baseline=19.7,
    wide=1.2,
    face=26.0,
    stacked=True,
    pictures=True,
)
"""Easy read: a picture at the left, the words at the right, one idea each."""
BESIDE = replace(FAMILY, stacked=True)
"""Two languages side by side: each has half of the page."""


def of(size: Size, *, for_family: bool, two_languages: bool) -> Look:
    """The look of a form at a size. Two languages need the room that a working form would save."""
    if size == "large":
        return LARGE
    if size == "easy":
        return EASY
    if two_languages:
        return BESIDE
    return FAMILY if for_family else WORKING
