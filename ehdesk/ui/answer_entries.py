"""Which row: one or several of a table's rows (needs, outcomes), by the words that name them."""

from collections.abc import Sequence

from PySide6 import QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_choices, answer_input, widgets

_LONGEST = 88


class RowsInput(answer_input.AnswerInput):
    """What both share: the rows that are offered, which may change while the page is open.

    A row that was chosen and is not offered any more stays chosen, and can be let go.
    """

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._chosen: list[str] = []
        self._rows: tuple[answer_input.RowChoice, ...] = ()
        self._group: QtWidgets.QWidget = self
        self._layout = QtWidgets.QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.offer(around.rows.get(question.rows_of, ()))

    def offer(self, rows: Sequence[answer_input.RowChoice]) -> None:
        """Offer these rows from now on, without speaking; what is chosen stays chosen."""
        if tuple(rows) != self._rows or self._group is self:
            self._rows = tuple(rows)
            self._build()

    def _build(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        known = {row.id for row in self._rows}
        lost = [one for one in self._chosen if one not in known]
        choices = [(row.id, row.label) for row in self._rows]
        choices += [(one, self.say("A row that is not here")) for one in lost]
        if choices:
            self._group = self._choices(choices)
        else:
            self._group = widgets.quiet(self.say("There is nothing to choose from yet"))
        self._layout.addWidget(self._group)

    def _choices(self, choices: Sequence[tuple[str, str]]) -> QtWidgets.QWidget:
        """The widget to choose with."""
        raise NotImplementedError


class EntryInput(RowsInput):
    """One row. Tapping it again lets it go."""

    def answer(self) -> object:
        """The row's id, or None."""
        return self._chosen[0] if self._chosen else None

    def set_answer(self, value: object) -> None:
        """Choose without speaking."""
        if value != self.answer():
            self._chosen = [value] if isinstance(value, str) else []
            self._build()

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The radios."""
        return tuple(self._group.findChildren(answer_choices.Radio))

    def _choices(self, choices: Sequence[tuple[str, str]]) -> QtWidgets.QWidget:
        radios = answer_choices.Radios(
            tuple((row_id, _short(label), "") for row_id, label in choices), self.name_control, in_line=False
        )
        radios.show_value(self.answer())
        radios.picked.connect(self._on_picked)
        return radios

    def _on_picked(self, value: object) -> None:
        self._chosen = [value] if isinstance(value, str) else []
        self.answered.emit(self.answer())


class EntriesInput(RowsInput):
    """Any number of rows."""

    def answer(self) -> object:
        """The ids of the rows in the order in which they are offered, or None."""
        return list(self._chosen) or None

    def set_answer(self, value: object) -> None:
        """Tick without speaking."""
        if value != self.answer():
            self._chosen = [str(one) for one in value] if isinstance(value, list | tuple) else []
            self._build()

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The boxes."""
        return tuple(self._group.findChildren(QtWidgets.QCheckBox))

    def _choices(self, choices: Sequence[tuple[str, str]]) -> QtWidgets.QWidget:
        group = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        boxes: dict[str, QtWidgets.QCheckBox] = {}
        for row_id, label in choices:
            box = answer_choices.Tick(_short(label))
            box.setChecked(row_id in self._chosen)
            self.name_control(box, label)
            column.addWidget(box)
            boxes[row_id] = box
        for ticked in boxes.values():
            ticked.clicked.connect(lambda _on: self._on_ticked(boxes))
        return group

    def _on_ticked(self, boxes: dict[str, QtWidgets.QCheckBox]) -> None:
        self._chosen = [row_id for row_id, box in boxes.items() if box.isChecked()]
        self.answered.emit(self.answer())


def _short(label: str) -> str:
    """A row's words on one line: a long statement is cut at a word, and the reader hears the whole."""
    line = " ".join(label.split())
    if len(line) <= _LONGEST:
        return line
    return f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"
