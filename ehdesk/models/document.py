"""Documents and photos of a family: what they are and of whom; their bytes lie in the vault's cabinet.

The record carries the SHA-256 and the size, so the journal and what travels stay small. The bytes are
on the disk twice and read back before the act that names them is committed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, practitioner
from ehdesk.vault import cabinet

KINDS = ("letter", "report", "drawing", "photo", "consent", "form", "other")
KEYS = frozenset({"title", "kind", "dated", "about", "note"})
"""What a worker says of a document; `about` holds the ids of people, `dated` may be partial."""
APART = "document" + base.RESTRICTED
"""The kind of a document that is kept apart: in the restricted scope, out of search and family copies."""

TABLE = sa.Table(
    "document",
    base.metadata,
    sa.Column("n", sa.ForeignKey("record.n"), primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("family_id", sa.String),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("dated", sa.String),
    sa.Column("media_type", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Index("document_of_family", "family_id"),
    sa.Index("document_by_content", "sha256"),
)


def _columns(standing: base.Standing) -> dict[str, Any]:
    fields = standing.fields
    return {
        "title": fields.get("title", ""),
        "kind": fields.get("kind", "other"),
        "dated": fields.get("dated"),
        "media_type": fields.get("media_type", ""),
        "size": fields.get("size", 0),
        "sha256": fields.get("sha256", ""),
    }


CONCEPT = base.Concept(TABLE, frozenset({"title", "kind", "dated", "media_type", "size", "sha256"}), _columns)


@dataclass(frozen=True)
class New:
    """What a worker says of a file that is added. `is_apart` keeps it out of family copies."""

    title: str
    kind: str = "other"
    dated: str | None = None
    about: tuple[str, ...] = ()
    note: str = ""
    media_type: str = "application/octet-stream"
    is_apart: bool = False


@dataclass(frozen=True)
class DocumentLine:
    """One document in a list. `size` is in bytes, `added_at` when it came in."""

    record_id: base.RecordId
    family_id: base.FamilyId
    title: str
    kind: str
    dated: str | None
    about: tuple[str, ...]
    note: str
    media_type: str
    size: int
    sha256: str
    is_apart: bool
    author_name: str
    added_at: datetime
    is_here: bool = True


@acts.act("document.added")
def add(
    work: acts.Work,
    family_id: str,
    content: bytes,
    new: New,
    *,
    go_on: cabinet.GoOn = cabinet.always,
    record_id: str | None = None,
) -> base.RecordId:
    """Keep a file of this family. The bytes are on the disk twice and checked when this returns.

    Raises: DocumentUnreadable for an empty one, DocumentTooLarge, AddingStopped, RecordMissing, DiskFull.
    """
    family = work.record(family_id)
    if not content:
        raise errors.DocumentUnreadable(reason="there is nothing in it")
    sha256 = work.bench.cabinet.put(content, go_on)
    told = {
        "title": new.title.strip() or "Untitled",
        "kind": new.kind,
        "dated": new.dated,
        "about": list(new.about) or None,
        "note": new.note.strip() or None,
        "media_type": new.media_type,
        "size": len(content),
        "sha256": sha256,
    }
    made = work.create(
        APART if new.is_apart else "document",
        base.family_scope(family.id, "restricted" if new.is_apart else "file"),
        family=family.id,
        record_id=record_id,
        fields=list(told.items()),
    )
    return base.RecordId(made.id)


@acts.act("document.changed", extends=True)
def change(work: acts.Work, record_id: str, key: str, value: Any) -> None:
    """Change what is said of a document, never its bytes. Raises: RecordMissing, FieldUnknown."""
    if key not in KEYS:
        raise errors.FieldUnknown(field=key)
    record = work.record(record_id)
    if record.kind.split(".")[0] != "document":
        raise errors.RecordMissing
    work.edit(record, key, value)


@acts.act("document.taken_away")
def take_away(work: acts.Work, record_id: str, why: str) -> None:
    """Take a document off the file, with a reason. Its record and its bytes stay in the history.

    Raises: RecordMissing, ReasonMissing.
    """
    if not why.strip():
        raise errors.ReasonMissing
    record = work.record(record_id)
    if record.kind.split(".")[0] != "document":
        raise errors.RecordMissing
    work.hand.why = why.strip()
    work.edit(record, "$status", "void")


_LINES = (
    sa.select(
        base.record.c.id,
        base.record.c.family_id,
        base.record.c.kind.label("record_kind"),
        base.record.c.created_at,
        base.record.c.fields,
        practitioner.called(base.record.c.author, practitioner.NOBODY).label("author_name"),
    )
    .join(TABLE, TABLE.c.n == base.record.c.n)
    .where(base.record.c.status != "void")
    .order_by(base.record.c.n.desc())
)


def documents(
    read: acts.Reading, family_id: str, *, limit: int = 100, offset: int = 0, audience: str | None = None
) -> tuple[DocumentLine, ...]:
    """The family's documents, the last added first; those kept apart only for who may read them."""
    wanted = _LINES.where(TABLE.c.family_id == family_id).limit(limit).offset(offset)
    if audience not in (None, "restricted"):
        wanted = wanted.where(base.record.c.kind == "document")
    return tuple(_line(read, row) for row in read.connection.execute(wanted))


def document(read: acts.Reading, record_id: str) -> DocumentLine:
    """One document. Raises: RecordMissing, also for one that was taken away."""
    row = read.connection.execute(_LINES.where(TABLE.c.id == record_id)).first()
    if row is None:
        raise errors.RecordMissing
    return _line(read, row)


def content(read: acts.Reading, record_id: str) -> bytes:
    """A document's bytes, checked against what the record says.

    Raises: RecordMissing, DocumentDamaged; DocumentNotHere where another desk added it and it has not come.
    """
    wanted = sa.select(TABLE.c.sha256).where(TABLE.c.id == record_id)
    sha256 = read.connection.execute(wanted).scalar()
    if sha256 is None:
        raise errors.RecordMissing
    if not read.bench.cabinet.holds(sha256) and came_from_elsewhere(read, sha256):
        raise errors.DocumentNotHere
    return read.bench.cabinet.read(sha256)


_IS_ENROLLED = sa.select(base.meta.c.key).where(base.meta.c.key == "centre")
_OURS = (
    sa.select(base.act.c.n)
    .join(base.revision, base.revision.c.act_n == base.act.c.n)
    .join(TABLE, TABLE.c.n == base.revision.c.record_n)
    .where(TABLE.c.sha256 == sa.bindparam("sha256"), base.revision.c.path == "sha256")
    .where(base.act.c.incarnation == sa.bindparam("life"))
    .limit(1)
)


def came_from_elsewhere(read: acts.Reading, sha256: str) -> bool:
    """Whether a file was added at another desk of the same centre: then its bytes come after the words."""
    if read.connection.execute(_IS_ENROLLED).first() is None:
        return False
    asked = {"sha256": sha256, "life": read.bench.incarnation}
    return read.connection.execute(_OURS, asked).first() is None


_NAMED = sa.select(TABLE.c.sha256)


def named(read: acts.Reading) -> set[str]:
    """The SHA-256 of every file that a record names, those taken away too."""
    return set(read.connection.execute(_NAMED).scalars())


def _line(read: acts.Reading, row: Any) -> DocumentLine:
    fields = base.unpack(row.fields)
    return DocumentLine(
        record_id=row.id,
        family_id=row.family_id,
        title=fields.get("title", ""),
        kind=fields.get("kind", "other"),
        dated=fields.get("dated"),
        about=tuple(fields.get("about") or ()),
        note=fields.get("note", ""),
        media_type=fields.get("media_type", ""),
        size=fields.get("size", 0),
        sha256=fields.get("sha256", ""),
        is_apart=row.record_kind == APART,
        author_name=row.author_name,
        added_at=row.created_at,
        is_here=read.bench.cabinet.holds(fields.get("sha256", "")),
    )
