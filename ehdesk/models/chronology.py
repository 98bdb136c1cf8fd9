"""The chronology (F16): events of a family's life, suggestions to accept, and patterns put as questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk import clock, errors
from ehdesk.models import acts, base, columns, form, person
from ehdesk.rules import patterns as rules

TABLE = columns.table(
    "chronology_event",
    sa.Column("date_from", sa.String),
    sa.Column("date_to", sa.String),
    sa.Column("category", sa.String),
    sa.Column("event", sa.String),
    sa.Column("source", sa.String),
    sa.Column("source_kind", sa.String),
    sa.Column("impact", sa.String),
    sa.Column("disputed", sa.Boolean(create_constraint=False)),
    sa.Index("chronology_in_order", "family_id", "date_from"),
)
PEOPLE = columns.rows_table("chronology_person", sa.Column("person", sa.String))

_READERS: columns.Readers = {
    **dict.fromkeys(("category", "event", "source", "source_kind", "impact"), columns.word),
    "disputed": columns.flag,
}


def _columns(standing: base.Standing) -> dict[str, Any]:
    between = standing.fields.get("date")
    days = between if isinstance(between, dict) else {"from": between}
    told = {f"date_{end}": columns.partial_day(days.get(end)) for end in ("from", "to")}
    return {**columns.of(_READERS)(standing), **told}


def _people(standing: base.Standing) -> list[dict[str, Any]]:
    who = standing.fields.get("people")
    names = [columns.somebody(one) for one in who] if isinstance(who, list) else []
    told = [name for name in names if name]
    return [{"row_id": name, "place": n, "person": name} for n, name in enumerate(told, start=1)]


CONCEPT = base.Concept(TABLE, frozenset({*_READERS, "date", "people"}), _columns, PEOPLE, _people)


@dataclass(frozen=True)
class Event:
    """One event. Its days are partial dates; `people` are records' ids or names."""

    id: base.RecordId
    date_from: str | None
    date_to: str | None
    category: str
    event: str
    source: str
    source_kind: str
    impact: str
    disputed: bool
    is_finished: bool
    people: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """An event that a finished form tells of. `id` is the record that accepting it makes."""

    id: str
    form_id: base.RecordId
    on: str
    category: str
    event: str
    source: str
    people: tuple[str, ...]


# The timeline


def timeline(
    read: acts.Reading,
    family_id: str,
    *,
    child: str | None = None,
    category: str | None = None,
    limit: int = 200,
    offset: int = 0,
) -> tuple[Event, ...]:
    """The events of a family in the order of their days, of one child or one category if asked for."""
    wanted = (
        sa.select(TABLE, columns.FINISHED_AT.label("finished_at"))
        .join(base.record, base.record.c.n == TABLE.c.n)
        .where(TABLE.c.family_id == family_id, columns.STANDS)
        .order_by(TABLE.c.date_from, TABLE.c.n)
        .limit(limit)
        .offset(offset)
    )
    if category is not None:
        wanted = wanted.where(TABLE.c.category == category)
    if child is not None:
        wanted = wanted.where(sa.exists().where(PEOPLE.c.record_n == TABLE.c.n, PEOPLE.c.person == child))
    rows = read.connection.execute(wanted).all()
    people = _people_of(read, [row.n for row in rows])
    return tuple(_event(row, people.get(row.n, ())) for row in rows)


def patterns(read: acts.Reading, family_id: str, *, child: str | None = None) -> tuple[rules.Pattern, ...]:
    """What may belong together among the events of a family, or of one child; the latest first."""
    events = timeline(read, family_id, child=child, limit=1000)
    return rules.found_in(
        rules.Event(event.id, event.date_from, event.category)
        for event in events
        if event.date_from and event.category
    )


# Suggestions


def suggestions(read: acts.Reading, family_id: str, limit: int = 50) -> tuple[Suggestion, ...]:
    """What finished forms tell of and the chronology does not hold yet, the oldest first.

    One that was accepted or declined, here or on another desk, is not offered again.
    """
    said = sorted(_told_by_forms(read, family_id), key=lambda one: (one.on, one.id))
    known = sa.select(base.record.c.id).where(base.record.c.id.in_([one.id for one in said]))
    settled = set(read.connection.execute(known).scalars())
    return tuple(one for one in said if one.id not in settled)[:limit]


@acts.act("chronology.accepted")
def accept(work: acts.Work, family_id: str, suggestion_id: str) -> base.RecordId:
    """Put a suggestion into the chronology, finished, in its own words. Raises: RecordMissing."""
    record_id = _made_from(work, family_id, suggestion_id)
    form.finish(work, record_id)
    return record_id


@acts.act("chronology.declined")
def decline(work: acts.Work, family_id: str, suggestion_id: str) -> None:
    """Leave a suggestion out for good: it is kept as void, and not offered again. Raises: RecordMissing."""
    form.void(work, _made_from(work, family_id, suggestion_id), "Not for the chronology")


@acts.act("form.started")
def begin_from_note(work: acts.Work, note_id: str, sentence: str) -> base.RecordId:
    """Begin an event from a sentence of a note: its day, its family, and where it comes from.

    Raises: RecordMissing for a note that is not there, void, or waits for its family.
    """
    note = work.record(note_id)
    if note.status == "void" or note.family_id is None:
        raise errors.RecordMissing
    day = str(note.fields.get("at") or "")[:10]
    answers: base.Fields = {
        "event": sentence.strip()[:_LONGEST],
        "source": f"Note of {day}" if day else "Note",
        "source_kind": "seen" if note.fields.get("kind") == "visit" else "told",
        "link_to_form": f"Note of {day}" if day else "Note",
    }
    if day:
        answers["date"] = {"from": day, "to": None}
    seen = [row.get("child") for row in (note.fields.get("children") or {}).values()]
    people = [one for one in seen if isinstance(one, str)]
    if people:
        answers["people"] = people
    return form.start(
        work, "chronology", family_id=note.family_id, episode_id=note.episode_id, answers=answers
    )


_LONGEST = 400

# What a finished form of a kind tells: its day, the category, the words, and the name of the form.
_TELLING: dict[str, tuple[str, str, str, str]] = {
    "part_a": ("opened_on", "referral_assessment", "Early Help began", "Part A"),
    "part_b": ("completed_on", "referral_assessment", "The assessment was completed", "Part B"),
    "plan": ("start_on", "plan_meeting", "The plan started", "Plan"),
    "taf_meeting": ("date", "plan_meeting", "Team Around the Family meeting {number}", "TAF meeting"),
    "review": ("date", "plan_meeting", "The plan was reviewed", "Review"),
    "closure": ("closed_on", "plan_meeting", "Early Help ended", "Closure"),
}
_STEPS = {
    "step_up": "Children's social care was asked to take the work on",
    "step_down_in": "Social care handed over to Early Help",
    "step_down_out": "Early Help handed over to one service",
    "screening": "A contact was screened",
}


def _told_by_forms(read: acts.Reading, family_id: str) -> Iterator[Suggestion]:
    wanted = (
        sa.select(base.record.c.id, base.record.c.kind, base.record.c.fields)
        .where(base.record.c.family_id == family_id, columns.FINISHED_AT.is_not(None), columns.STANDS)
        .where(base.record.c.kind.in_((*_TELLING, "step_record")))
        .order_by(base.record.c.n)
        .limit(500)
    )
    children = tuple(str(card.id) for card in person.people(read, family_id) if card.is_child)
    for row in read.connection.execute(wanted):
        fields = base.unpack(row.fields)
        key, category, words, name = _telling(row.kind, fields)
        day = str(fields.get(key) or "")[:10]
        if day and not fields.get("declined"):
            yield Suggestion(
                id=clock.id_from(row.id, category),
                form_id=row.id,
                on=day,
                category=category,
                event=words.format(number=fields.get("number") or ""),
                source=f"{name} of {day}",
                people=children,
            )


def _telling(kind: str, fields: base.Fields) -> tuple[str, str, str, str]:
    if kind != "step_record":
        return _TELLING[kind]
    day = next(
        (key for key in ("sent_at", "received_at", "receiver_accepted_on") if fields.get(key)), "received_at"
    )
    words = _STEPS.get(fields.get("type") or "", "A step up or down was recorded")
    return day, "step_up_down", words, "Step record"


def _made_from(work: acts.Work, family_id: str, suggestion_id: str) -> base.RecordId:
    found = next((one for one in suggestions(work, family_id, limit=500) if one.id == suggestion_id), None)
    if found is None:
        raise errors.RecordMissing
    answers: base.Fields = {
        "date": {"from": found.on, "to": None},
        "people": list(found.people),
        "category": found.category,
        "event": found.event,
        "source": found.source,
        "source_kind": "record",
        "link_to_form": found.source,
    }
    source = work.record(found.form_id)
    return form.start(
        work,
        "chronology",
        family_id=family_id,
        episode_id=source.episode_id,
        answers={key: value for key, value in answers.items() if value},
        record_id=found.id,
    )


def _people_of(read: acts.Reading, numbers: list[int]) -> dict[int, tuple[str, ...]]:
    wanted = sa.select(PEOPLE).where(PEOPLE.c.record_n.in_(numbers)).order_by(PEOPLE.c.place)
    found: dict[int, tuple[str, ...]] = {}
    for row in read.connection.execute(wanted):
        found[row.record_n] = (*found.get(row.record_n, ()), row.person)
    return found


def _event(row: Any, people: tuple[str, ...]) -> Event:
    return Event(
        id=row.id,
        date_from=row.date_from,
        date_to=row.date_to,
        category=row.category or "",
        event=row.event or "",
        source=row.source or "",
        source_kind=row.source_kind or "",
        impact=row.impact or "",
        disputed=bool(row.disputed),
        is_finished=row.finished_at is not None,
        people=people,
    )
