"""Who writes: the vault's own practitioner, and the others that its records name."""

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


def get(read: acts.Reading, practitioner_id: str) -> Practitioner | None:
    """One practitioner, or None."""
    row = read.connection.execute(
        sa.select(base.record.c.fields).where(base.record.c.id == practitioner_id)
    ).scalar()
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


def names(read: acts.Reading, limit: int = 500) -> dict[str, str]:
    """The names of the practitioners that this desk knows, by id."""
    rows = read.connection.execute(sa.select(TABLE.c.id, TABLE.c.name).order_by(TABLE.c.name).limit(limit))
    return {row.id: row.name for row in rows}


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
