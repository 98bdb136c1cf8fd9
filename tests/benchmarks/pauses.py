"""How long the window's thread is away at most while a worker types, opens pages and searches."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtWidgets
from PySide6.QtTest import QTest

from ehdesk.ui import desk as desks
from tests.benchmarks import measuring, opening_forms, windowed

FRAME_MS = 1000 / 60
LIMIT = 2.0
WORDS = "Called at the house after school; Zofia showed me a drawing and Lukasz had slept. "
_KEY_MS = 40


class Heart(QtCore.QObject):
    """A timer of the window's thread that beats every millisecond; what lies between two beats is a pause."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self.doing = ""
        self.longest: dict[str, float] = {}
        self._last = time.perf_counter()
        self._timer = QtCore.QTimer(self)
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now = time.perf_counter()
        pause, self._last = now - self._last, now
        self.pauses.append(pause)
        self.longest[self.doing] = max(pause, self.longest.get(self.doing, 0.0))

    def at(self, share: float) -> float:
        """The pause that this share of all time is not longer than, each weighed by its own length."""
        ordered = sorted(self.pauses)
        whole, passed = sum(ordered), 0.0
        for pause in ordered:
            passed += pause
            if passed >= whole * share:
                return pause
        return ordered[-1]

    def quantile(self, per_mille: int) -> float:
        """The pause that so many of a thousand are not longer than."""
        return statistics.quantiles(self.pauses, n=1000)[per_mille - 1]


def run(rounds: int, scratch: Path) -> list[measuring.Result | measuring.Fact]:
    """A scripted day: Today, a family, notes, Part B, a search, back again."""
    with windowed.at_work(scratch / "pauses") as desk:
        wanted, family = opening_forms.filled_part_b(desk), desk.newest("family")
        desk.go("today")
        heart = Heart()
        for _ in range(rounds):
            for doing, act in _day(desk, family, wanted):
                heart.doing = doing
                act()
    seconds = heart.quantile(999)
    result = measuring.Result(
        "The window's thread away in a scripted day (999 of 1,000 pauses are shorter), against one frame",
        measuring.Side("pause", (seconds,)),
        measuring.Side("frame", (FRAME_MS / 1000,)),
        LIMIT,
    )
    worst = sorted(heart.longest.items(), key=lambda told: -told[1])
    told = ", ".join(f"{doing} {measuring.shown(pause)}" for doing, pause in worst)
    return [
        result,
        measuring.Fact("The longest pause of the window's thread", told),
        measuring.Fact("99.9 % of its time passed in pauses of at most", measuring.shown(heart.at(0.999))),
    ]


def _day(desk: windowed.Windowed, family: str, part_b: str) -> list[tuple[str, Callable[[], object]]]:
    return [
        ("Today", lambda: _open(desk, "today")),
        ("a family", lambda: _open(desk, "family", family)),
        ("a new note", lambda: _open(desk, "note", more={"family": family})),
        ("typing a note", lambda: _type(desk, WORDS)),
        ("Part B", lambda: _open(desk, "form", part_b)),
        ("typing in Part B", lambda: _type_in_form(desk)),
        ("the caseload", lambda: _open(desk, "caseload")),
        ("a search", lambda: _search(desk, "drawing")),
    ]


def _open(desk: windowed.Windowed, page: str, record_id: str | None = None, **more: Any) -> None:
    desk.window.go(desks.Place(page, record_id, **more))
    shown: Any = desk.window.page()
    desk.until(lambda: desk.lane.is_idle and not shown.is_settling)
    view = getattr(shown, "_view", None)
    if view is not None and hasattr(view, "is_whole"):
        desk.until(lambda: view.is_whole)
    _wait(desk, 100)


def _type(desk: windowed.Windowed, words: str) -> None:
    for letter in words:
        focused = QtWidgets.QApplication.focusWidget()
        if focused is not None:
            QTest.keyClicks(focused, letter)
        _wait(desk, _KEY_MS)


def _type_in_form(desk: windowed.Windowed) -> None:
    page: Any = desk.window.page()
    page._go_to("history")
    _type(desk, WORDS[:40])


def _search(desk: windowed.Windowed, words: str) -> None:
    desk.window.search()
    _wait(desk, 50)
    _type(desk, words)
    dialog = desk.app.activeWindow()
    if dialog is not None and dialog is not desk.window:
        dialog.close()
    _wait(desk, 50)


def _wait(desk: windowed.Windowed, milliseconds: int) -> None:
    end = time.perf_counter() + milliseconds / 1000
    desk.until(lambda: time.perf_counter() >= end)
