"""Questions that share their answers, as one table: statements down, answers across."""

from collections.abc import Sequence
from dataclasses import dataclass

from ehdesk.paper import marks, page, pictograms, sheet, tags, text

_PAD = 8.0
_HEAD_WHITE = (10.0, 5.0)  # between the longest words of two heads: as one likes it, and at the least
_LEAST_STATEMENT = 138.0
_SCOPE_COLUMN = "<</O /Table /Scope /Column>>"
_SCOPE_ROW = "<</O /Table /Scope /Row>>"
_TELL_PAD = 5.0
ASKED = 200.0  # where answers start, beside what was asked
ASKED_LONG = 330.0  # and where, beside whole sentences


@dataclass(frozen=True)
class Told:
    """One question and its answer in words; `is_answer` is false where there is none."""

    asked: str
    answer: str
    is_answer: bool = True
    language: str = ""
    picture: str = ""


def column_width(on: sheet.Sheet, labels: Sequence[str]) -> float | None:
    """How wide an answer's column must be for its longest word; None when there is no room for them all."""
    widest = max(
        (on.set.width(word, on.look.across, on.spoken(label)) for label in labels for word in label.split()),
        default=0,
    )
    widths = (max(widest + white, on.look.tick + 18) for white in _HEAD_WHITE)
    return next((width for width in widths if width * len(labels) + _LEAST_STATEMENT <= page.ROOM), None)


def ask(on: sheet.Sheet, statements: Sequence[str], labels: Sequence[str], *, gap: float = 12) -> None:
    """A table of tick boxes. Its head is drawn again on each page."""
    width = column_width(on, labels) or 60.0
    first = page.ROOM - width * len(labels)
    with on.within("Table"):
        head = _head(on, labels, first, width)
        for index, statement in enumerate(statements):
            _asking_row(on, statement, labels, first, width, head if index else None)
    _let_in(on, head, len(statements), gap)


def tell(on: sheet.Sheet, rows: Sequence[Told], *, gap: float = 10, start: float = ASKED) -> None:
    """What was asked beside what was answered, a line under each; or over it, where nothing is beside."""
    if on.look.stacked:
        for index, row in enumerate(rows):
            _tell_under(on, row, gap if index == 0 else on.look.between * 0.6)
        return
    with on.within("Table"):
        for index, row in enumerate(rows):
            _telling_row(on, row, gap if index == 0 else 0, start=start, last=index == len(rows) - 1)


def _tell_under(on: sheet.Sheet, row: Told, gap: float) -> None:
    """The answer under its question, with the question's picture in easy read."""
    left = pictograms.START if row.picture else 0.0
    with pictograms.beside(on, row.picture):
        on.paragraph(row.asked, on.look.strong, left=left, gap=gap, keeps=True, colour=page.QUIET)
        colour = page.INK if row.is_answer else page.QUIET
        on.paragraph(row.answer, on.look.answer, left=left, gap=2, colour=colour, language=row.language)


def _let_in(on: sheet.Sheet, head: page.Strip, rows: int, gap: float) -> None:
    """Put the head before its rows, kept with the first of them."""
    on.strips.insert(len(on.strips) - rows, page.Strip(head.height, head.draw, gap=gap, keeps=True))


def _head(on: sheet.Sheet, labels: Sequence[str], first: float, width: float) -> page.Strip:
    """The row of column heads. Drawn once as content; every time after that as furniture."""
    cells: list[tuple[tags.Element, list[text.Line], float, float]] = []
    with on.within("TR"):
        for index, label in enumerate(["", *labels]):
            cell = on.element("TH" if label else "TD", language=on.spoken(label))
            cell.attributes = _SCOPE_COLUMN if label else ""
            room = (first if index == 0 else width) - _HEAD_WHITE[-1]
            lines = on.set.lines(label, on.look.across, room, on.spoken(label)) if label else []
            left = 0 if index == 0 else first + width * (index - 1)
            cells.append((cell, lines, left + _HEAD_WHITE[-1] / 2, room))
    height = max(sum(line.height for line in lines) for _, lines, _, _ in cells)
    drawn: list[bool] = []

    def draw(pen: page.Pen, top: float) -> None:
        for cell, lines, left, room in cells:
            down = height - sum(line.height for line in lines)

            if lines:
                pen.lines(None if drawn else cell, lines, left, top - down, room, page.QUIET, "centre")
        drawn.append(True)
        with pen.document.furniture():
            pen.rule(0, page.ROOM, top - height - 4, weight=1.0, colour=page.ACCENT)

    return page.Strip(height + 5, draw)


def _asking_row(
    on: sheet.Sheet,
    statement: str,
    labels: Sequence[str],
    first: float,
    width: float,
    head: page.Strip | None,
) -> None:
    language = on.spoken(statement)
    lines = on.set.lines(statement, on.look.body, first - 14, language)
    tall = max(sum(line.height for line in lines), on.look.tick) + 2 * _PAD
    parts: list[marks.Drawing] = []
    with on.within("TR"):
        said = on.element("TH", language=language)
        said.attributes = _SCOPE_ROW
        for index, label in enumerate(labels):
            with on.within("TD"):
                left = first + width * index + (width - on.look.tick) / 2
                parts.append(marks.tick_box(on, f"{statement} {label}", left, (tall - on.look.tick) / 2))

    def draw(pen: page.Pen, top: float) -> None:
        pen.lines(said, lines, 0, top - (tall - sum(line.height for line in lines)) / 2, first - 14)
        for part in parts:
            part(pen, top)
        with pen.document.furniture():
            pen.rule(0, page.ROOM, top - tall, weight=0.6)

    on.add(page.Strip(tall, draw, head=head))


def _telling_row(on: sheet.Sheet, row: Told, gap: float, *, start: float, last: bool) -> None:
    with on.within("TR"):
        said = on.element("TH", language=on.spoken(row.asked))
        said.attributes = _SCOPE_ROW
        told = on.element("TD", language=row.language or on.spoken(row.answer))
    style, colour = (on.look.body, page.INK) if row.is_answer else (on.look.small, page.QUIET)
    strip = on.row_strip(
        [
            sheet.Cell(row.asked, 0, start - 20, on.look.strong, page.QUIET, element=said),
            sheet.Cell(
                row.answer, start, page.ROOM - start, style, colour, language=row.language, element=told
            ),
        ]
    )

    def draw(pen: page.Pen, top: float) -> None:
        strip.draw(pen, top - _TELL_PAD)
        if not last:
            with pen.document.furniture():
                pen.rule(0, page.ROOM, top - strip.height - 2 * _TELL_PAD, weight=0.5)

    on.add(page.Strip(strip.height + 2 * _TELL_PAD, draw, gap=gap))
