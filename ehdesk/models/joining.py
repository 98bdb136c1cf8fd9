"""Joining two records of one human in one family: fields that differ are chosen, and it can be undone.

The joined record stays, readable and unchanged but for the mark where it went; whatever points to it
shows the one that stands (`person.stands_for`). Undoing puts both back as they were; what somebody
wrote into the standing record since stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, held, linking, person, practitioner, taking_back
from ehdesk.rules import merge

Choice = Literal["kept", "other", "both"]
JOINED = "person.joined"
_TABLES = ("relationships", "stays", "phones", "addresses", "protected_phones", "protected_addresses")
_HIDDEN_FROM = "address_confidential_from"


@dataclass(frozen=True)
class Differing:
    """A field that both records answer, each in its own way. `may_be_both`: the two can stand together."""

    key: str
    kept: Any
    other: Any
    may_be_both: bool
    is_restricted: bool


@dataclass(frozen=True)
class Joined:
    """A record that was joined to another one: which, into which, when and by whom."""

    person_id: base.PersonId
    name: str
    kept_id: base.PersonId
    kept_name: str
    at: datetime
    by_name: str


@acts.act(JOINED)
def join(work: acts.Work, kept_id: str, other_id: str, chosen: Mapping[str, Choice] | None = None) -> None:
    """Join `other_id` to `kept_id`. `chosen` says for each field that differs which value stands.

    Without a choice the kept record's value stands; warnings about contact are always both kept. Rows
    of tables come together. Raises: RecordMissing, NotOnePerson (not linked, or of two families),
    RecordJoined, ProtectBothFirst.
    """
    kept, other = work.record(kept_id), work.record(other_id)
    _check(work, kept, other)
    beside_kept, beside = work.sibling(kept), work.sibling(other)
    apart = dict(beside.fields) if beside else {}
    apart_kept = dict(beside_kept.fields) if beside_kept else {}
    for each in filter(None, (kept, other, beside_kept, beside)):
        work.close_acts(each)
    said, here = {**other.fields, **apart}, {**kept.fields, **apart_kept}
    for key, value in said.items():
        if key.startswith("$") or key == _HIDDEN_FROM:
            continue
        if key in _TABLES:
            _join_table(work, kept, key, here.get(key) or {}, value)
        else:
            _join_field(work, kept_id, key, here.get(key), value, (chosen or {}).get(key))
    work.edit(other, person.MERGED_INTO, kept_id)
    work.edit(other, "$status", "void")


@acts.act("person.parted")
def part(work: acts.Work, other_id: str) -> int:
    """Undo a joining: both records are as they were. How many fields stay because they were changed since.

    Raises: RecordMissing, NothingToUndo where it was joined to nothing, LaterJoinFirst.
    """
    other = work.record(other_id)
    kept_id = other.fields.get(person.MERGED_INTO)
    if not kept_id:
        raise errors.NothingToUndo
    kept = work.find(kept_id)
    if kept is not None and kept.fields.get(person.MERGED_INTO):
        raise errors.LaterJoinFirst
    voice = work.voice(other, person.MERGED_INTO)
    left = taking_back.revert(work, voice.act_n) if voice is not None and _is_join(work, voice.act_n) else 0
    for mark in (person.MERGED_INTO, "$status"):  # a bundle brought them, or something touched them since
        work.edit(other, mark, None)
    return left


def differences(
    read: acts.Reading, kept_id: str, other_id: str, *, whole: bool = False
) -> tuple[Differing, ...]:
    """The fields that both records answer differently; those kept apart from the file only when `whole`."""
    found = _open_differences(_fields(read, kept_id), _fields(read, other_id), restricted=False)
    if whole:
        apart = person.restricted(read, kept_id), person.restricted(read, other_id)
        found += _open_differences(*apart, restricted=True)
    return tuple(found)


def joined_into(read: acts.Reading, person_id: str) -> Joined | None:
    """Where a record went, or None while it stands by itself."""
    row = read.connection.execute(_JOINED.where(person.TABLE.c.id == person_id)).first()
    return None if row is None else _joined(read, row)


def joined_from(read: acts.Reading, kept_id: str, limit: int = 50) -> tuple[Joined, ...]:
    """The records that were joined to this one, newest first."""
    rows = read.connection.execute(_JOINED.where(person.TABLE.c.merged_into == kept_id).limit(limit))
    found = [_joined(read, row) for row in rows.all()]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _check(work: acts.Work, kept: held.Held, other: held.Held) -> None:
    if any(one.fields.get(person.MERGED_INTO) for one in (kept, other)):
        raise errors.RecordJoined
    is_one_family = kept.kind == other.kind == "person" and kept.family_id == other.family_id
    if not is_one_family or kept.id == other.id or not linking.are_linked(work, kept.id, other.id):
        raise errors.NotOnePerson
    hidden, said = (_hidden_from(work, one) for one in (kept, other))
    leads_there = any(other.fields.get(key) for key in person.PROTECTED)
    if hidden != said and (said or leads_there):
        raise errors.ProtectBothFirst


def _hidden_from(work: acts.Work, one: held.Held) -> set[str]:
    sibling = work.sibling(one)
    return {base.pack(who) for who in (sibling.fields.get(_HIDDEN_FROM) or ())} if sibling else set()


def _join_field(
    work: acts.Work, kept_id: str, key: str, here: Any, value: Any, choice: Choice | None
) -> None:
    if here == value or value in (None, "", []):
        return
    if here in (None, "", []):
        person.change_person(work, kept_id, key, value)
        return
    if choice is None:
        choice = "both" if key == "contact_warning" else "kept"
    if choice == "other":
        person.change_person(work, kept_id, key, value)
    elif choice == "both":
        person.change_person(work, kept_id, key, _both(here, value))


def _both(here: Any, value: Any) -> Any:
    if merge.is_list(here) and merge.is_list(value):
        return merge.list_value(here, value, ())
    if isinstance(here, str) and isinstance(value, str):
        return f"{here}\n{value}"
    return here


def _join_table(work: acts.Work, kept: held.Held, key: str, here: base.Fields, rows: base.Fields) -> None:
    """Rows that are not there yet come in; of one that is there the empty cells are filled."""
    known = [_without_rank(row) for row in here.values()]
    last = max((str(row.get("rank", "")) for row in here.values()), default=None)
    for row_id, row in merge.ordered(rows):
        if row_id in here:
            for cell, value in row.items():
                if here[row_id].get(cell) in (None, "") and value not in (None, ""):
                    person.change_person(work, kept.id, f"{key}/{row_id}/{cell}", value)
        elif row.get("person") != kept.id and _without_rank(row) not in known:
            last = merge.rank_between(last, None)
            person.change_person(work, kept.id, f"{key}/{row_id}", {**row, "rank": last})


def _without_rank(row: Mapping[str, Any]) -> dict[str, Any]:
    return {cell: value for cell, value in row.items() if cell != "rank"}


def _is_join(work: acts.Work, act_n: int) -> bool:
    verb = work.connection.execute(sa.select(base.act.c.verb).where(base.act.c.n == act_n)).scalar()
    return verb == JOINED


def _fields(read: acts.Reading, person_id: str) -> base.Fields:
    wanted = sa.select(base.record.c.fields).where(
        base.record.c.id == person_id, base.record.c.kind == "person"
    )
    fields: base.Fields | None = base.unpack(read.connection.execute(wanted).scalar())
    if fields is None:
        raise errors.RecordMissing
    return fields


def _open_differences(one: base.Fields, other: base.Fields, *, restricted: bool) -> list[Differing]:
    found = []
    for key, kept, said in _in_both(one, other):
        may_be_both = (merge.is_list(kept) and merge.is_list(said)) or key in (
            *("contact_warning", "access_needs", "former_names", "not_involved_reason"),
        )
        found.append(Differing(key, kept, said, may_be_both, restricted))
    return found


def _in_both(one: base.Fields, other: base.Fields) -> Iterator[tuple[str, Any, Any]]:
    for key, kept in one.items():
        said = other.get(key)
        unlike = said not in (None, "", []) and kept not in (None, "", []) and said != kept
        if unlike and key not in _TABLES and key != _HIDDEN_FROM and not key.startswith("$"):
            yield key, kept, said


_JOINED = sa.select(person.TABLE.c.id, person.TABLE.c.full_name, person.TABLE.c.merged_into).where(
    person.TABLE.c.merged_into.is_not(None)
)
_SET = (
    sa.select(base.act.c.at, practitioner.called(base.act.c.by).label("name"))
    .select_from(
        base.field.join(base.revision, base.revision.c.n == base.field.c.revision_n)
        .join(base.act)
        .join(base.record, base.record.c.n == base.field.c.record_n)
    )
    .where(base.record.c.id == sa.bindparam("id"), base.field.c.path == person.MERGED_INTO)
)


def _joined(read: acts.Reading, row: Any) -> Joined:
    said: Any = read.connection.execute(_SET, {"id": row.id}).one()
    wanted = sa.select(person.TABLE.c.full_name).where(person.TABLE.c.id == row.merged_into)
    kept = read.connection.execute(wanted).scalar() or ""
    into = base.PersonId(row.merged_into)
    return Joined(row.id, row.full_name, into, kept, said.at, said.name)
