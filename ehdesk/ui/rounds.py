"""What is looked after while the vault is open: the second copy, and the backups when they are due."""

from PySide6.QtCore import QObject, QTimer

from ehdesk import clock, errors
from ehdesk.models import store
from ehdesk.ui import background, status_line
from ehdesk.vault import backup, room

EVERY_MS = 60_000
TRY_AGAIN_MS = 5_000


class Rounds(QObject):
    """Goes round every minute; every five seconds while a second copy is missing."""

    def __init__(
        self,
        kept: store.Store,
        lane: background.Lane,
        clock: clock.Clock,
        status: status_line.StatusLine,
    ) -> None:
        super().__init__()
        self._kept, self._lane, self._clock, self._status = kept, lane, clock, status
        self._saves = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.go)
        self._timer.start()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TRY_AGAIN_MS)
        self._soon.timeout.connect(self.try_second_copy)
        status.second_copy_wanted.connect(self._soon.start)

    def stop(self) -> None:
        """Go round no more."""
        self._timer.stop()
        self._soon.stop()

    def go(self) -> None:
        """Take the backup that is due, if one is, and lay the ballast where it is missing."""
        self._lane.submit(self._back_up, None, self._on_failed)

    def try_second_copy(self) -> None:
        """Write the second copies that are missing, and say how it went."""
        self._lane.submit(self._kept.retry_journal, self._on_tried, self._on_failed)

    def _back_up(self) -> None:
        room.keep_ballast(self._kept.folder)
        kind = backup.due(self._kept.folder, self._clock)
        if kind is not None:
            self._kept.backup(kind)

    def _on_tried(self, is_written: bool) -> None:  # noqa: FBT001 - what the lane brings
        self._status.second_copy(is_written=is_written)
        if not is_written:
            self._soon.start()

    def _on_failed(self, error: Exception) -> None:
        """A backup that is refused (a full disk) is tried again; what is not foreseen is told."""
        if not isinstance(error, errors.Refusal):
            self._lane.stumbled.emit(error)
            return
        self._status.tell(error.words()[0])
