"""A table is a stack of rows, each a small form of its own: added, taken away and moved, by keyboard too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_input, question_field, table_row, turns, widgets

_ALL_OPEN = 3
"""With more rows than this, those that have answers already are shown in one line each."""

MakeCell = Callable[[definition.Question], question_field.QuestionField]


@dataclass(frozen=True)
class CellAnswered:
    """One column of one row has a new answer."""

    row: str
    column: str
    value: object


@dataclass(frozen=True)
class RowWanted:
    """A new row is wanted, after the row `after` (None: at the end)."""

    after: str | None = None


@dataclass(frozen=True)
class RowUnwanted:
    """This row is to be taken away."""

    row: str


@dataclass(frozen=True)
class RowMoved:
    """This row is to stand after the row `after` (None: first)."""

    row: str
    after: str | None


class TableInput(answer_input.AnswerInput):
    """Rows of answers. `answered` carries CellAnswered, RowWanted, RowUnwanted or RowMoved.

    The page gives rows their ids through the record, so a new row appears when the record has it,
    and the focus goes to its first cell. Bit by bit, rows come from the top down, and the button that
    adds one when all are there.
    """

    def __init__(
        self, question: definition.Question, around: answer_input.Surroundings, make_cell: MakeCell
    ) -> None:
        super().__init__(question, around)
        self.make_cell = make_cell
        self.beyond: Mapping[str, Any] = {}
        self._rows: dict[str, table_row.Row] = {}
        self._wanted: Mapping[str, Mapping[str, Any]] = {}
        self._order: list[str] = []
        self._is_patient = False
        self._awaiting_new = False
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        noun = self.row_noun()
        self._add = widgets.button(self.say("Add {row}").format(row=noun), sign="add")
        self.name_control(self._add, self._add.text())
        self._add.clicked.connect(self._on_add)
        self._column.addWidget(self._add, 0, QtCore.Qt.AlignmentFlag.AlignLeft)

    def row_noun(self) -> str:
        """What one row is called: "child"."""
        return self.say(self.question.row_name or "row")

    def answer(self) -> object:
        """The rows as they are shown now, by id."""
        told = {row: {**self._wanted[row]} for row in self._order if row not in self._rows}
        for row in told.values():
            row.pop("rank", None)
        return {**{row: widget.answers() for row, widget in self._rows.items()}, **told} or None

    def set_answer(self, value: object) -> None:
        """Show these rows in the order of their ranks; rows that stay keep what is being typed in them."""
        was, self._wanted = self._order, value if isinstance(value, dict) else {}
        self._order = sorted(self._wanted, key=lambda row: (str(self._wanted[row].get("rank", "")), row))
        for gone in [row for row in self._rows if row not in self._wanted]:
            widget = self._rows.pop(gone)
            self._column.removeWidget(widget)
            widget.deleteLater()
        for row, shown in self._rows.items():
            shown.show_answers(self._wanted[row])
        if self._is_patient and (not self._rows or was == self._order):
            self._is_patient = not self.is_whole
            self._add.setVisible(not self._is_patient)
            return
        fresh = [row for row in self._order if row not in self._rows]
        self.make_all()
        if fresh or was != self._order:
            self._put_in_order()
        if self._awaiting_new and fresh:
            self._awaiting_new = False
            self._rows[fresh[-1]].focus_first()

    def come_bit_by_bit(self) -> None:
        """Make no row of the first answer before `make_more` asks for it."""
        self._is_patient = True

    @property
    def is_whole(self) -> bool:
        """Whether every row is made."""
        return len(self._rows) == len(self._order) and all(row.is_whole for row in self._rows.values())

    def make_more(self) -> QtWidgets.QWidget:
        """Make the next row, or the next cell of one that starts open. A row is shown once it is whole."""
        row = next((row for row in self._rows.values() if not row.is_whole), None)
        made: QtWidgets.QWidget
        if row is not None:
            made = row.make_more()
        else:
            made = row = self._next_row()
        if row.is_whole:
            row.show()
        if self.is_whole:
            self._is_patient = False
            self._add.show()
            self._take_turns()
        return made

    def _next_row(self) -> table_row.Row:
        place, name = next((at, name) for at, name in enumerate(self._order) if name not in self._rows)
        row = self._rows[name] = self._new_row(name)
        row.hide()
        self._column.insertWidget(place, row)
        row.show_place(place, len(self._order))
        return row

    def parts(self) -> tuple[QtWidgets.QWidget, ...]:
        """The rows."""
        return tuple(self._rows.values())

    def make_all(self) -> None:
        """Make every row that is wanted and not made."""
        while not self.is_whole:
            self.make_more()
        self._is_patient = False

    def _put_in_order(self) -> None:
        self._rows = {row: self._rows[row] for row in self._order}
        for place, widget in enumerate(self._rows.values()):
            if self._column.indexOf(widget) != place:
                self._column.insertWidget(place, widget)
            widget.show_place(place, len(self._rows))
        self._take_turns()

    def set_cell(self, row: str, column: str, value: object) -> None:
        """Show one cell's answer."""
        self.make_all()
        if row in self._rows:
            self._rows[row].set_cell(column, value)

    def cell(self, row: str, column: str) -> answer_input.AnswerInput | None:
        """The widget of one cell; its row opens for it."""
        self.make_all()
        if row not in self._rows:
            return None
        self._rows[row].open()
        return self._rows[row].cells.get(column)

    def cells(self) -> list[answer_input.AnswerInput]:
        """Every cell of every row."""
        return [cell for row in self._rows.values() for cell in row.cells.values()]

    def show_messages(self, messages: Mapping[str, str]) -> None:
        """Put each message beside its cell, by "row/column", and take the others away."""
        if messages:
            self.make_all()
        for row, shown in self._rows.items():
            shown.show_messages(
                {path.rpartition("/")[2]: messages[path] for path in messages if path.startswith(row + "/")}
            )

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """Every cell's controls, then the button that adds a row."""
        return (*(control for row in self._rows.values() for control in row.controls()), self._add)

    def path_of(self, widget: QtWidgets.QWidget) -> str:
        """ "row/column" of the cell that holds this widget; empty outside every cell."""
        for row, shown in self._rows.items():
            for column, cell in shown.cells.items():
                if cell is widget or cell.isAncestorOf(widget):
                    return f"{row}/{column}"
        return ""

    def unfinished(self) -> str:
        """The first cell that cannot be kept yet says so."""
        told = (cell.unfinished() for cell in self.cells())
        return next((words for words in told if words), "")

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """Before it stands in a window, Qt puts nothing behind the last control of the last row."""
        super().showEvent(event)
        self._take_turns()

    def _take_turns(self) -> None:
        """Rows are made when they are wanted; Tab still goes from row to row, and then to the button."""
        turns.take_turns(self, *self._rows.values(), self._add)

    def _on_add(self) -> None:
        self._awaiting_new = True
        self.answered.emit(RowWanted(next(reversed(self._rows), None)))

    def _new_row(self, row: str) -> table_row.Row:
        answers = self._wanted[row]
        starts_open = self._awaiting_new or len(self._order) <= _ALL_OPEN or len(answers) <= 1
        widget = table_row.Row(row, self, answers, starts_open=starts_open)
        widget.answered.connect(partial(self._on_cell, row))
        widget.unwanted.connect(lambda: self.answered.emit(RowUnwanted(row)))
        widget.move_wanted.connect(partial(self._on_move, row))
        widget.opened.connect(self._take_turns)
        return widget

    def _on_cell(self, row: str, column: str, value: object) -> None:
        self.answered.emit(CellAnswered(row, column, value))

    def _on_move(self, row: str, step: int) -> None:
        order = list(self._rows)
        place = order.index(row) + step
        if not 0 <= place < len(order):
            return
        order.remove(row)
        self.answered.emit(RowMoved(row, order[place - 1] if place else None))
