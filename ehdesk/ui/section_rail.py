"""The sections of a form at its side: where you are, how far each has come, one key to go there."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

from ehdesk.ui import how_far, long_rows, rows, theme, widgets

_WIDTH = 300


class SectionRail(QtWidgets.QWidget):
    """A quiet list of sections; `chosen` carries the id of the one to go to."""

    chosen = QtCore.Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = widgets.stack(self, gap=8)
        column.setContentsMargins(24, 32, 0, 24)
        self._list = long_rows.LongRowList("Sections of this form", grows=False, walked_from_beside=True)
        self._list.chosen.connect(self.chosen)
        column.addWidget(self._list, 1)
        self.setFixedWidth(theme.scaled(_WIDTH))

    def set_progress(self, progress: Sequence[how_far.Progress]) -> None:
        """Show how far each section has come, in words and with a sign."""
        shown = tuple(_row(section) for section in progress)
        if shown != self._list.rows():
            self._list.set_rows(shown)

    def show_here(self, section_id: str) -> None:
        """Mark the section in which the worker is."""
        if section_id and not self._list.hasFocus():
            self._list.go_to(section_id)

    def dress(self) -> None:
        """Keep to the size of the text. A font change alone comes before the new size is known."""
        self.setFixedWidth(theme.scaled(_WIDTH))


def _row(section: how_far.Progress) -> rows.Row:
    if not section.total:
        return rows.Row(section.id, section.title, "Optional", sign="open")
    if section.is_done:
        return rows.Row(section.id, section.title, "All answered", sign="tick", tone="received")
    told = f"{section.answered} of {section.total} · {section.minutes} min"
    return rows.Row(section.id, section.title, told, sign="started" if section.answered else "open")
