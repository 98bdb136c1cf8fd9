"""A form with its answers, as much as its reader may read; and the lists of forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import definition
from ehdesk.models import acts, base, held, locking, person, practitioner, quick, signing, untouched
from ehdesk.models import history as voices
from ehdesk.rules import rights


@dataclass(frozen=True)
class Sheet:
    """A form with its answers. `answers` holds what the audience may read, by question key.

    `version` counts from 1; while a finished form is being amended, `version` is the new one and
    `amended_because` says why. Earlier ones are read with `sheet(..., version=n)`. `is_only_begun` says
    that it was begun with what is known, and `is_left_untouched` that it was left so (see `untouched`).
    `is_noted` says that its author wrote down what a manager is to say, before they belonged to a centre.
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
    marks: dict[str, voices.FieldMark]
    is_locked: bool
    version: int
    amended_because: str | None
    as_shown: dict[str, str]
    begun_at: datetime
    episode_id: base.EpisodeId | None = None
    sign_off: signing.SignOff | None = None
    sent_back: signing.SentBack | None = None
    to_manager: str = ""
    is_only_begun: bool = False
    is_left_untouched: bool = False
    is_noted: bool = False

    @property
    def state(self) -> signing.State:
        """How it stands: draft, sent_back, finished, amended, signed_off, void."""
        signed, back = self.sign_off is not None, self.sent_back is not None
        return signing.state(self.status, is_signed=signed, is_sent_back=back)


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
    is_mine: bool
    state: signing.State = "draft"


def parts(read: acts.Reading, record_id: str) -> tuple[str, ...]:
    """The ids of a record and of its restricted sibling."""
    return tuple(read.connection.execute(_PARTS, {"id": record_id}).scalars())


def sheet(
    read: acts.Reading, record_id: str, *, audience: str | None = None, version: int | None = None
) -> Sheet:
    """A form with its answers, as much as the audience may read: None for its worker, else "file".

    Raises: RecordMissing; NotItsAuthor for a draft that is only its author's.
    """
    asked = {"id": record_id, "sibling_of": record_id if voices.may_read_restricted(audience) else None}
    rows = read.connection.execute(_SHEET, asked).all()
    main = next((row for row in rows if row.id == record_id), None)
    if main is None or main.form is None:
        raise errors.RecordMissing
    if base.is_of_another(main.scope, read.me):
        raise errors.NotItsAuthor
    form = read.form(main.form, main.form_version)
    fields = _fields(read, main, version)
    if fields is None:
        raise errors.RecordMissing
    answers = {key: value for key, value in fields.items() if not key.startswith("$")}
    for row in rows:
        if row.beside == record_id:
            answers = together(answers, _fields(read, row, version) or {})
    is_locked = locking.is_locked(_as_held(main), read.clock)
    if main.family_id and not is_locked:
        answers = _standing(answers, person.stands_for(read, main.family_id))
    return Sheet(
        record_id=base.RecordId(record_id),
        form=form,
        answers=in_order(form, answers),
        status=fields.get("$status", "draft"),
        family_id=main.family_id,
        author=main.author,
        author_name=main.author_name,
        agency=fields.get("$agency", ""),
        saved_at=max(row.changed_at for row in rows),
        finished_at=_moment(fields.get("$finished_at")),
        marks=voices.marks(read, record_id, audience=audience),
        is_locked=is_locked,
        version=fields.get("$version", 1),
        amended_because=fields.get("$amended_because"),
        as_shown=fields.get("$as_shown", {}),
        begun_at=main.created_at,
        episode_id=main.episode_id,
        sign_off=signing.sign_off_in(fields),
        sent_back=signing.sent_back_in(fields),
        to_manager=fields.get(signing.TO_MANAGER, ""),
        is_only_begun=bool(fields.get(untouched.BEGUN)),
        is_left_untouched=bool(fields.get(untouched.LEFT)),
        is_noted=bool(fields.get(rights.NOTED_MARK)),
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
    """My forms (not notes) that are being written, the last touched first."""
    found = read.connection.execute(_DRAFTS, {"me": read.me, "most": limit})
    return tuple(_form_line(read, row) for row in found)


def forms_of_family(read: acts.Reading, family_id: str, limit: int = 100) -> tuple[FormLine, ...]:
    """The family's forms (not its notes), the last touched first; no draft that is another author's alone."""
    said = {"family": family_id, "me": read.me, "most": limit}
    return tuple(_form_line(read, row) for row in _OF_FAMILY.rows(read.connection, said))


_PARTS = sa.select(base.record.c.id).where(
    sa.or_(base.record.c.id == sa.bindparam("id"), base.record.c.beside == sa.bindparam("id"))
)
_SHEET = (
    sa.select(
        base.record, practitioner.called(base.record.c.author, practitioner.NOBODY).label("author_name")
    )
    .where(sa.or_(base.record.c.id == sa.bindparam("id"), base.record.c.beside == sa.bindparam("sibling_of")))
    .limit(quick.at_most(2))
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
        practitioner.called(base.record.c.author, practitioner.NOBODY).label("author_name"),
        sa.func.json_extract(base.record.c.fields, "$.stage").label("stage"),
        sa.func.json_extract(base.record.c.fields, '$."$finished_at"').label("finished_at"),
        sa.func.json_extract(base.record.c.fields, '$."$sign_off".how').label("sign_off"),
        sa.func.json_extract(base.record.c.fields, '$."$sent_back".at').label("sent_back"),
        sa.func.json_extract(_FAMILY.c.fields, "$.name").label("family_name"),
    )
    .outerjoin(_FAMILY, _FAMILY.c.id == base.record.c.family_id)
    .where(base.record.c.form.is_not(None), base.record.c.beside.is_(None))
    .order_by(base.record.c.changed_at.desc(), base.record.c.n.desc())
)
_MINE = base.record.alias("mine")
_DRAFTS = _LINES.where(
    base.record.c.n.in_(
        sa.select(_MINE.c.n)
        .where(
            _MINE.c.is_being_written,
            _MINE.c.author == sa.bindparam("me"),
            _MINE.c.form.is_not(None),
            _MINE.c.beside.is_(None),
        )
        .order_by(_MINE.c.changed_at.desc(), _MINE.c.n.desc())
        .limit(quick.at_most("most"))
    )
)
"""The few that are shown are picked first, so that no other draft's answers are read."""
_OF_FAMILY = quick.QuickList(
    _LINES.where(
        base.record.c.family_id == quick.asked("family"),
        base.record.c.kind != "note",
        base.record.c.status != "void",
        base.may_hold(base.record.c.scope, quick.asked("me")),
    ).limit(quick.at_most("most"))
)


def _form_line(read: acts.Reading, row: Any) -> FormLine:
    form = read.form(row.form, row.form_version)
    return FormLine(
        record_id=row.id,
        form_id=row.form,
        title=form.short_title or form.title,
        status=row.status,
        stage=row.stage or "",
        author=row.author,
        author_name=row.author_name,
        at=(_moment(row.finished_at) if row.status != "draft" else None) or row.changed_at,
        family_id=row.family_id,
        family_name=row.family_name or "",
        is_mine=row.author == read.me,
        state=signing.state(
            row.status, is_signed=row.sign_off is not None, is_sent_back=row.sent_back is not None
        ),
    )


def together(answers: base.Fields, more: base.Fields) -> base.Fields:
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


def _fields(read: acts.Reading, row: Any, version: int | None) -> base.Fields | None:
    """The fields of a record as they stand, or in an earlier version; None where there is no such one."""
    current: base.Fields = base.unpack(row.fields)
    if version is None or current.get("$version", 1) == version:
        return current
    wanted = sa.select(base.finished_version.c.fields).where(
        base.finished_version.c.record_n == row.n, base.finished_version.c.number == version
    )
    earlier: base.Fields | None = base.unpack(read.connection.execute(wanted).scalar())
    return earlier


def _standing(value: Any, stands: Mapping[str, str]) -> Any:
    """An answer with the person who stands in the place of a record that was joined to theirs."""
    if not stands:
        return value
    if isinstance(value, dict):
        return {key: _standing(inner, stands) for key, inner in value.items()}
    if isinstance(value, list):
        found = [_standing(one, stands) for one in value]
        return [one for place, one in enumerate(found) if one not in found[:place]]
    return stands.get(value, value) if isinstance(value, str) else value


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _as_held(row: Any) -> held.Held:
    names = ("n", "id", "kind", "scope", "family_id", "episode_id", "beside", "form", "form_version")
    told = {name: getattr(row, name) for name in (*names, "author", "created_at", "changed_at")}
    return held.Held(**told, fields=base.unpack(row.fields), text_before=row.fields)


def in_order(form: definition.Form, answers: base.Fields) -> base.Fields:
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
