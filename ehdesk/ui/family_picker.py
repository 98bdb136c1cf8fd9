"""Choosing the family that something is about, by typing a little of any name."""

from collections.abc import Callable
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import family
from ehdesk.ui import answer_text, messages, rows, telling, widgets
from ehdesk.ui import desk as desks

_FOUND = 20
_PAUSE_MS = 100


class FamilyPicker(messages.Dialog):
    """Type, then Enter takes the first family found; Down goes to the others. "Later" leaves it open."""

    def __init__(self, parent: QtWidgets.QWidget, desk: desks.Desk, then: Callable[[str, str], None]) -> None:
        super().__init__(parent, "Which family is this about?", width=680)
        self._desk = desk
        self._then = then
        self._asked = 0
        self._shown = -1
        self._lines: dict[str, family.FamilyLine] = {}
        self._enter_when_found = False
        self.search = answer_text.Line()
        self.body.addWidget(widgets.caption("A name, or a reference", self.search))
        self.body.addWidget(self.search)
        self.list = rows.RowList("Families found")
        self.list.setMinimumHeight(280)
        self.list.chosen.connect(self._choose)
        self.body.addWidget(self.list, 1)
        self.buttons.addWidget(widgets.button("Choose later", self.reject))
        self.buttons.addStretch(1)
        self._pause = QtCore.QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.search.textChanged.connect(self._on_text)
        self.search.installEventFilter(self)
        self._ask()
        self.open()
        self.search.setFocus()

    def _on_text(self, _text: str) -> None:
        self._asked += 1
        self._pause.start(_PAUSE_MS)

    def _ask(self) -> None:
        self._desk.ask(
            family.caseload,
            self.search.text(),
            limit=_FOUND,
            then=partial(self._on_found, self._asked),
            owner=self,
        )

    def _on_found(self, asked: int, found: family.Caseload) -> None:
        if asked != self._asked:
            return
        self._shown = asked
        self._lines = {line.family_id: line for line in found.lines}
        self.list.set_rows([telling.caseload_row(self._desk, line) for line in found.lines])
        if self._enter_when_found and found.lines:
            self._choose(found.lines[0].family_id)
        self._enter_when_found = False

    def _choose(self, family_id: str) -> None:
        line = self._lines[family_id]
        self.accept()
        self._then(line.family_id, line.name)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """The keys of the search line. Enter before the answer has come takes the first that comes."""
        if watched is not self.search or event.type() != QtCore.QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key() if isinstance(event, QtGui.QKeyEvent) else 0
        if key == QtCore.Qt.Key.Key_Down:
            self.list.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
            return True
        if key in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self._on_enter()
            return True
        return super().eventFilter(watched, event)

    def _on_enter(self) -> None:
        if self._shown == self._asked:
            if self._lines:
                self._choose(next(iter(self._lines)))
            return
        self._enter_when_found = True
        if self._pause.isActive():
            self._pause.stop()
            self._ask()
