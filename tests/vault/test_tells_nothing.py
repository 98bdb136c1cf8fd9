"""Words of a day's work are in no file of the vault, nor in any file it opened and deleted again."""

import base64
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ehdesk import files
from ehdesk.vault import backup, cipher, device, inbox, journal, keyslots, opening, public
from tests.vault.made import Time

CANARY = "kerfuffle-7Q-Łukasz"
DESCRIPTORS = Path("/proc/self/fd")


def shapes(text: str) -> Iterator[bytes]:
    """The text as it might stand in a file. The first and last letters are left out of base64, which
    depends on what stands before."""
    yield text.encode()
    yield text.encode("utf-16-le")
    yield text.encode().hex().encode()
    for before in range(3):
        yield base64.b64encode(b"x" * before + text.encode())[4:-4]


def hits(root: Path, text: str = CANARY) -> set[str]:
    """The files below `root`, and those that this process holds open though they were deleted, that
    have the text in any shape."""
    held = [each for each in DESCRIPTORS.iterdir() if _is_deleted(each)] if DESCRIPTORS.is_dir() else []
    looked_at = [path for path in root.rglob("*") if path.is_file()] + held
    return {path.name for path in looked_at if any(shape in path.read_bytes() for shape in shapes(text))}


def _is_deleted(descriptor: Path) -> bool:
    try:
        return os.readlink(descriptor).endswith(" (deleted)")
    except OSError:
        return False  # the descriptor that was open for listing the folder


@pytest.fixture
def tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where SQLite would put what does not fit into memory."""
    place = tmp_path / "tmp"
    place.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(place))
    return place


def fill(connection: cipher.Connection) -> None:
    connection.execute("CREATE TABLE note(n INTEGER PRIMARY KEY, text TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    connection.execute("BEGIN IMMEDIATE")
    for number in range(3000):
        connection.execute("INSERT INTO note(text) VALUES (?)", (f"{number % 97} {CANARY} " + "x" * 400,))
    connection.execute("INSERT INTO words VALUES (?)", (CANARY,))


def begin_sorting(connection: cipher.Connection) -> Iterator[object]:
    """A sort that is larger than SQLite's cache, stopped in the middle of being read."""
    connection.execute("PRAGMA cache_size=20")
    rows = connection.execute("SELECT text FROM note ORDER BY substr(text, 1, 20), n DESC")
    rows.fetchone()
    return rows


def test_a_days_words_are_in_no_file(
    tmp_path: Path, tmp: Path, cheap: keyslots.Stretching, time: Time
) -> None:
    folder = files.DataFolder(tmp_path / "vault")
    passphrase = f"{CANARY} otter violin marmalade"
    created = opening.create(folder, passphrase, device=device.InMemory(), stretching=cheap)
    keys = created.keys
    public.write(folder, public.Public(keys.vault_id, daytime="01325 000000"))
    with closing(cipher.connect(folder.database, keys.database, create=True)) as connection:
        fill(connection)
        assert hits(tmp_path) == set()
        connection.execute("COMMIT")
        sorting = begin_sorting(connection)
        assert hits(tmp_path) == set()
        assert len(list(sorting)) == 2999
        second_copy = journal.Journal(folder, keys.journal, keys.vault_id)
        second_copy.append(CANARY.encode(), act_id="act", part=0)
        inbox.seal(folder, inbox.address(folder), CANARY.encode(), time.clock())
        taken = backup.take(
            lambda: cipher.connect(folder.database, keys.database),
            folder,
            keys,
            time.clock(),
            journal=second_copy,
        )
        second_copy.close()
        connection.execute("VACUUM")
        assert hits(tmp_path) == set()
    backup.restore(folder, keys, taken, time.clock())
    assert [piece.content for piece in inbox.take_in(folder, keys)] == [CANARY.encode()]
    assert hits(tmp_path) == set()
    assert hits(tmp_path, created.recovery_code) == set()
    for key in (keys.data_key, keys.database, keys.journal, keys.backup, keys.inbox_private):
        assert not any(key in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert hits(tmp_path, key.hex()) == set()


def test_the_search_would_find_a_word_in_a_plaintext_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "plain.db")) as plain:
        plain.execute("CREATE TABLE note(text)")
        plain.execute("INSERT INTO note VALUES (?)", (CANARY,))
        plain.commit()
    (tmp_path / "encoded.txt").write_bytes(base64.b64encode(f"a note: {CANARY} was here".encode()))
    (tmp_path / "wide.txt").write_bytes(CANARY.encode("utf-16-le"))
    assert hits(tmp_path) == {"plain.db", "encoded.txt", "wide.txt"}


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="only Linux shows the files a process has deleted")
def test_the_search_would_find_words_in_a_temporary_file_that_was_deleted(
    tmp_path: Path, tmp: Path, cheap: keyslots.Stretching
) -> None:
    """What temp_store=FILE does, and why it is refused on every connection."""
    with closing(cipher.connect(tmp_path / "vault.db", bytes(32), create=True)) as connection:
        fill(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA temp_store=FILE")
        sorting = begin_sorting(connection)
        assert hits(tmp_path) != set()
        assert len(list(sorting)) == 2999
