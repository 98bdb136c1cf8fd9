"""The second copy: what was appended is read back, whatever happened to the files since."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ehdesk import errors, files
from ehdesk.vault import journal, room
from tests.vault.made import Vault


def filled(vault: Vault, count: int = 20) -> journal.Journal:
    writing = vault.journal()
    for number in range(count):
        writing.append(said(number), act_id=f"act-{number}", part=number % 3)
    return writing


def said(number: int) -> bytes:
    return f"part {number} ".encode() * (number % 7 + 1)


def numbers(contents: journal.Contents) -> list[int]:
    return [int(entry.act_id.removeprefix("act-")) for entry in contents.entries]


def only_segment(vault: Vault) -> Path:
    (path,) = vault.folder.journal.iterdir()
    return path


def test_everything_is_read_back_in_order(vault: Vault) -> None:
    filled(vault)
    contents = vault.journal().read()
    assert [(each.act_id, each.part, each.content) for each in contents.entries] == [
        (f"act-{number}", number % 3, said(number)) for number in range(20)
    ]
    assert (contents.damaged, contents.torn) == (0, 0)


def test_an_empty_journal_is_empty(vault: Vault) -> None:
    assert vault.journal().read() == journal.Contents([], 0, 0)


def test_a_part_may_be_empty_or_large(vault: Vault) -> None:
    writing = vault.journal()
    writing.append(b"", act_id="", part=0)
    writing.append(b"x" * 3_000_000, act_id="ę" * 36, part=2**32 - 1)
    empty, large = writing.read().entries
    assert (empty.act_id, empty.content) == ("", b"")
    assert (large.act_id, large.part, len(large.content)) == ("ę" * 36, 2**32 - 1, 3_000_000)


def test_a_part_is_on_the_disk_when_append_returns(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_size)
        real(descriptor)

    writing = vault.journal()
    writing.append(b"first", act_id="a", part=0)
    monkeypatch.setattr(os, "fsync", fsync)
    writing.append(b"second", act_id="b", part=0)
    assert synced == [only_segment(vault).stat().st_size]


def test_opened_again_it_goes_on_where_it_ended(vault: Vault) -> None:
    filled(vault, 3).close()
    vault.journal().append(said(3), act_id="act-3", part=0)
    assert numbers(vault.journal().read()) == [0, 1, 2, 3]
    assert len(list(vault.folder.journal.iterdir())) == 1


def test_any_single_flipped_bit_costs_one_part_at_most_and_is_counted(vault: Vault) -> None:
    filled(vault).close()
    path = only_segment(vault)
    good = path.read_bytes()
    chance = random.Random(11)
    for _ in range(400):
        at = chance.randrange(len(good))
        path.write_bytes(good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :])
        contents = vault.journal().read()
        found = numbers(contents)
        assert len(found) == 19
        assert found == sorted(found)
        assert all(entry.content == said(int(entry.act_id[4:])) for entry in contents.entries)
        # A flip in the last part's length looks like a crash; every other is known as damage.
        assert contents.damaged == 1 or (contents.torn and 19 not in found)


def test_a_destroyed_sector_costs_only_what_stood_in_it(vault: Vault) -> None:
    filled(vault, 60).close()
    path = only_segment(vault)
    good = path.read_bytes()
    path.write_bytes(good[:1024] + bytes(512) + good[1536:])
    contents = vault.journal().read()
    lost = 60 - len(contents.entries)
    assert 1 <= lost <= 10
    assert contents.damaged == lost


def test_after_damage_appending_goes_on_and_the_damage_stays_counted(vault: Vault) -> None:
    filled(vault, 5).close()
    path = only_segment(vault)
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    vault.journal().append(said(5), act_id="act-5", part=0)
    contents = vault.journal().read()
    assert numbers(contents) == [0, 1, 2, 3, 5]
    assert contents.damaged == 1


def test_a_crash_at_any_byte_of_an_append_costs_nothing_that_was_saved(vault: Vault) -> None:
    filled(vault, 3).close()
    path = only_segment(vault)
    saved = path.stat().st_size
    vault.journal().append(said(3), act_id="act-3", part=0)
    whole = path.read_bytes()
    for cut in range(saved + 1, len(whole)):
        path.write_bytes(whole[:cut])
        contents = vault.journal().read()
        assert (numbers(contents), contents.damaged, contents.torn) == ([0, 1, 2], 0, cut - saved)
        vault.journal().append(said(4), act_id="act-4", part=0)
        contents = vault.journal().read()
        assert (numbers(contents), contents.damaged, contents.torn) == ([0, 1, 2, 4], 0, 0)


def test_parts_cannot_be_repeated_or_put_in_another_order(vault: Vault) -> None:
    writing = vault.journal()
    writing.append(b"first", act_id="act-1", part=0)
    first = only_segment(vault).stat().st_size
    writing.append(b"second", act_id="act-2", part=0)
    writing.rotate()
    writing.append(b"third", act_id="act-3", part=0)
    one, two = sorted(vault.folder.journal.iterdir())
    content = one.read_bytes()
    two.write_bytes(two.read_bytes() + content[:first])  # the first again, in another segment
    assert numbers(writing.read()) == [1, 2, 3]
    assert writing.read().damaged == 1


def test_another_vaults_journal_tells_nothing_here(vault: Vault) -> None:
    filled(vault, 4)
    other = journal.Journal(vault.folder, vault.keys.journal, "another-vault")
    assert other.read().entries == []
    assert journal.Journal(vault.folder, vault.keys.files, vault.keys.vault_id).read().entries == []


def test_rotating_begins_a_new_segment_and_loses_nothing(vault: Vault) -> None:
    writing = filled(vault, 3)
    assert writing.rotate() == 2
    assert writing.rotate() == 2  # an empty one is not left behind
    writing.append(said(3), act_id="act-3", part=0)
    contents = vault.journal().read()
    assert [entry.segment for entry in contents.entries] == [1, 1, 1, 2]


def test_reading_since_a_segment_begins_with_that_one(vault: Vault) -> None:
    writing = filled(vault, 2)
    second = writing.rotate()
    writing.append(said(2), act_id="act-2", part=0)
    assert numbers(writing.read(since=second)) == [2]
    assert numbers(writing.read(since=second - 1)) == [0, 1, 2]


def test_a_full_segment_is_followed_by_another(vault: Vault) -> None:
    writing = vault.journal(largest_segment=500)
    for number in range(30):
        writing.append(said(number), act_id=f"act-{number}", part=0)
    assert len(list(vault.folder.journal.iterdir())) > 3
    assert numbers(vault.journal().read()) == list(range(30))


@pytest.mark.parametrize(("less", "segments"), [(0, 2), (1, 1)])
def test_a_segment_is_full_at_16_mib(vault: Vault, less: int, segments: int) -> None:
    writing = vault.journal()
    writing.append(b"", act_id="act-0", part=0)
    overhead = only_segment(vault).stat().st_size
    writing.append(bytes(16 * 1024**2 - 2 * overhead - less), act_id="act-1", part=0)
    writing.append(b"", act_id="act-2", part=0)
    assert len(list(vault.folder.journal.iterdir())) == segments
    assert numbers(writing.read()) == [0, 1, 2]


@pytest.mark.parametrize(("more", "looks_like_one"), [(0, True), (1, False)])
def test_bytes_that_say_they_are_longer_than_64_mib_are_no_record(more: int, *, looks_like_one: bool) -> None:
    length = 64 * 1024**2 + more
    content = journal._FRAME.pack(journal.MARK, 1, length) + bytes(length)
    assert any(True for _frame in journal._frames(content)) is looks_like_one


def test_dropping_takes_the_earlier_segments_and_counts_none_as_lost(vault: Vault) -> None:
    writing = filled(vault, 3)
    second = writing.rotate()
    writing.append(said(3), act_id="act-3", part=0)
    assert writing.drop_before(second) == 1
    contents = vault.journal().read()
    assert (numbers(contents), contents.damaged) == ([3], 0)


def test_a_segment_that_is_missing_in_between_is_counted(vault: Vault) -> None:
    writing = vault.journal(largest_segment=1)
    for number in range(5):
        writing.append(said(number), act_id=f"act-{number}", part=0)
    (vault.folder.journal / "00000003.ehj").unlink()
    contents = vault.journal().read()
    assert (numbers(contents), contents.damaged) == ([0, 1, 3, 4], 1)


def test_other_files_in_the_folder_are_left_alone(vault: Vault) -> None:
    filled(vault, 2)
    stray = vault.folder.journal / "notes.txt"
    stray.write_text("not ours")
    writing = vault.journal()
    writing.drop_before(10_000)
    assert stray.exists()


def _half_written(descriptor: int, content: bytes) -> None:
    os.write(descriptor, content[: len(content) // 2])
    raise OSError(5, "Input/output error")


def _not_synced(descriptor: int) -> None:
    raise OSError(5, "Input/output error")


@pytest.mark.parametrize(
    ("where", "name", "fails"), [(files, "write_all", _half_written), (os, "fsync", _not_synced)]
)
def test_an_append_that_fails_after_the_commit_says_so_and_can_be_tried_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, where: object, name: str, fails: Callable[..., None]
) -> None:
    connection = vault.connect()
    connection.execute("CREATE TABLE note(text)")
    writing = filled(vault, 2)
    before = only_segment(vault).read_bytes()
    connection.execute("INSERT INTO note VALUES ('committed')")
    with monkeypatch.context() as broken:
        broken.setattr(where, name, fails)
        with pytest.raises(errors.SecondCopyNotWritten) as refused:
            writing.append(said(2), act_id="act-2", part=0)
    assert refused.value.words()[0] == "Saved once; second copy not written"
    assert only_segment(vault).read_bytes() == before
    assert connection.execute("SELECT text FROM note").fetchone() == ("committed",)
    writing.append(said(2), act_id="act-2", part=0)
    assert numbers(vault.journal().read()) == [0, 1, 2]


@pytest.mark.parametrize("good_before", [True, False])
def test_a_last_segment_without_a_good_byte_does_not_make_places_begin_anew(
    vault: Vault, *, good_before: bool
) -> None:
    """Else a part of today could stand in the place of an older one."""
    writing = filled(vault, 2)
    for number in (2, 3):
        writing.rotate()
        if good_before:
            writing.append(said(number), act_id=f"act-{number}", part=0)
    writing.close()
    last = sorted(vault.folder.journal.iterdir())[-1]
    last.write_bytes(b"nothing that was ever written")

    again = vault.journal()
    again.append(said(9), act_id="act-9", part=0)

    contents = again.read()
    assert numbers(contents) == ([0, 1, 2, 9] if good_before else [0, 1, 9])
    assert contents.torn == 0
    again.rotate()
    assert numbers(vault.journal().read()) == numbers(contents), "each is in a place of its own"


def test_a_journal_that_holds_nothing_good_at_all_begins_with_the_first_place(vault: Vault) -> None:
    vault.folder.journal.mkdir()
    (vault.folder.journal / "00000004.ehj").write_bytes(b"nothing that was ever written")
    writing = vault.journal()
    writing.append(said(0), act_id="act-0", part=0)
    assert numbers(vault.journal().read()) == [0]
    assert only_segment(vault).name == "00000004.ehj"


def test_a_torn_tail_that_cannot_be_cut_away_stops_the_append_and_loses_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(vault, 2).close()
    whole = only_segment(vault).read_bytes()
    only_segment(vault).write_bytes(whole + whole[:20])
    opened = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", _not_synced)
        with pytest.raises(errors.SecondCopyNotWritten):
            vault.journal().append(said(2), act_id="act-2", part=0)

    assert (len(os.listdir("/proc/self/fd")) if opened else 0) == opened, "no file is left open"
    vault.journal().append(said(2), act_id="act-2", part=0)
    assert numbers(vault.journal().read()) == [0, 1, 2]


def test_a_failed_append_whose_rest_cannot_be_cut_is_cut_by_the_next(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = filled(vault, 2)

    def not_cut(_descriptor: int, _length: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(files, "write_all", _half_written)
        broken.setattr(os, "ftruncate", not_cut)
        with pytest.raises(errors.SecondCopyNotWritten):
            writing.append(said(2), act_id="act-2", part=0)
    assert writing.read().torn > 0
    writing.append(said(2), act_id="act-2", part=0)
    contents = vault.journal().read()
    assert (numbers(contents), contents.damaged, contents.torn) == ([0, 1, 2], 0, 0)


def test_a_disk_that_is_full_again_after_the_ballast_went_says_so(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.keep_ballast(vault.folder, size=4096)
    writing = filled(vault, 2)

    def full(_descriptor: int, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(files, "write_all", full)
        with pytest.raises(errors.SecondCopyNotWritten):
            writing.append(said(2), act_id="act-2", part=0)
    writing.append(said(2), act_id="act-2", part=0)
    assert numbers(vault.journal().read()) == [0, 1, 2]


def test_a_journal_folder_that_cannot_be_made_is_told_in_words(vault: Vault) -> None:
    vault.folder.journal.write_text("a file stands in the way")
    with pytest.raises(errors.SecondCopyNotWritten):
        vault.journal().append(b"x", act_id="a", part=0)
    with pytest.raises(errors.SecondCopyNotWritten):
        vault.journal().rotate()


def test_on_a_full_disk_the_ballast_gives_room_for_the_second_copy(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.keep_ballast(vault.folder, size=4096)
    writing = filled(vault, 2)
    real = files.write_all

    def full_while_the_ballast_stands(descriptor: int, content: bytes) -> None:
        if vault.folder.ballast.exists():
            os.write(descriptor, content[:5])
            raise OSError(28, "No space left on device")
        real(descriptor, content)

    monkeypatch.setattr(files, "write_all", full_while_the_ballast_stands)
    writing.append(said(2), act_id="act-2", part=0)
    assert not vault.folder.ballast.exists()
    contents = vault.journal().read()
    assert (numbers(contents), contents.damaged, contents.torn) == ([0, 1, 2], 0, 0)


def test_a_copy_of_the_journal_reads_the_same(vault: Vault, tmp_path: Path) -> None:
    filled(vault)
    elsewhere = files.DataFolder(tmp_path / "elsewhere")
    shutil.copytree(vault.folder.journal, elsewhere.journal)
    copied = journal.Journal(elsewhere, vault.keys.journal, vault.keys.vault_id)
    assert copied.read() == vault.journal().read()
