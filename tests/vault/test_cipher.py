"""The one door to the database: what it refuses, and what it never forgets to set."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ehdesk import errors
from ehdesk.vault import cipher
from tests.vault.made import Vault

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vault.db"


@pytest.fixture
def filled(path: Path) -> Path:
    with closing(cipher.connect(path, KEY, create=True)) as connection:
        connection.execute("CREATE TABLE note(n INTEGER PRIMARY KEY, text TEXT)")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO note(text) VALUES (?)", [(f"visit {n} " + "x" * 300,) for n in range(200)]
        )
        connection.execute("COMMIT")
    return path


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("temp_store", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),
        ("auto_vacuum", 2),
        ("cipher_status", "1"),
        ("cipher_page_size", "4096"),
        ("cipher_hmac_algorithm", "HMAC_SHA512"),
        ("cipher_kdf_algorithm", "PBKDF2_HMAC_SHA512"),
    ],
)
def test_every_connection_has_its_settings(filled: Path, pragma: str, value: object) -> None:
    with closing(cipher.connect(filled, KEY)) as connection:
        assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
        assert connection.isolation_level is None


def test_values_of_every_kind_are_kept_as_they_are(filled: Path) -> None:
    kinds = (
        None,
        b"",
        b"\0\xff",
        memoryview(b"part of it")[5:],
        True,
        False,
        7,
        -1.5,
        "Zo\u00eb",
        bytearray(b"ab"),
    )
    kept = (None, b"", b"\0\xff", b"of it", 1, 0, 7, -1.5, "Zo\u00eb", b"ab")
    with closing(cipher.connect(filled, KEY)) as connection:
        for said, read in zip(kinds, kept, strict=True):
            by_place = connection.execute("SELECT ?, typeof(?)", (said, said)).fetchone()
            by_name = connection.execute("SELECT :a, typeof(:a)", {"a": said}).fetchone()
            connection.execute("INSERT INTO note(text) VALUES (?)", (said,))
            plain = sqlite3.connect(":memory:").execute("SELECT ?, typeof(?)", (said, said)).fetchone()
            assert by_place == by_name == plain
            assert (by_place[0], type(by_place[0])) == (read, type(read))


def test_a_missing_database_is_not_made_by_chance(path: Path) -> None:
    with pytest.raises(errors.DatabaseMissing):
        cipher.connect(path, KEY)
    assert not path.exists()


def test_a_plaintext_database_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE note(text)")
        plain.commit()
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(errors.DatabaseNotEncrypted):
            cipher.connect(path, KEY, create=create)
    assert path.read_bytes() == before


def test_an_empty_file_does_not_become_a_new_vault(path: Path) -> None:
    path.touch()
    with pytest.raises(errors.DatabaseDamaged):
        cipher.connect(path, KEY)
    assert path.stat().st_size == 0


def test_a_creation_that_was_cut_short_can_be_done_again(path: Path) -> None:
    path.touch()
    cipher.connect(path, KEY, create=True).close()
    assert path.stat().st_size > 0
    cipher.connect(path, KEY).close()


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(path: Path, length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        cipher.connect(path, bytes(length), create=True)
    assert not path.exists()


def test_a_file_that_the_key_does_not_open_is_damaged_in_our_words(filled: Path) -> None:
    with pytest.raises(errors.DatabaseDamaged):
        cipher.connect(filled, bytes(32))


def test_a_damaged_first_page_is_told_in_our_words(filled: Path) -> None:
    _flip(filled, 100)
    with pytest.raises(errors.DatabaseDamaged):
        cipher.connect(filled, KEY)


def test_a_damaged_page_inside_is_found_by_the_check_and_silent_on_standard_error(
    filled: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _flip(filled, 4096 * 5 + 700)
    with closing(cipher.connect(filled, KEY)) as connection:
        assert cipher.faults(connection) != ()
        with pytest.raises(cipher.module.DatabaseError) as raised:
            connection.execute("SELECT sum(length(text)) FROM note").fetchone()
    assert isinstance(cipher.refusal(raised.value), errors.DatabaseDamaged)
    assert capfd.readouterr() == ("", "")


def test_a_sound_database_has_no_faults(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY)) as connection:
        assert cipher.faults(connection) == ()


def test_a_broken_reference_is_a_fault(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY)) as connection:
        connection.execute("CREATE TABLE mark(note REFERENCES note(n))")
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO mark VALUES (100000)")
        assert cipher.faults(connection) == ("reference from mark",)


def test_a_read_only_connection_cannot_write(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY, read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (200,)
        with pytest.raises(cipher.module.OperationalError):
            connection.execute("DELETE FROM note")


def test_a_reader_beside_the_writer_sees_what_was_committed(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY)) as writer, closing(cipher.connect(filled, KEY)) as reader:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO note(text) VALUES ('new')")
        assert reader.execute("SELECT count(*) FROM note").fetchone() == (200,)
        writer.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM note").fetchone() == (201,)


def test_two_writers_at_once_are_told_that_the_vault_is_busy(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY)) as first, closing(cipher.connect(filled, KEY)) as second:
        first.execute("BEGIN IMMEDIATE")
        second.execute("PRAGMA busy_timeout=1")
        with pytest.raises(cipher.module.OperationalError) as raised:
            second.execute("BEGIN IMMEDIATE")
        assert isinstance(cipher.refusal(raised.value), errors.DatabaseBusy)


def test_a_full_disk_is_told_in_our_words_and_loses_nothing(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(cipher.module.OperationalError) as raised:
            connection.execute("INSERT INTO note(text) VALUES (?)", ("x" * 100_000,))
        assert isinstance(cipher.refusal(raised.value), errors.DiskFull)
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (200,)


def test_a_folder_that_is_not_there_is_told_in_our_words(tmp_path: Path) -> None:
    with pytest.raises(errors.FolderUnusable):
        cipher.connect(tmp_path / "none" / "vault.db", KEY, create=True)


def test_our_own_mistakes_are_not_dressed_up(filled: Path) -> None:
    with (
        closing(cipher.connect(filled, KEY)) as connection,
        pytest.raises(cipher.module.OperationalError) as raised,
    ):
        connection.execute("SELECT nothing FROM nowhere")
    assert cipher.refusal(raised.value) is None
    assert cipher.refusal(ValueError()) is None


def test_a_checkpoint_empties_the_log(filled: Path) -> None:
    log = filled.with_name("vault.db-wal")
    with closing(cipher.connect(filled, KEY)) as connection:
        connection.execute("INSERT INTO note(text) VALUES ('new')")
        assert log.stat().st_size > 0
        assert cipher.checkpoint(connection)
        assert log.stat().st_size == 0


def test_a_checkpoint_beside_a_reader_says_that_it_is_not_done(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY)) as writer, closing(cipher.connect(filled, KEY)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM note").fetchone()
        writer.execute("PRAGMA busy_timeout=1")
        writer.execute("INSERT INTO note(text) VALUES ('new')")
        assert not cipher.checkpoint(writer)


def test_a_read_only_connection_leaves_the_log_to_others(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY)) as writer:
        writer.execute("INSERT INTO note(text) VALUES ('new')")
        with closing(cipher.connect(filled, KEY, read_only=True)) as reader:
            assert not cipher.checkpoint(reader)
            assert reader.execute("SELECT count(*) FROM note").fetchone() == (201,)


@pytest.mark.parametrize(("found", "refused"), [((3, 51, 2), True), ((3, 51, 3), False), ((4, 0, 0), False)])
def test_an_sqlite_that_can_lose_commits_is_refused(found: tuple[int, ...], refused: bool) -> None:
    if refused:
        with pytest.raises(errors.CipherTooOld) as raised:
            cipher.check_version(found)
        assert "3.51.2" in raised.value.words()[0]
    else:
        cipher.check_version(found)


@pytest.mark.parametrize("setting", [name for name, _value, _expected in cipher._SETTINGS])
def test_where_a_setting_does_not_take_there_is_no_connection(
    filled: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    others = {"temp_store": "FILE", "synchronous": "OFF", "trusted_schema": "ON"}
    settings = tuple(
        (name, others.get(name, "OFF") if name == setting else value, expected)
        for name, value, expected in cipher._SETTINGS
    )
    monkeypatch.setattr(cipher, "_SETTINGS", settings)
    with pytest.raises(errors.DatabaseUnready) as refused:
        cipher.connect(filled, KEY)
    assert setting in " ".join(refused.value.words())


def test_the_key_is_shown_to_no_trace(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    connect = cipher.module.connect

    def traced(*args: object, **options: object) -> cipher.Connection:
        connection = connect(*args, **options)  # type: ignore[arg-type] # whatever the door passes on
        connection.set_trace_callback(seen.append)
        return connection

    monkeypatch.setattr(cipher.module, "connect", traced)
    cipher.connect(filled, KEY).close()
    assert any("cipher_status" in line for line in seen)
    assert not any(KEY.hex() in line.lower() for line in seen)


def test_the_same_content_has_the_same_hash_and_a_changed_letter_another(filled: Path) -> None:
    with closing(cipher.connect(filled, KEY)) as connection:
        connection.execute("CREATE TABLE idless(id TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        connection.execute("INSERT INTO words VALUES ('damp wall')")
        first = cipher.content(connection)
        assert first["note"].rows == 200
        assert {"idless", "words_data", "sqlite_schema"} <= first.keys()
        assert cipher.content(connection) == first
        connection.execute("UPDATE note SET text = text || '.' WHERE n = 77")
        changed = cipher.content(connection)
        assert {name for name in first if first[name] != changed[name]} == {"note"}


def test_a_vaults_database_opens_with_the_vaults_key_only(vault: Vault) -> None:
    vault.connect().execute("CREATE TABLE note(text)")
    with pytest.raises(errors.DatabaseDamaged):
        cipher.connect(vault.folder.database, vault.keys.backup)


def _flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
