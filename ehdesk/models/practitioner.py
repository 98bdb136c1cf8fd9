"""Who writes: the vault's own practitioner, and the others that its records name."""

from collections.abc import Mapping
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

_KEY = "colleagues"
_COLLEAGUES = sa.select(base.meta.c.value).where(base.meta.c.key == _KEY)


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
    """The names of the practitioners that this desk knows, by id: of its own records and from the centre."""
    rows = read.connection.execute(sa.select(TABLE.c.id, TABLE.c.name).order_by(TABLE.c.name).limit(limit))
    return {by: name for by, (name, _agency) in colleagues(read).items()} | {row.id: row.name for row in rows}


def colleagues(read: acts.Reading) -> dict[str, tuple[str, str]]:
    """Name and agency, by id, of those whose acts came from the centre."""
    found: dict[str, list[str]] = base.unpack(read.connection.execute(_COLLEAGUES).scalar()) or {}
    return {who: (name, agency) for who, (name, agency) in found.items()}


def remember_colleagues(work: acts.Work, people: Mapping[str, tuple[str, str]]) -> None:
    """Keep the names of those whose acts came in, so that the record can say who wrote what."""
    known = colleagues(work)
    told = {**known, **people}
    if told != known:
        line = {"key": _KEY, "value": base.pack(told)}
        work.connection.execute(sa.insert(base.meta).prefix_with("OR REPLACE"), line)


def called(by: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """Who did something, by name, for a query with `TABLE` joined by `by`; the id where no name is known."""
    each = sa.func.json_each(base.meta.c.value).table_valued("key", "value")
    name = (
        sa.select(sa.func.json_extract(each.c.value, "$[0]"))
        .select_from(base.meta)
        .join(each, sa.true())
        .where(base.meta.c.key == _KEY, each.c.key == by)
        .limit(1)
        .correlate_except(base.meta, each)
        .scalar_subquery()
    )
    return sa.func.coalesce(TABLE.c.name, name, by)


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
