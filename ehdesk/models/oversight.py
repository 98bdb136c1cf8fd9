"""A manager's oversight (F09) on the child's record: whether the plan works, and what was decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, columns, episode
from ehdesk.rules import rights

TABLE = columns.table(
    "oversight",
    sa.Column("date", sa.String),
    sa.Column("manager", sa.String),
    sa.Column("trigger", sa.String),
    sa.Column("plan_working", sa.String),
    sa.Column("child_improving", sa.String),
    sa.Column("pace_right", sa.Boolean(create_constraint=False)),
    sa.Column("next_oversight", sa.String),
    sa.Column("acknowledged_on", sa.String),
)
ACTIONS = columns.rows_table(
    "oversight_action",
    sa.Column("what", sa.String),
    sa.Column("owner", sa.String),
    sa.Column("due", sa.String),
    sa.Column("done_on", sa.String),
)

_READERS: columns.Readers = {
    **dict.fromkeys(("date", "next_oversight", "acknowledged_on"), columns.day),
    "manager": columns.somebody,
    **dict.fromkeys(("trigger", "plan_working", "child_improving"), columns.word),
    "pace_right": columns.flag,
}
_ACTION_READERS: columns.Readers = {
    "what": columns.word,
    "owner": columns.somebody,
    "due": columns.day,
    "done_on": columns.day,
}

_columns = columns.of(_READERS)


def _as_said(standing: base.Standing) -> base.Fields:
    """The columns. Oversight that a worker noted alone has no day: it ends nothing that a manager owes."""
    told = _columns(standing)
    return {**told, "date": None} if standing.fields.get(rights.NOTED_MARK) else told


CONCEPT = base.Concept(
    TABLE,
    frozenset({*_READERS, "actions", rights.NOTED_MARK}),
    _as_said,
    ACTIONS,
    columns.rows_of("actions", _ACTION_READERS),
)


@dataclass(frozen=True)
class Oversight:
    """One oversight. `judges_plan` says that it tells whether the plan works."""

    id: base.RecordId
    on: str | None
    manager: str
    trigger: str
    plan_working: str
    child_improving: str
    next_on: str | None
    acknowledged_on: str | None
    is_finished: bool

    @property
    def judges_plan(self) -> bool:
        """Whether it says if the plan works; "too soon" is an answer too."""
        return bool(self.plan_working)


@dataclass(frozen=True)
class OversightAction:
    """An action that an oversight asked for and that is not done."""

    oversight_id: base.RecordId
    family_id: base.FamilyId
    what: str
    owner: str
    due: str | None


def oversights(read: acts.Reading, episode_id: str, limit: int = 100) -> tuple[Oversight, ...]:
    """The oversights of an episode, the newest first."""
    wanted = (
        sa.select(TABLE, columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.episode_id == episode_id, columns.STANDS)
        .order_by(TABLE.c.date.desc(), TABLE.c.n.desc())
        .limit(limit)
    )
    return tuple(_oversight(row) for row in read.connection.execute(wanted))


def last(read: acts.Reading, episode_id: str) -> Oversight | None:
    """The newest finished oversight of an episode, or None."""
    return next((one for one in oversights(read, episode_id) if one.is_finished), None)


def actions_due(read: acts.Reading, until: date, limit: int = 50) -> tuple[OversightAction, ...]:
    """What oversights asked for in open episodes by a day and is not done, the longest waiting first."""
    wanted = (
        sa.select(ACTIONS, TABLE.c.id, TABLE.c.family_id)
        .join(TABLE, TABLE.c.n == ACTIONS.c.record_n)
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(ACTIONS.c.done_on.is_(None), ACTIONS.c.due <= until.isoformat(), columns.STANDS)
        .where(columns.FINISHED_AT.is_not(None), episode.is_still_open(TABLE.c.episode_id))
        .order_by(ACTIONS.c.due, TABLE.c.n, ACTIONS.c.place)
        .limit(limit)
    )
    return tuple(
        OversightAction(row.id, row.family_id, row.what or "", row.owner or "", row.due)
        for row in read.connection.execute(wanted)
    )


def _oversight(row: Any) -> Oversight:
    return Oversight(
        id=row.id,
        on=row.date,
        manager=row.manager or "",
        trigger=row.trigger or "",
        plan_working=row.plan_working or "",
        child_improving=row.child_improving or "",
        next_on=row.next_oversight,
        acknowledged_on=row.acknowledged_on,
        is_finished=row.finished_at is not None,
    )
