"""Rows whose words are read whole: a chronology is read, not scanned, so nothing of it ends in three dots."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from ehdesk.ui import icons, rows, theme

_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class LongRowList(rows.RowList):
    """A list that grows: each row is as tall as its title, broken into lines, and its detail under it."""

    def __init__(self, name: str, *, grows: bool = True, walked_from_beside: bool = False) -> None:
        super().__init__(name, grows=grows, walked_from_beside=walked_from_beside)
        self.setUniformItemSizes(False)
        self.setItemDelegate(_LongPainter(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            if self.grows:
                self._grow()

    def _grow(self) -> None:
        width = self.viewport().width()
        self.setFixedHeight(sum(height_of(row, width) for row in self.rows()) + 2)


class _LongPainter(rows.RowPainter):
    """Draws a row with its words broken into lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: rows.Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, LongRowList) else 320
        row = rows.row_at(index)
        return QSize(120, height_of(row, width) if row is not None else 40)

    def _words(self, painter: QPainter, row: rows.Row, inner: QRect) -> None:
        colours = QApplication.palette()
        painter.setFont(_strong())
        painter.setPen(colours.color(QPalette.ColorRole.WindowText))
        height = _height(row.title, _strong(), inner.width())
        painter.drawText(QRect(inner.left(), inner.top(), inner.width(), height), int(_FLAGS), row.title)
        painter.setFont(QApplication.font())
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        below = QRect(inner.left(), inner.top() + height, inner.width(), inner.height() - height)
        painter.drawText(below, int(_FLAGS), row.detail)


def height_of(row: rows.Row, width: int) -> int:
    """How tall a row is in a list of this width."""
    sign = theme.scaled(icons.SIZE) + theme.scaled(12) if row.sign else 0
    inner = max(width - 2 * theme.scaled(12) - sign, 40)
    words = _height(row.title, _strong(), inner) + _height(row.detail, QApplication.font(), inner)
    return words + theme.scaled(14)


def _height(text: str, font: QFont, width: int) -> int:
    if not text:
        return 0
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 100_000), int(_FLAGS), text).height()


def _strong() -> QFont:
    font = QFont(QApplication.font())
    font.setWeight(QFont.Weight.DemiBold)
    return font
