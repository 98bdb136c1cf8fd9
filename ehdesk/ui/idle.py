"""Locking when nobody is there: after some minutes without a key or the mouse, said 30 seconds before."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from ehdesk.ui import wrappers

WARNING = timedelta(seconds=30)
_TICK = timedelta(seconds=1)
ASLEEP = timedelta(seconds=60)
"""A gap this long between two ticks means that the computer slept."""

_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    )
)


class Idle(QObject):
    """Watches for touches of our windows. `warned` carries the seconds left; `stayed` says that somebody is
    there after all; `expired` that it is time to lock.
    """

    warned = Signal(int)
    stayed = Signal()
    expired = Signal()

    def __init__(self, app: QGuiApplication, now: Callable[[], datetime], minutes: int) -> None:
        super().__init__()
        self._now = now
        self._limit = timedelta(minutes=minutes)
        self._touched = self._ticked = now()
        self._is_warning = self._is_over = False
        wrappers.make_all()  # before the filters below: see there
        app.focusWindowChanged.connect(self.look_at)
        self.look_at(app.focusWindow())
        self._timer = QTimer(self)
        self._timer.setInterval(int(_TICK.total_seconds() * 1000))
        self._timer.timeout.connect(self.check)
        self._timer.start()

    def set_minutes(self, minutes: int) -> None:
        """Change how long nobody may be there."""
        self._limit = timedelta(minutes=max(1, min(15, minutes)))
        self.touch()

    def stop(self) -> None:
        """Watch no more: it is being locked."""
        self._is_over = True
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._now()
        if self._is_warning:
            self._is_warning = False
            self.stayed.emit()

    def check(self) -> None:
        """Look at the time: warn, lock, or lock at once when the computer has slept."""
        now = self._now()
        slept = now - self._ticked >= ASLEEP
        self._ticked = now
        left = self._limit - (now - self._touched)
        if self._is_over:
            return
        if slept or left <= timedelta(0):
            self._is_over = True
            self._timer.stop()
            self.expired.emit()
        elif left <= WARNING:
            self._is_warning = True
            self.warned.emit(-(-int(left.total_seconds() * 1000) // 1000))

    def look_at(self, window: QWindow | None) -> None:
        """Count touches of this window too."""
        if window is not None:
            window.installEventFilter(self)  # a second time does no harm

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice a touch; the event goes on its way."""
        if event.type() in _TOUCHES:
            self.touch()
        return False
