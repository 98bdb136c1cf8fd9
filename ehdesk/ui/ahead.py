"""What is loaded ahead, while the passphrase is typed: the first page and its libraries, then every page.

It has a lane of its own, so that an unlock never waits for it, and goes on while the key is stretched.
The other pages can wait: they come in one by one, and only while the vault lane has nothing to do.
"""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ehdesk.ui import background, doors

PAUSE_MS = 500
"""So long the other pages wait once the vault is asked for something: by then Today has been read."""


class Ahead(QObject):
    """Loads, from the moment that it is made. `prepare` is called on its lane after the first page."""

    def __init__(
        self,
        vault_lane: background.Lane,
        prepare: Callable[[], object],
        failed: Callable[[Exception], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._vault_lane, self._prepare = vault_lane, prepare
        self._lane = background.Lane("libraries", self)
        self._lane.stumbled.connect(failed)
        self._left: list[str] = []
        self._lane.submit(self._load_first, self._on_first)

    def close(self) -> None:
        """Load nothing more."""
        self._left = []
        self._lane.close()

    def _on_first(self, pages: tuple[str, ...]) -> None:
        self._left = [*reversed(pages)]
        self._go_on()

    def _go_on(self, _loaded: object = None) -> None:
        if not self._vault_lane.is_idle:
            QTimer.singleShot(PAUSE_MS, self, self._go_on)
        elif self._left:
            page = self._left.pop()
            self._lane.submit(lambda: doors.load([page]), self._go_on)
        else:
            gc.freeze()  # what was loaded stays; looking through it for garbage would hold the window up

    def _load_first(self) -> tuple[str, ...]:
        """Load the first page. Gives the names of all the others."""
        doors.load(doors.FIRST_PAGE)
        from ehdesk.ui import pages  # late: here by now, with the first page

        self._prepare()
        return pages.modules()
