"""How answers become columns: a date only where it is one, and nothing of what a draft holds as typed.

A concept says its columns as a mapping from the question's key to one of the readers below.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from ehdesk.models import base
from ehdesk.rules import merge

Readers = Mapping[str, Callable[[Any], Any]]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def table(name: str, *columns: sa.Column[Any] | sa.Index) -> sa.Table:
    """A concept's table: the record's spine, its episode, and the columns of its own."""
    return sa.Table(
        name,
        base.metadata,
        sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("family_id", sa.String),
        sa.Column("episode_id", sa.String),
        *columns,
        sa.Index(f"{name}_of_family", "family_id"),
        sa.Index(f"{name}_of_episode", "episode_id"),
    )


def rows_table(name: str, *columns: sa.Column[Any] | sa.Index) -> sa.Table:
    """A table with one line for each row of an answer, in the order of the form."""
    return sa.Table(
        name,
        base.metadata,
        sa.Column("record_n", sa.ForeignKey("record.n"), nullable=False),
        sa.Column("row_id", sa.String, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        *columns,
        sa.Index(f"{name}_of_record", "record_n"),
    )


def of(readers: Readers) -> Callable[[base.Standing], dict[str, Any]]:
    """A mapping from a record to the columns that are called as their questions, and its episode."""

    def columns(standing: base.Standing) -> dict[str, Any]:
        read = {key: reader(standing.fields.get(key)) for key, reader in readers.items()}
        return {"episode_id": standing.episode_id, **read}

    return columns


def rows_of(key: str, readers: Readers) -> Callable[[base.Standing], list[dict[str, Any]]]:
    """A mapping from a record to the lines of one of its tables."""

    def lines(standing: base.Standing) -> list[dict[str, Any]]:
        rows = standing.fields.get(key)
        ordered = merge.ordered(rows) if isinstance(rows, dict) else []
        return [
            {
                "row_id": row_id,
                "place": place,
                **{name: read(row.get(name)) for name, read in readers.items()},
            }
            for place, (row_id, row) in enumerate(ordered, start=1)
        ]

    return lines


# Readers


def word(value: Any) -> str | None:
    """Text or a code, as it stands; None where there is none."""
    return value if isinstance(value, str) and value.strip() else None


def day(value: Any) -> str | None:
    """A whole date; what a draft holds as typed is none."""
    return value if isinstance(value, str) and _DAY.fullmatch(value) else None


def partial_day(value: Any) -> str | None:
    """A date that may lack its day or its month."""
    return value if isinstance(value, str) and _PARTIAL.fullmatch(value) else None


def moment(value: Any) -> str | None:
    """A date and a time of the day, as London says it."""
    return value if isinstance(value, str) and _MOMENT.match(value) else None


def whole(value: Any) -> int | None:
    """A whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def flag(value: Any) -> bool | None:
    """Yes, no, or not answered."""
    return value if isinstance(value, bool) else None


def somebody(value: Any) -> str | None:
    """A person: the id of their record, or the name of someone without one."""
    if isinstance(value, dict):
        return word(value.get("name"))
    return word(value)


def listed(value: Any) -> str | None:
    """Codes or row ids as a JSON list; None for no list."""
    return base.pack(value) if isinstance(value, list) and value else None


# What queries ask of the record beside the columns

FINISHED_AT = sa.func.json_extract(base.record.c.fields, '$."$finished_at"')
"""When a form was finished (last); none for one that never was. An amended one keeps it while it is open."""

STANDS = base.record.c.status != "void"
"""What is void has left every list."""
