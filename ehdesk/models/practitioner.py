"""Who writes: the vault's own practitioner, and the others that its records name.

Names come from two places and are read in one (`called`, `names`): from the cards that this desk keeps, and
from the centre, which tells of the authority's staff (`colleagues`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base

ROLE = "practitioner"
"""What everybody is in ehdesk who was not told to be more; it says nothing of their work."""

KEYS = ("name", "role", "agency", "report_group", "team", "phone", "email")
ARRANGED = ("overseer", "overseen_every")
"""Who supervises this worker, by name, and how often they meet. They stay in this vault."""

TABLE = sa.Table(
    "practitioner",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("agency", sa.String),
)

COLLEAGUE = sa.Table(
    "colleague",
    base.metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("account", sa.String),
    sa.Column("is_here", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("has_written", sa.Boolean(create_constraint=False), nullable=False),
    sqlite_with_rowid=False,
)
"""Everybody of whom the centre has told, once for each practitioner id that stands for them. `account` is the
id by which they are chosen, none for who is not on the staff list; `is_here` that they still work there;
`has_written` that something of theirs has come in."""


def _columns(standing: base.Standing) -> dict[str, Any]:
    return {"name": standing.fields.get("name", ""), "agency": standing.fields.get("agency")}


CONCEPT = base.Concept(TABLE, frozenset({"name", "agency"}), _columns)


@dataclass(frozen=True)
class New:
    """A practitioner as first run asks for them."""

    name: str
    agency: str = ""
    team: str = ""
    role: str = ROLE


@dataclass(frozen=True)
class Practitioner:
    """One practitioner. `fields` holds everything by key (see KEYS)."""

    id: base.PractitionerId
    name: str
    agency: str
    team: str
    fields: base.Fields


@acts.act("practitioner.introduced")
def introduce(work: acts.Work, new: New) -> base.PractitionerId:
    """Write down whose vault this is. The store calls it once, when the vault is made."""
    given = {"name": new.name, "agency": new.agency, "team": new.team, "role": new.role}
    _put(work, work.me, given)
    return work.me


@acts.act("practitioner.added")
def add(work: acts.Work, answers: base.Fields, *, record_id: str | None = None) -> base.PractitionerId:
    """Somebody else who writes or is named: a colleague, a partner. Raises: FieldUnknown."""
    return base.PractitionerId(_put(work, record_id or work.clock.new_id(), answers))


@acts.act("practitioner.changed", extends=True)
def change(work: acts.Work, practitioner_id: str, key: str, value: str | None) -> None:
    """Change one field of a practitioner. Raises: RecordMissing, FieldUnknown."""
    _check(key)
    work.edit(work.record(practitioner_id), key, value)


def rename(work: acts.Work, name: str) -> None:
    """Call the vault's practitioner by another name. Used within `change`; see `renamed`."""
    work.edit(work.record(work.me), "name", name)


def me(read: acts.Reading) -> Practitioner:
    """The practitioner whose vault this is."""
    found = get(read, read.me)
    if found is None:
        raise errors.RecordMissing
    return found


_FIELDS = sa.select(base.record.c.fields).where(base.record.c.id == sa.bindparam("id"))


def get(read: acts.Reading, practitioner_id: str) -> Practitioner | None:
    """One practitioner, or None."""
    row = read.connection.execute(_FIELDS, {"id": practitioner_id}).scalar()
    if row is None:
        return None
    fields = base.unpack(row)
    return Practitioner(
        base.PractitionerId(practitioner_id),
        fields.get("name", ""),
        fields.get("agency", ""),
        fields.get("team", ""),
        fields,
    )


def names(read: acts.Reading) -> dict[str, str]:
    """The names of everybody that this desk knows, by id: its own card before the centre's word."""
    return _names(read, sa.true())


def alongside(read: acts.Reading) -> dict[str, str]:
    """The names of those whose cards this desk keeps and of colleagues whose work has come in, by id."""
    return _names(read, COLLEAGUE.c.has_written)


NOBODY: sa.ColumnElement[str] = sa.literal_column("''")


def called(
    by: sa.ColumnElement[str], otherwise: sa.ColumnElement[str] | None = None
) -> sa.ColumnElement[str]:
    """Who did something, by name, for a query that knows an id; the id, or `otherwise`, without a name."""
    found = [
        sa.select(each.c.name).where(each.c.id == by).correlate_except(each).scalar_subquery()
        for each in (TABLE.alias(), COLLEAGUE.alias())
    ]
    return sa.func.coalesce(*found, by if otherwise is None else otherwise)


_CALLED = sa.select(called(sa.bindparam("who", type_=sa.String), NOBODY))


def name_of(read: acts.Reading, who: str) -> str:
    """The name of one practitioner; "" where none is known."""
    return str(read.connection.execute(_CALLED, {"who": who}).scalar())


def agencies_of(read: acts.Reading, practitioners: Iterable[str]) -> dict[str, str]:
    """The agencies of colleagues, by id."""
    wanted = sa.select(COLLEAGUE.c.id, COLLEAGUE.c.agency).where(COLLEAGUE.c.id.in_(practitioners))
    return {row.id: row.agency for row in read.connection.execute(wanted)}


def _names(read: acts.Reading, which: sa.ColumnElement[bool], limit: int = 500) -> dict[str, str]:
    told = sa.select(COLLEAGUE.c.id, COLLEAGUE.c.name).where(which).order_by(COLLEAGUE.c.name)
    cards = sa.select(TABLE.c.id, TABLE.c.name).order_by(TABLE.c.name).limit(limit)
    return {row.id: row.name for each in (told, cards) for row in read.connection.execute(each)}


def agencies(read: acts.Reading, limit: int = 200) -> tuple[str, ...]:
    """The agencies of the practitioners that this desk knows, by name."""
    wanted = sa.select(TABLE.c.agency).distinct().where(TABLE.c.agency.is_not(None))
    rows = read.connection.execute(wanted.order_by(TABLE.c.agency).limit(limit)).scalars()
    return tuple(name for name in rows if name)


def _put(work: acts.Work, record_id: str, answers: base.Fields) -> str:
    for key in answers:
        _check(key)
    fields = [(key, value) for key, value in answers.items() if value]
    return work.create("practitioner", base.own_scope(record_id), record_id=record_id, fields=fields).id


def _check(key: str) -> None:
    if key not in KEYS + ARRANGED:
        raise errors.FieldUnknown(field=key)
