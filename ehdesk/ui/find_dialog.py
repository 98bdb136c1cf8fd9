"""Search everywhere (Ctrl+K): type, and families, people, notes, forms and places of ehdesk come up.

The cursor stays in the line; the arrows walk the list, Enter opens. One question is on its way at a time:
what was typed meanwhile is asked when it comes back, and what lies between is never asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import finding, search
from ehdesk.rules import paper_code
from ehdesk.ui import answer_text, messages, rows, telling, theme, widgets
from ehdesk.ui import desk as desks

_PAUSE_MS = 60
_WIDTH, _LIST_HEIGHT = 720, 420
_HINT = "Any part of a name, a reference, a page’s code, or words of a note or form, in any script"
_PAGE = "paper/page"


@dataclass(frozen=True)
class Command:
    """A place of ehdesk, or something it does: found by its words."""

    words: str
    keys: str
    run: Callable[[], object]


class FindDialog(messages.Dialog):
    """Opens over whatever is there. Before anything is typed it shows no family's name."""

    def __init__(
        self, parent: QtWidgets.QWidget, desk: desks.Desk, commands: Sequence[Command], text: str = ""
    ) -> None:
        super().__init__(parent, "Search everywhere", width=_WIDTH)
        self._desk, self._commands = desk, tuple(commands)
        self._finds: tuple[finding.Find, ...] = ()
        self._asking: str | None = None
        self._shown_for = ""
        self._opens_when_found = False
        self._doing: dict[str, Callable[[], object]] = {}
        self.line = answer_text.Line()
        self.body.addWidget(widgets.caption("Search", self.line, _HINT))
        self.body.addWidget(self.line)
        self.list = rows.RowList("Found", walked_from_beside=True)
        self.list.setMinimumHeight(theme.scaled(_LIST_HEIGHT))
        self.list.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self.list.chosen.connect(self._run)
        self.body.addWidget(self.list, 1)
        self.nothing = widgets.quiet("")
        self.body.addWidget(self.nothing)
        self.body.addStretch()
        self.buttons.addWidget(widgets.button("Close", self.reject))
        self.buttons.addStretch(1)
        self._pause = QtCore.QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.line.textChanged.connect(self._on_text)
        self.line.installEventFilter(self)
        self._show()
        self.open()
        self.line.setFocus()
        self.line.setText(text)

    # Asking

    def _words(self) -> str:
        return self.line.text().strip()

    def _on_text(self, _text: str) -> None:
        self._opens_when_found = False
        if not self._words():
            self._finds, self._shown_for = (), ""
            self._show()
        self._pause.start(_PAUSE_MS)

    def _ask(self) -> None:
        words = self._words()
        if self._asking is not None or not words or words == self._shown_for:
            return
        self._asking = words
        self._desk.ask(finding.everywhere, words, then=self._on_found, failed=self._on_failed, owner=self)

    def _on_found(self, finds: tuple[finding.Find, ...]) -> None:
        asked, self._asking = self._asking, None
        if asked != self._words():
            self._ask()
            return
        self._finds, self._shown_for = finds, asked
        self._show()
        opens, self._opens_when_found = self._opens_when_found, False
        if opens:
            self._run(self.list.current_key())

    def _on_failed(self, error: Exception) -> None:
        self._asking = None
        self._desk.refused.emit(error)

    # Showing

    def _show(self) -> None:
        words = self._words()
        self._doing = {}
        found = [*self._page_rows(words), *(self._row(one) for one in self._finds)]
        fitting = [one for one in self._commands if _fits(one.words, words)]
        fitting.sort(key=lambda one: not _begins(one.words, words))
        found += [self._command_row(one) for one in fitting]
        self.list.set_rows(found)
        if found:
            self.list.go_to(found[0].key)
        self.list.setVisible(bool(found))
        is_answered = not words or words == self._shown_for
        nothing = f"Nothing here has “{words}”. Try fewer letters, or another spelling." if not found else ""
        self.nothing.setText(nothing if is_answered else "")
        self.nothing.setVisible(bool(self.nothing.text()))
        if words and is_answered:
            widgets.announce(self, nothing or f"{len(found)} found. {found[0].spoken()}")

    def _row(self, one: finding.Find) -> rows.Row:
        row, place = telling.find_row(self._desk, one)
        self._doing[row.key] = lambda: self._desk.go(place)
        return row

    def _page_rows(self, words: str) -> list[rows.Row]:
        """The page of a paper whose code was typed or scanned. What it stands for only its own page says."""
        if not paper_code.looks_like_one(words):
            return []
        place = desks.Place("paper", more={"code": words})
        self._doing[_PAGE] = lambda: self._desk.go(place)
        return [rows.Row(_PAGE, "Enter the page of this code", "Paper that came back", words, sign="form")]

    def _command_row(self, one: Command) -> rows.Row:
        key = f"command/{one.words}"
        self._doing[key] = one.run
        return rows.Row(key, one.words, "", one.keys, sign="next")

    def _run(self, key: str) -> None:
        doing = self._doing.get(key)
        if doing is not None:
            self.accept()
            doing()

    # Keys of the line

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Arrows walk the list while the cursor stays in the line; Enter opens."""
        pressed = watched is self.line and event.type() == QtCore.QEvent.Type.KeyPress
        if pressed and isinstance(event, QtGui.QKeyEvent) and self._on_key(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, key: int) -> bool:
        steps = {
            QtCore.Qt.Key.Key_Down: 1,
            QtCore.Qt.Key.Key_Up: -1,
            QtCore.Qt.Key.Key_PageDown: 6,
            QtCore.Qt.Key.Key_PageUp: -6,
        }
        if key in steps:
            self._walk(steps[QtCore.Qt.Key(key)])
            return True
        if key in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self._on_enter()
            return True
        return False

    def _walk(self, step: int) -> None:
        shown = self.list.rows()
        if not shown:
            return
        keys = [row.key for row in shown]
        here = keys.index(self.list.current_key()) if self.list.current_key() in keys else 0
        place = min(max(here + step, 0), len(keys) - 1)
        self.list.go_to(keys[place])
        widgets.announce(self, shown[place].spoken())

    def _on_enter(self) -> None:
        """Open what the list stands on; pressed before the answer has come, the first that comes."""
        words = self._words()
        if paper_code.looks_like_one(words):
            self._show()
            self._run(_PAGE)
            return
        if not words or words == self._shown_for:
            self._run(self.list.current_key())
            return
        self._opens_when_found = True
        self._pause.stop()
        self._ask()


def _begins(words: str, asked: str) -> bool:
    return search.fold(words).startswith(search.fold(asked))


def _fits(words: str, asked: str) -> bool:
    said = search.fold(words)
    return all(part in said for part in search.fold(asked).split())
