"""Small questions inside a dialog, made of the widgets of the forms: a line, a choice, a date, people."""

from collections.abc import Sequence
from typing import Any

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_input, question_field, questions, widgets


class Asked(QtWidgets.QWidget):
    """Questions one under the other. `answers()` gives them by key, `show_message` says what is wrong.

    `answered` follows every key or tap.
    """

    answered = QtCore.Signal()

    def __init__(
        self, asked: Sequence[definition.Question], around: answer_input.Surroundings, *, gap: int = 16
    ) -> None:
        super().__init__()
        column = widgets.stack(self, gap=gap)
        self.fields: dict[str, question_field.QuestionField] = {}
        for question in asked:
            field = questions.make_field(question, around, level=2, optional=False, history=False)
            field.answered.connect(self.answered)
            self.fields[question.key] = field
            column.addWidget(field)

    def answers(self) -> dict[str, Any]:
        """What is answered, by key; what is not is left out."""
        told = {key: field.input.answer() for key, field in self.fields.items()}
        return {key: value for key, value in told.items() if value not in (None, "", [])}

    def set_answer(self, key: str, value: Any) -> None:
        """Show an answer."""
        self.fields[key].input.set_answer(value)

    def show_messages(self, faults: dict[str, str]) -> None:
        """Say beside each question what is wrong with it, and go to the first."""
        for key, field in self.fields.items():
            field.show_message(faults.get(key, ""))
        first = next((key for key in self.fields if key in faults), None)
        if first is not None:
            self.fields[first].input.focus_first()

    def focus_first(self) -> None:
        """Begin at the first question."""
        next(iter(self.fields.values())).input.focus_first()
