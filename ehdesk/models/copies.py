"""Copies given: which paper or file left the vault, to whom, when, how and why; and who is still owed one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, practitioner

READERS = ("family", "practitioner", "agency", "court")
"""Who reads a copy: one of the family, ourselves or a colleague, another agency, a court or an inspector."""
METHODS = ("printed", "saved", "exported", "handed", "posted", "emailed", "read_out", "signed_on_screen")

_ON_REQUEST = ("note", "chronology_event")

TABLE = sa.Table(
    "copy",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("of_record", sa.String),
    sa.Column("reader", sa.String, nullable=False),
    sa.Column("given_at", sa.String, nullable=False),
    sa.Index("copy_of_family", "family_id"),
    sa.Index("copy_of_record", "of_record"),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    fields = standing.fields
    return {
        "of_record": fields.get("of_record"),
        "reader": fields.get("reader", "practitioner"),
        "given_at": fields.get("given_at", ""),
    }


CONCEPT = base.Concept(TABLE, frozenset({"of_record", "reader", "given_at"}), _columns)


@dataclass(frozen=True)
class Copy:
    """One copy. `to` is in words ("Agnieszka Kowalczyk", "The family"); `what` names the paper.

    `of_record` is the form or document it is a copy of, None for a whole file; `format` is in words:
    "standard", "large print", "Polish". `reader_id` is the person's record where it is one of the family.
    `released` are the keys of what was given out on purpose, with a comma between, and `released_why` the
    reason; `looked` is set where words that may tell of a protected place were looked at first.
    """

    to: str
    what: str
    reader: str = "family"
    method: str = "printed"
    format: str = "standard"
    why: str = ""
    of_record: str | None = None
    reader_id: str | None = None
    released: str = ""
    released_why: str = ""
    looked: str = ""
    witness: str = ""


@dataclass(frozen=True)
class CopyLine:
    """One copy as the family file lists it."""

    record_id: base.RecordId
    copy: Copy
    given_at: datetime
    by_name: str


@dataclass(frozen=True)
class Owed:
    """A finished form that the family is to have a copy of, and has none of since it was finished."""

    record_id: base.RecordId
    family_id: base.FamilyId
    form_id: str
    title: str
    finished_at: datetime


def written_as(language: str, *, size: str = "standard", beside: str = "") -> str:
    """What the log says of the form of a copy: its size and its languages ("large print, pl and ur")."""
    told = {"large": "large print", "easy": "easy read"}.get(size, "")
    spoken = " and ".join(each for each in (language, beside) if each)
    parts = [told, "" if spoken == "en" else spoken]
    return ", ".join(part for part in parts if part) or "standard"


@acts.act("copy.given")
def given(work: acts.Work, family_id: str | None, copy: Copy) -> base.RecordId:
    """Write down that a copy left the vault, or was read out. Raises: RecordMissing, WitnessNeeded."""
    if copy.method == "read_out" and not copy.witness.strip():
        raise errors.WitnessNeeded
    return _write(work, family_id, copy)


@acts.act("copy.given")
def exported(work: acts.Work, families: Iterable[str], copy: Copy) -> int:
    """The same line in the file of each family that a bundle holds; how many."""
    return len([_write(work, family_id, copy) for family_id in families])


def _write(work: acts.Work, family_id: str | None, copy: Copy) -> base.RecordId:
    if family_id is not None:
        work.record(family_id)
    told = {name: getattr(copy, name) or None for name in Copy.__dataclass_fields__}
    scope = base.family_scope(family_id) if family_id else base.own_scope(work.by)
    fields = [*told.items(), ("given_at", base.stamp(work.at))]
    return base.RecordId(work.create("copy", scope, family=family_id, fields=fields).id)


def copies(read: acts.Reading, family_id: str, *, limit: int = 100, offset: int = 0) -> tuple[CopyLine, ...]:
    """The copies of a family's file, the last given first."""
    wanted = (
        sa.select(
            base.record.c.id,
            base.record.c.fields,
            practitioner.called(base.record.c.author, practitioner.NOBODY).label("name"),
        )
        .join(TABLE, TABLE.c.n == base.record.c.n)
        .where(TABLE.c.family_id == family_id)
        .order_by(TABLE.c.n.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(_line(row) for row in read.connection.execute(wanted))


def number(read: acts.Reading, record_id: str) -> int:
    """The number of the next copy of this record: one more than have been given."""
    wanted = sa.select(sa.func.count()).select_from(TABLE).where(TABLE.c.of_record == record_id)
    return int(read.connection.execute(wanted).scalar_one()) + 1


def owed(read: acts.Reading, family_id: str | None = None, *, limit: int = 100) -> tuple[Owed, ...]:
    """Finished forms that a family gets a copy of and has none of since, oldest first; of one family or all.

    Notes and chronology are the family's on request, so they are never owed.
    """
    finished = sa.func.json_extract(base.record.c.fields, '$."$finished_at"')
    since = sa.exists().where(
        TABLE.c.of_record == base.record.c.id,
        TABLE.c.reader == "family",
        sa.func.julianday(TABLE.c.given_at) >= sa.func.julianday(finished),
    )
    wanted = (
        sa.select(
            base.record.c.id,
            base.record.c.family_id,
            base.record.c.form,
            base.record.c.form_version,
            finished.label("finished_at"),
        )
        .where(
            base.record.c.family_id.is_not(None)
            if family_id is None
            else base.record.c.family_id == family_id,
            base.record.c.form.is_not(None),
            base.record.c.beside.is_(None),
            base.record.c.status.in_(("finished", "amended")),
            base.record.c.kind.not_in(_ON_REQUEST),
            ~since,
        )
        .order_by(finished)
    )
    found = (_owed(read, row) for row in read.connection.execute(wanted))
    return tuple(islice((one for one in found if one is not None), limit))


def _owed(read: acts.Reading, row: Any) -> Owed | None:
    """None for a form that is not copied for families, and for one that the family filled in itself."""
    form = read.form(row.form, row.form_version)
    if not form.family_copy or form.filled_by == "family":
        return None
    title = form.short_title or form.title
    finished_at = datetime.fromisoformat(row.finished_at)
    return Owed(row.id, row.family_id, row.form, title, finished_at)


def _line(row: Any) -> CopyLine:
    fields = base.unpack(row.fields)
    names = Copy.__dataclass_fields__
    copy = Copy(**{name: fields[name] for name in names if name in fields})
    return CopyLine(row.id, copy, datetime.fromisoformat(fields["given_at"]), row.name)
