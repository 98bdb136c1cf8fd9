"""Was each child seen, seen alone, or not seen: one line of taps for each child of the family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_choices, answer_input, answer_table, answer_text, widgets


@dataclass(frozen=True)
class RowGiven:
    """A child of whom nothing was said yet has a row now."""

    row: str
    values: dict[str, Any]


class ChildrenSeen(answer_input.AnswerInput):
    """Answers the note's table of children. `answered` carries RowGiven or answer_table.CellAnswered.

    A child has a row in the record only once something is said of them. `new_id` makes its id.
    """

    def __init__(
        self,
        question: definition.Question,
        around: answer_input.Surroundings,
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(question, around)
        self._new_id = new_id
        self._rows: dict[str, dict[str, Any]] = {}
        self._lines: dict[str, _ChildLine] = {}
        self._column = widgets.stack(self, gap=8)
        self.set_people(around)

    def set_people(self, around: answer_input.Surroundings) -> None:
        """Ask about the children among these people."""
        self.around = around
        children = [person for person in around.people if person.is_child]
        if [child.id for child in children] == list(self._lines):
            return
        widgets.clear(self._column)
        columns = {each.key: each for each in self.question.columns}
        self._lines = {child.id: _ChildLine(child, columns, self) for child in children}
        for line in self._lines.values():
            line.said.connect(self._on_said)
            self._column.addWidget(line)
        self.set_answer(self.answer())

    def answer(self) -> object:
        """The rows by id."""
        return {row: dict(values) for row, values in self._rows.items()} or None

    def set_answer(self, value: object) -> None:
        """Show what is said of each child."""
        self._rows = {row: dict(values) for row, values in value.items()} if isinstance(value, dict) else {}
        said = {values.get("child"): values for values in self._rows.values()}
        for child, line in self._lines.items():
            line.show_values(said.get(child, {}))

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """Each child's taps, then the line that asks why not."""
        return tuple(control for line in self._lines.values() for control in line.controls())

    def has_children(self) -> bool:
        """Whether there is anybody to ask about."""
        return bool(self._lines)

    def _on_said(self, child: str, column: str, value: object) -> None:
        row = next((row for row, values in self._rows.items() if values.get("child") == child), None)
        if row is not None:
            self._rows[row][column] = value
            self.answered.emit(answer_table.CellAnswered(row, column, value))
            return
        if value is None:
            return
        place = list(self._lines).index(child) + 1
        fresh = {"rank": f"{place:06d}", "child": child, column: value}
        made = self._new_id()
        self._rows[made] = fresh
        self.answered.emit(RowGiven(made, dict(fresh)))


class _ChildLine(QtWidgets.QWidget):
    """One child: the name, the taps, and why not where the child was not seen."""

    said = QtCore.Signal(str, str, object)

    def __init__(
        self,
        child: answer_input.PersonChoice,
        columns: Mapping[str, definition.Question],
        owner: ChildrenSeen,
    ) -> None:
        super().__init__()
        self._child = child
        self._owner = owner
        choices = tuple((c.value, owner.say(c.label), "") for c in columns["seen"].choices())
        self._taps = answer_choices.Radios(choices, self._name, look="tap")
        self._why = answer_text.Line()
        self._why.setPlaceholderText(owner.say(columns["why_not"].label))
        self._why.setAccessibleName(f"{owner.say(columns['why_not'].label)} {child.name}")
        self._why.hide()
        column = widgets.stack(self, gap=8)
        across = widgets.line(gap=12)
        name = widgets.words(child.name)
        name.setWordWrap(False)
        name.setMinimumWidth(self.fontMetrics().averageCharWidth() * 12)
        across.addWidget(name)
        across.addWidget(self._taps, 1)
        column.addLayout(across)
        column.addWidget(self._why)
        self._taps.picked.connect(self._on_picked)
        self._why.textEdited.connect(lambda text: self.said.emit(child.id, "why_not", text or None))

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show what is said of this child, but leave alone what is being typed."""
        self._taps.show_value(values.get("seen"))
        self._why.setVisible(values.get("seen") == "not_seen")
        if not self._why.hasFocus():
            self._why.setText(str(values.get("why_not") or ""))

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The taps and the line."""
        return (*self._taps.buttons, self._why)

    def _on_picked(self, value: object) -> None:
        self._why.setVisible(value == "not_seen")
        self.said.emit(self._child.id, "seen", value)

    def _name(self, control: QtWidgets.QWidget, label: str, _hint: str) -> None:
        control.setAccessibleName(f"{label}: {self._child.name}")
