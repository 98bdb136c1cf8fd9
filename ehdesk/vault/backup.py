"""Backups: encrypted copies of the database that are opened and compared before they count.

Taken every 30 minutes of work, daily and weekly; kept beside a copy of the header, so that the folder
`backups` alone, with the passphrase or the recovery code, is enough to come back from. A backup and
the journal together give the vault of today: see `safe_to_drop`.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from ehdesk import clock as clocks
from ehdesk import errors, files
from ehdesk.vault import cabinet, cipher, header, keyslots, restoring, room
from ehdesk.vault import journal as journals

Kind = Literal["rolling", "daily", "weekly"]

KEPT: dict[Kind, int] = {"rolling": 6, "daily": 7, "weekly": 5}
EVERY = timedelta(minutes=30)
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(rolling|daily|weekly)-(\d{8}T\d{6}Z)-(\d{8})(?:-\d+)?\.ehb")


@dataclass(frozen=True)
class Backup:
    """One verified backup. `holds_before`: it has all that the journal's earlier segments have."""

    path: Path
    kind: Kind
    taken_at: datetime
    holds_before: int

    @property
    def day(self) -> date:
        """The London day it was taken on."""
        return clocks.local(self.taken_at).date()


def due(folder: files.DataFolder, clock: clocks.Clock) -> Kind | None:
    """The kind of backup that it is time for. A weekly one is also that day's daily one."""
    taken = list_backups(folder)
    today = clock.today()
    if not any(each.kind == "weekly" and _week(each.day) == _week(today) for each in taken):
        return "weekly"
    if not any(each.kind != "rolling" and each.day == today for each in taken):
        return "daily"
    # abs: after the clock was set back, the newest backup may lie in the future.
    if all(abs(clock.now() - each.taken_at) >= EVERY for each in taken):
        return "rolling"
    return None


def take(
    open_source: Callable[[], cipher.Connection],
    folder: files.DataFolder,
    keys: keyslots.Keys,
    clock: clocks.Clock,
    *,
    kind: Kind = "rolling",
    journal: journals.Journal | None = None,
    owes: journals.Owes = journals.nothing_owed,
) -> Backup:
    """Copy the vault, open the copy, compare it, and only then let it count.

    `open_source` gives a connection of its own to the database (it is closed here), so this may run
    beside the writer. With the journal, segments that are no longer needed go afterwards (`owes`: whether an
    act of one is still needed elsewhere). Earlier
    backups are only removed once this one is good.
    Raises: errors.BackupFaulty, DiskFull, DatabaseDamaged, DatabaseBusy, SecondCopyNotWritten,
    HeaderDamaged, HeaderAltered.
    """
    holds_before = journal.rotate() if journal else 0
    files.make_folder(folder.backups)
    partial = folder.backups / "being-written.part"
    try:
        with closing(open_source()) as source:
            expected = _copy(source, partial, keys.backup)
        _verify(partial, keys.backup, expected)
        backup = _name(partial, folder, clock, kind, holds_before)
    except errors.BackupFaulty:
        _blame(open_source)
        raise
    except OSError as error:
        raise room.refusal(error) from error
    finally:
        cipher.remove(partial)
    _keep_header(folder, keys)
    _keep_documents(folder)
    _prune(folder)
    if journal:
        journal.drop_before(safe_to_drop(list_backups(folder)), owes)
    return backup


def list_backups(folder: files.DataFolder) -> tuple[Backup, ...]:
    """Every backup, newest first."""
    if not folder.backups.is_dir():
        return ()
    found = [backup for path in folder.backups.iterdir() if (backup := _read_name(path))]
    return tuple(sorted(found, key=lambda each: (each.taken_at, each.path.name), reverse=True))


def safe_to_drop(backups: Iterable[Backup]) -> int:
    """The journal's segments below this number may go.

    A segment may go when daily (or weekly) backups of two different days hold it. So even if the
    newest of them turns out to be bad, the one of the day before and the journal give today.
    """
    held: dict[date, int] = {}
    for backup in backups:
        if backup.kind != "rolling":
            held[backup.day] = max(held.get(backup.day, 0), backup.holds_before)
    newest = sorted(held.values(), reverse=True)
    return newest[1] if len(newest) > 1 else 0


def check(keys: keyslots.Keys, backup: Backup) -> None:
    """Open a backup and check all of it. Raises: errors.BackupFaulty, BackupMissing."""
    _content(backup.path, keys.backup)


def restore(folder: files.DataFolder, keys: keyslots.Keys, backup: Backup, clock: clocks.Clock) -> Path:
    """Put a backup in the place of the database, which is moved into the folder that is returned.

    The vault must be claimed and its database closed. A power cut leaves the old database, or a swap
    that the next opening finishes. Afterwards the keys say `was_restored` until `settle_restored`;
    the record then takes a new incarnation and puts back what the journal holds.
    Raises: errors.BackupFaulty, BackupMissing, DiskFull, FolderUnusable.
    """
    expected = _content(backup.path, keys.backup)
    copy = restoring.waiting(folder)
    with closing(cipher.connect(backup.path, keys.backup, read_only=True)) as source:
        cipher.copy(source, copy, keys.database)
    _verify(copy, keys.database, expected)
    aside = _free(folder.root / f"replaced-{clock.now().astimezone(UTC).strftime(_STAMP)}")
    try:
        restoring.begin(folder, aside=aside.name, backup=backup.path.name)
        restoring.finish(folder)
    except OSError as error:
        raise room.refusal(error) from error
    return aside


def restore_header(folder: files.DataFolder) -> None:
    """Put back both header copies from the one beside the backups. Raises: errors.BackupMissing."""
    header.recover(folder)


def was_restored(folder: files.DataFolder) -> bool:
    """Whether the database came back from a backup and has not taken its new incarnation yet."""
    return restoring.was_restored(folder)


def settle_restored(folder: files.DataFolder) -> None:
    """The record has taken its new incarnation."""
    restoring.settle(folder)


def _copy(source: cipher.Connection, target: Path, key: bytes) -> dict[str, cipher.TableContent]:
    """Copy and describe one and the same moment of the source, whatever is written meanwhile."""
    try:
        cipher.checkpoint(source)
        source.execute("BEGIN")
        expected = cipher.content(source)
        cipher.copy(source, target, key)
        source.execute("COMMIT")
    except cipher.module.Error as error:
        raise cipher.refusal(error) or error from error
    return expected


def _verify(path: Path, key: bytes, expected: dict[str, cipher.TableContent]) -> None:
    found = _content(path, key)
    for name in expected.keys() | found.keys():
        if found.get(name) != expected.get(name):
            raise errors.BackupFaulty(reason=f"table {name} is not the same")


def _blame(open_source: Callable[[], cipher.Connection]) -> None:
    """Raises: errors.DatabaseDamaged when the vault, and not the copying, is what is wrong."""
    with closing(open_source()) as source:
        if cipher.faults(source):
            raise errors.DatabaseDamaged


def _content(path: Path, key: bytes) -> dict[str, cipher.TableContent]:
    """What a copy holds, once it is known to be whole."""
    if not path.exists():
        raise errors.BackupMissing
    try:
        with closing(cipher.connect(path, key, read_only=True)) as connection:
            found = cipher.faults(connection)
            if found:
                raise errors.BackupFaulty(reason=found[0])
            return cipher.content(connection)
    except (errors.DatabaseDamaged, errors.DatabaseNotEncrypted, cipher.module.Error) as error:
        raise errors.BackupFaulty(reason="it cannot be read") from error


def _name(
    partial: Path, folder: files.DataFolder, clock: clocks.Clock, kind: Kind, holds_before: int
) -> Backup:
    stamp = clock.now().astimezone(UTC).strftime(_STAMP)
    path = _free(folder.backups / f"{kind}-{stamp}-{holds_before:08}.ehb")
    partial.replace(path)
    files.sync_folder(folder.backups)
    backup = _read_name(path)
    assert backup is not None  # noqa: S101 - the name was made two lines above
    return backup


def _read_name(path: Path) -> Backup | None:
    matched = _NAME.fullmatch(path.name)
    if not matched:
        return None
    kind: Kind = next(each for each in KEPT if each == matched[1])
    taken_at = datetime.strptime(matched[2], _STAMP).replace(tzinfo=UTC)
    return Backup(path, kind, taken_at, int(matched[3]))


def _free(path: Path) -> Path:
    """The path, or the same with a number where there is one already."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def _keep_header(folder: files.DataFolder, keys: keyslots.Keys) -> None:
    """Have the newest header beside the backups, so that they can be opened without the vault."""
    newest = header.read(folder)
    header.verify(newest, keys.data_key)
    header.mend(folder, newest)


def _keep_documents(folder: files.DataFolder) -> None:
    """Documents never change, so one copy of each beside the backups serves them all."""
    try:
        cabinet.mirror(folder)
    except OSError as error:
        raise room.refusal(error) from error


def _prune(folder: files.DataFolder) -> None:
    taken = list_backups(folder)
    for kind, kept in KEPT.items():
        for old in [each for each in taken if each.kind == kind][kept:]:
            old.path.unlink()


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
