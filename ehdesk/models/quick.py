"""The statements of autosaves, of Today and of a family's file: compiled once, run on the driver.

An autosave happens once a second while somebody types, on old laptops too. SQLAlchemy's way through a
statement costs more than SQLite's, so these are said to the driver directly, with values as they are
kept. `store.Store.writing` puts the driver's errors in our words.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ehdesk.models import base

_DIALECT = sqlite.dialect(paramstyle="named")
_IN_ORDER = sqlite.dialect(paramstyle="qmark")


class Quick:
    """One statement, compiled when it is first said."""

    def __init__(self, clause: sa.Executable) -> None:
        self._clause = clause
        self._text: str | None = None

    def first(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> Any:
        """The first row as a plain tuple, or None."""
        return self._said(connection, parameters).fetchone()

    def every(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """Every row as a plain tuple, as it is kept."""
        found: list[Any] = self._said(connection, parameters).fetchall()
        return found

    def change(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> int:
        """Run a change; how many rows it touched."""
        return int(self._said(connection, parameters).rowcount)

    def _said(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> Any:
        if self._text is None:
            self._text = str(self._clause.compile(dialect=_DIALECT))  # type: ignore[attr-defined]
        driver: Any = connection.connection.driver_connection
        return driver.execute(self._text, parameters)


class QuickMany:
    """An insert that is said for many rows at once, compiled for the columns that they fill."""

    def __init__(self, clause: sa.Insert) -> None:
        self._clause = clause
        self._texts: dict[tuple[str, ...], str] = {}
        columns = clause.table.c
        self._moments = frozenset(one.key for one in columns if isinstance(one.type, base.Moment))

    def put(self, connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Write the rows, which all have the same columns. Moments may be given as they are."""
        if not rows:
            return
        names = tuple(_filled(rows, rows[0]))
        text = self._texts.get(names)
        if text is None:
            compiled = self._clause.compile(dialect=_DIALECT, column_keys=names)
            text = self._texts[names] = str(compiled)
        said = [self._as_kept(row) for row in rows] if self._moments else list(rows)
        connection.exec_driver_sql(text, said if len(said) > 1 else said[0])

    def _as_kept(self, row: dict[str, Any]) -> dict[str, Any]:
        told = {name: base.stamp(row[name]) for name in self._moments if row.get(name) is not None}
        return {**row, **told}


class QuickRows:
    """An insert that is said for thousands of rows, each a tuple of all the columns, as they are kept.

    By names the driver looks each of them up for every row.
    """

    def __init__(self, clause: sa.Insert) -> None:
        self._clause = clause
        self._texts: dict[tuple[int, ...], str] = {}

    def put(self, connection: sa.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write the rows. Moments are given as text."""
        if not rows:
            return
        width = len(rows[0])
        filled = tuple(_filled(rows, range(width)))
        text = self._texts.get(filled)
        if text is None:
            keys = [column.key for column in self._clause.table.c]
            compiled = self._clause.compile(dialect=_IN_ORDER, column_keys=[keys[at] for at in filled])
            text = self._texts[filled] = str(compiled)
        said = list(rows) if len(filled) == width else list(map(itemgetter(*filled), rows))
        connection.exec_driver_sql(text, said if len(said) > 1 else said[0])


_MANY = 20
"""From so many rows on it is worth another statement that fewer columns are said."""


def _filled(rows: Sequence[Any], keys: Iterable[Any]) -> Iterable[Any]:
    """The columns that some row fills. The driver takes three times as long for None as for a number."""
    return keys if len(rows) < _MANY else [key for key in keys if not _is_empty(rows, key)]


def _is_empty(rows: Sequence[Any], key: Any) -> bool:
    return rows[0][key] is None and [row[key] for row in rows].count(None) == len(rows)


class QuickList:
    """A long statement that gives many rows, compiled when it is first said, or before by `get_ready`."""

    def __init__(self, clause: sa.Executable) -> None:
        self._clause = clause
        self._text = ""
        self._constants: dict[str, Any] = {}
        self._row: Any = None
        self._read_as: tuple[tuple[int, Callable[[Any], Any]], ...] = ()

    def get_ready(self) -> None:
        """Compile it now: a long one takes longer than SQLite takes for its answer."""
        if not self._text:
            compiled = self._clause.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
            self._text, self._constants = str(compiled), dict(compiled.params)
            columns = list(self._clause.selected_columns)  # type: ignore[attr-defined]
            made = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
            self._row = partial(tuple.__new__, made)  # as `_make` does, in half the time
            processors = (
                (at, column.type.result_processor(_DIALECT, None)) for at, column in enumerate(columns)
            )
            self._read_as = tuple((at, read) for at, read in processors if read is not None)

    def rows(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """Every row as a plain tuple with the columns' names."""
        self.get_ready()
        said = connection.exec_driver_sql(self._text, {**self._constants, **parameters})
        found = said.cursor.fetchall()
        said.close()
        if not self._read_as:
            return list(map(self._row, found))
        return [self._row(self._read(list(each))) for each in found]

    def only(self, connection: sa.Connection) -> Any:
        """The one row of a statement that asks for nothing else, said to the driver straight away."""
        self.get_ready()
        driver: Any = connection.connection.driver_connection
        found = driver.execute(self._text, self._constants).fetchone()
        return self._row(self._read(list(found)))

    def _read(self, values: list[Any]) -> list[Any]:
        for at, read in self._read_as:
            values[at] = read(values[at])
        return values


def at_most(rows: int | str) -> sa.ColumnElement[int]:
    """How many rows a statement gives at most: so many, or as many as are given each time under this name.

    SQLite looks at a limit that is a bound value and nothing else when it makes its plan, and prepares the
    whole statement anew whenever it is bound again, which takes up to ten times as long as running it.
    """
    if isinstance(rows, int):
        return sa.literal_column(str(rows), sa.Integer)
    return sa.literal_column("0", sa.Integer) + asked(rows, sa.Integer)


def among(name: str) -> sa.Select[Any]:
    """The keys that are given under this name, as `keys` says them.

    However many they are, the statement stays the same. One with a mark for each is another for every number
    of them, which SQLite prepares anew: that takes longer than running it.
    """
    return sa.select(sa.func.json_each(asked(name)).table_valued("value").c.value)


def keys(every: Iterable[Any]) -> str:
    """Some keys as one value."""
    return base.pack(list(every))


def asked(name: str, kind: type[sa.types.TypeEngine[Any]] = sa.String) -> sa.BindParameter[Any]:
    """A value that is given each time the statement is said."""
    return sa.bindparam(name, type_=kind())
