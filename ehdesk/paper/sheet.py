"""A sheet being composed: paragraphs, headings, boxes, rows and tables, tagged as they are added."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ehdesk.paper import languages, links, looks, page, pairs, tags, text

GUTTER = 24.0  # between two languages side by side
_WHOLE = 240.0  # two languages as low as this stay in one piece
_ASIDE = 200.0  # the least room for words beside a heading


@dataclass(frozen=True)
class Cell:
    """Some words in a row of their own column: where it starts, how wide it is, how it is set.

    Without `align`, one line stands where the sheet starts, several where their own language does.
    """

    words: str
    left: float
    width: float
    style: text.Style = looks.BODY
    colour: page.Colour = page.INK
    align: page.Align | None = None
    language: str = ""
    element: tags.Element | None = None


class Sheet:
    """Collects strips, and the structure that goes with them, in reading order."""

    def __init__(self, document: tags.Document, typesetter: text.Typesetter, language: str) -> None:
        self.document = document
        self.set = typesetter
        self.language = language
        self.second = ""  # the language that stands beside, on a page in two
        self.say: Callable[[str], str] = str  # the words of `language`
        self.strips: list[page.Strip] = []
        self.parent = document.root
        self.look = looks.FAMILY
        self._spoken: dict[tuple[str, str], str] = {}

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
        key = words, self.language
        if key not in self._spoken:
            self._spoken[key] = languages.of(words, self.language)
        return self._spoken[key]

    def side(self, words: str, side: int) -> str:
        """The language of one side of a pair: 0 is the sheet's own, 1 the one that stands beside."""
        return languages.of(words, self.second) if side else self.spoken(words)

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
        start = len(self.strips)
        beside = self._part(words, aside)
        self.strips[start] = _bookmarked(self.strips[start], str(words))
        return beside

    def _part(self, words: str, aside: str) -> bool:
        """The heading of a part, with `aside` on its line where there is room; gives whether there was."""
        gap = 4 if self.look.compact else 7
        start = self.set.width(words, self.look.heading, self.spoken(words)) + 16
        room = page.ROOM - start
        beside = (
            bool(aside)
            and room >= _ASIDE
            and len(self.set.lines(aside, self.look.hint, room, self.spoken(aside))) < 3
        )
        if not beside:
            self.paragraph(words, self.look.heading, role="H2", gap=gap, keeps=True, colour=page.ACCENT)
            return False
        title = self.element("H2", language=self.spoken(words))
        heading = Cell(words, 0, start, self.look.heading, page.ACCENT, "side", element=title)
        self.row(
            [heading, Cell(aside, start, page.ROOM - start, self.look.hint, page.QUIET, "side")],
            gap=gap,
            keeps=True,
        )
        return True

    def paragraph(
        self,
        words: str,
        style: text.Style = looks.BODY,
        *,
        role: str = "P",
        colour: page.Colour = page.INK,
        left: float = 0,
        width: float = 0,
        gap: float = 0,
        keeps: bool = False,
        language: str = "",
        numbers: Sequence[str] = (),
    ) -> None:
        """One paragraph; it may break over pages, but never leaves one line alone.

        `numbers` are those in it that can be called.
        """
        width = width or page.ROOM - left
        if pairs.other(words):
            self._in_two(words, style, role, colour, page.Place(left, width, gap, keeps=keeps), numbers)
            return
        language = language or self.spoken(words)
        element = self.element(role, language=language)
        lines = self.set.lines(words, style, width, language, links.to_numbers(words, numbers))
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

    def _in_two(
        self,
        words: str,
        style: text.Style,
        role: str,
        colour: page.Colour,
        place: page.Place,
        numbers: Sequence[str],
    ) -> None:
        """A paragraph in two languages, side by side, line by line."""
        half = (place.width - GUTTER) / 2
        columns = []
        for side, each in enumerate(pairs.sides(words)):
            language = self.side(each, side)
            element = self.element(role if not side else _second(role), language=language)
            lines = self.set.lines(each, style, half, language, links.to_numbers(each, numbers))
            columns.append((element, lines, half * side + GUTTER * side))
        tall = max(sum(line.height for line in lines) for _, lines, _ in columns)
        if tall <= _WHOLE:  # each with its own leading
            above = max(lines[0].above for _, lines, _ in columns)
            height = max(above - lines[0].above + sum(x.height for x in lines) for _, lines, _ in columns)
            whole: list[_Part] = [
                (element, lines, place.left + left, half, colour, "start") for element, lines, left in columns
            ]
            self.strips.append(page.Strip(height, _drawn(whole, above), gap=place.gap, keeps=place.keeps))
            return
        self._line_by_line(columns, half, colour, place)

    def _line_by_line(
        self,
        columns: Sequence[tuple[tags.Element, list[text.Line], float]],
        half: float,
        colour: page.Colour,
        place: page.Place,
    ) -> None:
        """Two languages whose lines go on over a page together."""
        count = max(len(lines) for _, lines, _ in columns)
        for index in range(count):
            there = [(element, lines[index], left) for element, lines, left in columns if index < len(lines)]
            above = max(line.above for _, line, _ in there)
            height = above + max(line.below for _, line, _ in there)
            parts: list[_Part] = [
                (element, [line], place.left + left, half, colour, "start") for element, line, left in there
            ]
            keeps = place.keeps if index == count - 1 else index in (0, count - 2)
            gap = place.gap if index == 0 else 0
            self.strips.append(page.Strip(height, _drawn(parts, above), gap=gap, keeps=keeps))

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
            (element, lines, cell.left, cell.width, cell.colour, cell.align or beside(lines))
            for element, lines, cell in laid
        ]
        return page.Strip(max(height, least), _drawn(parts, above), gap=gap, keeps=keeps)


def beside(lines: Sequence[text.Line]) -> page.Align:
    """Where an answer stands in its cell: a short one where the sheet starts, a long one as it is read."""
    return "side" if len(lines) == 1 else "start"


def _second(role: str) -> str:
    """A heading that stands beside one is no heading of its own: the outline has each once."""
    return "P" if role.startswith("H") else role


_Part = tuple[tags.Element, list[text.Line], float, float, page.Colour, page.Align]


def _drawn(parts: Sequence[_Part], above: float = 0) -> Callable[[page.Pen, float], None]:
    """How to draw parts side by side; `above` is where their common baseline lies under the top."""

    def draw(pen: page.Pen, top: float) -> None:
        for element, lines, left, width, colour, align in parts:
            shift = above - lines[0].above if above else 0
            pen.lines(element, lines, left, top - shift, width, colour, align)

    return draw


def _bookmarked(strip: page.Strip, title: str) -> page.Strip:
    """The strip of a heading, which a reader can jump to."""

    def draw(pen: page.Pen, top: float) -> None:
        pen.document.bookmark_heading(title, top)
        strip.draw(pen, top)

    return replace(strip, draw=draw)


def _ruled(pen: page.Pen, top: float) -> None:
    with pen.document.furniture():
        pen.rule(0, page.ROOM, top - 0.6, weight=0.9, colour=page.ACCENT)
