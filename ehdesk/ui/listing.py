"""A short list under a heading: five lines, then "more"; and one sentence where there is nothing."""

import functools
from collections.abc import Callable, Sequence

from PySide6 import QtCore, QtWidgets

from ehdesk.ui import rows, widgets

FIVE = 5


class Listing(QtWidgets.QWidget):
    """`set_rows` shows the first five and a button for the rest; `chosen` carries a row's key.

    Without rows it shows `empty`, or, where that is "", nothing at all. `make` makes another kind of list.
    Each part is made when there is something for it: most of Today's lists are empty on most days.
    """

    chosen = QtCore.Signal(str)

    def __init__(
        self,
        title: str,
        *,
        empty: str = "",
        first: int = FIVE,
        make: Callable[[str], rows.RowList] | None = None,
    ) -> None:
        super().__init__()
        self.title = title
        self._first = first
        self._rows: tuple[rows.Row, ...] = ()
        self._total = 0
        self._make = make
        self._words = empty
        self._is_whole = False
        self._column = widgets.stack(self, gap=8)
        self.top = widgets.line(gap=8)
        self.top.addWidget(widgets.heading(title, 2), 1)
        self._column.addLayout(self.top)
        self._show(())

    @functools.cached_property
    def list(self) -> rows.RowList:
        """The list, where Tab comes to what stands here."""
        made = rows.RowList(self.title, grows=True) if self._make is None else self._make(self.title)
        made.chosen.connect(self.chosen)
        self._column.insertWidget(1, made)
        QtWidgets.QWidget.setTabOrder(self._before(), made)
        return made

    @functools.cached_property
    def more(self) -> widgets.Button:
        """The button for the rest."""
        made = widgets.link("", self.show_all)
        self._column.insertWidget(2, made, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        QtWidgets.QWidget.setTabOrder(self.list, made)
        return made

    @functools.cached_property
    def _empty(self) -> QtWidgets.QLabel:
        made = widgets.quiet(self._words)
        self._column.addWidget(made)
        return made

    @functools.cached_property
    def _rest(self) -> QtWidgets.QLabel:
        made = widgets.quiet("")
        self._column.addWidget(made)
        return made

    def _before(self) -> QtWidgets.QWidget:
        """What stands before the list: the last thing beside the title, or the part itself."""
        item = self.top.itemAt(self.top.count() - 1)
        beside = item.widget() if item is not None else None
        return self if beside is None else beside

    def set_rows(self, found: Sequence[rows.Row], *, total: int = 0) -> None:
        """Show these rows; `total` is how many there are in all where more than these were not read."""
        self._rows, self._total = tuple(found), max(total, len(found))
        self._show(self._rows if self._is_whole else self._rows[: self._first])

    def show_all(self) -> None:
        """Show every row."""
        self.show_all_quietly()
        self.list.setFocus()

    def show_all_quietly(self) -> None:
        """Show every row, from now on, and leave the focus where it is."""
        self._is_whole = True
        self._show(self._rows)

    def _show(self, shown: tuple[rows.Row, ...]) -> None:
        left = self._total - len(shown)
        is_all = len(shown) == len(self._rows)
        if shown or "list" in vars(self):
            self.list.set_rows(shown)
            self.list.setVisible(bool(shown))
        if self._words and (not shown or "_empty" in vars(self)):
            self._empty.setVisible(not shown)
        if left > 0 or "more" in vars(self):
            self.more.setVisible(left > 0 and not is_all)
            self.more.setText(f"{left:,} more")
            self.more.setAccessibleName(f"{left:,} more: {self.title}")
        if (left > 0 and is_all) or "_rest" in vars(self):
            self._rest.setVisible(left > 0 and is_all)
            self._rest.setText(f"These are the first {len(shown)}. There are {left:,} more, in the caseload.")
        # Shown only once it stands in a page: a widget without one would open as a window.
        if not shown and not self._words:
            self.hide()
        elif self.parentWidget() is not None:
            self.show()
