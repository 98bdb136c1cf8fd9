"""Whose turn it is at the vault: whoever waits has it next, before the one who has just had it.

Python's own lock goes to whoever comes first, and that is mostly the thread that has let go of it a moment
ago: a save waited while a pull took in one bite after another.
"""

import threading
from types import TracebackType


class Turns:
    """A lock that a thread may take again while it has it."""

    def __init__(self) -> None:
        self._next, self._lock = threading.Lock(), threading.RLock()
        self._has: int | None = None
        self._times = 0

    def __enter__(self) -> None:
        me = threading.get_ident()
        if self._has == me:
            self._lock.acquire()
        else:
            with self._next:  # one waits for the lock, and all others for being that one
                self._lock.acquire()
        self._has = me
        self._times += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._times -= 1
        if not self._times:
            self._has = None
        self._lock.release()
