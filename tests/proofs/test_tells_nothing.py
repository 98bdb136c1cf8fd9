"""The words of a scripted day are in no file that ehdesk wrote; restricted ones only where they belong."""

import io
import json
import os
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
import sqlalchemy as sa

from ehdesk import clock, files
from ehdesk.commands import printing
from ehdesk.models import acts, base, bundle_out, family, search
from ehdesk.sync import protocol
from ehdesk.ui import doors
from ehdesk.vault import device, keyslots
from tests.paper import readback
from tests.proofs import canaries, outside

WORDS = {
    "worker": "Wilhelmina Oxenfoord",
    "passphrase": "quokka thimble archipelago marmalade",
    "family": "Zanzibarovna",
    "child": "Kerfuffelina",
    "mother": "Peregrinella",
    "warning": "Never ring before the walrus leaves",
    "hidden_from": "Balthazar Quillfeather",
    "address": "17 Pomegranate Quay",
    "search": "Xylophonist",
    "note": "Kerfuffelina counted nineteen herons by the weir.",
    "half": "The thermostat said gooseberry",
    "last": " and a wheelbarrow",
}
RESTRICTED = (WORDS["warning"], WORDS["hidden_from"], WORDS["address"])


@dataclass(frozen=True)
class Day:
    """What a day left behind: everything below `own` was written by ehdesk of its own accord."""

    own: Path
    chosen: Path
    said: str
    open_hits: dict[str, set[str]]
    elsewhere: set[str]
    words: tuple[str, ...]
    environment: dict[str, str]

    @property
    def folder(self) -> files.DataFolder:
        return files.DataFolder(self.own / "vault")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    place = tmp_path_factory.mktemp("day")
    own, chosen = place / "own", place / "chosen" / f"For {WORDS['family']}"
    own.mkdir()
    chosen.mkdir(parents=True)
    environment = {**outside.private(own / "home"), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.proofs.a_day", str(own / "vault"), str(chosen)],
        cwd=outside.HOUSE,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(WORDS) + "\n")
    process.stdin.flush()
    code = process.stdout.readline().strip()
    words = (*WORDS.values(), *([code] if code else []))
    open_hits: dict[str, set[str]] = {}
    elsewhere: set[str] = set()
    if code:
        elsewhere = canaries.written_elsewhere(process.pid, [own, chosen])
        open_hits = canaries.found_below([own], words) | canaries.found_deleted(process.pid, words)
    told, stderr = process.communicate("\n", timeout=60)
    assert (process.returncode, told.strip()) == (0, "locked"), stderr
    return Day(own, chosen, stderr, open_hits, elsewhere, words, environment)


@pytest.fixture
def vault(day: Day) -> doors.Vault:
    return doors.Vault(day.folder, clock.system, device.NoKeyring, keyslots.Stretching.cheap)


def test_no_word_of_the_day_is_in_any_file_while_the_vault_is_open(day: Day) -> None:
    assert day.open_hits == {}
    assert day.elsewhere == set(), "and it writes nowhere else"


def test_no_word_of_the_day_lies_about_where_any_program_may_write(day: Day) -> None:
    assert canaries.found_lying(day.words, since=day.own.stat().st_ctime - 60) == set()


def test_no_word_of_the_day_is_in_any_file_once_it_is_locked(day: Day) -> None:
    written = [path for path in day.own.rglob("*") if path.is_file()]

    assert canaries.found_below([day.own], day.words) == {}
    assert len(written) > 5, "files were there to be looked at"
    assert day.folder.log.read_text("utf-8"), "the log was written: an error came that nobody foresaw"
    assert any(day.folder.journal.iterdir())


def test_nothing_was_said_of_the_day_on_the_terminal(day: Day) -> None:
    assert canaries.found_in(day.said.encode(), day.words) == set()


def test_commands_leave_no_word_behind_either(day: Day, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(WORDS["passphrase"], encoding="utf-8")
    said = ("--data", str(day.folder.root), "--passphrase-file", str(secret), "--no-keyring")
    for words in (("backup",), ("families", WORDS["family"]), ("check",)):
        outside.command(day.environment, *words, *said)
    refused = subprocess.run(
        [sys.executable, "-m", "ehdesk", "show", WORDS["search"], *said],
        cwd=outside.HOUSE,
        env=day.environment,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert refused.returncode == 1
    assert any(day.folder.backups.rglob("*.ehb*")) or len(list(day.folder.backups.iterdir())) > 1
    assert canaries.found_below([day.own], day.words) == {}


def test_the_search_finds_words_in_every_shape_that_a_leak_could_have(day: Day, tmp_path: Path) -> None:
    note = WORDS["note"].encode()
    (tmp_path / "plain.log").write_bytes(b"error: " + note)
    (tmp_path / "wide.conf").write_bytes(WORDS["note"].encode("utf-16-le"))
    (tmp_path / "packed.pdf").write_bytes(
        b"%PDF stream\n" + zlib.compress(b"BT (" + note + b") Tj") + b"\nendstream"
    )
    (tmp_path / "hex.pdf").write_bytes(
        b"stream\n" + zlib.compress(b"<FEFF" + WORDS["note"].encode("utf-16-be").hex().encode() + b">")
    )
    (tmp_path / WORDS["family"]).touch()

    hits = {Path(path).name for path in canaries.found_below([tmp_path], day.words)}

    assert hits == {"plain.log", "wide.conf", "packed.pdf", "hex.pdf", WORDS["family"]}


def test_the_search_finds_the_words_in_the_paper_that_the_worker_asked_for(day: Day) -> None:
    hits = canaries.found_below([day.chosen], day.words)

    (pdf,) = day.chosen.iterdir()
    assert WORDS["half"] in hits[str(pdf)]
    assert not hits[str(pdf)] & set(RESTRICTED)
    with pikepdf.open(pdf) as paper:
        assert canaries.found_in(str(paper.docinfo).encode(), day.words) == set(), "a neutral title"


def test_restricted_values_stand_only_in_sibling_records_and_what_was_done_to_them(
    day: Day, vault: doors.Vault
) -> None:
    opened = vault.unlock(WORDS["passphrase"])
    try:
        rows = opened.store.ask(rows_with, RESTRICTED)
        indexed = {words: opened.store.ask(indexes, words) for words in (*RESTRICTED, WORDS["note"])}
    finally:
        vault.close(opened)

    assert rows, "they are in the vault"
    assert [row for row in rows if not row[1].endswith(base.RESTRICTED)] == []
    assert {"record", "act"} <= {table for table, _kind in rows}
    assert indexed == {**dict.fromkeys(RESTRICTED, False), WORDS["note"]: True}


def rows_with(read: acts.Reading, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Table and kind of record of every row in the vault that holds any of the words."""
    connection, found = read.connection, []
    kinds = dict(connection.execute(sa.select(base.record.c.n, base.record.c.kind)).all())
    tables = (
        connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
    )
    for name in tables:
        for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')).mappings():  # noqa: S608 - our own names
            content = b"\n".join(
                cell if isinstance(cell, bytes) else str(cell).encode() for cell in row.values()
            )
            if canaries.found_in(content, words):
                found += [(name, kind) for kind in kinds_of(name, row, kinds, words)]
    return found


def kinds_of(name: str, row: sa.RowMapping, kinds: dict[int, str], words: tuple[str, ...]) -> list[str]:
    """The kinds of record whose part of this row has the words."""
    if name == "record":
        return [str(row["kind"])]
    if "record_n" in row:
        return [kinds[row["record_n"]]]
    if name == "act":
        changes = protocol.decode_act(row["content"]).changes
        return [each.kind for each in changes if canaries.found_in(repr(each).encode(), words)]
    return [f"a row of {name}"]


def indexes(read: acts.Reading, words: str) -> bool:
    """Whether the index of the search knows any word of these that is long enough to be theirs alone."""
    long = [word for word in words.rstrip(".").split() if len(word) > 5]
    asked = sa.text("SELECT count(*) FROM search WHERE search MATCH :word")
    counts = [read.connection.execute(asked, {"word": search.fold(word)}).scalar_one() for word in long]
    return any(counts)


@pytest.mark.parametrize("reader", ["family", "agency"])
def test_an_export_for_another_reader_holds_nothing_restricted(
    reader: str, day: Day, vault: doors.Vault
) -> None:
    opened = vault.unlock(WORDS["passphrase"])
    try:
        content = opened.store.ask(bundle_out.take_out, reader=reader)
        own = opened.store.ask(bundle_out.take_out)
    finally:
        vault.close(opened)

    assert canaries.found_in(own, RESTRICTED) == set(RESTRICTED), "the practitioner's own has them"
    assert canaries.found_in(content, RESTRICTED) == set()
    assert b"restricted" not in content
    assert WORDS["family"].encode() in content


@pytest.mark.parametrize("reader", ["family", "practitioner"])
def test_no_paper_holds_anything_restricted(reader: str, day: Day, vault: doors.Vault) -> None:
    place = printing.place_of(day.folder)

    def papers(read: acts.Reading) -> list[bytes]:
        (line,) = family.caseload(read).lines
        notes = [each.record_id for each in family.family_file(read, line.family_id).notes]
        page = printing.Page("note", reader="family" if reader == "family" else "practitioner")
        return [printing.typeset(read, record, page, place) for record in notes]

    opened = vault.unlock(WORDS["passphrase"])
    try:
        made = opened.store.ask(papers)
    finally:
        vault.close(opened)

    assert len(made) == 2
    assert any(WORDS["note"] in readback.words(pdf) for pdf in made), "the words are on paper"
    for pdf in made:
        assert canaries.found_in(readback.everything(pdf), RESTRICTED) == set()
        assert canaries.found_in(pdf, RESTRICTED) == set()
        assert not [words for words in RESTRICTED if words in readback.words(pdf)]
        with pikepdf.open(io.BytesIO(pdf)) as paper:
            assert canaries.found_in(str(paper.docinfo).encode(), day.words) == set()


def test_nothing_stands_where_everybody_may_look(day: Day) -> None:
    """What the unlock window shows, and the names and rights of the files."""
    public = day.folder.public.read_text("utf-8")

    assert canaries.found_in(public.encode(), day.words) == set()
    open_to_others = [path for path in day.folder.root.rglob("*") if path.stat().st_mode & 0o077]
    assert [path for path in open_to_others if path.is_file()] == []
    assert os.stat(day.folder.root).st_mode & 0o077 == 0
