"""One row of a longer table on empty paper: its short columns in lines of boxes, its long ones across."""

from collections.abc import Sequence
from dataclasses import replace

from ehdesk.paper import cells, columns, marks, page, sheet, tags, text

_WHITE = 8.0
_BOX = 27.0
_WORDY_BOX = 30.0  # where some words are to be written
_LINE_OF_TICKS = 5.0  # white between a tick box and its label
_LEAST = {"text": 140.0, "people": 104.0, "entries": 110.0, "person": 110.0, "agency": 110.0, "entry": 110.0}
_STEPS = 40
_WIDE_TICKS = 112.0
_WIDE = 150.0  # a caption is broken rather than wider


def fitted(on: sheet.Sheet, column: columns.Column, caption: str) -> columns.Column:
    """The column as a box of its own in a line: wider than in a grid, with all ticks side by side."""
    whole = on.set.width(caption, on.look.small, on.spoken(caption)) + 1
    least = max(_LEAST.get(column.kind, column.width), min(whole, _WIDE))
    if column.ticks:
        least = max(sum(_tick_widths(on, column)), min(whole, _WIDE_TICKS))
    return replace(column, head=caption, width=max(least, columns.longest_word(on, caption, on.look.small)))


def lines(on: sheet.Sheet, name: str, fields: Sequence[columns.Column], *, title: str, gap: float) -> None:
    """The boxes in as many lines as they need; the first has the row's `title`."""
    for index, line in enumerate(_broken(fields)):
        _line(on, name, line, gap if index == 0 else 6.0, title=title if index == 0 else "")


def _broken(fields: Sequence[columns.Column]) -> list[list[columns.Column]]:
    """The fields in as few lines as will do, none of them much emptier than the others."""
    fewest = len(_filled(fields, page.ROOM))
    limits = (page.ROOM * step / _STEPS for step in range(1, _STEPS + 1))
    return next(lines for lines in (_filled(fields, limit) for limit in limits) if len(lines) == fewest)


def _filled(fields: Sequence[columns.Column], limit: float) -> list[list[columns.Column]]:
    found: list[list[columns.Column]] = []
    used = 0.0
    for field in fields:
        if not found or used + field.width + _WHITE > limit:
            found.append([])
            used = -_WHITE
        found[-1].append(field)
        used += field.width + _WHITE
    return found


def _line(on: sheet.Sheet, name: str, fields: Sequence[columns.Column], gap: float, *, title: str) -> None:
    widths = columns.stretched(fields, page.ROOM - _WHITE * (len(fields) - 1))
    if not any(field.stretch for field in fields):
        widths = [field.width for field in fields]
    heads = [
        on.set.lines(field.head, on.look.small, width, on.spoken(field.head))
        for field, width in zip(fields, widths, strict=True)
    ]
    if title:
        heads[0] = on.set.lines(title, on.look.label, widths[0], on.spoken(title))
    down = max(sum(line.height for line in lines) for lines in heads) + 1
    wordy = any(field.kind in ("text", "people", "entries") for field in fields)
    tall = _WORDY_BOX if wordy else _BOX
    parts: list[marks.Drawing] = []
    left = 0.0
    for field, width, words in zip(fields, widths, heads, strict=True):
        element = on.element("P", language=on.spoken(field.head))
        lower = down - sum(line.height for line in words)
        colour = page.ACCENT if title and field is fields[0] else page.QUIET
        parts.append(_caption(element, words, left, width, lower, colour))
        said = f"{name}: {field.head}"
        parts += (
            _ticks(on, said, field, left, down) if field.ticks else [_box(on, said, left, width, down, tall)]
        )
        left += width + _WHITE
    on.add(page.Strip(down + tall, marks.drawn(parts), gap=gap))


def _caption(
    element: tags.Element,
    words: list[text.Line],
    left: float,
    width: float,
    lower: float,
    colour: page.Colour,
) -> marks.Drawing:
    def draw(pen: page.Pen, top: float) -> None:
        pen.lines(element, words, left, top - lower, width, colour, "side")

    return draw


def _box(on: sheet.Sheet, said: str, left: float, width: float, down: float, tall: float) -> marks.Drawing:
    element = on.element("Form", alt=said)
    element.attributes = marks.WRITE

    def draw(pen: page.Pen, top: float) -> None:
        with pen.document.content(element):
            pen.box(left, top - down, width, tall)

    return draw


def _tick_widths(on: sheet.Sheet, column: columns.Column) -> list[float]:
    return [
        on.look.tick + _LINE_OF_TICKS + on.set.width(label, on.look.small, on.spoken(label)) + _WHITE
        if label
        else on.look.tick
        for label in column.ticks
    ]


def _ticks(
    on: sheet.Sheet, said: str, column: columns.Column, left: float, down: float
) -> list[marks.Drawing]:
    parts = []
    with on.within("L"):
        for label, width in zip(column.ticks, _tick_widths(on, column), strict=True):
            parts.append(cells.small_tick(on, said, label, left, width, down + 2))
            left += width
    return parts
