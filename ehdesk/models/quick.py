"""The statements of every autosave and of Today: written with SQLAlchemy, compiled once, run on the driver.

An autosave happens once a second while somebody types, on old laptops too. SQLAlchemy's way through a
statement costs more than SQLite's, so these are said to the driver directly, with values as they are
kept. `store.Store.writing` puts the driver's errors in our words.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="named")


class Quick:
    """One statement, compiled when it is first said."""

    def __init__(self, clause: sa.Executable) -> None:
        self._clause = clause
        self._text: str | None = None

    def first(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> Any:
        """The first row as a plain tuple, or None."""
        return self._said(connection, parameters).fetchone()

    def change(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> int:
        """Run a change; how many rows it touched."""
        return int(self._said(connection, parameters).rowcount)

    def _said(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> Any:
        if self._text is None:
            self._text = str(self._clause.compile(dialect=_DIALECT))  # type: ignore[attr-defined]
        driver: Any = connection.connection.driver_connection
        return driver.execute(self._text, parameters)


class QuickList:
    """A long statement that gives many rows, compiled when it is first said, or before by `get_ready`."""

    def __init__(self, clause: sa.Executable) -> None:
        self._clause = clause
        self._text = ""
        self._constants: dict[str, Any] = {}

    def get_ready(self) -> None:
        """Compile it now: a long one takes longer than SQLite takes for its answer."""
        if not self._text:
            compiled = self._clause.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
            self._text, self._constants = str(compiled), dict(compiled.params)

    def rows(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """Every row as a plain tuple."""
        self.get_ready()
        return list(connection.exec_driver_sql(self._text, {**self._constants, **parameters}))
