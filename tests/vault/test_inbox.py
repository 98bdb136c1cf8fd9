"""What is written for the vault while it is closed, and taken in when it opens."""

import os

import pytest

from ehdesk import errors, files
from ehdesk.vault import device, inbox, keyslots, opening, primitives
from tests.vault.made import Time, Vault

SAID = "Słuchała mnie. She listened.".encode()


def sealed(vault: Vault, time: Time, *contents: bytes) -> list[str]:
    to = inbox.address(vault.folder)
    return [inbox.seal(vault.folder, to, content, time.clock()) for content in contents]


def test_what_was_sealed_is_taken_in_once_and_in_order(vault: Vault, time: Time) -> None:
    ids = sealed(vault, time, b"first", SAID, b"")
    came = []
    for piece in inbox.take_in(vault.folder, vault.open()):
        came.append((piece.piece_id, piece.content))
        inbox.taken(piece)
    assert came == list(zip(ids, [b"first", SAID, b""], strict=True))
    assert list(inbox.take_in(vault.folder, vault.keys)) == []


def test_a_piece_that_was_not_yet_kept_comes_again_under_the_same_id(vault: Vault, time: Time) -> None:
    sealed(vault, time, SAID)
    first = [piece.piece_id for piece in inbox.take_in(vault.folder, vault.keys)]
    assert [piece.piece_id for piece in inbox.take_in(vault.folder, vault.keys)] == first


def test_sealing_needs_no_passphrase_and_leaves_nothing_to_read(vault: Vault, time: Time) -> None:
    sealed(vault, time, SAID)
    (path,) = vault.folder.inbox.iterdir()
    assert SAID not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_a_damaged_piece_is_set_aside_and_the_others_come_in(vault: Vault, time: Time) -> None:
    ids = sealed(vault, time, b"first", b"second", b"third")
    first, second = (vault.folder.inbox / f"{piece_id}.ehi" for piece_id in ids[:2])
    first.write_bytes(first.read_bytes()[:-1])
    second.write_bytes(b"")
    assert [piece.content for piece in inbox.take_in(vault.folder, vault.keys)] == [b"third"]
    assert [path.stem for path in inbox.unreadable(vault.folder)] == ids[:2]


def test_any_flipped_byte_is_noticed(vault: Vault, time: Time) -> None:
    (piece_id,) = sealed(vault, time, SAID)
    path = vault.folder.inbox / f"{piece_id}.ehi"
    good = path.read_bytes()
    for at in range(len(good)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        assert list(inbox.take_in(vault.folder, vault.keys)) == []
    assert len(inbox.unreadable(vault.folder)) == 1


def test_a_piece_under_another_name_is_not_taken_for_another_piece(vault: Vault, time: Time) -> None:
    (piece_id,) = sealed(vault, time, SAID)
    original = vault.folder.inbox / f"{piece_id}.ehi"
    (vault.folder.inbox / "again.ehi").write_bytes(original.read_bytes())
    assert [piece.piece_id for piece in inbox.take_in(vault.folder, vault.keys)] == [piece_id]


def test_a_piece_for_another_vault_opens_nowhere_else(
    vault: Vault, time: Time, cheap: keyslots.Stretching
) -> None:
    other = files.DataFolder(vault.folder.root.with_name("other"))
    keys = opening.create(other, "theirs", device=device.NoKeyring(), stretching=cheap).keys
    sealed(vault, time, SAID)
    other.inbox.mkdir()
    for path in vault.folder.inbox.iterdir():
        (other.inbox / path.name).write_bytes(path.read_bytes())
    assert list(inbox.take_in(other, keys)) == []


def test_a_piece_that_a_crash_left_half_written_is_not_there(vault: Vault, time: Time) -> None:
    sealed(vault, time, SAID)
    (vault.folder.inbox / "half.ehi.tmp").write_bytes(b"EHI1half")
    assert len(list(inbox.take_in(vault.folder, vault.keys))) == 1
    assert inbox.unreadable(vault.folder) == ()


@pytest.mark.parametrize(("more", "is_tried"), [(0, True), (1, False)])
def test_a_piece_of_more_than_64_mib_is_set_aside_unread(
    vault: Vault, time: Time, monkeypatch: pytest.MonkeyPatch, *, more: int, is_tried: bool
) -> None:
    tried: list[int] = []

    def not_opened(_key: bytes, sealed: bytes, _context: bytes) -> bytes:
        tried.append(len(sealed))
        raise primitives.NotOpened

    monkeypatch.setattr(primitives, "unseal_from", not_opened)
    (piece_id,) = sealed(vault, time, SAID)
    os.truncate(vault.folder.inbox / f"{piece_id}.ehi", 64 * 1024**2 + more)
    assert list(inbox.take_in(vault.folder, vault.keys)) == []
    assert [path.stem for path in inbox.unreadable(vault.folder)] == [piece_id]
    assert bool(tried) is is_tried


def test_an_inbox_that_was_never_used_is_empty(vault: Vault) -> None:
    assert list(inbox.take_in(vault.folder, vault.keys)) == []
    assert inbox.unreadable(vault.folder) == ()


def test_a_full_disk_is_told_when_sealing(vault: Vault, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_all", full)
    with pytest.raises(errors.DiskFull):
        sealed(vault, time, SAID)
    monkeypatch.undo()
    assert list(inbox.take_in(vault.folder, vault.keys)) == []
