"""The one line at the foot of the window: whether what was typed is saved, and where it is."""

from datetime import datetime
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ehdesk import clock
from ehdesk.ui import carried, widgets
from ehdesk.ui import desk as desks

State = Literal["quiet", "saving", "saved", "once", "stopped"]


class StatusLine(QFrame):
    """Says only what is true: it never says Saved before both copies are on the disk."""

    second_copy_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "foot")
        across = widgets.line(self)
        across.setContentsMargins(16, 6, 16, 6)
        self.status = widgets.Status("On this laptop", "laptop")
        across.addWidget(self.status, 1)
        self.more = widgets.small("")
        self.more.setWordWrap(False)
        across.addWidget(self.more)
        self.carried = carried.Carried()
        across.addWidget(self.carried)
        self._on_way = 0
        self._last: datetime | None = None
        self._is_once = self._is_refused = self._is_said_above = False
        self.state: State = "quiet"

    def text(self) -> str:
        """What it says."""
        return self.status.text()

    def saving(self) -> None:
        """A save was handed in."""
        self._on_way += 1
        self._show()

    def saved(self, done: desks.Done | None) -> None:
        """A save came back: with what the store says of it, or with nothing when it was refused."""
        self._on_way = max(0, self._on_way - 1)
        self._is_refused = done is None
        if done is not None:
            self._last, self._is_once = done.saved_at, not done.second_copy
        self._show()
        if self._on_way == 0 and done is not None:
            widgets.announce(self, self._said().split(" · ")[0])
        if self._is_once:
            self.second_copy_wanted.emit()

    def leave_saved_to_page(self, *, said_above: bool) -> None:
        """Whether the page itself says when it was saved: once is enough, and trouble is told here too."""
        self._is_said_above = said_above
        self._show()

    def second_copy(self, *, is_written: bool) -> None:
        """The second copy was tried again."""
        self._is_once = not is_written
        self._show()

    def tell(self, text: str) -> None:
        """Say something beside the state: a backup that could not be taken."""
        self.more.setText(text)

    def reassure(self) -> None:
        """Say where things stand, for somebody who pressed Ctrl+S."""
        widgets.announce(self, self._said())

    def _said(self) -> str:
        """What a screen reader says: when it was saved, wherever that is shown."""
        return self._saved_words() if self.state == "saved" else self.text()

    def _saved_words(self) -> str:
        return f"Saved {clock.local(self._last):%H:%M} · On this laptop" if self._last is not None else ""

    def _show(self) -> None:
        if self._on_way:
            self.state = "saving"
            self.status.set_status("Saving…", "waiting")
        elif self._is_refused:
            self.state = "stopped"
            self.status.set_status("Not saved yet", "needs-you", "warm")
        elif self._is_once:
            self.state = "once"
            self.status.set_status("Saved once; second copy not written – trying again", "needs-you", "warm")
        elif self._last is not None:
            self.state = "saved"
            words = "On this laptop" if self._is_said_above else self._saved_words()
            self.status.set_status(words, "laptop")
        else:
            self.state = "quiet"
            self.status.set_status("On this laptop", "laptop")
