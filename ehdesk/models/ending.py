"""When a second version ends: an act that settles it has come in, or one that opens it again.

Reckoned anew for a record from all such acts, in the order of the centre and then in that of this desk, so
that every desk comes to the same.
"""

from collections.abc import Iterable, Sequence
from typing import Any

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
_BRING = sa.insert(base.second_version).prefix_with("OR REPLACE")
_KNOWN = sa.select(base.act.c.id).where(base.act.c.id.in_(sa.bindparam("ids", expanding=True)))
_RECORD_N = sa.select(base.record.c.n).where(base.record.c.id == sa.bindparam("id"))


def end(work: acts.Work, act: protocol.Act) -> None:
    """An act came in, or was answered: where it settles or opens again, so do the second versions."""
    if act.verb not in (settling.SETTLED, settling.REOPENED):
        return
    for change in act.changes:
        found = work.connection.execute(_RECORD_N, {"id": change.record}).scalar()
        if found is not None:
            end_of(work, found)


def bring(work: acts.Work, some: Iterable[protocol.Beside]) -> None:
    """A record came whole, and with it the second versions that it had."""
    for one in some:
        found = work.connection.execute(_RECORD_N, {"id": one.record}).scalar()
        if found is None:
            continue
        value = None if one.value is None else base.pack(one.value)
        said = {"record_n": found, "path": one.path, "value": value, "reason": one.reason}
        said |= {"act_id": one.act, "by": one.by, "at": one.at, "settled_by": one.settled_by or None}
        work.connection.execute(_BRING, said)


def end_of(work: acts.Work, record_n: int) -> None:
    """Reckon which second versions of a record have ended, and by which act."""
    seconds = work.connection.execute(_SECONDS, {"record_n": record_n}).all()
    if not seconds:
        return
    ended = _ended_elsewhere(work, seconds)
    for content, record_id in work.connection.execute(_ACTS, {"record_n": record_n}):
        _tell(ended, protocol.decode_act(content), record_id)
    for row in seconds:
        by = ended.get((row.path, row.act_id))
        if by != row.settled_by:
            work.connection.execute(_END, {"at_n": row.n, "by_act": by})


def _ended_elsewhere(work: acts.Work, seconds: Sequence[Any]) -> dict[tuple[str, str], str]:
    """What was settled before the record came to this desk: the act that did it is not here."""
    told = {(row.path, row.act_id): row.settled_by for row in seconds if row.settled_by}
    known = set(work.connection.execute(_KNOWN, {"ids": sorted(set(told.values()))}).scalars())
    return {key: by for key, by in told.items() if by not in known}


def _tell(ended: dict[tuple[str, str], str], act: protocol.Act, record_id: str) -> None:
    for change in act.changes:
        for edit in change.edits if change.record == record_id else ():
            for second in edit.seconds:
                if act.verb == settling.SETTLED:
                    ended.setdefault((edit.path, second), act.id)
                else:
                    ended.pop((edit.path, second), None)
