"""How somebody agreed: on paper (and where that is held) or by word of mouth."""

from PySide6 import QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_choices, answer_input, answer_text, widgets

_METHODS = (
    ("paper", "Signed on paper"),
    ("spoken", "Said, with a witness"),
    ("email", "By email"),
)


class SignatureInput(answer_input.AnswerInput):
    """The method, and where the paper is held or who was the witness."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        choices = tuple((code, self.say(words), "") for code, words in _METHODS)
        self._method = answer_choices.Radios(choices, self.name_control)
        label = widgets.quiet(self.say("Held at, or who was there"))
        self._held = answer_text.Line()
        self._held.setMaximumWidth(420)
        self.name_control(self._held, label.text())
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self._method, label, self._held):
            layout.addWidget(part)
        self._method.picked.connect(lambda _value: self.answered.emit(self.answer()))
        self._held.textEdited.connect(lambda _text: self.answered.emit(self.answer()))

    def answer(self) -> object:
        """{"method": ..., "held_at": ...}, or None without either."""
        held = self._held.text().strip()
        method = self._method.value()
        return {"method": method, "held_at": held} if method or held else None

    def set_answer(self, value: object) -> None:
        """Show how and where."""
        if value == self.answer():
            return
        parts = value if isinstance(value, dict) else {}
        self._method.show_value(parts.get("method"))
        self._held.setText(str(parts.get("held_at") or ""))

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The radios, then the line."""
        return (*self._method.buttons, self._held)
