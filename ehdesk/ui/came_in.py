"""Others' work has come in: the page that is shown hears which records it changed, now and then."""

from collections.abc import Callable

from PySide6 import QtCore

from ehdesk.ui import desk as desks

PAUSE_MS = 400
"""What comes in within this time is told together: a page reads again twice a second at most."""


class CameIn(QtCore.QObject):
    """Gathers what the desk says came in, and tells the page that is shown."""

    def __init__(
        self, desk: desks.Desk, page: Callable[[], desks.Page | None], parent: QtCore.QObject
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._records: frozenset[str] = frozenset()
        self._soon = QtCore.QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self._tell)
        desk.came_in.connect(self._on_came_in)

    def _on_came_in(self, records: frozenset[str]) -> None:
        self._records |= records
        if not self._soon.isActive():
            self._soon.start()

    def _tell(self) -> None:
        records, self._records = self._records, frozenset()
        page = self._page()
        if page is not None:
            page.came_in(records)
