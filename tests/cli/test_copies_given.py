"""Commands note every copy that leaves the vault, and carry documents beside a bundle."""

from pathlib import Path

import pytest

from ehdesk.commands import begin, bundles, opening
from ehdesk.models import copies, document, family
from ehdesk.vault import keyslots
from tests.cli.conftest import Run

KOWALCZYK = "HB-2026-0412"
DRAWING = b"a slide and a sun"


@pytest.fixture
def chosen(data: Path, passphrase_file: Path) -> opening.Chosen:
    return opening.Chosen(data, passphrase_file, keyring=False)


def given(chosen: opening.Chosen) -> list[tuple[str, str, str]]:
    with opening.opened(chosen) as desk:
        found = desk.store.ask(family.by_reference, KOWALCZYK)
        lines = desk.store.ask(copies.copies, str(found))
        return [(line.copy.to, line.copy.what, line.copy.method) for line in lines]


def test_a_paper_made_for_the_family_is_noted_in_its_file(
    run: Run, chosen: opening.Chosen, tmp_path: Path
) -> None:
    out = tmp_path / "note.pdf"
    assert run("print", "note", KOWALCZYK, "-o", out, "--for", "Agnieszka Kowalczyk").status == 0
    assert given(chosen) == [("Agnieszka Kowalczyk", "Note", "saved")]


def test_an_export_for_others_is_noted_and_one_to_my_own_vault_is_none(
    run: Run, chosen: opening.Chosen, tmp_path: Path
) -> None:
    for reader in ("practitioner", "family"):
        assert run("export", "-o", tmp_path / f"{reader}.json", "--reader", reader).status == 0
    assert given(chosen) == [("The family", "The family's file", "exported")]


def test_documents_go_with_a_bundle_in_a_folder_beside_it(
    run: Run,
    command: Run,
    chosen: opening.Chosen,
    passphrase_file: Path,
    tmp_path: Path,
) -> None:
    with opening.opened(chosen) as desk:
        home = desk.store.ask(family.by_reference, KOWALCZYK)
        desk.store.do(document.add, str(home), DRAWING, document.New("Drawing", "drawing"))
    out = tmp_path / "all.json"
    ran = run("export", "-o", out, "--reader", "practitioner")
    beside = bundles.folder_beside(out)
    assert "all.json.files holds 1 document, not encrypted" in ran.err
    assert [path.read_bytes() for path in beside.iterdir()] == [DRAWING]
    assert next(beside.iterdir()).stat().st_mode & 0o077 == 0
    there = opening.Chosen(tmp_path / "elsewhere", passphrase_file, keyring=False)
    wanted = begin.Wanted("Tom Achebe", "Bridge Street", "01632 960111", "01632 960222")
    begin.new(there, wanted, stretching=keyslots.Stretching.cheap())
    where = ("--data", tmp_path / "elsewhere", "--passphrase-file", passphrase_file, "--no-keyring")
    assert "1 document brought in" in command("import", out, *where).out
    with opening.opened(there) as desk:
        home = desk.store.ask(family.by_reference, KOWALCZYK)
        (line,) = desk.store.ask(document.documents, str(home))
        assert desk.store.ask(document.content, line.record_id) == DRAWING


def test_a_document_that_did_not_come_along_is_said(
    run: Run, command: Run, chosen: opening.Chosen, passphrase_file: Path, tmp_path: Path
) -> None:
    with opening.opened(chosen) as desk:
        home = desk.store.ask(family.by_reference, KOWALCZYK)
        desk.store.do(document.add, str(home), DRAWING, document.New("Drawing", "drawing"))
    out = tmp_path / "all.json"
    run("export", "-o", out, "--reader", "practitioner")
    next(bundles.folder_beside(out).iterdir()).unlink()
    there = opening.Chosen(tmp_path / "elsewhere", passphrase_file, keyring=False)
    wanted = begin.Wanted("Tom Achebe", "Bridge Street", "01632 960111", "01632 960222")
    begin.new(there, wanted, stretching=keyslots.Stretching.cheap())
    where = ("--data", tmp_path / "elsewhere", "--passphrase-file", passphrase_file, "--no-keyring")
    assert "1 document left out" in command("import", out, *where).err


def test_the_full_check_finds_a_document_that_is_there_only_once(run: Run, chosen: opening.Chosen) -> None:
    with opening.opened(chosen) as desk:
        home = desk.store.ask(family.by_reference, KOWALCZYK)
        desk.store.do(document.add, str(home), DRAWING, document.New("Drawing", "drawing"))
    next(chosen.folder().documents.iterdir()).unlink()
    ran = run("check")
    assert ran.status == 1
    assert "WRONG  documents: 1 of 1 are not there twice" in ran.out
