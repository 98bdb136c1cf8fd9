"""The ring of focus: 3 px, drawn just outside whatever has the keyboard, never hidden."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMainWindow, QMenu, QWidget

from ehdesk.ui import wrappers

WIDTH = 3
GAP = 1
_REACH = WIDTH + GAP


class FocusRing(QWidget):
    """Follows the focus inside one window. It takes no clicks and no focus of its own."""

    def __init__(self, window: QWidget, app: QApplication) -> None:
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        wrappers.make_all()  # before the filters below: see there
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app.focusChanged.connect(self._on_focus_changed)
        self._on_focus_changed(None, app.focusWidget())

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        for watched in self._watched:
            if shiboken6.isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        is_ours = now is not None and now.window() is self._window
        self._target = now if is_ours and not isinstance(now, (QMenu, QMainWindow)) else None
        widget: QWidget | None = self._target
        while widget and widget is not self._window:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the control when it or a part of the page around it moves."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._place()
        return False

    def _place(self) -> None:
        target = self._target
        if target is None or not shiboken6.isValid(target) or not target.isVisible():
            self.hide()
            return
        reach = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        ring = reach.adjusted(-_REACH, -_REACH, _REACH, _REACH) & self._frame(target)
        if ring.isEmpty():
            self.hide()
            return
        self.setGeometry(ring)
        self.raise_()
        self.show()
        self.update()

    def _frame(self, target: QWidget) -> QRect:
        """The part of the window in which the control can be seen."""
        frame = self._window.rect()
        above: QWidget | None = target.parentWidget()
        while above and above is not self._window:
            area = above.parentWidget()
            if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
                frame &= QRect(above.mapTo(self._window, QPoint(0, 0)), above.size())
            above = area
        return frame

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring in the palette's colour of focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Shadow), WIDTH))
        half = WIDTH // 2 + 0.5
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), 8, 8)
        painter.end()
