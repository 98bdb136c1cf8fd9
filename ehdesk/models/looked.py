"""The history of everything in one family's file: who looked, who changed what, when and why.

One page of lines is one statement; the values of a line are read when it is opened, and those of
restricted fields are marked, so that a screen shows them only while it is asked to.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk.models import acts, base, person, practitioner
from ehdesk.models import history as voices

What = Literal["changed", "looked", "copied"]
LOOKED = "record.viewed"
_MOST_VALUES = 40
_APART = "~"


@dataclass(frozen=True)
class Field:
    """One field that an act touched; `is_apart` says that its value is restricted."""

    path: str
    is_apart: bool


@dataclass(frozen=True)
class Line:
    """One thing that somebody did with one record of the family, or one quarter of an hour of looking.

    `record_kind` and `form` say what the record is, `title` what it is called where it has a name of
    its own. `act` is what `values` asks for; None for looking.
    """

    at: datetime
    who: str
    by: str
    what: What
    verb: str
    why: str
    record_id: str
    record_kind: str
    form: str | None
    form_version: int | None
    title: str
    fields: tuple[Field, ...]
    act: int | None


@dataclass(frozen=True)
class Value:
    """What a field was before an act and what it became; None for nothing."""

    field: Field
    was: Any
    became: Any


_OWNER = base.record.alias("owner")
_OWNER_ID = sa.func.coalesce(base.record.c.beside, base.record.c.id)
_PATHS = sa.func.group_concat(
    sa.case(
        (base.record.c.kind.like("%" + base.RESTRICTED), _APART + base.revision.c.path),
        else_=base.revision.c.path,
    )
)
_CHANGED = (
    sa.select(
        base.act.c.at,
        base.act.c.by,
        base.act.c.verb,
        base.act.c.why,
        _OWNER_ID.label("owner"),
        _PATHS.label("paths"),
        base.act.c.n.label("act_n"),
    )
    .select_from(base.record)
    .join(base.revision, base.revision.c.record_n == base.record.c.n)
    .join(base.act, base.act.c.n == base.revision.c.act_n)
    .where(base.record.c.family_id == sa.bindparam("family_id"))
    .group_by(base.act.c.n, _OWNER_ID)
)
_SEEN = (
    sa.select(
        base.view_line.c.quarter.label("at"),
        base.view_line.c.by,
        sa.literal(LOOKED).label("verb"),
        sa.null().label("why"),
        base.view_line.c.record_id.label("owner"),
        sa.null().label("paths"),
        sa.null().label("act_n"),
    )
    .select_from(base.record)
    .join(base.view_line, base.view_line.c.record_id == base.record.c.id)
    .where(base.record.c.family_id == sa.bindparam("family_id"))
)
_TITLE = sa.func.coalesce(
    sa.func.json_extract(_OWNER.c.fields, "$.title"),
    sa.func.json_extract(_OWNER.c.fields, "$.name"),
    sa.func.json_extract(_OWNER.c.fields, "$.known_as"),
    sa.func.json_extract(_OWNER.c.fields, "$.given_names"),
    sa.func.json_extract(_OWNER.c.fields, "$.what") + " for " + sa.func.json_extract(_OWNER.c.fields, "$.to"),
    "",
)


def lines(
    read: acts.Reading,
    family_id: str,
    *,
    what: What | None = None,
    by: str | None = None,
    record_id: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[Line, ...]:
    """What was done with this family's records, newest first; of one kind, one worker or one record."""
    both = {"looked": _SEEN, None: sa.union_all(_CHANGED, _SEEN)}.get(what, _CHANGED).subquery()
    who = practitioner.called(both.c.by).label("who")
    wanted = (
        sa.select(
            both,
            who,
            _OWNER.c.kind.label("record_kind"),
            _OWNER.c.form,
            _OWNER.c.form_version,
            sa.case((_OWNER.c.form.is_(None), _TITLE), else_="").label("title"),
        )
        .join(_OWNER, _OWNER.c.id == both.c.owner)
        .order_by(both.c.at.desc(), both.c.act_n.desc())
        .limit(limit)
        .offset(offset)
    )
    if what == "copied":
        wanted = wanted.where(_OWNER.c.kind == "copy")
    if by is not None:
        wanted = wanted.where(both.c.by == by)
    if record_id is not None:
        wanted = wanted.where(both.c.owner == record_id)
    return tuple(_line(row) for row in read.connection.execute(wanted, {"family_id": family_id}))


def values(read: acts.Reading, act: int, record_id: str) -> tuple[Value, ...]:
    """What the fields of a record (and of its restricted sibling) were and became in one act."""
    wanted = (
        sa.select(base.revision.c.n, base.revision.c.path, base.revision.c.was, base.record.c.kind)
        .join(base.record, base.record.c.n == base.revision.c.record_n)
        .where(
            base.revision.c.act_n == act,
            sa.or_(base.record.c.id == record_id, base.record.c.beside == record_id),
        )
        .order_by(base.revision.c.n)
        .limit(_MOST_VALUES)
    )
    return tuple(_value(read, record_id, row) for row in read.connection.execute(wanted).all())


def workers(read: acts.Reading, family_id: str) -> tuple[tuple[str, str], ...]:
    """Everybody who did or looked in this family's file: id and name, by name."""
    changed, seen = _CHANGED.subquery(), _SEEN.subquery()
    both = sa.union(sa.select(changed.c.by), sa.select(seen.c.by)).subquery("everybody")
    (by,) = both.c
    name = practitioner.called(by)
    wanted = sa.select(by, name).order_by(name)
    rows = read.connection.execute(wanted, {"family_id": family_id})
    return tuple((row[0], row[1]) for row in rows)


def people(read: acts.Reading, record_id: str) -> dict[str, str]:
    """The names of the people of the family that a record belongs to, by id."""
    family = sa.select(base.record.c.family_id).where(base.record.c.id == record_id).scalar_subquery()
    wanted = sa.select(person.TABLE.c.id, person.TABLE.c.full_name).where(person.TABLE.c.family_id == family)
    return {row.id: row.full_name for row in read.connection.execute(wanted.limit(200))}


def _line(row: Any) -> Line:
    paths = dict.fromkeys((row.paths or "").split(",")) if row.paths else {}
    fields = tuple(Field(path.removeprefix(_APART), path.startswith(_APART)) for path in paths)
    what: What = "looked" if row.verb == LOOKED else "copied" if row.record_kind == "copy" else "changed"
    return Line(
        at=row.at,
        who=row.who,
        by=row.by,
        what=what,
        verb=row.verb,
        why=row.why or "",
        record_id=row.owner,
        record_kind=row.record_kind,
        form=row.form,
        form_version=row.form_version,
        title=str(row.title or ""),
        fields=fields,
        act=row.act_n,
    )


def _value(read: acts.Reading, record_id: str, row: Any) -> Value:
    said = voices.history(read, record_id, row.path, limit=500)
    became = next((voice.value for voice in said if voice.revision == row.n), None)
    is_apart = row.kind.endswith(base.RESTRICTED)
    return Value(Field(row.path, is_apart), base.unpack(row.was), became)
