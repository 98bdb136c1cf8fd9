"""The least that a window can be: a bare PySide6 widget. Prints when it was painted, then ends."""

import os
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class Painted(QObject):
    """Calls back once, after the widget's first paint."""

    def __init__(self, then: Callable[[], object]) -> None:
        super().__init__()
        self._then = then

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def done() -> None:
    sys.stdout.write(f"{time.monotonic_ns()}\n")
    sys.stdout.flush()
    os._exit(0)


def main() -> int:
    app = QApplication([])
    window = QWidget()
    window.resize(680, 720)
    painted = Painted(done)
    window.installEventFilter(painted)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
