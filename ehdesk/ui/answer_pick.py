"""One or several out of a long list, from a drop-down: for pages that ask for many things by the way."""

from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.forms import definition
from ehdesk.ui import answer_input, flow, widgets

_WIDEST = 420


class _Combo(QtWidgets.QComboBox):
    """A drop-down that the wheel scrolls past, so that scrolling the page changes no answer."""

    def __init__(self, question: definition.Question, first: str, say: object) -> None:
        super().__init__()
        words = say if callable(say) else str
        self.setMaximumWidth(_WIDEST)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.addItem(first, None)
        for option in question.options:
            self.addItem(words(option.label), option.code)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """The page scrolls."""
        event.ignore()


class PickInput(answer_input.AnswerInput):
    """One of many. The first line takes the answer away again."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._combo = _Combo(question, self.say("Not chosen"), self.say)
        self.name_control(self._combo)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._combo)
        self._combo.activated.connect(lambda _place: self.answered.emit(self.answer()))

    def answer(self) -> object:
        """The code, or None."""
        return self._combo.currentData()

    def set_answer(self, value: object) -> None:
        """Choose without speaking; a code that is not offered is kept and shown as it is."""
        if value == self.answer():
            return
        place = self._combo.findData(value) if value is not None else 0
        if place < 0:
            self._combo.addItem(str(value), value)
            place = self._combo.count() - 1
        self._combo.setCurrentIndex(place)

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The drop-down."""
        return (self._combo,)


class PickManyInput(answer_input.AnswerInput):
    """Several of many: a drop-down to add one, and beneath it those chosen, each a button to take it away."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._chosen: list[str] = []
        self._labels = {option.code: self.say(option.label) for option in question.options}
        self._combo = _Combo(question, self.say("Add one"), self.say)
        self.name_control(self._combo, self.say("Add one"))
        self._tags = QtWidgets.QWidget()
        self._flow = flow.FlowLayout(8, 8)
        self._tags.setLayout(self._flow)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._combo)
        layout.addWidget(self._tags)
        self._tags.hide()
        self._combo.activated.connect(self._on_picked)

    def answer(self) -> object:
        """The codes in the definition's order, or None."""
        return self._in_order() or None

    def set_answer(self, value: object) -> None:
        """Show these without speaking."""
        wanted = [str(code) for code in value] if isinstance(value, list | tuple) else []
        if wanted != self._chosen:
            self._chosen = wanted
            self._show()

    def controls(self) -> tuple[QtWidgets.QWidget, ...]:
        """The drop-down, then those chosen."""
        return (self._combo, *self._tags.findChildren(QtWidgets.QPushButton))

    def _in_order(self) -> list[str]:
        order = list(self._labels)
        known = sorted((code for code in self._chosen if code in order), key=order.index)
        return [*known, *(code for code in self._chosen if code not in order)]

    def _on_picked(self, place: int) -> None:
        code = self._combo.itemData(place)
        self._combo.setCurrentIndex(0)
        if code and code not in self._chosen:
            self._chosen.append(str(code))
            self._show()
            self.answered.emit(self.answer())

    def _take_away(self, code: str) -> None:
        self._chosen.remove(code)
        self._combo.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._show()
        self.answered.emit(self.answer())

    def _show(self) -> None:
        widgets.clear(self._flow)
        before: QtWidgets.QWidget = self._combo
        for code in self._in_order():
            label = self._labels.get(code, code)
            tag = widgets.button(label, partial(self._take_away, code), sign="close")
            tag.setAccessibleName(f"{self.say('Take away')}: {label}, {self.say(self.question.label)}")
            self._flow.addWidget(tag)
            self.setTabOrder(before, tag)
            before = tag
        self._tags.setVisible(bool(self._chosen))
