"""The day: what is due, planned visits as a list and as a calendar file, and finding by words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from ehdesk.commands import bundles, console, opening, reference
from ehdesk.models import acts, due, finding, form, note, visit, visit_calendar
from ehdesk.rules import due_words

_MOST = 200


@dataclass(frozen=True)
class Planned:
    """A visit to plan: when ("2026-10-02T14:00", or as people write it), to whom and what for."""

    at: str
    reference: str | None = None
    what_for: str = ""
    place: str | None = None
    minutes: str | None = None


def today(chosen: opening.Chosen, *, as_json: bool) -> None:
    """What the first page of the desk shows: visits, what is late, due soon or drifting, and what waits."""
    with opening.opened(chosen) as desk:
        day = desk.clock.today()
        found = desk.store.ask(due.due_now, opening.authority(desk).limits, limit=_MOST)
        visits = desk.store.ask(visit.visits_between, day, day + timedelta(days=1), limit=_MOST)
        waiting = desk.store.ask(_waiting)
    lists: dict[str, Sequence[due.DueLine]] = {
        name: getattr(found, name).lines for name in ("late", "soon", "seen_alone", "drifting")
    }
    if as_json:
        told = {name: [_due(line) for line in lines] for name, lines in lists.items()}
        console.as_json({"day": day, "visits": [_visit(one) for one in visits], **told, **waiting})
        return
    _say_visits(visits)
    for name, heading in _HEADINGS.items():
        if lists[name]:
            console.say(f"\n{heading}")
            console.table(("Day", "Family", "What"), [_due_row(line) for line in lists[name]])
    for name, one, many in _WAITING:
        if waiting[name]:
            console.say(f"\n{console.counted(len(waiting[name]), one, many)}")


def visits(chosen: opening.Chosen, *, days: int, as_json: bool) -> None:
    """My visits from today on."""
    with opening.opened(chosen) as desk:
        lines = _coming(desk, days)
    if as_json:
        console.as_json({"visits": [_visit(one) for one in lines]})
    else:
        _say_visits(lines)


def plan(chosen: opening.Chosen, planned: Planned, *, as_json: bool) -> None:
    """Plan a visit and say its id. Raises: errors.FamilyNotFound, AnswerUnreadable."""
    said = {"what_for": planned.what_for, "place": planned.place, "minutes": planned.minutes}
    answers = {"at": planned.at, **{key: value for key, value in said.items() if value}}
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, planned.reference) if planned.reference else None
        made = desk.store.do(visit.plan, family_id=family_id, answers=answers).result
        kept = desk.store.ask(visit.visit_sheet, made)
    if as_json:
        console.as_json({"id": made, "answers": kept.answers})
    else:
        console.say(f"{made}  {kept.answers['at']}")


def call_off(chosen: opening.Chosen, visit_id: str, why: str) -> None:
    """Take a visit out of the day; it stays in the family's file. Raises: errors.RecordMissing."""
    with opening.opened(chosen) as desk:
        desk.store.do(visit.call_off, visit_id, why)
    console.tell("The visit is called off. It stays in the family's file.")


def calendar(
    chosen: opening.Chosen, output: Path, *, days: int, shows: Literal["nothing", "reference", "initials"]
) -> None:
    """My visits as a calendar file that names nobody. Raises: errors.FileUnwritable."""
    with opening.opened(chosen) as desk:
        lines = _coming(desk, days)
        content = visit_calendar.calendar(lines, shows=shows, made_at=desk.clock.now())
    bundles.write(output, content)
    console.tell(f"{console.counted(len(lines), 'visit', 'visits')} in {output}. Open it with your calendar.")


def find(chosen: opening.Chosen, words: str, *, each: int, as_json: bool) -> None:
    """Families, people, notes, forms and visits that have the words; never by what is restricted."""
    with opening.opened(chosen) as desk:
        found = desk.store.ask(finding.everywhere, words, each=each)
    if as_json:
        console.as_json({"found": [asdict(one) for one in found]})
        return
    rows = [(one.group, one.record_id, one.family_name, one.title, _plain(one.snippet)) for one in found]
    console.table(("What", "Id", "Family", "Called", "Words"), rows)


def _coming(desk: opening.Opened, days: int) -> tuple[visit.VisitLine, ...]:
    first = desk.clock.today()
    return desk.store.ask(visit.visits_between, first, first + timedelta(days=days), limit=_MOST)


def _waiting(read: acts.Reading) -> dict[str, Any]:
    """What is begun and not finished, and notes whose family is not chosen yet."""
    drafts = form.drafts(read, _MOST)
    return {
        "drafts": [
            {"id": one.record_id, "form": one.form_id, "family": one.family_name, "at": one.at}
            for one in drafts
        ],
        "unfiled_notes": [{"id": one.record_id, "at": one.at} for one in note.unfiled_notes(read, _MOST)],
    }


_HEADINGS = {
    "late": "Late",
    "soon": "Due in the next two weeks",
    "seen_alone": "Not seen alone lately",
    "drifting": "Drifting",
}


_WAITING = (
    ("drafts", "form to continue", "forms to continue"),
    ("unfiled_notes", "note without a family", "notes without a family"),
)


def _due(line: due.DueLine) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "id": line.record_id,
        "family_id": line.family_id,
        "family": line.family_name,
        "about": line.about,
        "part": line.part,
        "since": line.since,
        "on": line.on,
    }


def _due_row(line: due.DueLine) -> tuple[str, str, str]:
    return (_day(line.on), line.family_name, due_words.DUE[line.rule].named(line.about))


def _visit(one: visit.VisitLine) -> dict[str, Any]:
    return {
        "id": one.record_id,
        "family_id": one.family_id,
        "family": one.family_name,
        "reference": one.reference,
        "at": one.at,
        "minutes": one.minutes,
        "place": one.place,
        "place_text": one.place_text,
        "what_for": one.what_for,
    }


def _say_visits(lines: Sequence[visit.VisitLine]) -> None:
    if not lines:
        console.say("No visit is planned.")
        return
    rows = [
        (console.when(one.at), one.family_name, one.reference, one.what_for, one.record_id) for one in lines
    ]
    console.table(("When", "Family", "Reference", "What for", "Id"), rows)


def _day(day: date) -> str:
    return f"{day:%d %b %Y}"


def _plain(snippet: str) -> str:
    """The words around a hit, on one line."""
    return " ".join(snippet.split())
