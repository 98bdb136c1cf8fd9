"""The one line above a page that is being written: how far it is, and what is saved."""

from PySide6 import QtCore, QtWidgets

from ehdesk.ui import autosave, elided, widgets

_SIGNS: dict[autosave.Kind, tuple[str, widgets.Tone]] = {
    "nothing": ("", "quiet"),
    "saving": ("waiting", "quiet"),
    "saved": ("tick", "quiet"),
    "saved_once": ("needs-you", "warm"),
    "not_saved": ("needs-you", "warm"),
}


_TELL_MS = 8000


class PageStrip(QtWidgets.QFrame):
    """Words at the left, "Saved 10:42" at the right. What it says of saving is announced once it is true."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "bar")
        across = widgets.line(self, gap=16)
        across.setContentsMargins(24, 10, 24, 10)
        self._words = elided.Elided("", "quiet")
        self._saved = widgets.Status("", "tick")
        self._saved.hide()
        self._carried = widgets.Status("", "laptop")
        self._carried.hide()
        self._leading = widgets.line(gap=8)
        across.addLayout(self._leading)
        across.addWidget(self._words, 1)
        across.addWidget(self._carried)
        across.addWidget(self._saved)

        self._standing = ""
        self._telling = QtCore.QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.timeout.connect(lambda: self._words.setText(self._standing))

    def lead_with(self, *parts: QtWidgets.QWidget) -> None:
        """Put a page's own buttons before the words."""
        for part in parts:
            self._leading.addWidget(part)

    def set_words(self, words: str) -> None:
        """What stands at the left: "11 of 20 answered, about 10 minutes left"."""
        self._standing = words
        if not self._telling.isActive():
            self._words.setText(words)

    def tell(self, words: str) -> None:
        """Say something for a few seconds in its place, aloud too: "Taken back: What was best?"."""
        self._words.setText(words)
        self._telling.start(_TELL_MS)
        widgets.announce(self, words)

    def words(self) -> str:
        """What stands at the left now."""
        return self._words.whole()

    def set_saved(self, state: autosave.SaveState) -> None:
        """Say what is saved."""
        sign, tone = _SIGNS[state.kind]
        self._saved.setVisible(bool(state.words()))
        if state.words():
            self._saved.set_status(state.words(), sign, tone)
        if state.kind in ("saved_once", "not_saved"):
            widgets.announce(self, state.words())

    def set_carried(self, said: tuple[str, str, widgets.Tone] | None) -> None:
        """Say how the record stands on its way to the centre; nothing where there is none."""
        self._carried.setVisible(said is not None)
        if said is not None:
            self._carried.set_status(*said)

    def carried_words(self) -> str:
        """What is said of the way to the centre now."""
        return "" if self._carried.isHidden() else self._carried.text()

    def saved_words(self) -> str:
        """What is said of saving now; empty while nothing is."""
        return "" if self._saved.isHidden() else self._saved.text()
