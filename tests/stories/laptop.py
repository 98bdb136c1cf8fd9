"""A laptop as its worker has it: a vault in a folder, and one process after another that opens it.

A process is a `Life` in this one. Where the real one would end, `leave` notes that it did; the next
one begins where the real one would be started.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from PySide6 import QtCore, QtWidgets

from ehdesk import app, files
from ehdesk.models import sample, store
from ehdesk.ui import doors, opened
from ehdesk.vault import device as devices
from ehdesk.vault import keyslots
from tests import building

Answer = TypeVar("Answer")

PASSPHRASE = building.PASSPHRASE
AUTUMN = datetime(2026, 10, 1, 9, 40, tzinfo=UTC)
"""Thursday, 10:40 on the wall: the three families' stories are told by then."""

NUMBERS = ("01632 960 001", "01632 960 002")
CAROL = "Carol Ndlovu"


@dataclass
class Laptop:
    """One data folder, the time that passes on it, and the process that has it now."""

    folder: files.DataFolder
    application: QtWidgets.QApplication
    time: building.Time = field(default_factory=lambda: building.Time(AUTUMN))
    recovery_code: str = ""
    exits: list[int] = field(default_factory=list)
    life: app.Life | None = None
    is_next_wanted: bool = False
    device: devices.DeviceSecrets | None = None
    """Its password store, where it has one."""

    def vault(self) -> doors.Vault:
        """The doors that the windows are given."""
        return doors.Vault(self.folder, self.time.clock, self.secrets, keyslots.Stretching.cheap)

    def secrets(self) -> devices.DeviceSecrets:
        return self.device or devices.NoKeyring()

    def set_up(
        self, *, families: bool = True, name: str = CAROL, agency: str = "Alder Bank Primary"
    ) -> "Laptop":
        """Make the worker's vault, with the three invented families in it, and close it."""
        vault = self.vault()
        new = opened.NewDesk(
            name=name,
            agency=agency,
            passphrase=PASSPHRASE,
            keyring=self.device is not None,
            daytime=NUMBERS[0],
            out_of_hours=NUMBERS[1],
        )
        made = vault.create(new)
        self.recovery_code = made.recovery_code
        if families:
            sample.fill(made.store)
        vault.close(made)
        return self

    def start(self) -> app.Life:
        """Start ehdesk: its first window stands when this returns."""
        machine = app.Machine(
            leave=self.exits.append,
            start_again=self._note_next,
            clock=self.time.clock,
            device=self.secrets,
            stretching=keyslots.Stretching.cheap,
            catch=lambda _show: None,  # pytest-qt fails the test instead
        )
        self.life = life = app.Life(
            self.application, app.Options(self.folder, keyring=self.device is not None), machine
        )
        life.begin()
        return life

    def end(self) -> None:
        """Let the process be gone, with its windows and its lane."""
        life, self.life = self.life, None
        if life is not None:
            life.take_down()
            QtCore.QCoreApplication.sendPostedEvents(None, int(QtCore.QEvent.Type.DeferredDelete))

    def _note_next(self, _options: app.Options) -> bool:
        self.is_next_wanted = True
        return True

    def read(self, query: Callable[..., Answer], *args: object, **kw: object) -> Answer:
        """Ask the closed vault a question, as a command would."""
        vault = self.vault()
        found = vault.unlock(PASSPHRASE)
        try:
            kept: store.Store = found.store
            return kept.ask(query, *args, **kw)
        finally:
            vault.close(found)

    def noted(self) -> str:
        """What was written into the log; every unforeseen error is."""
        return self.folder.log.read_text("utf-8") if self.folder.log.exists() else ""


def new(root: Path, application: QtWidgets.QApplication, *, families: bool = True) -> Laptop:
    """A laptop whose worker has set ehdesk up."""
    return Laptop(files.DataFolder(root), application).set_up(families=families)
