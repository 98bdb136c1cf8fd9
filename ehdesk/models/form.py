"""One form being filled or filled: start, answer, finish, amend, file.

The same for every form: which questions there are, which are restricted and who may hold the record
comes from the form's definition. Drafts save with anything missing or wrong; finishing checks all.
"""

from typing import Any, TypeAlias

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import answers as forms_answers
from ehdesk.forms import definition, entries
from ehdesk.models import (
    acts,
    answering,
    base,
    beyond,
    carrying,
    held,
    locking,
    person,
    practitioner,
    signing,
)
from ehdesk.models import history as voices
from ehdesk.models import sheet as sheets
from ehdesk.rules import paths

FieldMark: TypeAlias = voices.FieldMark
FieldVoice: TypeAlias = voices.FieldVoice
Undone: TypeAlias = voices.Undone
Sheet: TypeAlias = sheets.Sheet
FormLine: TypeAlias = sheets.FormLine
undo, redo, history = voices.undo, voices.redo, voices.history
sheet, parts, versions, drafts, forms_of_family = (
    sheets.sheet,
    sheets.parts,
    sheets.versions,
    sheets.drafts,
    sheets.forms_of_family,
)

as_kept = answering.as_kept
Offer: TypeAlias = carrying.Offer
carried, accept = carrying.carried, carrying.accept
SignOff: TypeAlias = signing.SignOff
SentBack: TypeAlias = signing.SentBack
Happened: TypeAlias = signing.Happened
sign_off, sign_off_on_laptop, sign_off_on_paper = (
    signing.sign_off,
    signing.sign_off_on_laptop,
    signing.sign_off_on_paper,
)
confirm_sign_off, send_back, comment_to_manager = (
    signing.confirm_sign_off,
    signing.send_back,
    signing.comment_to_manager,
)
to_sign, happened, may_be_signed_off = signing.to_sign, signing.happened, signing.may_be_signed_off


# Beginning and answering


@acts.act("form.started")
def start(
    work: acts.Work,
    form_id: str,
    *,
    family_id: str | None = None,
    episode_id: str | None = None,
    answers: base.Fields | None = None,
    variant: str | None = None,
    record_id: str | None = None,
) -> base.RecordId:
    """Begin a form, filed under a family or waiting for one. `variant` is the stage.

    Raises: FormUnknown, AnswerUnreadable, RecordMissing.
    """
    form = work.form(form_id)
    if family_id is not None:
        work.record(family_id)
    given = dict(answers or {})
    if variant is not None and form.variant_question:
        given[form.variant_question] = variant
    record = work.create(
        form.record,
        scope_of(form, family_id, work.by, is_draft=True),
        family=family_id,
        episode=episode_id,
        form=form,
        record_id=record_id,
        fields=[("$status", "draft"), ("$agency", _agency(work))],
    )
    for key, value in given.items():
        answering.put(work, record, form, key, value)
    return base.RecordId(record.id)


@acts.act("answer.given", extends=True)
def answer(work: acts.Work, record_id: str, path: str, value: Any) -> None:
    """Set one answer ("text", or "children/<row id>/seen"); None clears it.

    Only the shape is judged: a date that cannot be read yet is kept as it was typed, and finishing
    says so. Raises: AnswerUnreadable, FieldUnknown, RecordLocked, RecordMissing, RowGone.
    """
    record, form = _open(work, record_id, path)
    answering.put(work, record, form, path, value)


@acts.act("row.added")
def add_row(
    work: acts.Work, record_id: str, table: str, values: base.Fields, after: str | None = None
) -> base.RowId:
    """Add a row to a table, at its end or after another row, with what is known; gives its id.

    Raises as `answer`.
    """
    record, form = _open(work, record_id)
    asked = answering.question(form, table)
    return answering.new_row(work, record, asked, {**answering.begun_row(work, asked), **values}, after)


@acts.act("row.removed")
def remove_row(work: acts.Work, record_id: str, table: str, row_id: str) -> None:
    """Take a row away; its history stays, and undo brings it back. Raises as `answer`."""
    record, form = _open(work, record_id)
    answering.put(work, record, form, f"{table}/{row_id}", None)


@acts.act("row.moved")
def move_row(work: acts.Work, record_id: str, table: str, row_id: str, after: str | None) -> None:
    """Move a row after another one, or to the top. Raises as `answer`."""
    record, form = _open(work, record_id)
    rows = {key: row for key, row in (paths.get(record.fields, table) or {}).items() if key != row_id}
    rank = answering.rank_after(rows, after, at_end=False)
    answering.put(work, record, form, f"{table}/{row_id}/rank", rank)


# Finishing and what comes after


@acts.act("form.finished")
def finish(work: acts.Work, record_id: str) -> None:
    """Check everything and lock the form. Raises: NotComplete with every fault, RecordLocked."""
    record, form = _open(work, record_id)
    answers = _all_answers(work, record)
    known = beyond.around(work, form, answers, family_id=record.family_id, episode_id=record.episode_id)
    faults = forms_answers.to_put_right(form, answers, around=known)
    if faults:
        raise errors.NotComplete(faults)
    signing.close(work, record)
    shown = {**as_shown(work, form, record.fields), **_rows_as_shown(form, record.fields, known.rows)}
    if shown:
        work.edit(record, "$as_shown", shown)
    work.edit(record, "$status", "amended" if record.fields.get("$amended_because") else "finished")
    work.edit(record, signing.SENT_BACK, None)
    work.edit(record, "$finished_at", work.at.isoformat())
    scope = scope_of(form, record.family_id, record.standing_author(), is_draft=False)
    work.move(record, scope, record.family_id, record.episode_id)
    concept = work.bench.concepts.get(record.kind)
    if concept is not None and concept.finished is not None:
        concept.finished(work, record, answers)


@acts.act("form.amended")
def amend(work: acts.Work, record_id: str, why: str) -> None:
    """Open a locked form again as a new version; the finished one stays readable.

    Raises: RecordMissing; RecordLocked for a form that is void.
    """
    record = work.record(record_id)
    if record.status == "void":
        raise errors.RecordLocked
    if not locking.is_locked(record, work.clock):
        return
    work.hand.why = why
    signing.reopen(work, record)
    work.edit(record, "$amended_because", why)


@acts.act("form.voided")
def void(work: acts.Work, record_id: str, why: str) -> None:
    """Mark a form as void: it leaves the lists, and can still be read."""
    record = work.record(record_id)
    locking.check_author(record, work.by)
    work.hand.why = why
    signing.close(work, record)
    work.edit(record, "$status", "void")


@acts.act("form.filed")
def file_under(work: acts.Work, record_id: str, family_id: str) -> None:
    """File a form under a family: one that waited, or one that was filed under the wrong family.

    It moves with its revisions; the wrong file keeps one line that something moved, never what.
    Raises: RecordMissing.
    """
    record = work.record(record_id)
    locking.check_author(record, work.by)
    family = work.record(family_id)
    wrong = record.family_id
    if wrong == family.id:
        return
    form = work.form(record.form or "", record.form_version)
    signing.close(work, record)
    is_draft = record.status == "draft" and "$finished_at" not in record.fields
    sibling = work.sibling(record)
    work.move(record, scope_of(form, family.id, record.standing_author(), is_draft=is_draft), family.id, None)
    if sibling is not None:
        work.move(sibling, base.family_scope(family.id, "restricted"), family.id, None)
    if wrong is not None:
        work.create("moved_away", base.family_scope(wrong), family=wrong, fields=[("$moved", True)])


# Within


def _open(work: acts.Work, record_id: str, path: str = "") -> tuple[held.Held, definition.Form]:
    record = work.record(record_id, path)
    if record.form is None:
        raise errors.RecordMissing
    locking.check_author(record, work.by)
    locking.check_open(record, work.clock)
    return record, work.form(record.form, record.form_version)


def scope_of(form: definition.Form, family_id: str | None, author: str, *, is_draft: bool) -> str:
    """Who may hold it: drafts that are not for the file, and what waits for a family, only its author.

    What was finished once is no draft in this sense, even while it is written again.
    """
    if family_id is None or (is_draft and form.audience != "file"):
        return base.own_scope(author)
    return base.family_scope(family_id, form.audience)


_AGENCY = sa.select(practitioner.TABLE.c.agency).where(practitioner.TABLE.c.id == sa.bindparam("by"))


def _agency(work: acts.Work) -> str | None:
    """The author's agency at the time."""
    agency: str | None = work.connection.execute(_AGENCY, {"by": work.by}).scalar()
    return agency


def _all_answers(work: acts.Work, record: held.Held) -> base.Fields:
    answers = {key: value for key, value in record.fields.items() if not key.startswith("$")}
    sibling = work.sibling(record)
    return sheets.together(answers, sibling.fields) if sibling is not None else answers


def as_shown(work: acts.Work, form: definition.Form, answers: base.Fields) -> dict[str, str]:
    """The names of the people that a form points to, as they are today."""
    ids = {one for question in form.questions() for one in _people_in(question, answers.get(question.key))}
    shown = {}
    for record_id in sorted(ids):
        found = work.find(record_id)
        if found is not None:
            name = found.fields.get("name")
            shown[record_id] = (
                name if found.kind == "practitioner" and name else person.full_name(found.fields)
            )
    return shown


def _rows_as_shown(form: definition.Form, answers: base.Fields, known: entries.Named) -> dict[str, str]:
    """The words of the rows that a form points to, as they are today."""
    named = ((row_id, known.get(place, {}).get(row_id)) for place, row_id in entries.chosen(form, answers))
    return {row_id: called for row_id, called in named if called is not None}


def _people_in(question: definition.Question, value: Any) -> set[str]:
    if question.kind == "table" and isinstance(value, dict):
        return {
            one
            for row in value.values()
            for column in question.columns
            for one in _people_in(column, row.get(column.key))
        }
    if question.kind not in ("person", "people"):
        return set()
    return {one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)}
