"""Rows of two lines: what, then why or when. A short list of buttons, and a long list that is painted."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ehdesk.ui import icons, theme, widgets

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """One line of a list. `key` comes back when it is chosen; `side` stands at the right, quiet."""

    key: str
    title: str
    detail: str = ""
    side: str = ""
    sign: str = ""
    tone: widgets.Tone = "quiet"

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.detail, self.side) if part)


class RowList(QListView):
    """A list of rows that is walked with the arrows and opened with Enter or one click.

    Give it rows with `set_rows`; `chosen` carries the key of the one that was opened; `end_reached`
    says that the last row came into view, for lists that are read page by page. With
    `grows=True` it is as tall as its rows and scrolls with the page around it; with
    `walked_from_beside` another control has the keys, and the current row shows all the same.
    """

    chosen = Signal(str)
    end_reached = Signal()

    def __init__(self, name: str, *, grows: bool = False, walked_from_beside: bool = False) -> None:
        super().__init__()
        self.grows = grows
        self.shows_current = walked_from_beside
        self._rows = _Rows()
        self.setModel(self._rows)
        self.setItemDelegate(RowPainter(self))
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setTabKeyNavigation(False)
        if grows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_opened)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, keeping the one that is current where it is still there."""
        kept = self.current_key()
        self._rows.show(tuple(rows))
        if rows and (not kept or self.current_key() != kept) and not self.go_to(kept):
            self.setCurrentIndex(self._rows.index(0))
        if self.grows:
            self._grow()

    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self._rows.rows

    def current_key(self) -> str:
        """The key of the row that the arrows stand on, or nothing."""
        place = self.currentIndex().row()
        return self._rows.rows[place].key if 0 <= place < len(self._rows.rows) else ""

    def go_to(self, key: str) -> bool:
        """Stand on the row with this key and bring it into view. False when it is not there."""
        place = self._rows.place_of(key)
        if place >= 0:
            self.setCurrentIndex(self._rows.index(place))
        return place >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; everything else is the list's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    def dress(self) -> None:
        """Measure again: the size of text has changed."""
        self.scheduleDelayedItemsLayout()
        if self.grows:
            self._grow()

    def _grow(self) -> None:
        self.setFixedHeight(len(self._rows.rows) * _row_height() + 2)

    def _on_opened(self, index: QModelIndex) -> None:
        self.chosen.emit(self._rows.rows[index.row()].key)

    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum():
            self.end_reached.emit()


class _Rows(QAbstractListModel):
    """The rows behind a list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> None:
        """Show these rows; where they are the same, or only go on from those that are here, nothing moves."""
        before = len(self.rows)
        if rows == self.rows:
            return
        if before and len(rows) > before and rows[:before] == self.rows:
            self.beginInsertRows(QModelIndex(), before, len(rows) - 1)
            self.rows = rows
            self.endInsertRows()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def place_of(self, key: str) -> int:
        return next((place for place, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken()
        return None


def row_at(index: Index) -> Row | None:
    """The row behind an index of such a list."""
    model = index.model()
    return model.rows[index.row()] if isinstance(model, _Rows) else None


def _row_height() -> int:
    metrics = QFontMetrics(QApplication.font())
    return metrics.lineSpacing() * 2 + theme.scaled(2 if theme.is_compact() else 12)


class RowPainter(QStyledItemDelegate):
    """Draws a row: sign, title, detail under it, side words at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines high."""
        return QSize(120, _row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row, its ground first."""
        rows = index.model()
        if not isinstance(rows, _Rows):
            return
        row, place = rows.rows[index.row()], QRect(option.rect)
        painter.save()
        self._ground(painter, option, place)
        above = theme.scaled(1 if theme.is_compact() else 6)
        inner = place.adjusted(theme.scaled(12), above, -theme.scaled(12), -above)
        if row.sign:
            size = theme.scaled(icons.SIZE)
            picture = icons.pixmap(
                row.sign, widgets.tint(row.tone), size, painter.device().devicePixelRatio()
            )
            painter.drawPixmap(inner.left(), inner.center().y() - size // 2, picture)
            inner.setLeft(inner.left() + size + theme.scaled(12))
        self._words(painter, row, inner)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect) -> None:
        colours = option.palette
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        is_walked = has_focus or bool(getattr(self.parent(), "shows_current", False))
        is_current = bool(option.state & QStyle.StateFlag.State_Selected) and is_walked
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, colours.color(QPalette.ColorRole.AlternateBase))
        if is_current:
            bar = QRect(place.left(), place.top(), 4, place.height())
            painter.fillRect(bar, colours.color(QPalette.ColorRole.Shadow))
        painter.setPen(colours.color(QPalette.ColorRole.Midlight))
        painter.drawLine(place.bottomLeft(), place.bottomRight())

    def _words(self, painter: QPainter, row: Row, inner: QRect) -> None:
        colours = QApplication.palette()
        plain, strong = QApplication.font(), QFont(QApplication.font())
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(plain)
        painter.setFont(plain)
        if row.side:
            painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.side)
            inner = inner.adjusted(0, 0, -metrics.horizontalAdvance(row.side) - 16, 0)
        height = metrics.lineSpacing()
        top = inner.top() if row.detail else inner.center().y() - height // 2
        painter.setFont(strong)
        painter.setPen(colours.color(QPalette.ColorRole.WindowText))
        self._one(painter, row.title, QRect(inner.left(), top, inner.width(), height), strong)
        painter.setFont(plain)
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        self._one(painter, row.detail, QRect(inner.left(), top + height, inner.width(), height), plain)

    def _one(self, painter: QPainter, text: str, place: QRect, font: QFont) -> None:
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
