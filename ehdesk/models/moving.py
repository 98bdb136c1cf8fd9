"""Where a record lies while moves of this desk wait: what comes in before them does not take it back.

An act says where its author believed each record to lie. Only some verbs move one by that, here as at the
centre (`rights.moves`).
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, held
from ehdesk.rules import rights
from ehdesk.sync import protocol

FILES = base.act.c.verb.in_(sorted(rights.FILING))
"""Of `act`: it may file a record elsewhere."""
_WAITS = (
    sa.select(base.act.c.n, base.act.c.content).select_from(base.THAT_WAIT).order_by(base.waiting.c.act_n)
)
_FILED = _WAITS.where(FILES)
_OF_RECORD = _WAITS.where(
    sa.or_(
        FILES,  # who only moves a record leaves no revision on it
        base.act.c.n.in_(
            sa.select(base.revision.c.act_n).where(base.revision.c.record_n == sa.bindparam("record_n"))
        ),
    )
)


def filed(read: acts.Reading) -> frozenset[str]:
    """The records that acts which wait file somewhere. It looks at all that wait."""
    return frozenset().union(*named_by(read.connection.execute(_FILED)).values())


def named_by(rows: Iterable[Any]) -> dict[int, frozenset[str]]:
    """The records that some acts (number, content) speak of."""
    return {row.n: frozenset(one.record for one in protocol.decode_act(row.content).changes) for row in rows}


def bring(work: acts.Work, record: held.Held, change: protocol.Change, filed: Iterable[str]) -> None:
    """Let a record lie where somebody else's change says, and go on from there to where acts of ours that
    wait move it. `filed` are the records that such acts file."""
    lies = change.scope, change.family, change.episode
    if not record.is_new and (record.id in filed or rights.is_own(change.scope)):
        for row in work.connection.execute(_OF_RECORD, {"record_n": record.n}):
            act = protocol.decode_act(row.content)
            for ours in act.changes:
                if ours.record == record.id and rights.moves(lies[0], ours.scope, act.verb):
                    lies = ours.scope, ours.family, ours.episode
    work.move(record, *lies)


def follow(work: acts.Work, record: held.Held, change: protocol.Change, verb: str) -> None:
    """Let an act of ours move a record from where it lies: it may have been moved since the act was done."""
    if record.scope == change.scope or rights.moves(record.scope, change.scope, verb):
        work.move(record, change.scope, change.family, change.episode)
