"""Creating a vault, the ways to open it, and changing them."""

import errno
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

import pytest

from ehdesk import errors, files
from ehdesk.vault import backup, cipher, device, header, inbox, keyslots, opening, recovery
from tests.vault.made import ROOT, Time, Vault


def test_the_passphrase_opens_the_vault_with_the_same_keys(vault: Vault) -> None:
    assert vault.open() == vault.keys


def test_the_recovery_code_opens_the_vault_with_the_same_keys(vault: Vault) -> None:
    code = vault.recovery_code.lower().replace("-", " ")
    assert opening.open_with_recovery_code(vault.folder, code, device=vault.device) == vault.keys


def test_a_wrong_passphrase_is_refused(vault: Vault) -> None:
    with pytest.raises(errors.WrongPassphrase):
        vault.open("otter tram violin marmalad")


def test_a_recovery_code_of_another_vault_is_refused(vault: Vault) -> None:
    other = recovery.written(recovery.new_secret())
    with pytest.raises(errors.WrongRecoveryCode):
        opening.open_with_recovery_code(vault.folder, other, device=vault.device)


def test_every_sub_key_is_another(vault: Vault) -> None:
    keys = vault.keys
    secrets = [keys.data_key, keys.database, keys.journal, keys.files, keys.backup, keys.audit]
    assert len({*secrets, keys.inbox_private, keys.inbox_public}) == 8
    assert {len(each) for each in secrets} == {32}


def test_two_vaults_share_nothing(vault: Vault, tmp_path: Path, cheap: keyslots.Stretching) -> None:
    other = opening.create(
        files.DataFolder(tmp_path / "other"), vault.passphrase, device=vault.device, stretching=cheap
    )
    assert other.keys.vault_id != vault.keys.vault_id
    assert other.keys.data_key != vault.keys.data_key


def test_keys_and_codes_never_show_in_a_repr(vault: Vault, folder: files.DataFolder) -> None:
    created = opening.Created(vault.keys, vault.recovery_code)
    assert vault.keys.data_key.hex() not in repr(created)
    assert repr(vault.keys.database) not in repr(created)
    assert vault.recovery_code not in repr(created)


def test_a_letter_is_the_same_however_the_keyboard_composed_it(
    folder: files.DataFolder, cheap: keyslots.Stretching
) -> None:
    secrets = device.InMemory()
    composed = unicodedata.normalize("NFC", "Zażółć gęślą jaźń é")
    created = opening.create(folder, composed, device=secrets, stretching=cheap)
    taken_apart = unicodedata.normalize("NFD", composed)
    assert taken_apart != composed
    assert opening.open_with_passphrase(folder, taken_apart, device=secrets) == created.keys


def test_the_right_passphrase_without_this_computers_half_is_refused_in_other_words(vault: Vault) -> None:
    vault.device.delete(vault.keys.vault_id)
    with pytest.raises(errors.DeviceSecretMissing):
        vault.open()


def test_another_computers_half_is_not_called_a_wrong_passphrase(vault: Vault) -> None:
    vault.device.write(vault.keys.vault_id, device.new_secret())
    with pytest.raises(errors.DeviceSecretMissing):
        vault.open()


def test_after_the_keyring_was_lost_the_recovery_code_gives_a_new_passphrase(
    vault: Vault, cheap: keyslots.Stretching
) -> None:
    vault.device.delete(vault.keys.vault_id)
    keys = opening.open_with_recovery_code(vault.folder, vault.recovery_code, device=vault.device)
    opening.change_passphrase(
        vault.folder, keys, "a new one altogether", device=vault.device, stretching=cheap
    )
    assert vault.open("a new one altogether").database == vault.keys.database


def test_without_a_keyring_the_vault_opens_by_passphrase_alone_and_says_so(
    folder: files.DataFolder, cheap: keyslots.Stretching
) -> None:
    created = opening.create(folder, "by itself then", device=device.NoKeyring(), stretching=cheap)
    assert not opening.needs_keyring(folder)
    assert opening.open_with_passphrase(folder, "by itself then", device=device.NoKeyring()) == created.keys


def test_with_a_keyring_the_header_says_that_it_is_needed(vault: Vault) -> None:
    assert opening.needs_keyring(vault.folder)


def test_a_new_passphrase_ends_the_old_one_and_writes_the_header_only(
    vault: Vault, cheap: keyslots.Stretching
) -> None:
    connection = vault.connect()
    connection.execute("CREATE TABLE note(text)")
    connection.execute("INSERT INTO note VALUES ('damp wall')")
    before = _contents(vault.folder)
    opening.change_passphrase(
        vault.folder, vault.keys, "quite another thing", device=vault.device, stretching=cheap
    )
    assert _contents(vault.folder) == before
    assert vault.open("quite another thing").data_key == vault.keys.data_key
    with pytest.raises(errors.WrongPassphrase):
        vault.open()


def test_a_new_passphrase_keeps_the_recovery_code(vault: Vault, cheap: keyslots.Stretching) -> None:
    opening.change_passphrase(vault.folder, vault.keys, "next", device=vault.device, stretching=cheap)
    again = opening.open_with_recovery_code(vault.folder, vault.recovery_code, device=vault.device)
    assert again.data_key == vault.keys.data_key


def test_a_new_recovery_code_ends_the_old_one_when_it_is_taken_into_use_and_not_before(vault: Vault) -> None:
    code = opening.new_recovery_code()
    assert _opens_with(vault, vault.recovery_code)
    assert not _opens_with(vault, code)
    opening.use_recovery_code(vault.folder, vault.keys, code)
    assert _opens_with(vault, code)
    assert not _opens_with(vault, vault.recovery_code)


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_new_recovery_code_counts_or_the_old_one_does_wherever_the_disk_gets_full(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    code, done, write = opening.new_recovery_code(), list[Path](), files.write_durably

    def full(path: Path, content: bytes) -> None:
        if len(done) == written:
            raise OSError(errno.ENOSPC, "full")
        done.append(path)
        write(path, content)

    monkeypatch.setattr(files, "write_durably", full)
    if written:
        opening.use_recovery_code(vault.folder, vault.keys, code)
    else:
        with pytest.raises(errors.DiskFull):
            opening.use_recovery_code(vault.folder, vault.keys, code)
    assert _opens_with(vault, code) == bool(written)
    assert _opens_with(vault, vault.recovery_code) == (not written)
    monkeypatch.undo()
    vault.open()
    copies = (vault.folder.header, vault.folder.header_copy, vault.folder.header_spare)
    assert len({copy.read_bytes() for copy in copies}) == 1


def test_a_slot_of_an_unknown_kind_is_carried_along(vault: Vault, cheap: keyslots.Stretching) -> None:
    escrow = {"kind": "escrow", "id": "org-1", "suite": "x", "wrapped": "00ff", "later": {"a": [1]}}
    found = header.read(vault.folder)
    header.write(vault.folder, found.with_slot(escrow, instead_of=("escrow",)), vault.keys.data_key)
    opening.change_passphrase(vault.folder, vault.keys, "next", device=vault.device, stretching=cheap)
    assert vault.open("next").data_key == vault.keys.data_key
    assert header.read(vault.folder).slot("escrow") == escrow


def test_a_slot_carried_into_another_vault_opens_nothing(
    vault: Vault, tmp_path: Path, cheap: keyslots.Stretching
) -> None:
    other = files.DataFolder(tmp_path / "other")
    secrets = device.NoKeyring()
    theirs = opening.create(other, "their passphrase", device=secrets, stretching=cheap).keys
    mine = keyslots.passphrase_slot(vault.keys.vault_id, vault.keys.data_key, "mine", None, cheap)
    carried = header.read(other).with_slot(mine, instead_of=(keyslots.PASSPHRASE_ONLY,))
    header.write(other, carried, theirs.data_key)
    with pytest.raises(errors.WrongPassphrase):
        opening.open_with_passphrase(other, "mine", device=secrets)


def test_a_second_vault_is_not_made_over_the_first(vault: Vault, cheap: keyslots.Stretching) -> None:
    with pytest.raises(errors.VaultExists):
        opening.create(vault.folder, "another", device=vault.device, stretching=cheap)


def test_a_vault_is_not_made_over_a_database_whose_keys_were_deleted(
    vault: Vault, cheap: keyslots.Stretching
) -> None:
    vault.connect()
    for copy in (vault.folder.header, vault.folder.header_copy):
        copy.unlink()
    with pytest.raises(errors.VaultExists):
        opening.create(vault.folder, "another", device=vault.device, stretching=cheap)
    with pytest.raises(errors.HeaderDamaged):
        vault.open()


def test_an_empty_folder_says_that_there_is_no_vault(folder: files.DataFolder) -> None:
    with pytest.raises(errors.VaultMissing):
        opening.open_with_passphrase(folder, "anything", device=device.NoKeyring())


def test_the_files_are_for_the_worker_alone(vault: Vault) -> None:
    vault.connect().execute("CREATE TABLE note(text)")
    vault.journal().append(b"x", act_id="a", part=0)
    time = Time()
    inbox.seal(vault.folder, inbox.address(vault.folder), b"x", time.clock())
    backup.take(
        lambda: cipher.connect(vault.folder.database, vault.keys.database),
        vault.folder,
        vault.keys,
        time.clock(),
    )
    opening.claim(vault.folder).release()
    everything = [vault.folder.root, *vault.folder.root.rglob("*")]
    assert {path.name for path in everything if path.stat().st_mode & 0o077} == set()
    assert "vault.db-wal" in {path.name for path in everything}


def test_a_second_opener_is_told_that_the_vault_is_open(folder: files.DataFolder) -> None:
    with opening.claim(folder), pytest.raises(errors.VaultInUse):
        opening.claim(folder)
    opening.claim(folder).release()


def test_one_who_is_just_leaving_is_waited_for(folder: files.DataFolder) -> None:
    first = opening.claim(folder)
    leaving = threading.Timer(0.1, first.release)
    leaving.start()
    with opening.claim(folder, wait_seconds=30):
        leaving.join()
        first.release()  # twice does nothing, and lets nobody in
        with pytest.raises(errors.VaultInUse):
            opening.claim(folder)


def test_another_process_keeps_the_vault_only_as_long_as_it_lives(folder: files.DataFolder) -> None:
    program = (
        "import sys, pathlib; from ehdesk import files; from ehdesk.vault import opening\n"
        "held = opening.claim(files.DataFolder(pathlib.Path(sys.argv[1])))\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder.root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(errors.VaultInUse):
            opening.claim(folder)
        other.kill()
        other.wait()
        opening.claim(folder, wait_seconds=5).release()


def test_opening_is_light_to_import_for_the_unlock_window() -> None:
    program = (
        "import sys; from ehdesk.vault import device, opening, passphrase, process, public\n"
        "heavy = {'cryptography', 'argon2', 'keyring', 'zxcvbn', 'sqlcipher3', 'sqlalchemy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


def _contents(folder: files.DataFolder) -> dict[str, bytes]:
    """Every file but the header's copies."""
    headers = {folder.header, folder.header_copy, folder.header_spare}
    return {
        str(path): path.read_bytes()
        for path in folder.root.rglob("*")
        if path.is_file() and path not in headers
    }


def _opens_with(vault: Vault, code: str) -> bool:
    try:
        found = opening.open_with_recovery_code(vault.folder, code, device=vault.device)
    except errors.WrongRecoveryCode:
        return False
    return found.data_key == vault.keys.data_key
