"""What every exchange asks of the database and changes in it: compiled once, and said to the driver as text.

SQLAlchemy's way through a statement takes longer than the database does for most of these. Each of them
carries the authority, as everything does that goes through a `store.Ledger`.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

_DIALECTS: Mapping[bool, sa.Dialect] = {
    False: sqlite.dialect(paramstyle="named"),
    True: psycopg.dialect(),  # type: ignore[no-untyped-call]
}
_keys_encoder = msgspec.json.Encoder()


def given(name: str) -> Any:
    """A value that is given each time."""
    return sa.bindparam(name)


def how_many() -> Any:
    """How many rows there are, as `many`."""
    return sa.func.count().label("many")


@dataclass(frozen=True)
class Among:
    """That a column holds one of the keys that are given under this name: all of them are one parameter, as
    hundreds would take longer than the query."""

    column: sa.ColumnElement[Any]
    name: str

    def clause(self, *, is_server: bool, keys: str | None = None) -> sa.ColumnElement[bool]:
        """The condition, as this kind of database knows it. `keys`: what `listed` says, where it is here."""
        given = sa.bindparam(self.name, keys, sa.String, required=keys is None)
        if is_server:
            kind: Any = postgresql.ARRAY(self.column.type)
            return self.column.in_(sa.select(sa.func.unnest(sa.cast(given, kind))))
        each = sa.func.json_each(given).table_valued("value")
        return self.column.in_(sa.select(each.c.value))


def listed(keys: Iterable[Any], *, is_server: bool) -> str:
    """Some keys as one text, as this kind of database takes them: in order, as many come from a set."""
    said = sorted(set(keys))
    if not is_server:
        return _keys_encoder.encode(said).decode()
    return "{" + ",".join(map(_quoted, said)) + "}"


def _quoted(key: Any) -> str:
    """A key within the text of an array."""
    if isinstance(key, int):
        return str(key)
    return '"' + str(key).replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass
class _Ready:
    """A statement as text, the values in it that never change, what its rows are called, and how some of
    their values are read."""

    text: str
    constants: Mapping[str, Any]
    made: Callable[[Any], Any]
    read_as: tuple[tuple[int, Callable[[Any], Any]], ...]

    def rows(self, found: Sequence[Any]) -> list[Any]:
        """The rows that came, by the names of their columns."""
        if not self.read_as:
            return list(map(self.made, found))
        return [self.made(self._read(list(each))) for each in found]

    def _read(self, values: list[Any]) -> list[Any]:
        for at, read in self.read_as:
            values[at] = read(values[at])
        return values


@dataclass(eq=False)
class Statement:
    """One statement about the rows of one authority in a table: a query, or (`sets`) a change that gives the
    rows back as they are then. Compiled when it is first said, or before by `get_ready`. `whole` is a query
    over several tables, which names the authority (`given("authority")`) itself."""

    table: sa.Table
    where: tuple[Any, ...] = ()
    columns: tuple[Any, ...] = ()
    order: Any = None
    limit: Any = None
    is_locked: bool = False
    is_distinct: bool = False
    sets: Mapping[str, Any] | None = None
    whole: Any = None
    _ready: dict[bool, _Ready] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lists = tuple(one.name for one in self.where if isinstance(one, Among))
        _EVERY.append(self)

    def ready(self, *, is_server: bool) -> _Ready:
        """The statement as text."""
        found = self._ready.get(is_server)
        if found is None:
            found = self._ready[is_server] = self._compiled(is_server=is_server)
        return found

    def _compiled(self, *, is_server: bool) -> _Ready:
        dialect, columns = _DIALECTS[is_server], self.columns or tuple(self.table.c)
        mine = self.table.c.authority_id == sa.bindparam("authority")
        rest = [one.clause(is_server=is_server) if isinstance(one, Among) else one for one in self.where]
        processors = [one.type.result_processor(dialect, None) for one in columns]
        made: Any = namedtuple("Row", [one.name for one in columns])  # type: ignore[misc]
        compiled = self._clause(columns, (mine, *rest)).compile(dialect=dialect)
        return _Ready(
            str(compiled),
            {name: value for name, value in compiled.params.items() if value is not None},
            partial(tuple.__new__, made),  # as `_make` does, in half the time
            tuple((at, read) for at, read in enumerate(processors) if read is not None),
        )

    def _clause(self, columns: tuple[Any, ...], where: tuple[Any, ...]) -> Any:
        if self.whole is not None:
            return self.whole
        if self.sets is not None:
            return sa.update(self.table).where(*where).values(dict(self.sets)).returning(*columns)
        wanted = sa.select(*columns).where(*where)
        wanted = wanted.distinct() if self.is_distinct else wanted
        wanted = wanted if self.order is None else wanted.order_by(self.order)
        wanted = wanted if self.limit is None else wanted.limit(_at_most(self.limit))
        return wanted.with_for_update() if self.is_locked else wanted


def _at_most(rows: Any) -> Any:
    """A limit. Of one that is a bound value and nothing else SQLite makes its plan, and prepares the whole
    statement anew whenever it is bound again."""
    if isinstance(rows, int):
        return sa.literal_column(str(rows), sa.Integer)
    return sa.literal_column("0", sa.Integer) + rows


_EVERY: list[Statement] = []


def get_ready(*, is_server: bool) -> None:
    """Compile every statement before anybody asks: it would take longer than a first exchange does."""
    for one in _EVERY:
        one.ready(is_server=is_server)


def query(table: sa.Table, *where: Any, columns: tuple[Any, ...] = (), **said: Any) -> Statement:
    """The rows of a table for which everything in `where` holds. `said`: the other fields of a statement."""
    return Statement(table, where, columns, **said)


def changed(
    table: sa.Table, sets: Mapping[str, Any], *where: Any, columns: tuple[Any, ...] = ()
) -> Statement:
    """A change of these rows, which gives them back."""
    return Statement(table, where, columns, sets=sets)


def joined(table: sa.Table, whole: sa.Select[Any] | sa.CompoundSelect[Any]) -> Statement:
    """A query over several tables, `table` the first of them: it names the authority of each itself."""
    return Statement(table, columns=tuple(whole.selected_columns), whole=whole)
