"""A layout that sets parts of a long page one beneath another, and never moves one for what is beneath it."""

from PySide6 import QtCore, QtWidgets


class Pile(QtWidgets.QLayout):
    """Each part as wide as the page and as tall as it wants to be at that width, `gap` apart.

    Qt's own column presses its parts together while it is still as tall as it was before one more came;
    on a long form that laid out every question twice for each new one.
    """

    def __init__(self, parent: QtWidgets.QWidget, *, gap: int) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QtWidgets.QLayoutItem] = []
        self._taken: list[QtWidgets.QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QtWidgets.QWidget) -> None:
        """Take one more part at the end. Why its item is made here: see `flow`."""
        self.addChildWidget(widget)
        self.addItem(QtWidgets.QWidgetItem(widget))

    def addItem(self, item: QtWidgets.QLayoutItem) -> None:
        """Take one more item at the end."""
        self._items.append(item)
        self.invalidate()

    def invalidate(self) -> None:
        """Forget the heights: a part has changed."""
        self._heights.clear()
        super().invalidate()

    def count(self) -> int:
        """How many parts there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QtWidgets.QLayoutItem | None:
        """The item at `index`, or None past the end, as Qt asks of every layout."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QtWidgets.QLayoutItem | None:
        """Remove and return the item at `index`, or None past the end."""
        if not 0 <= index < len(self._items):
            return None
        self._heights.clear()
        self._taken.append(self._items.pop(index))  # Qt deletes what it took; Python must not do it first
        return self._taken[-1]

    def expandingDirections(self) -> QtCore.Qt.Orientation:
        """None: it takes the height it needs and no more."""
        return QtCore.Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower means taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all parts at this width."""
        if width not in self._heights:
            shown = [_height(item, width) for item in self._items if not item.isEmpty()]
            self._heights[width] = sum(shown) + self._gap * max(0, len(shown) - 1)
        return self._heights[width]

    def setGeometry(self, area: QtCore.QRect) -> None:
        """Put every part in its place."""
        super().setGeometry(area)
        y = area.y()
        for item in self._items:
            if not item.isEmpty():
                height = _height(item, area.width())
                item.setGeometry(QtCore.QRect(area.x(), y, area.width(), height))
                y += height + self._gap

    def sizeHint(self) -> QtCore.QSize:
        """As wide as the widest hints at, and as tall as all of them do."""
        return self._hint([item.sizeHint() for item in self._items if not item.isEmpty()])

    def minimumSize(self) -> QtCore.QSize:
        """As narrow as the widest can be."""
        return self._hint([item.minimumSize() for item in self._items if not item.isEmpty()])

    def _hint(self, sizes: list[QtCore.QSize]) -> QtCore.QSize:
        high = sum(size.height() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QtCore.QSize(max((size.width() for size in sizes), default=0), high)


def _height(item: QtWidgets.QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
