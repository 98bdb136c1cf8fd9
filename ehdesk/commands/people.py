"""The people of a family: listed, added and changed from a file, moved in and out of the household."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ehdesk import errors
from ehdesk.commands import around, caseload, console, filling, opening, reference
from ehdesk.forms import answers as form_answers
from ehdesk.forms import people as asked
from ehdesk.forms import person_form
from ehdesk.models import acts, base, duplicates, facts, family, household, intake, person, trail

_TIES = "relationships"
_ROW_ID = "abcdefghijklmnopqrstuvwxyz0123456789-"


@dataclass(frozen=True)
class Move:
    """Somebody moves into the family's home, or out of it."""

    who: str
    is_in: bool
    on: str | None = None
    why: str = ""
    is_part_time: bool = False


# A family


def open_family(chosen: opening.Chosen, answers: Path, *, as_json: bool) -> None:
    """Open a family file with its people from a file of answers: all of it or nothing.

    Raises: errors.AnswersUnusable, FileUnreadable, NumbersFirst.
    """
    given = filling.read_answers(answers, asked.NEW_FAMILY)
    with opening.opened(chosen) as desk:
        _refuse(asked.faults(asked.NEW_FAMILY, given, desk.clock.today()))
        known = asked.known_of(asked.NEW_FAMILY, given)
        alike = desk.store.ask(duplicates.like_each, known)
        made = desk.store.do(intake.open_whole, given).result
        name, said = desk.store.ask(family.named, made)
    _tell_alike({asked.called(given["people"][row]): some for row, some in alike.items()})
    if asked.lacks_a_child(asked.NEW_FAMILY, given):
        console.tell("Nobody in it is a child yet. Add one: ehdesk people REF --add FILE.")
    if as_json:
        console.as_json({"id": made, "reference": said, "name": name})
    else:
        console.say(f"{said}  {name}")


# Its people


def listed(chosen: opening.Chosen, said: str, *, as_json: bool) -> None:
    """The people of a family, as `show` tells them."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        file = desk.store.ask(family.family_file, family_id)
        told = desk.store.ask(around.read, file)
        desk.store.do(trail.viewed, family_id)
    if as_json:
        people = [caseload.person_told(one) | told["people"][one.id] for one in file.people]
        console.as_json({"people": people})
        return
    rows = [
        (one.id, one.full_name, one.age, one.role.replace("_", " "), _home(told, one.id))
        for one in file.people
    ]
    console.table(("Id", "Name", "Age", "", "At home"), rows)


def add(chosen: opening.Chosen, said: str, answers: Path, *, as_json: bool) -> None:
    """Add a person from a file of answers: all of it or nothing; who is like them is told, and no bar.

    Raises: errors.AnswersUnusable, FileUnreadable, FamilyNotFound.
    """
    given = filling.read_object(answers)
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        fields = _fitted(given, desk.store.ask(person.names, family_id), "")
        _refuse((*_lacking(fields, desk), *_wrong(fields, desk)))
        alike = desk.store.ask(duplicates.like, fields, family_id=family_id)
        made = desk.store.do(_add, family_id, fields).result
        card = desk.store.ask(person.get, made)
    _tell_alike({card.known_as: alike} if alike else {})
    _say(card, as_json=as_json)


def change(chosen: opening.Chosen, said: str, who: str, answers: Path, *, as_json: bool) -> None:
    """Change what a file of answers says of a person: all of it or nothing. Null clears an answer.

    Raises: errors.AnswersUnusable, FileUnreadable, PersonNotFound, RecordJoined.
    """
    given = filling.read_object(answers)
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        names = desk.store.ask(person.names, family_id)
        person_id = reference.one_of(desk.store.ask(standing, family_id), who)
        fields = _fitted(given, names, person_id)
        before = desk.store.ask(facts.facts, person_id, whole=True).answers
        _refuse(_wrong(_laid_over(before, fields), desk))
        desk.store.do(_change, person_id, fields)
        card = desk.store.ask(person.get, person_id)
    _say(card, as_json=as_json)


def move(chosen: opening.Chosen, said: str, moved: Move, *, as_json: bool) -> None:
    """Somebody lives here from a day on, or no longer. Raises: errors.PersonNotFound, ReasonMissing."""
    with opening.opened(chosen) as desk:
        family_id = reference.family_id(desk.store, said)
        person_id = reference.one_of(desk.store.ask(standing, family_id), moved.who)
        if moved.is_in:
            part = moved.is_part_time
            desk.store.do(household.bring_in, person_id, on=moved.on, reason=moved.why, part_time=part)
        else:
            desk.store.do(household.take_out, person_id, on=moved.on, reason=moved.why)
        card = desk.store.ask(person.get, person_id)
    _say(card, as_json=as_json)


def standing(read: acts.Reading, family_id: str) -> dict[str, str]:
    """The names of the family's people whose records stand, by id."""
    return {str(one.id): one.full_name for one in person.people(read, family_id)}


# Within


@acts.act("person.added")
def _add(work: acts.Work, family_id: str, fields: base.Fields) -> base.PersonId:
    own = {key: value for key, value in fields.items() if not key.startswith(person_form.TIE)}
    made = person.add_person(work, family_id, {key: value for key, value in own.items() if value is not None})
    for key in fields.keys() - own.keys():
        facts.change(work, made, key, fields[key])
    return made


@acts.act("person.changed")
def _change(work: acts.Work, person_id: str, fields: base.Fields) -> None:
    """Whom it is kept from comes first: then no new address is ever in the open."""
    for key in sorted(fields, key=lambda one: one != "address_confidential_from"):
        if isinstance(fields[key], dict):
            _change_rows(work, person_id, key, fields[key])
        else:
            facts.verb_for(key)(work, person_id, key, fields[key])


def _change_rows(work: acts.Work, person_id: str, table: str, rows: base.Fields) -> None:
    """Rows that are said are changed, added, or taken away where they are null; the others stay."""
    known = {
        **(work.record(person_id).fields.get(table) or {}),
        **(person.restricted(work, person_id).get(person.PROTECTED.get(table, ""), {})),
    }
    for row_id, row in rows.items():
        if row is None:
            facts.remove_row(work, person_id, table, row_id)
        elif row_id in known:
            for cell in row.keys() - {"rank"}:
                facts.change(work, person_id, f"{table}/{row_id}/{cell}", row[cell])
        else:
            begins = person_form.ROW_BEGINS_WITH.get(table, {})
            person.change_person(work, person_id, f"{table}/{row_id}", {**begins, **row})


def _fitted(said: Mapping[str, Any], names: Mapping[str, str], person_id: str) -> dict[str, Any]:
    """The answers as the record keeps them, ties under the keys of the sheet. Raises: AnswersUnusable."""
    others = {one: name for one, name in names.items() if one != person_id}
    form = person_form.sheet(whole=True, children=tuple(others.items()))
    ties, faults = _ties(said.get(_TIES), others)
    own = {key: value for key, value in said.items() if key != _TIES}
    tables = {question.key for question in form.questions() if question.kind == "table"}
    gone = {key: _gone(own[key]) for key in tables & own.keys()}
    own |= {key: _there(own[key]) for key in gone}
    kept, misfits = filling.fitted({**own, **ties}, msgspec.structs.replace(form, id="person"))
    for key, rows in gone.items():
        kept[key] = {**(kept.get(key) or {}), **rows}
        misfits += [
            form_answers.Fault(f"{key}.{row}", "", "A row has an id in small letters and digits")
            for row in kept[key]
            if not row or set(row) - set(_ROW_ID)
        ]
    misfits += [
        form_answers.Fault("address_confidential_from", "", f"{one} is the id of nobody in this family")
        for one in kept.get("address_confidential_from") or ()
        if isinstance(one, str) and one not in names
    ]
    _refuse((*faults, *misfits))
    return kept


def _gone(rows: Any) -> dict[str, None]:
    return {str(row): None for row, said in rows.items() if said is None} if isinstance(rows, dict) else {}


def _there(rows: Any) -> Any:
    if not isinstance(rows, dict):
        return rows
    return {row: said for row, said in rows.items() if said is not None}


def _ties(said: Any, others: Mapping[str, str]) -> tuple[dict[str, Any], list[form_answers.Fault]]:
    """What somebody is to others, as a bundle says it: a list of {to, is, parental_responsibility, basis}."""
    kept: dict[str, Any] = {}
    faults: list[form_answers.Fault] = []
    if said is not None and not isinstance(said, list):
        return kept, [form_answers.Fault(_TIES, "", "Enter a list")]
    for n, row in enumerate(said or ()):
        at = f"{_TIES}[{n}]"
        if not isinstance(row, dict) or set(row) - {"to", *person_form.CELLS}:
            faults.append(form_answers.Fault(at, "", f"Enter to, {', '.join(person_form.CELLS)}"))
            continue
        try:
            to = reference.one_of(others, str(row.get("to") or ""))
        except errors.PersonNotFound:
            faults.append(form_answers.Fault(f"{at}.to", "", "No other person of this family has this name"))
            continue
        kept |= {f"{person_form.TIE}{to}.{cell}": row[cell] for cell in person_form.CELLS if cell in row}
    return kept, faults


def _lacking(fields: Mapping[str, Any], desk: opening.Opened) -> tuple[form_answers.Fault, ...]:
    """What the desk asks of somebody who is taken in, too."""
    is_unborn = bool(fields.get("role") == "child" and fields.get("due_date"))
    who = asked.UNBORN if is_unborn else fields.get("role")
    row = {key: value for key, value in fields.items() if key in _TAKEN_IN} | {"who": who}
    found = asked.faults(asked.NEW_PERSON, row, desk.clock.today())
    return tuple(
        form_answers.Fault("role" if one.path == "who" else one.path, one.label, one.message)
        for one in found
        if one.path in ("who", "given_names", "due_date")
    )


_TAKEN_IN = frozenset(column.key for column in asked.PERSON_COLUMNS)


def _wrong(fields: Mapping[str, Any], desk: opening.Opened) -> tuple[form_answers.Fault, ...]:
    """What cannot stand in a person's record, as these fields would leave it."""
    form = person_form.sheet(whole=True)
    found = list(form_answers.check(form, fields, today=desk.clock.today()))
    if not (fields.get("given_names") or fields.get("due_date") or fields.get("dob")):
        found.append(form_answers.Fault("given_names", "", "Enter a given name"))
    if fields.get("dob") and fields.get("due_date"):
        found.append(form_answers.Fault("due_date", "", "Somebody who has been born has no due date"))
    for path, problem in person_form.oddities(fields).items():
        if path == "disability":
            found.append(form_answers.Fault(path, "", problem))
        else:
            console.tell(f"{path}: {problem}")
    for table in ("stays", "addresses"):
        for row_id, row in (fields.get(table) or {}).items():
            begun, ended = str(row.get("from") or ""), str(row.get("to") or "")
            if begun and ended and ended < begun[: len(ended)]:
                found.append(form_answers.Fault(f"{table}.{row_id}.to", "", "This is before it began"))
    return tuple(found)


def _laid_over(before: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A person as they will be told after a change. Who is born is not due any more, as on the desk."""
    after = dict(before)
    for key, value in fields.items():
        if isinstance(value, dict):
            rows = {
                row: {**(before.get(key) or {}).get(row, {}), **(said or {})} for row, said in value.items()
            }
            kept = {**(before.get(key) or {}), **rows}
            after[key] = {row: said for row, said in kept.items() if value.get(row, said) is not None}
        else:
            after[key] = value
    if fields.get("dob") and "due_date" not in fields:
        after.pop("due_date", None)
    return after


def _refuse(faults: tuple[form_answers.Fault, ...]) -> None:
    if faults:
        raise errors.AnswersUnusable(faults)


def _tell_alike(alike: Mapping[str, tuple[duplicates.Like, ...]]) -> None:
    for name, some in alike.items():
        for one in some:
            who = f"{one.name}, {one.reference}" if one.family_id else "somebody known to another team"
            console.tell(f"{name} may be here already: {who}. See: ehdesk people REF --alike.")


def _say(card: person.PersonCard, *, as_json: bool) -> None:
    if as_json:
        console.as_json(caseload.person_told(card))
    else:
        console.say(f"{card.id}  {card.full_name}  {card.age}".rstrip())


def _home(told: Mapping[str, Any], person_id: str) -> str:
    here = [one for one in told["household"]["members"] if one["id"] == person_id]
    return ("part of the time" if here[0]["part_time"] else "yes") if here else ""
