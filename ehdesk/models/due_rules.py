"""Every clock that runs for a family: one query for the triggers that still run, and one pure date rule.

A rule's select gives `record_id`, `family_id`, `since` (the day that started the clock), `about`, and
`part` (the row of the record that it is about, or ""). It may use the parameters that `due._known` gives:
`today`, `until` (what is due later is not asked for), `me`, `old_enough` (born by then), `oversight_gap` (how
far before a day that a manager named the clock is taken to have started), `consult_gap` and `consult_reviews`
(after how long, or how many reviews, a social worker is asked). To add a rule, add a line to `RULES` and its
words to `rules.due_words.DUE`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk import settings
from ehdesk.models import (
    agreement,
    assessment,
    base,
    due_talks,
    due_triggers,
    feedback,
    oversight,
    paper_run,
    person,
    plan,
    quick,
    taf,
)
from ehdesk.models import review as reviews
from ehdesk.rules import dates

Group = Literal["due", "seen_alone", "drift"]


@dataclass(frozen=True)
class Rule:
    """One clock. `group` says in which list its lines stand; only what is "due" is told before it is late."""

    key: str
    group: Group
    due: Callable[[date, settings.Limits], date]
    triggers: sa.Select[Any] | sa.CompoundSelect[Any]


EPISODE = due_triggers.EPISODE
_TODAY = due_triggers.TODAY
_is = due_triggers.is_now


def on_the_day(day: date, _limits: settings.Limits) -> date:
    """For a trigger that is itself the last day."""
    return day


def _is_day(column: Any) -> sa.ColumnElement[bool]:
    """A whole date: "2026-07" starts no clock that counts days."""
    return sa.func.length(column) == len("2026-07-07")


def _runs(since: Any, about: Any = "", *, record_id: Any = None, part: Any = "") -> sa.Select[Any]:
    """The open episodes, each with a trigger."""
    return sa.select(
        (EPISODE.c.id if record_id is None else record_id).label("record_id"),
        EPISODE.c.family_id,
        since.label("since"),
        (sa.literal(about) if isinstance(about, str) else about).label("about"),
        (sa.literal(part) if isinstance(part, str) else part).label("part"),
    ).where(EPISODE.c.closed_on.is_(None))


def _stands(table: sa.Table, *where: sa.ColumnElement[bool]) -> sa.Exists:
    """Whether the episode has such a record that is not void."""
    record = base.record.alias(f"{table.name}_record")
    return sa.exists().where(
        table.c.episode_id == EPISODE.c.id, record.c.n == table.c.n, record.c.status != "void", *where
    )


def _latest(table: sa.Table, column: Any) -> sa.ScalarSelect[Any]:
    """The last day of such a record of the episode, up to today."""
    record = base.record.alias(f"{table.name}_latest")
    return (
        sa.select(sa.func.max(column))
        .where(table.c.episode_id == EPISODE.c.id, column <= _TODAY)
        .where(record.c.n == table.c.n, record.c.status != "void")
        .correlate(EPISODE)
        .scalar_subquery()
    )


# Assessment, meetings and reviews

_OPENED = EPISODE.c.opened_on
_PART_B_ON = _latest(assessment.PART_B, assessment.PART_B.c.completed_on)
_MEETING_ON = _latest(taf.TABLE, taf.TABLE.c.date)
_REVIEW_ON = _latest(reviews.TABLE, reviews.TABLE.c.date)
_LAST_HELD = sa.func.max(sa.func.coalesce(_MEETING_ON, ""), sa.func.coalesce(_REVIEW_ON, ""))
_HAS_PART_B = _stands(assessment.PART_B, assessment.PART_B.c.completed_on.is_not(None))
_HAS_MEETING = _stands(taf.TABLE, taf.TABLE.c.date <= _TODAY)

_PART_A = assessment.PART_A
_NAMED_DAY = (
    sa.select(_PART_A.c.part_b_due)
    .where(_PART_A.c.episode_id == EPISODE.c.id, _PART_A.c.next == "part_b", _is_day(_PART_A.c.part_b_due))
    .where(sa.or_(_is(_PART_A, "finished"), _is(_PART_A, "amended")))
    .order_by(_PART_A.c.n.desc())
    .limit(quick.at_most(1))
    .correlate(EPISODE)
    .scalar_subquery()
)
_NO_PART_B = _runs(_OPENED).where(_is_day(_OPENED), ~_HAS_PART_B, _NAMED_DAY.is_(None))
_NO_PART_B_ON_ITS_DAY = _runs(_NAMED_DAY).where(~_HAS_PART_B, _NAMED_DAY.is_not(None))
_NO_MEETING = _runs(_PART_B_ON).where(_HAS_PART_B, ~_HAS_MEETING)
_NO_REVIEW = _runs(_LAST_HELD).where(_HAS_MEETING)
_ASSESSED = _runs(_PART_B_ON).where(_HAS_PART_B)
_OPEN = _runs(_OPENED).where(_is_day(_OPENED))

# Other people's eyes: work that is there already, and a social worker's

_ITS_AUTHOR = (
    sa.select(base.record.c.author).where(base.record.c.n == _PART_A.c.n).correlate(_PART_A).scalar_subquery()
)
_TO_CHECK = sa.select(
    _PART_A.c.id.label("record_id"),
    _PART_A.c.family_id,
    sa.func.coalesce(_PART_A.c.check_date, _PART_A.c.opened_on).label("since"),
    sa.literal("").label("about"),
    sa.literal("").label("part"),
).where(
    sa.or_(
        sa.and_(_PART_A.c.existing_check.is_(None), _is(_PART_A, "draft")),
        sa.and_(_PART_A.c.existing_check == "could_not_check", ~_is(_PART_A, "void")),
    ),
    sa.bindparam("me") == _ITS_AUTHOR,
    _PART_A.c.declined.is_not(True),
    sa.or_(
        _PART_A.c.episode_id.is_(None),
        sa.exists().where(EPISODE.c.id == _PART_A.c.episode_id, EPISODE.c.closed_on.is_(None)),
    ),
)
_HELD = base.record.alias("held_review")
_ENOUGH_REVIEWS = (
    sa.select(reviews.TABLE.c.date)
    .where(reviews.TABLE.c.episode_id == EPISODE.c.id, reviews.TABLE.c.date <= _TODAY)
    .where(_HELD.c.n == reviews.TABLE.c.n, sa.or_(_HELD.c.status == "finished", _HELD.c.status == "amended"))
    .order_by(reviews.TABLE.c.date)
    .limit(quick.at_most(1))
    .offset(sa.bindparam("consult_reviews", type_=sa.Integer) - 1)
    .correlate(EPISODE)
    .scalar_subquery()
)
_LOOKED_ON = oversight.TABLE.c.date
_SO_LONG_BEFORE = sa.func.date(_LOOKED_ON, sa.bindparam("consult_gap", type_=sa.String))
_TO_CONSULT = _OPEN.where(_ENOUGH_REVIEWS.is_(None), ~_stands(oversight.TABLE, _SO_LONG_BEFORE >= _OPENED))
_TO_CONSULT_BY_REVIEWS = _runs(_ENOUGH_REVIEWS).where(
    _ENOUGH_REVIEWS.is_not(None), ~_stands(oversight.TABLE, _LOOKED_ON >= _ENOUGH_REVIEWS)
)
"""The manager's next look says what came of it, and ends the line."""

# What a meeting leaves to do

_MEETINGS = (
    _runs(taf.TABLE.c.date, record_id=taf.TABLE.c.id)
    .join(taf.TABLE, taf.TABLE.c.episode_id == EPISODE.c.id)
    .where(taf.TABLE.c.date <= _TODAY)
)
_IS_BEING_WRITTEN = _is(taf.TABLE, "draft")
_IS_WRITTEN_UP = sa.or_(_is(taf.TABLE, "finished"), _is(taf.TABLE, "amended"))
_AUTHOR = (
    sa.select(base.record.c.author)
    .where(base.record.c.n == taf.TABLE.c.n)
    .correlate(taf.TABLE)
    .scalar_subquery()
)
_HAS_COPY = (
    sa.exists()
    .where(
        taf.COPIES.c.record_n == taf.TABLE.c.n,
        taf.COPIES.c.to_whom == taf.ATTENDANCE.c.person,
        taf.COPIES.c.sent_on.is_not(None),
    )
    .correlate(taf.TABLE, taf.ATTENDANCE)
)
_OWES_COPY = (
    sa.exists()
    .where(
        taf.ATTENDANCE.c.record_n == taf.TABLE.c.n,
        taf.ATTENDANCE.c.person.is_not(None),
        taf.ATTENDANCE.c.person != _AUTHOR,
        taf.ATTENDANCE.c.attended.is_distinct_from("not_invited"),
        ~_HAS_COPY,
    )
    .correlate(taf.TABLE)
)


def _asked_since(day: Any) -> sa.Exists:
    here = feedback.TABLE.c.family_id == EPISODE.c.family_id
    return sa.exists().where(here, feedback.TABLE.c.given_on >= day)


_NOT_WRITTEN_UP = _MEETINGS.where(_IS_BEING_WRITTEN)
_COPIES_OWED = _MEETINGS.where(_IS_WRITTEN_UP, _OWES_COPY)
_AFTER_A_MEETING = _MEETINGS.where(
    _IS_WRITTEN_UP, taf.TABLE.c.feedback_offered.is_not(True), ~_asked_since(taf.TABLE.c.date)
)
_PART_B = assessment.PART_B
_AFTER_THE_ASSESSMENT = (
    _runs(_PART_B.c.completed_on, record_id=_PART_B.c.id)
    .join(_PART_B, _PART_B.c.episode_id == EPISODE.c.id)
    .where(
        _PART_B.c.completed_on <= _TODAY,
        sa.or_(_is(_PART_B, "finished"), _is(_PART_B, "amended")),
        ~_asked_since(_PART_B.c.completed_on),
        ~_HAS_MEETING,
    )
)
_NO_FEEDBACK = sa.union_all(_AFTER_A_MEETING, _AFTER_THE_ASSESSMENT)

# The plan, the agreement, and the manager's look

_MINE_TO_DO = (
    _runs(plan.ACTIONS.c.due, plan.ACTIONS.c.what, part=plan.ACTIONS.c.row_id)
    .join(plan.TABLE, plan.TABLE.c.episode_id == EPISODE.c.id)
    .join(plan.ACTIONS, plan.ACTIONS.c.record_n == plan.TABLE.c.n)
    .where(
        ~_is(plan.TABLE, "void"),
        plan.ACTIONS.c.owner == sa.bindparam("me"),
        plan.ACTIONS.c.due.is_not(None),
        plan.ACTIONS.c.done_on.is_(None),
        *(plan.ACTIONS.c.status.is_distinct_from(one) for one in ("done", "done_late", "cancelled")),
    )
)
_RENEWED = (
    sa.select(sa.func.max(agreement.TABLE.c.renew_by).label("renew_by"), agreement.TABLE.c.episode_id)
    .where(~_is(agreement.TABLE, "void"), agreement.TABLE.c.renew_by.is_not(None))
    .group_by(agreement.TABLE.c.episode_id)
    .subquery()
)
_TO_RENEW = _runs(_RENEWED.c.renew_by).join(_RENEWED, _RENEWED.c.episode_id == EPISODE.c.id)
_LOOKED = (
    sa.select(
        oversight.TABLE.c.episode_id,
        sa.func.max(oversight.TABLE.c.date).label("date"),
        oversight.TABLE.c.next_oversight,  # of the row that has the last day: SQLite's own rule for max()
    )
    .where(~_is(oversight.TABLE, "void"), oversight.TABLE.c.date.is_not(None))
    .group_by(oversight.TABLE.c.episode_id)
    .subquery()
)
_LOOKED_SINCE = sa.func.coalesce(
    sa.func.date(_LOOKED.c.next_oversight, sa.bindparam("oversight_gap", type_=sa.String)),
    _LOOKED.c.date,
    _OPENED,
)
_TO_LOOK_AT = _runs(_LOOKED_SINCE).outerjoin(_LOOKED, _LOOKED.c.episode_id == EPISODE.c.id)

# Children

_LAST_ALONE = (
    sa.select(sa.func.substr(sa.func.max(person.SEEN.c.at), 1, 10))
    .where(
        person.SEEN.c.family_id == person.TABLE.c.family_id,
        person.SEEN.c.child_id == person.TABLE.c.id,
        person.SEEN.c.how == "seen_alone",
    )
    .correlate(person.TABLE)
    .scalar_subquery()
)
_SINCE_OPENING = (
    sa.select(sa.func.min(_OPENED).label("opened_on"), EPISODE.c.family_id)
    .where(EPISODE.c.closed_on.is_(None), _is_day(_OPENED))
    .group_by(EPISODE.c.family_id)
    .subquery()
)
_CHILDREN = (
    sa.select(
        person.TABLE.c.id.label("record_id"),
        person.TABLE.c.family_id,
        sa.func.coalesce(_LAST_ALONE, _SINCE_OPENING.c.opened_on).label("since"),
        person.TABLE.c.known_as.label("about"),
        sa.literal("").label("part"),
    )
    .join(_SINCE_OPENING, _SINCE_OPENING.c.family_id == person.TABLE.c.family_id)
    .where(person.TABLE.c.role == "child", person.TABLE.c.dob <= sa.bindparam("old_enough"))
)

# Paper that is out

_PAPER_OUT = sa.select(
    paper_run.TABLE.c.id.label("record_id"),
    paper_run.TABLE.c.family_id,
    paper_run.TABLE.c.expected_on.label("since"),
    sa.literal("").label("about"),
    sa.literal("").label("part"),
).where(paper_run.TABLE.c.expected_on < _TODAY, paper_run.TABLE.c.family_id.is_not(None))
"""Only what is late: paper that is out as it should be is no work yet."""

RULES: tuple[Rule, ...] = (
    Rule("check_existing", "due", dates.check_existing_due, _TO_CHECK),
    Rule("part_b", "due", dates.part_b_due, _NO_PART_B),
    Rule("part_b_named", "due", on_the_day, _NO_PART_B_ON_ITS_DAY),
    Rule("first_taf", "due", dates.first_taf_due, _NO_MEETING),
    Rule("review", "due", dates.review_due, _NO_REVIEW),
    Rule("meeting_record", "due", dates.meeting_record_due, _NOT_WRITTEN_UP),
    Rule("copies", "due", dates.copies_due, _COPIES_OWED),
    Rule("feedback", "due", dates.copies_due, _NO_FEEDBACK),
    Rule("action", "due", on_the_day, _MINE_TO_DO),
    Rule("agreement", "due", on_the_day, _TO_RENEW),
    Rule("oversight", "due", dates.oversight_due, _TO_LOOK_AT),
    Rule("reassess", "due", dates.reassess_due, _ASSESSED),
    Rule("talk_today", "due", on_the_day, due_talks.TODAY),
    Rule("talk", "due", dates.next_working_day, due_talks.SOON),
    Rule("follow_up", "due", on_the_day, due_talks.FOLLOW_UPS),
    Rule("paper", "due", on_the_day, _PAPER_OUT),
    Rule("seen_alone", "seen_alone", dates.seen_alone_due, _CHILDREN),
    Rule("review_missed", "drift", dates.review_due, _NO_REVIEW),
    Rule("open_long", "drift", dates.last_day_of_six_months, _OPEN),
    Rule("consult", "drift", dates.last_day_without_consultation, _TO_CONSULT),
    Rule("consult_reviews", "drift", on_the_day, _TO_CONSULT_BY_REVIEWS),
)
"""Every clock. The days of feedback are those of the copies: both follow a meeting."""
