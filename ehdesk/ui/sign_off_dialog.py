"""How a form is signed off: by me, by a manager beside me, or on paper and where that is held."""

from collections.abc import Callable

from PySide6 import QtCore, QtWidgets

from ehdesk.models import form
from ehdesk.ui import answer_choices, answer_text, messages, widgets

Do = Callable[..., None]  # a verb, then what it is given

_MINE, _BESIDE, _PAPER = "mine", "beside", "paper"


class SignOffDialog(messages.Dialog):
    """Asks how, and then who and where. `do` gets the verb of the record and what it needs."""

    def __init__(self, parent: QtWidgets.QWidget, named: str, do: Do, *, is_author: bool) -> None:
        super().__init__(parent, f"Sign off {named}")
        self._do, self._is_author = do, is_author
        ways = [
            (_BESIDE, "My manager is beside me", "It shows as not confirmed until they confirm it."),
            (_PAPER, "It was signed on paper", "Say where the paper is held."),
        ]
        if not is_author:
            ways.insert(0, (_MINE, "I am the manager and sign it off", "It is signed with your name."))
        self.ways = answer_choices.Radios(tuple(ways), _name_control, in_line=False)
        self.ways.show_value(ways[0][0])
        self.ways.picked.connect(self._show)
        self.body.addWidget(self.ways)
        self.who = self._line("The manager’s name")
        self.held = self._line("Where the paper is held")
        self.wrong = widgets.words("", "warm")
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        close = widgets.button("Not now", self.reject)
        self.sign = widgets.primary("Sign off", self._on_sign)
        self.buttons.addWidget(self.sign)
        self.buttons.addWidget(close)
        self.buttons.addStretch(1)
        self._show(ways[0][0])
        self.open()
        self.ways.buttons[0].setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _line(self, label: str) -> answer_text.Line:
        line = answer_text.Line()
        caption = widgets.caption(label, line)
        self.body.addWidget(caption)
        self.body.addWidget(line)
        line.setProperty("caption", caption)
        for part in (caption, line):
            part.hide()
        return line

    def _show(self, way: object) -> None:
        for line, is_asked in ((self.who, way in (_BESIDE, _PAPER)), (self.held, way == _PAPER)):
            line.setVisible(is_asked)
            line.property("caption").setVisible(is_asked)
        QtCore.QTimer.singleShot(0, self, self._grow)

    def _on_sign(self) -> None:
        way, who, held = self.ways.value(), self.who.text().strip(), self.held.text().strip()
        wrong, line = self._missing(way, who, held)
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        if wrong:
            widgets.announce(self.wrong, wrong)
            if line is not None:
                line.setFocus()
            return
        self.accept()
        if way == _MINE:
            self._do(form.sign_off)
        elif way == _BESIDE:
            self._do(form.sign_off_on_laptop, who)
        else:
            self._do(form.sign_off_on_paper, who, held)

    def _missing(self, way: object, who: str, held: str) -> tuple[str, answer_text.Line | None]:
        if way is None:
            return "Choose how it is signed off", None
        if way != _MINE and not who:
            return "Enter the manager’s name", self.who
        if way == _PAPER and not held:
            return "Enter where the signed paper is held", self.held
        return "", None


def _name_control(control: QtWidgets.QWidget, part: str = "", extra: str = "") -> None:
    control.setAccessibleName(part)
    control.setAccessibleDescription(extra)
