"""A move that the centre set aside: the record lies where it lay before, as it does there."""

from collections.abc import Iterator

import sqlalchemy as sa

from ehdesk.models import acts, base, held, quick
from ehdesk.rules import rights
from ehdesk.sync import protocol

_BEFORE = (
    sa.select(base.act.c.content)
    .join(base.revision, base.revision.c.act_n == base.act.c.n)
    .outerjoin(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(
        base.revision.c.record_n == sa.bindparam("record_n"),
        base.act.c.n < sa.bindparam("act_n"),
        sa.func.coalesce(base.receipt.c.verdict, "") != "aside",
    )
    .order_by(base.act.c.n.desc())
    .limit(quick.at_most(1))
)


def move_back(work: acts.Work, act: protocol.Act, act_n: int) -> None:
    """Put each record that this act moved, and nobody moved on since, back into the file it came from."""
    came_from = next((one.family for one in act.changes if one.kind == "moved_away"), None)
    if came_from is None:
        return
    for change, record in _moved(work, act):
        work.move(record, *_place_before(work, record, act_n, came_from, change))


def _moved(work: acts.Work, act: protocol.Act) -> Iterator[tuple[protocol.Change, held.Held]]:
    for change in act.changes:
        record = None if change.new else work.find(change.record)
        if record is not None and record.scope == change.scope and record.family_id == change.family:
            yield change, record


def _place_before(
    work: acts.Work, record: held.Held, act_n: int, came_from: str, change: protocol.Change
) -> tuple[str, str | None, str | None]:
    """Scope, family and episode by the newest act before that lay in that family; where its words have left
    this desk, the same audience of the family."""
    told = work.connection.execute(_BEFORE, {"record_n": record.n, "act_n": act_n}).scalar()
    for before in protocol.decode_act(told).changes if told else ():
        if before.record == record.id and before.family == came_from:
            return before.scope, before.family, before.episode
    is_in_family = bool(rights.family_of(change.scope))
    audience = change.scope.rpartition("/")[2]
    return base.family_scope(came_from, audience) if is_in_family else change.scope, came_from, None
