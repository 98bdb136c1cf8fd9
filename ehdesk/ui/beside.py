"""Two parts of a dialog side by side where there is room for both, else one beneath the other."""

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.ui import theme

_ACROSS = QtWidgets.QBoxLayout.Direction.LeftToRight
_DOWN = QtWidgets.QBoxLayout.Direction.TopToBottom
_WIDE = 400
_ANY = 16_777_215  # Qt's word for a width without a limit


class Beside(QtWidgets.QWidget):
    """`first` is at most so `wide`, in pixels at usual text; `second` has a least size and takes the rest.

    `resized` says that the room of the second has changed.
    """

    resized = QtCore.Signal()

    def __init__(
        self, first: QtWidgets.QWidget, second: QtWidgets.QWidget, *, wide: int = _WIDE, gap: int = 32
    ) -> None:
        super().__init__()
        self._first, self._second, self._wide, self._gap = first, second, wide, gap
        self._did_fit = True
        self._box = QtWidgets.QBoxLayout(_ACROSS, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(gap)
        self._box.addWidget(first)
        self._box.addWidget(second, 1)

    @property
    def is_across(self) -> bool:
        """Whether they stand side by side."""
        return self._box.direction() == _ACROSS

    def room(self) -> int:
        """What the second has across, in pixels."""
        return self.width() - (self._taken() + self._gap if self.is_across else 0)

    def _taken(self) -> int:
        hinted = min(self._first.sizeHint().width(), theme.scaled(self._wide))
        return max(hinted, self._first.minimumSizeHint().width())

    def minimumSizeHint(self) -> QtCore.QSize:
        """As narrow as the wider of the two: beneath one another they need no more."""
        first = self._first.minimumSizeHint()
        second = self._second.minimumSize()  # what it shows follows the room, and never asks for it
        tall = max(first.height(), second.height())
        if not self.is_across:
            tall = first.height() + self._gap + second.height()
        return QtCore.QSize(max(first.width(), second.width()), tall)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Stand as the width allows."""
        super().resizeEvent(event)
        taken = self._taken()
        fits = event.size().width() >= taken + self._gap + self._second.minimumWidth()
        self._box.setDirection(_ACROSS if fits else _DOWN)
        self._first.setMaximumWidth(taken if fits else _ANY)
        if event.size().width() != event.oldSize().width() or fits != self._did_fit:
            self._did_fit = fits
            self.resized.emit()
