"""One worker thread with its own queue; what it finishes comes home to the window as one queued signal."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

Then = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Lane(QObject):
    """Jobs run one after another, in the order they were handed in, off the window's thread.

    Make one on the window's thread. `stumbled` carries what went wrong in a job that named no
    `failed` of its own.
    """

    stumbled = Signal(object)
    _came_home = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: deque[Callable[[], None] | None] = deque()
        self._handed_in = threading.Semaphore(0)  # `queue` would do both, and takes 1 ms of the start
        self._waiting = 0
        self._came_home.connect(self._deliver)  # queued by itself: it is emitted on the lane
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether every job handed in has been delivered."""
        return self._waiting == 0

    def submit(
        self,
        job: Callable[[], Any],
        then: Then | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run `job` on the lane; then call `then` with its result, or `failed` with what it raised.

        Both are called on the window's thread. When `owner` is gone by then, neither is called.
        """
        self._waiting += 1

        def run() -> None:
            try:
                result = job()
            except Exception as error:  # noqa: BLE001 - the lane's edge: `failed` or `stumbled` shows it
                problem = error
                self._came_home.emit(lambda: self._finish(failed or self.stumbled.emit, problem, owner))
                return
            self._came_home.emit(lambda: self._finish(then, result, owner))

        self._hand_in(run)

    def close(self, *, wait_seconds: float = 10.0) -> bool:
        """Finish what was handed in, then end the thread. False when it did not end in time."""
        self._hand_in(None)
        self._thread.join(wait_seconds)
        return not self._thread.is_alive()

    def _hand_in(self, job: Callable[[], None] | None) -> None:
        self._jobs.append(job)
        self._handed_in.release()

    def _work(self) -> None:
        while self._handed_in.acquire() and (job := self._jobs.popleft()) is not None:
            job()

    def _deliver(self, bring: Callable[[], None]) -> None:
        bring()

    def _finish(self, call: Callable[[Any], object] | None, value: object, owner: QObject | None) -> None:
        self._waiting -= 1
        if call is not None and is_here(owner):
            call(value)


def is_here(owner: QObject | None) -> bool:
    """Whether a result can still be brought to its owner: nobody, or one whose widget still stands."""
    return owner is None or shiboken6.isValid(owner)
