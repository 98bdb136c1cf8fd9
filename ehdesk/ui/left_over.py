"""What was typed and the record did not take: it stands above the page until it is put away, to be copied."""

from collections.abc import Mapping

from PySide6 import QtCore, QtWidgets

from ehdesk.models import half_typed
from ehdesk.ui import answer_text, widgets
from ehdesk.ui import desk as desks

_WINDOW = "Left over"


def keep_for_later(desk: desks.Desk, record_id: str, label: str, words: str) -> None:
    """Keep words for the record's own page, from where they may not stand on the screen."""
    key = half_typed.small_window(_WINDOW, record_id)

    def keep(kept: Mapping[str, str]) -> None:
        desk.do(half_typed.keep, key, {**(kept or {}), label: words}, quietly=True)

    desk.ask(half_typed.typed, key, then=keep)


class LeftOver(QtWidgets.QFrame):
    """Words by the label of their question. They outlast a lock, unless the record may not be here any more.

    `filled` comes before it shows itself: the page puts it into its place.
    """

    filled = QtCore.Signal()

    def __init__(self, desk: desks.Desk, record_id: str, page: desks.Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._key = half_typed.small_window(_WINDOW, record_id)
        self._words: dict[str, str] = {}
        self._is_kept = True
        self.setProperty("look", "needs")
        across = widgets.line(self, gap=16, margin=12)
        column = widgets.stack(gap=8)
        column.addWidget(widgets.words("What you typed here is not in the record"))
        self._reason = widgets.quiet("")
        column.addWidget(self._reason)
        self._lines = widgets.stack(gap=8)
        column.addLayout(self._lines)
        across.addLayout(column, 1)
        self.away = widgets.link("Put it away", self.put_away)
        across.addWidget(self.away)
        self.hide()

    def look(self) -> None:
        """Show what was left over before a lock."""
        self._desk.ask(half_typed.typed, self._key, then=self._on_found, owner=self)

    def add(self, label: str, words: str, reason: str) -> None:
        """Keep these words, the newest of each question."""
        self._words[label] = words
        self._reason.setText(reason)
        self._keep()
        self._show()

    def forget_here(self) -> None:
        """The record may not be on this laptop: what is shown is gone with this page."""
        self._is_kept = False
        self._desk.do(half_typed.keep, self._key, None, quietly=True)

    def words(self) -> Mapping[str, str]:
        """What stands here."""
        return dict(self._words)

    def put_away(self) -> None:
        """The worker has done with it."""
        self._words = {}
        self._keep()
        self.hide()

    def _on_found(self, kept: Mapping[str, str]) -> None:
        if kept:
            self._words = {**kept, **self._words}
            self._show()

    def _keep(self) -> None:
        if self._is_kept:
            self._desk.do(half_typed.keep, self._key, self._words or None, quietly=True)

    def _show(self) -> None:
        widgets.clear(self._lines)
        for label, words in self._words.items():
            line = widgets.line(gap=12)
            told = widgets.stack(gap=2)
            told.addWidget(widgets.quiet(label))
            said = widgets.words(words, selectable=True)
            said.setLayoutDirection(answer_text.direction(words))
            told.addWidget(said)
            line.addLayout(told, 1)
            copy = widgets.button("Copy", lambda words=words: self._copy(words), sign="copy")  # type: ignore[misc]
            copy.setAccessibleName(f"Copy: {label}")
            line.addWidget(copy)
            self._lines.addLayout(line)
        self.filled.emit()
        self.show()
        widgets.announce(self, "What you typed here is not in the record. It can be copied.")

    def _copy(self, words: str) -> None:
        QtWidgets.QApplication.clipboard().setText(words)
        self._desk.say("Copied.")
