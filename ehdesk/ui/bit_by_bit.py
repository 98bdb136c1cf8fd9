"""A long form opens at once: what is further down is made in the pauses, from the top down."""

import time
from collections.abc import Callable, Sequence

from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition

SCREEN = 1000
"""Pixels: a screen and a little more."""

_SLICE_SECONDS = 0.006
_HIGH = {"table": 700, "long_text": 180, "multiple_choice": 180, "people": 160, "scale": 60}
_USUAL = 100


def screenful(waiting: Sequence[definition.Question]) -> list[definition.Question]:
    """The first of these questions, as many as fill the screen, guessed from their kinds."""
    taken, high = [], 0
    for question in waiting:
        if high >= SCREEN:
            break
        taken.append(question)
        high += _HIGH.get(question.kind, _USUAL)
    return taken


def prepare(part: QtWidgets.QWidget) -> None:
    """Let it take on the style sheet now, unseen, so that showing it is quick."""
    part.ensurePolished()
    for inner in part.findChildren(QtWidgets.QWidget):
        inner.ensurePolished()


class BitByBit(QtCore.QObject):
    """Lets `make` make a little at a time, whenever the window has nothing else to do.

    `make` is given whether its time is up, asks that after each bit, and tells whether more is to come.
    """

    def __init__(self, view: QtCore.QObject, make: Callable[[Callable[[], bool]], bool]) -> None:
        super().__init__(view)
        self._make = make
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_pause)

    def go_on(self, after_ms: int = 0) -> None:
        """Begin in the next pause, or in one that comes later."""
        if not self._timer.isActive():
            self._timer.start(after_ms)

    def _on_pause(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        if self._make(lambda: time.perf_counter() > end):
            self.go_on()
