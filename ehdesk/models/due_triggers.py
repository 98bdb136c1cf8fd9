"""What the triggers of every clock share: the open episodes, today, and how a record stands now."""

import sqlalchemy as sa

from ehdesk.models import base, episode

EPISODE = episode.TABLE.alias("running")
TODAY = sa.bindparam("today", type_=sa.String)


def is_now(table: sa.TableClause, status: str) -> sa.Exists:
    """Whether the record of this line has this status. Asked line by line: joined, SQLite would begin
    with the statuses and read through every record."""
    record = base.record.alias(f"{table.name}_{status}")
    return sa.exists().where(record.c.n == table.c.n, record.c.status == status).correlate(table)
