"""What families say (F12 to F14): at which stage, given and received when, and who wants a talk."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, columns

TABLE = sa.Table(
    "feedback",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("stage", sa.String),
    sa.Column("respondent", sa.String),
    sa.Column("share", sa.String),
    sa.Column("given_on", sa.String),
    sa.Column("received_on", sa.String),
    sa.Column("overall", sa.Integer),
    sa.Column("episode_id", sa.String),
    sa.Column("form", sa.String),
    sa.Column("taf_number", sa.Integer),
    sa.Column("declined", sa.Boolean(create_constraint=False)),
    sa.Column("language", sa.String),
    sa.Column("concern", sa.Boolean(create_constraint=False)),
    sa.Column("quote_ok", sa.Boolean(create_constraint=False)),
    sa.Column("talk", sa.String),
    sa.Index("feedback_of_family", "family_id"),
    sa.Index("feedback_received", "received_on"),
    sa.Index("feedback_talk", "talk"),
)
_READERS: columns.Readers = {
    **dict.fromkeys(("stage", "respondent", "share", "language"), columns.word),
    **dict.fromkeys(("given_on", "received_on"), columns.day),
    **dict.fromkeys(("overall", "taf_number"), columns.whole),
    **dict.fromkeys(("declined", "concern", "quote_ok"), columns.flag),
}
_UNSAFE = {"c4": "1", "y8": "not_true"}
"""Answers after which somebody talks with the child or young person, whoever may read the rest."""


def _columns(standing: base.Standing) -> dict[str, Any]:
    return {**columns.of(_READERS)(standing), "form": standing.form, "talk": talk(standing.fields)}


def talk(answers: Any) -> str | None:
    """Whether somebody should talk with them: today because they ask, or soon because of what they said."""
    if answers.get("talk_today") is True:
        return "today"
    if any(answers.get(key) == sad for key, sad in _UNSAFE.items()):
        return "soon"
    return None


CONCEPT = base.Concept(TABLE, frozenset({*_READERS, "talk_today", *_UNSAFE}), _columns)


@dataclass(frozen=True)
class Feedback:
    """One form of feedback, without what it says. `talk` is today, soon, or empty."""

    id: base.RecordId
    family_id: base.FamilyId | None
    episode_id: str | None
    form_id: str
    stage: str
    taf_number: int | None
    respondent: str
    share: str
    given_on: str | None
    received_on: str | None
    declined: bool
    concern: bool
    talk: str
    is_finished: bool


def of_family(read: acts.Reading, family_id: str, limit: int = 100) -> tuple[Feedback, ...]:
    """The family's feedback, the newest first."""
    return _feedback(read, TABLE.c.family_id == family_id, limit)


def is_offered(read: acts.Reading, episode_id: str, stage: str, taf_number: int | None = None) -> bool:
    """Whether feedback was given out at a stage of an episode; for a meeting, at that meeting."""
    here = [TABLE.c.episode_id == episode_id, TABLE.c.stage == stage]
    if taf_number is not None:
        here.append(TABLE.c.taf_number == taf_number)
    return bool(_feedback(read, sa.and_(*here), 1))


def _feedback(read: acts.Reading, here: sa.ColumnElement[bool], limit: int) -> tuple[Feedback, ...]:
    wanted = (
        sa.select(TABLE, columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(here, columns.STANDS, base.may_hold(base.record.c.scope, read.me))
        .order_by(sa.func.coalesce(TABLE.c.received_on, TABLE.c.given_on).desc(), TABLE.c.n.desc())
        .limit(limit)
    )
    return tuple(_one(row) for row in read.connection.execute(wanted))


def _one(row: Any) -> Feedback:
    return Feedback(
        id=row.id,
        family_id=row.family_id,
        episode_id=row.episode_id,
        form_id=row.form or "",
        stage=row.stage or "",
        taf_number=row.taf_number,
        respondent=row.respondent or "",
        share=row.share or "",
        given_on=row.given_on,
        received_on=row.received_on,
        declined=bool(row.declined),
        concern=bool(row.concern),
        talk=row.talk or "",
        is_finished=row.finished_at is not None,
    )
