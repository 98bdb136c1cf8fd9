"""The sections of a form at its side: where you are, how far each has come, one key to go there."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

from ehdesk.ui import form_view, rows, theme, widgets

_WIDTH = 248


class SectionRail(QtWidgets.QWidget):
    """A quiet list of sections; `chosen` carries the id of the one to go to."""

    chosen = QtCore.Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = widgets.stack(self, gap=8)
        column.setContentsMargins(24, 32, 0, 24)
        self._list = rows.RowList("Sections of this form", grows=True)
        self._list.chosen.connect(self.chosen)
        column.addWidget(self._list)
        column.addStretch(1)
        self.setFixedWidth(theme.scaled(_WIDTH))

    def set_progress(self, progress: Sequence[form_view.Progress]) -> None:
        """Show how far each section has come, in words."""
        shown = tuple(_row(section) for section in progress)
        if shown != self._list.rows():
            self._list.set_rows(shown)

    def dress(self) -> None:
        """Keep to the size of the text. A font change alone comes before the new size is known."""
        self.setFixedWidth(theme.scaled(_WIDTH))


def _row(section: form_view.Progress) -> rows.Row:
    if not section.total:
        return rows.Row(section.id, section.title, "Optional")
    if section.answered == section.total:
        return rows.Row(section.id, section.title, "All answered", sign="tick", tone="received")
    return rows.Row(section.id, section.title, f"{section.answered} of {section.total}")
