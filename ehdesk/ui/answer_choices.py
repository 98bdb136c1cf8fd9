"""Answers that are tapped: radios, tick boxes, scales, yes or no. A radio tapped again is let go."""

import textwrap
from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_input, flow, tall, theme, widgets

_LONGEST_IN_LINE = 34
_MOST_IN_LINE = 6
_ONE_LINE = 48
_MANY = 8
_TICK_LETTERS = 76
_FEWEST_LETTERS = 16
_AROUND = 90  # what stands beside the words: the box, margins, a scroll bar
_LETTER = 10  # how wide a letter is, at most, on a line of words
_SHORT = 24

Choice = tuple[object, str, str]  # the answer's value, its label, its hint


_STEPS = {
    int(QtCore.Qt.Key.Key_Up): -1,
    int(QtCore.Qt.Key.Key_Left): -1,
    int(QtCore.Qt.Key.Key_Down): 1,
    int(QtCore.Qt.Key.Key_Right): 1,
}
_HELD = (
    QtCore.Qt.KeyboardModifier.ControlModifier
    | QtCore.Qt.KeyboardModifier.AltModifier
    | QtCore.Qt.KeyboardModifier.MetaModifier
)


class Tick(QtWidgets.QCheckBox):
    """A tick box whose words go on beneath where large text leaves them no room on one line."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label.replace("&", "&&")
        self.dress()

    def dress(self) -> None:
        """Break the words for the size of text that is on."""
        self.setText(_broken(self._label))


def _broken(label: str) -> str:
    """A label in lines that have room beside their box, at the size of text and on the screen that are on."""
    letters, screen = _TICK_LETTERS * 100 // theme.scaled(100), QtGui.QGuiApplication.primaryScreen()
    room = screen.availableGeometry().width() - theme.scaled(_AROUND)
    return "\n".join(textwrap.wrap(label, max(_FEWEST_LETTERS, min(letters, room // theme.scaled(_LETTER)))))


class Radio(QtWidgets.QRadioButton):
    """A radio that can be let go: by tapping it again, or with Delete or Backspace."""

    let_go = QtCore.Signal()
    step_wanted = QtCore.Signal(int)
    digit_typed = QtCore.Signal(int)

    def __init__(self, label: str) -> None:
        super().__init__(_broken(label))
        self._label = label
        self._was_on = False

    def dress(self) -> None:
        """Break the words for the size of text that is on."""
        self.setText(_broken(self._label))

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Remember whether it was chosen before the tap."""
        self._was_on = self.isChecked()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        """A tap on the chosen one lets it go."""
        super().mouseReleaseEvent(event)
        if self._was_on and self.rect().contains(event.position().toPoint()):
            self.let_go.emit()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Delete and Backspace let go; Space on the chosen one too. A digit picks by its place."""
        key = event.key()
        clearing = key in (QtCore.Qt.Key.Key_Delete, QtCore.Qt.Key.Key_Backspace)
        if self.isChecked() and (clearing or key == QtCore.Qt.Key.Key_Space):
            self.let_go.emit()
            return
        if key in _STEPS:
            self.step_wanted.emit(_STEPS[key])
            return
        if event.text().isdecimal() and not event.modifiers() & _HELD:
            self.digit_typed.emit(int(event.text()))
            return
        super().keyPressEvent(event)


class Radios(tall.Tall, QtWidgets.QWidget):
    """One answer out of a few. `picked` carries the value, or None when it was let go."""

    picked = QtCore.Signal(object)

    def __init__(
        self,
        choices: tuple[Choice, ...],
        name: Callable[[QtWidgets.QWidget, str, str], None],
        *,
        look: str = "",
        in_line: bool | None = None,
        make: Callable[[str], Radio] = Radio,
    ) -> None:
        super().__init__()
        self._make = make
        self.buttons: list[Radio] = []
        self._values = [value for value, _, _ in choices]
        self._group = QtWidgets.QButtonGroup(self)
        in_line = _fit_in_line(choices) if in_line is None else in_line
        self._look = look
        self._layout = (
            flow.FlowLayout(8, 8) if look in ("tap", "face") else _layout_for(choices, in_line=in_line)
        )
        if isinstance(self._layout, QtWidgets.QVBoxLayout):
            self._layout.setSpacing(4)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._layout)
        for value, label, hint in choices:
            self._add(value, label, hint, name)
        self._take_one_turn()

    def value(self) -> object:
        """The value of the chosen one, or None."""
        index = self._group.checkedId()
        return self._values[index] if index >= 0 else None

    def show_value(self, value: object) -> None:
        """Choose without speaking; a value that is not among the choices chooses none."""
        if value is not None and value in self._values:
            self.buttons[self._values.index(value)].setChecked(True)
        else:
            self._group.setExclusive(False)
            for button in self.buttons:
                button.setChecked(False)
            self._group.setExclusive(True)
        self._take_one_turn()

    def _take_one_turn(self) -> None:
        """Tab stops once at a question: at the chosen radio, or the first; the arrows do the rest."""
        stop = max(self._group.checkedId(), 0)
        for place, button in enumerate(self.buttons):
            strong, click = QtCore.Qt.FocusPolicy.StrongFocus, QtCore.Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(strong if place == stop else click)

    def _step(self, step: int) -> None:
        focused = [place for place, button in enumerate(self.buttons) if button.hasFocus()]
        if focused:
            self._pick(self.buttons[(focused[0] + step) % len(self.buttons)])

    def numbers(self) -> tuple[int, ...]:
        """The number that picks each: its own where the answers are numbers themselves, else its place."""
        are_numbers = all(type(value) is int for value in self._values)
        return tuple(
            int(str(value)) if are_numbers else place for place, value in enumerate(self._values, start=1)
        )

    def choose(self, number: int) -> None:
        """Pick the one of this number, as a key does."""
        numbers = self.numbers()
        if number in numbers:
            self._pick(self.buttons[numbers.index(number)])

    def _pick(self, button: Radio) -> None:
        button.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
        button.click()

    def _add(
        self, value: object, label: str, hint: str, name: Callable[[QtWidgets.QWidget, str, str], None]
    ) -> None:
        radio = self._make(label.replace("&", "&&"))
        radio.setProperty("look", self._look)
        radio.step_wanted.connect(self._step)
        radio.digit_typed.connect(self.choose)
        name(radio, label, hint)
        self._group.addButton(radio, len(self.buttons))
        self.buttons.append(radio)
        self._layout.addWidget(radio)
        if hint and not isinstance(self._layout, flow.FlowLayout):
            about = widgets.quiet(hint)
            about.setContentsMargins(theme.scaled(38), 0, 0, 4)
            self._layout.addWidget(about)
        radio.clicked.connect(lambda: self.picked.emit(value))
        radio.let_go.connect(self._let_go)

    def _let_go(self) -> None:
        self.show_value(None)
        self.picked.emit(None)


def _layout_for(choices: tuple[Choice, ...], *, in_line: bool) -> QtWidgets.QLayout:
    """One line for a few short words, columns for more, else one beneath another."""
    if in_line:
        return flow.FlowLayout(16, 4, even=sum(len(label) for _, label, _ in choices) > _ONE_LINE)
    short = max((len(label) for _, label, _ in choices), default=0) <= _SHORT
    if len(choices) >= _MANY and short and not any(hint for _, _, hint in choices):
        return flow.FlowLayout(16, 4, even=True)
    return QtWidgets.QVBoxLayout()


def _fit_in_line(choices: tuple[Choice, ...]) -> bool:
    labels = [label for _, label, _ in choices]
    if any(hint for _, _, hint in choices):
        return False
    return (
        len(labels) <= _MOST_IN_LINE
        and max(map(len, labels), default=0) <= _LONGEST_IN_LINE
        and sum(map(len, labels)) <= 3 * _LONGEST_IN_LINE
    ) or all(len(label) <= 2 for label in labels)


class RadioInput(answer_input.AnswerInput):
    """Single choice, yes or no, yes/no/not known, a scale, faces: all are radios with words.

    With the look "tap" they are a line of buttons to tap, for a page where they are a by-the-way.
    """

    def __init__(
        self,
        question: definition.Question,
        around: answer_input.Surroundings,
        *,
        look: str = "",
        make: Callable[[str], Radio] = Radio,
    ) -> None:
        super().__init__(question, around)
        self.radios = Radios(self._choices(), self.name_control, look=look, make=make)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if question.kind == "scale" and (question.low_label or question.high_label):
            layout.addWidget(self._ends())
        layout.addWidget(self.radios)
        self.radios.picked.connect(self.answered)

    def answer(self) -> object:
        """The chosen code, number or truth; None when nothing is chosen."""
        return self.radios.value()

    def set_answer(self, value: object) -> None:
        """Choose without speaking."""
        if value != self.answer():
            self.radios.show_value(value)

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The chosen radio first, as Tab finds it; then the rest."""
        chosen = [button for button in self.radios.buttons if button.isChecked()]
        return (*chosen, *[button for button in self.radios.buttons if not button.isChecked()])

    def _choices(self) -> tuple[Choice, ...]:
        hints = self.question.kind != "scale"
        return tuple(
            (choice.value, self.say(choice.label), self.say(choice.hint) if choice.hint and hints else "")
            for choice in self.question.choices()
        )

    def _ends(self) -> QtWidgets.QLabel:
        words = (self.question.low_label, self.question.high_label)
        ends = zip(self.question.bounds(), words, strict=True)
        return widgets.quiet("   ".join(f"{number} = {self.say(word)}" for number, word in ends if word))


class TicksInput(answer_input.AnswerInput):
    """Any number out of a few."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        choices = tuple((option.code, self.say(option.label), "") for option in question.options)
        layout = _layout_for(choices, in_line=_fit_in_line(choices))
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._boxes: dict[str, QtWidgets.QCheckBox] = {}
        for option in question.options:
            box = Tick(self.say(option.label))
            self.name_control(box, self.say(option.label), self.say(option.hint) if option.hint else "")
            box.clicked.connect(lambda _on, code=option.code: self._on_ticked(code))
            layout.addWidget(box)
            self._boxes[option.code] = box

    def _on_ticked(self, code: str) -> None:
        """One that stands alone takes the others away, and goes when another is ticked."""
        alone = {option.code for option in self.question.options if option.exclusive}
        if self._boxes[code].isChecked():
            for other, box in self._boxes.items():
                if other != code and (code in alone or other in alone):
                    box.setChecked(False)
        self.answered.emit(self.answer())

    def answer(self) -> object:
        """The ticked codes in the definition's order, or None."""
        return [code for code, box in self._boxes.items() if box.isChecked()] or None

    def set_answer(self, value: object) -> None:
        """Tick without speaking."""
        ticked = value if isinstance(value, list | tuple) else ()
        for code, box in self._boxes.items():
            box.setChecked(code in ticked)

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The boxes."""
        return tuple(self._boxes.values())


class TickInput(answer_input.AnswerInput):
    """One box to tick; the question itself is the words beside it."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._box = Tick(self.say(question.label))
        self.name_control(self._box)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._box)
        self._box.clicked.connect(lambda _on: self.answered.emit(self.answer()))

    def answer(self) -> object:
        """True, or None when it is not ticked."""
        return True if self._box.isChecked() else None

    def set_answer(self, value: object) -> None:
        """Tick without speaking."""
        self._box.setChecked(value is True)

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The box."""
        return (self._box,)
