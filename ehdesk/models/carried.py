"""Where a record stands on its way to the centre: on this laptop, received, or needing somebody.

That something was handed in and not answered cannot be told from what was never handed in: both wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from ehdesk.models import acts, base, enrolled, out_of_sight

Kind = Literal["waits", "received", "needs"]


@dataclass(frozen=True)
class Carried:
    """How a record stands; `at` is when the newest of it was received."""

    kind: Kind
    at: datetime | None = None


_HOME = sa.func.coalesce(base.record.c.beside, base.record.c.id)
_OF = sa.or_(
    base.record.c.id.in_(sa.bindparam("ids", expanding=True)),
    base.record.c.beside.in_(sa.bindparam("ids", expanding=True)),
)
_ACTS = (
    sa.select(
        _HOME.label("id"),
        sa.func.sum(base.receipt.c.act_n.is_(None)).label("waiting"),
        sa.func.max(base.receipt.c.received_at).label("at"),
        sa.func.count(base.set_aside.c.n).label("aside"),
    )
    .select_from(
        base.record.join(base.revision, base.revision.c.record_n == base.record.c.n)
        .join(base.act, base.act.c.n == base.revision.c.act_n)
        .outerjoin(base.receipt, base.receipt.c.act_n == base.act.c.n)
        .outerjoin(
            base.set_aside,
            sa.and_(base.set_aside.c.act_id == base.act.c.id, sa.not_(out_of_sight.IS_ONE)),
        )
    )
    .where(_OF)
    .group_by(_HOME)
)
_TWO = (
    sa.select(_HOME)
    .distinct()
    .select_from(base.second_version.join(base.record, base.record.c.n == base.second_version.c.record_n))
    .where(
        _OF,
        base.second_version.c.settled_by.is_(None),
        sa.not_(base.second_version.c.path.startswith("$", autoescape=True)),
        sa.not_(base.second_version.c.path.endswith("/rank", autoescape=True)),
    )
)


def of_record(read: acts.Reading, record_id: str) -> Carried | None:
    """How one record and its restricted sibling stand; None on a desk that is not enrolled, or without it."""
    return of_records(read, (record_id,)).get(record_id)


def of_records(read: acts.Reading, record_ids: Sequence[str]) -> dict[str, Carried]:
    """The same for the records of a list, by id; nothing on a desk that is not enrolled."""
    if not record_ids or enrolled.link(read) is None:
        return {}
    asked = {"ids": list(record_ids)}
    needing = set(read.connection.execute(_TWO, asked).scalars())
    return {row.id: _carried(row, needing) for row in read.connection.execute(_ACTS, asked)}


def _carried(row: sa.Row[tuple[str, int, datetime, int]], needing: set[str]) -> Carried:
    if row.aside or row.id in needing:
        return Carried("needs", row.at)
    return Carried("waits" if row.waiting else "received", row.at)
