"""Databases in memory that are used again by seed after seed.

An empty database would have its tables read and every statement prepared anew, which took a third of a
seed. What a database holds is therefore taken out row by row and put into one that an earlier seed has
left: its statements stay prepared, as nothing of its tables changes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from ehdesk.vault import cipher

Kind = Literal["desk", "centre"]
Content = Mapping[str, Sequence[tuple[Any, ...]]]

_STATEMENTS = 2000
_BEYOND_ALL = 1 << 60


class Database(cipher.module.Connection):
    """A connection that says what kind of database is behind it; `stands`: what it holds, where that will
    never change."""

    kind: Kind
    stands: Content | None = None


@dataclass(frozen=True)
class _Table:
    """One table: how its rows are read, taken out and put in."""

    name: str
    read: str
    clear: str
    put: str


_tables: dict[Kind, list[_Table]] = {}
_free: dict[Kind, list[Database]] = {"desk": [], "centre": []}
_in_use: list[Database] = []


def memory(kind: Kind) -> Database:
    """An empty database in memory."""
    connect: Any = cipher.module.connect  # its types know nothing of a factory
    made: Database = connect(
        ":memory:", isolation_level=None, cached_statements=_STATEMENTS, factory=Database
    )
    made.kind = kind
    made.execute("PRAGMA foreign_keys=ON")
    return made


def copy_of(raw: Database) -> Database:
    """The same database once more, in one that a seed has left where there is any."""
    if _free[raw.kind]:
        made = _free[raw.kind].pop()
        _fill(made, raw.stands or _content(raw))
    else:
        made = memory(raw.kind)
        raw.backup(made)
    _in_use.append(made)
    return made


def stands(raw: Database) -> None:
    """What this one holds will not change any more."""
    raw.stands = _content(raw)


@contextmanager
def used_again() -> Iterator[None]:
    """What is copied meanwhile is free afterwards."""
    before = len(_in_use)
    try:
        yield
    finally:
        for one in _in_use[before:]:
            if one.in_transaction:
                one.execute("ROLLBACK")
            _free[one.kind].append(one)
        del _in_use[before:]


def _content(raw: Database) -> Content:
    every = ((table.name, raw.execute(table.read).fetchall()) for table in _tables_of(raw))
    return {name: rows for name, rows in every if rows}


def _fill(raw: Database, content: Content) -> None:
    run: Callable[..., Any] = raw.execute
    tables = _tables_of(raw)
    run("BEGIN IMMEDIATE")
    for table in reversed(tables):
        run(table.clear)
    for table in tables:
        if rows := content.get(table.name):
            raw.executemany(table.put, rows)
    run("COMMIT")
    if raw.kind == "desk":  # the index of words has its own memory of its tables, until it is rolled back
        run("BEGIN IMMEDIATE")
        run("INSERT INTO search (rowid, body) VALUES (?, '')", (_BEYOND_ALL,))
        run("ROLLBACK")


def _tables_of(raw: Database) -> list[_Table]:
    """The tables with rows of their own, in the order in which they may be filled."""
    if raw.kind not in _tables:
        wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
        every = raw.execute(wanted).fetchall()
        names = {name: sql for name, sql in every if not sql.startswith("CREATE VIRTUAL")}
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
    listed, marks = ", ".join(names), ", ".join("?" * len(names))
    order = "ORDER BY rowid" if has_rowid else ""
    return _Table(
        name,
        f"SELECT {listed} FROM {name} {order}",  # noqa: S608 - the names of our own tables
        f"DELETE FROM {name}",  # noqa: S608
        f"INSERT INTO {name} ({listed}) VALUES ({marks})",  # noqa: S608
    )
