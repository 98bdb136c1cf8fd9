"""Whom to talk with: somebody whose feedback asks for it, and a family some time after closing."""

from typing import Any

import sqlalchemy as sa

from ehdesk.models import agreement, base, due_triggers, feedback, quick

# A family after closing

_ASKED_FOR = "-5 months"
"""How long a family that was not asked how things are stays on the list: until the next time comes near."""
_NEAR = "-14 days"
"""A talk so long before the day counts as the follow-up."""
_NOT_ASKED_AGAIN = ("step_up", "withdrawn", "moved", "died", "error")
_CLOSURES = sa.table(
    "closure",
    *(
        sa.column(name, sa.String)
        for name in ("n", "id", "family_id", "episode_id", "outcome", "follow_up_6m", "follow_up_12m")
    ),
)
_NOTES = sa.table("note", *(sa.column(name, sa.String) for name in ("n", "family_id", "at", "kind")))
"""Named and not imported: Today is read before much else is loaded."""
_ENDED = _CLOSURES.c
_WORKED_WITH_AGAIN = sa.exists().where(
    due_triggers.EPISODE.c.family_id == _ENDED.family_id, due_triggers.EPISODE.c.closed_on.is_(None)
)


def _spoken_since(table: sa.TableClause, said_on: Any, *where: sa.ColumnElement[bool], day: Any) -> sa.Exists:
    """Whether the family has such a record about the day, or since."""
    record = base.record.alias(f"{table.name}_since")
    here = table.c.family_id == _ENDED.family_id, said_on >= sa.func.date(day, _NEAR)
    return sa.exists().where(*here, record.c.n == table.c.n, record.c.status != "void", *where)


def _may_be_asked() -> sa.ColumnElement[bool]:
    """Not where the family's latest agreement says no to a call after the ending."""
    said = (
        sa.select(agreement.TABLE.c.choice_contact_after_closing)
        .where(agreement.TABLE.c.episode_id == _ENDED.episode_id)
        .where(
            sa.or_(
                due_triggers.is_now(agreement.TABLE, "finished"),
                due_triggers.is_now(agreement.TABLE, "amended"),
            )
        )
        .order_by(agreement.TABLE.c.n.desc())
        .limit(quick.at_most(1))
        .correlate(_CLOSURES)
        .scalar_subquery()
    )
    return said.is_distinct_from(sa.false())


def _to_follow_up(day: Any, about: str) -> sa.Select[Any]:
    """The families that closed and are to be asked on such a day, and have not been. `about` is the parameter
    that says how long after the ending that is, in words."""
    called = sa.select(
        _ENDED.id.label("record_id"),
        _ENDED.family_id,
        day.label("since"),
        sa.bindparam(about, type_=sa.String).label("about"),
        sa.literal("").label("part"),
    )
    talk = _NOTES.c.kind.is_distinct_from("attempt")
    return called.where(
        day.between(sa.func.date(due_triggers.TODAY, _ASKED_FOR), sa.bindparam("until", type_=sa.String)),
        *(_ENDED.outcome != one for one in _NOT_ASKED_AGAIN),
        sa.or_(due_triggers.is_now(_CLOSURES, "finished"), due_triggers.is_now(_CLOSURES, "amended")),
        ~_WORKED_WITH_AGAIN,
        ~_spoken_since(_NOTES, _NOTES.c.at, talk, day=day),
        ~_spoken_since(feedback.TABLE, feedback.TABLE.c.received_on, day=day),
        _may_be_asked(),
    )


FOLLOW_UPS = sa.union_all(
    _to_follow_up(_ENDED.follow_up_6m, "follow_up_0"), _to_follow_up(_ENDED.follow_up_12m, "follow_up_1")
)

# Somebody whose feedback asks for it

_GIVEN = feedback.TABLE.c
_TOLD_FOR = "-2 months"
"""How long a wish to talk stays on the list, where nobody wrote a note of a talk."""
_SEALED = ("manager_or_coordinator_only", "no_name")
_WHO = sa.case(
    (_GIVEN.form == "feedback_child", "a child"),
    (_GIVEN.form == "feedback_young_person", "a young person"),
    else_="a parent or carer",
)
_ITS_RECORD = base.record.alias("asked_record")
_TALKED = base.record.alias("talked_record")
_WROTE_OF_A_TALK = sa.exists().where(
    _NOTES.c.family_id == _GIVEN.family_id,
    _NOTES.c.at >= _GIVEN.received_on,
    _NOTES.c.kind.is_distinct_from("attempt"),
    _TALKED.c.n == _NOTES.c.n,
    _TALKED.c.status != "void",
    _TALKED.c.created_at > _ITS_RECORD.c.created_at,
)


def _wish(talk: str) -> sa.Select[Any]:
    """Feedback after which somebody should talk with them: who it was, never what they said."""
    called = sa.select(
        _GIVEN.id.label("record_id"),
        _GIVEN.family_id,
        _GIVEN.received_on.label("since"),
        _WHO.label("about"),
        sa.literal("").label("part"),
    )
    return called.join(_ITS_RECORD, _ITS_RECORD.c.n == _GIVEN.n).where(
        _GIVEN.talk == talk,
        _GIVEN.received_on.between(sa.func.date(due_triggers.TODAY, _TOLD_FOR), due_triggers.TODAY),
        _ITS_RECORD.c.status != "void",
        ~_WROTE_OF_A_TALK,
    )


TODAY = _wish("today")
"""They asked for it, and that is never sealed."""
SOON = _wish("soon").where(*(_GIVEN.share.is_distinct_from(one) for one in _SEALED))
"""What they said asks for it; where the family sealed it, it is the coordinator's to see."""
