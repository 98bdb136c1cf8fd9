"""The databases of a seed: in memory, and used again by seed after seed, or real encrypted files.

An empty database would have its tables read and every statement prepared anew, which took a third of a
seed. What a database holds is therefore taken out row by row and put into one that an earlier seed has
left: its statements stay prepared, as nothing of its tables changes.

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
_BEYOND_ALL = 1 << 60
_KEY = bytes(32)
_MADE_WITH_THE_INDEX = "CREATE TABLE 'search_"
_KEPT_UP = "waiting"
"""The table whose rows the database itself writes, when those of others are put in."""


class Database(cipher.module.Connection):
    """A connection that says what kind of database is behind it; `stands`: what it holds, where that will
    never change; `copied`: of which one that stands it is a copy, what is said to make it one again, and how
    many rows had been changed when it last was one."""

    kind: Kind
    stands: Content | None = None
    copied: "Database | None" = None
    put_back: Sequence[str] = ()
    changes: int = -1
    path: Path | None = None


@dataclass(frozen=True)
class Kept:
    """What a database held at some moment, until somebody needs it: most backups nobody ever does."""

    kind: Kind
    of: Database
    content: Content

    stands: None = None


@dataclass(frozen=True)
class _Table:
    """One table: how its rows are read, taken out, put in, and put back from beside it."""

    name: str
    read: str
    clear: str
    put: str
    clear_beside: str
    put_back: str


_tables: dict[Kind, list[_Table]] = {}
_free: dict[tuple[Kind, int], list[Database]] = {}
_in_use: list[Database] = []
_folder: list[Path] = []
_numbers = count(1)


def memory(kind: Kind) -> Database:
    """An empty database in memory."""
    connect: Any = cipher.module.connect  # its types know nothing of a factory
    made: Database = connect(
        ":memory:", isolation_level=None, cached_statements=_STATEMENTS, factory=Database
    )
    made.kind = kind
    made.execute("PRAGMA foreign_keys=ON")
    return made


def copy_of(raw: Database | Kept) -> Database:
    """The same database once more, in one that a seed has left where there is any."""
    if _folder and isinstance(raw, Database):
        return _file_of(raw)
    free = _free.setdefault(_place(raw), [])
    made = free.pop() if free else _another(raw.of if isinstance(raw, Kept) else raw)
    if made.total_changes != made.changes:
        made.execute("BEGIN IMMEDIATE")
        for each in made.put_back:
            made.execute(each)
        if not made.copied:
            _fill(made, raw.content if isinstance(raw, Kept) else content(raw))
        made.execute("COMMIT")
        _forget_words(made)
        made.changes = made.total_changes if made.copied else -1
    _in_use.append(made)
    return made


def _another(raw: Database) -> Database:
    made = memory(raw.kind)
    raw.backup(made)
    if raw.stands:
        made.copied = raw
        _keep_beside(made, raw.stands)
        made.changes = made.total_changes
    return made


def kept(raw: Database) -> Any:
    """What it holds now, of which a copy may be wanted later."""
    return copy_of(raw) if _folder else Kept(raw.kind, raw, content(raw))


def stands(raw: Database) -> None:
    """What this one holds will not change any more."""
    raw.stands = content(raw)


def _place(raw: Database | Kept) -> tuple[Kind, int]:
    """Where a copy lies when it is free: beside the others of one that stands, or with all of its kind."""
    return raw.kind, id(raw) if raw.stands else 0


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
            _free[one.kind, id(one.copied) if one.copied else 0].append(one)
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


def _keep_beside(raw: Database, content: Content) -> None:
    """Keep what a database holds beside it, so that it is put back without Python's seeing a row."""
    tables = _tables_of(raw)
    again = [table.clear_beside if table.name in content else table.clear for table in reversed(tables)]
    for table in tables:
        if table.name in content:
            raw.execute(f"CREATE TEMP TABLE kept_{table.name} AS {table.read}")
            again.append(table.put_back)
    raw.put_back = again


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
        _tables[raw.kind] = [
            _table(raw, name, names[name], is_pointed_to=any(name in one for one in before.values()))
            for name in _in_order(before)
        ]
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


def _table(raw: Database, name: str, sql: str, *, is_pointed_to: bool) -> _Table:
    columns = raw.execute(f"PRAGMA table_info({name})").fetchall()
    keys = [row[2].upper() for row in columns if row[5]]
    has_rowid = "WITHOUT ROWID" not in sql.upper() and keys != ["INTEGER"]
    names = ["rowid"] * has_rowid + [f'"{row[1]}"' for row in columns]
    read = ", ".join(["rowid AS at_row"] * has_rowid + names[has_rowid:])
    kept = ", ".join(["at_row"] * has_rowid + names[has_rowid:])
    listed, marks = ", ".join(names), ", ".join("?" * len(names))
    order = "ORDER BY rowid" if has_rowid else ""
    clear_beside, upon = f"DELETE FROM {name}", ""  # noqa: S608
    if is_pointed_to:  # where a row stays, nobody has to ask who points to it
        points = {row[3] for row in raw.execute(f"PRAGMA foreign_key_list({name})")}
        stays = [row[1] for row in columns if row[1] in {"n", "id", *points}]
        same = ", ".join(stays)
        rest = ", ".join(f'"{row[1]}" = excluded."{row[1]}"' for row in columns if row[1] not in stays)
        clear_beside += f" WHERE ({same}) NOT IN (SELECT {same} FROM kept_{name})"  # noqa: S608
        upon = f" ON CONFLICT (n) DO UPDATE SET {rest}"
    return _Table(
        name,
        f"SELECT {read} FROM {name} {order}",  # noqa: S608 - the names of our own tables
        f"DELETE FROM {name}",  # noqa: S608
        f"INSERT INTO {name} ({listed}) VALUES ({marks})",  # noqa: S608
        clear_beside,
        f"INSERT INTO {name} ({listed}) SELECT {kept} FROM kept_{name} WHERE 1 ORDER BY rowid{upon}",  # noqa: S608
    )
