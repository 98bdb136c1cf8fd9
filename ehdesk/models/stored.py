"""Records as they are stored, for export and for checks: everything of a family an audience may hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base

_AT_ONCE = 200
MOVED_AWAY = "moved_away"


@dataclass(frozen=True)
class Stored:
    """One record. `fields` are its answers by key and its own marks (`$status`, `$finished_at` …);
    `restricted` are those of its sibling, empty for an audience that may not hold them."""

    id: str
    kind: str
    scope: str
    family_id: str | None
    episode_id: str | None
    form: str | None
    form_version: int | None
    author: str
    created_at: datetime
    changed_at: datetime
    status: str
    fields: base.Fields
    restricted: base.Fields

    @property
    def answers(self) -> base.Fields:
        """The answers alone, without the record's own marks."""
        return {key: value for key, value in self.fields.items() if not key.startswith("$")}


def of_family(read: acts.Reading, family_id: str, *, audiences: frozenset[str]) -> tuple[Stored, ...]:
    """The family's own record first, then all its others in the order they were made.

    `audiences`: file, restricted, quality and practitioner (drafts that are only their author's).
    """
    found = _stored(read, base.record.c.family_id == family_id, audiences)
    return tuple(sorted(found, key=lambda one: one.id != family_id))  # what moved here may be older


def unfiled(read: acts.Reading) -> tuple[Stored, ...]:
    """Forms that wait until their family is chosen."""
    here = sa.and_(base.record.c.family_id.is_(None), base.record.c.form.is_not(None))
    return tuple(_stored(read, here, frozenset({"practitioner", "restricted"})))


def without_family(read: acts.Reading, kind: str) -> tuple[Stored, ...]:
    """What is not a form and belongs to no family: visits, copies given, printed paper."""
    here = sa.and_(base.record.c.family_id.is_(None), base.record.c.kind == kind)
    return tuple(_stored(read, here, frozenset({"practitioner"})))


def moved_away(read: acts.Reading, family_id: str) -> tuple[Stored, ...]:
    """The lines that something was filed here by mistake."""
    here = sa.and_(base.record.c.family_id == family_id, base.record.c.kind == MOVED_AWAY)
    return tuple(_stored(read, here, frozenset({"file"}), _ALL))


def practitioners(read: acts.Reading) -> tuple[Stored, ...]:
    """Everybody who wrote or is named."""
    here = base.record.c.kind == "practitioner"
    return tuple(_stored(read, here, frozenset({"practitioner"})))


def of_authority(read: acts.Reading, kind: str) -> tuple[Stored, ...]:
    """Records of one kind that belong to no family: agencies of the directory, links between people."""
    here = sa.and_(base.record.c.kind == kind, base.record.c.scope == "authority")
    return tuple(_stored(read, here, frozenset({"practitioner"})))


def families(read: acts.Reading) -> Iterator[base.FamilyId]:
    """Every family's id, in the order they were made."""
    last = 0
    while True:
        wanted = sa.select(base.record.c.n, base.record.c.id)
        wanted = wanted.where(base.record.c.kind == "family", base.record.c.n > last)
        rows = read.connection.execute(wanted.order_by(base.record.c.n).limit(_AT_ONCE)).all()
        if not rows:
            return
        yield from (base.FamilyId(row.id) for row in rows)
        last = rows[-1].n


def audience_of(scope: str) -> str:
    """file, restricted, quality, or practitioner."""
    return scope.rpartition("/")[2] if scope.startswith("family:") else "practitioner"


_SIBLING = base.record.alias("sibling")
_ALL = (
    sa.select(
        base.record,
        _SIBLING.c.fields.label("sibling_fields"),
    )
    .outerjoin(_SIBLING, _SIBLING.c.beside == base.record.c.id)
    .where(base.record.c.beside.is_(None))
    .order_by(base.record.c.n)
)
_STORED = _ALL.where(base.record.c.kind != MOVED_AWAY)


def _stored(
    read: acts.Reading,
    here: sa.ColumnElement[bool],
    audiences: frozenset[str],
    records: sa.Select[Any] = _STORED,
) -> Iterator[Stored]:
    for row in read.connection.execute(records.where(here)):
        if audience_of(row.scope) in audiences:
            yield _one(row, hidden="restricted" not in audiences)


def _one(row: Any, *, hidden: bool) -> Stored:
    names = ("id", "kind", "scope", "family_id", "episode_id", "form", "form_version", "author")
    told = {name: getattr(row, name) for name in (*names, "created_at", "changed_at", "status")}
    beside = {} if hidden else base.unpack(row.sibling_fields) or {}
    return Stored(**told, fields=base.unpack(row.fields), restricted=beside)
