"""Two versions of one field: what waits for a person to settle it, and what became of each.

Where two people set the same field, one value stands and the other is kept beside it. It waits for as long
as it takes (`choosing` has the acts that settle it); what was not chosen stays in the history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, history, practitioner, quick
from ehdesk.rules import merge, paths

_MOST = 500
REMOVED, APART = "edited and removed", "settled otherwise"
"""Reasons: somebody wrote in what another took away; two people settled the same field, not alike."""


@dataclass(frozen=True)
class Version:
    """One of the values: whose, and when it was written. None stands for "nothing", or a row taken away."""

    value: Any
    who: str
    by: str
    at: datetime | None
    is_mine: bool = False


@dataclass(frozen=True)
class Two:
    """One field with a value that stands and others beside it, the newest of each author.

    `seconds` are the acts whose words are beside it, the older ones of an author too.
    `home_id` is the record that holds the field: the restricted sibling of `record_id`, or itself.
    `is_restricted` says that it lies apart, for those who may read restricted answers: in a sibling, or as a
    document that is kept apart. `is_row` says that the field is a row of a table. `needs_reason`: another
    value can only be put in by amending a finished form.
    """

    record_id: str
    home_id: str
    kind: str
    form: str | None
    form_version: int | None
    title: str
    family_id: str | None
    path: str
    now: Version
    others: tuple[Version, ...]
    reason: str
    needs_reason: bool
    seconds: tuple[str, ...] = ()
    is_restricted: bool = False

    @property
    def is_row(self) -> bool:
        """Whether it is a whole row of a table."""
        return self.path.count("/") == 1

    @property
    def at(self) -> datetime | None:
        """When the newest of the others was written."""
        return max((one.at for one in self.others if one.at is not None), default=None)


# What waits


_WHO = practitioner.called(base.second_version.c.by).label("who")
_SPOKE = practitioner.called(base.act.c.by).label("who")
_TITLES = ("title", "name", "known_as", "given_names")
_MAIN = base.record.alias("main")
_OPEN = (
    sa.select(
        base.second_version,
        base.record.c.id.label("home_id"),
        base.record.c.kind,
        base.record.c.beside,
        base.record.c.form,
        base.record.c.form_version,
        base.record.c.family_id,
        base.record.c.fields,
        sa.func.coalesce(_MAIN.c.status, base.record.c.status).label("stands"),
        _WHO,
    )
    .join(base.record, base.record.c.n == base.second_version.c.record_n)
    .outerjoin(_MAIN, _MAIN.c.id == base.record.c.beside)
    .where(
        base.second_version.c.settled_by.is_(None),
        sa.not_(base.second_version.c.path.startswith("$", autoescape=True)),
        sa.not_(base.second_version.c.path.endswith("/rank", autoescape=True)),
        base.may_hold(base.record.c.scope, sa.bindparam("me")),
        sa.func.coalesce(_MAIN.c.status, base.record.c.status) != "void",
    )
    .order_by(base.second_version.c.n)
    .limit(quick.at_most(_MOST))
)
_OF_RECORD = sa.or_(
    base.record.c.id == sa.bindparam("id"), base.record.c.beside == sa.bindparam("sibling_of")
)
_OF_FAMILY = base.record.c.family_id == sa.bindparam("family_id")

_Voices = Mapping[tuple[int, str], Any]
_ASKED = sa.func.json_each(sa.bindparam("asked")).table_valued("value")
_N, _PATH, _ROW = (sa.func.json_extract(_ASKED.c.value, f"$[{place}]") for place in range(3))
_SAID = base.revision.alias("said")
_INSIDE = sa.and_(_SAID.c.path > _PATH + "/", _SAID.c.path < _PATH + "0")  # "0" comes after "/"
_NEWEST = (
    sa.select(sa.func.max(_SAID.c.n))
    .where(_SAID.c.record_n == _N, sa.or_(_SAID.c.path == _PATH, _SAID.c.path == _ROW, _INSIDE))
    .correlate(_ASKED)
    .scalar_subquery()
)
_LAST = (
    sa.select(_PATH.label("asked_path"), base.revision, base.act.c.by, base.act.c.at, _SPOKE)
    .select_from(_ASKED)
    .join(base.revision, base.revision.c.n == _NEWEST)
    .join(base.act, base.act.c.n == base.revision.c.act_n)
)


def waiting(
    read: acts.Reading,
    *,
    record_id: str | None = None,
    family_id: str | None = None,
    audience: str | None = None,
) -> tuple[Two, ...]:
    """The fields with two versions: all on this desk, or those of a record or of a family. `audience` as for
    `form.sheet`. The one that was written in last comes first."""
    found = _unlike(_rows(read, record_id, family_id, audience))
    voices = _voices(read, found)
    told = [_two(read, rows, voices) for rows in found]
    return tuple(sorted(told, key=lambda one: one.at or datetime.min, reverse=True))


def paths_of(
    read: acts.Reading, record_id: str, *, audience: str | None = None
) -> dict[str, tuple[str, ...]]:
    """Which fields of a record have two versions, and whose the others are."""
    return {
        one.path: tuple(dict.fromkeys(each.who for each in one.others))
        for one in waiting(read, record_id=record_id, audience=audience)
    }


_FIELDS = sa.select(base.record.c.fields).where(base.record.c.id == sa.bindparam("id"))


def row_of(read: acts.Reading, two: Two) -> base.Fields:
    """The row in which the field lies, as it stands or as it was; empty for what lies in none."""
    if "/" not in two.path:
        return {}
    row = paths.row_of(two.path)
    for home_id in dict.fromkeys((two.record_id, two.home_id)):
        stands = paths.get(base.unpack(read.connection.execute(_FIELDS, {"id": home_id}).scalar()) or {}, row)
        if merge.is_table_row(stands):
            return dict(stands)
    told = history.history(read, two.home_id, row, audience="file")
    return next((dict(one.value) for one in told if one.path == row and merge.is_table_row(one.value)), {})


def count(read: acts.Reading) -> int:
    """How many fields on this desk have two versions."""
    return len(_unlike(_rows(read, None, None, None)))


def _rows(
    read: acts.Reading, record_id: str | None, family_id: str | None, audience: str | None
) -> Sequence[Any]:
    wanted = _OPEN
    asked: dict[str, str | None] = {"me": read.me}
    may_read = history.may_read_restricted(audience)
    if record_id is not None:
        wanted = wanted.where(_OF_RECORD)
        asked |= {"id": record_id, "sibling_of": record_id if may_read else None}
    elif not may_read:
        wanted = wanted.where(
            base.record.c.beside.is_(None), sa.not_(base.record.c.kind.endswith(base.RESTRICTED))
        )
    if family_id is not None:
        wanted, asked = wanted.where(_OF_FAMILY), {**asked, "family_id": family_id}
    return read.connection.execute(wanted, asked).all()


def _unlike(rows: Sequence[Any]) -> list[list[Any]]:
    """What is beside each field, without the fields where the others say what stands."""
    grouped: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        grouped.setdefault((row.record_n, row.path), []).append(row)
    return [rows for rows in grouped.values() if _others(rows)]


def _others(rows: Sequence[Any]) -> list[Any]:
    """The newest of each author that says something else than what stands."""
    value = paths.get(base.unpack(rows[0].fields), rows[0].path)
    return [row for row in {row.by: row for row in rows}.values() if not _is_said(value, row)]


def _voices(read: acts.Reading, found: Sequence[Sequence[Any]]) -> _Voices:
    """Who spoke last in each of these fields, all in one statement."""
    asked = [(rows[0].record_n, rows[0].path, paths.row_of(rows[0].path)) for rows in found]
    rows = read.connection.execute(_LAST, {"asked": base.pack(asked)}) if asked else ()
    return {(row.record_n, row.asked_path): row for row in rows}


def _two(read: acts.Reading, rows: Sequence[Any], voices: _Voices) -> Two:
    first, fields = rows[0], base.unpack(rows[0].fields)
    value = paths.get(fields, first.path)
    added = frozenset(row.by for row in rows if row.reason not in (REMOVED, APART))
    now = _now(read, first, value, added, voices.get((first.record_n, first.path)))
    others = [_other(read, first, row, now) for row in _others(rows)]
    is_apart = first.kind.endswith(base.RESTRICTED)
    is_document_apart = is_apart and not first.beside
    is_note = first.kind.removesuffix(base.RESTRICTED) == "note"
    return Two(
        record_id=first.beside or first.home_id,
        home_id=first.home_id,
        kind=first.kind.removesuffix(base.RESTRICTED),
        form=first.form,
        form_version=first.form_version,
        title="" if is_document_apart else _title(first.form, fields),
        family_id=first.family_id,
        path=first.path,
        now=now,
        others=tuple(others),
        reason=rows[-1].reason,
        seconds=tuple(row.act_id for row in rows),
        needs_reason=first.stands in ("finished", "amended") and not is_note,
        is_restricted=is_apart,
    )


def _title(form: str | None, fields: base.Fields) -> str:
    return next((str(fields[key]) for key in _TITLES if not form and fields.get(key)), "")


def _is_said(value: Any, row: Any) -> bool:
    """Whether the other one says what stands: a place in the table is no word of it."""
    return bool(_without_rank(value) == _without_rank(base.unpack(row.value)))


def _without_rank(value: Any) -> Any:
    return {k: v for k, v in value.items() if k != "rank"} if merge.is_table_row(value) else value


def _now(read: acts.Reading, first: Any, value: Any, beside: frozenset[str], voice: Any) -> Version:
    """What stands, and whose it is. A row that two people added holds cells of both, and the second one came
    into it last: what stands in the cells that both wrote is the other's, and so the row is theirs."""
    if voice is None:
        return Version(value, "", "", None)
    if merge.is_table_row(value) and voice.by in beside and voice.path == first.path:
        told = history.history(read, first.home_id, first.path, audience="file")
        voice = next((one for one in told if one.path == first.path and one.by not in beside), voice)
    return Version(value, voice.who, voice.by, voice.at, voice.by == read.me)


def _other(read: acts.Reading, first: Any, row: Any, now: Version) -> Version:
    value = base.unpack(row.value)
    if row.reason == REMOVED and value is None and row.by == now.by:
        # Whose words brought it back is not who took it away.
        told = history.history(read, first.home_id, first.path, audience="file")
        took = next((one for one in told if one.value is None and one.path == first.path), None)
        if took is not None:
            return Version(None, took.who, took.by, took.at, took.by == read.me)
    return Version(value, row.who, row.by, row.at, row.by == read.me)


# What became of them


@dataclass(frozen=True)
class Beside:
    """A second version that a field has or had; `settled_by` and `settled_at` once somebody settled it."""

    version: Version
    path: str
    settled_by: str = ""
    settled_at: datetime | None = None


_BESIDE = (
    sa.select(
        base.second_version,
        _WHO,
        practitioner.called(base.act.c.by, practitioner.NOBODY).label("settler"),
        base.act.c.at.label("settled_at"),
    )
    .join(base.record, base.record.c.n == base.second_version.c.record_n)
    .outerjoin(base.act, base.act.c.id == base.second_version.c.settled_by)
    .where(
        _OF_RECORD,
        sa.or_(
            base.second_version.c.path == sa.bindparam("path"),
            base.second_version.c.path.startswith(sa.bindparam("inside"), autoescape=False),
        ),
    )
    .order_by(base.second_version.c.n.desc())
    .limit(quick.at_most(_MOST))
)


def beside(
    read: acts.Reading, record_id: str, path: str, *, audience: str | None = None
) -> tuple[Beside, ...]:
    """Every second version that a field (or anything in it) has had, the newest first."""
    sibling_of = record_id if history.may_read_restricted(audience) else None
    asked = {"id": record_id, "sibling_of": sibling_of, "path": path, "inside": path + "/"}
    return tuple(
        Beside(
            Version(base.unpack(row.value), row.who, row.by, row.at, row.by == read.me),
            row.path,
            row.settler,
            row.settled_at,
        )
        for row in read.connection.execute(_BESIDE, asked)
    )
