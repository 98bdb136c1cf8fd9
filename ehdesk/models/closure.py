"""Closures (F07): how an episode ended, what was achieved, and the scores from start to end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.models import acts, assessment, base, columns, episode, held, person, plan, step
from ehdesk.rules import dates
from ehdesk.rules import outcomes as rules

TABLE = columns.table(
    "closure",
    sa.Column("closed_on", sa.String),
    sa.Column("outcome", sa.String),
    sa.Column("decided_at_taf", sa.Boolean(create_constraint=False)),
    sa.Column("accepted_on", sa.String),
    sa.Column("accepted_as", sa.String),
    sa.Column("transfer_sent", sa.Boolean(create_constraint=False)),
    sa.Column("follow_up_6m", sa.String),
    sa.Column("follow_up_12m", sa.String),
    sa.Index("closure_on", "closed_on"),
    sa.Index("closure_follow_up_6m", "follow_up_6m"),
    sa.Index("closure_follow_up_12m", "follow_up_12m"),
)
OFFERED = columns.rows_table(
    "feedback_offered",
    sa.Column("who", sa.String),
    sa.Column("language", sa.String),
    sa.Column("given_on", sa.String),
    sa.Column("returned_on", sa.String),
)

_READERS: columns.Readers = {
    **dict.fromkeys(("closed_on", "accepted_on", "follow_up_6m", "follow_up_12m"), columns.day),
    **dict.fromkeys(("outcome", "accepted_as"), columns.word),
    **dict.fromkeys(("decided_at_taf", "transfer_sent"), columns.flag),
}
_OFFERED: columns.Readers = {
    "who": columns.somebody,
    "language": columns.word,
    "given_on": columns.day,
    "returned_on": columns.day,
}
_MONTHS = {"follow_up_6m": 6, "follow_up_12m": 12}


def _columns(standing: base.Standing) -> dict[str, Any]:
    """The days to ask again are six and twelve months on, where nobody chose others."""
    told = columns.of(_READERS)(standing)
    ended = told["closed_on"]
    if ended is not None and rules.is_counted(told["outcome"] or ""):
        for key, months in _MONTHS.items():
            told[key] = told[key] or dates.after_months(date.fromisoformat(ended), months).isoformat()
    return told


def _finished(work: acts.Work, record: held.Held, answers: base.Fields) -> None:
    """Close the episode. Raises: NotComplete for a step up that social care has not accepted."""
    if record.episode_id is None:
        return
    if answers["outcome"] == "step_up" and step.accepted(work, record.episode_id) is None:
        words = "Finish the step-up record with the answer of social care first"
        fault = form_answers.Fault("step_up_ref", "Which step record says so", words)
        raise errors.NotComplete(faults=(fault,))
    found = work.record(record.episode_id)
    episode.close_episode(work, found.id, on=answers["closed_on"], reason=answers["outcome"])
    for row_id, row in (found.fields.get("children") or {}).items():
        if not row.get("left_on"):
            work.edit(found, f"children/{row_id}/left_on", answers["closed_on"])


CONCEPT = base.Concept(
    TABLE,
    frozenset({*_READERS, "feedback_offered", "end_scores"}),
    _columns,
    OFFERED,
    columns.rows_of("feedback_offered", _OFFERED),
    (base.Rows(assessment.SCORES, assessment.scores_in("end_scores")),),
    finished=_finished,
)


@dataclass(frozen=True)
class Closure:
    """How an episode ended. `group` is what the ending counts as."""

    id: base.RecordId
    family_id: base.FamilyId
    episode_id: str
    closed_on: str | None
    outcome: str
    group: str
    accepted_on: str | None
    follow_up_6m: str | None
    follow_up_12m: str | None
    is_finished: bool


@dataclass(frozen=True)
class Travel:
    """One area's score by the family and by the worker, at the start and at the end."""

    domain: str
    family: tuple[int | None, int | None]
    worker: tuple[int | None, int | None]


@dataclass(frozen=True)
class RollUp:
    """What an episode came to. `unscored` are areas that were scored at the start and not at the end."""

    outcomes: tuple[plan.Outcome, ...]
    achieved: int
    settled: int
    travels: tuple[Travel, ...]
    unscored: tuple[str, ...]


def closure(read: acts.Reading, episode_id: str) -> Closure | None:
    """The closure of an episode, a finished one before one that is being written; None without any."""
    rows = _closures(read, TABLE.c.episode_id == episode_id, limit=1)
    return next(iter(rows), None)


def roll_up(read: acts.Reading, episode_id: str) -> RollUp:
    """What the episode came to: its outcomes as they stand, and every scored area from start to end."""
    found = plan.living(read, episode_id)
    outcomes = found.outcomes if found else ()
    travels = tuple(_travels(assessment.scores(read, episode_id)))
    return RollUp(
        outcomes=outcomes,
        achieved=sum(one.status in rules.ACHIEVED for one in outcomes),
        settled=sum(one.is_settled for one in outcomes),
        travels=travels,
        unscored=tuple(each.domain for each in travels if each.family[1] is None and each.worker[1] is None),
    )


def known_of(read: acts.Reading, family_id: str, episode_id: str, new_id: Callable[[], str]) -> base.Fields:
    """What a closure knows when it is begun: a line for each area that was scored, and for each parent
    or carer whom feedback is offered; the day to ask again six and twelve months on is worked out later.
    """
    scored = [{"domain": each.domain} for each in roll_up(read, episode_id).travels]
    adults = [card for card in person.people(read, family_id) if card.role == "parent_or_carer"]
    offered: list[base.Fields] = [{"who": str(card.id)} for card in adults]
    tables = {"end_scores": scored, "feedback_offered": offered}
    return {
        key: {new_id(): {"rank": f"{n:03d}", **row} for n, row in enumerate(rows, start=1)}
        for key, rows in tables.items()
        if rows
    }


def retained_from(read: acts.Reading, episode_id: str) -> str | None:
    """The day from which the years of keeping the record count: the day it closed."""
    found = closure(read, episode_id)
    return found.closed_on if found and found.is_finished else None


def _travels(scores: Iterable[assessment.Score]) -> Iterable[Travel]:
    """From the first score of each area to the last one given after it, review or closure."""
    first: dict[str, assessment.Score] = {}
    last: dict[str, assessment.Score] = {}
    for score in scores:
        if score.source == "part_b":
            first[score.domain] = score
        elif score.domain in first:
            last[score.domain] = score
    for domain, start in first.items():
        end = last.get(domain)
        yield Travel(
            domain,
            (start.family, end.family if end else None),
            (start.worker, end.worker if end else None),
        )


def _closures(read: acts.Reading, here: sa.ColumnElement[bool], *, limit: int) -> tuple[Closure, ...]:
    wanted = (
        sa.select(TABLE, columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(here, columns.STANDS)
        .order_by(columns.FINISHED_AT.is_(None), TABLE.c.closed_on.desc(), TABLE.c.n.desc())
        .limit(limit)
    )
    return tuple(_closure(row) for row in read.connection.execute(wanted))


def _closure(row: Any) -> Closure:
    return Closure(
        id=row.id,
        family_id=row.family_id,
        episode_id=row.episode_id or "",
        closed_on=row.closed_on,
        outcome=row.outcome or "",
        group=rules.GROUPS.get(row.outcome or "", "excluded"),
        accepted_on=row.accepted_on,
        follow_up_6m=row.follow_up_6m,
        follow_up_12m=row.follow_up_12m,
        is_finished=row.finished_at is not None,
    )
