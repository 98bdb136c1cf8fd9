"""Going to any question of a form by typing a little of its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import search
from ehdesk.ui import answer_text, messages, rows, widgets

_ROOM = 320


@dataclass(frozen=True)
class Target:
    """One question to go to: its path, its words, and how it stands ("Answered", "Open")."""

    path: str
    label: str
    section: str
    is_answered: bool

    def row(self) -> rows.Row:
        """As the list shows it: by sign and by word."""
        told = "Answered" if self.is_answered else "Open"
        sign, tone = ("tick", "received") if self.is_answered else ("open", "quiet")
        return rows.Row(self.path, self.label, self.section, told, sign=sign, tone=tone)  # type: ignore[arg-type]


class JumpDialog(messages.Dialog):
    """Type, then Enter goes to the first question found; Down goes to the others."""

    def __init__(
        self, parent: QtWidgets.QWidget, targets: Sequence[Target], then: Callable[[str], None]
    ) -> None:
        super().__init__(parent, "Go to a question", width=600)
        self._targets, self._then = tuple(targets), then
        self.search = answer_text.Line()
        self.body.addWidget(widgets.caption("A word of the question or its section", self.search))
        self.body.addWidget(self.search)
        self.none = widgets.quiet("No question here has these words.")
        self.body.addWidget(self.none)
        self.list = rows.RowList("Questions found")
        self.list.setMinimumHeight(_ROOM)
        self.list.chosen.connect(self._choose)
        self.body.addWidget(self.list, 1)
        self.buttons.addWidget(widgets.button("Close", self.reject))
        self.buttons.addStretch(1)
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self._choose_current)
        down = QtGui.QShortcut(QtGui.QKeySequence("Down"), self.search)
        down.setContext(QtCore.Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(partial(self.list.setFocus, QtCore.Qt.FocusReason.OtherFocusReason))
        self._show("")
        self.open()
        self.search.setFocus()

    def _show(self, words: str) -> None:
        wanted = search.fold(words).split()
        found = [one for one in self._targets if _has(one, wanted)]
        self.list.set_rows([one.row() for one in found])
        if found:
            self.list.go_to(found[0].path)
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)

    def _choose_current(self) -> None:
        if self.list.current_key():
            self._choose(self.list.current_key())

    def _choose(self, path: str) -> None:
        self.accept()
        self._then(path)


def _has(target: Target, wanted: Sequence[str]) -> bool:
    said = search.fold(f"{target.label} {target.section}")
    return all(word in said for word in wanted)
