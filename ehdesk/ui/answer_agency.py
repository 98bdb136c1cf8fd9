"""An agency by name, with those that are known already offered beneath while it is typed."""

from functools import partial

from PySide6 import QtWidgets

from ehdesk.forms import definition
from ehdesk.models import search
from ehdesk.ui import answer_input, answer_text, flow, widgets

_MOST = 5


class AgencyInput(answer_text.LineInput):
    """A line; typing leaves the known agencies that have what is typed, to take one with a tap or Tab."""

    def __init__(self, question: definition.Question, around: answer_input.Surroundings) -> None:
        super().__init__(question, around)
        self._known = {name: search.fold(name) for name in around.agencies}
        self.offered: dict[str, widgets.Button] = {}
        row = flow.FlowLayout(8, 4)
        for name in self._known:
            button = widgets.link(name, partial(self._take, name))
            self.name_control(button, name)
            button.hide()
            row.addWidget(button)
            self.offered[name] = button
        layout = self.layout()
        if isinstance(layout, QtWidgets.QVBoxLayout):
            layout.addLayout(row)
        self.answered.connect(self._offer)

    def _offer(self, _value: object) -> None:
        """Those that have every word typed, but for the one that stands there whole."""
        typed = str(self.answer() or "")
        words = search.fold(typed).split()
        shown = 0
        for name, button in self.offered.items():
            has = bool(words) and name != typed and all(word in self._known[name] for word in words)
            button.setVisible(has and shown < _MOST)
            shown += has

    def _take(self, name: str) -> None:
        self.set_answer(name)
        self.focus_first()
        self.answered.emit(self.answer())
