"""A table of short answers as a grid: heads that are drawn again on each page, a row for each row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ehdesk.paper import columns, links, page, sheet, tags, text

_PAD = 5.0
_TALLEST = 110.0  # a row that would be taller is better told as a block
_FEW = 4  # columns up to which the type stays as large as elsewhere
_SCOPE = "<</O /Table /Scope /{}>>"
_WHOLE = 200.0
_UNBROKEN = 16  # letters: a date is not broken if there is room
_HEAD_LINES = 3


@dataclass(frozen=True)
class Said:
    """One answer in words; none where the row does not ask. `target` is where it leads to on a screen."""

    words: str = ""
    language: str = ""
    target: str = ""


def tell(on: sheet.Sheet, heads: Sequence[str], rows: Sequence[Sequence[Said]], *, gap: float) -> bool:
    """A grid of the answers; False, and nothing added, where it has no room for them."""
    if on.look.stacked:
        return False
    style = on.look.body if len(heads) <= _FEW else on.look.small
    widths = _widths(on, heads, rows, style)
    if widths is None or any(_height(on, row, widths, style) > _TALLEST for row in rows):
        return False
    with on.within("Table"):
        head = _head(on, heads, widths)
        on.add(replace(head, gap=gap, keeps=True))
        start = len(on.strips)
        for index, row in enumerate(rows):
            _row(on, row, widths, style, head if index else None)
    short = head.height + sum(strip.height for strip in on.strips[start:]) <= _WHOLE
    on.strips[start:-1] = [replace(strip, keeps=short) for strip in on.strips[start:-1]]
    return True


def _widths(
    on: sheet.Sheet, heads: Sequence[str], rows: Sequence[Sequence[Said]], style: text.Style
) -> list[float] | None:
    """Columns that break no short answer, or at least no date or no word; the rest is shared."""
    said = [[row[index].words for row in rows] for index in range(len(heads))]
    word = [columns.longest_word(on, head, on.look.head) for head in heads]
    word = [
        max([width, *(columns.longest_word(on, each, style) for each in column)])
        for width, column in zip(word, said, strict=True)
    ]
    short = [
        max([width, *(_whole(on, each, style) for each in column if len(each) <= _UNBROKEN)])
        for width, column in zip(word, said, strict=True)
    ]
    dated = [
        max(
            [width, *(_whole(on, each, style) for each in column if len(each) <= _UNBROKEN and _counts(each))]
        )
        for width, column in zip(word, said, strict=True)
    ]
    wanted = [
        max(
            [
                width,
                _whole(on, head, on.look.head) / _HEAD_LINES,
                *(_whole(on, each, style) for each in column),
            ]
        )
        for width, head, column in zip(short, heads, said, strict=True)
    ]
    room = page.ROOM - len(heads) * (2 * _PAD + 1)
    least = next((widths for widths in (wanted, short, dated, word) if sum(widths) <= room), None)
    if least is None:
        return None
    more = [max(wish - width, 0.0) for wish, width in zip(wanted, least, strict=True)]
    shares = more if sum(more) else [1.0] * len(heads)
    spare = room - sum(least)
    return [
        width + spare * share / sum(shares) + 2 * _PAD + 1 for width, share in zip(least, shares, strict=True)
    ]


def _counts(words: str) -> bool:
    return any(each.isdigit() for each in words)


def _whole(on: sheet.Sheet, words: str, style: text.Style) -> float:
    return on.set.width(words, style, on.spoken(words)) if words else 0.0


def _height(on: sheet.Sheet, row: Sequence[Said], widths: Sequence[float], style: text.Style) -> float:
    cells = [_lines(on, said, width, style) for said, width in zip(row, widths, strict=True)]
    return _tall(cells, max(lines[0].above for lines in cells))


def _tall(cells: Sequence[Sequence[text.Line]], above: float) -> float:
    """How tall cells are whose first lines stand on one baseline, `above` under the top."""
    return max((above - lines[0].above + sum(line.height for line in lines) for lines in cells), default=0)


def _lines(on: sheet.Sheet, said: Said, width: float, style: text.Style) -> list[text.Line]:
    language = said.language or on.spoken(said.words)
    leads = links.whole(said.words, said.target)
    return on.set.lines(said.words, style, width - 2 * _PAD, language, leads)


def _head(on: sheet.Sheet, heads: Sequence[str], widths: Sequence[float]) -> page.Strip:
    cells: list[tuple[tags.Element, list[text.Line]]] = []
    with on.within("TR"):
        for head, width in zip(heads, widths, strict=True):
            element = on.element("TH", language=on.spoken(head))
            element.attributes = _SCOPE.format("Column")
            cells.append((element, on.set.lines(head, on.look.head, width - 2 * _PAD, on.spoken(head))))
    tall = max(sum(line.height for line in lines) for _, lines in cells) + 8
    drawn: list[bool] = []

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.furniture():
            pen.fill(0, top, page.ROOM, tall)
            pen.rule(0, page.ROOM, top - tall, weight=1.0, colour=page.ACCENT)
        left = 0.0
        for (element, lines), width in zip(cells, widths, strict=True):
            down = tall - 4 - sum(line.height for line in lines)
            room = width - 2 * _PAD
            pen.lines(None if drawn else element, lines, left + _PAD, top - down, room, page.QUIET, "side")
            left += width
        drawn.append(True)

    return page.Strip(tall, draw)


def _row(
    on: sheet.Sheet, row: Sequence[Said], widths: Sequence[float], style: text.Style, head: page.Strip | None
) -> None:
    cells: list[tuple[tags.Element, list[text.Line]]] = []
    with on.within("TR"):
        for index, (said, width) in enumerate(zip(row, widths, strict=True)):
            element = on.element("TD" if index else "TH", language=said.language or on.spoken(said.words))
            element.attributes = "" if index else _SCOPE.format("Row")
            cells.append((element, _lines(on, said, width, style) if said.words else []))
    above = max((lines[0].above for _, lines in cells if lines), default=0)
    tall = _height(on, row, widths, style) + 2 * _PAD

    def draw(pen: page.Pen, top: float) -> None:
        left = 0.0
        for (element, lines), width in zip(cells, widths, strict=True):
            if lines:
                first = top - _PAD - (above - lines[0].above)
                pen.lines(element, lines, left + _PAD, first, width - 2 * _PAD, align=sheet.beside(lines))
            left += width
        with pen.document.furniture():
            pen.rule(0, page.ROOM, top - tall, weight=0.5)

    on.add(page.Strip(tall, draw, head=head))
