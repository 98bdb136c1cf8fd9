"""Adding an event to the chronology in a few keys: what, when, which kind, who, and how we know."""

from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk import errors
from ehdesk.forms import loader
from ehdesk.models import chronology
from ehdesk.ui import answer_input, asked, half_typed, journey_words, messages, widgets
from ehdesk.ui import desk as desks

_WIDTH = 600
_BEFORE = ("event", "date")
_AFTER = ("people", "source", "source_kind", "impact", "action", "disputed")


class EventDialog(messages.Dialog):
    """The questions that an event needs; the rest is on its own page afterwards. `added` says it is in.

    Half an event is kept until it is added, or given up by “Do not add it”.
    """

    added = QtCore.Signal()

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        desk: desks.Desk,
        family_id: str,
        around: answer_input.Surroundings,
        child: str | None = None,
    ) -> None:
        super().__init__(parent, "Add an event", width=_WIDTH)
        self._desk, self._family_id = desk, family_id
        form = loader.load(journey_words.FORM)
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
        self.buttons.addWidget(widgets.link("Do not add it", self.give_up))
        self.buttons.addStretch(1)
        QtGui.QShortcut(QtGui.QKeySequence("Ctrl+Return"), self).activated.connect(self.add)
        children = [child] if child else [one.id for one in around.people if one.is_child]
        self.after.set_answer("people", children or None)
        self.before.focus_first()
        self.typed = half_typed.HalfTyped(
            self, desk, f"{family_id}/{child or ''}", answers=self.answers, show=self._show
        )
        for part in (self.before, self.after):
            part.answered.connect(self.typed.changed)
        self.category.currentIndexChanged.connect(self.typed.changed)
        self.open()

    def answers(self) -> dict[str, Any]:
        """What is answered so far."""
        told = {**self.before.answers(), **self.after.answers()}
        code = self.category.currentData()
        return told | ({"category": code} if code else {})

    def add(self) -> None:
        """Hand it in; what is missing is said beside each question."""
        self._desk.do(
            chronology.add,
            self._family_id,
            self.answers(),
            then=self._on_added,
            failed=self._on_refused,
            owner=self,
        )

    def give_up(self) -> None:
        """Close it, and keep nothing of what was typed."""
        self.typed.let_go()
        self.reject()

    def _show(self, answers: dict[str, Any]) -> None:
        for part in (self.before, self.after):
            for key in part.fields:
                part.set_answer(key, answers.get(key))
        self.category.setCurrentIndex(max(0, self.category.findData(answers.get("category"))))

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
