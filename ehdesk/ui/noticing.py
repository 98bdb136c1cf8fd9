"""While ehdesk lies behind other windows, the system says that work came in. It names nobody: whoever looks
on learns a number at most.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from ehdesk.ui import carrying

_STAYS_MS = 8_000
APP = "ehdesk"


class Outside(Protocol):
    """Where a line can be shown outside the window."""

    def tell(self, title: str, text: str) -> None:
        """Show one line, and draw the eye to the window's place in the task bar."""


class Noticing:
    """Follows how the work stands with the centre, and tells `outside` what is new since the last telling.

    `is_in_front`: whether the worker looks at the window; `wanted`: the worker's choice. What came in before
    the vault was opened is no news here.
    """

    def __init__(self, is_in_front: Callable[[], bool], outside: Outside, wanted: Callable[[], bool]) -> None:
        self._is_in_front, self._outside, self._wanted = is_in_front, outside, wanted
        self._needs = self._news = -1

    def follow(self, state: carrying.State) -> None:
        """Tell what is new, once a go is over."""
        counts = state.counts
        if state.is_going or not counts.is_enrolled:
            return
        needs, news = counts.aside + counts.seconds, counts.news
        is_begun, was_needs, was_news = self._needs >= 0, self._needs, self._news
        self._needs, self._news = needs, news
        if not is_begun or self._is_in_front() or not self._wanted():
            return
        if needs > was_needs:
            self._outside.tell("Something needs you", "Open ehdesk to see what it is.")
        elif news > was_news:
            count = news - was_news
            self._outside.tell(f"{count} changes came in" if count > 1 else "1 change came in", "")


class SystemNotices:
    """The system's own notices. Their sign is by the clock for as long as one of them is shown, no longer."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._tray: QSystemTrayIcon | None = None

    def tell(self, title: str, text: str) -> None:
        """Show one line, and draw the eye to the window's place in the task bar."""
        QApplication.alert(self._window)
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self._window)
            self._tray.setToolTip(APP)
            self._tray.messageClicked.connect(self._come_forward)
            self._gone = QTimer(self._tray, singleShot=True, interval=_STAYS_MS)
            self._gone.timeout.connect(self._tray.hide)
        self._tray.show()
        self._tray.showMessage(title, text, self._window.windowIcon(), _STAYS_MS)
        self._gone.start()

    def _come_forward(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
