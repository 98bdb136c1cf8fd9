"""Episodes: one stretch of Early Help with one assessment and one plan."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, held

TABLE = sa.Table(
    "episode",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("opened_on", sa.String),
    sa.Column("closed_on", sa.String),
    sa.Column("lead", sa.String),
    sa.Index("episode_of_family", "family_id"),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    return {key: standing.fields.get(key) for key in ("opened_on", "closed_on")} | {
        "lead": standing.fields.get("lead_name")
    }


CONCEPT = base.Concept(TABLE, frozenset({"opened_on", "closed_on", "lead_name"}), _columns)


@dataclass(frozen=True)
class Episode:
    """One episode. Dates are ISO text; `fields` holds all of it by key."""

    id: base.EpisodeId
    family_id: base.FamilyId
    opened_on: str
    closed_on: str | None
    fields: base.Fields

    @property
    def is_open(self) -> bool:
        """Not closed yet."""
        return self.closed_on is None


@acts.act("episode.opened")
def open_episode(
    work: acts.Work, family_id: str, answers: base.Fields | None = None, *, record_id: str | None = None
) -> base.EpisodeId:
    """Open an episode; without `opened_on` it opens today. Raises: RecordMissing."""
    family = work.record(family_id)
    given = {"opened_on": work.clock.today().isoformat(), **(answers or {})}
    made = work.create(
        "episode",
        base.family_scope(family.id),
        family=family.id,
        record_id=record_id,
        fields=[path for key, value in given.items() for path in held.paths_of(key, value)],
    )
    return base.EpisodeId(made.id)


@acts.act("episode.changed", extends=True)
def change_episode(work: acts.Work, episode_id: str, path: str, value: Any) -> None:
    """Change one field of an episode. Raises: RecordMissing."""
    work.edit(_episode(work, episode_id), path, value)


@acts.act("episode.closed")
def close_episode(
    work: acts.Work, episode_id: str, *, on: str | None = None, reason: str | None = None
) -> None:
    """Close an episode, today unless `on` names another date. Raises: RecordMissing."""
    found = _episode(work, episode_id)
    work.edit(found, "closed_on", on or work.clock.today().isoformat())
    if reason is not None:
        work.edit(found, "end_reason", reason)


def episodes(read: acts.Reading, family_id: str, limit: int = 100) -> tuple[Episode, ...]:
    """The family's episodes, newest first."""
    rows = read.connection.execute(
        sa.select(TABLE.c.id, TABLE.c.opened_on, TABLE.c.closed_on, base.record.c.fields)
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.family_id == family_id)
        .order_by(TABLE.c.opened_on.desc(), TABLE.c.n.desc())
        .limit(limit)
    )
    family = base.FamilyId(family_id)
    return tuple(
        Episode(row.id, family, row.opened_on, row.closed_on, base.unpack(row.fields)) for row in rows
    )


def _episode(work: acts.Work, episode_id: str) -> held.Held:
    found = work.record(episode_id)
    if found.kind != "episode":
        raise errors.RecordMissing
    return found
