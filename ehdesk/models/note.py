"""Notes (F19): the day's commonest act, who was seen, and the notes that wait for their family."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, person, practitioner, quick

TABLE = sa.Table(
    "note",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("at", sa.String),
    sa.Column("kind", sa.String),
    sa.Column("place", sa.String),
    sa.Column("author", sa.String, nullable=False),
    sa.Index("note_of_family", "family_id", "at"),
    sa.Index("note_at", "at"),
)
_FIRST_WORDS = 140


def _columns(standing: base.Standing) -> dict[str, Any]:
    told = {key: standing.fields.get(key) for key in ("kind", "place")}
    at = standing.fields.get("at")
    return told | {"at": at if person.wall_time(at) else None, "author": standing.author}


def _seen(standing: base.Standing) -> list[dict[str, Any]]:
    """One line for each child that was seen; nothing while the note has no family or no time."""
    at, children = standing.fields.get("at"), standing.fields.get("children") or {}
    if standing.family_id is None or not person.wall_time(at):
        return []
    return [
        {"family_id": standing.family_id, "child_id": row["child"], "how": row["seen"], "at": at}
        for row in children.values()
        if isinstance(row.get("child"), str) and row.get("seen") in ("seen", "seen_alone")
    ]


CONCEPT = base.Concept(TABLE, frozenset({"at", "kind", "place", "children"}), _columns, person.SEEN, _seen)


@dataclass(frozen=True)
class NoteLine:
    """One note in a list: when it was, what kind, how it begins."""

    record_id: base.RecordId
    family_id: base.FamilyId | None
    family_name: str
    at: datetime | None
    kind: str
    place: str
    first_words: str
    author: str
    author_name: str
    status: str
    saved_at: datetime


_FAMILY = base.record.alias("family_record")
_LINES = (
    sa.select(
        TABLE.c.id,
        TABLE.c.family_id,
        TABLE.c.at,
        TABLE.c.kind,
        TABLE.c.place,
        TABLE.c.author,
        practitioner.called(TABLE.c.author, practitioner.NOBODY).label("author_name"),
        base.record.c.status,
        base.record.c.changed_at,
        sa.func.substr(sa.func.json_extract(base.record.c.fields, "$.text"), 1, 2 * _FIRST_WORDS).label(
            "text"
        ),
        sa.func.json_extract(_FAMILY.c.fields, "$.name").label("family_name"),
    )
    .join(base.record, base.record.c.n == TABLE.c.n)
    .outerjoin(_FAMILY, _FAMILY.c.id == TABLE.c.family_id)
    .where(base.record.c.status != "void")
    .order_by(TABLE.c.at.desc(), TABLE.c.n.desc())
)
_OF_FAMILY = quick.QuickList(
    _LINES.where(TABLE.c.family_id == quick.asked("family"))
    .limit(quick.at_most("most"))
    .offset(quick.asked("from", sa.Integer))
)


def notes_of_family(
    read: acts.Reading, family_id: str, *, limit: int = 50, offset: int = 0
) -> tuple[NoteLine, ...]:
    """The family's notes, newest first."""
    said = {"family": family_id, "most": limit, "from": offset}
    return tuple(_line(row) for row in _OF_FAMILY.rows(read.connection, said))


def todays_notes(read: acts.Reading, limit: int = 50) -> tuple[NoteLine, ...]:
    """What happened today (in London), newest first."""
    today = read.clock.today()
    within = (TABLE.c.at >= today.isoformat(), TABLE.c.at < (today + timedelta(days=1)).isoformat())
    return _lines(read, _LINES.where(*within).limit(quick.at_most(limit)))


def unfiled_notes(read: acts.Reading, limit: int = 50) -> tuple[NoteLine, ...]:
    """My notes that wait until their family is chosen, newest first."""
    mine = TABLE.c.family_id.is_(None), TABLE.c.author == read.me
    return _lines(read, _LINES.where(*mine).limit(quick.at_most(limit)))


def _lines(read: acts.Reading, wanted: sa.Select[Any]) -> tuple[NoteLine, ...]:
    return tuple(_line(row) for row in read.connection.execute(wanted))


def _line(row: Any) -> NoteLine:
    text = " ".join((row.text or "").split())
    return NoteLine(
        record_id=row.id,
        family_id=row.family_id,
        family_name=row.family_name or "",
        at=person.wall_time(row.at),
        kind=row.kind or "",
        place=row.place or "",
        first_words=text if len(text) <= _FIRST_WORDS else text[: _FIRST_WORDS - 1].rsplit(" ", 1)[0] + "…",
        author=row.author,
        author_name=row.author_name,
        status=row.status,
        saved_at=row.changed_at,
    )
