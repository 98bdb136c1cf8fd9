"""Acts of ours that wait though something that they speak of is not here, so that no page shows it.

A restored laptop finds such acts in its journal; a centre that was put back does not have a colleague's
record yet; somebody moves it where it is not for this desk. They go to the centre like all that waits. Until
it has answered, what they say is in a list.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, quick
from ehdesk.sync import protocol

REASON = errors.RecordMissing.__name__
IS_ONE = sa.and_(*(base.set_aside.c.reason != reason for reason in protocol.ASIDE))
"""Of `set_aside`: it is no word of the centre."""

_LINE = (
    sa.insert(base.set_aside)
    .prefix_with("OR IGNORE")
    .from_select(
        ["act_id", "part", "at", "reason", "content"],
        sa.select(
            base.act.c.id,
            base.act.c.part,
            sa.bindparam("since", type_=base.Moment),
            sa.literal(REASON),
            base.act.c.content,
        ).where(base.act.c.n == sa.bindparam("act_n")),
    )
)
_ACTS = (
    sa.select(base.act.c.n, base.act.c.id, base.act.c.content)
    .join(base.set_aside, base.set_aside.c.act_id == base.act.c.id)
    .where(IS_ONE)
    .order_by(base.act.c.n)
)
_SINCE = (
    sa.select(base.set_aside.c.act_id, base.set_aside.c.at)
    .join(base.act, base.act.c.id == base.set_aside.c.act_id)
    .where(IS_ONE, base.unanswered())
)
_ANSWERED = quick.QuickList(_ACTS.join(base.receipt, base.receipt.c.act_n == base.act.c.n))
_THAT_WAIT = _ACTS.where(base.unanswered())
_WAITING = quick.QuickList(_THAT_WAIT)
_WHOLLY = _THAT_WAIT.where(
    base.act.c.n.not_in(
        sa.select(base.revision.c.act_n).where(base.revision.c.act_n == base.act.c.n).correlate(base.act)
    )
)
_HERE = sa.select(base.record.c.n).where(base.record.c.id == sa.bindparam("id"))
_CONTENT = sa.select(base.act.c.content).where(base.act.c.n == sa.bindparam("act_n"))
_PUT_AWAY = sa.delete(base.set_aside).where(IS_ONE, base.set_aside.c.act_id == sa.bindparam("id"))


def note(work: acts.Work, act_n: int) -> None:
    """What is here of an act's records has changed while it waits: where one is missing, it stands in the
    list from now on."""
    said = protocol.decode_act(work.connection.execute(_CONTENT, {"act_n": act_n}).scalar_one())
    if all(work.connection.execute(_HERE, {"id": change.record}).first() for change in said.changes):
        is_seen(work, said.id)
    else:
        work.connection.execute(_LINE, {"act_n": act_n, "since": work.clock.now()})


def is_seen(work: acts.Work, act_id: str) -> None:
    """All that an act says is to be seen in the record."""
    work.connection.execute(_PUT_AWAY, {"id": act_id})


def waiting(read: acts.Reading) -> dict[int, protocol.Act]:
    """The acts in the list that wait, by their number."""
    return {row.n: protocol.decode_act(row.content) for row in _WAITING.rows(read.connection, {})}


def since(read: acts.Reading) -> dict[str, datetime]:
    """The ids of the acts in the list that wait, and since when each stands there."""
    return {row.act_id: row.at for row in read.connection.execute(_SINCE)}


def wholly(read: acts.Reading) -> set[int]:
    """Those of them of which nothing is to be seen in any record."""
    return {row.n for row in read.connection.execute(_WHOLLY)}


def named(read: acts.Reading, act_ids: Iterable[str]) -> frozenset[str]:
    """The records that those of some acts speak of which stand in the list."""
    asked = frozenset(act_ids)
    said = (act.changes for act in waiting(read).values() if act.id in asked)
    return frozenset(change.record for changes in said for change in changes)


def take_answered(work: acts.Work) -> set[int]:
    """Take from the list what the centre has answered. Which acts that were."""
    rows = _ANSWERED.rows(work.connection, {})
    for row in rows:
        is_seen(work, row.id)
    return {row.n for row in rows}
