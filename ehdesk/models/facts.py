"""A person's own facts on one sheet: read together, changed one by one, taken back.

How to reach them is on the sheet only when it was asked for. There, what is kept apart and what is
not stand side by side under one name ("phones"); which of the two a change belongs to is `person`'s
to decide. A date that cannot be read yet is kept as it was typed beside the one that stands; so is
a name that was emptied, on its way to another one: nobody who is born is without a name.
"""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.forms import person_form as asked
from ehdesk.models import acts, answering, base, history, person, practitioner, sheet

AS_TYPED = person.AS_TYPED
_DATED = ("dob", "due_date", "deceased_on")
_AS_TYPED = (*_DATED, "given_names")
APART = asked.APART
_TIES = "relationships"
_WHOLE = asked.sheet(whole=True, children=(("", ""),))
_OPEN = frozenset(
    key
    for question in asked.sheet(whole=False).questions()
    for key in (question.key, AS_TYPED + question.key)
) | {_TIES}
_SHOWN_AS = {protected: key for key, protected in person.PROTECTED.items()}


def is_whole(form: definition.Form) -> bool:
    """Whether the sheet holds how to reach somebody."""
    return form.id == asked.sheet(whole=True).id


def facts(read: acts.Reading, person_id: str, *, whole: bool = False) -> sheet.Sheet:
    """A person's sheet, with how to reach them where it is `whole`. Raises: RecordMissing."""
    row = read.connection.execute(_PERSON, {"id": person_id}).first()
    if row is None:
        raise errors.RecordMissing
    fields = base.unpack(row.fields)
    if whole:
        fields = _together(fields, person.restricted(read, person_id))
    form = _form(read, row.family_id, person_id, fields, whole=whole)
    fields |= _ties(fields)
    known = {question.key for question in form.questions()}
    answers = {key: value for key, value in fields.items() if key in known}
    answers |= {key: fields[AS_TYPED + key] for key in _AS_TYPED if AS_TYPED + key in fields}
    audience = None if whole else "file"
    marks = history.marks(read, person_id, audience=audience)
    return sheet.Sheet(
        record_id=base.RecordId(person_id),
        form=form,
        answers=answers,
        status="kept",
        family_id=row.family_id,
        author=row.author,
        author_name=practitioner.name_of(read, row.author),
        agency="",
        saved_at=row.changed_at,
        finished_at=None,
        marks={shown_path(path): mark for path, mark in marks.items()},
        is_locked=bool(fields.get(person.MERGED_INTO)),
        version=1,
        amended_because=None,
        as_shown={},
        begun_at=row.created_at,
    )


@acts.act("person.changed", extends=True)
def change(work: acts.Work, person_id: str, path: str, value: Any) -> None:
    """Change one fact. Raises: RecordMissing, FieldUnknown, AnswerUnreadable, RowGone."""
    if path.startswith(asked.TIE):
        _change_tie(work, person_id, path, value)
        return
    question = answering.question(_WHOLE, path)
    kept = _unfilled(path) if value in (None, "") else value
    if path in _DATED:
        _change_date(work, person_id, question, value)
    elif path == "given_names":
        _change_name(work, person_id, question, value)
    elif "/" in path:
        person.change_person(work, person_id, path, _cell(question, path, kept))
    else:
        person.change_person(work, person_id, path, form_answers.normalise(question, value))


@acts.act("person.kept_from", extends=True)
def keep_from(work: acts.Work, person_id: str, path: str, value: Any) -> None:
    """Say from whom it is kept where they live: their addresses and numbers go to the sibling.

    No step back undoes this: an address is never let out again by Ctrl+Z. Raises as `change`.
    """
    question = answering.question(_WHOLE, path)
    person.change_person(work, person_id, path, form_answers.normalise(question, value))


def verb_for(path: str) -> Any:
    """The verb that an answer at this path is handed to."""
    return keep_from if path == "address_confidential_from" else change


@acts.act("person.changed")
def add_row(
    work: acts.Work, person_id: str, table: str, values: base.Fields, after: str | None = None
) -> base.RowId:
    """Add a phone number or an address; gives the row's id. Raises as `change`."""
    known = _together(work.record(person_id).fields, person.restricted(work, person_id)).get(table) or {}
    row_id = work.clock.new_id()
    rank = answering.rank_after(known, after, at_end=after is None)
    begins = asked.ROW_BEGINS_WITH.get(table, {})
    person.change_person(work, person_id, f"{table}/{row_id}", {"rank": rank, **begins, **values})
    return base.RowId(row_id)


@acts.act("person.changed")
def remove_row(work: acts.Work, person_id: str, table: str, row_id: str) -> None:
    """Take a phone number or an address away; undo brings it back."""
    person.change_person(work, person_id, f"{table}/{row_id}", None)


@acts.act("person.changed")
def move_row(work: acts.Work, person_id: str, table: str, row_id: str, after: str | None) -> None:
    """Move a row after another one, or to the top."""
    known = _together(work.record(person_id).fields, person.restricted(work, person_id)).get(table) or {}
    others = {key: row for key, row in known.items() if key != row_id}
    rank = answering.rank_after(others, after, at_end=False)
    person.change_person(work, person_id, f"{table}/{row_id}/rank", rank)


@acts.act(history.UNDONE)
def undo(work: acts.Work, person_id: str) -> history.Undone:
    """Put one step of the open facts back. Raises as `history.undo`."""
    return _shown(work, person_id, history.undo(work, person_id, among=_OPEN))


@acts.act(history.REDONE)
def redo(work: acts.Work, person_id: str) -> history.Undone:
    """Put the last undone step of the open facts forward again."""
    return _shown(work, person_id, history.redo(work, person_id, among=_OPEN))


@acts.act(history.UNDONE)
def undo_any(work: acts.Work, person_id: str) -> history.Undone:
    """Put one step back, of how to reach them too."""
    return _shown(work, person_id, history.undo(work, person_id))


@acts.act(history.REDONE)
def redo_any(work: acts.Work, person_id: str) -> history.Undone:
    """Put one step forward, of how to reach them too."""
    return _shown(work, person_id, history.redo(work, person_id))


def voices(read: acts.Reading, person_id: str, path: str) -> tuple[history.FieldVoice, ...]:
    """Every value that a fact had, newest first, kept apart or not."""
    path = stored_path(path)
    key, slash, inside = path.partition("/")
    found = list(history.history(read, person_id, path))
    if key in person.PROTECTED:
        found += history.history(read, person_id, person.PROTECTED[key] + slash + inside)
    found.sort(key=lambda voice: voice.revision, reverse=True)
    return tuple(replace(voice, path=shown_path(voice.path)) for voice in found)


def shown_path(path: str) -> str:
    """The path under which the sheet shows what is kept at this one."""
    key, slash, inside = path.removeprefix(AS_TYPED).partition("/")
    if key == _TIES and inside:
        child, _, cell = inside.partition("/")
        return f"{asked.TIE}{child}.{cell or 'is'}"
    return _SHOWN_AS.get(key, key) + slash + inside


def stored_path(path: str) -> str:
    """The path at which the record keeps what the sheet shows at this one."""
    if not path.startswith(asked.TIE):
        return path
    child, _, cell = path.removeprefix(asked.TIE).rpartition(".")
    return f"{_TIES}/{child}/{cell}"


_PERSON = sa.select(
    base.record.c.family_id,
    base.record.c.author,
    base.record.c.created_at,
    base.record.c.changed_at,
    base.record.c.fields,
).where(base.record.c.id == sa.bindparam("id"), base.record.c.kind == "person")


def _together(fields: base.Fields, hidden: base.Fields) -> base.Fields:
    """The person's fields and the sibling's under the names that the sheet shows."""
    together = {**fields}
    for key, value in hidden.items():
        shown = _SHOWN_AS.get(key, key)
        both = isinstance(value, dict) and isinstance(together.get(shown), dict)
        together[shown] = {**together[shown], **value} if both else value
    return together


def _form(
    read: acts.Reading, family_id: str | None, person_id: str, fields: base.Fields, *, whole: bool
) -> definition.Form:
    """The sheet of one person: it asks what they are to each other child of the family."""
    people = person.people(read, family_id) if family_id else ()
    others = [one for one in people if one.id != person_id]
    children = tuple((str(one.id), _said(one)) for one in others if one.is_child)
    tied = fields.get(_TIES) or {}
    adults = tuple((str(one.id), one.known_as) for one in others if not one.is_child and one.id in tied)
    return asked.sheet(whole=whole, children=children, adults=adults, called=person.called(fields))


def _said(card: person.PersonCard) -> str:
    """What a child is called within a sentence."""
    return (
        f"the {card.known_as.casefold()}"
        if card.age == "unborn" and not card.answers.get("known_as")
        else card.known_as
    )


def _ties(fields: base.Fields) -> base.Fields:
    """The rows of what somebody is to each child, as the sheet asks for them."""
    return {
        f"{asked.TIE}{child}.{cell}": row[cell]
        for child, row in (fields.get(_TIES) or {}).items()
        for cell in asked.CELLS
        if cell in row
    }


def _change_tie(work: acts.Work, person_id: str, path: str, value: Any) -> None:
    """One cell of what somebody is to a child; the first makes the row, emptying the last takes it away."""
    stored = stored_path(path)
    _table, child, cell = stored.split("/")
    question = answering.question(_WHOLE, f"{asked.TIE}.{cell}")
    kept = form_answers.normalise(question, value)
    rows = work.record(person_id).fields.get(_TIES) or {}
    row = rows.get(child)
    if row is None:
        if kept is not None:
            rank = answering.rank_after(rows, None, at_end=True)
            said = {"rank": rank, "person": child, cell: kept}
            person.change_person(work, person_id, f"{_TIES}/{child}", said)
    elif kept is None and not any(row.get(other) for other in asked.CELLS if other != cell):
        person.change_person(work, person_id, f"{_TIES}/{child}", None)
    else:
        person.change_person(work, person_id, stored, kept)


def _cell(question: definition.Question, path: str, value: Any) -> Any:
    """A cell as it is kept; what cannot be read yet is kept as it was typed."""
    is_as_it_is = path.endswith("/rank") or value in (None, "")
    return value if is_as_it_is else answering.as_kept(question, value)


def _change_date(work: acts.Work, person_id: str, question: definition.Question, value: Any) -> None:
    """A date that can be read stands; another is kept as typed beside it. Who is born is not due."""
    record = work.record(person_id)
    try:
        day = form_answers.normalise(question, value)
    except errors.AnswerUnreadable:
        work.edit(record, AS_TYPED + question.key, value)
        return
    work.edit(record, AS_TYPED + question.key, None)
    person.change_person(work, person_id, question.key, day)
    if question.key == "dob" and day is not None:
        work.edit(record, "due_date", None)


def _change_name(work: acts.Work, person_id: str, question: definition.Question, value: Any) -> None:
    record, name = work.record(person_id), form_answers.normalise(question, value)
    is_emptied = name is None and not record.fields.get("due_date")
    work.edit(record, AS_TYPED + question.key, "" if is_emptied else None)
    if not is_emptied:
        person.change_person(work, person_id, question.key, name)


def _unfilled(path: str) -> str | None:
    """What an emptied cell holds: some of a row's answers are always there."""
    table, _, cell = path.partition("/")
    return asked.ROW_BEGINS_WITH.get(table, {}).get(cell.rpartition("/")[2])


def _shown(work: acts.Work, person_id: str, undone: history.Undone) -> history.Undone:
    """The step as the sheet shows it: once nothing is kept as typed, what stands is shown again."""
    path, value = shown_path(undone.path), undone.value
    if value is None and undone.path.startswith(AS_TYPED):
        value = work.record(person_id).fields.get(path)
    return history.Undone(path, value)
