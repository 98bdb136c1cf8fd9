"""The real window over a practice vault with the three shipped families, in this process."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6 import QtCore, QtWidgets

from ehdesk import clock, files, settings, words
from ehdesk.models import base, practitioner, sample, store
from ehdesk.ui import background, doors, main_window, next_steps, pages, theme
from ehdesk.ui import desk as desks
from ehdesk.vault import device, keyslots, opening, public
from tests.benchmarks import filled_words

PATIENCE = 20.0
SIZE = (1280, 800)


@dataclass
class Windowed:
    """A worker's window and the record behind it."""

    app: QtWidgets.QApplication
    store: store.Store
    lane: background.Lane
    window: main_window.MainWindow

    def until(self, ready: Callable[[], bool]) -> None:
        """Let the window live until this is so."""
        begun = time.perf_counter()
        while not ready():
            self.app.processEvents()
            QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
            if time.perf_counter() - begun > PATIENCE:
                raise AssertionError("the window did not get there")

    def settle(self) -> None:
        """Until the lane is idle, the page has its answer and nothing waits to be drawn."""
        for _ in range(3):
            self.until(lambda: self.lane.is_idle)
            self.app.processEvents()

    def go(self, page: str, record_id: str | None = None, **more: Any) -> Any:
        """Open a page and wait until it shows what it read."""
        self.window.go(desks.Place(page, record_id, **more))
        self.settle()
        return self.window.page()

    def newest(self, kind: str, **said: str) -> str:
        """The id of the newest record of a kind."""
        wanted = sa.select(base.record.c.id).where(base.record.c.kind == kind)
        for column, value in said.items():
            wanted = wanted.where(base.record.c[column] == value)
        found = wanted.order_by(base.record.c.n.desc()).limit(1)
        return str(self.store.ask(lambda read: read.connection.execute(found).scalar_one()))


@contextmanager
def at_work(root: Path) -> Iterator[Windowed]:
    """The window of a fresh practice vault; it goes at the end."""
    app = _app()
    kept = _practice(files.DataFolder(root))
    lane = background.Lane("vault")
    desk = desks.Desk(
        store=kept,
        lane=lane,
        clock=kept.clock,
        settings=settings.practice(),
        me=kept.ask(practitioner.me),
        words=words.of("en"),
    )
    numbers = next_steps.Numbers("01632 960100", "01632 960101")
    look = theme.Look("light")
    window = main_window.MainWindow(desk, pages.table(), app=app, numbers=lambda: numbers, look=look)
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    worker = Windowed(app, kept, lane, window)
    worker.until(window.isActiveWindow)
    doors.load(pages.modules())  # these two as `ahead` does it while the passphrase is typed
    gc.freeze()
    try:
        yield worker
    finally:
        window.flush()
        worker.settle()
        window.hide()
        window.deleteLater()
        QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
        lane.close()
        kept.close()


def _app() -> QtWidgets.QApplication:
    app = QtWidgets.QApplication.instance()
    if not isinstance(app, QtWidgets.QApplication):
        app = QtWidgets.QApplication([])
        app.setStyle("Fusion")
        theme.load_first_fonts()
        theme.apply(app, theme.Look("light"))
    return app


def _practice(folder: files.DataFolder) -> store.Store:
    made = opening.create(
        folder, filled_words.PASSPHRASE, device=device.NoKeyring(), stretching=keyslots.Stretching.cheap()
    )
    front = public.Public(made.keys.vault_id, "Harlow Beck", "01632 960100", "01632 960200", practice=True)
    public.write(folder, front)
    me = practitioner.New("Carol Ndlovu", "Alder Bank Primary")
    kept = store.create(folder, made.keys, clock.system(), me=me)
    sample.fill(kept)
    return kept
