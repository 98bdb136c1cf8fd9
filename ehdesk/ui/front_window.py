"""The window before the vault is open: unlock, first run, or the way in with the recovery code."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ehdesk.ui import focus, next_steps, theme


class FrontWindow(QStackedWidget):
    """Shows one page at a time. F9 is here too. `closed` says that the worker closed it."""

    closed = Signal()

    def __init__(self, app: QApplication, numbers: Callable[[], next_steps.Numbers]) -> None:
        super().__init__()
        self._numbers = numbers
        self.setProperty("surface", "page")
        self.resize(theme.scaled(680), theme.scaled(720))
        action = QAction("Next steps", self)
        action.setShortcut(QKeySequence("F9"))
        action.triggered.connect(lambda _checked=False: self.show_next_steps())
        self.addAction(action)
        self._ring = focus.FocusRing(self, app)

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

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is open yet, so closing simply ends."""
        event.accept()
        self.closed.emit()
