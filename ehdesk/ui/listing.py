"""A short list under a heading: five lines, then "more"; and one sentence where there is nothing."""

from collections.abc import Callable, Sequence

from PySide6 import QtCore, QtWidgets

from ehdesk.ui import rows, widgets

FIVE = 5


class Listing(QtWidgets.QWidget):
    """`set_rows` shows the first five and a button for the rest; `chosen` carries a row's key.

    Without rows it shows `empty`, or, where that is "", nothing at all. `make` makes another kind of list.
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
        column = widgets.stack(self, gap=8)
        self.top = widgets.line(gap=8)
        self.top.addWidget(widgets.heading(title, 2), 1)
        column.addLayout(self.top)
        self._empty = widgets.quiet(empty)
        self._has_words = bool(empty)
        column.addWidget(self._empty)
        self.list = make(title) if make is not None else rows.RowList(title, grows=True)
        self.list.chosen.connect(self.chosen)
        column.addWidget(self.list)
        self.more = widgets.link("", self.show_all)
        column.addWidget(self.more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._rest = widgets.quiet("")
        column.addWidget(self._rest)
        self._show(())

    def set_rows(self, found: Sequence[rows.Row], *, total: int = 0) -> None:
        """Show these rows; `total` is how many there are in all where more than these were not read."""
        self._rows, self._total = tuple(found), max(total, len(found))
        self._show(self._rows[: self._first])

    def show_all(self) -> None:
        """Show every row."""
        self.show_all_quietly()
        self.list.setFocus()

    def show_all_quietly(self) -> None:
        """Show every row, and leave the focus where it is."""
        self._show(self._rows)

    def _show(self, shown: tuple[rows.Row, ...]) -> None:
        left = self._total - len(shown)
        self.list.set_rows(shown)
        self.list.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        is_all = len(shown) == len(self._rows)
        self.more.setVisible(left > 0 and not is_all)
        self.more.setText(f"{left:,} more")
        self.more.setAccessibleName(f"{left:,} more: {self.title}")
        self._rest.setVisible(left > 0 and is_all)
        self._rest.setText(f"These are the first {len(shown)}. There are {left:,} more, in the caseload.")
        # Shown only once it stands in a page: a widget without one would open as a window.
        if not shown and not self._has_words:
            self.hide()
        elif self.parentWidget() is not None:
            self.show()
