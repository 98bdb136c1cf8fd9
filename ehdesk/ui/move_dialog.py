"""Moving a record that was filed under the wrong family: which family is right, why, and then it goes."""

from collections.abc import Callable
from functools import partial

from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.models import family, filing
from ehdesk.ui import answer_text, messages, rows, telling, widgets
from ehdesk.ui import desk as desks

_FOUND = 20
_PAUSE_MS = 100


class MoveDialog(messages.Dialog):
    """Type a little of the right family's name, choose it, say why. “Keep it here” is the safe button."""

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        desk: desks.Desk,
        record_id: str,
        *,
        leaving: str | None = None,
        then: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(parent, "Move to another family’s file", width=600)
        self._desk, self._record_id, self._leaving, self._after = desk, record_id, leaving, then
        self._asked, self._names = 0, {}  # type: int, dict[str, str]
        self._build()
        self._pause = QtCore.QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _text: self._pause.start(_PAUSE_MS))
        self._ask()
        self.open()
        self.search.setFocus()

    def _build(self) -> None:
        told = "It moves whole, with everything it was before. This file keeps one line that something moved."
        self.body.addWidget(widgets.words(told))
        self.search = answer_text.Line()
        self.body.addWidget(
            widgets.caption("Which family is the right one?", self.search, "A name or reference")
        )
        self.body.addWidget(self.search)
        self.list = rows.RowList("Families found")
        self.list.setMinimumHeight(180)
        self.body.addWidget(self.list, 1)
        self.why = why = answer_text.Writing(2)
        self.list.chosen.connect(lambda _key: why.setFocus())
        self.body.addWidget(widgets.caption("Why is it moved?", self.why))
        self.body.addWidget(self.why)
        self.missing = widgets.words("", "warm")
        self.missing.hide()
        self.body.addWidget(self.missing)
        keep = widgets.primary("Keep it here", self.reject)
        keep.setDefault(True)
        self.move_button = widgets.button("Move it", self.move_it)
        self.buttons.addWidget(keep)
        self.buttons.addWidget(self.move_button)
        self.buttons.addStretch(1)

    def _ask(self) -> None:
        self._asked += 1
        words, then = self.search.text(), partial(self._on_found, self._asked)
        self._desk.ask(family.caseload, words, limit=_FOUND, then=then, owner=self)

    def _on_found(self, asked: int, found: family.Caseload) -> None:
        if asked == self._asked:
            lines = [line for line in found.lines if line.family_id != self._leaving]
            self._names = {line.family_id: line.name for line in lines}
            self.list.set_rows([telling.caseload_row(self._desk, line) for line in lines])

    def move_it(self) -> None:
        """Move the record to the family that the list stands on."""
        chosen, why = self.list.current_key(), self.why.text().strip()
        missing = "" if chosen else "Choose the family it belongs to"
        if not missing and not why:
            missing = "Say why it is moved"
        self.missing.setText(missing)
        self.missing.setVisible(bool(missing))
        if missing:
            (self.why if chosen else self.search).setFocus()
            widgets.announce(self.missing, missing)
            return
        self.move_button.setEnabled(False)
        self._desk.do(
            filing.move,
            self._record_id,
            chosen,
            why,
            then=partial(self._on_moved, chosen),
            failed=self._on_refused,
            owner=self,
        )

    def _on_moved(self, family_id: str, _none: object) -> None:
        name = telling.family_name(self._desk, self._names.get(family_id, ""))
        self.accept()
        self._desk.say(f"Moved to the file of {name}.")
        if self._after is not None:
            self._after(family_id)

    def _on_refused(self, error: Exception) -> None:
        self.move_button.setEnabled(True)
        if isinstance(error, errors.Refusal):
            title, _safe, todo = error.words()
            self.missing.setText(f"{title}. {todo}")
            self.missing.show()
        else:
            self.reject()
            self._desk.refused.emit(error)


def ask(
    parent: QtWidgets.QWidget,
    desk: desks.Desk,
    record_id: str,
    *,
    leaving: str | None = None,
    then: Callable[[str], None] | None = None,
) -> MoveDialog:
    """Ask where a form, note or person belongs, and move it there. `leaving`: the family it stands in now,
    which is not offered; `then` gets the right family's id."""
    return MoveDialog(parent, desk, record_id, leaving=leaving, then=then)
