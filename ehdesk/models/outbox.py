"""The acts that wait to be sent, in order, and the closing of those that still grow."""

from collections.abc import Mapping

import sqlalchemy as sa

from ehdesk.models import acts, base

_CLOSE = sa.update(base.act).where(base.act.c.is_open).values(is_open=False)
_SINCE = (
    sa.select(base.act.c.id, base.act.c.part, base.act.c.content)
    .where(
        base.act.c.save
        > sa.select(sa.cast(base.meta.c.value, sa.Integer))
        .where(base.meta.c.key == "backed_up_save")
        .scalar_subquery()
    )
    .order_by(base.act.c.save)
)


def close_open(connection: sa.Connection, bench: acts.Bench, sitting: str | None) -> int:
    """Close the open acts of one sitting, or of all; how many. A closed act is never altered."""
    closing = _CLOSE if sitting is None else _CLOSE.where(base.act.c.sitting == sitting)
    return connection.execute(closing).rowcount


def waiting(read: acts.Reading, limit: int = 500) -> tuple[acts.Kept, ...]:
    """The oldest closed acts that no receipt has named yet, as bytes; nothing sends them in this version."""
    wanted = (
        sa.select(base.act.c.id, base.act.c.part, base.act.c.content)
        .where(sa.not_(base.act.c.is_open))
        .order_by(base.act.c.n)
        .limit(limit)
    )
    return tuple(acts.Kept(*row) for row in read.connection.execute(wanted))


def missing_second_copies(connection: sa.Connection, in_journal: Mapping[str, int]) -> list[acts.Kept]:
    """Parts that neither the journal nor a backup holds: a crash fell between commit and append."""
    rows = connection.execute(_SINCE)
    return [acts.Kept(*row) for row in rows if in_journal.get(row.id, 0) < row.part]
