"""One worker thread with its own queue; what it finishes comes home to the window as one queued signal.

Qt's objects may only end on the window's thread. Two things would end them on the lane: Python's
search for garbage, which runs on whatever thread happens to allocate (seen in November 2026: timers
stopped from the lane, then a crash), and a job that holds the last hold on a page. So while a lane
runs, garbage is looked for by a timer on the window's thread; and whoever waits for an answer is kept
here, on the window's side, until the answer is home. The answer is laid down here before it is told, for
an error holds all that its job held, and the lane may be the slower one to let go. Where Python did not
look by itself before, it does not after: a process with other threads of its own begins with `gc.disable()`.
"""

import gc
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

Then = Callable[[Any], object]
Failed = Callable[[Exception], object]
Job = Callable[[], Any]

TIDY_MS = 1000


class _Asked(NamedTuple):
    """One job, and who waits for it."""

    job: Job
    then: Then | None
    failed: Failed | None
    owner: QObject | None


class Lane(QObject):
    """Jobs run one after another, in the order they were handed in, off the window's thread.

    Make one on the window's thread. `stumbled` carries what went wrong in a job that named no
    `failed` of its own.
    """

    stumbled = Signal(object)
    _came_home = Signal(int)  # which job

    def __init__(self, name: str, parent: QObject | None = None, *, tidies: bool = True) -> None:
        """`tidies` is false for a lane beside one that does: garbage is looked for once."""
        super().__init__(parent)
        self._name = name
        self._beside: Lane | None = None
        self._asked: dict[int, _Asked] = {}
        self._home: dict[int, tuple[bool, object]] = {}  # whether it went well, its result or its error
        self._is_left = False
        self._last = 0
        self._jobs: deque[tuple[int, Job] | None] = deque()
        self._handed_in = threading.Semaphore(0)  # `queue` would do both, and takes 1 ms of the start
        self._came_home.connect(self._deliver)  # queued by itself: it is emitted on the lane
        self._tidying = QTimer(self)
        self._tidying.setInterval(TIDY_MS)
        self._tidying.timeout.connect(tidy)
        self._gives_back = tidies and gc.isenabled()
        if tidies:
            gc.disable()
            self._tidying.start()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether every job handed in has been delivered, beside it too."""
        return not self._asked and (self._beside is None or self._beside.is_idle)

    def beside(self) -> "Lane":
        """A lane for what takes long and needs no vault, so that a save never waits for it.

        It is made when it is first asked for, and closed with this one.
        """
        if self._beside is None:
            self._beside = Lane(f"beside {self._name}", self, tidies=False)
            self._beside.stumbled.connect(self.stumbled)
        return self._beside

    def submit(
        self,
        job: Job,
        then: Then | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run `job` on the lane; then call `then` with its result, or `failed` with what it raised.

        Both are called on the window's thread. When `owner` is gone by then, neither is called.
        """
        self._last += 1
        self._asked[self._last] = _Asked(job, then, failed, owner)
        self._hand_in((self._last, job))

    def close(self, *, wait_seconds: float = 10.0) -> bool:
        """Finish what was handed in, then end the thread. False when it did not end in time."""
        was_beside = self._beside is None or self._beside.close(wait_seconds=wait_seconds)
        self._hand_in(None)
        self._thread.join(wait_seconds)
        has_ended = was_beside and not self._thread.is_alive()
        if self._thread.is_alive():  # stuck, as on a network: what it holds must not end with it
            self._is_left = True
            _LEFT.append(self)
        self._tidying.stop()
        if self._gives_back and has_ended:
            gc.enable()
        return has_ended

    def _hand_in(self, job: tuple[int, Job] | None) -> None:
        self._jobs.append(job)
        self._handed_in.release()

    def _work(self) -> None:
        while self._handed_in.acquire() and (handed := self._jobs.popleft()) is not None:
            number = handed[0]
            self._home[number] = _attempt(handed[1])
            del handed  # before it is home: the window's side lets go of it last
            if not self._is_left:
                self._came_home.emit(number)

    @Slot(int)  # in the class from the start: else Qt's table of it grows while other lanes tell of theirs
    def _deliver(self, number: int) -> None:
        asked = self._asked[number]
        went_well, outcome = self._home.pop(number)
        call = asked.then if went_well else asked.failed or self.stumbled.emit
        try:
            if call is not None and is_here(asked.owner):
                call(outcome)  # type: ignore[arg-type] # an Exception where it did not go well
        finally:
            del self._asked[number]


_LEFT: list[Lane] = []
"""Lanes that did not end in time. A process that goes on (a test, the demonstration) keeps them for good."""


def _attempt(job: Job) -> tuple[bool, object]:
    try:
        return True, job()
    except Exception as error:  # noqa: BLE001 - the lane's edge: `failed` or `stumbled` shows it
        return False, error


def tidy() -> None:
    """Look for garbage where Python would have looked by itself: the oldest generation that is due."""
    limits = gc.get_threshold()
    due = [generation for generation, count in enumerate(gc.get_count()) if count > limits[generation]]
    if due:
        gc.collect(max(due))


def is_here(owner: QObject | None) -> bool:
    """Whether a result can still be brought to its owner: nobody, or one whose widget still stands."""
    return owner is None or shiboken6.isValid(owner)
