"""The caseload: every family of this worker, found by typing any part of any name, in any script."""

from functools import partial

from PySide6 import QtCore, QtGui

from ehdesk.models import family, intake
from ehdesk.ui import answer_text, rows, telling, widgets
from ehdesk.ui import desk as desks

_PAGE = 100
_PAUSE_MS = 100
_OPEN, _GO_ON = "Open a new family file", "Go on with the new family file"


class CaseloadPage(desks.Page):
    """A search line and the families beneath it. What comes back for an older search is dropped.

    Down goes from the search to the list, Enter opens the first family found, Esc empties the search.
    """

    def __init__(self, desk: desks.Desk, place: desks.Place) -> None:
        super().__init__("Caseload")
        self._desk = desk
        self._asked = self._shown = 0
        self._open_when_found = False
        self._lines: list[family.FamilyLine] = []
        self._total = 0
        self._said = ""
        self._wanted = place.more.get("family")
        self._build()
        self._pause = QtCore.QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.search.setText(str(place.more.get("search", "")))
        self.search.textChanged.connect(self._on_text)
        self._ask()
        desk.ask(intake.begun, then=self._on_begun, owner=self)

    def _build(self) -> None:
        outer = widgets.stack(self, gap=0)
        column = widgets.Column(characters=92, margin=24, gap=12)
        outer.addWidget(column)
        self.search = answer_text.Line()
        self.search.setClearButtonEnabled(True)
        hint = "Part of any name, in any spelling or script, or a reference"
        column.body.addWidget(widgets.caption("Find a family", self.search, hint))
        column.body.addWidget(self.search)
        self.count = widgets.quiet("")
        self.new = widgets.link(_OPEN, self._open_new, sign="add")
        under = widgets.line(gap=12)
        under.addWidget(self.count, 1)
        under.addWidget(self.new)
        column.body.addLayout(under)
        self.list = rows.RowList("Families")
        self.list.chosen.connect(self._open)
        self.list.end_reached.connect(self._ask_for_more)
        column.body.addWidget(self.list, 1)
        self.empty = widgets.quiet("")
        self.empty.hide()
        column.body.addWidget(self.empty)
        self.first = widgets.button(_OPEN, self._open_new, sign="add")
        self.first.hide()
        column.body.addWidget(self.first, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.body.addStretch()
        self.search.installEventFilter(self)

    def _on_text(self, _text: str) -> None:
        self._open_when_found = False
        self._pause.start(_PAUSE_MS)

    def _ask(self, most: int = _PAGE) -> None:
        """Ask for the first families that fit what is typed."""
        self._asked += 1
        self._desk.ask(
            family.caseload,
            self.search.text(),
            limit=most,
            then=partial(self._on_found, self._asked),
            owner=self,
        )

    def _ask_for_more(self) -> None:
        if len(self._lines) < self._total and not self._pause.isActive():
            self._desk.ask(
                family.caseload,
                self.search.text(),
                limit=_PAGE,
                offset=len(self._lines),
                then=partial(self._on_more, self._asked),
                owner=self,
            )

    def _on_found(self, asked: int, found: family.Caseload) -> None:
        if asked != self._asked:
            return
        self._shown = asked
        self._lines, self._total = list(found.lines), found.total
        self._show()
        wanted, self._open_when_found = self._open_when_found, False
        if wanted and self._lines:
            self._open(self._lines[0].family_id)

    def _on_more(self, asked: int, found: family.Caseload) -> None:
        known = {line.family_id for line in self._lines}
        fresh = [line for line in found.lines if line.family_id not in known]
        if asked == self._asked and fresh:
            self._lines += fresh
            self._show()

    def _show(self) -> None:
        self.list.set_rows([telling.caseload_row(self._desk, line) for line in self._lines])
        words = self.search.text().strip()
        one = "1 family" if self._total == 1 else f"{self._total:,} families"
        told = f"{one} found" if words else one
        self.count.setText(told if self._total else "")
        self.list.setVisible(bool(self._lines))
        self.empty.setVisible(not self._lines)
        is_first = not self._lines and not words
        self.first.setVisible(is_first)
        self.new.setVisible(not is_first)
        nobody = f"No family here is called “{words}”." if words else "No families on this laptop yet."
        self.empty.setText(nobody)
        said = told if self._total else nobody
        if words and said != self._said:
            widgets.announce(self, said)
        self._said = said if words else ""
        if self._wanted:
            self.list.go_to(self._wanted)
            self._wanted = None

    def read_again(self) -> None:
        """Others' work has come in."""
        self._ask(max(_PAGE, len(self._lines)))

    def _open_new(self) -> None:
        self._desk.go(desks.Place("new_family"))

    def _on_begun(self, begun: intake.Begun) -> None:
        """A family file that was begun and not opened is gone on with."""
        for button in (self.new, self.first):
            button.setText(_GO_ON if begun.answers else _OPEN)

    def _open(self, family_id: str) -> None:
        self._desk.go(desks.Place("family", family_id))

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """The keys of the search line."""
        pressed = watched is self.search and event.type() == QtCore.QEvent.Type.KeyPress
        if pressed and isinstance(event, QtGui.QKeyEvent) and self._on_search_key(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _on_search_key(self, key: int) -> bool:
        if key == QtCore.Qt.Key.Key_Down and self._lines:
            self.list.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
            return True
        if key in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self._on_enter()
            return True
        if key == QtCore.Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False

    def _on_enter(self) -> None:
        """Open the first family found; pressed before the answer has come, the first that comes."""
        if self._pause.isActive():
            self._pause.stop()
            self._ask()
        if self._shown != self._asked:
            self._open_when_found = True
        elif self._lines:
            self._open(self._lines[0].family_id)

    def place(self) -> desks.Place:
        """What was searched for, and which family the list stands on."""
        more = {"search": self.search.text(), "family": self.list.current_key()}
        path = "search" if self.search.hasFocus() else None
        return desks.Place("caseload", path=path, more=more)

    def take_focus(self) -> None:
        """The cursor in the search, its text ready to be typed over."""
        self.search.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()
