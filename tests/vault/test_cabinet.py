"""Documents lie in the vault twice, sealed, under names that tell nothing, and never half."""

import hashlib
import hmac
import json
import os
from pathlib import Path

import pytest

from ehdesk import errors, files
from ehdesk.vault import cabinet, keyslots
from tests.vault.made import Vault

LETTER = b"Dear Agnieszka, the wall will be treated in August. " * 40_000


@pytest.fixture
def kept(vault: Vault) -> cabinet.Cabinet:
    return cabinet.Cabinet(vault.folder, vault.keys.files, vault.keys.vault_id)


def put(kept: cabinet.Cabinet, content: bytes = LETTER) -> str:
    with kept.with_the_act():
        return kept.put(content)


def lying(folder: files.DataFolder) -> list[Path]:
    return [path for place in (folder.documents, folder.documents_spare) for path in sorted(place.glob("*"))]


def test_a_document_comes_back_as_it_went_in(vault: Vault, kept: cabinet.Cabinet) -> None:
    assert kept.read(put(kept)) == LETTER


@pytest.mark.parametrize("size", [1, 65_527, 65_528, 65_529, 1024**2 - 8, 1024**2 - 7, cabinet.LARGEST])
def test_every_size_comes_back(kept: cabinet.Cabinet, size: int) -> None:
    content = os.urandom(1024) * (size // 1024 + 1)
    assert kept.read(put(kept, content[:size])) == content[:size]


def test_its_file_tells_nothing(vault: Vault, kept: cabinet.Cabinet) -> None:
    sha256 = put(kept)
    found = lying(vault.folder)
    assert len(found) == 2
    for path in found:
        assert sha256 not in path.name
        assert b"Agnieszka" not in path.read_bytes()
        assert (path.stat().st_size - 4 - 28 * 2) % 65_536 == 0


def test_only_this_worker_may_open_the_file(vault: Vault, kept: cabinet.Cabinet) -> None:
    put(kept)
    assert {path.stat().st_mode & 0o777 for path in lying(vault.folder)} == {0o600}


def test_one_byte_too_many_is_refused_and_leaves_nothing(vault: Vault, kept: cabinet.Cabinet) -> None:
    with pytest.raises(errors.DocumentTooLarge):
        put(kept, bytes(cabinet.LARGEST + 1))
    assert lying(vault.folder) == []


def test_a_document_of_25_mib_is_kept_and_may_travel() -> None:
    shape = json.loads(files.bundle_schema().read_bytes())["$defs"]["document"]["properties"]["size"]
    assert cabinet.LARGEST == shape["maximum"] == 25 * 1024**2


def test_stopping_leaves_nothing(vault: Vault, kept: cabinet.Cabinet) -> None:
    with pytest.raises(errors.AddingStopped), kept.with_the_act():
        kept.put(LETTER, lambda done, of: done < of * 3 // 4)
    assert lying(vault.folder) == []


def test_progress_runs_from_nothing_to_near_the_end_without_going_back(kept: cabinet.Cabinet) -> None:
    told: list[float] = []

    def watch(done: int, of: int) -> bool:
        told.append(done / of)
        return True

    kept.put(LETTER, watch)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] <= 1


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("hurt", ["gone", "flipped", "cut", "empty"])
def test_a_hurt_copy_is_mended_from_the_other(
    vault: Vault, kept: cabinet.Cabinet, place: int, hurt: str
) -> None:
    sha256 = put(kept)
    _hurt(lying(vault.folder)[place], hurt)
    assert not kept.is_sound(sha256)
    assert kept.read(sha256) == LETTER
    assert kept.is_sound(sha256)
    assert len({path.read_bytes() for path in lying(vault.folder)}) == 1


def _hurt(path: Path, how: str) -> None:
    content = bytearray(path.read_bytes())
    if how == "gone":
        path.unlink()
        return
    content[len(content) // 2] ^= 1
    path.write_bytes({"flipped": bytes(content), "cut": bytes(content[:-40_000]), "empty": b""}[how])


def test_two_hurt_copies_are_said_and_nothing_false_is_shown(vault: Vault, kept: cabinet.Cabinet) -> None:
    sha256 = put(kept)
    for path in lying(vault.folder):
        _hurt(path, "flipped")
    with pytest.raises(errors.DocumentDamaged):
        kept.read(sha256)


def test_a_document_cut_off_at_a_whole_piece_is_not_taken_for_whole(
    vault: Vault, kept: cabinet.Cabinet
) -> None:
    sha256 = put(kept)
    for path in lying(vault.folder):
        path.write_bytes(path.read_bytes()[: 4 + 1024**2 + 28])
    with pytest.raises(errors.DocumentDamaged):
        kept.read(sha256)


def test_a_document_of_another_vault_does_not_open_here(vault: Vault, kept: cabinet.Cabinet) -> None:
    sha256 = put(kept)
    other = cabinet.Cabinet(vault.folder, keyslots.sub_key(bytes(32), "files"), vault.keys.vault_id)
    with pytest.raises(errors.DocumentDamaged):
        other.read(sha256)
    elsewhere = cabinet.Cabinet(vault.folder, vault.keys.files, "another-vault")
    with pytest.raises(errors.DocumentDamaged):
        elsewhere.read(sha256)


def test_the_same_content_is_kept_once_and_outlasts_an_act_that_fails(
    vault: Vault, kept: cabinet.Cabinet
) -> None:
    sha256 = put(kept)
    kept.put(LETTER)
    kept.drop()
    assert len(lying(vault.folder)) == 2
    assert kept.read(sha256) == LETTER


def test_what_a_crash_left_is_kept_where_a_record_names_it_and_removed_otherwise(
    vault: Vault, kept: cabinet.Cabinet
) -> None:
    named, stray = kept.put(LETTER), kept.put(b"never named")
    later = cabinet.Cabinet(vault.folder, vault.keys.files, vault.keys.vault_id)
    (vault.folder.documents / "half.part").write_bytes(b"EHF1")
    later.settle(lambda: {named})
    assert later.read(named) == LETTER
    assert [path.suffix for path in lying(vault.folder)] == [".ehf", ".ehf"]
    with pytest.raises(errors.DocumentDamaged):
        later.read(stray)


def test_a_process_that_is_asked_to_end_between_the_commit_and_its_file_loses_no_document(
    vault: Vault, kept: cabinet.Cabinet
) -> None:
    known, other = (hashlib.sha256(content).hexdigest() for content in (LETTER, b"never committed"))

    def two_documents() -> None:
        with kept.with_the_act():
            kept.put(LETTER)
            kept.put(b"never committed")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        two_documents()
    again = cabinet.Cabinet(vault.folder, vault.keys.files, vault.keys.vault_id)
    again.settle(lambda: {known})
    assert again.read(known) == LETTER
    assert not again.holds(other)


def test_a_full_disk_refuses_in_our_words_and_leaves_nothing(
    vault: Vault, kept: cabinet.Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(errors.DiskFull), kept.with_the_act():
        kept.put(LETTER)
    assert lying(vault.folder) == []


def test_a_disk_that_writes_something_else_than_it_was_given_is_noticed_before_saved_is_said(
    vault: Vault, kept: cabinet.Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.write_all

    def other(descriptor: int, content: bytes) -> None:
        real(descriptor, content[:-1] + bytes([content[-1] ^ 1]))

    with monkeypatch.context() as broken:
        broken.setattr(files, "write_all", other)
        with pytest.raises(errors.FolderUnusable), kept.with_the_act():
            kept.put(LETTER)
    assert lying(vault.folder) == []
    assert kept.read(put(kept)) == LETTER


def test_a_backup_folder_that_lost_its_documents_gets_them_again(vault: Vault, kept: cabinet.Cabinet) -> None:
    sha256 = put(kept)
    next(vault.folder.documents_spare.iterdir()).unlink()
    assert cabinet.mirror(vault.folder) == 1
    assert kept.is_sound(sha256)
    assert cabinet.mirror(vault.folder) == 0


def test_the_name_is_the_keyed_hash_that_the_document_says(vault: Vault, kept: cabinet.Cabinet) -> None:

    sha256 = put(kept)
    assert sha256 == hashlib.sha256(LETTER).hexdigest()
    name = hmac.new(vault.keys.files, sha256.encode(), "sha256").hexdigest()
    assert lying(vault.folder)[0].name == f"{name}.ehf"
