"""Episodes: one stretch of Early Help with one assessment and one plan, and the children it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, answering, base, held, person, quick
from ehdesk.rules import merge, paths

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

INVOLVED = sa.Table(
    "involved",
    base.metadata,
    sa.Column("record_n", sa.ForeignKey("record.n"), nullable=False),
    sa.Column("family_id", sa.String),
    sa.Column("part", sa.String, nullable=False),
    sa.Column("who", sa.String),
    sa.Column("name", sa.String),
    sa.Column("agency", sa.String),
    sa.Column("from_on", sa.String),
    sa.Column("to_on", sa.String),
    sa.Index("involved_of_record", "record_n"),
    sa.Index("involved_who", "who", "part"),
    sa.Index("involved_agency", "agency"),
)
"""Who takes part in each episode and when: a line for each child, lead and member of the team.

`part` is child, lead or team; `who` a person's or practitioner's id where there is one.
"""


def _columns(standing: base.Standing) -> dict[str, Any]:
    return {key: standing.fields.get(key) for key in ("opened_on", "closed_on")} | {
        "lead": standing.fields.get("lead_name")
    }


def _involved(standing: base.Standing) -> list[dict[str, Any]]:
    fields = standing.fields
    leads = list((fields.get("leads") or {}).values()) or _earliest_lead(fields)
    some: tuple[tuple[str, list[dict[str, Any]], tuple[str, ...]], ...] = (
        ("child", list((fields.get("children") or {}).values()), _OF_CHILD),
        ("lead", leads, _OF_LEAD),
        ("team", list((fields.get("agencies") or {}).values()), _OF_TEAM),
    )
    return [
        {
            "family_id": standing.family_id,
            "part": part,
            **{column: row.get(cell) for column, cell in zip(_LINE, cells, strict=True)},
        }
        for part, rows, cells in some
        for row in rows
    ]


_LINE = ("who", "name", "agency", "from_on", "to_on")
_OF_CHILD = ("person", "", "", "joined_on", "left_on")
_OF_LEAD = ("practitioner", "name", "agency", "from", "to")
_OF_TEAM = ("practitioner", "worker", "agency", "from", "to")


def _earliest_lead(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lead of an episode that was written before leads had a history."""
    if not fields.get("lead_name"):
        return []
    names = {"name": fields["lead_name"], "agency": fields.get("lead_agency")}
    return [{**names, "from": fields.get("opened_on")}]


CONCEPT = base.Concept(
    TABLE,
    frozenset({"opened_on", "closed_on", "lead_name", "lead_agency", "children", "leads", "agencies"}),
    _columns,
    INVOLVED,
    _involved,
)


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


@dataclass(frozen=True)
class ChildOfEpisode:
    """A child in an episode, and from when to when. `is_subject`: the help is about this child."""

    row_id: base.RowId
    person_id: base.PersonId
    name: str
    age: str
    joined_on: str
    left_on: str
    why_left: str
    is_subject: bool

    def is_in(self, day: str) -> bool:
        """Whether the child belonged to the episode on this day (ISO text)."""
        return self.joined_on <= day and (not self.left_on or self.left_on > day)


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
        fields=[path for key, value in given.items() for path in paths.paths_of(key, value)],
    )
    return base.EpisodeId(made.id)


@acts.act("episode.changed", extends=True)
def change_episode(work: acts.Work, episode_id: str, path: str, value: Any) -> None:
    """Change one field of an episode. Raises: RecordMissing, RowGone."""
    work.edit(the_episode(work, episode_id), path, value)


@acts.act("episode.closed")
def close_episode(
    work: acts.Work, episode_id: str, *, on: str | None = None, reason: str | None = None
) -> None:
    """Close an episode, today unless `on` names another date. Raises: RecordMissing."""
    found = the_episode(work, episode_id)
    work.edit(found, "closed_on", on or work.clock.today().isoformat())
    if reason is not None:
        work.edit(found, "end_reason", reason)


@acts.act("child.joined")
def add_child(
    work: acts.Work,
    episode_id: str,
    person_id: str,
    *,
    joined_on: str | None = None,
    is_subject: bool = True,
) -> base.RowId:
    """Let a child join the episode, today unless another date is given; once more after having left.

    Who is in it already stays in it as before.

    Raises: RecordMissing, NotInThisFamily.
    """
    found = the_episode(work, episode_id)
    who = work.find(person_id)
    if who is None or who.kind != "person" or who.family_id != found.family_id:
        raise errors.NotInThisFamily
    for row_id, known in rows(found.fields, "children"):
        if known.get("person") == person_id and not known.get("left_on"):
            return base.RowId(row_id)
    row = {"person": person_id, "joined_on": joined_on or work.clock.today().isoformat()}
    return add_row(work, found, "children", {**row, "subject": is_subject})


@acts.act("child.left")
def child_left(
    work: acts.Work, episode_id: str, row_id: str, *, on: str | None = None, reason: str = ""
) -> None:
    """Let a child leave the episode; the line stays. Raises: RecordMissing, RowGone, DatesCrossed."""
    found = the_episode(work, episode_id)
    left_on = on or work.clock.today().isoformat()
    end_row(work, found, f"children/{row_id}", {"left_on": left_on, "why_left": reason}, begun="joined_on")


def episodes(read: acts.Reading, family_id: str, limit: int = 100) -> tuple[Episode, ...]:
    """The family's episodes, newest first."""
    said = {"family": family_id, "most": limit}
    return tuple(_episode(row) for row in _OF_FAMILY.rows(read.connection, said))


def get(read: acts.Reading, episode_id: str) -> Episode:
    """One episode. Raises: RecordMissing."""
    row = read.connection.execute(_EPISODES.where(TABLE.c.id == episode_id)).first()
    if row is None:
        raise errors.RecordMissing
    return _episode(row)


def children_of_episode(
    read: acts.Reading, episode_id: str, *, on: str | None = None
) -> tuple[ChildOfEpisode, ...]:
    """The children of an episode in the order in which they joined; `on` (ISO text) only those in it then.

    Raises: RecordMissing.
    """
    one = get(read, episode_id)
    people = {card.id: card for card in person.people(read, one.family_id)}
    stands = person.stands_for(read, one.family_id)
    found = []
    for row_id, row in rows(one.fields, "children"):
        person_id = base.PersonId(stands.get(row["person"], row["person"]))
        card = people.get(person_id)
        child = ChildOfEpisode(
            row_id=base.RowId(row_id),
            person_id=person_id,
            name=card.full_name if card else "Somebody who is not in this file",
            age=card.age if card else "",
            joined_on=row.get("joined_on") or one.opened_on,
            left_on=row.get("left_on") or "",
            why_left=row.get("why_left") or "",
            is_subject=row.get("subject") is not False,
        )
        if on is None or child.is_in(on):
            found.append(child)
    return tuple(sorted(found, key=lambda child: child.joined_on))


def is_still_open(episode_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """For a query: whether the episode that a column names is open."""
    return sa.exists().where(TABLE.c.id == episode_id, TABLE.c.closed_on.is_(None))


def standing_open(read: acts.Reading, family_id: str) -> base.EpisodeId | None:
    """The family's open episode, the newest one, or None."""
    wanted = sa.select(TABLE.c.id).where(TABLE.c.family_id == family_id, TABLE.c.closed_on.is_(None))
    wanted = wanted.order_by(TABLE.c.opened_on.desc(), TABLE.c.n.desc()).limit(1)
    found = read.connection.execute(wanted).scalar()
    return None if found is None else base.EpisodeId(found)


# What the episode's tables share


def the_episode(work: acts.Work, episode_id: str) -> held.Held:
    """The episode in the hand. Raises: RecordMissing."""
    found = work.record(episode_id)
    if found.kind != "episode":
        raise errors.RecordMissing
    return found


def rows(fields: Mapping[str, Any], table: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of one of an episode's tables, with their ids, in their order."""
    yield from merge.ordered(fields.get(table) or {})


def add_row(work: acts.Work, record: held.Held, table: str, values: Mapping[str, Any]) -> base.RowId:
    """A new row at the end of a table; what is not answered is left out."""
    row_id = work.clock.new_id()
    rank = answering.rank_after(paths.get(record.fields, table) or {}, None, at_end=True)
    said = {key: value for key, value in values.items() if value not in (None, "")}
    work.edit(record, f"{table}/{row_id}", {"rank": rank, **said})
    return base.RowId(row_id)


def end_row(
    work: acts.Work, record: held.Held, path: str, values: Mapping[str, str], *, begun: str = "from"
) -> None:
    """Say that what a row tells of is over: `values` begins with the date. Raises: RowGone, DatesCrossed."""
    row = paths.get(record.fields, path)
    if row is None:
        raise errors.RowGone
    ended = next(iter(values.values()))
    if row.get(begun) and ended[: len(row[begun])] < row[begun][: len(ended)]:
        raise errors.DatesCrossed
    for key, value in values.items():
        work.edit(record, f"{path}/{key}", value or None)


_EPISODES = sa.select(
    TABLE.c.id, TABLE.c.family_id, TABLE.c.opened_on, TABLE.c.closed_on, base.record.c.fields
).join(base.record, base.record.c.n == TABLE.c.n)
_OF_FAMILY = quick.QuickList(
    _EPISODES.where(TABLE.c.family_id == quick.asked("family"))
    .order_by(TABLE.c.opened_on.desc(), TABLE.c.n.desc())
    .limit(quick.at_most("most"))
)


def _episode(row: Any) -> Episode:
    family = base.FamilyId(row.family_id)
    return Episode(row.id, family, row.opened_on, row.closed_on, base.unpack(row.fields))
