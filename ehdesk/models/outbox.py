"""The acts that wait to be sent, in order, and the closing of those that still grow."""

from collections.abc import Mapping

import sqlalchemy as sa

from ehdesk.models import acts, base
from ehdesk.models import hand as hands

_CLOSE = sa.update(base.act).where(base.act.c.is_open).values(is_open=False)
_MARK = sa.select(sa.cast(base.meta.c.value, sa.Integer)).where(base.meta.c.key == sa.bindparam("key"))
_SINCE = (
    sa.select(base.act.c.id, base.act.c.part, base.act.c.content)
    .where(base.act.c.save > _MARK.params(key="journal_save").scalar_subquery())
    .order_by(base.act.c.save)
)
_SET_MARK = (
    sa.update(base.meta).where(base.meta.c.key == sa.bindparam("name")).values(value=sa.bindparam("mark"))
)


def close_open(connection: sa.Connection, sitting: str | None) -> int:
    """Close the open acts of one sitting, or of all; how many. A closed act is never altered."""
    closing = _CLOSE if sitting is None else _CLOSE.where(base.act.c.sitting == sitting)
    return connection.execute(closing).rowcount


def waiting(read: acts.Reading, limit: int = 500) -> tuple[hands.Kept, ...]:
    """The oldest closed acts that no receipt has named yet, as bytes; nothing sends them in this version."""
    wanted = (
        sa.select(base.act.c.id, base.act.c.part, base.act.c.content)
        .where(sa.not_(base.act.c.is_open))
        .order_by(base.act.c.n)
        .limit(limit)
    )
    return tuple(hands.Kept(*row) for row in read.connection.execute(wanted))


def missing_second_copies(connection: sa.Connection, in_journal: Mapping[str, int]) -> list[hands.Kept]:
    """Parts that neither the journal nor a backup holds: a crash fell between commit and append."""
    rows = connection.execute(_SINCE)
    return [hands.Kept(*row) for row in rows if in_journal.get(row.id, 0) < row.part]


def journal_mark(connection: sa.Connection) -> int:
    """The first segment of the journal that may hold more than the database."""
    return int(connection.execute(_MARK, {"key": "journal_segment"}).scalar() or 0)


def mark_journal(connection: sa.Connection, segment: int, save: int) -> None:
    """Remember that every earlier segment, and every save up to this one, is in both."""
    marks = {"journal_segment": segment, "journal_save": save}
    for name, mark in marks.items():
        connection.execute(_SET_MARK, {"name": name, "mark": str(mark)})
