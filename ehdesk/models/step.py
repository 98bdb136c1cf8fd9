"""Step records (F17): screening, up to children's social care, and down from it or to one service."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, columns, episode, held

TABLE = columns.table(
    "step_record",
    sa.Column("type", sa.String),
    sa.Column("received_at", sa.String),
    sa.Column("rating", sa.String),
    sa.Column("on_both_systems", sa.Boolean(create_constraint=False)),
    sa.Column("decision", sa.String),
    sa.Column("decided_at", sa.String),
    sa.Column("referrer_told_at", sa.String),
    sa.Column("level_before", sa.String),
    sa.Column("level_after", sa.String),
    sa.Column("sent_at", sa.String),
    sa.Column("response", sa.String),
    sa.Column("response_at", sa.String),
    sa.Column("first_taf_on", sa.String),
    sa.Column("receiver_accepted_on", sa.String),
    sa.Column("stepped_down_from", sa.String),
    sa.Column("stepped_down_to", sa.String),
    sa.Index("step_received", "received_at"),
)

_WORDS = (
    *("type", "rating", "decision", "level_before", "level_after", "response"),
    *("stepped_down_from", "stepped_down_to"),
)
_MOMENTS = ("received_at", "decided_at", "referrer_told_at", "sent_at", "response_at")
_READERS: columns.Readers = {
    **dict.fromkeys(_WORDS, columns.word),
    **dict.fromkeys(_MOMENTS, columns.moment),
    **dict.fromkeys(("first_taf_on", "receiver_accepted_on"), columns.day),
    "on_both_systems": columns.flag,
}
_ACCEPTED = frozenset({"accepted_s17", "accepted_s47_looked_after"})


def _finished(work: acts.Work, record: held.Held, answers: base.Fields) -> None:
    """Whoever was named when social care stepped down leads from the day the work came in."""
    if answers.get("type") == "step_down_in" and record.episode_id is not None:
        on = str(answers.get("received_at") or "")[:10] or None
        episode.lead_from(work, record.episode_id, answers.get("lead_named"), on=on, source="step_record")


CONCEPT = base.Concept(TABLE, frozenset(_READERS), columns.of(_READERS), finished=_finished)


@dataclass(frozen=True)
class Step:
    """One step record. Moments are London wall times; `response` is social care's answer to a step up."""

    id: base.RecordId
    family_id: base.FamilyId | None
    episode_id: str | None
    type: str
    received_at: str | None
    rating: str
    decision: str
    sent_at: str | None
    response: str
    response_at: str | None
    receiver_accepted_on: str | None
    is_finished: bool

    @property
    def was_accepted(self) -> bool:
        """Whether social care took it on."""
        return self.response in _ACCEPTED


def steps(read: acts.Reading, family_id: str, limit: int = 100) -> tuple[Step, ...]:
    """The step records of a family, the newest first."""
    return _steps(read, TABLE.c.family_id == family_id, limit)


def accepted(read: acts.Reading, episode_id: str) -> Step | None:
    """The step up of this episode that social care has accepted, or None."""
    here = sa.and_(TABLE.c.episode_id == episode_id, TABLE.c.type == "step_up")
    found = _steps(read, here, limit=50)
    return next((one for one in found if one.is_finished and one.was_accepted), None)


def waiting(read: acts.Reading, limit: int = 50) -> tuple[Step, ...]:
    """Steps up that were sent and have no answer yet, the longest waiting first."""
    here = sa.and_(TABLE.c.type == "step_up", TABLE.c.sent_at.is_not(None), TABLE.c.response.is_(None))
    return tuple(reversed(_steps(read, here, limit)))


def _steps(read: acts.Reading, here: sa.ColumnElement[bool], limit: int) -> tuple[Step, ...]:
    wanted = (
        sa.select(TABLE, columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(here, columns.STANDS)
        .order_by(sa.func.coalesce(TABLE.c.received_at, TABLE.c.sent_at).desc(), TABLE.c.n.desc())
        .limit(limit)
    )
    return tuple(_step(row) for row in read.connection.execute(wanted))


def _step(row: Any) -> Step:
    return Step(
        id=row.id,
        family_id=row.family_id,
        episode_id=row.episode_id,
        type=row.type or "",
        received_at=row.received_at,
        rating=row.rating or "",
        decision=row.decision or "",
        sent_at=row.sent_at,
        response=row.response or "",
        response_at=row.response_at,
        receiver_accepted_on=row.receiver_accepted_on,
        is_finished=row.finished_at is not None,
    )
