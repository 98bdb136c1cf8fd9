"""SQLAlchemy's statements said to the driver straight away, as the simulation's thousands of seeds need it.

The product builds its statements as ever, and SQLAlchemy compiles each once. What is left out is its way from
a compiled statement to the driver and back (pools, events, cursors), which costs thirty times what SQLite
takes. Some seeds are played over SQLAlchemy's own connections too, and have to be the same to the last byte.
"""

import functools
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ehdesk.vault import cipher
from tests.proofs.simulation import swift

_EXPANDING = re.compile(r"\(__\[POSTCOMPILE_(\S+?)\]\)")
_NOTHING_IS_IN_IT = "(SELECT 1 FROM (SELECT 1) WHERE 1!=1)"


_MARK = "said_straight"
_NO_MARKS: Mapping[Any, Any] = {}


class Row(tuple[Any, ...]):
    """What comes back: a tuple whose columns have names."""

    __slots__ = ()
    names: tuple[str, ...] = ()

    @property
    def _mapping(self) -> dict[str, Any]:
        return dict(zip(self.names, self, strict=True))


def kind_of_row(names: Sequence[str]) -> Callable[[Any], Row]:
    """What makes a row of what the driver gave."""
    columns: dict[str, Any] = {
        name: property(operator.itemgetter(at))
        for at, name in reversed(list(enumerate(names)))
        if name not in ("count", "index")  # which are a tuple's own, with SQLAlchemy too
    }
    kind = type("Row", (Row,), {**columns, "__slots__": (), "names": tuple(names)})
    return functools.partial(tuple.__new__, kind)


class Result:
    """Everything that a statement gave; `plain`: as the driver gave it."""

    __slots__ = ("_names", "_plain", "_rows", "rowcount")

    def __init__(self, rows: Iterable[Any], rowcount: int, names: Sequence[str], plain: Any = ()) -> None:
        self._rows = iter(rows)
        self._names = names
        self.rowcount = rowcount
        self._plain = plain

    @property
    def cursor(self) -> "Result":
        return Result(self._plain, self.rowcount, self._names)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    all = fetchall

    def first(self) -> Any:
        return next(self._rows, None)

    fetchone = one_or_none = first

    def one(self) -> Any:
        (found,) = self._rows
        return found

    def scalar(self) -> Any:
        found = next(self._rows, None)
        return None if found is None else found[0]

    scalar_one_or_none = scalar

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalars(self) -> "Result":
        self._rows = (row[0] for row in self._rows)
        return self

    def mappings(self) -> Iterator[Any]:
        return (row._mapping for row in self._rows)

    def yield_per(self, _many: int) -> "Result":
        return self

    def keys(self) -> Sequence[str]:
        return self._names

    def close(self) -> None:
        pass


class Said:
    """One statement as the driver hears it, and how its values go in and come out."""

    def __init__(self, clause: Any, key: Any, names: list[str] | None) -> None:
        compiled = clause.compile(dialect=dialect(), cache_key=key, column_keys=names, for_executemany=True)
        self.text: str = compiled.string
        self.defaults: dict[str, Any] = {}
        for column in (*compiled.insert_prefetch, *compiled.update_prefetch):
            self.defaults[column.key] = column.default.arg
        at = {
            bind: n for n, one in enumerate(key.bindparams) for bind in compiled._cache_key_bind_match[0][one]
        }
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        processors = compiled._bind_processors
        self.values = [
            (
                self._from(name, binds[name], names or ()),
                at.get(binds[name], -1),
                binds[name],
                processors.get(name),
            )
            for name in compiled.positiontup or ()
        ]
        self.expanding = frozenset(bind for bind in binds.values() if bind in compiled.post_compile_params)
        is_plain = not self.expanding and not self.defaults
        is_plain = is_plain and all(process is None for *_, process in self.values)
        kept = [at for given, at, _, _ in self.values if given is None and at >= 0]
        given = [given for given, *_ in self.values if given is not None]
        self.places = _in_order(kept) if is_plain and len(kept) == len(self.values) else None
        self.names_in_order = _in_order(given) if is_plain and len(given) == len(self.values) else None
        columns = compiled._result_columns
        self.names = [column.keyname for column in columns]
        self.row = kind_of_row(self.names)
        self.reads = [
            (n, read)
            for n, column in enumerate(columns)
            if (read := column.type._cached_result_processor(dialect(), None)) is not None
        ]

    def _from(self, name: str, bind: Any, given: Sequence[str]) -> str | None:
        """Under which name a value is given with the statement; None where the statement has it."""
        return next((one for one in (bind.key, name) if one in given or one in self.defaults), None)

    def bind(self, kept: Sequence[Any], given: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
        """The text, and the values in their order: those kept in it, and those that are given with it."""
        if self.places is not None:
            return self.text, self.places(kept)
        if self.names_in_order is not None:
            return self.text, self.names_in_order(given)
        said: list[Any] = []
        text = self.text
        for name, at, bind, process in self.values:
            if name is not None:
                value = given[name] if name in given else self.defaults[name]
            else:
                value = kept[at] if at >= 0 else bind.effective_value
            if bind in self.expanding:
                text = _EXPANDING.sub(_marks(len(value)), text, count=1)
                said.extend(value if process is None else map(process, value))
            else:
                said.append(value if process is None else process(value))
        return text, said

    def read(self, cursor: Any) -> list[Any]:
        """The rows that came back."""
        if not self.reads:
            return list(map(self.row, cursor.fetchall()))
        return [self._one(list(values)) for values in cursor.fetchall()]

    def _one(self, values: list[Any]) -> Row:
        for n, read in self.reads:
            values[n] = read(values[n])
        return self.row(values)


def _in_order(places: Sequence[Any]) -> Callable[[Any], Sequence[Any]]:
    """What takes the values at these places."""
    if len(places) > 1:
        return operator.itemgetter(*places)
    return lambda values: [values[at] for at in places]


def _marks(n: int) -> str:
    return f"({', '.join('?' * n)})" if n else _NOTHING_IS_IN_IT


def _said_of(clause: Any, names: tuple[str, ...]) -> tuple[Said, Sequence[Any]]:
    """A statement as it was compiled once, and its values of this time."""
    kept: tuple[Said, Sequence[Any]] | None = clause.__dict__.get(_MARK, _NO_MARKS).get(names)
    if kept is not None:
        return kept
    said, binds = _compiled(clause, names)
    values = [one.effective_value for one in binds]
    if not any(one.callable for one in binds):
        # as SQLAlchemy keeps what it has worked out of a clause: not for those that are made from it
        marks = {**clause.__dict__.get(_MARK, _NO_MARKS), names: (said, values)}
        clause._set_memoized_attribute(_MARK, marks)
    return said, values


def _compiled(clause: Any, names: tuple[str, ...]) -> tuple[Said, Sequence[Any]]:
    """What was compiled for the first statement of this kind, and where the values of this one stand."""
    if not names and (plain := swift.key_of(clause)):
        key, binds = plain
        if key not in _plain:
            whole = clause._generate_cache_key()
            _plain[key] = Said(clause, whole, None), [binds.index(one) for one in whole.bindparams]
        said, order = _plain[key]
        return said, [binds[at] for at in order]
    whole = clause._generate_cache_key()
    if (whole.key, names) not in _said:
        _said[whole.key, names] = Said(clause, whole, list(names) or None)
    return _said[whole.key, names], whole.bindparams


_plain: dict[Any, tuple[Said, list[int]]] = {}
_said: dict[Any, Said] = {}
_rows: dict[str, tuple[Callable[[Any], Any], list[str]]] = {}
_dialects: list[sa.Dialect] = []


def dialect() -> sa.Dialect:
    """One dialect for all: what it has compiled once serves every seed."""
    if not _dialects:
        engine = sa.create_engine("sqlite://", module=cipher.module)
        with engine.connect():
            _dialects.append(engine.dialect)
    return _dialects[0]


class Connection:
    """As much of SQLAlchemy's connection as the product uses, over the driver's own."""

    def __init__(self, raw: Any, begins: str) -> None:
        self.driver_connection = raw
        self._cursor = raw.cursor()  # one for all: whatever is said gives its rows at once
        self.connection = self
        self.dialect = dialect()
        self._begun = _Whole(self, begins, "COMMIT", "ROLLBACK")

    def execute(self, clause: Any, given: Any = None) -> Result:
        if given is None:
            return self.say(*_said_of(clause, ()), {})
        if type(given) is list:
            if len(given) > 1:
                said, kept = _said_of(clause, tuple(given[0]))
                bound = [said.bind(kept, one) for one in given]
                cursor = self._run("executemany", bound[0][0], [values for _, values in bound])
                return Result((), cursor.rowcount, ())
            given = given[0]
        return self.say(*_said_of(clause, tuple(given)), given)

    def say(self, said: "Said", kept: Sequence[Any], given: Mapping[str, Any]) -> Result:
        """Say what was compiled before."""
        text, values = said.bind(kept, given)
        try:
            cursor = self._cursor.execute(text, values)
        except cipher.module.IntegrityError as error:
            raise sa.exc.IntegrityError(text, None, error, hide_parameters=True) from error
        return Result(said.read(cursor) if said.names else (), cursor.rowcount, said.names)

    def scalar(self, clause: Any, given: Any = None) -> Any:
        return self.execute(clause, given).scalar()

    def scalars(self, clause: Any, given: Any = None) -> Result:
        return self.execute(clause, given).scalars()

    def exec_driver_sql(self, text: str, given: Any = ()) -> Result:
        cursor = self._run("executemany" if isinstance(given, list) else "execute", text, given)
        if cursor.description is None:
            return Result((), cursor.rowcount, ())
        if text not in _rows:
            names = [column[0] for column in cursor.description]
            _rows[text] = (kind_of_row(names), names)
        row, names = _rows[text]
        plain = cursor.fetchall()
        return Result(map(row, plain), cursor.rowcount, names, plain)

    def _run(self, how: str, text: str, given: Any) -> Any:
        try:
            return getattr(self._cursor, how)(text, given)
        except cipher.module.IntegrityError as error:
            raise sa.exc.IntegrityError(text, None, error, hide_parameters=True) from error

    def begin(self) -> "_Whole":
        return self._begun

    def begin_nested(self) -> "_Whole":
        return _Whole(self, "SAVEPOINT inner", "RELEASE inner", "ROLLBACK TO inner")

    def execution_options(self, **_options: Any) -> "Connection":
        return self

    def close(self) -> None:
        pass


class _Whole:
    """All of what is said within it, or nothing."""

    __slots__ = ("_begins", "_connection", "_ends", "_takes_back")

    def __init__(self, connection: Connection, begins: str, ends: str, takes_back: str) -> None:
        self._connection, self._begins, self._ends, self._takes_back = connection, begins, ends, takes_back

    def __enter__(self) -> Connection:
        self._connection._cursor.execute(self._begins)
        return self._connection

    def __exit__(self, kind: Any, *_more: Any) -> None:
        self._connection._cursor.execute(self._ends if kind is None else self._takes_back)


class Engine:
    """As much of SQLAlchemy's engine."""

    def __init__(self, raw: Any, begins: str) -> None:
        self._one = Connection(raw, begins)
        self.dialect = dialect()

    def connect(self) -> Connection:
        return self._one

    def begin(self) -> Any:
        return self._one.begin()

    def dispose(self) -> None:
        pass
