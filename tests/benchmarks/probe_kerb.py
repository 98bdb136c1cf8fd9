"""The kerb note in the real desk: passphrase, Enter, Ctrl+N, first letter. Prints when each was there.

First argument: how many milliseconds the passphrase takes to be typed.
"""

import json
import os
import sys
import time
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit, QWidget

from tests.benchmarks import filled_words, probe_bare, probe_desk

LETTER = "Z"


class Watch:
    """Works by keys alone from the painted unlock window on, as fast as the desk lets it."""

    def __init__(self, life: Any, typing_ms: int) -> None:
        self.life = life
        self.times: dict[str, int] = {}
        self.keys = 0
        self.painted = probe_bare.Painted(lambda: QTimer.singleShot(typing_ms, self.enter))
        life.front.installEventFilter(self.painted)
        life.desk_opened.connect(self.opened)
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)

    def enter(self) -> None:
        line = self.life.front.currentWidget().field.line
        line.setText(filled_words.PASSPHRASE)
        self.times["entered"] = time.monotonic_ns()
        self.press(self.life.front, Qt.Key.Key_Return)

    def opened(self, window: QWidget) -> None:
        window.activateWindow()
        self.press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        self.timer.start(1)

    def press(
        self, window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(window.windowHandle(), key, held)
        self.keys += 1

    def look(self) -> None:
        writing = QApplication.focusWidget()
        if not isinstance(writing, QPlainTextEdit | QTextEdit):
            return
        if "ready" not in self.times:
            self.times["ready"] = time.monotonic_ns()
            QTest.keyClicks(writing, LETTER)
        if writing.toPlainText() == LETTER:
            self.timer.stop()
            QTimer.singleShot(0, self.written)

    def written(self) -> None:
        self.times["written"] = time.monotonic_ns()
        sys.stdout.write(json.dumps({**self.times, "keys": self.keys}) + "\n")
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    typing_ms = int(sys.argv[1])
    sys.exit(probe_desk.start(lambda life: Watch(life, typing_ms), sys.argv[2:]))
