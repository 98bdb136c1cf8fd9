"""When a second version ends: an act that settles it has come in, or one that opens it again.

Reckoned anew for a record from all such acts, in the order of the centre and then in that of this desk, so
that every desk comes to the same.
"""

import sqlalchemy as sa

from ehdesk.models import acts, base
from ehdesk.rules import settling
from ehdesk.sync import protocol

_SETTLING = base.act.c.verb.in_((settling.SETTLED, settling.REOPENED))
_ACTS = (
    sa.select(base.act.c.content, base.record.c.id)
    .select_from(base.act)
    .outerjoin(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .join(base.record, base.record.c.n == sa.bindparam("record_n"))
    .where(
        _SETTLING,
        sa.or_(
            base.act.c.n.in_(
                sa.select(base.revision.c.act_n).where(base.revision.c.record_n == sa.bindparam("record_n"))
            ),
            base.act.c.id.in_(  # of what did not become current there is no revision
                sa.select(base.second_version.c.act_id).where(
                    base.second_version.c.record_n == sa.bindparam("record_n")
                )
            ),
        ),
        sa.or_(base.receipt.c.verdict.is_(None), base.receipt.c.verdict == "taken"),
    )
    .order_by(base.receipt.c.number.is_(None), base.receipt.c.number, base.act.c.n)
)
_SECONDS = sa.select(base.second_version).where(base.second_version.c.record_n == sa.bindparam("record_n"))
_END = (
    sa.update(base.second_version)
    .where(base.second_version.c.n == sa.bindparam("at_n"))
    .values(settled_by=sa.bindparam("by_act"))
)
_RECORD_N = sa.select(base.record.c.n).where(base.record.c.id == sa.bindparam("id"))


def end(work: acts.Work, act: protocol.Act) -> None:
    """An act came in, or was answered: where it settles or opens again, so do the second versions."""
    if act.verb not in (settling.SETTLED, settling.REOPENED):
        return
    for change in act.changes:
        found = work.connection.execute(_RECORD_N, {"id": change.record}).scalar()
        if found is not None:
            end_of(work, found)


def end_of(work: acts.Work, record_n: int) -> None:
    """Reckon which second versions of a record have ended, and by which act."""
    seconds = work.connection.execute(_SECONDS, {"record_n": record_n}).all()
    if not seconds:
        return
    ended: dict[tuple[str, str], str] = {}
    for content, record_id in work.connection.execute(_ACTS, {"record_n": record_n}):
        _tell(ended, protocol.decode_act(content), record_id)
    for row in seconds:
        by = ended.get((row.path, row.act_id))
        if by != row.settled_by:
            work.connection.execute(_END, {"at_n": row.n, "by_act": by})


def _tell(ended: dict[tuple[str, str], str], act: protocol.Act, record_id: str) -> None:
    for change in act.changes:
        for edit in change.edits if change.record == record_id else ():
            for second in edit.seconds:
                if act.verb == settling.SETTLED:
                    ended.setdefault((edit.path, second), act.id)
                else:
                    ended.pop((edit.path, second), None)
