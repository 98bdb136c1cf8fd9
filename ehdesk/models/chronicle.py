"""The chronology of a family (F16) as it is read and grown: events, suggestions from forms, patterns.

An event is a form like any other; here are the lists of them, the quick way to add one, and what the
rest of the record suggests. A suggestion that was declined stays declined, and can be brought back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, form, timeline
from ehdesk.rules import patterns

FORM, KIND = "chronology", "chronology_event"
_MOST = 1000


@dataclass(frozen=True)
class EventLine:
    """One event. `since` and `until` are dates or parts of one; `until` is "" for a single date.

    `has_third_party` says that there is more, kept apart.
    """

    record_id: base.RecordId
    since: str
    until: str
    category: str
    event: str
    people: tuple[str, ...]
    source: str
    source_kind: str
    impact: str
    action: str
    is_disputed: bool
    is_draft: bool
    has_third_party: bool


@dataclass(frozen=True)
class Suggestion:
    """What a form or a change of the record suggests as an event. `code` and `detail` say what it is."""

    key: str
    on: str
    category: str
    kind: str
    code: str
    title: str
    detail: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Chronology:
    """A family's events, oldest first, what may be added, what was declined, and what repeats."""

    events: tuple[EventLine, ...]
    suggestions: tuple[Suggestion, ...]
    declined: tuple[Suggestion, ...]
    patterns: tuple[patterns.Pattern, ...]


_CATEGORIES = {
    ("episode", "opened"): "referral_assessment",
    ("episode", "closed"): "plan_meeting",
    ("form", "action_plan"): "plan_meeting",
    ("form", "taf_meeting"): "plan_meeting",
    ("form", "assessment_part_b"): "referral_assessment",
    ("form", "step_record"): "step_up_down",
    ("level", "changed"): "step_up_down",
    ("lead", "changed"): "worker_change",
}
"""Which lines of the journey suggest an event, and of which category."""


def chronology(
    read: acts.Reading, family_id: str, *, child: str | None = None, audience: str | None = None
) -> Chronology:
    """Everything the chronology shows, of the family or of one child; six bounded statements."""
    found = events(read, family_id, audience=audience)
    if child is not None:
        found = tuple(event for event in found if child in event.people)
    answers = _answers(read, family_id)
    offered = list(_suggested(timeline.journey(read, family_id), child))
    return Chronology(
        events=found,
        suggestions=tuple(one for one in offered if one.key not in answers),
        declined=tuple(one for one in offered if answers.get(one.key) == "declined"),
        patterns=patterns.found(patterns.Happened(one.record_id, one.since, one.category) for one in found),
    )


def events(read: acts.Reading, family_id: str, *, audience: str | None = None) -> tuple[EventLine, ...]:
    """The family's events by when they happened, oldest first."""
    sibling = base.record.alias("sibling")
    wanted = (
        sa.select(
            base.record.c.id,
            base.record.c.status,
            base.record.c.fields,
            sa.exists().where(sibling.c.beside == base.record.c.id).label("has_more"),
        )
        .where(
            base.record.c.family_id == family_id,
            base.record.c.kind == KIND,
            base.record.c.status != "void",
        )
        .limit(_MOST)
    )
    lines = [_line(row, audience) for row in read.connection.execute(wanted)]
    return tuple(sorted(lines, key=lambda line: (line.since or "9999", line.record_id)))


@acts.act("chronology.added")
def add(work: acts.Work, family_id: str, answers: base.Fields) -> base.RecordId:
    """Write an event and finish it, in one act. Raises: NotComplete, and then nothing is written."""
    return _write(work, family_id, answers)


@acts.act("suggestion.accepted")
def accept(work: acts.Work, family_id: str, key: str, answers: base.Fields) -> base.RecordId:
    """Write the event that was suggested, as the worker has put it. Raises as `add`."""
    made = _write(work, family_id, answers)
    _answer(work, family_id, key, "accepted", event=made)
    return made


@acts.act("suggestion.declined")
def decline(work: acts.Work, family_id: str, key: str) -> None:
    """It does not belong in the chronology: not offered again until `offer_again`."""
    _answer(work, family_id, key, "declined")


@acts.act("suggestion.offered_again")
def offer_again(work: acts.Work, family_id: str, key: str) -> None:
    """Bring a declined suggestion back."""
    _answer(work, family_id, key, None)


def _write(work: acts.Work, family_id: str, answers: base.Fields) -> base.RecordId:
    made = form.start(work, FORM, family_id=family_id, answers=answers)
    form.finish(work, made)
    return made


def _answer(
    work: acts.Work, family_id: str, key: str, answer: str | None, *, event: str | None = None
) -> None:
    wanted = sa.select(base.record.c.id).where(
        base.record.c.family_id == family_id,
        base.record.c.kind == "suggestion",
        sa.func.json_extract(base.record.c.fields, "$.key") == key,
    )
    found = work.connection.execute(wanted).scalar()
    if found is None:
        family = work.record(family_id)
        fields = [("key", key), ("answer", answer), ("event", event)]
        work.create("suggestion", base.family_scope(family.id), family=family.id, fields=fields)
        return
    record = work.record(found)
    work.edit(record, "answer", answer)
    work.edit(record, "event", event)


def _answers(read: acts.Reading, family_id: str) -> dict[str, str]:
    wanted = (
        sa.select(base.record.c.fields)
        .where(base.record.c.family_id == family_id, base.record.c.kind == "suggestion")
        .limit(_MOST)
    )
    rows = (base.unpack(row.fields) for row in read.connection.execute(wanted))
    return {row["key"]: row["answer"] for row in rows if row.get("answer")}


def _suggested(journey: Iterable[timeline.Event], child: str | None) -> Iterable[Suggestion]:
    for line in journey:
        category = _CATEGORIES.get((line.kind, line.code))
        if category is None or not line.on or (child and line.about and child not in line.about):
            continue
        if line.kind == "episode" and line.code == "closed" and line.detail == "step_up":
            category = "step_up_down"
        key = f"{line.kind}:{line.record_id}:{line.code}"
        if line.kind in ("level", "lead"):
            key += f":{line.on}"
        yield Suggestion(
            key, line.on, category, line.kind, line.code, line.title, line.detail, tuple(sorted(line.about))
        )


def happened_on(answer: Any) -> tuple[str, str]:
    """When: from and until, of an answer of a date or of a range; what cannot be read yet is left out."""
    if isinstance(answer, dict):
        since, until = str(answer.get("from") or ""), str(answer.get("to") or "")
        return (since, until if until != since else "") if since else (until, "")
    return str(answer or ""), ""


def _line(row: Any, audience: str | None) -> EventLine:
    fields = base.unpack(row.fields)
    since, until = happened_on(fields.get("date"))
    return EventLine(
        record_id=row.id,
        since=since,
        until=until,
        category=str(fields.get("category") or ""),
        event=str(fields.get("event") or ""),
        people=tuple(one for one in fields.get("people") or () if isinstance(one, str)),
        source=str(fields.get("source") or ""),
        source_kind=str(fields.get("source_kind") or ""),
        impact=str(fields.get("impact") or ""),
        action=str(fields.get("action") or ""),
        is_disputed=bool(fields.get("disputed")),
        is_draft=row.status == "draft",
        has_third_party=bool(row.has_more) and audience in (None, "restricted"),
    )
