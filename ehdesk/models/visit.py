"""Planned visits: when, to which family, where, what for and who goes; kept, moved and called off."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import visits as asked
from ehdesk.models import acts, answering, base, family, history, note, person, practitioner, quick, sheet

_KEYS = frozenset({"at", "minutes", "place", "who", "cancelled_on"})

TABLE = sa.Table(
    "visit",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("at", sa.String),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("place", sa.String),
    sa.Column("who", sa.String),
    sa.Column("cancelled_on", sa.String),
    sa.Index("visit_at", "at"),
    sa.Index("visit_of_family", "family_id", "at"),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    """A time that cannot be read yet is no time: such a visit is on no day's list."""
    fields = standing.fields
    at, who, minutes = fields.get("at"), fields.get("who"), str(fields.get("minutes") or "")
    return {
        "at": at if person.wall_time(at) else None,
        "minutes": int(minutes) if minutes.isdigit() else asked.USUAL_MINUTES,
        "place": fields.get("place"),
        "who": who if isinstance(who, str) else None if who else standing.author,
        "cancelled_on": fields.get("cancelled_on"),
    }


CONCEPT = base.Concept(TABLE, _KEYS, _columns)


@dataclass(frozen=True)
class VisitLine:
    """One planned visit in a list. `minutes` is how long it takes; `at` a time on the wall in London."""

    record_id: base.RecordId
    family_id: base.FamilyId | None
    family_name: str
    reference: str
    at: datetime
    minutes: int
    place: str
    place_text: str
    what_for: str


@acts.act("visit.planned")
def plan(
    work: acts.Work,
    _form_id: str = asked.VISIT.id,
    *,
    family_id: str | None = None,
    answers: base.Fields | None = None,
    record_id: str | None = None,
) -> base.RecordId:
    """Plan a visit, to a family or for something else. Raises: RecordMissing, AnswerUnreadable."""
    if family_id is not None:
        work.record(family_id)
    scope = base.family_scope(family_id) if family_id else base.own_scope(work.by)
    made = work.create("visit", scope, family=family_id, record_id=record_id)
    for key, value in {"who": work.by, **(answers or {})}.items():
        work.edit(made, key, answering.as_kept(answering.question(asked.VISIT, key), value))
    return base.RecordId(made.id)


@acts.act("visit.changed", extends=True)
def change(work: acts.Work, visit_id: str, path: str, value: Any) -> None:
    """Change one answer of a visit. Raises: RecordMissing, FieldUnknown, AnswerUnreadable."""
    visit = _visit(work, visit_id)
    work.edit(visit, path, answering.as_kept(answering.question(asked.VISIT, path), value))


@acts.act("visit.filed")
def file_under(work: acts.Work, visit_id: str, family_id: str) -> None:
    """Say which family a visit is to. Raises: RecordMissing."""
    visit, chosen = _visit(work, visit_id), work.record(family_id)
    if visit.family_id != chosen.id:
        work.close_acts(visit)
        work.move(visit, base.family_scope(chosen.id), chosen.id, None)


@acts.act("visit.called_off")
def call_off(work: acts.Work, visit_id: str, why: str = "") -> None:
    """Take a visit out of the day; it stays in the family's file, with the reason. Raises: RecordMissing."""
    visit = _visit(work, visit_id)
    work.hand.why = why or None
    work.edit(visit, "cancelled_on", work.clock.today().isoformat())


@acts.act(history.UNDONE)
def undo(work: acts.Work, visit_id: str) -> history.Undone:
    """Put one step of a visit back. Raises as `history.undo`."""
    return history.undo(work, visit_id)


@acts.act(history.REDONE)
def redo(work: acts.Work, visit_id: str) -> history.Undone:
    """Put the last undone step forward again."""
    return history.redo(work, visit_id)


def visit_sheet(read: acts.Reading, visit_id: str) -> sheet.Sheet:
    """A visit as its page asks it. A visit that was called off is locked. Raises: RecordMissing."""
    row = read.connection.execute(_VISIT, {"id": visit_id}).first()
    if row is None:
        raise errors.RecordMissing
    fields = base.unpack(row.fields)
    known = {question.key for question in asked.VISIT.questions()}
    return sheet.Sheet(
        record_id=base.RecordId(visit_id),
        form=asked.VISIT,
        answers={key: value for key, value in fields.items() if key in known},
        status=row.status,
        family_id=row.family_id,
        author=row.author,
        author_name=practitioner.name_of(read, row.author),
        agency="",
        saved_at=row.changed_at,
        finished_at=None,
        marks=history.marks(read, visit_id, audience="file"),
        is_locked=bool(fields.get("cancelled_on")),
        version=1,
        amended_because=None,
        as_shown={},
        begun_at=row.created_at,
    )


_FAMILY = family.TABLE.alias("visited")
_LINES = (
    sa.select(
        TABLE.c.id,
        TABLE.c.family_id,
        TABLE.c.at,
        TABLE.c.minutes,
        TABLE.c.place,
        sa.func.json_extract(base.record.c.fields, "$.place_text").label("place_text"),
        sa.func.json_extract(base.record.c.fields, "$.what_for").label("what_for"),
        _FAMILY.c.name,
        _FAMILY.c.reference,
    )
    .join(base.record, base.record.c.n == TABLE.c.n)
    .outerjoin(_FAMILY, _FAMILY.c.id == TABLE.c.family_id)
    .where(TABLE.c.cancelled_on.is_(None), TABLE.c.who == sa.bindparam("me"))
    .order_by(TABLE.c.at, TABLE.c.n)
)
_OF_FAMILY = quick.QuickList(
    _LINES.where(TABLE.c.family_id == quick.asked("family"), TABLE.c.at >= quick.asked("today")).limit(
        quick.at_most("most")
    )
)
_VISIT = sa.select(base.record).where(base.record.c.id == sa.bindparam("id"), base.record.c.kind == "visit")
_WITHOUT_A_NOTE = sa.not_(
    sa.exists().where(
        note.TABLE.c.family_id == TABLE.c.family_id,
        note.TABLE.c.at >= sa.func.substr(TABLE.c.at, 1, 10),
        note.TABLE.c.at < sa.bindparam("today"),
    )
)


def visits_between(read: acts.Reading, first: date, last: date, *, limit: int = 50) -> tuple[VisitLine, ...]:
    """My visits from one day to another, both included, in the order of their times."""
    after = (last + timedelta(days=1)).isoformat()
    wanted = _LINES.where(TABLE.c.at >= first.isoformat(), TABLE.c.at < after).limit(quick.at_most(limit))
    return tuple(_line(row) for row in read.connection.execute(wanted, {"me": read.me}))


def without_a_note(read: acts.Reading, days: int = 7, *, limit: int = 50) -> tuple[VisitLine, ...]:
    """My visits of the days before today since which nobody wrote a note for the family."""
    today = read.clock.today()
    since = (today - timedelta(days=days)).isoformat()
    wanted = _LINES.where(
        TABLE.c.at >= since, TABLE.c.at < today.isoformat(), TABLE.c.family_id.is_not(None), _WITHOUT_A_NOTE
    ).limit(quick.at_most(limit))
    asked_for = {"me": read.me, "today": (today + timedelta(days=1)).isoformat()}
    return tuple(_line(row) for row in read.connection.execute(wanted, asked_for))


def visits_of_family(read: acts.Reading, family_id: str, *, limit: int = 20) -> tuple[VisitLine, ...]:
    """My visits to a family from today on, the next one first."""
    today = read.clock.today().isoformat()
    said = {"family": family_id, "today": today, "me": read.me, "most": limit}
    return tuple(_line(row) for row in _OF_FAMILY.rows(read.connection, said))


def _line(row: Any) -> VisitLine:
    at = person.wall_time(row.at)
    assert at is not None  # noqa: S101 - the statements ask for visits with a time
    return VisitLine(
        record_id=row.id,
        family_id=row.family_id,
        family_name=row.name or "",
        reference=row.reference or "",
        at=at,
        minutes=row.minutes,
        place=row.place or "",
        place_text=row.place_text or "",
        what_for=row.what_for or "",
    )


def _visit(work: acts.Work, visit_id: str) -> Any:
    found = work.record(visit_id)
    if found.kind != "visit":
        raise errors.RecordMissing
    return found
