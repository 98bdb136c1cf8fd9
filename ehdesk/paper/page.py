"""A4 pages: strips of content broken between pages, with what stands at head and foot of each."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ehdesk.paper import codes, languages, links, logo, tags, text

Colour = tuple[float, float, float]
Align = Literal["start", "side", "centre", "end"]

INK: Colour = (0.08, 0.11, 0.12)
QUIET: Colour = (0.27, 0.32, 0.33)
ACCENT: Colour = (0.043, 0.353, 0.388)
HAIRLINE: Colour = (0.72, 0.75, 0.75)
TINT: Colour = (0.945, 0.962, 0.962)
SHADOW: Colour = (0.925, 0.935, 0.935)
CREAM: Colour = (1.0, 0.973, 0.898)

WIDTH, HEIGHT = tags.A4
SIDE = 51.0  # 18 mm
TOP = 52.0
FIRST_TOP = 86.0
NEXT_TOP = 75.0
BOTTOM = 67.0
ROOM = WIDTH - 2 * SIDE

_CODE_EDGE = 17.0  # 6 mm: what a printer leaves white
_FOOT_LINE = 15.0
_BEGINNING = 240.0  # of what is taller than a page stands together: the heading, the question, some answers
SMALL = text.Style(12)


class Pen:
    """Draws on the page in hand. `left` counts from the side where reading starts, `y` from the bottom."""

    def __init__(self, document: tags.Document, *, mirrored: bool) -> None:
        self.document = document
        self._mirrored = mirrored

    def x(self, left: float, width: float) -> float:
        """Where something `width` wide starts on the page, `left` of the text area's start."""
        return WIDTH - SIDE - left - width if self._mirrored else SIDE + left

    def lines(
        self,
        element: tags.Element | None,
        lines: Sequence[text.Line],
        left: float,
        top: float,
        width: float,
        colour: Colour = INK,
        align: Align = "start",
    ) -> None:
        """Draw lines downward from `top`; without an element they are furniture.

        `align`: "start" is where their own language starts, "side" where the sheet's does.
        """
        told: list[tuple[links.Link | None, text.Line, slice, float]] = []
        for line in lines:
            told += [(link, line, part, top) for link, part in _parts(line)]
            top -= line.height
        for link, parts in itertools.groupby(told, key=lambda each: each[0]):
            owner = tags.Element("Link", element) if element and link else element
            written = [(line, self._start(line, left, width, align), part, y) for _, line, part, y in parts]
            with self.document.content(owner) if owner else self.document.furniture():
                self.document.ink(colour)
                for line, x, part, y in written:
                    self.document.write(line, x, y - line.above, part)
            if owner and link:
                for line, x, part, y in written:
                    self._lead(owner, link, x, line.pieces[part], (y - line.height, y))

    def _lead(
        self,
        element: tags.Element,
        link: links.Link,
        x: float,
        pieces: Sequence[tuple[float, text.Piece]],
        reach: tuple[float, float],
    ) -> None:
        """Let the place be opened where these pieces of a line stand, from the line's bottom to its top."""
        start = min(place for place, _ in pieces)
        end = max(place + piece.width for place, piece in pieces)
        self.document.lead(element, (x + start, reach[0], x + end, reach[1]), link)

    def _start(self, line: text.Line, left: float, width: float, align: Align) -> float:
        x = self.x(left, width)
        spare = width - line.width
        if align == "centre":
            return x + spare / 2
        if align == "start":  # where its own language starts
            return x + spare if line.right_to_left else x
        return x + spare if (align == "side") is self._mirrored else x

    def rule(
        self, left: float, width: float, y: float, *, weight: float = 0.75, colour: Colour = HAIRLINE
    ) -> None:
        """A horizontal line."""
        canvas = self.document.canvas
        self.document.pencil(colour, weight)
        x = self.x(left, width)
        canvas.line(x, y, x + width, y)

    def upright(self, left: float, top: float, height: float, *, weight: float = 0.5) -> None:
        """A line down between two cells."""
        canvas = self.document.canvas
        self.document.pencil(QUIET, weight)
        x = self.x(left, 0)
        canvas.line(x, top, x, top - height)

    def box(self, left: float, top: float, width: float, height: float, *, weight: float = 1.0) -> None:
        """An empty box to write or tick in."""
        canvas = self.document.canvas
        self.document.pencil(QUIET, weight)
        self.document.ink((1, 1, 1))
        canvas.roundRect(self.x(left, width), top - height, width, height, 2, stroke=1, fill=1)

    def fill(self, left: float, top: float, width: float, height: float, colour: Colour = TINT) -> None:
        """A tinted ground for what is drawn after it."""
        self.document.ink(colour)
        self.document.canvas.rect(self.x(left, width), top - height, width, height, stroke=0, fill=1)


def _parts(line: text.Line) -> Iterator[tuple[links.Link | None, slice]]:
    """The parts of a line, each with where it leads to."""
    if not line.leads:
        yield None, slice(None)
        return
    start = 0
    for link, pieces in itertools.groupby(line.pieces, key=lambda each: line.led(each[1])):
        end = start + len(list(pieces))
        yield link, slice(start, end)
        start = end


@dataclass(frozen=True)
class Strip:
    """A band across the text area that is never cut.

    `gap` is the white above it, dropped at the top of a page; `keeps` holds it on the page of the next
    strip; `head` is drawn again, as furniture, where a page starts with this strip; a strip that only
    `parts` is left out there. `keys` are the questions that are answered on it.
    """

    height: float
    draw: Callable[[Pen, float], None]
    gap: float = 0.0
    keeps: bool = False
    head: "Strip | None" = None
    parts: bool = False
    keys: tuple[str, ...] = ()


def _nothing(_pen: Pen, _top: float) -> None:
    return


NEW_PAGE = Strip(0.0, _nothing)
"""What comes after it starts a page."""


@dataclass(frozen=True)
class Place:
    """Where a paragraph stands: its left edge and width, the white above it, whether it keeps to the next."""

    left: float
    width: float
    gap: float = 0.0
    keeps: bool = False


@dataclass(frozen=True)
class Furniture:
    """What stands on every page: who it is from, what it is, its reference or code, and which copy."""

    title: str
    authority: str = ""
    reference: str = ""
    copy: str = ""
    mark: str = ""
    watermark: str = ""
    page_of: str = "Page {n} of {m}"
    marks: codes.Marks | None = None
    size: float = 12.0
    tint: bool = False
    logo: bytes = field(default=b"", repr=False)

    @property
    def lower(self) -> float:
        """How much lower pages start where the mark has its own line: beside a code, or in larger print."""
        return self.size * 1.5 if self.mark and (self.marks or self.size > SMALL.size) else 0.0


def render(
    document: tags.Document,
    strips: Sequence[Strip],
    furniture: Furniture,
    typesetter: text.Typesetter,
    language: str,
) -> bytes:
    """The strips on as many pages as they need, as a finished PDF."""
    draw(document, paginate(strips, furniture.lower), furniture, typesetter, language)
    return document.finish()


def draw(
    document: tags.Document,
    pages: Sequence[Sequence[tuple["Strip", float]]],
    furniture: Furniture,
    typesetter: text.Typesetter,
    language: str,
    *,
    before: int = 0,
    total: int | None = None,
) -> None:
    """Draw pages into a document. `before` pages of other forms stand in front of them, `total` are there."""
    document.reads_leftward = languages.is_right_to_left(language)
    pen = Pen(document, mirrored=document.reads_leftward)
    dresser = _Dresser(pen, furniture, typesetter, language)
    for number, placed in enumerate(pages, start=1):
        dresser.behind()
        dresser.head(number)
        for strip, top in placed:
            strip.draw(pen, top)
        dresser.foot(number, before + number, total or len(pages))
        document.end_page()


def paginate(strips: Sequence[Strip], lower: float = 0.0) -> list[list[tuple[Strip, float]]]:
    """The strips of each page with their tops, in points from the bottom of the page.

    Strips that keep to each other go to the next page together; a group taller than a page is broken
    where it must be, but not near its beginning. Each page starts so much `lower`.
    """
    next_top = NEXT_TOP + lower
    pages: list[list[tuple[Strip, float]]] = [[]]
    y = HEIGHT - FIRST_TOP - lower
    for group in _groups(strips):
        if group[0] is NEW_PAGE:
            y = BOTTOM if pages[-1] else y
            continue
        height = sum(strip.gap + strip.height for strip in group) - (0 if pages[-1] else group[0].gap)
        if height > HEIGHT - next_top - BOTTOM:
            height = _BEGINNING
        if pages[-1] and y - height < BOTTOM:
            pages.append([])
            y = HEIGHT - next_top
        for strip in group:
            if pages[-1] and y - strip.gap - strip.height < BOTTOM:
                pages.append([])
                y = HEIGHT - next_top
            y = _place(strip, pages[-1], y)
    return pages


def keys_by_page(strips: Sequence[Strip], lower: float = 0.0) -> tuple[tuple[str, ...], ...]:
    """The questions that are answered on each page, in the order of the paper, each where it begins."""
    seen: set[str] = set()
    pages = []
    for placed in paginate(strips, lower):
        keys = dict.fromkeys(key for strip, _top in placed for key in strip.keys if key not in seen)
        seen.update(keys)
        pages.append(tuple(keys))
    return tuple(pages)


def _place(strip: Strip, placed: list[tuple[Strip, float]], y: float) -> float:
    """Put a strip on a page under what is there, and give the room's new top."""
    if placed:
        y -= strip.gap
    elif strip.parts:
        return y
    elif strip.head is not None:
        placed.append((strip.head, y))
        y -= strip.head.height
    placed.append((strip, y))
    return y - strip.height


def _groups(strips: Sequence[Strip]) -> list[list[Strip]]:
    groups: list[list[Strip]] = []
    following = False
    for strip in strips:
        if not following:
            groups.append([])
        groups[-1].append(strip)
        following = strip.keeps
    return groups


def _above_rule(lines: Sequence[text.Line], top: float, rule: float) -> float:
    """A baseline for all the lines: under `top`, and so that letters that hang low stay clear of the rule."""
    highest = top - min((line.above for line in lines), default=0)
    return max(highest, rule + 2 + max((line.below for line in lines), default=0))


class _Dresser:
    """Draws head, foot and watermark of each page, all of it furniture."""

    def __init__(self, pen: Pen, furniture: Furniture, typesetter: text.Typesetter, language: str) -> None:
        self._pen = pen
        self._furniture = furniture
        self._small = text.Style(furniture.size)
        self._strong = text.Style(furniture.size, "semibold")
        self._set = typesetter
        self._language = language

    def behind(self) -> None:
        """The pale ground where it was asked for; the watermark, large and faint across the middle."""
        if self._furniture.tint:
            with self._pen.document.furniture():
                self._pen.document.canvas.setFillColorRGB(*CREAM)
                self._pen.document.canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        if not self._furniture.watermark:
            return
        canvas = self._pen.document.canvas
        line = self._line(self._furniture.watermark, text.Style(96, "bold"))
        canvas.saveState()
        with self._pen.document.furniture():
            canvas.translate(WIDTH / 2, HEIGHT / 2)
            canvas.rotate(52)
            canvas.setFillColorRGB(*SHADOW)
            self._pen.document.write(line, -line.width / 2, -30)
        canvas.restoreState()

    def head(self, number: int) -> None:
        """Whose form it is on the first page, which form on the others; the mark on all."""
        top = HEIGHT - TOP + 10
        first = number == 1
        name = self._furniture.authority if first else self._furniture.title
        style, colour = (self._strong, ACCENT) if first else (self._small, QUIET)
        mark = self._furniture.mark
        lower = self._furniture.lower
        edge = ROOM - self._code(number, HEIGHT - _CODE_EDGE, HEIGHT - _CODE_EDGE)
        marked = [self._line(mark, self._strong)] if mark else []
        room = edge - (0 if lower else sum(line.width + 24 for line in marked))
        start = self._logo(top - 23) if first else 0.0
        named = self._set.lines(name, style, room - start, self._language)[:1] if name else []
        baseline = _above_rule([*named, *([] if lower else marked)], top, top - 23)
        for line in marked:
            left, under = (0.0, baseline - lower) if lower else (edge - line.width, baseline)
            self._pen.lines(None, [line], left, under + line.above, line.width, INK)
        for line in named:
            self._pen.lines(None, [line], start, baseline + line.above, room - start, colour)
        with self._pen.document.furniture():
            rule = top - 23 - lower
            self._pen.rule(0, ROOM, rule, weight=1.5 if first else 0.75, colour=ACCENT if first else HAIRLINE)

    def _logo(self, rule: float) -> float:
        """The authority's logo over the rule; gives where its name starts."""
        if not self._furniture.logo:
            return 0.0
        picture = logo.Logo(self._furniture.logo)
        picture.draw(self._pen.document, self._pen.x(0, picture.width), rule + 4)
        return picture.width + 8

    def foot(self, number: int, shown: int, total: int) -> None:
        """The reference on one side, the page's number on the other, as it is `shown`."""
        top = BOTTOM - (22 if self._furniture.size <= SMALL.size else 17)
        with self._pen.document.furniture():
            self._pen.rule(0, ROOM, top + 6)
        edge = ROOM - self._code(number, top + 2, top)
        pages = self._line(self._furniture.page_of.format(n=shown, m=total), self._small)
        self._pen.lines(None, [pages], edge - pages.width, top, pages.width, QUIET)
        if self._furniture.reference:
            reference = self._line(self._furniture.reference, self._small)
            if reference.width > edge - pages.width - 24:  # a long one is no larger than on any other page
                reference = self._line(self._furniture.reference, SMALL)
            self._pen.lines(None, [reference], 0, top, edge - pages.width - 24, QUIET)
        if self._furniture.copy:
            copy = self._line(self._furniture.copy, SMALL)
            self._pen.lines(None, [copy], 0, top - _FOOT_LINE, edge - 24, QUIET)

    def _code(self, number: int, top: float, line: float) -> float:
        """The page's code: squares under `top` at the side where lines end, letters under `line` before them.

        Gives the width that it takes.
        """
        marks = self._furniture.marks
        if marks is None:
            return 0.0
        document = self._pen.document
        left = self._pen.x(ROOM - codes.SIDE, codes.SIDE)
        with document.furniture():
            document.canvas.setFillColorRGB(0, 0, 0)
            for across, down, width in marks.squares(number):
                document.canvas.rect(
                    left + across, top - down - codes.MODULE, width, codes.MODULE, stroke=0, fill=1
                )
        letters = self._line(marks.letters(number), self._small)
        start = ROOM - codes.SIDE - codes.QUIET_ZONE - letters.width
        self._pen.lines(None, [letters], start, line, letters.width, QUIET)
        return codes.SIDE + codes.QUIET_ZONE + letters.width + 24

    def _line(self, words: str, style: text.Style) -> text.Line:
        return self._set.lines(words, style, float("inf"), self._language)[0]
