"""The real desk, unlocked by its own window. Prints how long it took from the passphrase to Today.

First argument: how many milliseconds the passphrase takes to be typed, while libraries are loaded.
"""

import json
import os
import sys
import time
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tests.benchmarks import filled_words, probe_bare, probe_desk


class Watch:
    """Types the passphrase into the painted window and waits until Today shows what there is."""

    def __init__(self, life: Any, typing_ms: int) -> None:
        self.life = life
        self.times: dict[str, int] = {}
        self.painted = probe_bare.Painted(lambda: QTimer.singleShot(typing_ms, self.enter))
        life.front.installEventFilter(self.painted)
        life.desk_opened.connect(self.opened)
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)

    def enter(self) -> None:
        page = self.life.front.currentWidget()
        page.field.line.setText(filled_words.PASSPHRASE)
        self.times["entered"] = time.monotonic_ns()
        page.try_it()

    def opened(self, window: QWidget) -> None:
        self.times["desk"] = time.monotonic_ns()
        self.timer.start(1)

    def look(self) -> None:
        page = self.life.window.page()
        if page is not None and getattr(page, "summary", None) is not None and page.summary.text():
            self.timer.stop()
            QTimer.singleShot(0, self.usable)

    def usable(self) -> None:
        self.times["usable"] = time.monotonic_ns()
        sys.stdout.write(json.dumps(self.times) + "\n")
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    typing_ms = int(sys.argv[1])
    sys.exit(probe_desk.start(lambda life: Watch(life, typing_ms), sys.argv[2:]))
