"""On the lock screen: sending what waits without opening anything. It names nobody, and no family."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ehdesk.ui import background, widgets

OFFER = "Send what waits without opening"
_LOOK_MS = 100
_WENT = "It has gone, sealed. Nothing was opened."
_NOTHING = "Nothing waits: it has all gone."
_STOPPED = "Stopped. The rest goes once you have unlocked, or the next time you send."
_AWAY = "No network: fine. It stays on this laptop, and goes by itself once you have unlocked."


class Doors(Protocol):
    """What is asked of the vault."""

    def hand_in(self, go_on: Callable[[], bool], far: Callable[[int, int], object]) -> int:
        """Hand in what waits, sealed; how many bytes went."""


class HandIn(QWidget):
    """A quiet button, how far it is, and how it ended. The passphrase can be entered meanwhile."""

    def __init__(self, doors: Doors, lane: background.Lane) -> None:
        super().__init__()
        self._doors, self._lane = doors, lane
        self._is_enough = threading.Event()
        self._is_going = False
        self._far = (0, 0)
        """Set by the lane, where this may be gone already: nothing of Qt is touched there."""
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)
        column = widgets.stack(self, gap=8)
        across = widgets.line()
        self.button = widgets.link(OFFER, self._press)
        across.addWidget(self.button)
        across.addStretch(1)
        column.addLayout(across)
        self.said = widgets.quiet("")
        self.said.hide()
        column.addWidget(self.said)

    def stop(self) -> None:
        """Begin no other piece: the worker opens the desk, from where it goes by itself."""
        self._is_enough.set()

    def _press(self) -> None:
        if self._is_going:
            self.stop()
            self._say("Stopping…")
            return
        self._is_going = True
        self._is_enough.clear()
        self._far = (0, 0)
        self._looking.start()
        self.button.setText("Stop")
        self._say("Sending…")
        # Beside the vault's own lane: who unlocks meanwhile does not wait for the network.
        self._lane.beside().submit(
            lambda: self._doors.hand_in(lambda: not self._is_enough.is_set(), self._note),
            self._on_done,
            self._on_refused,
            owner=self,
        )

    def _note(self, done: int, of: int) -> None:
        self._far = done, of

    def _look(self) -> None:
        done, of = self._far
        if of and not self._is_enough.is_set():
            self._say(f"Sending: {100 * done // max(of, 1)} %")

    def _on_done(self, went: int) -> None:
        self._end()
        self._say(_STOPPED if self._is_enough.is_set() else _WENT if went else _NOTHING)

    def _on_refused(self, error: Exception) -> None:
        from ehdesk import errors  # late: the catalogue of all that can go wrong is long

        self._end()
        if isinstance(error, errors.CentreAway):
            self._say(_AWAY)
        elif isinstance(error, errors.Refusal):
            title, _safe, todo = error.words()
            self._say(f"{title}. {todo}", look="warm")
        else:
            self._say("")
            self._lane.stumbled.emit(error)

    def _end(self) -> None:
        self._is_going = False
        self._looking.stop()
        self.button.setText(OFFER)

    def _say(self, text: str, look: str = "quiet") -> None:
        is_new = text != self.said.text()
        self.said.setText(text)
        self.said.setVisible(bool(text))
        widgets.relook(self.said, look)
        if text and is_new and "%" not in text:  # a screen reader is not told each piece
            widgets.announce(self.said, text)
