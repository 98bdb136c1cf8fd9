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

from tests.benchmarks import filled_words, probe_bare


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


def main() -> int:
    from ehdesk import app

    typing_ms = int(sys.argv.pop(1))
    begin = app.Life.begin
    kept: list[Watch] = []

    def begin_and_watch(life: app.Life) -> None:
        begin(life)
        kept.append(Watch(life, typing_ms))

    app.Life.begin = begin_and_watch  # type: ignore[method-assign]
    from ehdesk import __main__

    return __main__.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
