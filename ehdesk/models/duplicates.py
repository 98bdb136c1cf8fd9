"""Who is here already: people like somebody who is being taken in, with the reasons, and never a bar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, alike, base, linking, person
from ehdesk.rules import likeness

_CANDIDATES = 60
_OF_ONE_FAMILY = 200


@dataclass(frozen=True)
class Like:
    """Somebody who is here and may be the same human. `reasons` are codes (`likeness.Likeness`).

    A family that this desk does not hold has no name: only "known to another team" may be said.
    """

    person_id: base.PersonId
    family_id: base.FamilyId | None
    family_name: str
    reference: str
    name: str
    own_script: str
    age: str
    born: str
    points: int
    reasons: tuple[str, ...]
    is_same_family: bool


def like(
    read: acts.Reading,
    fields: Mapping[str, Any],
    *,
    family_id: str | None = None,
    but: Iterable[str] = (),
    limit: int = 3,
) -> tuple[Like, ...]:
    """Who is like a person with these fields, the likest first, leaving out the records named in `but`.

    One bounded look by keys, and the people of `family_id`.
    """
    who = alike.somebody(fields)
    keys = sorted(likeness.asked_keys(who))
    if not keys and not (family_id and (who.given or who.due)):
        return ()
    left_out, found = frozenset(but), []
    for row in _candidates(read, keys, family_id):
        if row.id in left_out:
            continue
        same = bool(family_id) and row.family_id == family_id
        likely = likeness.compare(who, alike.somebody(base.unpack(row.fields)), same_family=same)
        if likely.is_enough:
            found.append(_like(read, row, likely, same=same))
    return tuple(sorted(found, key=lambda one: (-one.points, one.person_id))[:limit])


def like_each(
    read: acts.Reading, people: Mapping[str, Mapping[str, Any]], family_id: str | None = None
) -> dict[str, tuple[Like, ...]]:
    """Who is like each of several people who are being taken in, by the key of each."""
    found = {key: like(read, fields, family_id=family_id) for key, fields in people.items()}
    return {key: some for key, some in found.items() if some}


def like_person(read: acts.Reading, person_id: str) -> tuple[Like, ...]:
    """Who is like somebody who is in the record, but those of whom a verdict was given already."""
    row = read.connection.execute(
        sa.select(base.record.c.fields, base.record.c.family_id).where(
            base.record.c.id == person_id, base.record.c.kind == "person"
        )
    ).first()
    if row is None:
        return ()
    settled = {person_id, *(line.person_id for line in linking.links_of(read, person_id, settled=True))}
    return like(read, base.unpack(row.fields), family_id=row.family_id, but=settled)


_FAMILY = base.record.alias("family_record")
_SHOWN = (
    sa.select(
        base.record.c.id,
        base.record.c.family_id,
        base.record.c.fields,
        _FAMILY.c.fields.label("family_fields"),
    )
    .outerjoin(_FAMILY, sa.and_(_FAMILY.c.id == base.record.c.family_id, _FAMILY.c.kind == "family"))
    .where(base.record.c.kind == "person", base.record.c.status != "void")
)


def _candidates(read: acts.Reading, keys: list[str], family_id: str | None) -> list[Any]:
    hits = (
        sa.select(alike.TABLE.c.record_n)
        .where(alike.TABLE.c.key.in_(keys))
        .group_by(alike.TABLE.c.record_n)
        .order_by(sa.func.count().desc(), alike.TABLE.c.record_n.desc())
        .limit(_CANDIDATES)
    )
    rows = {row.id: row for row in read.connection.execute(_SHOWN.where(base.record.c.n.in_(hits)))}
    if family_id:
        own = _SHOWN.where(base.record.c.family_id == family_id).limit(_OF_ONE_FAMILY)
        rows |= {row.id: row for row in read.connection.execute(own)}
    return list(rows.values())


def _like(read: acts.Reading, row: Any, found: likeness.Likeness, *, same: bool) -> Like:
    fields, about = base.unpack(row.fields), base.unpack(row.family_fields) or {}
    may_name = bool(about)
    return Like(
        person_id=row.id,
        family_id=row.family_id if may_name else None,
        family_name=about.get("name", ""),
        reference=about.get("reference", ""),
        name=person.full_name(fields) if may_name else "",
        own_script=fields.get("name_own_script", "") if may_name else "",
        age=person.age(fields, read.clock.today()) if may_name else "",
        born=(fields.get("dob") or "") if may_name else "",
        points=found.points,
        reasons=found.reasons,
        is_same_family=same,
    )
