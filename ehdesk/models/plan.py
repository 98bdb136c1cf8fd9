"""The plan (F05) as it lives: outcomes with what the reviews say of them, and actions by owner and day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ehdesk.models import (
    acts,
    assessment,
    base,
    columns,
    episode,
    review,
)
from ehdesk.rules import outcomes as rules

TABLE = columns.table(
    "plan",
    sa.Column("start_on", sa.String),
    sa.Column("lead", sa.String),
    sa.Column("family_agrees", sa.Boolean(create_constraint=False)),
)
OUTCOMES = columns.rows_table(
    "outcome",
    sa.Column("outcome", sa.String),
    sa.Column("needs", sa.String),
    sa.Column("for_whom", sa.String),
    sa.Column("how_we_know", sa.String),
    sa.Column("measure", sa.String),
    sa.Column("baseline", sa.String),
    sa.Column("target", sa.String),
    sa.Column("by", sa.String),
    sa.Column("status", sa.String),
)
ACTIONS = columns.rows_table(
    "action",
    sa.Column("outcome", sa.String),
    sa.Column("what", sa.String),
    sa.Column("owned_by", sa.String),
    sa.Column("owner", sa.String),
    sa.Column("agency", sa.String),
    sa.Column("due", sa.String),
    sa.Column("status", sa.String),
    sa.Column("done_on", sa.String),
    sa.Column("result", sa.String),
    sa.Index("action_due", "due"),
)

_READERS: columns.Readers = {
    "start_on": columns.day,
    "lead": columns.somebody,
    "family_agrees": columns.flag,
}
_OUTCOME_READERS: columns.Readers = {
    **dict.fromkeys(
        ("outcome", "how_we_know", "measure", "baseline", "target", "status"),
        columns.word,
    ),
    "needs": columns.listed,
    "for_whom": columns.listed,
    "by": columns.day,
}
_ACTION_READERS: columns.Readers = {
    **dict.fromkeys(("outcome", "what", "owned_by", "agency", "status", "result"), columns.word),
    "owner": columns.somebody,
    "due": columns.day,
    "done_on": columns.day,
}

CONCEPT = base.Concept(
    TABLE,
    frozenset({*_READERS, "outcomes", "actions"}),
    columns.of(_READERS),
    OUTCOMES,
    columns.rows_of("outcomes", _OUTCOME_READERS),
    (base.Rows(ACTIONS, columns.rows_of("actions", _ACTION_READERS)),),
)

_DONE = frozenset({"done", "done_late", "cancelled"})


@dataclass(frozen=True)
class Outcome:
    """One outcome as it stands today. `needs` are row ids of the assessment; `latest` is in words.

    `changes` are what each finished review said of it, oldest first.
    """

    id: str
    number: int
    words: str
    needs: tuple[str, ...]
    for_whom: tuple[Any, ...]
    how_we_know: str
    measure: str
    baseline: str
    latest: str
    latest_on: str | None
    target: str
    by: str | None
    status: str
    distance: rules.Distance
    changes: tuple[review.Change, ...]

    @property
    def is_settled(self) -> bool:
        """Achieved, or not worked on any more."""
        return self.status in rules.SETTLED


@dataclass(frozen=True)
class Action:
    """One action. `owner` is a record's id or a name; `owned_by` is family or worker."""

    id: str
    number: int
    outcome: str
    what: str
    owned_by: str
    owner: str
    agency: str
    due: str | None
    status: str
    done_on: str | None
    result: str

    @property
    def is_open(self) -> bool:
        """Still to be done."""
        return self.status not in _DONE

    def is_overdue(self, today: date) -> bool:
        """Open, and its day has passed."""
        return self.is_open and self.due is not None and self.due < today.isoformat()


@dataclass(frozen=True)
class Plan:
    """The living plan of an episode. `uncovered` are the needs of the assessment without an outcome."""

    id: base.RecordId
    episode_id: str
    start_on: str | None
    lead: str
    status: str
    contingency: str
    family_agrees: bool
    outcomes: tuple[Outcome, ...]
    actions: tuple[Action, ...]
    uncovered: tuple[assessment.Need, ...]

    def by_owner(self) -> dict[str, tuple[Action, ...]]:
        """The actions by owner, each owner's next day first."""
        owners: dict[str, list[Action]] = {}
        for action in sorted(self.actions, key=lambda one: (not one.is_open, one.due or "9", one.number)):
            owners.setdefault(action.owner, []).append(action)
        return {owner: tuple(some) for owner, some in owners.items()}


@dataclass(frozen=True)
class ActionLine:
    """One action among those of all families."""

    action: Action
    plan_id: base.RecordId
    family_id: base.FamilyId
    episode_id: str


def living(read: acts.Reading, episode_id: str) -> Plan | None:
    """The plan of an episode with what its reviews say; None where there is none.

    The newest plan that was finished once; while there is none, the newest that is being written.
    """
    wanted = (
        sa.select(TABLE, base.record.c.fields, base.record.c.status.label("stands"))
        .add_columns(columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.episode_id == episode_id, columns.STANDS)
        .order_by(columns.FINISHED_AT.is_(None), TABLE.c.start_on.desc(), TABLE.c.n.desc())
        .limit(1)
    )
    row = read.connection.execute(wanted).first()
    return None if row is None else _plan(read, row)


def actions_due(read: acts.Reading, until: date, *, limit: int = 50) -> tuple[ActionLine, ...]:
    """Open actions of every open episode's finished plan that are due by a day, the longest waiting first."""
    wanted = (
        sa.select(ACTIONS, TABLE.c.id, TABLE.c.family_id, TABLE.c.episode_id)
        .join(TABLE, TABLE.c.n == ACTIONS.c.record_n)
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(ACTIONS.c.due <= until.isoformat())
        .where(sa.or_(ACTIONS.c.status.is_(None), ACTIONS.c.status.not_in(_DONE)))
        .where(columns.STANDS, columns.FINISHED_AT.is_not(None), episode.is_still_open(TABLE.c.episode_id))
        .order_by(ACTIONS.c.due, ACTIONS.c.record_n, ACTIONS.c.place)
        .limit(limit)
    )
    return tuple(
        ActionLine(_action(row), row.id, row.family_id, row.episode_id)
        for row in read.connection.execute(wanted)
    )


# Within


def _plan(read: acts.Reading, row: Any) -> Plan:
    fields = base.unpack(row.fields)
    said = review.changes(read, row.episode_id)
    outcomes = tuple(_outcome(each, said, row.finished_at or "") for each in _rows_of(read, OUTCOMES, row.n))
    covered = {need for outcome in outcomes for need in outcome.needs}
    needs = assessment.needs(read, row.episode_id)
    return Plan(
        id=row.id,
        episode_id=row.episode_id,
        start_on=row.start_on,
        lead=row.lead or "",
        status=row.stands,
        contingency=fields.get("contingency") or "",
        family_agrees=bool(row.family_agrees),
        outcomes=outcomes,
        actions=tuple(_action(each) for each in _rows_of(read, ACTIONS, row.n)),
        uncovered=tuple(need for need in needs if need.id not in covered),
    )


def _rows_of(read: acts.Reading, table: sa.Table, record_n: int) -> Iterable[Any]:
    wanted = sa.select(table).where(table.c.record_n == record_n).order_by(table.c.place).limit(500)
    return read.connection.execute(wanted).all()


def _outcome(row: Any, said: Iterable[review.Change], planned_at: str) -> Outcome:
    """An outcome with its reviews; its status is the plan's once the plan was finished after them."""
    changes = tuple(change for change in said if change.outcome == row.row_id)
    measured = [change for change in changes if change.value]
    latest = measured[-1] if measured else None
    judged = [change for change in changes if change.next_status and change.finished_at > planned_at]
    return Outcome(
        id=row.row_id,
        number=row.place,
        words=row.outcome or "",
        needs=tuple(base.unpack(row.needs) or ()),
        for_whom=tuple(base.unpack(row.for_whom) or ()),
        how_we_know=row.how_we_know or "",
        measure=row.measure or "",
        baseline=row.baseline or "",
        latest=latest.value if latest else "",
        latest_on=latest.on if latest else None,
        target=row.target or "",
        by=row.by,
        status=judged[-1].next_status if judged else row.status or "",
        distance=rules.distance(row.measure, row.baseline, latest.value if latest else None, row.target),
        changes=changes,
    )


def _action(row: Any) -> Action:
    return Action(
        id=row.row_id,
        number=row.place,
        outcome=row.outcome or "",
        what=row.what or "",
        owned_by=row.owned_by or "",
        owner=row.owner or "",
        agency=row.agency or "",
        due=row.due,
        status=row.status or "open",
        done_on=row.done_on,
        result=row.result or "",
    )
