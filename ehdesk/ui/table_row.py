"""One row of a table: its cells while it is open, one line that tells it while it is closed."""

from collections.abc import Mapping
from typing import Any, Protocol

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.ui import answer_input, answer_text, question_field, tall, widgets

_LONGEST = 160


class Table(Protocol):
    """What a row needs of its table."""

    question: definition.Question
    around: answer_input.Surroundings
    beyond: Mapping[str, Any]

    def make_cell(self, column: definition.Question, /) -> question_field.QuestionField:
        """The field of one column."""
        ...

    def say(self, text: str, /) -> str:
        """Words in the form's language."""
        ...

    def row_noun(self) -> str:
        """What one row is called."""
        ...


class _PlainWords:
    """Words where a page has none of its own: everything as it stands."""

    def text(self, source: str) -> str:
        """As it stands."""
        return source

    def partial_date(self, value: str) -> str:
        """As it stands."""
        return value

    moment = partial_date


class Row(tall.Tall, QtWidgets.QFrame):
    """Its number, its cells, and quiet buttons. Alt+Up and Alt+Down move it.

    Cells are made when the row is opened for the first time, so that thirty rows come as quickly as
    three; those of a row that starts open one after another, by `make_more`. `answered` carries
    (column, value).
    """

    answered = QtCore.Signal(str, object)
    unwanted = QtCore.Signal()
    move_wanted = QtCore.Signal(int)
    opened = QtCore.Signal()

    def __init__(self, row: str, table: Table, answers: Mapping[str, Any], *, starts_open: bool) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.row = row
        self._table = table
        self._answers: dict[str, Any] = dict(answers)
        self.cells: dict[str, answer_input.AnswerInput] = {}
        self._fields: list[question_field.QuestionField] = []
        self._layout = QtWidgets.QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 16)
        self._layout.setSpacing(16)
        self._layout.addLayout(self._top_line())
        self._told = widgets.words("", "answer")
        self._layout.addWidget(self._told)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QtGui.QShortcut(QtGui.QKeySequence(keys), self)
            shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.move_wanted.emit(step))
        self._is_open = starts_open
        self._show_state()

    # Open and closed

    @property
    def is_open(self) -> bool:
        """Whether its cells are shown."""
        return self._is_open

    def open(self) -> None:
        """Show the cells."""
        was_open, self._is_open = self._is_open, True
        self.make_all()
        if not was_open:
            self._show_state()
            self.opened.emit()

    def _toggle(self) -> None:
        if self._is_open:
            self._is_open = False
            self._answers = {**self._answers, **self._cell_answers()}
            self._show_state()
            self._fold.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        else:
            self.open()
            self.focus_first()

    @property
    def is_whole(self) -> bool:
        """Whether all is made that it shows."""
        return not self._is_open or len(self._fields) == len(self._table.question.columns)

    def make_more(self) -> QtWidgets.QWidget:
        """Make the next cell, unseen until all of them are made."""
        column = self._table.question.columns[len(self._fields)]
        field = self._table.make_cell(column)
        field.hide()
        field.input.set_answer(self._answers.get(column.key))
        field.answered.connect(lambda value, key=column.key: self._on_answered(key, value))
        self.cells[column.key] = field.input
        self._fields.append(field)
        self._layout.addWidget(field)
        if self.is_whole:
            self._show_conditions(self.answers())
            self._name()
        return field

    def make_all(self) -> None:
        """Make every cell that it shows."""
        while not self.is_whole:
            self.make_more()

    def _show_state(self) -> None:
        if self._is_open:
            self._show_conditions(self.answers())
        else:
            for field in self._fields:
                field.hide()
            told = self._summary()
            self._told.setText(told)
            self._told.setLayoutDirection(answer_text.direction(told))
        self._told.setVisible(not self._is_open)
        self._fold.setText(self._table.say("Close" if self._is_open else "Open"))
        self._name()

    def _summary(self) -> str:
        """The row in one line."""
        around, table = self._table.around, self._table.question
        names = {one.id: one.name for one in (*around.people, *around.colleagues)}
        names |= {one.id: one.label for rows in around.rows.values() for one in rows}
        words: Any = around.words if hasattr(around.words, "partial_date") else _PlainWords()
        told = form_answers.summary(table, {self.row: self._answers}, words, names)
        line = " ".join(told.split())
        return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"

    # Answers

    def _on_answered(self, column: str, value: object) -> None:
        """Say so, and show at once what is asked now."""
        self._answers[column] = value
        self.answered.emit(column, value)
        self._show_conditions(self.answers())

    def answers(self) -> dict[str, object]:
        """This row's answers by column."""
        if self._fields and self.is_whole:
            return self._cell_answers()
        told = {key: value for key, value in self._answers.items() if key != "rank"}
        return {**told, **self._cell_answers()}

    def _cell_answers(self) -> dict[str, object]:
        return {column: cell.answer() for column, cell in self.cells.items() if cell.answer() is not None}

    def show_answers(self, answers: Mapping[str, Any]) -> None:
        """Show a row, but leave alone the cell that is being typed in."""
        self._answers = dict(answers)
        for field in self._fields:
            if not field.has_focus_inside():
                field.input.set_answer(answers.get(field.question.key))
        self._show_state()

    def set_cell(self, column: str, value: object) -> None:
        """Show one cell."""
        self._answers[column] = value
        if column in self.cells:
            self.cells[column].set_answer(value)
        self._show_state()

    # Its place

    def show_place(self, place: int, count: int) -> None:
        """Say which row this is, and offer only the moves there are."""
        noun = self._table.row_noun()
        self._title.setText(f"{noun[:1].upper()}{noun[1:]} {place + 1}")
        self._up.setEnabled(place > 0)
        self._down.setEnabled(place < count - 1)
        self._name()

    def _name(self) -> None:
        """No two controls on a page share a name: each says its row and its table."""
        where = f"{self._title.text()}, {self._table.question.label}"
        fold = "Close" if self._is_open else "Open"
        for button, words in (
            (self._up, "Move up"),
            (self._down, "Move down"),
            (self._remove, "Remove"),
            (self._fold, fold),
        ):
            button.setAccessibleName(f"{self._table.say(words)}: {where}")
        self._fold.setAccessibleDescription("" if self._is_open else self._told.text())
        for field in self._fields:
            field.name_within(where)

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """Cells first, then the buttons."""
        cells = [control for cell in self.cells.values() for control in cell.controls()]
        return (*(cells if self._is_open else ()), self._fold, self._up, self._down, self._remove)

    def show_messages(self, messages: Mapping[str, str]) -> None:
        """Put each message beside its cell, by column; a row with one opens."""
        if messages:
            self.open()
        for field in self._fields:
            field.show_message(messages.get(field.question.key, ""))

    def focus_first(self) -> None:
        """Begin at the first cell."""
        self.open()
        if self._fields:
            self._fields[0].input.focus_first()

    def _top_line(self) -> QtWidgets.QHBoxLayout:
        say = self._table.say
        self._title = widgets.heading("", 3)
        self._fold = widgets.link(say("Open"), self._toggle)
        self._up = widgets.link(say("Up"), lambda: self.move_wanted.emit(-1), sign="up")
        self._down = widgets.link(say("Down"), lambda: self.move_wanted.emit(1), sign="down")
        self._remove = widgets.link(say("Remove"), self.unwanted.emit, sign="remove")
        line = QtWidgets.QHBoxLayout()
        line.addWidget(self._title, 1)
        for button in (self._fold, self._up, self._down, self._remove):
            line.addWidget(button)
        return line

    def _show_conditions(self, answers: Mapping[str, Any]) -> None:
        if not self._is_open or not self.is_whole:
            return
        table = self._table
        due = {column.key for column in form_answers.visible_columns(table.question, answers, table.beyond)}
        for field in self._fields:
            field.setVisible(field.question.key in due)
