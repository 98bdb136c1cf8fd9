"""Records that came in by the hundred are indexed afterwards, in small steps beside a worker who types.

Indexing takes as long as all the rest of what coming in takes. Records get their numbers in order, so one
mark in the transaction that brings them says which wait: those above it. It outlives a crash and a lock, and
`search` reads through what waits itself.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from ehdesk.models import acts, base, held, search

STEP = 200
"""So many records are indexed by one transaction: about three hundredths of a second. Fewer at once take a
quarter longer for all."""
FEW = 20
"""So few new records are indexed with the rest of what comes in."""

_BEGIN = sa.insert(base.meta)
_IS_MARK = base.meta.c.key == search.INDEXED_TO
_MOVE = sa.update(base.meta).where(_IS_MARK).values(value=sa.bindparam("indexed_to"))
_END = sa.delete(base.meta).where(_IS_MARK)
_NEXT = (
    sa.select(
        *(base.record.c.n, base.record.c.kind, base.record.c.form, base.record.c.form_version),
        base.record.c.fields,
    )
    .where(base.record.c.n > sa.bindparam("indexed_to"))
    .order_by(base.record.c.n)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def take_up(work: acts.Work, changed: Sequence[held.Held]) -> None:
    """Index what others' acts changed; many new records, and what waits already, are left for later."""
    mark = search.indexed_to(work.connection)
    if mark is None:
        new = [record.n for record in changed if record.is_new]
        if len(new) <= FEW:
            search.update(work.connection, changed, work.form)
            return
        mark = min(new) - 1
        _put_mark(work, mark)
    search.update(work.connection, [record for record in changed if record.n <= mark], work.form)


def leave(work: acts.Work, above: int) -> None:
    """Leave the records above a number for later. They are the newest."""
    if search.indexed_to(work.connection) is None:
        _put_mark(work, above)


def _put_mark(work: acts.Work, mark: int) -> None:
    work.connection.execute(_BEGIN, {"key": search.INDEXED_TO, "value": str(mark)})


def waits(read: acts.Reading) -> bool:
    """Whether records wait to be indexed."""
    return search.indexed_to(read.connection) is not None


@acts.act("words.indexed", local=True, passing=True)
def go_on(work: acts.Work, most: int = STEP) -> bool:
    """Index the next records that wait; whether there are more."""
    mark = search.indexed_to(work.connection)
    if mark is None:
        return False
    rows = work.connection.execute(_NEXT, {"indexed_to": mark, "most": most}).all()
    search.put(
        work.connection,
        [
            (row.n, search.body(row, base.unpack(row.fields), work.form))
            for row in rows
            if not row.kind.endswith(base.RESTRICTED)
        ],
    )
    if len(rows) < most:
        work.connection.execute(_END)
        return False
    work.connection.execute(_MOVE, {"indexed_to": str(rows[-1].n)})
    return True
