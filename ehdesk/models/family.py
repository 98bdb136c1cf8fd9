"""Families: their file, and the caseload, which stays quick with thousands of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, episode, note, person, quick, reference, search, sheet

KEYS = frozenset({"name", "reference", "status", "meeting_language", "say_it", "household"})
PREFIX = "EH"

TABLE = sa.Table(
    "family",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("reference", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("folded", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Index("family_by_name", "folded"),
    sa.Index("family_by_reference", "reference"),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    fields = standing.fields
    name, said = fields.get("name", ""), fields.get("reference", "")
    return {
        "reference": said,
        "name": name,
        "folded": search.fold(f"{name} {said}"),
        "status": fields.get("status", "open"),
    }


CONCEPT = base.Concept(TABLE, frozenset({"name", "reference", "status"}), _columns)


@dataclass(frozen=True)
class FamilyLine:
    """One family in the caseload. Ages are in words; `drafts` counts forms that are being written, but
    for those that only another author may hold."""

    family_id: base.FamilyId
    reference: str
    name: str
    initials: str
    people_count: int
    children: tuple[tuple[str, str], ...]
    last_seen: datetime | None
    last_note_at: datetime | None
    drafts: int
    status: str


@dataclass(frozen=True)
class Caseload:
    """A page of families by name, and how many there are in all."""

    lines: tuple[FamilyLine, ...]
    total: int


@dataclass(frozen=True)
class FamilyFile:
    """Everything that opens when a family is opened. Lists are newest first."""

    id: base.FamilyId
    reference: str
    name: str
    initials: str
    status: str
    people: tuple[person.PersonCard, ...]
    episodes: tuple[episode.Episode, ...]
    notes: tuple[note.NoteLine, ...]
    forms: tuple[sheet.FormLine, ...]
    moved_away: tuple[tuple[datetime, str], ...]
    fields: base.Fields

    @property
    def children(self) -> tuple[person.PersonCard, ...]:
        """The children of the family, each with when they were last seen."""
        return tuple(card for card in self.people if card.is_child)


def initials(name: str) -> str:
    """K-H for Kowalczyk-Hughes: what a list shows where names are hidden."""
    parts = [part for part in name.replace("–", "-").replace(" ", "-").split("-") if part]
    return "-".join(part[0].upper() for part in parts[:3])


@acts.act("family.opened")
def open_family(
    work: acts.Work,
    *,
    name: str,
    reference: str | None = None,
    prefix: str = PREFIX,
    record_id: str | None = None,
    **fields: Any,
) -> base.FamilyId:
    """Open a family file; without a reference (an imported one is kept) one is made.

    Raises: NumbersFirst in a real vault without the numbers to call, FieldUnknown, ReferenceTaken.
    """
    if not work.bench.may_take_families():
        raise errors.NumbersFirst
    for key in fields:
        _check(key)
    made_id = record_id or work.clock.new_id()
    said = _free(work, reference) if reference else _new_reference(work, prefix)
    given = [("name", name), ("reference", said), *fields.items()]
    made = work.create("family", base.family_scope(made_id), family=made_id, record_id=made_id, fields=given)
    return base.FamilyId(made.id)


def may_be_taken(read: acts.Reading) -> bool:
    """Whether a family may be taken: the two urgent numbers are in, or every family is invented."""
    return read.bench.may_take_families()


@acts.act("family.changed", extends=True)
def change_family(work: acts.Work, family_id: str, key: str, value: Any) -> None:
    """Change one field of the family. Raises: RecordMissing, FieldUnknown."""
    _check(key)
    work.edit(work.record(family_id), key, value)


_SEEN = person.SEEN
_DRAFT = base.record.alias("draft")


def has_any(read: acts.Reading) -> bool:
    """Whether any family is on this laptop."""
    return bool(read.connection.execute(sa.select(sa.exists(sa.select(TABLE.c.id)))).scalar_one())


def caseload(read: acts.Reading, words: str = "", *, limit: int = 50, offset: int = 0) -> Caseload:
    """Families by name, whose name, reference or people have all the words. Two bounded statements."""
    page = sa.select(TABLE.c.id, TABLE.c.reference, TABLE.c.name, TABLE.c.status, TABLE.c.folded)
    counted = sa.select(sa.func.count()).select_from(TABLE)
    for word in search.fold(words).split():
        page, counted = page.where(_has(word)), counted.where(_has(word))
    found = page.order_by(TABLE.c.folded, TABLE.c.n).limit(quick.at_most(limit)).offset(offset).subquery()
    rows = read.connection.execute(
        sa.select(
            found,
            counted.scalar_subquery().label("total"),
            sa.select(sa.func.max(_SEEN.c.at))
            .where(_SEEN.c.family_id == found.c.id)
            .scalar_subquery()
            .label("seen"),
            sa.select(sa.func.max(note.TABLE.c.at))
            .where(note.TABLE.c.family_id == found.c.id)
            .scalar_subquery()
            .label("noted"),
            sa.select(sa.func.count())
            .where(_DRAFT.c.family_id == found.c.id, _DRAFT.c.is_being_written)
            .where(base.may_hold(_DRAFT.c.scope, read.me))
            .scalar_subquery()
            .label("drafts"),
        ).order_by(found.c.folded)
    ).all()
    people = _people(read, [row.id for row in rows])
    lines = tuple(_line(row, people.get(row.id, []), read) for row in rows)
    return Caseload(lines, rows[0].total if rows else 0)


_FIELDS = quick.QuickList(
    sa.select(base.record.c.fields).where(
        base.record.c.id == quick.asked("family"), base.record.c.kind == "family"
    )
)
_MOVED_AWAY = quick.QuickList(
    sa.select(base.record.c.created_at, base.record.c.author)
    .where(base.record.c.family_id == quick.asked("family"), base.record.c.kind == "moved_away")
    .order_by(base.record.c.n.desc())
    .limit(quick.at_most("most"))
)


def family_file(read: acts.Reading, family_id: str) -> FamilyFile:
    """Everything that opens when a family is opened. Raises: RecordMissing."""
    found = _FIELDS.rows(read.connection, {"family": family_id})
    if not found:
        raise errors.RecordMissing
    fields = base.unpack(found[0].fields)
    return FamilyFile(
        id=base.FamilyId(family_id),
        reference=fields.get("reference", ""),
        name=fields.get("name", ""),
        initials=initials(fields.get("name", "")),
        status=fields.get("status", "open"),
        people=person.people(read, family_id),
        episodes=episode.episodes(read, family_id),
        notes=note.notes_of_family(read, family_id),
        forms=sheet.forms_of_family(read, family_id),
        moved_away=_moved_away(read, family_id),
        fields=fields,
    )


def named(read: acts.Reading, family_id: str) -> tuple[str, str]:
    """The family's name and reference; two empty texts for one that this desk does not hold."""
    wanted = sa.select(TABLE.c.name, TABLE.c.reference).where(TABLE.c.id == family_id)
    row = read.connection.execute(wanted).first()
    return (row.name, row.reference) if row is not None else ("", "")


def by_reference(read: acts.Reading, said: str) -> base.FamilyId | None:
    """The family with this reference, however its letters are cased, or None."""
    wanted = sa.select(TABLE.c.id).where(sa.func.upper(TABLE.c.reference) == said.strip().upper())
    found = read.connection.execute(wanted).scalar()
    return None if found is None else base.FamilyId(found)


def _has(word: str) -> sa.ColumnElement[bool]:
    inside = "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    named = sa.select(person.TABLE.c.family_id).where(person.TABLE.c.folded.like(inside, escape="!"))
    return sa.or_(TABLE.c.folded.like(inside, escape="!"), TABLE.c.id.in_(named))


def _people(read: acts.Reading, families: list[str]) -> dict[str, list[Any]]:
    wanted = (
        sa.select(person.TABLE)
        .where(person.TABLE.c.family_id.in_(families), person.TABLE.c.merged_into.is_(None))
        .order_by(person.TABLE.c.dob)
    )
    found: dict[str, list[Any]] = {}
    for row in read.connection.execute(wanted):
        found.setdefault(row.family_id, []).append(row)
    return found


def _line(row: Any, people: list[Any], read: acts.Reading) -> FamilyLine:
    today = read.clock.today()
    children = [one._mapping for one in people if person.is_child(one._mapping, today)]
    return FamilyLine(
        family_id=row.id,
        reference=row.reference,
        name=row.name,
        initials=initials(row.name),
        people_count=len(people),
        children=tuple((str(child["known_as"]), person.age(dict(child), today)) for child in children),
        last_seen=person.wall_time(row.seen),
        last_note_at=person.wall_time(row.noted),
        drafts=row.drafts,
        status=row.status,
    )


def _moved_away(read: acts.Reading, family_id: str, limit: int = 50) -> tuple[tuple[datetime, str], ...]:
    """One line for each record that was filed here by mistake: when and by whom, never what it was."""
    rows = _MOVED_AWAY.rows(read.connection, {"family": family_id, "most": limit})
    return tuple((row.created_at, row.author) for row in rows)


_REFERRED_TO = sa.select(TABLE.c.n).where(TABLE.c.reference == sa.bindparam("said"))


def _free(work: acts.Work, said: str) -> str:
    if work.connection.execute(_REFERRED_TO, {"said": said}).first():
        raise errors.ReferenceTaken(reference=said)
    return said


def _new_reference(work: acts.Work, prefix: str) -> str:
    while True:
        said = reference.make(prefix, work.clock.today().year)
        if work.connection.execute(_REFERRED_TO, {"said": said}).first() is None:
            return said


def _check(key: str) -> None:
    if key not in KEYS:
        raise errors.FieldUnknown(field=key)
