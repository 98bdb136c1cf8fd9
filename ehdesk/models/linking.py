"""Two records of one human, said by a person: a link that copies no value, or the word that they are two.

A link stands in the authority's scope. Who may not read the other family reads only that somebody is
known to another team.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, person

KIND = "person_link"
SAME, DIFFERENT = "same", "different"

TABLE = sa.Table(
    KIND,
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("one", sa.String, nullable=False),
    sa.Column("other", sa.String, nullable=False),
    sa.Column("verdict", sa.String),
    sa.Index("person_link_one", "one"),
    sa.Index("person_link_other", "other"),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    told = {key: standing.fields.get(key) or "" for key in ("one", "other")}
    return {**told, "verdict": standing.fields.get("verdict")}


CONCEPT = base.Concept(TABLE, frozenset({"one", "other", "verdict"}), _columns)


@dataclass(frozen=True)
class LinkLine:
    """A link as one end sees it. `is_here` is false where this desk does not hold the other family:
    then nothing of it may be shown but "Also known to another team: ask the coordinator"."""

    link_id: base.RecordId
    person_id: base.PersonId
    name: str
    family_id: base.FamilyId | None
    family_name: str
    reference: str
    verdict: str
    is_same_family: bool
    is_here: bool


@acts.act("person.linked")
def link(work: acts.Work, one: str, other: str, *, record_id: str | None = None) -> base.RecordId:
    """Say that two records are of one human. No value is copied. Raises: RecordMissing, NotOnePerson."""
    return _say(work, one, other, SAME, record_id)


@acts.act("person.told_apart")
def tell_apart(work: acts.Work, one: str, other: str, *, record_id: str | None = None) -> base.RecordId:
    """Say that two records are of two people, so that nobody is asked again. Raises as `link`."""
    return _say(work, one, other, DIFFERENT, record_id)


@acts.act("person.unlinked")
def unlink(work: acts.Work, link_id: str) -> None:
    """Take a link, or the word that they are two, back. Raises: RecordMissing."""
    found = work.record(link_id)
    if found.kind != KIND:
        raise errors.RecordMissing
    work.edit(found, "verdict", None)


def links_of(
    read: acts.Reading, person_id: str, *, settled: bool = False, limit: int = 50
) -> tuple[LinkLine, ...]:
    """What was said of a person and others: the links, and with `settled` who is somebody else too."""
    mine = sa.or_(TABLE.c.one == person_id, TABLE.c.other == person_id)
    wanted = sa.select(TABLE).where(mine, TABLE.c.verdict.is_not(None)).order_by(TABLE.c.n).limit(limit)
    if not settled:
        wanted = wanted.where(TABLE.c.verdict == SAME)
    own = read.connection.execute(
        sa.select(base.record.c.family_id).where(base.record.c.id == person_id)
    ).scalar()
    rows = read.connection.execute(wanted).all()
    return tuple(_line(read, row, row.other if row.one == person_id else row.one, own) for row in rows)


def are_linked(read: acts.Reading, one: str, other: str) -> bool:
    """Whether somebody has said that these two records are of one human."""
    return _standing(read, one, other, SAME) is not None


def _say(work: acts.Work, one: str, other: str, verdict: str, record_id: str | None) -> base.RecordId:
    for each in (one, other):
        found = work.record(each)
        if found.kind != "person" or one == other:
            raise errors.NotOnePerson
    known = _standing(work, one, other, None)
    if known is not None:
        work.edit(work.record(known), "verdict", verdict)
        return base.RecordId(known)
    fields = [("one", one), ("other", other), ("verdict", verdict)]
    return base.RecordId(work.create(KIND, "authority", record_id=record_id, fields=fields).id)


def _standing(read: acts.Reading, one: str, other: str, verdict: str | None) -> str | None:
    wanted = sa.select(TABLE.c.id).where(
        sa.or_(
            sa.and_(TABLE.c.one == one, TABLE.c.other == other),
            sa.and_(TABLE.c.one == other, TABLE.c.other == one),
        )
    )
    if verdict is not None:
        wanted = wanted.where(TABLE.c.verdict == verdict)
    found: str | None = read.connection.execute(wanted.limit(1)).scalar()
    return found


def bring_in(work: acts.Work, record_id: str, one: str, other: str, verdict: str | None) -> None:
    """A link from a bundle, under its own id; without a verdict it was taken back. Part of an act."""
    fields = [("one", one), ("other", other), *([("verdict", verdict)] if verdict else [])]
    work.create(KIND, "authority", record_id=record_id, fields=fields)


_FAMILY = base.record.alias("family_record")
_OTHER = sa.select(base.record.c.family_id, base.record.c.fields, _FAMILY.c.fields.label("about")).join(
    _FAMILY, sa.and_(_FAMILY.c.id == base.record.c.family_id, _FAMILY.c.kind == "family")
)


def _line(read: acts.Reading, row: Any, other: str, own: str | None) -> LinkLine:
    found = read.connection.execute(_OTHER.where(base.record.c.id == other)).first()
    about = base.unpack(found.about) if found is not None else {}
    return LinkLine(
        link_id=row.id,
        person_id=base.PersonId(other),
        name=person.full_name(base.unpack(found.fields)) if found is not None else "",
        family_id=found.family_id if found is not None else None,
        family_name=about.get("name", ""),
        reference=about.get("reference", ""),
        verdict=row.verdict,
        is_same_family=found is not None and found.family_id == own,
        is_here=found is not None,
    )
