"""How many are let in at a time: whoever finds no room is asked to come again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ehdesk.centre.refusing import Refused


@dataclass
class Gate:
    """How many are inside. For one thread."""

    most: int
    inside: int = 0

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Raises: Refused ("busy") when there is no room."""
        if self.inside >= self.most:
            raise Refused("busy")
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1


class Scales:
    """So many that weigh more than `heavy` are let in at a time, and everybody else. For all threads."""

    def __init__(self, heavy: int, most: int) -> None:
        self._heavy, self._room = heavy, threading.Semaphore(most)

    @contextmanager
    def entered_by(self, weight: int) -> Iterator[None]:
        """Raises: Refused ("busy") when there is no room."""
        if weight <= self._heavy:
            yield
            return
        if not self._room.acquire(blocking=False):
            raise Refused("busy")
        try:
            yield
        finally:
            self._room.release()
