"""Returning to where a page was scrolled: the page is laid out a moment after it is filled."""

from PySide6 import QtCore, QtWidgets

PATIENCE_MS = 2000
"""How long a page may take to be laid out as far down as it was."""


def return_to(area: QtWidgets.QScrollArea, place: int) -> None:
    """Scroll `area` to `place`, in pixels from the top, as soon as its content reaches that far."""
    bar = area.verticalScrollBar()
    bar.setValue(place)
    if bar.value() != place:
        _Waiting(bar, place)


class _Waiting(QtCore.QObject):
    """Goes on as the content grows, until the place is reached or it has waited long enough.

    The bar is asked for each time: PySide lets a bar that was held here go while Qt still has it (seen
    on 25 November 2026 with 6.11.3).
    """

    def __init__(self, bar: QtWidgets.QScrollBar, place: int) -> None:
        super().__init__(bar)
        self._place = place
        bar.rangeChanged.connect(self._on_range)
        QtCore.QTimer.singleShot(PATIENCE_MS, self, self.deleteLater)

    def _on_range(self, _low: int, _high: int) -> None:
        bar = self.parent()
        if not isinstance(bar, QtWidgets.QScrollBar):
            return
        bar.setValue(self._place)
        if bar.value() == self._place:
            bar.rangeChanged.disconnect(self._on_range)
            self.deleteLater()
