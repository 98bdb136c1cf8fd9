"""Episodes: one stretch of Early Help with one assessment and one plan, and who leads it since when."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk import errors, settings
from ehdesk.models import acts, base, held
from ehdesk.rules import merge

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


def lead_from(work: acts.Work, episode_id: str, who: Any, *, on: str | None, source: str) -> None:
    """Let somebody lead from a day on: a practitioner's id, or the name of someone without a record.

    Whoever led before stays in the history (`leads`); the same lead again changes nothing. `source` is the
    kind of record that says so. Used within the acts of finishing.
    """
    lead = _as_lead(work, who)
    found = _episode(work, episode_id)
    if not lead or lead["name"] == found.fields.get("lead_name"):
        return
    leads = found.fields.get("leads") or {}
    day = on or work.clock.today().isoformat()
    if not leads and found.fields.get("lead_name"):
        before = {key: found.fields.get(f"lead_{key}") for key in ("name", "role", "agency")}
        first = {"from_on": found.fields.get("opened_on"), **before}
        _add_lead(work, found, {key: value for key, value in first.items() if value})
    _add_lead(work, found, {**lead, "from_on": day, "source": source})
    for key in ("name", "role", "agency"):
        work.edit(found, f"lead_{key}", lead.get(key))


def level_from(work: acts.Work, episode_id: str, code: Any) -> None:
    """Let the episode stand at this level of need, by the code of the authority's scheme."""
    found = _episode(work, episode_id)
    for level in settings.authority().scheme.levels:
        if level.code == code:
            work.edit(found, "level", level.order)
            work.edit(found, "level_code", level.code)


def is_still_open(episode_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """For a query: whether the episode that a column names is open."""
    return sa.exists().where(TABLE.c.id == episode_id, TABLE.c.closed_on.is_(None))


def standing_open(read: acts.Reading, family_id: str) -> base.EpisodeId | None:
    """The family's open episode, the newest one, or None."""
    wanted = sa.select(TABLE.c.id).where(TABLE.c.family_id == family_id, TABLE.c.closed_on.is_(None))
    wanted = wanted.order_by(TABLE.c.opened_on.desc(), TABLE.c.n.desc()).limit(1)
    found = read.connection.execute(wanted).scalar()
    return None if found is None else base.EpisodeId(found)


def _as_lead(work: acts.Work, who: Any) -> dict[str, Any]:
    """Name, role and agency of a lead, as far as they are known."""
    if isinstance(who, dict) and who.get("name"):
        return {"name": who["name"]}
    found = work.find(who) if isinstance(who, str) else None
    if found is None or not found.fields.get("name"):
        return {}
    told = {key: found.fields.get(key) for key in ("name", "role", "agency")}
    return {"who": found.id, **{key: value for key, value in told.items() if value}}


def _add_lead(work: acts.Work, found: held.Held, row: dict[str, Any]) -> None:
    leads = found.fields.get("leads") or {}
    last = max((str(each.get("rank", "")) for each in leads.values()), default=None)
    row = {"rank": merge.rank_between(last, None), **row}
    work.edit(found, f"leads/{work.clock.new_id()}", row)


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
