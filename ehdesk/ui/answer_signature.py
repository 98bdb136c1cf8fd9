"""How somebody agreed: drawn here, a name typed instead, on paper and where that is, or by word of mouth."""

from PySide6 import QtWidgets

from ehdesk.forms import definition, signatures
from ehdesk.ui import answer_choices, answer_input, answer_text, signature_pad, widgets

_ASKED = {
    "typed": "Name of the person who agrees",
    "paper": "Held at",
    "spoken": "Who was there",
    "email": "Where the email is kept",
}
_WORDS = {
    "drawn": "Sign here",
    "typed": "Type the name",
    "paper": "On paper",
    "spoken": "Said aloud",
    "email": "By email",
}
_LINE = 420


class SignatureInput(answer_input.AnswerInput):
    """The way it was signed first, then the box to sign in or the one line that the way asks for."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        choices = tuple((code, self.say(_WORDS[code]), "") for code in signatures.METHODS)
        self.method = answer_choices.Radios(choices, self.name_control, in_line=True)
        self.pad = signature_pad.SignaturePad()
        self.name_control(self.pad, self.say("Box to sign in with mouse, finger or pen"))
        self.again = widgets.link(self.say("Clear and sign again"), self.pad.clear, sign="undo")
        self.name_control(self.again, self.again.text())
        self.line = answer_text.Line()
        self.line.setMaximumWidth(_LINE)
        self._asked = widgets.quiet("")
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.method, self.pad, self.again, self._asked, self.line):
            layout.addWidget(part)
        layout.addStretch(1)
        self.method.picked.connect(self._on_picked)
        self.pad.drawn.connect(self._speak)
        self.line.textEdited.connect(lambda _text: self._speak())
        self._show_way()

    def answer(self) -> object:
        """The signature as `signatures` has it, or None where nothing says how."""
        method = self.method.value()
        if method is None:
            return None
        if method == "drawn":
            return {"method": method, "strokes": self.pad.strokes()}
        said = self.line.text().strip()
        key = signatures.ASKS[str(method)][0]
        return {"method": method, key: said} if said else {"method": method}

    def set_answer(self, value: object) -> None:
        """Show how, and what goes with it."""
        if value == self.answer():
            return
        parts = value if isinstance(value, dict) else {}
        self.method.show_value(parts.get("method"))
        self.pad.show_strokes(signatures.strokes(parts))
        if self.line.text().strip() != signatures.summary(parts)[1]:
            self.line.setText(signatures.summary(parts)[1])
        self._show_way()

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The ways, the way to begin again, the line."""
        return (*self.method.buttons, self.again, self.line)

    def unfinished(self) -> str:
        """What is missing before this is a signature."""
        given = self.answer()
        return self.say(signatures.missing(given)) if isinstance(given, dict) else ""

    def _on_picked(self, _value: object) -> None:
        self._show_way()
        self._speak()

    def _speak(self) -> None:
        self.again.setVisible(self.method.value() == "drawn" and bool(self.pad.strokes()))
        self.answered.emit(self.answer())

    def _show_way(self) -> None:
        method = self.method.value()
        is_drawn, words = method == "drawn", self.say(_ASKED.get(str(method), ""))
        self.pad.setVisible(is_drawn)
        self.again.setVisible(is_drawn and bool(self.pad.strokes()))
        for part in (self._asked, self.line):
            part.setVisible(bool(words))
        self._asked.setText(words)
        self.name_control(self.line, words)
