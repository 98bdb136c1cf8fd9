"""The journey of a family: one line for each thing that happened, put together from all of its records."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from ehdesk.clock import local
from ehdesk.models import acts, base, document, note, person

KINDS = ("episode", "form", "notes", "event", "document", "level", "lead")
"""What a line of the journey may be; a screen offers these as filters."""
_MOST = 2000
_TURNS = {"level": ("levels", "level"), "lead": ("leads", "lead_name")}
"""Kind of line → the table of an episode that tells it with its days, and the field that says only now."""
_WHOLE = ("episode", "chronology_event", "document", document.APART)


@dataclass(frozen=True)
class Event:
    """One line. `on` is a date or part of one (a month for notes); `about` the children it is about,
    nobody named for the whole family. `code` says what of its kind it is: opened, closed, a form's id,
    a category; `count` how many notes, and of `attempts` how many reached nobody."""

    kind: str
    on: str
    code: str
    title: str = ""
    detail: str = ""
    about: frozenset[str] = frozenset()
    record_id: str | None = None
    count: int = 1
    attempts: int = 0


def journey(read: acts.Reading, family_id: str) -> tuple[Event, ...]:
    """Everything that happened, newest first; four bounded statements whatever the family has."""
    found = [*_records(read, family_id), *_forms(read, family_id)]
    found += [*_notes(read, family_id), *_turns(read, family_id)]
    return tuple(sorted(found, key=lambda event: (event.on.ljust(10, "-"), event.kind), reverse=True))


def of_child(events: tuple[Event, ...], child: str) -> tuple[Event, ...]:
    """What is about this child, and what is about nobody in particular."""
    return tuple(event for event in events if not event.about or child in event.about)


def _records(read: acts.Reading, family_id: str) -> Iterator[Event]:
    """Episodes, chronology events and documents: their few fields are read whole."""
    wanted = (
        sa.select(base.record.c.id, base.record.c.kind, base.record.c.created_at, base.record.c.fields)
        .where(
            base.record.c.family_id == family_id,
            base.record.c.kind.in_(_WHOLE),
            base.record.c.status != "void",
            base.record.c.is_being_written.is_(False),
        )
        .limit(_MOST)
    )
    for row in read.connection.execute(wanted):
        fields = base.unpack(row.fields)
        if row.kind == "episode":
            yield from _episode(row.id, fields)
        elif row.kind == "chronology_event":
            yield _happened(row.id, fields)
        else:
            added = local(row.created_at).date().isoformat()
            yield Event(
                "document",
                str(fields.get("dated") or added),
                str(fields.get("kind", "other")),
                "" if row.kind == document.APART else str(fields.get("title", "")),
                about=frozenset(fields.get("about") or ()),
                record_id=row.id,
            )


def _episode(record_id: str, fields: base.Fields) -> Iterator[Event]:
    children = fields.get("children") or {}
    about = frozenset(row["person"] for row in children.values() if row.get("person"))
    if fields.get("opened_on"):
        lead = str(fields.get("lead_name") or "")
        yield Event("episode", fields["opened_on"], "opened", detail=lead, about=about, record_id=record_id)
    if fields.get("closed_on"):
        why = str(fields.get("end_reason") or "")
        yield Event("episode", fields["closed_on"], "closed", detail=why, about=about, record_id=record_id)
    for kind, (table, _path) in _TURNS.items():
        yield from _turns_told(record_id, kind, fields.get(table) or {})


def _turns_told(record_id: str, kind: str, table: base.Fields) -> Iterator[Event]:
    """Every level or lead after the first, from a table that says from when each one was."""
    rows = sorted(table.values(), key=lambda row: (str(row.get("from") or ""), str(row.get("rank") or "")))
    for before, row in pairwise(rows):
        name, was = str(row.get("name") or ""), str(before.get("name") or "")
        yield Event(kind, str(row.get("from") or ""), "changed", name, was, record_id=record_id)


def _happened(record_id: str, fields: base.Fields) -> Event:
    date = fields.get("date") or ""
    on = date.get("from") or date.get("to") or "" if isinstance(date, dict) else str(date)
    about = frozenset(one for one in fields.get("people") or () if isinstance(one, str))
    return Event(
        "event",
        on,
        str(fields.get("category", "other")),
        str(fields.get("event") or ""),
        about=about,
        record_id=record_id,
    )


def _forms(read: acts.Reading, family_id: str) -> Iterator[Event]:
    finished = sa.func.json_extract(base.record.c.fields, '$."$finished_at"')
    wanted = (
        sa.select(
            base.record.c.id,
            base.record.c.form,
            base.record.c.form_version,
            finished.label("finished_at"),
            sa.func.json_extract(base.record.c.fields, "$.stage").label("stage"),
        )
        .where(
            base.record.c.family_id == family_id,
            base.record.c.form.is_not(None),
            base.record.c.beside.is_(None),
            base.record.c.kind.not_in(("note", "chronology_event")),
            base.record.c.status.in_(("finished", "amended")),
        )
        .limit(_MOST)
    )
    for row in read.connection.execute(wanted):
        form = read.form(row.form, row.form_version)
        title = form.short_title or form.title
        on = str(row.finished_at or "")[:10]
        yield Event("form", on, row.form, title, str(row.stage or ""), record_id=row.id)


def _notes(read: acts.Reading, family_id: str) -> Iterator[Event]:
    """Notes by month, with the children that were seen in it."""
    month = sa.func.substr(note.TABLE.c.at, 1, 7)
    months = (
        sa.select(
            month.label("month"),
            sa.func.count().label("notes"),
            sa.func.sum(sa.case((note.TABLE.c.kind == "attempt", 1), else_=0)).label("attempts"),
        )
        .join(base.record, base.record.c.n == note.TABLE.c.n)
        .where(note.TABLE.c.family_id == family_id, note.TABLE.c.at.is_not(None))
        .where(base.record.c.status != "void")
        .group_by(month)
        .limit(_MOST)
        .subquery()
    )
    seen = (
        sa.select(sa.func.group_concat(sa.distinct(person.SEEN.c.child_id)))
        .where(person.SEEN.c.family_id == family_id)
        .where(sa.func.substr(person.SEEN.c.at, 1, 7) == months.c.month)
        .scalar_subquery()
    )
    wanted = sa.select(months, seen.label("children"))
    for row in read.connection.execute(wanted):
        about = frozenset((row.children or "").split(",")) - {""}
        yield Event("notes", row.month, "notes", about=about, count=row.notes, attempts=row.attempts or 0)


def _turns(read: acts.Reading, family_id: str) -> Iterator[Event]:
    """Changes of an episode's level and of who leads, from its history, where no table tells them."""
    kinds = {path: (kind, table) for kind, (table, path) in _TURNS.items()}
    wanted = (
        sa.select(
            base.record.c.id, base.record.c.fields, base.revision.c.path, base.revision.c.was, base.act.c.at
        )
        .join(base.revision, base.revision.c.record_n == base.record.c.n)
        .join(base.act, base.act.c.n == base.revision.c.act_n)
        .where(
            base.record.c.family_id == family_id,
            base.record.c.kind == "episode",
            base.revision.c.path.in_(tuple(kinds)),
        )
        .order_by(base.revision.c.n.desc())
        .limit(_MOST)
    )
    after: dict[tuple[str, str], Any] = {}
    for row in read.connection.execute(wanted):
        key, fields = (row.id, row.path), base.unpack(row.fields)
        kind, table = kinds[row.path]
        became = after.get(key, fields.get(row.path))
        before = after[key] = base.unpack(row.was)
        if before is not None and became != before and not fields.get(table):
            on = local(row.at).date().isoformat()
            yield Event(kind, on, "changed", str(became or ""), str(before), record_id=row.id)
