"""Adding an event to the chronology in a few keys: what, when, which kind, who, and how we know."""

from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.forms import loader
from ehdesk.models import chronicle
from ehdesk.ui import answer_input, asked, journey_words, messages, widgets
from ehdesk.ui import desk as desks

_WIDTH = 600
_BEFORE = ("event", "date")
_AFTER = ("people", "source", "source_kind", "disputed")


class EventDialog(messages.Dialog):
    """The questions that an event needs; the rest is on its own page afterwards. `added` says it is in."""

    added = QtCore.Signal()

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        desk: desks.Desk,
        family_id: str,
        around: answer_input.Surroundings,
        suggestion: chronicle.Suggestion | None = None,
        child: str | None = None,
    ) -> None:
        super().__init__(parent, "Add an event", width=_WIDTH)
        self._desk, self._family_id, self._suggestion = desk, family_id, suggestion
        form = loader.load(chronicle.FORM)
        self.before = asked.Asked([form.question(key) for key in _BEFORE], around)
        self.after = asked.Asked([form.question(key) for key in _AFTER], around)
        self.category = QtWidgets.QComboBox()
        self.category.addItem("Choose, or type its first letters", None)
        for option in form.question("category").options:
            self.category.addItem(option.label, option.code)
        self._missing = widgets.words("", "warm")
        self._missing.hide()
        self.body.addWidget(self.before)
        self.body.addWidget(widgets.caption(form.question("category").label, self.category))
        self.body.addWidget(self._missing)
        self.body.addWidget(self.category, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.after)
        self.buttons.addWidget(widgets.primary("Add it", self.add))
        self.buttons.addWidget(widgets.link("Do not add it", self.reject))
        self.buttons.addStretch(1)
        QtGui.QShortcut(QtGui.QKeySequence("Ctrl+Return"), self).activated.connect(self.add)
        self._begin(suggestion, around, child)
        self.before.focus_first()
        self.open()

    def _begin(
        self,
        suggestion: chronicle.Suggestion | None,
        around: answer_input.Surroundings,
        child: str | None,
    ) -> None:
        children = [child] if child else [one.id for one in around.people if one.is_child]
        if suggestion is None:
            self.after.set_answer("people", children or None)
            return
        self.before.set_answer("event", journey_words.suggested(suggestion))
        self.before.set_answer("date", {"from": suggestion.on, "to": suggestion.on})
        self.category.setCurrentIndex(max(self.category.findData(suggestion.category), 0))
        self.after.set_answer("people", list(suggestion.people) or children or None)
        self.after.set_answer("source", journey_words.source_of(suggestion))
        self.after.set_answer("source_kind", "record")

    def answers(self) -> dict[str, Any]:
        """What is answered so far."""
        told = {**self.before.answers(), **self.after.answers()}
        code = self.category.currentData()
        return told | ({"category": code} if code else {})

    def add(self) -> None:
        """Hand it in; what is missing is said beside each question."""
        answers = self.answers()
        if self._suggestion is None:
            self._desk.do(chronicle.add, self._family_id, answers, **self._doors())
        else:
            key = self._suggestion.key
            self._desk.do(chronicle.accept, self._family_id, key, answers, **self._doors())

    def _doors(self) -> dict[str, Any]:
        return {"then": self._on_added, "failed": self._on_refused, "owner": self}

    def _on_added(self, _record_id: str) -> None:
        self.added.emit()
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, errors.NotComplete):
            self._desk.refused.emit(error)
            return
        faults = {fault.path.split("/")[0]: fault.message for fault in error.faults}
        self._missing.setText(faults.get("category", ""))
        self._missing.setVisible("category" in faults)
        self.after.show_messages(faults)
        self.before.show_messages(faults)
        self._grow()
