"""A layout that sets its widgets side by side and goes on to the next line when the line is full."""

from PySide6 import QtCore, QtWidgets

_Lines = list[list[tuple[QtWidgets.QLayoutItem, QtCore.QSize]]]
_LTR = QtCore.Qt.LayoutDirection.LeftToRight


class FlowLayout(QtWidgets.QLayout):
    """Words in a paragraph, but widgets: for taps and radios that must wrap at any width or text size.

    `across` and `down` are the gaps in pixels; with `even` all are as wide as the widest, so that
    lines stand in columns. In a right-to-left window lines begin at the right.
    """

    def __init__(self, across: int = 8, down: int = 8, *, even: bool = False) -> None:
        super().__init__()
        self._even = even
        self._items: list[QtWidgets.QLayoutItem] = []
        self._taken: list[QtWidgets.QLayoutItem] = []
        self._laid: dict[int, _Lines] = {}
        self._across = across
        self._down = down
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QtWidgets.QWidget) -> None:
        """Take one more widget at the end.

        Its item is made here. One that Qt makes goes without a word to Python when its page goes, and
        the next item at the same address is then taken for the dead one: that ended the process.
        """
        self.addChildWidget(widget)
        self.addItem(QtWidgets.QWidgetItem(widget))

    def addItem(self, item: QtWidgets.QLayoutItem) -> None:
        """Take one more item at the end."""
        self._items.append(item)
        self.invalidate()

    def invalidate(self) -> None:
        """Forget the lines: Qt asks for the height at the same width many times between two changes."""
        self._laid.clear()
        super().invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QtWidgets.QLayoutItem | None:
        """The item at `index`, or None past the end, as Qt asks of every layout."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QtWidgets.QLayoutItem | None:
        """Remove and return the item at `index`, or None past the end."""
        if not 0 <= index < len(self._items):
            return None
        self._laid.clear()
        self._taken.append(self._items.pop(index))  # Qt deletes what it took; Python must not do it first
        return self._taken[-1]

    def expandingDirections(self) -> QtCore.Qt.Orientation:
        """None: it takes the height it needs and no more."""
        return QtCore.Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower means taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that the lines take at this width."""
        return self._place(QtCore.QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QtCore.QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QtCore.QSize:
        """As wide as one line of everything."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self._across * max(0, len(sizes) - 1)
        return QtCore.QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QtCore.QSize:
        """As narrow as the widest item."""
        size = QtCore.QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, area: QtCore.QRect, *, move: bool) -> int:
        y = 0
        for line in self._lines(area.width()):
            height = max(size.height() for _, size in line)
            x = 0
            for item, size in line:
                if move:
                    lower = y + (height - size.height()) // 2
                    item.setGeometry(QtCore.QRect(self._corner(area, x, lower, size), size))
                x += size.width() + self._across
            y += height + self._down
        return max(y - self._down, 0)

    def _lines(self, width: int) -> _Lines:
        if width not in self._laid:
            self._laid[width] = self._break(width)
        return self._laid[width]

    def _break(self, width: int) -> _Lines:
        lines: _Lines = []
        used = 0
        shown = [item for item in self._items if not item.isEmpty()]
        widest = max((item.sizeHint().width() for item in shown), default=0) if self._even else 0
        for item in shown:
            size = item.sizeHint().expandedTo(QtCore.QSize(widest, 0))
            size = size.boundedTo(QtCore.QSize(max(width, 1), 100_000))
            if not lines or used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + self._across
        return lines

    def _corner(self, area: QtCore.QRect, x: int, y: int, size: QtCore.QSize) -> QtCore.QPoint:
        parent = self.parentWidget()
        if parent is None or parent.layoutDirection() == _LTR:
            return QtCore.QPoint(area.x() + x, area.y() + y)
        return QtCore.QPoint(area.right() + 1 - x - size.width(), area.y() + y)
