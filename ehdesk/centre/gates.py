"""How many are let in at a time: whoever finds no room is asked to come again."""

import asyncio
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


class Lines:
    """So many lines of one device are listened to at a time, the newest: where another one comes, the oldest
    ends. It is mostly dead, on a network that breaks off; and nobody takes every line by sending slowly. For
    one thread."""

    def __init__(self, most: int) -> None:
        self._most, self._of = most, dict[str, list[asyncio.Timeout]]()

    @contextmanager
    def listening_to(self, who: str, ends: asyncio.Timeout) -> Iterator[None]:
        """Listen to one more line, which is over when `ends` says so, or before."""
        mine = self._of.setdefault(who, [])
        mine.append(ends)
        while len(mine) > self._most:
            oldest = mine.pop(0)
            if not oldest.expired():
                oldest.reschedule(0.0)
        try:
            yield
        finally:
            if ends in mine:
                mine.remove(ends)
            if not mine and self._of.get(who) is mine:
                del self._of[who]
