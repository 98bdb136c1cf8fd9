"""Documents of a family: saved is saved, and a power cut at any moment leaves nothing half."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from ehdesk import errors, files
from ehdesk.models import base, document, form, search, soundness
from ehdesk.vault import backup, cabinet, cipher
from ehdesk.vault import opening as vaults
from tests import building

LETTER = b"Dear Agnieszka, the wall will be treated in August. " * 4_000
NEW = document.New("Letter from Housing", kind="letter", dated="2026-07", note="about the damp")


@pytest.fixture
def letter(desk: building.Desk, household: building.Household) -> str:
    return desk.do(document.add, household.family, LETTER, NEW)


def test_a_document_is_there_after_locking_with_all_that_was_said_of_it(
    desk: building.Desk, household: building.Household, letter: str
) -> None:
    (line,) = desk.reopen().ask(document.documents, household.family)
    assert (line.title, line.kind, line.dated, line.note) == (
        "Letter from Housing",
        "letter",
        "2026-07",
        "about the damp",
    )
    assert (line.size, line.author_name) == (len(LETTER), "Carol Ndlovu")
    assert desk.ask(document.content, letter) == LETTER


def test_the_journal_and_the_database_do_not_grow_with_the_bytes(
    desk: building.Desk, household: building.Household
) -> None:
    def size() -> int:
        within = [desk.folder.database, desk.folder.database.with_name("vault.db-wal")]
        return sum(path.stat().st_size for path in (*within, *desk.folder.journal.iterdir()) if path.exists())

    before = size()
    desk.do(document.add, household.family, os.urandom(5 * 1024 * 1024), NEW)
    assert size() - before < 200_000


def test_it_is_found_by_its_title_and_note(desk: building.Desk, letter: str) -> None:
    for words in ("housing", "damp"):
        assert [hit.record_id for hit in desk.ask(search.find, words)] == [letter]


def test_one_kept_apart_is_not_found_and_not_listed_for_the_file(
    desk: building.Desk, household: building.Household
) -> None:
    apart = document.New("Court order with the refuge address", is_apart=True)
    made = desk.do(document.add, household.family, LETTER, apart)
    assert desk.ask(search.find, "refuge") == ()
    assert desk.ask(document.documents, household.family, audience="file") == ()
    (line,) = desk.ask(document.documents, household.family)
    assert (line.record_id, line.is_apart) == (made, True)


def test_a_wrong_word_is_put_right_and_the_old_one_stays_in_the_history(
    desk: building.Desk, letter: str
) -> None:
    desk.do(document.change, letter, "title", "Letter from the landlord")
    voices = desk.ask(form.history, letter, "title")
    assert [voice.value for voice in voices] == ["Letter from the landlord", "Letter from Housing"]
    with pytest.raises(errors.FieldUnknown):
        desk.do(document.change, letter, "sha256", "0" * 64)


def test_taking_one_away_asks_why_and_keeps_its_bytes(
    desk: building.Desk, household: building.Household, letter: str
) -> None:
    with pytest.raises(errors.ReasonMissing):
        desk.do(document.take_away, letter, "  ")
    desk.do(document.take_away, letter, "Belongs to another family")
    assert desk.ask(document.documents, household.family) == ()
    assert desk.reopen().ask(document.content, letter) == LETTER


def test_an_empty_file_and_an_unknown_family_leave_nothing(desk: building.Desk) -> None:
    home = building.a_family(desk)
    with pytest.raises(errors.DocumentUnreadable):
        desk.do(document.add, home.family, b"", NEW)
    with pytest.raises(errors.RecordMissing):
        desk.do(document.add, "nobody", LETTER, NEW)
    assert not desk.folder.documents.exists()


def test_an_act_that_fails_after_the_bytes_were_written_leaves_nothing(
    desk: building.Desk, household: building.Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("ehdesk.models.keeping.keep", stumble)
    with pytest.raises(RuntimeError):
        desk.do(document.add, household.family, LETTER, NEW)
    assert list(desk.folder.documents.iterdir()) == []
    assert desk.ask(document.documents, household.family) == ()


@pytest.fixture
def photographs(
    desk: building.Desk,
    household: building.Household,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> list[files.DataFolder]:
    """The folder as a power cut would leave it at every step of adding a document."""
    taken: list[files.DataFolder] = []

    def photograph(*_: object) -> None:
        taken.append(desk.photograph(tmp_path / f"cut-{len(taken)}"))

    with monkeypatch.context() as patched:
        for module, name in ((files, "write_all"), (files, "sync_folder"), (os, "fsync")):
            real = getattr(module, name)
            patched.setattr(module, name, _before(photograph, real))
        desk.do(document.add, household.family, os.urandom(2 * 1024 * 1024), NEW)
    photograph()
    return taken


def _before(first: Callable[..., None], then: Callable[..., object]) -> Callable[..., object]:
    def both(*args: object) -> object:
        first()
        return then(*args)

    return both


def test_a_power_cut_at_any_step_leaves_the_document_whole_or_not_at_all(
    desk: building.Desk, household: building.Household, photographs: list[files.DataFolder]
) -> None:
    counts = []
    for life, folder in enumerate(photographs, start=1):
        other = desk.open_at(folder, life=life)
        lines = other.ask(document.documents, household.family)
        for line in lines:
            assert len(other.ask(document.content, line.record_id)) == line.size
        kept = [path.suffix for path in folder.documents.glob("*")]
        assert kept == [".ehf"] * len(lines)
        counts.append(len(lines))
        other.close()
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 1)
    assert len(photographs) > 12


def test_a_record_that_comes_back_from_the_journal_has_its_bytes(
    desk: building.Desk, household: building.Household, tmp_path: Path
) -> None:
    """The database lost its newest commits, as one flipped bit in its log can do."""
    desk.reopen()
    before = desk.photograph(tmp_path / "before")
    made = desk.do(document.add, household.family, LETTER, NEW)
    now = desk.photograph(tmp_path / "now")
    cipher.remove(now.database)
    for path in before.root.glob("vault.db*"):
        shutil.copy(path, now.root / path.name)
    other = desk.open_at(now, life=1)
    assert other.store.recovered == 1
    assert other.ask(document.content, made) == LETTER


def test_a_backup_carried_to_an_empty_folder_brings_the_documents(
    desk: building.Desk, household: building.Household, letter: str, tmp_path: Path
) -> None:
    taken = desk.store.backup("daily")
    desk.store.close()
    shutil.rmtree(desk.folder.documents)
    with vaults.claim(desk.folder):
        backup.restore(desk.folder, desk.keys, taken, desk.time.clock())
    desk.reopen()
    assert desk.ask(document.content, letter) == LETTER


def test_going_back_to_a_backup_from_before_loses_no_bytes(
    desk: building.Desk, household: building.Household
) -> None:
    taken = desk.store.backup("daily")
    made = desk.do(document.add, household.family, LETTER, NEW)
    desk.store.close()
    with vaults.claim(desk.folder):
        backup.restore(desk.folder, desk.keys, taken, desk.time.clock())
    assert desk.reopen().ask(document.content, made) == LETTER


def test_the_check_counts_documents_and_finds_a_hurt_copy(
    desk: building.Desk, household: building.Household, letter: str
) -> None:
    assert desk.ask(soundness.documents) == soundness.Found("1 document, each there twice")
    next(desk.folder.documents_spare.iterdir()).unlink()
    assert desk.ask(soundness.documents).wrong == 1
    desk.ask(document.content, letter)
    assert desk.ask(soundness.documents).wrong == 0


def test_reading_a_familys_documents_scans_no_table(
    desk: building.Desk, household: building.Household, letter: str
) -> None:
    assert building.scans(desk, document.documents, household.family) == []


def test_history_holds_together_with_documents_in_it(desk: building.Desk, letter: str) -> None:
    assert desk.ask(soundness.history).wrong == 0
    assert desk.ask(soundness.search).wrong == 0
    rows = desk.ask(lambda read: read.connection.execute(sa.select(base.trail.c.verb)).scalars().all())
    assert "document.added" in rows


def test_25_mb_go_in_and_come_out(desk: building.Desk, household: building.Household) -> None:
    content = os.urandom(1024) * (cabinet.LARGEST // 1024)
    made = desk.do(document.add, household.family, content, NEW)
    assert desk.ask(document.content, made) == content
