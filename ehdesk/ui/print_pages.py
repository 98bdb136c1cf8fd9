"""The pages of a paper as they will come out, one under the other, with small ones to go to one of them."""

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.ui import theme, widgets

_WIDTH = 440
_LEAST_WIDTH = 260
_THUMB = 64


class Pages(QtWidgets.QWidget):
    """`wanted` carries the widget of the page that was chosen among the small ones, to scroll to it."""

    wanted = QtCore.Signal(object)

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setMinimumSize(_LEAST_WIDTH, height)
        self._shown, self._total = 0, 0
        self._pictures: tuple[QtGui.QImage, ...] = ()
        self._labels: list[QtWidgets.QLabel] = []
        across = widgets.line(self, gap=12)
        self.small = QtWidgets.QListWidget()
        self.small.setAccessibleName("Pages: choose one to go to it")
        self.small.setIconSize(QtCore.QSize(theme.scaled(_THUMB), theme.scaled(_THUMB * 3 // 2)))
        self.small.setFixedWidth(theme.scaled(_THUMB + 56))
        self.small.setTabKeyNavigation(False)
        self.small.setSpacing(3)
        self.small.currentRowChanged.connect(self._on_chosen)
        across.addWidget(self.small, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        holder = QtWidgets.QWidget()
        self._column = widgets.stack(holder, gap=16)
        across.addWidget(holder, 1)
        self.small.hide()

    def show_pages(self, pictures: Sequence[QtGui.QImage], room: int, *, total: int | None = None) -> None:
        """Show them as wide as there is room; the small ones beside them only where both have enough.

        `total` is how many there will be, where more are on their way.
        """
        self._pictures, self._shown = tuple(pictures), room
        self._total = len(pictures) if total is None else total
        beside = theme.scaled(_THUMB + 68)
        has_small = len(pictures) > 1 and room - beside >= _LEAST_WIDTH
        width = max(_LEAST_WIDTH, min(room - beside if has_small else room, _WIDTH))
        widgets.clear(self._column)
        self._labels = []
        for number, picture in enumerate(pictures, 1):
            label = QtWidgets.QLabel()
            label.setPixmap(_fitted(picture, width, self.devicePixelRatioF()))
            label.setAccessibleName(f"Page {number} of {self._total}")
            label.setProperty("look", "paper")
            self._labels.append(label)
            self._column.addWidget(label, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self._show_small(shown=has_small)

    @property
    def is_whole(self) -> bool:
        """Whether there are pages, and all of them show."""
        return 0 < len(self._pictures) == self._total

    def forget(self) -> None:
        """Show none."""
        self.show_pages((), self._shown)

    def fits(self, room: int) -> bool:
        """Whether they are shown for this room already."""
        return not self._pictures or room == self._shown

    def show_in(self, room: int) -> None:
        """Show the same where there is more or less room."""
        self.show_pages(self._pictures, room, total=self._total)

    def _show_small(self, *, shown: bool) -> None:
        with QtCore.QSignalBlocker(self.small):
            self.small.clear()
            for number, picture in enumerate(self._pictures if shown else (), 1):
                item = QtWidgets.QListWidgetItem(str(number))
                small = _fitted(picture, theme.scaled(_THUMB), self.devicePixelRatioF())
                item.setIcon(QtGui.QIcon(_edged(small)))
                item.setData(QtCore.Qt.ItemDataRole.AccessibleTextRole, f"Page {number}")
                self.small.addItem(item)
        tall = sum(self.small.sizeHintForRow(row) + 6 for row in range(self.small.count()))
        self.small.setFixedHeight(min(tall + 10, self.minimumHeight()))
        self.small.setVisible(shown)

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < len(self._labels):
            self.wanted.emit(self._labels[row])


def _edged(picture: QtGui.QPixmap) -> QtGui.QPixmap:
    """The same with a hairline around it: small white pages stand apart."""
    pen = QtGui.QPainter(picture)
    pen.setPen(QtGui.QPen(QtGui.QColor(128, 136, 136), 1))
    size = picture.deviceIndependentSize()
    pen.drawRect(QtCore.QRectF(0.5, 0.5, size.width() - 1, size.height() - 1))
    pen.end()
    return picture


def _fitted(picture: QtGui.QImage, width: int, ratio: float) -> QtGui.QPixmap:
    smooth = QtCore.Qt.TransformationMode.SmoothTransformation
    shown = QtGui.QPixmap.fromImage(picture.scaledToWidth(round(width * ratio), smooth))
    shown.setDevicePixelRatio(ratio)
    return shown
