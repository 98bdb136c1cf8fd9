"""What the tests of the window share: the look put on once, and a whole life of the desk in one process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ehdesk import app as apps
from ehdesk import files
from ehdesk.ui import background, carrying, doors, main_window, opened, theme, unlock
from ehdesk.vault import device as devices
from ehdesk.vault import keyslots
from tests import building

PASSPHRASE = building.PASSPHRASE


USUAL = theme.Look("light")


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication) -> None:
    qapp.setStyle("Fusion")
    theme.load_first_fonts()
    theme.apply(qapp, USUAL)


@pytest.fixture(autouse=True)
def _usual_look(_dressed: None, qapp: QApplication) -> None:
    """Whatever the test before left the text, the colours and the room in lists at."""
    worn = (qapp.property("look_text"), qapp.palette(), theme.is_compact())
    if worn != (USUAL.text, theme.palette(theme.LIGHT), False):
        theme.set_density(qapp, "comfortable")
        theme.apply(qapp, USUAL)


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[background.Lane]:
    """A lane that is closed after the test."""
    made = background.Lane("test")
    yield made
    assert made.close()


@dataclass
class Lives:
    """Processes of the desk, one after another in this one: `leave` ends one instead of the process."""

    app: QApplication
    qtbot: QtBot
    root: Path
    time: building.Time = field(default_factory=building.Time)
    device: devices.DeviceSecrets = field(default_factory=devices.InMemory)
    left: list[int] = field(default_factory=list)
    started: list[apps.Options] = field(default_factory=list)
    unforeseen: list[BaseException] = field(default_factory=list)
    lives: list[apps.Life] = field(default_factory=list)
    way: Callable[[], carrying.Way] = apps.over_the_network
    handing_in: Callable[[], doors.Sealed] = apps.handing_in

    @property
    def folder(self) -> files.DataFolder:
        return files.DataFolder(self.root)

    def machine(self) -> apps.Machine:
        return apps.Machine(
            leave=self.left.append,
            start_again=self.started.append,
            clock=self.time.clock,
            device=lambda: self.device,
            stretching=keyslots.Stretching.cheap,
            catch=lambda _show: None,
            way=lambda: self.way(),
            handing_in=lambda: self.handing_in(),
        )

    def begin(self, folder: files.DataFolder | None = None) -> apps.Life:
        """A fresh start, at its first window."""
        life = apps.Life(self.app, apps.Options(folder or self.folder), self.machine())
        life.lane.stumbled.connect(self.unforeseen.append)
        self.lives.append(life)
        with self.qtbot.waitSignal(life.ready, timeout=10_000):
            life.begin()
        self.settle(life)
        return life

    def settle(self, life: apps.Life) -> None:
        """Wait until the lane has nothing to do and the window has heard it."""
        self.qtbot.waitUntil(lambda: life.lane.is_idle, timeout=20_000)
        self.app.processEvents()

    def make_vault(self, daytime: str = "01632 960 111", out_of_hours: str = "01632 960 222") -> str:
        """A vault as first run leaves it, closed; gives its recovery code."""
        life = apps.Life(self.app, apps.Options(self.folder), self.machine())
        self.lives.append(life)
        vault = life.vault()
        new = opened.NewDesk(
            name="Carol Bennett",
            team="Early Help North",
            agency="Harlow Beck Council",
            passphrase=PASSPHRASE,
            keyring=False,
            daytime=daytime,
            out_of_hours=out_of_hours,
        )
        made = vault.create(new)
        vault.close(made)
        return made.recovery_code

    def unlock(self, life: apps.Life, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase into the unlock window."""
        assert life.front is not None
        page = life.front.currentWidget()
        assert isinstance(page, unlock.UnlockPage)
        page.field.line.setText(passphrase)
        page.try_it()
        self.qtbot.waitUntil(lambda: life.window is not None, timeout=20_000)
        self.qtbot.waitUntil(lambda: self.window(life).has_arrived)
        self.settle(life)

    def open_desk(self) -> apps.Life:
        """From nothing to an open desk."""
        self.make_vault()
        life = self.begin()
        self.unlock(life)
        return life

    def window(self, life: apps.Life) -> main_window.MainWindow:
        """The main window of an open desk."""
        assert life.window is not None
        return life.window

    def lock(self, life: apps.Life) -> None:
        """Lock, and wait until the process would have ended."""
        before = len(self.left)
        life.lock()
        self.qtbot.waitUntil(lambda: len(self.left) > before, timeout=10_000)

    def end(self) -> None:
        for life in self.lives:
            life.take_down()


@pytest.fixture
def lives(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Lives]:
    """Lives of the desk in a folder of their own."""
    made = Lives(qapp, qtbot, tmp_path / "desk")
    yield made
    made.end()
    assert made.unforeseen == []
