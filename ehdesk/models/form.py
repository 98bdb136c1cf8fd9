"""One form being filled or filled: start, answer, finish, amend, file; and the sheet that shows it.

The same for every form: which questions there are, which are restricted and who may hold the record
comes from the form's definition. Drafts save with anything missing or wrong; finishing checks all.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.clock import local
from ehdesk.forms import answers as forms_answers
from ehdesk.forms import definition
from ehdesk.models import acts, base, held, locking, person, practitioner
from ehdesk.models import history as voices
from ehdesk.rules import merge

FieldMark, FieldVoice, Undone = voices.FieldMark, voices.FieldVoice, voices.Undone
undo, redo, history = voices.undo, voices.redo, voices.history

_AS_TYPED = frozenset({"date", "time", "partial_date", "date_range", "number", "scale"})


@dataclass(frozen=True)
class Sheet:
    """A form with its answers. `answers` holds what the audience may read, by question key.

    `version` counts from 1; while a finished form is being amended, `version` is the new one and
    `amended_because` says why. Earlier ones are read with `sheet(..., version=n)`.
    """

    record_id: base.RecordId
    form: definition.Form
    answers: base.Fields
    status: str
    family_id: base.FamilyId | None
    author: str
    author_name: str
    agency: str
    saved_at: datetime
    finished_at: datetime | None
    marks: dict[str, FieldMark]
    is_locked: bool
    version: int
    amended_because: str | None
    as_shown: dict[str, str]
    begun_at: datetime
    episode_id: base.EpisodeId | None = None


@dataclass(frozen=True)
class FormLine:
    """One form in a list. `at` is when it was finished, or else last saved."""

    record_id: base.RecordId
    form_id: str
    title: str
    status: str
    stage: str
    author: str
    author_name: str
    at: datetime
    family_id: base.FamilyId | None
    family_name: str


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
        _scope(form, family_id, work.by, is_draft=True),
        family=family_id,
        episode=episode_id,
        form=form,
        record_id=record_id,
        fields=[("$status", "draft"), ("$agency", _agency(work))],
    )
    for key, value in given.items():
        _answer(work, record, form, key, value)
    return base.RecordId(record.id)


@acts.act("answer.given", extends=True)
def answer(work: acts.Work, record_id: str, path: str, value: Any) -> None:
    """Set one answer ("text", or "children/<row id>/seen"); None clears it.

    Only the shape is judged: a date that cannot be read yet is kept as it was typed, and finishing
    says so. Raises: AnswerUnreadable, FieldUnknown, RecordLocked, RecordMissing, RowGone.
    """
    record, form = _open(work, record_id)
    _answer(work, record, form, path, value)


@acts.act("row.added")
def add_row(
    work: acts.Work, record_id: str, table: str, values: base.Fields, after: str | None = None
) -> base.RowId:
    """Add a row to a table, at its end or after another row; gives the row's id. Raises as `answer`."""
    record, form = _open(work, record_id)
    rows = held.get(record.fields, table) or {}
    row_id = work.clock.new_id()
    row = {"rank": _rank(rows, after, at_end=after is None)}
    for column, value in values.items():
        question = _question(form, f"{table}/{row_id}/{column}")
        row[column] = _normal(question, value)
    kept = {key: value for key, value in row.items() if value is not None}
    work.edit(_home(work, record, form, table), f"{table}/{row_id}", kept)
    return base.RowId(row_id)


@acts.act("row.removed")
def remove_row(work: acts.Work, record_id: str, table: str, row_id: str) -> None:
    """Take a row away; its history stays, and undo brings it back. Raises as `answer`."""
    record, form = _open(work, record_id)
    work.edit(_home(work, record, form, table), f"{table}/{row_id}", None)


@acts.act("row.moved")
def move_row(work: acts.Work, record_id: str, table: str, row_id: str, after: str | None) -> None:
    """Move a row after another one, or to the top. Raises as `answer`."""
    record, form = _open(work, record_id)
    home = _home(work, record, form, table)
    rows = {key: row for key, row in (held.get(home.fields, table) or {}).items() if key != row_id}
    work.edit(home, f"{table}/{row_id}/rank", _rank(rows, after, at_end=False))


# Finishing and what comes after


@acts.act("form.finished")
def finish(work: acts.Work, record_id: str) -> None:
    """Check everything and lock the form. Raises: NotComplete with every fault, RecordLocked."""
    record, form = _open(work, record_id)
    answers = _all_answers(work, record)
    faults = forms_answers.to_put_right(form, answers, today=work.clock.today())
    if faults:
        raise errors.NotComplete(faults)
    _close(work, record)
    shown = _as_shown(work, form, answers)
    if shown:
        work.edit(record, "$as_shown", shown)
    work.edit(record, "$status", "finished" if record.fields.get("$version", 1) == 1 else "amended")
    work.edit(record, "$finished_at", work.at.isoformat())
    scope = _scope(form, record.family_id, record.standing_author(), is_draft=False)
    work.move(record, scope, record.family_id, record.episode_id)


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
    _close(work, record)
    work.edit(record, "$version", record.fields.get("$version", 1) + 1)
    work.edit(record, "$status", "draft")
    work.edit(record, "$amended_because", why)
    work.edit(record, "$reopened_on", local(work.at).date().isoformat())


@acts.act("form.voided")
def void(work: acts.Work, record_id: str, why: str) -> None:
    """Mark a form as void: it leaves the lists, and can still be read."""
    record = work.record(record_id)
    work.hand.why = why
    _close(work, record)
    work.edit(record, "$status", "void")


@acts.act("form.filed")
def file_under(work: acts.Work, record_id: str, family_id: str) -> None:
    """File a form under a family: one that waited, or one that was filed under the wrong family.

    It moves with its revisions; the wrong file keeps one line that something moved, never what.
    Raises: RecordMissing.
    """
    record = work.record(record_id)
    family = work.record(family_id)
    wrong = record.family_id
    if wrong == family.id:
        return
    form = work.form(record.form or "", record.form_version)
    _close(work, record)
    is_draft = record.status == "draft"
    sibling = work.sibling(record)
    work.move(record, _scope(form, family.id, record.standing_author(), is_draft=is_draft), family.id, None)
    if sibling is not None:
        work.move(sibling, base.family_scope(family.id, "restricted"), family.id, None)
    if wrong is not None:
        work.create("moved_away", base.family_scope(wrong), family=wrong, fields=[("$moved", True)])


# Reading


def sheet(
    read: acts.Reading, record_id: str, *, audience: str | None = None, version: int | None = None
) -> Sheet:
    """A form with its answers, as much as the audience may read: None for its worker, else "file".

    Raises: RecordMissing.
    """
    rows = read.connection.execute(_SHEET, {"id": record_id}).all()
    main = next((row for row in rows if row.id == record_id), None)
    if main is None or main.form is None:
        raise errors.RecordMissing
    form = read.form(main.form, main.form_version)
    current = base.unpack(main.fields)
    fields = current if version in (None, current.get("$version", 1)) else _version(read, main.n, version)
    answers = {key: value for key, value in fields.items() if not key.startswith("$")}
    for row in rows:
        if row.beside == record_id and audience in (None, "restricted"):
            answers = _together(answers, base.unpack(row.fields))
    told = read.connection.execute(
        sa.select(practitioner.TABLE.c.name).where(practitioner.TABLE.c.id == main.author)
    )
    return Sheet(
        record_id=base.RecordId(record_id),
        form=form,
        answers=_in_order(form, answers),
        status=fields.get("$status", "draft"),
        family_id=main.family_id,
        author=main.author,
        author_name=told.scalar() or "",
        agency=fields.get("$agency", ""),
        saved_at=max(row.changed_at for row in rows),
        finished_at=_moment(fields.get("$finished_at")),
        marks=voices.marks(read, record_id),
        is_locked=locking.is_locked(_as_held(main, current), read.clock),
        version=fields.get("$version", 1),
        amended_because=fields.get("$amended_because"),
        as_shown=fields.get("$as_shown", {}),
        begun_at=main.created_at,
        episode_id=main.episode_id,
    )


def versions(read: acts.Reading, record_id: str) -> tuple[int, ...]:
    """The numbers of the earlier versions that were finished, oldest first."""
    wanted = (
        sa.select(base.finished_version.c.number)
        .join(base.record, base.record.c.n == base.finished_version.c.record_n)
        .where(base.record.c.id == record_id)
        .order_by(base.finished_version.c.number)
        .limit(500)
    )
    return tuple(read.connection.execute(wanted).scalars())


def drafts(read: acts.Reading, limit: int = 50) -> tuple[FormLine, ...]:
    """Forms (not notes) that are being written, the last touched first."""
    return _lines(
        read, _LINES.where(base.record.c.status == "draft", base.record.c.kind != "note").limit(limit)
    )


def forms_of_family(read: acts.Reading, family_id: str, limit: int = 100) -> tuple[FormLine, ...]:
    """The family's forms (not its notes), the last touched first."""
    here = (
        base.record.c.family_id == family_id,
        base.record.c.kind != "note",
        base.record.c.status != "void",
    )
    return _lines(read, _LINES.where(*here).limit(limit))


_SHEET = (
    sa.select(base.record)
    .where(sa.or_(base.record.c.id == sa.bindparam("id"), base.record.c.beside == sa.bindparam("id")))
    .limit(2)
)
_FAMILY = base.record.alias("family_record")
_LINES = (
    sa.select(
        base.record.c.id,
        base.record.c.form,
        base.record.c.form_version,
        base.record.c.status,
        base.record.c.author,
        base.record.c.changed_at,
        base.record.c.family_id,
        practitioner.TABLE.c.name.label("author_name"),
        sa.func.json_extract(base.record.c.fields, "$.stage").label("stage"),
        sa.func.json_extract(base.record.c.fields, '$."$finished_at"').label("finished_at"),
        sa.func.json_extract(_FAMILY.c.fields, "$.name").label("family_name"),
    )
    .outerjoin(_FAMILY, _FAMILY.c.id == base.record.c.family_id)
    .outerjoin(practitioner.TABLE, practitioner.TABLE.c.id == base.record.c.author)
    .where(base.record.c.form.is_not(None), base.record.c.beside.is_(None))
    .order_by(base.record.c.changed_at.desc(), base.record.c.n.desc())
)


def _lines(read: acts.Reading, wanted: sa.Select[Any]) -> tuple[FormLine, ...]:
    return tuple(_form_line(read, row) for row in read.connection.execute(wanted))


def _form_line(read: acts.Reading, row: Any) -> FormLine:
    form = read.form(row.form, row.form_version)
    return FormLine(
        record_id=row.id,
        form_id=row.form,
        title=form.short_title or form.title,
        status=row.status,
        stage=row.stage or "",
        author=row.author,
        author_name=row.author_name or "",
        at=_moment(row.finished_at) if row.status != "draft" and row.finished_at else row.changed_at,
        family_id=row.family_id,
        family_name=row.family_name or "",
    )


# Within


def _open(work: acts.Work, record_id: str) -> tuple[held.Held, definition.Form]:
    record = work.record(record_id)
    if record.form is None:
        raise errors.RecordMissing
    locking.check_open(record, work.clock)
    return record, work.form(record.form, record.form_version)


def _question(form: definition.Form, path: str) -> definition.Question:
    try:
        return forms_answers.question_at(form, path)
    except KeyError as error:
        raise errors.FieldUnknown(field=path) from error


def _answer(work: acts.Work, record: held.Held, form: definition.Form, path: str, value: Any) -> None:
    top = path.split("/", 1)[0]
    home = _home(work, record, form, path)
    if path.count("/") == 1:
        work.edit(home, path, value)
        return
    question = _question(form, path)
    if question.kind != "table":
        work.edit(home, path, _normal(question, value))
        return
    before = held.get(home.fields, top) or {}
    after = value or {}
    for row_id in before:
        if row_id not in after:
            work.edit(home, f"{top}/{row_id}", None)
    for row_id, row in after.items():
        work.edit(home, f"{top}/{row_id}", row)


def _normal(question: definition.Question, value: Any) -> Any:
    """The answer as it is kept. What was typed and cannot be read yet is kept as it was typed."""
    try:
        return forms_answers.normalise(question, value)
    except errors.AnswerUnreadable:
        if question.kind in _AS_TYPED and (isinstance(value, str) or _is_typed_range(value)):
            return value
        raise


def _is_typed_range(value: Any) -> bool:
    return isinstance(value, dict) and all(one is None or isinstance(one, str) for one in value.values())


def _home(work: acts.Work, record: held.Held, form: definition.Form, path: str) -> held.Held:
    """Where an answer is kept: the record, or its sibling when the question is restricted."""
    top = _question(form, path.split("/", 1)[0])
    cell = _question(form, path) if path.count("/") == 2 and not path.endswith("/rank") else top
    if not (top.restricted or cell.restricted):
        return record
    sibling = work.sibling(record)
    if sibling is None:
        owner = base.family_scope(record.family_id, "restricted") if record.family_id else record.scope
        sibling = work.create(
            record.kind + base.RESTRICTED, owner, family=record.family_id, beside=record.id, form=form
        )
    return sibling


def _rank(rows: base.Fields, after: str | None, *, at_end: bool) -> str:
    ordered = [(row_id, str(row.get("rank", ""))) for row_id, row in merge.ordered(rows)]
    if at_end:
        return merge.rank_between(ordered[-1][1] if ordered else None, None)
    place = next((n + 1 for n, (row_id, _) in enumerate(ordered) if row_id == after), 0)
    before = ordered[place - 1][1] if place else None
    behind = ordered[place][1] if place < len(ordered) else None
    return merge.rank_between(before, behind)


def _scope(form: definition.Form, family_id: str | None, author: str, *, is_draft: bool) -> str:
    """Who may hold it: drafts that are not for the file, and what waits for a family, only its author."""
    if family_id is None or (is_draft and form.audience != "file"):
        return base.own_scope(author)
    return base.family_scope(family_id, form.audience)


def _agency(work: acts.Work) -> str | None:
    """The author's agency at the time."""
    wanted = sa.select(practitioner.TABLE.c.agency).where(practitioner.TABLE.c.id == work.by)
    agency: str | None = work.connection.execute(wanted).scalar()
    return agency


def _close(work: acts.Work, record: held.Held) -> None:
    work.close_acts(record)
    sibling = work.sibling(record)
    if sibling is not None:
        work.close_acts(sibling)


def _all_answers(work: acts.Work, record: held.Held) -> base.Fields:
    answers = {key: value for key, value in record.fields.items() if not key.startswith("$")}
    sibling = work.sibling(record)
    return _together(answers, sibling.fields) if sibling is not None else answers


def _together(answers: base.Fields, more: base.Fields) -> base.Fields:
    """The answers of a record and of its sibling as one; tables row by row."""
    joined = dict(answers)
    for key, value in more.items():
        if key.startswith("$"):
            continue
        here = joined.get(key)
        if isinstance(here, dict) and isinstance(value, dict):
            joined[key] = {row: {**here.get(row, {}), **value.get(row, {})} for row in {**here, **value}}
        else:
            joined[key] = value
    return joined


def _as_shown(work: acts.Work, form: definition.Form, answers: base.Fields) -> dict[str, str]:
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


def _in_order(form: definition.Form, answers: base.Fields) -> base.Fields:
    """The answers with lists of codes in the definition's order."""
    ordered = dict(answers)
    for question in form.questions():
        value = answers.get(question.key)
        if question.kind == "multiple_choice" and isinstance(value, list):
            codes = [option.code for option in question.options]
            ordered[question.key] = sorted(
                value, key=lambda code: codes.index(code) if code in codes else 999
            )
    return ordered


def _version(read: acts.Reading, record_n: int, number: int | None) -> base.Fields:
    wanted = sa.select(base.finished_version.c.fields).where(
        base.finished_version.c.record_n == record_n, base.finished_version.c.number == number
    )
    found = read.connection.execute(wanted).scalar()
    if found is None:
        raise errors.RecordMissing
    fields: base.Fields = base.unpack(found)
    return fields


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _as_held(row: Any, fields: base.Fields) -> held.Held:
    names = ("n", "id", "kind", "scope", "family_id", "episode_id", "beside", "form", "form_version")
    told = {name: getattr(row, name) for name in (*names, "author", "created_at", "changed_at")}
    return replace(held.Held(**told, fields=fields), text_before=row.fields)
