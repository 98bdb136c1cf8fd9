"""The caseload and one family file, as tables or as JSON."""

from datetime import datetime
from typing import Any

from ehdesk import clock
from ehdesk.commands import around, console, opening, reference
from ehdesk.forms import loader
from ehdesk.models import family, note, person, sheet, trail


def families(chosen: opening.Chosen, search: str, *, limit: int, as_json: bool) -> None:
    """The families whose name, reference or people have the words."""
    with opening.opened(chosen) as desk:
        found = desk.store.ask(family.caseload, search, limit=limit)
    if as_json:
        console.as_json({"families": [_line(one) for one in found.lines], "total": found.total})
        return
    rows = [
        (
            one.reference,
            one.name,
            ", ".join(_child(name, age) for name, age in one.children),
            _day(one.last_seen),
            str(one.drafts or ""),
        )
        for one in found.lines
    ]
    console.table(("Reference", "Family", "Children", "Last seen", "Drafts"), rows)
    if found.total > len(found.lines):
        console.tell(f"{len(found.lines)} of {found.total}. Give words to search for, or --limit.")


def show(chosen: opening.Chosen, said: str, *, as_json: bool) -> None:
    """One family file; the looking is noted in the trail. Raises: errors.FamilyNotFound."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        file = desk.store.ask(family.family_file, family_id)
        told = desk.store.ask(around.read, file)
        desk.store.do(trail.viewed, family_id)
    if as_json:
        console.as_json(_file(file, told))
    else:
        _say(file, told)


def _line(one: family.FamilyLine) -> dict[str, Any]:
    return {
        "id": one.family_id,
        "reference": one.reference,
        "name": one.name,
        "initials": one.initials,
        "status": one.status,
        "people": one.people_count,
        "children": [{"known_as": name, "age": age} for name, age in one.children],
        "last_seen": one.last_seen,
        "last_note_at": one.last_note_at,
        "drafts": one.drafts,
    }


def _file(file: family.FamilyFile, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": file.id,
        "reference": file.reference,
        "name": file.name,
        "status": file.status,
        "people": [person_told(one) | told["people"][one.id] for one in file.people],
        "household": told["household"],
        "episodes": [
            {"id": one.id, "answers": {k: v for k, v in one.fields.items() if not k.startswith("$")}}
            | told["episodes"][one.id]
            for one in file.episodes
        ],
        "notes": [_note(one) for one in file.notes],
        "forms": [_form(one) for one in file.forms],
    }


def person_told(one: person.PersonCard) -> dict[str, Any]:
    """One person as JSON tells them."""
    return {
        "id": one.id,
        "known_as": one.known_as,
        "full_name": one.full_name,
        "is_child": one.is_child,
        "age": one.age,
        "last_seen": one.last_seen,
        "last_seen_alone": one.last_seen_alone,
        "has_restricted": one.has_restricted,
        "answers": one.answers,
    }


def _note(one: note.NoteLine) -> dict[str, Any]:
    return {
        "id": one.record_id,
        "at": one.at,
        "kind": one.kind,
        "place": one.place,
        "status": one.status,
        "author": one.author_name,
        "first_words": one.first_words,
    }


def _form(one: sheet.FormLine) -> dict[str, Any]:
    return {
        "id": one.record_id,
        "form": one.form_id,
        "title": one.title,
        "stage": one.stage,
        "status": one.status,
        "author": one.author_name,
        "at": one.at,
    }


def _say(file: family.FamilyFile, told: dict[str, Any]) -> None:
    console.say(f"{file.name}  {file.reference}")
    console.say("\nPeople")
    console.table(
        ("Name", "Known as", "Age", "Last seen", ""),
        [
            (
                " ".join(part for part in (one.full_name, one.name_own_script) if part),
                one.known_as,
                one.age,
                _day(one.last_seen),
                "more is restricted" if one.has_restricted else "",
            )
            for one in file.people
        ],
    )
    around.say(told, {one.id: one.full_name for one in file.people})
    for episode in file.episodes:
        console.say(f"\nEpisode {episode.opened_on} to {episode.closed_on or 'now'}")
        around.say_episode(told["episodes"][episode.id])
    console.say("\nNotes")
    for each in file.notes:
        console.say(f"{each.record_id}  {_moment(each.at)}  {each.status}  {each.first_words}")
    console.say("\nForms")
    for form in file.forms:
        stage = loader.load(form.form_id).stage_label(form.stage)
        console.say(f"{form.record_id}  {_moment(form.at)}  {form.status}  {form.title}  {stage}".rstrip())


def _child(name: str, age: str) -> str:
    return name if not age or age in name.casefold() else f"{name} {age}"


def _day(moment: datetime | None) -> str:
    return f"{clock.local(moment):%d %b %Y}" if moment else ""


def _moment(moment: datetime | None) -> str:
    return console.when(moment) if moment else "no time yet"
