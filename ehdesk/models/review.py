"""Reviews of the plan (F06): how each outcome changed, whether the child is better off, and drift."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, assessment, base, columns

TABLE = columns.table(
    "review",
    sa.Column("date", sa.String),
    sa.Column("child_better_off", sa.String),
    sa.Column("drift", sa.Boolean(create_constraint=False)),
    sa.Column("level", sa.String),
)
CHANGES = columns.rows_table(
    "outcome_change",
    sa.Column("outcome", sa.String),
    sa.Column("current_value", sa.String),
    sa.Column("change", sa.String),
    sa.Column("next_status", sa.String),
    sa.Index("outcome_change_of_outcome", "outcome"),
)

_READERS: columns.Readers = {
    "date": columns.day,
    "child_better_off": columns.word,
    "drift": columns.flag,
    "level": columns.word,
}
_CHANGE_READERS: columns.Readers = {
    "outcome": columns.word,
    "current_value": columns.word,
    "change": columns.word,
    "next_status": columns.word,
}

CONCEPT = base.Concept(
    TABLE,
    frozenset({*_READERS, "outcomes", "scores"}),
    columns.of(_READERS),
    CHANGES,
    columns.rows_of("outcomes", _CHANGE_READERS),
    (base.Rows(assessment.SCORES, assessment.scores_in("scores")),),
)


@dataclass(frozen=True)
class Change:
    """What one review says of one outcome of the plan. `on` is an ISO date."""

    review_id: base.RecordId
    outcome: str
    on: str
    value: str
    change: str
    next_status: str
    finished_at: str


@dataclass(frozen=True)
class Review:
    """One review of an episode. `finished_at` is empty while it is being written."""

    id: base.RecordId
    on: str | None
    child_better_off: str
    drift: bool | None
    level: str
    finished_at: str


def reviews(read: acts.Reading, episode_id: str, limit: int = 100) -> tuple[Review, ...]:
    """The reviews of an episode, oldest first."""
    wanted = (
        sa.select(TABLE, columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.episode_id == episode_id, columns.STANDS)
        .order_by(TABLE.c.date, TABLE.c.n)
        .limit(limit)
    )
    return tuple(_review(row) for row in read.connection.execute(wanted))


def changes(read: acts.Reading, episode_id: str, limit: int = 500) -> tuple[Change, ...]:
    """What finished reviews of an episode say of its outcomes, oldest first."""
    wanted = (
        sa.select(CHANGES, TABLE.c.id, TABLE.c.date, columns.FINISHED_AT.label("finished_at"))
        .join(TABLE, TABLE.c.n == CHANGES.c.record_n)
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.episode_id == episode_id, columns.STANDS, columns.FINISHED_AT.is_not(None))
        .where(CHANGES.c.outcome.is_not(None))
        .order_by(TABLE.c.date, TABLE.c.n, CHANGES.c.place)
        .limit(limit)
    )
    return tuple(
        Change(
            review_id=row.id,
            outcome=row.outcome,
            on=row.date or "",
            value=row.current_value or "",
            change=row.change or "",
            next_status=row.next_status or "",
            finished_at=row.finished_at,
        )
        for row in read.connection.execute(wanted)
    )


def _review(row: Any) -> Review:
    return Review(
        id=row.id,
        on=row.date,
        child_better_off=row.child_better_off or "",
        drift=row.drift,
        level=row.level or "",
        finished_at=row.finished_at or "",
    )
