"""The same person taken in twice, each time at another laptop: people of one family who are alike, written
down by two workers, of whom nobody has said yet whether they are one."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ehdesk.models import acts, alike, base, linking, person, practitioner
from ehdesk.rules import likeness

_MOST_PAIRS = 200
_ONE, _OTHER = base.record.alias("one"), base.record.alias("other")
_KEY, _SAME = alike.TABLE.alias("key_of_one"), alike.TABLE.alias("key_of_other")
_PAIRS = (
    sa.select(_ONE.c.id.label("one"), _OTHER.c.id.label("other"))
    .distinct()
    .select_from(_KEY)
    .join(
        _SAME,
        sa.and_(
            _SAME.c.key == _KEY.c.key,
            _SAME.c.family_id == _KEY.c.family_id,
            _SAME.c.record_n > _KEY.c.record_n,
        ),
    )
    .join(_ONE, _ONE.c.n == _KEY.c.record_n)
    .join(_OTHER, _OTHER.c.n == _SAME.c.record_n)
    .where(_ONE.c.author != _OTHER.c.author, _ONE.c.status != "void", _OTHER.c.status != "void")
    .limit(_MOST_PAIRS)
)
_SHOWN = sa.select(base.record).where(base.record.c.id.in_(sa.bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class Twice:
    """Two records that may be of one person: what the newer one is called, and who wrote which down when.
    `is_linked`: somebody has said that they are one; then they are still to be joined."""

    one: base.PersonId
    other: base.PersonId
    family_id: base.FamilyId
    name: str
    whose: tuple[tuple[str, datetime], tuple[str, datetime]]
    is_linked: bool


def taken_in_twice(read: acts.Reading) -> tuple[Twice, ...]:
    """Those on this desk, the newest first."""
    pairs = [(row.one, row.other) for row in read.connection.execute(_PAIRS)]
    ids = sorted({one for pair in pairs for one in pair})
    if not ids:
        return ()
    rows = {row.id: row for row in read.connection.execute(_SHOWN, {"ids": ids})}
    names = practitioner.names(read)
    found = []
    for pair in pairs:
        one, other = (rows[each] for each in pair)
        here, there = base.unpack(one.fields), base.unpack(other.fields)
        like = likeness.compare(alike.somebody(here), alike.somebody(there), same_family=True)
        if not like.is_enough:
            continue
        settled = linking.links_of(read, one.id, settled=True)
        verdict = next((line.verdict for line in settled if line.person_id == other.id), None)
        if verdict == linking.DIFFERENT:
            continue
        whose = tuple((names.get(row.author, ""), row.created_at) for row in (one, other))
        found.append(
            Twice(
                one=one.id,
                other=other.id,
                family_id=other.family_id,
                name=person.full_name(there),
                whose=(whose[0], whose[1]),
                is_linked=verdict == linking.SAME,
            )
        )
    return tuple(sorted(found, key=lambda each: each.whose[1][1], reverse=True))
