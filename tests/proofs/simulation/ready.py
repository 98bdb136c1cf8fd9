"""The centre's ledger, whose statements are built by the product once for each shape that they come in.

What stands in for building one again is the text of the first, with this time's values. A statement that is
not of the plainest kind goes the product's own way each time.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ehdesk.centre import asked, store, tables
from tests.proofs.simulation import straight, swift

_PLAIN = frozenset({str, int, bytes, bool, type(None)})
_Ready = tuple[straight.Said, list[int]]
_ready: dict[Any, _Ready] = {}
_KNOWN = frozenset({id(tables.NEWEST_IN_SCOPE)})
_MARK = "a value for "
_SOME_KEYS = [f"{_MARK}keys"]


class _Listening:
    """Stands in for the connection: hears what the product would say."""

    def __init__(self, real: Any) -> None:
        self.dialect = real.dialect
        self.heard: Any = None

    def execute(self, clause: Any) -> tuple[Any, ...]:
        self.heard = clause
        return ()


class Ledger(store.Ledger):
    """The product's, made ready."""

    connection: Any

    def rows(self, table: sa.Table, *where: Any, **more: Any) -> list[Any]:
        """The rows of a table for which everything in `where` holds."""
        plain = swift.shape_of(where)
        product = super().rows
        if plain is None:
            return product(table, *where, **more)
        columns: Sequence[Any] = more.get("columns", ())
        order, limit = more.get("order"), more.get("limit")
        if any(type(one) is not sa.Column for one in columns) or type(order) not in (type(None), sa.Column):
            return product(table, *where, **more)
        shape, binds = plain
        key = (id(table), shape, *map(id, columns), id(order), limit is None, more.get("distinct", False))
        if key not in _ready:
            _ready[key] = self._listen(binds, lambda ledger: store.Ledger.rows(ledger, table, *where, **more))
        said, places = _ready[key]
        values = [self.authority, limit, *(one.value for one in binds)]
        found: list[Any] = self.connection.say(said, [values[at] for at in places], {}).all()
        return found

    def rows_in(
        self, table: sa.Table, column: Any, keys: Any, *where: Any, columns: Sequence[Any] = (), **more: Any
    ) -> list[Any]:
        """The rows whose `column` is one of `keys`."""
        said_keys = list(keys)
        if not said_keys:
            return []
        plain = swift.shape_of(where)
        every = (column, *columns, *more.values())
        if plain is None or any(type(one) is not sa.Column and id(one) not in _KNOWN for one in every):
            return super().rows_in(table, column, said_keys, *where, columns=columns, **more)
        shape, binds = plain
        key = ("in", id(table), shape, tuple(more), *map(id, every))
        value = asked.listed(said_keys, is_server=False)
        if key not in _ready:
            _ready[key] = self._listen(
                binds,
                lambda ledger: store.Ledger.rows_in(
                    ledger, table, column, _SOME_KEYS, *where, columns=columns, **more
                ),
            )
        said, places = _ready[key]
        values = [self.authority, None, *(one.value for one in binds), value]
        found: list[Any] = self.connection.say(said, [values[at] for at in places], {}).all()
        return found

    def _changed_rows(self, table: sa.Table, values: Mapping[str, Any], where: Any, how: str) -> Any:
        plain = swift.shape_of(where)
        product = getattr(store.Ledger, how)
        if plain is None or not all(type(one) in _PLAIN for one in values.values()):
            return product(self, table, values, *where)
        shape, binds = plain
        key = (how, id(table), shape, tuple(values))
        marked = {name: f"{_MARK}{name}" for name in values}
        if key not in _ready:
            names = list(values)
            _ready[key] = self._listen(binds, lambda ledger: product(ledger, table, marked, *where), names)
        said, places = _ready[key]
        given = [self.authority, None, *(one.value for one in binds), *values.values()]
        return self.connection.say(said, [given[at] for at in places], {})

    def change(self, table: sa.Table, values: Mapping[str, Any], *where: Any) -> list[Any]:
        """Change what stands in some rows; gives these rows back as they are now."""
        return list(self._changed_rows(table, values, where, "change"))

    def change_quietly(self, table: sa.Table, values: Mapping[str, Any], *where: Any) -> None:
        """The same where nobody reads the rows."""
        self._changed_rows(table, values, where, "change_quietly")

    def _listen(self, binds: list[Any], say: Any, names: Sequence[str] = ()) -> _Ready:
        """What the product would say, compiled, and which of the values stands at which place in it."""
        listening = _Listening(self.connection)
        say(Ledger(listening, self.authority))  # type: ignore[arg-type]
        whole = listening.heard._generate_cache_key()
        places = [self._place(one, binds, names) for one in whole.bindparams]
        return straight.Said(listening.heard, whole, None), places

    def _place(self, bind: Any, binds: list[Any], names: Sequence[str]) -> int:
        for at, one in enumerate(binds):
            if one is bind:
                return 2 + at
        if bind.value == asked.listed(_SOME_KEYS, is_server=False):
            return 2 + len(binds)
        if isinstance(bind.value, str) and bind.value.startswith(_MARK):
            return 2 + len(binds) + names.index(bind.value.removeprefix(_MARK))
        return 0 if bind.value == self.authority else 1
