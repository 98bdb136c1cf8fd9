"""A real centre, streets to it, and workers who sit at their windows: where stories of sync take place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6 import QtWidgets

from ehdesk import files
from ehdesk.centre import store, tables
from ehdesk.models import enrolled
from ehdesk.ui import carrying
from ehdesk.ui import desk as desks
from ehdesk.vault import device as devices
from tests import building
from tests.centre import building as centres
from tests.stories import laptop as laptops
from tests.stories.street import Street, between
from tests.stories.worker import Worker

MAYA, SAM = "Maya", "Sam"


@dataclass
class Seat:
    """One worker at their window, and their street to the centre."""

    worker: Worker
    street: Street
    name: str

    @property
    def laptop(self) -> laptops.Laptop:
        return self.worker.laptop

    @property
    def carries(self) -> carrying.Carrying:
        assert self.laptop.life is not None
        return self.laptop.life.working().carrying

    def sits_down(self) -> None:
        """Bring their window to the front: one keyboard serves all of a story."""
        self.worker.frame().activateWindow()
        self.worker.wait("their window is in front", self.worker.frame().isActiveWindow)

    def connects(self, code: str) -> None:
        """By keyboard: the page, address and code pasted into its field, Enter."""
        self.sits_down()
        self.worker.press("Ctrl+Shift+R")
        self.worker.wait("the field has the cursor", lambda: self.worker.focus().startswith("The centre’s"))
        self.pastes(f"{self.street.address} {code}")
        self.worker.looks_for("This laptop is connected to")
        self.is_quiet()

    def pastes(self, typed: str) -> None:
        """Into the field that has the cursor, over what stands in it; then Enter."""
        self.worker.press("Ctrl+A")
        self.worker.enter(typed)
        self.worker.press("Return")

    def is_quiet(self) -> None:
        self.worker.wait("it has gone and come back", lambda: not self.carries.state.is_going)
        self.worker.settle()

    def sends(self) -> None:
        self.sits_down()
        self.worker.press("Ctrl+Shift+S")
        self.is_quiet()

    def foot(self) -> str:
        life = self.laptop.life
        assert life is not None
        assert life.window is not None
        return life.window.status.carried.words()

    def says(self, words: str) -> None:
        self.worker.wait(f"the foot says “{words}”", lambda: words in self.foot())

    def write(self, doing: Callable[[building.Desk], Any]) -> Any:
        """Work in the open vault, as the window's pages do."""
        assert self.laptop.life is not None
        desk, keys, done = self.laptop.life.working().desk, None, list[Any]()
        kept = building.Desk(self.laptop.folder, keys, self.laptop.time, desk._store)  # type: ignore[arg-type]
        desk.work(lambda: doing(kept), then=done.append)
        self.worker.wait("it is written", lambda: bool(done))
        desk.acted.emit("family.opened")
        return done[0]

    def goes(self, place: desks.Place) -> None:
        assert self.laptop.life is not None
        self.laptop.life.working().desk.go(place)

    def passes_minutes(self) -> None:
        """Let more time pass than is waited after trouble, by steps: a laptop that slept locks."""
        assert self.laptop.life is not None
        for _ in range(3):
            self.laptop.time.pass_by(seconds=50)
            self.laptop.life.working().idle.check()

    def device(self) -> str:
        """The laptop's name at the centre."""
        link = self.write(lambda desk: desk.ask(enrolled.link))
        return str(link.device)


@dataclass
class Town:
    """A centre with its staff, and those who sit at their windows."""

    centre: centres.Centre
    seats: tuple[Seat, ...]
    root: Path

    def acts(self) -> int:
        """How many acts the centre has."""
        with self.centre.opened.transaction(centres.AUTHORITY) as ledger:
            return len(ledger.rows(tables.act))


@contextmanager
def of(
    root: Path,
    application: QtWidgets.QApplication,
    names: Sequence[str],
    *,
    device: devices.DeviceSecrets | None = None,
) -> Iterator[Town]:
    """A town in which these have unlocked; `device` is the password store of their laptops.

    Nothing unforeseen may happen in it.
    """
    opened = store.open_store(str(root / "centre" / "centre.db"))
    centre = centres.a_centre(opened)
    seats = []
    with ExitStack() as ends:
        ends.callback(opened.close)
        web = ends.enter_context(centres.served(opened, lambda: centre.now))
        for life, name in enumerate(names, 1):
            street = ends.enter_context(between(str(web.base_url)))
            time = building.Time(laptops.AUTUMN, life=life)
            laptop = laptops.Laptop(files.DataFolder(root / name), application, time, device=device)
            laptop.set_up(families=False, name=name)
            seat = Seat(Worker(laptop), street, name)
            ends.callback(laptop.end)
            ends.callback(street.opens.set)
            seat.worker.unlocks()
            seats.append(seat)
        yield Town(centre, tuple(seats), root)
    assert [seat.laptop.noted() for seat in seats] == [""] * len(seats), "Something that nobody foresaw"
