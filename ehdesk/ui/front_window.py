"""The window before the vault is open: unlock, first run, or the way in with the recovery code."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ehdesk.ui import next_steps, room, theme

LINGERS_MS = 1000


class FrontWindow(QStackedWidget):
    """Shows one page at a time. F9 is here too. `closed` says that the worker closed it."""

    closed = Signal()
    painted = Signal()  # once: it stands on the screen

    def __init__(self, app: QApplication, numbers: Callable[[], next_steps.Numbers]) -> None:
        super().__init__()
        self._numbers = numbers
        self.setProperty("surface", "page")
        self._app, self._is_painted = app, False
        self.fit()

    def fit(self) -> None:
        """As large as a page needs at this size of text, and no larger than the screen."""
        most = room.within_frame(self.screen())
        self.resize(min(theme.scaled(680), most.width()), min(theme.scaled(720), most.height()))

    def get_ready(self) -> None:
        """What comes a moment after the window: the ring of focus and F9. Loading them is slow."""
        from PySide6.QtGui import QKeySequence, QShortcut  # late, as said

        from ehdesk.ui import focus

        self._ring = focus.FocusRing(self, self._app)
        QShortcut(QKeySequence("F9"), self).activated.connect(self.show_next_steps)

    def show_page(self, page: QWidget, title: str) -> None:
        """Show this page instead of the one before, with the cursor where it starts."""
        before = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()
        self.setWindowTitle(f"{title} · ehdesk")
        start = getattr(page, "take_focus", None)
        if start is not None:
            QTimer.singleShot(0, page, start)

    def show_next_steps(self, parent: QWidget | None = None) -> None:
        """Show who to call."""
        next_steps.show(parent or self, self._numbers())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say when the window stands; what it did not wait for is loaded then."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is open yet, so closing simply ends."""
        event.accept()
        self.closed.emit()


def put_away(front: FrontWindow, desk: QWidget) -> None:
    """Take the first window away once the desk's has the keyboard: keys on their way to it are not lost."""
    going = _Going(front, desk)
    going.look()


class _Going(QObject):
    """Waits for the keyboard to come over, a second at most."""

    def __init__(self, front: FrontWindow, desk: QWidget) -> None:
        super().__init__(front)
        self._front, self._desk = front, desk
        QApplication.instance().focusWindowChanged.connect(self.look)  # type: ignore[union-attr]
        QTimer.singleShot(LINGERS_MS, self, self.go)

    def look(self, _window: object = None) -> None:
        """Go, where the desk has the keyboard."""
        if self._desk.isActiveWindow():
            self.go()

    def go(self) -> None:
        """Take the window away."""
        self._front.hide()
        self._front.deleteLater()
