"""The databases of a seed: in memory, and used again by seed after seed, or real encrypted files.

An empty database would have its tables read and every statement prepared anew, which took a third of a
seed. What a database holds is therefore copied, page by page, into one that an earlier seed has left: by a
second connection to it, as another process would, and with the number of the tables' state that was there.
All come from one in which the tables were made, so that each of them lies where it lay before, and the
statements of the first connection stay prepared.

Files are opened by the product's own door, with its key and its settings; a laptop that loses its power lets
go of its file and opens it again.
"""

import functools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Literal

from ehdesk.vault import cipher

Kind = Literal["desk", "centre"]
Content = Mapping[str, Sequence[tuple[Any, ...]]]

_STATEMENTS = 2000
_PAGE = 1024
"""Most tables of a seed hold a few rows, and all pages are copied: large ones take four times as long."""

_IS_DONE = 101
_BEYOND_ALL = 1 << 60
_KEY = bytes(32)
_MADE_WITH_THE_INDEX = "CREATE TABLE 'search_"
_KEPT_UP = "waiting"
"""The table whose rows the database itself writes, when those of others are put in."""


class Database(cipher.module.Connection):
    """A connection that says what kind of database is behind it; `made_as`: the one in which its tables were
    made; `beside`: a second connection, which puts other pages in."""

    kind: Kind
    made_as: "Database"
    beside: Any = None
    path: Path | None = None


@dataclass(frozen=True)
class _Table:
    """One table: how its rows are read, taken out and put in."""

    name: str
    read: str
    clear: str
    put: str


_tables: dict[Kind, list[_Table]] = {}
_free: dict[Database, list[Database]] = {}
_in_use: list[Database] = []
_folder: list[Path] = []
_numbers = count(1)


def memory(kind: Kind) -> Database:
    """An empty database in memory."""
    connect: Any = cipher.module.connect  # its types know nothing of a factory
    place = f"file:/simulation-{next(_numbers)}?vfs=memdb"  # where two connections come to one memory
    known = {"uri": True, "isolation_level": None, "cached_statements": _STATEMENTS}
    made: Database = connect(place, factory=Database, **known)
    made.kind, made.made_as, made.beside = kind, made, connect(place, **known)
    made.execute(f"PRAGMA page_size={_PAGE}")
    made.execute("PRAGMA foreign_keys=ON")
    made.beside.execute("PRAGMA journal_mode=OFF")  # nobody takes back what it puts in, which is all there is
    made.beside.execute("PRAGMA cache_size=10")
    return made


def copy_of(raw: Database) -> Database:
    """The same database once more, in one that a seed has left where there is any."""
    if _folder:
        return _file_of(raw)
    free = _free.setdefault(raw.made_as, [])
    made = free.pop() if free else memory(raw.kind)
    made.made_as = raw.made_as
    raw.backup(made.beside, progress=_is_not_read)
    (version,) = raw.execute("PRAGMA schema_version").fetchone()
    made.beside.execute(f"PRAGMA schema_version={version}")
    _forget_words(made)
    _in_use.append(made)
    return made


def _is_not_read(status: int, _left: int, _all: int) -> None:
    """Nobody else reads or writes in it any more: the driver would wait for them for ever."""
    assert status == _IS_DONE, status


@contextmanager
def used_again() -> Iterator[None]:
    """What is copied meanwhile is free afterwards."""
    before = len(_in_use)
    try:
        yield
    finally:
        for one in _in_use[before:]:
            if one.path:
                one.close()
                continue
            if one.in_transaction:
                one.execute("ROLLBACK")
            _free[one.made_as].append(one)
        del _in_use[before:]


@contextmanager
def in_files() -> Iterator[None]:
    """What is copied meanwhile lies in encrypted files."""
    connect: Any = cipher.module.connect
    with tempfile.TemporaryDirectory(prefix="ehdesk-simulation-") as folder, used_again():
        _folder.append(Path(folder))
        cipher.module.connect = functools.partial(connect, factory=Database)
        try:
            yield
        finally:
            cipher.module.connect = connect
            _folder.clear()


def opened_again(raw: Database) -> Database:
    """The database of a process that has ended, as the next one opens it."""
    if raw.path is None:
        return raw
    raw.close()
    _in_use.remove(raw)
    return _opened(raw.path, raw.kind)


def _opened(path: Path, kind: Kind, *, is_new: bool = False) -> Database:
    made: Any = cipher.connect(path, _KEY, create=is_new)
    made.kind, made.path = kind, path
    _in_use.append(made)
    found: Database = made
    return found


def _file_of(raw: Database) -> Database:
    """What a database holds, in a new file: copied as the product does it, or, out of memory, row by row."""
    path = _folder[0] / f"{next(_numbers)}.db"
    if raw.path:
        cipher.copy(raw, path, _KEY)
        return _opened(path, raw.kind)
    made = _opened(path, raw.kind, is_new=True)
    every = raw.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    (version,) = raw.execute("PRAGMA user_version").fetchone()
    made.execute("BEGIN IMMEDIATE")
    for (sql,) in every:
        if not sql.startswith(_MADE_WITH_THE_INDEX):
            made.execute(sql)
    made.execute(f"PRAGMA user_version={version}")
    _fill(made, content(raw))
    made.execute("COMMIT")
    _forget_words(made)
    return made


def content(raw: Database) -> Content:
    """Every row of every table, in the order in which they were put in."""
    every = ((table.name, raw.execute(table.read).fetchall()) for table in _tables_of(raw))
    return {name: rows for name, rows in every if rows}


def _fill(raw: Database, content: Content) -> None:
    """Put other rows in the place of all."""
    tables = _tables_of(raw)
    for table in reversed(tables):
        raw.execute(table.clear)
    for table in tables:
        if rows := content.get(table.name):
            raw.executemany(table.put, rows)


def _forget_words(raw: Database) -> None:
    """The index of words has its own memory of what its tables hold, until it is rolled back."""
    if raw.kind == "desk":
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO search (rowid, body) VALUES (?, '')", (_BEYOND_ALL,))
        raw.execute("ROLLBACK")


def _tables_of(raw: Database) -> list[_Table]:
    """The tables with rows of their own, in the order in which they may be filled."""
    if raw.kind not in _tables:
        wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
        every = raw.execute(wanted).fetchall()
        filled = [one for one in every if not one[1].startswith("CREATE VIRTUAL") and one[0] != _KEPT_UP]
        names = dict(filled)
        before = {name: _leads_to(raw, name) for name in names}
        _tables[raw.kind] = [_table(raw, name, names[name]) for name in _in_order(before)]
    return _tables[raw.kind]


def _leads_to(raw: Database, name: str) -> set[str]:
    return {row[2] for row in raw.execute(f"PRAGMA foreign_key_list({name})")} - {name}


def _in_order(before: dict[str, set[str]]) -> Iterator[str]:
    """Each name after those that come before it."""
    left = dict(before)
    while left:
        ready = [name for name, needs in left.items() if not needs & left.keys()]
        yield from ready
        for name in ready:
            del left[name]


def _table(raw: Database, name: str, sql: str) -> _Table:
    columns = raw.execute(f"PRAGMA table_info({name})").fetchall()
    keys = [row[2].upper() for row in columns if row[5]]
    has_rowid = "WITHOUT ROWID" not in sql.upper() and keys != ["INTEGER"]
    names = ["rowid"] * has_rowid + [f'"{row[1]}"' for row in columns]
    read = ", ".join(["rowid AS at_row"] * has_rowid + names[has_rowid:])
    listed, marks = ", ".join(names), ", ".join("?" * len(names))
    order = "ORDER BY rowid" if has_rowid else ""
    return _Table(
        name,
        f"SELECT {read} FROM {name} {order}",  # noqa: S608 - the names of our own tables
        f"DELETE FROM {name}",  # noqa: S608
        f"INSERT INTO {name} ({listed}) VALUES ({marks})",  # noqa: S608
    )
