"""A table is a stack of rows, each a small form of its own: added, taken away and moved, by keyboard too."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.ui import answer_input, question_field, widgets

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
    and the focus goes to its first cell.
    """

    def __init__(
        self, question: definition.Question, around: answer_input.Surroundings, make_cell: MakeCell
    ) -> None:
        super().__init__(question, around)
        self.make_cell = make_cell
        self.beyond: Mapping[str, Any] = {}
        self._rows: dict[str, _Row] = {}
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
        return {row: widget.answers() for row, widget in self._rows.items()} or None

    def set_answer(self, value: object) -> None:
        """Show these rows in the order of their ranks; rows that stay keep what is being typed in them."""
        wanted = value if isinstance(value, dict) else {}
        for gone in [row for row in self._rows if row not in wanted]:
            widget = self._rows.pop(gone)
            self._column.removeWidget(widget)
            widget.deleteLater()
        ordered = sorted(wanted, key=lambda row: (str(wanted[row].get("rank", "")), row))
        fresh = [row for row in ordered if row not in self._rows]
        for row in fresh:
            self._rows[row] = self._new_row(row)
        for place, row in enumerate(ordered):
            widget = self._rows[row]
            self._column.insertWidget(place, widget)
            widget.show_answers(wanted[row])
            widget.show_place(place, len(ordered))
        was = list(self._rows)
        self._rows = {row: self._rows[row] for row in ordered}
        if fresh or was != ordered:
            self._take_turns()
        if self._awaiting_new and fresh:
            self._awaiting_new = False
            self._rows[fresh[-1]].focus_first()

    def set_cell(self, row: str, column: str, value: object) -> None:
        """Show one cell's answer."""
        if row in self._rows:
            self._rows[row].set_cell(column, value)

    def cell(self, row: str, column: str) -> answer_input.AnswerInput | None:
        """The widget of one cell, where it is shown."""
        return self._rows[row].cells.get(column) if row in self._rows else None

    def cells(self) -> list[answer_input.AnswerInput]:
        """Every cell of every row."""
        return [cell for row in self._rows.values() for cell in row.cells.values()]

    def show_messages(self, messages: Mapping[str, str]) -> None:
        """Put each message beside its cell, by "row/column", and take the others away."""
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
        told = (cell.unfinished() for row in self._rows.values() for cell in row.cells.values())
        return next((words for words in told if words), "")

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """Before it stands in a window, Qt puts nothing behind the last control of the last row."""
        super().showEvent(event)
        self._take_turns()

    def _take_turns(self) -> None:
        """Rows are made when they are wanted; Tab still goes from row to row, and then to the button."""
        place: dict[QtWidgets.QWidget, int] = {
            part: at
            for at, row in enumerate(self._rows.values())
            for part in row.findChildren(QtWidgets.QWidget)
        }
        place[self._add] = len(self._rows)
        turns: list[QtWidgets.QWidget] = []
        part: QtWidgets.QWidget | None = self.nextInFocusChain()
        while part is not None and part is not self:
            if part in place and part.focusPolicy() != QtCore.Qt.FocusPolicy.NoFocus:
                turns.append(part)
            part = part.nextInFocusChain()
        for first, second in itertools.pairwise(sorted(turns, key=place.__getitem__)):
            QtWidgets.QWidget.setTabOrder(first, second)

    def _on_add(self) -> None:
        self._awaiting_new = True
        self.answered.emit(RowWanted(next(reversed(self._rows), None)))

    def _new_row(self, row: str) -> "_Row":
        widget = _Row(row, self)
        widget.spoke.connect(self.answered)
        widget.move_wanted.connect(self._on_move)
        return widget

    def _on_move(self, row: str, step: int) -> None:
        order = list(self._rows)
        place = order.index(row) + step
        if not 0 <= place < len(order):
            return
        order.remove(row)
        self.answered.emit(RowMoved(row, order[place - 1] if place else None))


class _Row(QtWidgets.QFrame):
    """One row: its number, its cells, and three quiet buttons. Alt+Up and Alt+Down move it."""

    spoke = QtCore.Signal(object)
    move_wanted = QtCore.Signal(str, int)

    def __init__(self, row: str, table: TableInput) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.row = row
        self._table = table
        self.cells: dict[str, answer_input.AnswerInput] = {}
        self._fields: list[question_field.QuestionField] = []
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(self._top_line())
        for column in table.question.columns:
            field = table.make_cell(column)
            field.answered.connect(lambda value, key=column.key: self._on_answered(key, value))
            self.cells[column.key] = field.input
            self._fields.append(field)
            layout.addWidget(field)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QtGui.QShortcut(QtGui.QKeySequence(keys), self)
            shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.move_wanted.emit(self.row, step))

    def _on_answered(self, column: str, value: object) -> None:
        """Say so, and show at once what is asked now."""
        self.spoke.emit(CellAnswered(self.row, column, value))
        self._show_conditions(self.answers())

    def answers(self) -> dict[str, object]:
        """This row's answers by column."""
        return {column: cell.answer() for column, cell in self.cells.items() if cell.answer() is not None}

    def show_answers(self, answers: Mapping[str, Any]) -> None:
        """Show a row, but leave alone the cell that is being typed in."""
        for field in self._fields:
            if not field.has_focus_inside():
                field.input.set_answer(answers.get(field.question.key))
        self._show_conditions(answers)

    def set_cell(self, column: str, value: object) -> None:
        """Show one cell."""
        if column in self.cells:
            self.cells[column].set_answer(value)

    def show_place(self, place: int, count: int) -> None:
        """Say which row this is, and offer only the moves there are."""
        noun = self._table.row_noun()
        self._title.setText(f"{noun[:1].upper()}{noun[1:]} {place + 1}")
        for button, usable, words in (
            (self._up, place > 0, "Move up"),
            (self._down, place < count - 1, "Move down"),
            (self._remove, True, "Remove"),
        ):
            button.setEnabled(usable)
            button.setAccessibleName(
                f"{self._table.say(words)}: {self._title.text()}, {self._table.question.label}"
            )
        for field in self._fields:
            field.name_within(f"{self._title.text()}, {self._table.question.label}")

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """Cells first, then the buttons."""
        cells = [control for cell in self.cells.values() for control in cell.controls()]
        return (*cells, self._up, self._down, self._remove)

    def show_messages(self, messages: Mapping[str, str]) -> None:
        """Put each message beside its cell, by column."""
        for field in self._fields:
            field.show_message(messages.get(field.question.key, ""))

    def focus_first(self) -> None:
        """Begin at the first cell."""
        if self._fields:
            self._fields[0].input.focus_first()

    def _top_line(self) -> QtWidgets.QHBoxLayout:
        say = self._table.say
        self._title = widgets.heading("", 3)
        self._up = widgets.link(say("Up"), lambda: self.move_wanted.emit(self.row, -1), sign="up")
        self._down = widgets.link(say("Down"), lambda: self.move_wanted.emit(self.row, 1), sign="down")
        self._remove = widgets.link(
            say("Remove"), lambda: self.spoke.emit(RowUnwanted(self.row)), sign="remove"
        )
        line = QtWidgets.QHBoxLayout()
        line.addWidget(self._title, 1)
        for button in (self._up, self._down, self._remove):
            line.addWidget(button)
        return line

    def _show_conditions(self, answers: Mapping[str, Any]) -> None:
        table = self._table
        due = {column.key for column in form_answers.visible_columns(table.question, answers, table.beyond)}
        for field in self._fields:
            field.setVisible(field.question.key in due)
