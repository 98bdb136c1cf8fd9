"""A full disk: the ballast, the warning, and a journal on a disk that is really small."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ehdesk import errors, files
from ehdesk.vault import device, journal, keyslots, opening, room

Write = Callable[[int, bytes], None]
SMALL = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real disk of 1 MB where mounting is allowed; elsewhere a folder that refuses to grow beyond."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        monkeypatch.setattr(files, "write_all", _within(place, files.write_all))
    yield place
    if mounted.returncode == 0:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_journal_on_a_full_disk_uses_the_ballast_then_says_so_and_goes_on_when_there_is_room(
    small_disk: Path, cheap: keyslots.Stretching
) -> None:
    folder = files.DataFolder(small_disk / "vault")
    keys = opening.create(folder, "a passphrase", device=device.NoKeyring(), stretching=cheap).keys
    assert room.keep_ballast(folder, size=200 * 1024)
    writing = journal.Journal(folder, keys.journal, keys.vault_id)
    kept = _fill(writing)
    assert kept * 20_000 > SMALL * 0.8  # the ballast's room was used too
    assert not folder.ballast.exists()
    contents = writing.read()
    assert (len(contents.entries), contents.damaged, contents.torn) == (kept, 0, 0)
    with pytest.raises(errors.SecondCopyNotWritten):
        writing.append(os.urandom(20_000), act_id="still full", part=0)
    shutil.move(folder.journal / "00000001.ehj", small_disk.parent / "elsewhere.ehj")
    writing.append(b"room again", act_id="after", part=0)
    assert [entry.act_id for entry in writing.read().entries] == ["after"]
    writing.close()


def test_the_ballast_takes_up_its_room_once(folder: files.DataFolder) -> None:
    files.make_folder(folder.root)
    assert room.keep_ballast(folder, size=3_000_000)
    assert folder.ballast.stat().st_size == 3_000_000
    assert folder.ballast.stat().st_mode & 0o777 == 0o600
    assert room.keep_ballast(folder, size=3_000_000)
    assert room.release_ballast(folder)
    assert not room.release_ballast(folder)


def test_no_ballast_is_laid_where_there_is_hardly_room(
    folder: files.DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.make_folder(folder.root)
    monkeypatch.setattr("ehdesk.vault.room.shutil.disk_usage", lambda _: SimpleNamespace(free=60_000_000))
    assert not room.keep_ballast(folder)
    assert room.is_low(folder)
    assert not folder.ballast.exists()


def test_a_ballast_that_finds_the_disk_full_is_taken_away_again(
    folder: files.DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.make_folder(folder.root)

    def full(descriptor: int, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_all", full)
    assert not room.keep_ballast(folder, size=1000)
    assert not folder.ballast.exists()


def test_a_ballast_that_cannot_be_written_says_so_and_leaves_nothing(
    folder: files.DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.make_folder(folder.root)

    def broken(descriptor: int, content: bytes) -> None:
        os.write(descriptor, content[:5])
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files, "write_all", broken)
    with pytest.raises(errors.FolderUnusable):
        room.keep_ballast(folder, size=1000)
    assert not folder.ballast.exists()


def test_the_disks_errors_are_told_in_words() -> None:
    assert isinstance(room.refusal(OSError(28, "No space left")), errors.DiskFull)
    assert isinstance(room.refusal(OSError(13, "Permission denied")), errors.FolderUnusable)


def _fill(writing: journal.Journal) -> int:
    """Append until it is refused; how many were kept."""
    for number in range(1000):
        try:
            writing.append(os.urandom(20_000), act_id=f"act-{number}", part=0)
        except errors.SecondCopyNotWritten:
            return number
    raise AssertionError("a disk of 1 MB took 20 MB")


def _within(place: Path, real: Write) -> Write:
    def write_all(descriptor: int, content: bytes) -> None:
        used = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        if used + len(content) > SMALL:
            raise OSError(28, "No space left on device")
        real(descriptor, content)

    return write_all
