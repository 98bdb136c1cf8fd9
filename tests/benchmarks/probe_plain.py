"""An ordinary small PySide6 program with an empty window, as it was measured when the limits were set.

It imports the widgets that a program with a form and a list would and names `Qt`, as nearly every
PySide6 program does; `probe_bare` is the leanest process that shows anything at all.
"""

import sys

from PySide6.QtCore import QAbstractTableModel, Qt  # noqa: F401 - naming them is what is measured
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (  # noqa: F401 - as above
    QApplication,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QTableView,
    QWidget,
)

from tests.benchmarks import probe_bare


class Window(QWidget):
    """Nothing in it; says when it was painted."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Once is enough: the process ends."""
        super().paintEvent(event)
        probe_bare.done()


def main() -> int:
    """Show it."""
    app = QApplication([])
    window = Window()
    window.resize(680, 720)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
