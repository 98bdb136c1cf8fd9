"""The header's copies: damage, repair, the hand that meddles."""

import hashlib
import json
from pathlib import Path
from typing import Any, cast

import pytest

from ehdesk import errors, files
from ehdesk.vault import backup, keyslots, opening
from tests.vault.made import Vault


def test_any_byte_of_a_copy_may_be_damaged(vault: Vault) -> None:
    for copy, step in ((vault.folder.header, 1), (vault.folder.header_copy, 7)):
        good = copy.read_bytes()
        for at in range(0, len(good), step):
            copy.write_bytes(good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :])
            assert vault.open() == vault.keys
            assert copy.read_bytes() == good  # mended on the way


def test_a_copy_that_is_empty_cut_short_or_gone_is_mended(vault: Vault) -> None:
    good = vault.folder.header.read_bytes()
    for damaged in (b"", good[:70], good[:-1], good + b"x", b"\x00" * len(good)):
        vault.folder.header.write_bytes(damaged)
        vault.open()
        assert vault.folder.header.read_bytes() == good
    vault.folder.header_copy.unlink()
    vault.open()
    assert vault.folder.header_copy.read_bytes() == good


def test_both_copies_damaged_says_what_to_do_and_changes_nothing(vault: Vault) -> None:
    for copy in (vault.folder.header, vault.folder.header_copy):
        copy.write_bytes(copy.read_bytes()[:-9])
    before = vault.folder.header.read_bytes(), vault.folder.header_copy.read_bytes()
    with pytest.raises(errors.HeaderDamaged) as refused:
        vault.open()
    assert "restore --keys" in refused.value.words()[2]
    assert (vault.folder.header.read_bytes(), vault.folder.header_copy.read_bytes()) == before


def test_the_copy_beside_the_backups_brings_both_back(vault: Vault) -> None:
    for copy in (vault.folder.header, vault.folder.header_copy):
        copy.write_bytes(b"nothing")
    backup.restore_header(vault.folder)
    assert vault.open() == vault.keys


def test_a_spare_that_is_damaged_too_puts_nothing_back(vault: Vault) -> None:
    vault.folder.header_spare.write_bytes(b"nothing")
    with pytest.raises(errors.BackupMissing):
        backup.restore_header(vault.folder)


def test_the_newer_of_two_whole_copies_is_read(vault: Vault, cheap: keyslots.Stretching) -> None:
    older = vault.folder.header_copy.read_bytes()
    opening.change_passphrase(vault.folder, vault.keys, "newer", device=vault.device, stretching=cheap)
    vault.folder.header_copy.write_bytes(older)
    assert vault.open("newer").generation == 2
    assert vault.folder.header_copy.read_bytes() == vault.folder.header.read_bytes()


def test_a_new_passphrase_leaves_no_copy_that_the_old_one_opens(
    vault: Vault, cheap: keyslots.Stretching
) -> None:
    opening.change_passphrase(vault.folder, vault.keys, "newer", device=vault.device, stretching=cheap)
    assert len({copy.read_bytes() for copy in _copies(vault.folder)}) == 1


def test_the_generation_rises_with_every_change(vault: Vault, cheap: keyslots.Stretching) -> None:
    opening.use_recovery_code(vault.folder, vault.keys, opening.new_recovery_code())
    opening.change_passphrase(vault.folder, vault.keys, "newer", device=vault.device, stretching=cheap)
    assert vault.open("newer").generation == 3


def test_a_header_that_another_hand_changed_is_refused(vault: Vault) -> None:
    _meddle(vault.folder, generation=99)
    with pytest.raises(errors.HeaderAltered):
        vault.open()


def test_a_changed_copy_never_spreads_over_the_good_ones(vault: Vault) -> None:
    good = vault.folder.header.read_bytes()
    _meddle(vault.folder, generation=99)
    for copy in (vault.folder.header_copy, vault.folder.header_spare):
        copy.write_bytes(good)
    with pytest.raises(errors.HeaderAltered):
        vault.open()
    assert vault.folder.header_spare.read_bytes() == good
    backup.restore_header(vault.folder)
    assert vault.open() == vault.keys


def test_an_inbox_key_that_another_hand_put_there_is_refused(vault: Vault) -> None:
    _meddle(vault.folder, inbox={"public": "00" * 32, "wrapped": "00" * 60})
    with pytest.raises(errors.HeaderAltered):
        vault.open()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("argon2id", "much"),
        ("argon2id", {}),
        ("argon2id", {"memory_kib": 8, "passes": "1", "lanes": 1}),
        ("argon2id", {"memory_kib": 8, "passes": 0, "lanes": 1}),
        ("argon2id", {"memory_kib": 8, "passes": 65, "lanes": 1}),
        ("argon2id", {"memory_kib": 15, "passes": 1, "lanes": 2}),
        ("argon2id", {"memory_kib": 8, "passes": 1, "lanes": 0}),
        ("argon2id", {"memory_kib": 1024, "passes": 1, "lanes": 17}),
        ("salt", 5),
        ("salt", "no hex"),
        ("wrapped", None),
        ("id", []),
        ("device_check", 7),
    ],
)
def test_a_slot_of_another_shape_is_called_damage_and_not_a_wrong_passphrase(
    vault: Vault, name: str, value: object
) -> None:
    fields = _fields(vault.folder)
    fields["slots"][0][name] = value
    _meddle(vault.folder, slots=fields["slots"])
    with pytest.raises(errors.HeaderDamaged):
        vault.open()


@pytest.mark.parametrize(("memory_kib", "is_refused"), [(4 * 1024**2, False), (4 * 1024**2 + 1, True)])
def test_no_slot_may_ask_for_more_than_4_gib(memory_kib: int, *, is_refused: bool) -> None:
    asked = {"argon2id": {"memory_kib": memory_kib, "passes": 64, "lanes": 16}}
    if is_refused:
        with pytest.raises(errors.HeaderDamaged):
            keyslots._stretching(asked)
    else:
        assert keyslots._stretching(asked) == keyslots.Stretching(memory_kib, 64, 16)


def test_a_header_without_a_slot_says_so(vault: Vault) -> None:
    _meddle(vault.folder, slots=[])
    with pytest.raises(errors.HeaderDamaged):
        vault.open()
    with pytest.raises(errors.WrongRecoveryCode):
        opening.open_with_recovery_code(vault.folder, vault.recovery_code, device=vault.device)


def test_a_slot_that_asks_for_absurd_amounts_of_memory_is_refused(vault: Vault) -> None:
    fields = _fields(vault.folder)
    fields["slots"][0]["argon2id"]["memory_kib"] = 2**40
    _meddle(vault.folder, slots=fields["slots"])
    with pytest.raises(errors.HeaderDamaged):
        vault.open()


@pytest.mark.parametrize("broken", [{"slots": 3}, {"inbox": None}, {"generation": "x"}, {"slots": []}])
def test_a_header_that_is_whole_but_makes_no_sense_is_refused(
    vault: Vault, broken: dict[str, object]
) -> None:
    _meddle(vault.folder, **broken)
    with pytest.raises(errors.HeaderDamaged):
        vault.open()


def test_a_vault_of_a_newer_ehdesk_is_left_alone(vault: Vault) -> None:
    _meddle(vault.folder, format=2)
    with pytest.raises(errors.VaultTooNew):
        vault.open()


def test_an_opening_on_a_full_disk_still_reads_the_good_copy(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.folder.header_copy.write_bytes(b"damaged")
    monkeypatch.setattr(files, "write_durably", _full)
    assert vault.open() == vault.keys


def test_a_passphrase_change_on_a_full_disk_keeps_the_old_passphrase(
    vault: Vault, cheap: keyslots.Stretching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "write_all", _full)
    with pytest.raises(errors.DiskFull):
        opening.change_passphrase(vault.folder, vault.keys, "newer", device=vault.device, stretching=cheap)
    monkeypatch.undo()
    assert vault.open() == vault.keys


def test_the_header_tells_nothing_of_the_worker(vault: Vault) -> None:
    fields = _fields(vault.folder)
    assert set(fields) == {"format", "vault_id", "generation", "slots", "inbox", "seal"}
    assert [slot["kind"] for slot in fields["slots"]] == [keyslots.PASSPHRASE, keyslots.RECOVERY]


def _copies(folder: files.DataFolder) -> tuple[Path, Path, Path]:
    return folder.header, folder.header_copy, folder.header_spare


def _fields(folder: files.DataFolder) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(folder.header.read_bytes().partition(b"\n")[2]))


def _meddle(folder: files.DataFolder, **changes: object) -> None:
    body = json.dumps(_fields(folder) | changes, indent=1, sort_keys=True).encode()
    for copy in _copies(folder):
        copy.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")
