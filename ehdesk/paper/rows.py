"""Tables on empty paper: a grid where all columns are short, else a block of boxes and lines for each row."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ehdesk.forms import definition
from ehdesk.paper import beside, columns, conditions, fields, marks, page, pairs, ruled, sheet
from ehdesk.words import Words

_ROWS = 3
_TICKED_ROWS = 2  # so few rows have room for boxes to tick where more have a letter to write
_TICKED = 2  # answers that are always ticked
_WHOLE = 220.0  # a row as low as this stays on one page; half of it where there are lines to write on
_LONG_LINES = 3


def ask(on: sheet.Sheet, table: definition.Question, words: Words, told: conditions.Conditions) -> None:
    """Room for as many rows as the table asks for."""
    shorts = [columns.of(on, each, words) for each in table.columns if each.kind != "long_text"]
    narrow = [columns.of(on, each, words, few=_TICKED) for each in table.columns if each.kind != "long_text"]
    if len(shorts) == len(table.columns):
        for grid in (narrow,) if on.look.compact else (shorts, narrow):
            if sum(each.width for each in grid) <= page.ROOM:
                _legend(on, table, grid, words, told)
                ruled.ask(on, grid, [called(table, words, number) for number in _numbers(table)])
                return
    block = _Block(on, table, words, told)
    _legend(on, table, block.lettered(shorts), words, told)
    for number in _numbers(table):
        block.row(number)


def _numbers(table: definition.Question) -> range:
    return range(1, (table.lines or _ROWS) + 1)


def called(table: definition.Question, words: Words, number: int) -> str:
    """What a row is called: "Action 2"."""
    said = words.text(table.row_name or "row")
    second = pairs.other(said)
    return pairs.of(f"{said.capitalize()} {number}", f"{second.capitalize()} {number}" if second else "")


def _legend(
    on: sheet.Sheet,
    table: definition.Question,
    shown: list[columns.Column],
    words: Words,
    told: conditions.Conditions,
) -> None:
    """What the letters stand for, and which columns are only for some rows."""
    asked = {column.key: column for column in table.columns}
    for column in shown:
        label = words.text(asked[column.key].label)
        said = columns.legend(column, label)
        condition = told.told(asked[column.key].show_when, None, table)
        for line in (said, f"{condition} {label}" if condition else ""):
            if line:
                with on.together(with_next=True):
                    on.paragraph(line, on.look.hint, gap=2, colour=page.QUIET)


class _Block:
    """Draws the rows of one table, each as a block."""

    def __init__(
        self, on: sheet.Sheet, table: definition.Question, words: Words, told: conditions.Conditions
    ) -> None:
        self._on, self._table, self._words, self._told = on, table, words, told

    def lettered(self, shorts: list[columns.Column]) -> list[columns.Column]:
        """Those whose answer is a letter, or that only some rows need."""
        asked = {column.key: column for column in self._table.columns}
        return [each for each in shorts if self._is_field(asked[each.key])]

    def row(self, number: int) -> None:
        """One row: its name, then its columns in their order. A short one stays on one page."""
        on = self._on
        name = called(self._table, self._words, number)
        start = len(on.strips)
        for is_field, group in groupby(self._table.columns, key=self._is_field):
            if is_field:
                self._boxes(name, list(group), first=len(on.strips) == start)
                continue
            for column in group:
                self._across(column, name)
        self._hold(start)

    def _boxes(self, name: str, group: Sequence[definition.Question], *, first: bool) -> None:
        """Short columns as boxes, one alone at the head as a line; they stay with what follows."""
        on = self._on
        if not first:
            on.keep_last()
        start = len(on.strips)
        boxes = [
            fields.fitted(on, made, made.head) for made in (columns.of(on, e, self._words) for e in group)
        ]
        title = self._title(name, boxes[0]) if first else ""
        alone = first and len(boxes) == 1 and bool(boxes[0].stretch)
        if not (alone and beside.lines(on, beside.Asked(title), 1, gap=10, colour=page.ACCENT)):
            fields.lines(on, name, boxes, title=title, gap=8 if first else 6)
        on.strips[start:] = [replace(strip, keeps=True) for strip in on.strips[start:]]

    def _title(self, name: str, first: columns.Column) -> str:
        """What stands over a row's first box: which row it is, and what belongs in the box."""
        repeats = first.head.casefold() == self._words.text(self._table.row_name).casefold()
        return name if repeats else f"{name}: {first.head}"

    def _hold(self, start: int) -> None:
        """Keep a short row on one page; let a longer one go on over the next."""
        added = self._on.strips[start:]
        wordy = any(column.kind == "long_text" for column in self._table.columns)
        whole = sum(strip.gap + strip.height for strip in added) <= (_WHOLE / 2 if wordy else _WHOLE)
        self._on.strips[start:] = [
            *(replace(strip, keeps=strip.keeps or whole) for strip in added[:-1]),
            replace(added[-1], keeps=False),
        ]

    def _is_field(self, column: definition.Question) -> bool:
        """Whether it is a box among others in a line."""
        if column.kind == "long_text":
            return False
        many = bool(column.options) and len(column.options) > _ROWS
        few_rows = (self._table.lines or _ROWS) <= _TICKED_ROWS
        return not (many and few_rows and len(column.options) <= 2 * _ROWS + 1)

    def _across(self, column: definition.Question, name: str) -> None:
        """A column over the whole width: lines to write on, or boxes to tick."""
        on, say = self._on, self._words.text
        label = say(column.label)
        told = self._told.told(column.show_when, None, self._table)
        said = f"{told} {label}" if told else label
        asked = beside.Asked(said, name=f"{name}: {label}")
        if column.kind == "long_text":
            count = column.lines or _LONG_LINES
            if not (on.look.compact and beside.lines(on, asked, count, gap=6)):
                on.paragraph(said, on.look.label, gap=5, keeps=True)
                marks.writing_lines(on, f"{name}: {label}", count)
            return
        options = [marks.Choice(say(choice.label), say(choice.hint)) for choice in column.choices()]
        if column.kind == "multiple_choice" or not beside.ticks(on, asked, options, gap=8):
            on.paragraph(said, on.look.label, gap=5, keeps=True)
            marks.choices(on, f"{name}: {label}", options, gap=on.look.choices)
