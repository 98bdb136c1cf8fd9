"""Taking back a whole act at once: everything that it changed is put back, unless it was changed since.

Typing is taken back field by field (`history`). What touches several fields or records at one stroke
(handing over the lead, joining two records) is taken back as one, by a new act that leaves its trace.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, held, practitioner
from ehdesk.rules import paths

VERBS = frozenset(
    {
        *("child.joined", "child.left", "level.set", "lead.handed_over", "lead.accepted", "lead.changed"),
        *("team.joined", "team.changed", "team.left", "household.left", "household.joined"),
        *("agency.changed",),
    }
)
_AT_MOST = 200


@dataclass(frozen=True)
class TakenBack:
    """The act that was taken back: what it was, when, and how many of its changes were changed since."""

    verb: str
    at: datetime
    kept: int


@acts.act("act.taken_back")
def take_back(work: acts.Work, record_id: str) -> TakenBack:
    """Take back the last act of mine on this record that can be (see VERBS).

    Raises: RecordMissing, NothingToUndo; OtherVoice where somebody else did something since.
    """
    record = work.record(record_id)
    for row in work.connection.execute(_ACTS, {"record_n": record.n}).all():
        if row.verb not in VERBS or row.is_undone:
            continue
        if row.incarnation != work.bench.incarnation:
            who = practitioner.name_of(work, row.by) or row.by
            raise errors.OtherVoice(who=who, at=row.at, value=None)
        return TakenBack(row.verb, row.at, revert(work, row.n))
    raise errors.NothingToUndo


def revert(work: acts.Work, act_n: int) -> int:
    """Put back every field that an act set and nobody set since; how many were left as they are."""
    kept = 0
    for row in work.connection.execute(_CHANGES, {"act_n": act_n}).all():
        record = work.record(row.id)
        if _newest(work, record, row.path) != row.n:
            kept += 1
            continue
        work.edit(record, row.path, base.unpack(row.was), undoes=row.n)
    return kept


def _newest(work: acts.Work, record: held.Held, path: str) -> int:
    """The newest revision that stands of a field, of the row that it lies in, or of anything within it."""
    asked = {"record_n": record.n, "path": path, "row": paths.row_of(path)}
    found = work.connection.execute(_NEWEST, asked | {"below": path + "/", "beyond": path + "0"}).scalar()
    return int(found or 0)


_UNDOING = base.revision.alias("undoing")
_ACTS = (
    sa.select(
        base.act.c.n,
        base.act.c.verb,
        base.act.c.at,
        base.act.c.by,
        base.act.c.incarnation,
        sa.exists()
        .where(
            _UNDOING.c.undoes.in_(
                sa.select(base.revision.c.n).where(base.revision.c.act_n == base.act.c.n).correlate(base.act)
            )
        )
        .label("is_undone"),
    )
    .where(
        base.act.c.n.in_(
            sa.select(base.revision.c.act_n).where(base.revision.c.record_n == sa.bindparam("record_n"))
        )
    )
    .order_by(base.act.c.n.desc())
    .limit(_AT_MOST)
)
_CHANGES: Any = (
    sa.select(base.revision.c.n, base.revision.c.path, base.revision.c.was, base.record.c.id)
    .join(base.record, base.record.c.n == base.revision.c.record_n)
    .where(base.revision.c.act_n == sa.bindparam("act_n"))
    .order_by(base.revision.c.n.desc())
)
_TIMES_UNDONE = (
    sa.select(sa.func.count()).where(_UNDOING.c.undoes == base.revision.c.n).correlate(base.revision)
).scalar_subquery()
_NEWEST = sa.select(sa.func.max(base.revision.c.n)).where(
    base.revision.c.record_n == sa.bindparam("record_n"),
    base.revision.c.undoes.is_(None),
    _TIMES_UNDONE % 2 == 0,  # undone and brought forward again, it stands
    sa.or_(
        base.revision.c.path == sa.bindparam("path"),
        base.revision.c.path == sa.bindparam("row"),
        sa.and_(base.revision.c.path > sa.bindparam("below"), base.revision.c.path < sa.bindparam("beyond")),
    ),
)
