"""Comparisons and keys of SQLAlchemy's statements, made in a quarter of the time.

Half of a seed's time went into `column == value` and into working out under which key a compiled statement is
kept. Where a comparison is of the plainest kind, what SQLAlchemy made of the first one is taken with another
value in it. Whatever is not plain goes SQLAlchemy's own way.
"""

import operator
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import elements, operators, selectable

_PLAIN = frozenset({operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge})
_VALUES = frozenset({str, int, bytes})
_whole: Any = elements.ColumnElement.operate
_names = count(1)


@contextmanager
def comparisons() -> Iterator[None]:
    """Make them swiftly meanwhile."""
    sa.Column.operate = _operate  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        del sa.Column.operate


def _operate(column: Any, op: Any, *other: Any, **kw: Any) -> Any:
    """`column op other`, as SQLAlchemy makes it."""
    if kw or len(other) != 1:
        return _whole(column, op, *other, **kw)
    value = other[0]
    if op in _PLAIN and type(value) in _VALUES:
        kind: Any = (op, type(value))
    elif op is operators.in_op and type(value) is list and value and {type(one) for one in value} <= _VALUES:
        kind = (op, *{type(one) for one in value})
    else:
        return _whole(column, op, *other, **kw)
    kept = column.__dict__.get("made_before")
    if kept is None or kept[0] is not column:  # a copy of a column brings its attributes along
        kept = column.__dict__["made_before"] = (column, {})
    before = kept[1].get(kind)
    if before is None:
        kept[1][kind] = made = _whole(column, op, *other, **kw)
        return made if type(made.right) is elements.BindParameter else _never(kept[1], kind, made)
    return _with(before, value) if before is not _SLOW else _whole(column, op, *other, **kw)


_SLOW = object()


def _never(kept: dict[Any, Any], kind: Any, made: Any) -> Any:
    kept[kind] = _SLOW
    return made


def _with(before: Any, value: Any) -> Any:
    """The same comparison with another value."""
    bind = elements.BindParameter.__new__(elements.BindParameter)
    bind.__dict__ = {**before.right.__dict__, "value": value}
    bind.key = elements._anonymous_label(f"%(v{next(_names)} v)s")
    made = elements.BinaryExpression.__new__(elements.BinaryExpression)
    made.__dict__ = {**before.__dict__, "right": bind}
    return made


_KNOWN = frozenset(
    {
        *(
            "_raw_columns",
            "_label_style",
            "_where_criteria",
            "_order_by_clauses",
            "_limit_clause",
            "_distinct",
        ),
        *("_fetch_clause", "_fetch_clause_options", "_for_update_arg", "dialect_options"),
        *("_generate_cache_key", "_memoized_keys"),
    }
)
"""What a plain select is made of: SQLite knows no fetching and no holding of rows."""


def key_of(clause: Any) -> tuple[tuple[Any, ...], list[Any]] | None:
    """Under what a plain select is kept, and its values in their order; None for whatever is not plain."""
    said = clause.__dict__
    if type(clause) is not selectable.Select or not said.keys() <= _KNOWN:
        return None
    columns = [*said["_raw_columns"], *said.get("_order_by_clauses", ())]
    if not all(type(one) is sa.Column or type(one) is sa.Table for one in columns):
        return None
    shape = [len(said["_raw_columns"]), said.get("_distinct", False), *map(id, columns)]
    conditions = shape_of(said.get("_where_criteria", ()))
    if conditions is None:
        return None
    limit = said.get("_limit_clause")
    if limit is not None and type(limit) is not elements.BindParameter:
        return None
    if limit is not None:
        shape.append("limit")
        return (*shape, *conditions[0]), [*conditions[1], limit]
    return (*shape, *conditions[0]), conditions[1]


def shape_of(conditions: Iterable[Any]) -> tuple[tuple[Any, ...], list[Any]] | None:
    """Which columns are compared how, and with what; None where some condition is not plain."""
    shape: list[Any] = []
    binds: list[Any] = []
    for one in conditions:
        if type(one) is not elements.BinaryExpression or type(one.left) is not sa.Column:
            return None
        bind = one.right
        if type(bind) is elements.Null:
            shape += (id(one.left), one.operator, None)
            continue
        if type(bind) is not elements.BindParameter or bind.callable or not bind.unique:
            return None
        shape += (id(one.left), one.operator, bind.expanding)
        binds.append(bind)
    return tuple(shape), binds
