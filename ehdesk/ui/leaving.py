"""Locking: what is typed is saved, the place kept, the vault closed, and this process ends.

Memory that held a family's words cannot be wiped, so the process that held them goes. A new one asks
for the passphrase. If the last words cannot be saved, nothing of the record stays on the screen, but
the process waits until they are, or until the worker gives them up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from ehdesk import errors
from ehdesk.ui import background, desk, messages, unlock, widgets

TRY_AGAIN_MS = 5000


class Window(Protocol):
    """What locking needs of the main window."""

    def flush(self) -> None:
        """Hand in what is being typed."""

    def where(self) -> desk.Place | None:
        """Where the worker is."""

    def leave_screen(self) -> None:
        """Take everything off the screen."""


class Leaving(QObject):
    """One way out. `left` says that the vault is closed and the process may end."""

    left = Signal()

    def __init__(
        self,
        desk: desk.Desk,
        window: Window,
        lane: background.Lane,
        *,
        remember: Callable[[desk.Place], object],
        close: Callable[[], object],
        before_close: Callable[[Callable[[], None]], object] = lambda then: then(),
    ) -> None:
        """`before_close` calls what it is given, once, within a few seconds."""
        super().__init__()
        self._window, self._lane = window, lane
        self._remember, self._close, self._before_close = remember, close, before_close
        self._is_leaving = self._is_given_up = False
        self._refused: Exception | None = None
        self.waiting: messages.Dialog | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(TRY_AGAIN_MS)
        self._again.timeout.connect(self.try_again)
        desk.not_saved.connect(self._on_not_saved)

    def start(self) -> None:
        """Lock. A second call while locking does nothing."""
        if self._is_leaving:
            return
        self._is_leaving = True
        self._window.leave_screen()
        self.try_again()

    def try_again(self) -> None:
        """Hand in the last words; what comes back before `_on_drained` tells whether they are saved."""
        self._refused = None
        self._window.flush()
        self._lane.submit(lambda: None, lambda _none: self._on_drained(), self._on_failed)

    def _on_not_saved(self, error: Exception) -> None:
        self._refused = error

    def _on_drained(self) -> None:
        if self._refused is not None and not self._is_given_up:
            self._wait(self._refused)
            return
        place = self._window.where()
        if place is not None:
            self._lane.submit(lambda: self._remember(place), None, self._on_place_lost)
        self._before_close(self._close_vault)

    def _close_vault(self) -> None:
        self._lane.submit(self._close, lambda _none: self._done(), self._on_failed)

    def _on_place_lost(self, _error: Exception) -> None:
        """The work is saved; only where the worker was is not. Unlocking opens Today."""

    def _on_failed(self, error: Exception) -> None:
        """The vault could not be closed in order. Everything saved is saved; the journal mends the rest."""
        self._lane.stumbled.emit(error)
        self._done()

    def _done(self) -> None:
        if self.waiting is not None:
            self.waiting.close()
        self.left.emit()

    def _wait(self, error: Exception) -> None:
        self._again.start()
        if self.waiting is None:
            self.waiting = self._say(error)

    def _say(self, error: Exception) -> messages.Dialog:
        dialog = messages.Dialog(None, "Your last words are not saved yet")
        reason: tuple[Any, ...] = error.words() if isinstance(error, errors.Refusal) else ()
        for sentence in (
            *(unlock.stopped(part) for part in reason),
            "The record is off the screen. ehdesk tries again every five seconds, then locks.",
        ):
            dialog.body.addWidget(widgets.words(sentence))
        keep = widgets.primary("Try again now", self.try_again)
        keep.setDefault(True)
        dialog.buttons.addWidget(keep)
        dialog.buttons.addWidget(widgets.button("Lock and give up the last words", self._give_up))
        dialog.buttons.addStretch(1)
        dialog.rejected.connect(self.try_again)
        dialog.destroyed.connect(self._on_closed)
        dialog.show()
        return dialog

    def _on_closed(self) -> None:
        self.waiting = None

    def _give_up(self) -> None:
        self._is_given_up = True
        self.try_again()
