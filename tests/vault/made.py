"""A vault as its worker knows it, and a clock that stands still until it is moved."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ehdesk import clock as clocks
from ehdesk import files
from ehdesk.vault import cipher, device, journal, keyslots, opening

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "otter tram violin marmalade"


@dataclass
class Time:
    """Stands still; `pass_by` moves it."""

    moment: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    ids: int = 0

    def pass_by(self, **amount: float) -> None:
        self.moment += timedelta(**amount)

    def clock(self) -> clocks.Clock:
        return clocks.Clock(now=lambda: self.moment, new_id=self._new_id)

    def _new_id(self) -> str:
        self.ids += 1
        return f"01930000-0000-7000-8000-{self.ids:012}"


@dataclass
class Vault:
    """A vault that was just created, with what its worker knows."""

    folder: files.DataFolder
    device: device.InMemory
    passphrase: str
    recovery_code: str
    keys: keyslots.Keys
    connections: list[cipher.Connection] = field(default_factory=list)

    def connect(self) -> cipher.Connection:
        connection = cipher.connect(self.folder.database, self.keys.database, create=True)
        self.connections.append(connection)
        return connection

    def open(self, passphrase: str | None = None) -> keyslots.Keys:
        return opening.open_with_passphrase(
            self.folder, self.passphrase if passphrase is None else passphrase, device=self.device
        )

    def journal(self, **options: int) -> journal.Journal:
        return journal.Journal(self.folder, self.keys.journal, self.keys.vault_id, **options)
