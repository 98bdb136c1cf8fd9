"""Copies that count only when they were opened and compared, and the way back from them."""

import contextlib
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ehdesk import errors
from ehdesk.vault import backup, cipher, header, journal, opening, restoring
from tests.vault.made import Time, Vault


@pytest.fixture
def noted(vault: Vault) -> Vault:
    connection = vault.connect()
    connection.execute("CREATE TABLE note(act TEXT PRIMARY KEY, text TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    connection.execute("INSERT INTO words VALUES ('damp wall')")
    write(vault, "act-0", "the first visit " * 500)
    return vault


def write(vault: Vault, act: str, text: str, second_copy: journal.Journal | None = None) -> None:
    vault.connections[0].execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (act, text))
    if second_copy:
        second_copy.append(text.encode(), act_id=act, part=0)


def notes(connection: cipher.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT act, text FROM note"))


def source(vault: Vault) -> Callable[[], cipher.Connection]:
    return lambda: cipher.connect(vault.folder.database, vault.keys.database)


def take(
    vault: Vault, time: Time, kind: backup.Kind = "rolling", second_copy: journal.Journal | None = None
) -> backup.Backup:
    return backup.take(source(vault), vault.folder, vault.keys, time.clock(), kind=kind, journal=second_copy)


def put_back(vault: Vault, time: Time, chosen: backup.Backup) -> Path:
    for connection in vault.connections:
        connection.close()
    vault.connections.clear()
    aside = backup.restore(vault.folder, vault.keys, chosen, time.clock())
    vault.connect()
    return aside


def test_a_backup_opens_with_its_own_key_and_holds_the_same(noted: Vault, time: Time) -> None:
    taken = take(noted, time, "daily")
    backup.check(noted.keys, taken)
    with closing(cipher.connect(taken.path, noted.keys.backup, read_only=True)) as copy:
        assert notes(copy) == notes(noted.connections[0])
        assert cipher.content(copy) == cipher.content(noted.connections[0])
    with pytest.raises(errors.DatabaseDamaged):
        cipher.connect(taken.path, noted.keys.database)


def test_a_backup_is_one_file_and_leaves_nothing_beside_it(noted: Vault, time: Time) -> None:
    taken = take(noted, time)
    assert {path.name for path in noted.folder.backups.iterdir()} == {taken.path.name, "vault.header"}


def test_the_folder_of_backups_alone_is_enough_to_come_back_from(
    noted: Vault, time: Time, tmp_path: Path
) -> None:
    take(noted, time)
    elsewhere = type(noted.folder)(tmp_path / "elsewhere")
    elsewhere.root.mkdir()
    os.rename(noted.folder.backups, elsewhere.backups)
    backup.restore_header(elsewhere)
    keys = opening.open_with_recovery_code(elsewhere, noted.recovery_code, device=noted.device)
    backup.restore(elsewhere, keys, backup.list_backups(elsewhere)[0], time.clock())
    with closing(cipher.connect(elsewhere.database, keys.database)) as connection:
        assert notes(connection) == notes(noted.connections[0])


def test_a_backup_can_be_taken_through_a_connection_that_may_only_read(noted: Vault, time: Time) -> None:
    taken = backup.take(
        lambda: cipher.connect(noted.folder.database, noted.keys.database, read_only=True),
        noted.folder,
        noted.keys,
        time.clock(),
    )
    assert backup.list_backups(noted.folder) == (taken,)


def test_what_is_written_while_the_copy_is_made_does_not_spoil_it(
    noted: Vault, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = cipher.copy

    def copy(from_here: cipher.Connection, target: Path, key: bytes) -> None:
        write(noted, "act-1", "meanwhile")
        real(from_here, target, key)

    monkeypatch.setattr(cipher, "copy", copy)
    taken = take(noted, time)
    with closing(cipher.connect(taken.path, noted.keys.backup, read_only=True)) as connection:
        assert list(notes(connection)) == ["act-0"]


def _lose_a_row(target: Path, key: bytes) -> None:
    with closing(cipher.connect(target, key)) as connection:
        connection.execute("DELETE FROM note")


def _change_a_letter(target: Path, key: bytes) -> None:
    with closing(cipher.connect(target, key)) as connection:
        connection.execute("UPDATE note SET text = replace(text, 'first', 'worst')")


def _flip_a_bit(target: Path, key: bytes) -> None:
    content = bytearray(target.read_bytes())
    content[-2000] ^= 4
    target.write_bytes(content)


def _cut_short(target: Path, key: bytes) -> None:
    os.truncate(target, target.stat().st_size - 4096)


def _lose_everything(target: Path, key: bytes) -> None:
    target.write_bytes(b"")


@pytest.mark.parametrize("fault", [_lose_a_row, _change_a_letter, _flip_a_bit, _cut_short, _lose_everything])
def test_a_planted_fault_is_found_and_the_earlier_backups_stay(
    noted: Vault, time: Time, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Path, bytes], None]
) -> None:
    good = take(noted, time)
    time.pass_by(minutes=30)
    real = cipher.copy

    def copy(from_here: cipher.Connection, target: Path, key: bytes) -> None:
        real(from_here, target, key)
        fault(target, key)

    monkeypatch.setattr(cipher, "copy", copy)
    with pytest.raises(errors.BackupFaulty):
        take(noted, time)
    assert backup.list_backups(noted.folder) == (good,)
    assert {path.name for path in noted.folder.backups.iterdir()} == {good.path.name, "vault.header"}


def test_a_damaged_vault_makes_no_backup(noted: Vault, time: Time) -> None:
    good = take(noted, time)
    cipher.checkpoint(noted.connections[0])
    noted.connections[0].close()
    content = bytearray(noted.folder.database.read_bytes())
    content[4096 * 3 + 50] ^= 1
    noted.folder.database.write_bytes(content)
    with pytest.raises(errors.DatabaseDamaged):
        take(noted, time)
    assert backup.list_backups(noted.folder) == (good,)


def test_a_full_disk_makes_no_backup_and_leaves_nothing_half_done(
    noted: Vault, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(errors.DiskFull):
        take(noted, time)
    assert backup.list_backups(noted.folder) == ()
    assert not list(noted.folder.backups.glob("*.part*"))


def test_the_newest_are_kept_of_each_kind(noted: Vault, time: Time) -> None:
    for _ in range(8):
        take(noted, time)
        time.pass_by(minutes=30)
    take(noted, time, "daily")
    kinds = [each.kind for each in backup.list_backups(noted.folder)]
    assert kinds == ["daily"] + ["rolling"] * 6


def test_what_is_due_follows_the_day_and_the_week(noted: Vault, time: Time) -> None:
    clock = time.clock()
    dues = []
    for hours in (0, 0.25, 0.25, 24, 0.5, 0.25, 6 * 24):
        time.pass_by(hours=hours)
        kind = backup.due(noted.folder, clock)
        dues.append(kind)
        if kind:
            take(noted, time, kind)
    assert dues == ["weekly", None, "rolling", "daily", "rolling", None, "weekly"]


def test_a_clock_that_was_set_back_does_not_stop_the_backups(noted: Vault, time: Time) -> None:
    take(noted, time, "weekly")
    time.pass_by(hours=-3)
    assert backup.due(noted.folder, time.clock()) == "rolling"


def test_a_day_is_a_london_day(noted: Vault, time: Time) -> None:
    time.moment = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight of the first of July
    assert take(noted, time, "daily").day.isoformat() == "2026-07-01"


def test_two_backups_in_one_second_are_two_files(noted: Vault, time: Time) -> None:
    first, second, third = (take(noted, time).path for _ in range(3))
    assert [second.stem, third.stem] == [f"{first.stem}-2", f"{first.stem}-3"]
    assert len(backup.list_backups(noted.folder)) == 3


def test_a_restore_gives_the_vault_as_it_was_and_keeps_the_other_aside(noted: Vault, time: Time) -> None:
    taken = take(noted, time)
    write(noted, "act-1", "after the backup")
    aside = put_back(noted, time, taken)
    assert list(notes(noted.connections[0])) == ["act-0"]
    with closing(cipher.connect(aside / "vault.db", noted.keys.database)) as replaced:
        assert list(notes(replaced)) == ["act-0", "act-1"]


def test_after_a_restore_the_keys_say_so_until_it_is_settled(noted: Vault, time: Time) -> None:
    assert not noted.open().was_restored
    put_back(noted, time, take(noted, time))
    assert noted.open().was_restored
    assert backup.was_restored(noted.folder)
    backup.settle_restored(noted.folder)
    assert not noted.open().was_restored


def test_a_restored_database_keeps_its_settings(noted: Vault, time: Time) -> None:
    put_back(noted, time, take(noted, time))
    connection = noted.connections[0]
    assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    assert connection.execute("SELECT text FROM words WHERE words MATCH 'damp'").fetchone() == ("damp wall",)
    assert cipher.faults(connection) == ()


def test_a_damaged_backup_is_not_restored(noted: Vault, time: Time) -> None:
    taken = take(noted, time)
    _flip_a_bit(taken.path, b"")
    write(noted, "act-1", "since")
    with pytest.raises(errors.BackupFaulty):
        backup.restore(noted.folder, noted.keys, taken, time.clock())
    assert list(notes(noted.connections[0])) == ["act-0", "act-1"]
    assert not noted.open().was_restored


def test_a_backup_that_was_deleted_is_not_restored(noted: Vault, time: Time) -> None:
    taken = take(noted, time)
    taken.path.unlink()
    with pytest.raises(errors.BackupMissing):
        backup.restore(noted.folder, noted.keys, taken, time.clock())


def test_a_restore_of_a_damaged_vault_works(noted: Vault, time: Time) -> None:
    taken = take(noted, time)
    noted.connections[0].close()
    noted.folder.database.write_bytes(b"rubbish")
    put_back(noted, time, taken)
    assert list(notes(noted.connections[0])) == ["act-0"]


def test_a_restore_that_a_power_cut_interrupts_anywhere_is_finished_or_was_not_begun(
    noted: Vault, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes at the first, second, third … step that changes the folder."""
    write(noted, "act-1", "since")
    taken = take(noted, time)
    write(noted, "act-2", "after the backup")
    outcomes = []
    for steps in range(1, 12):
        outcome = _restore_cut_after(steps, noted, time, taken, monkeypatch)
        outcomes.append(outcome)
        if noted.connections[0].execute("SELECT 1 FROM note WHERE act = 'act-2'").fetchone() is None:
            write(noted, "act-2", "after the backup")
        time.pass_by(minutes=1)
    assert set(outcomes) == {"as it was", "restored"}
    assert outcomes[-1] == "restored"


class PowerCut(BaseException):
    """Nothing catches it, as nothing catches a power cut."""


def _restore_cut_after(
    steps: int, vault: Vault, time: Time, taken: backup.Backup, monkeypatch: pytest.MonkeyPatch
) -> str:
    left = steps

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise PowerCut
            return real(*arguments, **options)

        return step

    for connection in vault.connections:
        connection.close()
    vault.connections.clear()
    with monkeypatch.context() as counting:
        for name in ("replace", "unlink", "mkdir"):
            counting.setattr(Path, name, counted(getattr(Path, name)))
        counting.setattr(os, "replace", counted(os.replace))
        with contextlib.suppress(PowerCut):  # the machine is started again below
            backup.restore(vault.folder, vault.keys, taken, time.clock())
    keys = vault.open()
    vault.connect()
    assert cipher.faults(vault.connections[0]) == ()
    found = set(notes(vault.connections[0]))
    assert found in ({"act-0", "act-1"}, {"act-0", "act-1", "act-2"})
    assert not restoring.waiting(vault.folder).exists()
    if keys.was_restored:
        backup.settle_restored(vault.folder)
    return "as it was" if "act-2" in found else "restored"


def test_yesterdays_backup_and_the_journal_give_today_on_every_day(noted: Vault, time: Time) -> None:
    """Segments go, and still the daily backup of the day before can be brought up to now."""
    second_copy = noted.journal()
    dropped = False
    for day in range(6):
        take(noted, time, "weekly" if day == 0 else "daily", second_copy)
        for hour in range(4):
            write(noted, f"act-{day}-{hour}", f"day {day}, hour {hour}", second_copy)
            time.pass_by(hours=1)
            take(noted, time, "rolling", second_copy)
        write(noted, f"act-{day}-late", "after the last backup", second_copy)
        today = notes(noted.connections[0])
        for before in _dailies(noted)[:2]:
            assert _brought_up(noted, before) == today
        dropped = dropped or second_copy.read().entries[0].act_id != "act-0-0"
        time.pass_by(hours=20)
    assert dropped


def test_where_nothing_was_ever_copied_there_are_no_backups(vault: Vault) -> None:
    shutil.rmtree(vault.folder.backups)
    assert backup.list_backups(vault.folder) == ()


def test_a_segment_stays_until_two_days_backups_hold_it(noted: Vault, time: Time) -> None:
    second_copy = noted.journal()
    held = []
    for kind, hours in (("daily", 1), ("rolling", 1), ("daily", 24), ("daily", 24)):
        write(noted, "act-x", kind, second_copy)
        taken = take(noted, time, kind, second_copy)  # type: ignore[arg-type] # one of the kinds
        held.append((taken.holds_before, backup.safe_to_drop(backup.list_backups(noted.folder))))
        time.pass_by(hours=hours)
    assert held == [(2, 0), (3, 0), (4, 0), (5, 4)]


def test_without_two_days_of_backups_nothing_is_dropped() -> None:
    assert backup.safe_to_drop([]) == 0


def test_a_header_that_changed_reaches_the_folder_of_backups(noted: Vault, time: Time) -> None:
    noted.folder.header_spare.unlink()
    take(noted, time)
    assert noted.folder.header_spare.read_bytes() == noted.folder.header.read_bytes()
    assert header.read(noted.folder).generation == 1


def _dailies(vault: Vault) -> list[backup.Backup]:
    return [each for each in backup.list_backups(vault.folder) if each.kind != "rolling"]


def _brought_up(vault: Vault, before: backup.Backup) -> dict[str, str]:
    """What the backup holds, with the journal's parts that came after it."""
    with closing(cipher.connect(before.path, vault.keys.backup, read_only=True)) as connection:
        found = notes(connection)
    for entry in vault.journal().read().entries:
        found[entry.act_id] = entry.content.decode()
    return found
