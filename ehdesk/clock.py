"""What time it is, and new ids: the only place that asks the system for either."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Clock:
    """The time and the source of ids that a part of the desk is handed.

    `now` gives an aware UTC datetime; `new_id` gives a UUIDv7 as 36 characters.
    Tests pass a frozen one; `system()` is the real one.
    """

    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def today(self) -> date:
        """The date in Europe/London, which is the date a worker writes on a form."""
        return local(self.now()).date()


def system() -> Clock:
    """The machine's own clock, with random UUIDv7 ids that never repeat or run backwards."""
    source = _Uuid7()
    return Clock(now=lambda: datetime.now(UTC), new_id=lambda: source.next(_milliseconds()))


def id_from(*said: str) -> str:
    """Always the same id for the same words (UUIDv5), on every desk: what two make of one thing is one."""
    return str(uuid5(NAMESPACE_OID, "\n".join(said)))


def local(moment: datetime) -> datetime:
    """The same moment as a clock on a wall in London would show it."""
    return moment.astimezone(LONDON)


def _milliseconds() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)


class _Uuid7:
    """UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits; in order within one process."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self, milliseconds: int) -> str:
        with self._lock:
            self._last = max(self._last + 1, milliseconds)
            stamp = self._last
        value = stamp.to_bytes(6, "big") + os.urandom(10)
        number = int.from_bytes(value, "big")
        number = number & ~(0xF << 76) | 0x7 << 76
        number = number & ~(0x3 << 62) | 0x2 << 62
        return str(UUID(int=number))
