"""The one door to the encrypted database: sqlcipher3, its key, and the settings nobody may forget.

Every connection to a vault, a backup or the centre's embedded store comes from `connect`. It writes
no plaintext: without the right key, or where a setting that secrecy or durability needs does not
take, there is no connection.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from ehdesk import errors
from ehdesk.vault import room

# SQLite before this can lose committed writes when a WAL is reset while another connection reads.
NEEDED = (3, 51, 3)
# What SQLAlchemy and others who need the driver's own names are handed.
module = dbapi2
Connection = dbapi2.Connection

_PLAINTEXT = b"SQLite format 3\x00"
_WAIT_SECONDS = 5.0

# Each is set and read back. temp_store 2: sorting never reaches the disk, where it would be plaintext.
# synchronous 2 (FULL): an acknowledged commit survives a power cut.
_SETTINGS = (
    ("temp_store", "MEMORY", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("secure_delete", "ON", 1),
    ("synchronous", "FULL", 2),
)

# Of each value that is no plain text or number the driver asks three places in turn how it is to be written,
# which takes longer than writing it (1.2 µs). Here the first one knows.
_AS_THEY_ARE: Mapping[type[Any], Callable[[Any], Any]] = {
    bytes: bytes,
    memoryview: bytes,
    bool: int,
    type(None): {}.get,
}
for _kind, _as_it_is in _AS_THEY_ARE.items():
    module.register_adapter(_kind, _as_it_is)


def connect(path: Path, key: bytes, *, create: bool = False, read_only: bool = False) -> Connection:
    """A connection to the encrypted database at `path`; `key` is the 32-byte sub-key, raw.

    It is in autocommit (`isolation_level=None`): transactions are begun by whoever writes. It may be
    handed from thread to thread, never used by two at once. `create` makes the file when it is not
    there or empty (a creation that was cut short). The key must have been proved by the header: then
    a file that it does not open is damaged.
    Raises: errors.CipherTooOld, DatabaseMissing, DatabaseNotEncrypted, DatabaseDamaged,
    DatabaseUnready, DatabaseBusy, DiskFull, FolderUnusable.
    """
    check_version(module.sqlite_version_info)
    if len(key) != 32:
        raise ValueError("the key of a database has 32 bytes")  # a shorter one is taken for a passphrase
    is_new = create and _begin_file(path)
    if not is_new:
        _refuse_what_is_no_vault(path)
    try:
        return _opened(path, key, is_new=is_new, read_only=read_only)
    except module.Error as error:
        raise refusal(error) or error from error


@contextmanager
def not_waiting(connection: Any) -> Iterator[None]:
    """What is committed meanwhile may be lost with the power; nobody waits until it is on the disk."""
    connection.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        connection.execute("PRAGMA synchronous=FULL")


def check_version(found: tuple[int, ...]) -> None:
    """Raises: errors.CipherTooOld for an SQLite that can lose committed writes."""
    if found < NEEDED:
        raise errors.CipherTooOld(found=_dotted(found), needed=_dotted(NEEDED))


def checkpoint(connection: Connection) -> bool:
    """Move what is in the write-ahead log into the database file and empty the log.

    False when somebody is still reading (this connection included), or it may only read: nothing is
    lost, and the next one moves it.
    """
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except module.OperationalError as error:
        # How a read-only connection refuses, and one that is in a transaction of its own.
        if isinstance(refusal(error), errors.FolderUnusable | errors.DatabaseBusy):
            return False
        raise
    return not busy


def refusal(error: BaseException) -> errors.Refusal | None:
    """Our words for an error of the database that a worker can do something about; else None.

    Only after the key is known to be right may "not a database" be called damage.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    kinds: Mapping[int, type[errors.Refusal]] = {
        5: errors.DatabaseBusy,  # SQLITE_BUSY
        6: errors.DatabaseBusy,  # SQLITE_LOCKED
        8: errors.FolderUnusable,  # SQLITE_READONLY
        10: errors.FolderUnusable,  # SQLITE_IOERR
        11: errors.DatabaseDamaged,  # SQLITE_CORRUPT
        13: errors.DiskFull,  # SQLITE_FULL
        14: errors.FolderUnusable,  # SQLITE_CANTOPEN
        26: errors.DatabaseDamaged,  # SQLITE_NOTADB
    }
    kind = kinds.get(code & 0xFF)
    return kind() if kind else None


@contextmanager
def in_our_words() -> Iterator[None]:
    """What was said to the driver directly, with its errors in our words. Raises: what `refusal` gives."""
    try:
        yield
    except module.Error as error:
        raise refusal(error) or error from error


def faults(connection: Connection) -> tuple[str, ...]:
    """What a full check finds: page seals, structure, references. Empty when all is well.

    Checkpoints first, and without that leaves out the check of the page seals by itself, which
    raises false alarms over a log in use. The other checks read every page in use through its seal.
    """
    found = _report(connection, "cipher_integrity_check") if checkpoint(connection) else []
    found += [line for line in _report(connection, "integrity_check(20)") if line != "ok"]
    found += [f"reference from {name}" for name in _report(connection, "foreign_key_check")]
    return tuple(found)


@dataclass(frozen=True)
class TableContent:
    """How many rows a table has, and a hash of all of them in order."""

    rows: int
    digest: str


def content(connection: Connection) -> dict[str, TableContent]:
    """Every table's rows counted and hashed, the schema included: equal means the same content.

    Reads in one transaction, so that a writer beside it does not matter.
    """
    own = not connection.in_transaction
    if own:
        connection.execute("BEGIN")
    try:
        return {name: _content_of(connection, query) for name, query in _tables(connection)}
    finally:
        if own:
            connection.execute("COMMIT")


def remove(path: Path) -> None:
    """Delete a database file and what may stand beside it."""
    for part in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + part).unlink(missing_ok=True)


def copy(source: Connection, target: Path, key: bytes) -> None:
    """Write the whole of `source` into a new encrypted file under another key.

    The file is closed and has no log beside it. A damaged page of the source is copied without a
    word (measured with SQLCipher 4.19), so check and compare the copy before it counts.
    Raises: errors.DiskFull, DatabaseDamaged, DatabaseBusy.
    """
    remove(target)
    _begin_file(target)
    try:
        connection = _keyed(target, key, mode="rw")
        try:
            source.backup(connection)
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        finally:
            connection.close()
    except module.Error as error:
        raise refusal(error) or error from error


def _report(connection: Connection, check: str) -> list[str]:
    """The first column of what a check says. One that stumbles over the damage has found it too."""
    try:
        return [str(row[0]) for row in connection.execute(f"PRAGMA {check}")]
    except module.DatabaseError as error:
        if isinstance(refusal(error), errors.DatabaseDamaged):
            return [str(error)]
        raise


def _opened(path: Path, key: bytes, *, is_new: bool, read_only: bool) -> Connection:
    connection = _keyed(path, key, mode="ro" if read_only else "rw")
    try:
        if is_new:  # before the first table, or it would need a VACUUM
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for name, value, expected in _SETTINGS:
            connection.execute(f"PRAGMA {name}={value}")
            _expect(connection, name, expected)
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        elif connection.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
            raise errors.DatabaseUnready(setting="journal_mode")
    except BaseException:
        connection.close()
        raise
    return connection


def _keyed(path: Path, key: bytes, *, mode: str) -> Connection:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    connection = module.connect(
        address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        # Else SQLCipher reports damaged pages on standard error.
        connection.execute("PRAGMA cipher_log_level=NONE").fetchone()
        # set_key and not PRAGMA key: a trace callback would see the PRAGMA and the key in it.
        connection.set_key(f"x'{key.hex()}'")
        connection.execute("PRAGMA cipher_compatibility=4").fetchone()
        if connection.execute("PRAGMA cipher_status").fetchone() != ("1",):
            raise errors.DatabaseUnready(setting="cipher_status")
    except BaseException:
        connection.close()
        raise
    return connection


def _expect(connection: Connection, name: str, expected: int) -> None:
    if connection.execute(f"PRAGMA {name}").fetchone() != (expected,):
        raise errors.DatabaseUnready(setting=name)


def _begin_file(path: Path) -> bool:
    """An empty file for this account alone (the log beside it takes after it). False when there is more.

    Raises: errors.DiskFull, FolderUnusable.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise room.refusal(error) from error
    return path.stat().st_size == 0


def _refuse_what_is_no_vault(path: Path) -> None:
    if not path.exists():
        raise errors.DatabaseMissing
    with path.open("rb") as file:
        start = file.read(len(_PLAINTEXT))
    if start == _PLAINTEXT:
        raise errors.DatabaseNotEncrypted
    if not start:
        raise errors.DatabaseDamaged  # an empty file would silently become a new vault


def _tables(connection: Connection) -> Iterator[tuple[str, str]]:
    """The schema and every ordinary table with the query that reads it in a fixed order."""
    yield "sqlite_schema", "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    listed = connection.execute("PRAGMA main.table_list").fetchall()
    for _, name, kind, _, without_rowid, _ in sorted(listed):
        if kind in ("table", "shadow") and name != "sqlite_schema":
            quoted = '"' + name.replace('"', '""') + '"'
            order = "" if without_rowid else " ORDER BY rowid"
            yield name, f"SELECT * FROM {quoted}{order}"  # noqa: S608 - a table's own name, quoted


def _content_of(connection: Connection, query: str) -> TableContent:
    digest, rows = hashlib.sha256(), 0
    for row in connection.execute(query):
        rows += 1
        digest.update(repr(row).encode())
    return TableContent(rows, digest.hexdigest())


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
