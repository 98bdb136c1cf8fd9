"""Quick hide (F12): one key puts a calm page with the time over everything; the same key takes it off.

It hides and does not lock: for that there is Ctrl+L. Nothing on the page, in the title bar or for a screen
reader says whose file lies beneath, and what was open stands there again to the character.
"""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from ehdesk import clock
from ehdesk.ui import widgets

TITLE = "ehdesk"
HIDES = "hides"
"""The application's property while the window hides; `widgets.announce` then says nothing."""
_TICK_MS = 5_000


class QuickHide(QObject):
    """Stands between the window and its content. `layers` holds the work at 0 and the cover at 1."""

    def __init__(
        self,
        window: QMainWindow,
        layers: QStackedWidget,
        desk_clock: clock.Clock,
        on_change: Callable[[], None],
        keys: str,
    ) -> None:
        super().__init__(window)
        self._window, self._layers, self._on_change = window, layers, on_change
        self._focus: QWidget | None = None
        self._dialogs: list[QDialog] = []
        self.cover = Cover(desk_clock, self.toggle, keys)
        layers.addWidget(self.cover)

    @property
    def is_hidden(self) -> bool:
        """Whether the cover is on."""
        return self._layers.currentWidget() is self.cover

    def toggle(self) -> None:
        """Put the cover on at once, or take it off."""
        if self.is_hidden:
            self._reveal()
        else:
            self._hide()

    def _hide(self) -> None:
        _tell("yes")
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._focus = QApplication.focusWidget()
        self._layers.setCurrentWidget(self.cover)
        self._dialogs = [each for each in self._window.findChildren(QDialog) if each.isVisible()]
        for dialog in self._dialogs:
            dialog.setVisible(False)
        self._window.setWindowTitle(TITLE)
        self.cover.begin()
        self._on_change()

    def _reveal(self) -> None:
        _tell(None)
        self.cover.end()
        self._layers.setCurrentIndex(0)
        for dialog in self._dialogs:
            if shiboken6.isValid(dialog):
                dialog.setVisible(True)
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus, self._dialogs = None, []
        self._on_change()


class Cover(QWidget):
    """The time, and how to go on. It knows nothing of any family."""

    def __init__(self, desk_clock: clock.Clock, on_back: Callable[[], None], keys: str) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self._clock = desk_clock
        column = widgets.stack(self, gap=16, margin=32)
        column.addStretch(1)
        self.time = widgets.heading("", 1)
        self.time.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.time)
        self.back = widgets.button("Go on", on_back)
        self.back.setAccessibleDescription(keys)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)
        hint = widgets.quiet(f"{keys} goes on. Ctrl+L locks.")
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint)
        column.addStretch(2)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """Show the time of now, and go on showing it."""
        self._tick()
        self._timer.start(_TICK_MS)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Stop the clock."""
        self._timer.stop()

    def _tick(self) -> None:
        self.time.setText(clock.local(self._clock.now()).strftime("%H:%M"))


def _tell(hides: str | None) -> None:
    app = QApplication.instance()
    if app is not None:
        app.setProperty(HIDES, hides)
