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
from ehdesk.forms import people as asked
from ehdesk.models import acts, answering, base, history, person, practitioner, sheet

AS_TYPED = "$typed_"
_DATED = ("dob", "due_date")
_AS_TYPED = (*_DATED, "given_names")
APART = "apart"
"""The section that is only on the whole sheet."""

_OPEN = frozenset(
    key for question in asked.PERSON.questions() for key in (question.key, AS_TYPED + question.key)
)
_SHOWN_AS = {protected: key for key, protected in person.PROTECTED.items()}


def form_of(*, whole: bool) -> definition.Form:
    """The questions of the sheet."""
    return asked.PERSON_WHOLE if whole else asked.PERSON


def facts(read: acts.Reading, person_id: str, *, whole: bool = False) -> sheet.Sheet:
    """A person's sheet, with how to reach them where it is `whole`. Raises: RecordMissing."""
    row = read.connection.execute(_PERSON, {"id": person_id}).first()
    if row is None:
        raise errors.RecordMissing
    fields = base.unpack(row.fields)
    if whole:
        fields = _together(fields, person.restricted(read, person_id))
    form = form_of(whole=whole)
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
        author_name=practitioner.names(read).get(row.author, ""),
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
    question = answering.question(asked.PERSON_WHOLE, path)
    kept = _unfilled(path) if value in (None, "") else value
    if path in _DATED:
        _change_date(work, person_id, question, value)
    elif path == "given_names":
        _change_name(work, person_id, question, value)
    elif "/" in path:
        person.change_person(work, person_id, path, kept)
    else:
        person.change_person(work, person_id, path, form_answers.normalise(question, value))


@acts.act("person.kept_from", extends=True)
def keep_from(work: acts.Work, person_id: str, path: str, value: Any) -> None:
    """Say from whom it is kept where they live: their addresses and numbers go to the sibling.

    No step back undoes this: an address is never let out again by Ctrl+Z. Raises as `change`.
    """
    question = answering.question(asked.PERSON_WHOLE, path)
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
    begins = asked.ROW_BEGINS_WITH[table]
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
    key, slash, inside = path.partition("/")
    found = list(history.history(read, person_id, path))
    if key in person.PROTECTED:
        found += history.history(read, person_id, person.PROTECTED[key] + slash + inside)
    found.sort(key=lambda voice: voice.revision, reverse=True)
    return tuple(replace(voice, path=shown_path(voice.path)) for voice in found)


def shown_path(path: str) -> str:
    """The path under which the sheet shows what is kept at this one."""
    key, slash, inside = path.removeprefix(AS_TYPED).partition("/")
    return _SHOWN_AS.get(key, key) + slash + inside


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
