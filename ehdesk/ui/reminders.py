"""A quiet line before a visit. It names nobody: whoever looks on learns that there is a visit."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6 import QtCore

from ehdesk.models import acts, visit
from ehdesk.ui import desk as desks

_LOOKS_EVERY_MS = 60_000


def read_coming(read: acts.Reading) -> tuple[visit.VisitLine, ...]:
    """My visits of today."""
    today = read.clock.today()
    return visit.visits_between(read, today, today, limit=20)


class Reminders(QtCore.QObject):
    """Looks once a minute whether a visit begins soon, and says so once for each visit and time."""

    def __init__(self, desk: desks.Desk, minutes: Callable[[], int], parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._desk, self._minutes = desk, minutes
        self._said: set[tuple[str, datetime]] = set()
        self._timer = QtCore.QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOKS_EVERY_MS)

    def stop(self) -> None:
        """Say nothing any more."""
        self._timer.stop()

    def look(self) -> None:
        """Ask for today's visits, unless no reminder is wanted."""
        if self._minutes():
            self._desk.ask(read_coming, then=self._on_read, owner=self)

    def _on_read(self, lines: tuple[visit.VisitLine, ...]) -> None:
        now = self._desk.clock.now()
        for line in lines:
            key = (line.record_id, line.at)
            left = line.at - now
            if key not in self._said and timedelta() < left <= timedelta(minutes=self._minutes()):
                self._said.add(key)
                self._desk.say(desks.Notice(f"A visit begins {_how_soon(left)}", f"At {line.at:%H:%M}"))


def _how_soon(left: timedelta) -> str:
    minutes = -(-int(left.total_seconds()) // 60)
    return "in a minute" if minutes <= 1 else f"in {minutes} minutes"
