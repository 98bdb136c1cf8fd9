"""A sheet being composed: paragraphs, headings, boxes, rows and tables, tagged as they are added."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ehdesk.paper import languages, page, tags, text

TITLE = text.Style(25, "semibold", 0.92)
HEADING = text.Style(17, "semibold", 0.95)
LABEL = text.Style(14, "semibold", 0.97)
BODY = text.Style(14)
HINT = text.Style(12)
QUIET_LABEL = text.Style(12, "semibold")

_ASIDE = 200.0  # the least room for words beside a heading
TICK_BOX = 23.0  # 8.1 mm
TICK_GAP = 9.0
LINE_PITCH = 27.0  # room to write by hand


@dataclass(frozen=True)
class Look:
    """How an empty form is set: its type, its lines, the white between questions.

    `compact` puts a short answer's room beside its question.
    """

    title: text.Style = TITLE
    label: text.Style = LABEL
    body: text.Style = BODY
    pitch: float = LINE_PITCH
    between: float = 18.0
    part: float = 26.0  # white above a part's heading
    choices: float = 8.0  # and between rows of boxes to tick
    compact: bool = False


FAMILY = Look()
WORKING = Look(
    text.Style(20, "semibold", 0.95),
    text.Style(12, "semibold"),
    text.Style(12),
    22.7,
    9.0,
    13.0,
    4.0,
    compact=True,
)
"""For the forms that practitioners write in: closer, and never under 12 points."""


@dataclass(frozen=True)
class Cell:
    """Some words in a row of their own column: where it starts, how wide it is, how it is set."""

    words: str
    left: float
    width: float
    style: text.Style = BODY
    colour: page.Colour = page.INK
    align: page.Align = "start"
    language: str = ""
    element: tags.Element | None = None


class Sheet:
    """Collects strips, and the structure that goes with them, in reading order."""

    def __init__(self, document: tags.Document, typesetter: text.Typesetter, language: str) -> None:
        self.document = document
        self.set = typesetter
        self.language = language
        self.strips: list[page.Strip] = []
        self.parent = document.root
        self.look = FAMILY

    # Structure

    @contextlib.contextmanager
    def within(self, role: str, language: str = "") -> Iterator[tags.Element]:
        """What is added within hangs under a new element."""
        outer = self.parent
        self.parent = tags.Element(role, outer, language=language)
        yield self.parent
        self.parent = outer

    def element(self, role: str, *, language: str = "", alt: str = "") -> tags.Element:
        """A new element where the sheet is now."""
        return tags.Element(role, self.parent, language=language, alt=alt)

    @contextlib.contextmanager
    def together(self, *, with_next: bool = False) -> Iterator[None]:
        """What is added within stays on one page, as far as one page holds it."""
        start = len(self.strips)
        yield
        last = len(self.strips) if with_next else len(self.strips) - 1
        self.strips[start:last] = [replace(strip, keeps=True) for strip in self.strips[start:last]]

    @contextlib.contextmanager
    def asks(self, *keys: str) -> Iterator[None]:
        """What is added within is where these questions are answered; where nothing is, what stands above."""
        start = len(self.strips)
        yield
        start = min(start, len(self.strips) - 1)
        self.strips[start:] = [
            strip if strip is page.NEW_PAGE else replace(strip, keys=(*strip.keys, *keys))
            for strip in self.strips[start:]
        ]

    def keep_last(self) -> None:
        """Hold what was added last on the page of what comes next."""
        self.strips[-1] = replace(self.strips[-1], keeps=True)

    def spoken(self, words: str) -> str:
        """The language a text is in, going by itself and by the sheet's own."""
        return languages.of(words, self.language)

    # What can be added

    def add(self, strip: page.Strip) -> None:
        """Add a strip of any content under what is there."""
        self.strips.append(strip)

    def heading(self, words: str, level: int, aside: str = "") -> bool:
        """A heading that stays with what follows it: 1 is the sheet's title, 2 a part of it.

        `aside` stands on its line where there is room for both; gives whether there was.
        """
        if level == 1:
            self.paragraph(words, self.look.title, role="H1", gap=0, keeps=True)
            return False
        self.add(page.Strip(1.2, _ruled, gap=self.look.part, keeps=True, parts=True))
        gap = 4 if self.look.compact else 7
        start = self.set.width(words, HEADING, self.spoken(words)) + 16
        room = page.ROOM - start
        beside = (
            bool(aside) and room >= _ASIDE and len(self.set.lines(aside, HINT, room, self.spoken(aside))) < 3
        )
        if not beside:
            self.paragraph(words, HEADING, role="H2", gap=gap, keeps=True, colour=page.ACCENT)
            return False
        title = self.element("H2", language=self.spoken(words))
        heading = Cell(words, 0, start, HEADING, page.ACCENT, "side", element=title)
        self.row(
            [heading, Cell(aside, start, page.ROOM - start, HINT, page.QUIET, "side")], gap=gap, keeps=True
        )
        return True

    def paragraph(
        self,
        words: str,
        style: text.Style = BODY,
        *,
        role: str = "P",
        colour: page.Colour = page.INK,
        left: float = 0,
        width: float = 0,
        gap: float = 0,
        keeps: bool = False,
        language: str = "",
    ) -> None:
        """One paragraph; it may break over pages, but never leaves one line alone."""
        language = language or self.spoken(words)
        element = self.element(role, language=language)
        width = width or page.ROOM - left
        lines = self.set.lines(words, style, width, language)
        for index, line in enumerate(lines):
            ending = keeps if index == len(lines) - 1 else index in (0, len(lines) - 2)
            self.strips.append(
                page.Strip(
                    line.height,
                    _drawn([(element, [line], left, width, colour, "start")]),
                    gap=gap if index == 0 else 0,
                    keeps=ending,
                )
            )

    def row(
        self, cells: Sequence[Cell], *, gap: float = 0, keeps: bool = False, least: float = 0
    ) -> page.Strip:
        """Cells side by side, their first lines on one baseline. Gives the strip that it added."""
        strip = self.row_strip(cells, gap=gap, keeps=keeps, least=least)
        self.add(strip)
        return strip

    def row_strip(
        self, cells: Sequence[Cell], *, gap: float = 0, keeps: bool = False, least: float = 0
    ) -> page.Strip:
        """The strip of a row, not added yet."""
        laid = []
        for cell in cells:
            language = cell.language or self.spoken(cell.words)
            element = cell.element or self.element("P", language=language)
            laid.append((element, self.set.lines(cell.words, cell.style, cell.width, language), cell))
        above = max((lines[0].above for _, lines, _ in laid), default=0)
        height = max(
            (above - lines[0].above + sum(x.height for x in lines) for _, lines, _ in laid), default=0
        )
        parts: list[_Part] = [
            (element, lines, cell.left, cell.width, cell.colour, cell.align) for element, lines, cell in laid
        ]
        return page.Strip(max(height, least), _drawn(parts, above), gap=gap, keeps=keeps)


_Part = tuple[tags.Element, list[text.Line], float, float, page.Colour, page.Align]


def _drawn(parts: Sequence[_Part], above: float = 0) -> Callable[[page.Pen, float], None]:
    """How to draw parts side by side; `above` is where their common baseline lies under the top."""

    def draw(pen: page.Pen, top: float) -> None:
        for element, lines, left, width, colour, align in parts:
            shift = above - lines[0].above if above else 0
            pen.lines(element, lines, left, top - shift, width, colour, align)

    return draw


def _ruled(pen: page.Pen, top: float) -> None:
    with pen.document.furniture():
        pen.rule(0, page.ROOM, top - 0.6, weight=0.9, colour=page.ACCENT)
