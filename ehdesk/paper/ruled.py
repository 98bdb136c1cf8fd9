"""A table to fill in by hand: heads that are drawn again on each page, empty rows, a box for each cell."""

from collections.abc import Sequence
from dataclasses import replace

from ehdesk.paper import cells, columns, marks, page, sheet, tags, text

_HEAD_PAD = 4.0
_PLAIN_ROW = 34.0
_WORDY_ROW = 44.0  # where a narrow cell is to hold some words
_NARROW = 120.0
_WHOLE = 170.0
_SCOPE = "<</O /Table /Scope /Column>>"


def ask(on: sheet.Sheet, asked: Sequence[columns.Column], names: Sequence[str], *, gap: float = 8) -> None:
    """A grid with an empty row for each of `names`, by which a screen reader tells the rows apart."""
    widths = columns.stretched(asked)
    tall = _row_height(on, asked, widths)
    with on.within("Table"):
        head = _head(on, asked, widths)
        on.add(replace(head, gap=gap, keeps=True))
        start = len(on.strips)
        for index, name in enumerate(names):
            _row(on, asked, widths, name, tall, head if index else None)
    short = head.height + tall * len(names) <= _WHOLE
    last = len(on.strips) - 1
    for index in range(
        start, last
    ):  # a short table stays on one page; a longer one parts before its last two rows
        if short or index == last - 1:
            on.strips[index] = replace(on.strips[index], keeps=True)


def _row_height(on: sheet.Sheet, asked: Sequence[columns.Column], widths: Sequence[float]) -> float:
    ticks = [
        cells.stack_height(on, column.ticks, width - 2 * columns.PAD) + 2 * columns.PAD
        for column, width in zip(asked, widths, strict=True)
        if column.ticks
    ]
    wordy = any(
        column.kind in ("text", "people", "entries") and width < _NARROW
        for column, width in zip(asked, widths, strict=True)
    )
    return max([*ticks, _WORDY_ROW if wordy else _PLAIN_ROW])


def _head(on: sheet.Sheet, asked: Sequence[columns.Column], widths: Sequence[float]) -> page.Strip:
    """The row of heads: content where it is drawn first, furniture after that."""
    cells: list[tuple[tags.Element, list[text.Line]]] = []
    with on.within("TR"):
        for column, width in zip(asked, widths, strict=True):
            element = on.element("TH", language=on.spoken(column.head))
            element.attributes = _SCOPE
            room = width - 2 * columns.PAD
            cells.append((element, on.set.lines(column.head, on.look.head, room, on.spoken(column.head))))
    tall = max(sum(line.height for line in lines) for _, lines in cells) + 2 * _HEAD_PAD
    drawn: list[bool] = []

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.furniture():
            pen.fill(0, top, page.ROOM, tall)
            pen.rule(0, page.ROOM, top - tall, weight=1.0, colour=page.ACCENT)
        left = 0.0
        for (element, lines), width in zip(cells, widths, strict=True):
            down = tall - _HEAD_PAD - sum(line.height for line in lines)
            room = width - 2 * columns.PAD
            pen.lines(None if drawn else element, lines, left + columns.PAD, top - down, room, align="side")
            left += width
        drawn.append(True)

    return page.Strip(tall, draw)


def _row(
    on: sheet.Sheet,
    asked: Sequence[columns.Column],
    widths: Sequence[float],
    name: str,
    tall: float,
    head: page.Strip | None,
) -> None:
    parts: list[marks.Drawing] = []
    left = 0.0
    with on.within("TR"):
        for column, width in zip(asked, widths, strict=True):
            said = f"{name}: {column.head}"
            with on.within("TD"):
                if column.ticks:
                    room = width - 2 * columns.PAD
                    parts.append(cells.stack(on, said, column.ticks, left + columns.PAD, room, tall))
                else:
                    parts.append(_cell(on, said, left, width, tall))
            left += width
    edges = [sum(widths[:index]) for index in range(len(widths) + 1)]

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.furniture():
            for edge in edges:
                pen.upright(edge, top, tall)
            pen.rule(0, page.ROOM, top - tall, weight=0.75, colour=page.QUIET)
        for part in parts:
            part(pen, top)

    on.add(page.Strip(tall, draw, head=head))


def _cell(on: sheet.Sheet, said: str, left: float, width: float, tall: float) -> marks.Drawing:
    """An empty cell: what is tagged is the line that it is written on."""
    element = on.element("Form", alt=said)
    element.attributes = marks.WRITE

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.content(element):
            pen.rule(left, width, top - tall, weight=0.75, colour=page.QUIET)

    return draw
