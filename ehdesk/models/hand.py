"""The act in hand: what a verb has changed so far, and the act as it will travel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from ehdesk.models import base, held
from ehdesk.rules import merge
from ehdesk.sync import protocol


@dataclass
class Pending:
    """One field of one record as this act leaves it; `was` and `value` are JSON, as revisions keep them."""

    record: held.Held
    edit: protocol.Edit
    was: str | None
    revision_n: int | None = None
    undoes: int | None = None


@dataclass(frozen=True)
class Voice:
    """Who set a field: the revision, and the act it belongs to; `content` and `was` while it is open."""

    revision_n: int
    act_n: int
    act_id: str
    part: int
    is_open: bool
    sitting: str | None
    opened_at: datetime
    by: str
    incarnation: str
    path: str
    content: bytes | None
    was: str | None


@dataclass(frozen=True)
class Overruled:
    """A value that this act said and that does not stand: what does, and the act that had said it."""

    record_n: int
    path: str
    said: Any
    stands: Any
    act_n: int | None


@dataclass(frozen=True)
class Kept:
    """One part as it was written: what the journal keeps too."""

    act_id: str
    part: int
    content: bytes


@dataclass
class InHand:
    """The act that is being made: what `keeping` writes. It gets its id when it is written.

    `content` and `said` are what stands there of an act that grows: as it is kept, and read."""

    id: str
    verb: str
    by: str
    at: datetime
    incarnation: str
    why: str | None
    sitting: str | None
    part: int = 1
    n: int | None = None
    opened_at: datetime | None = None
    content: bytes | None = None
    said: protocol.Act | None = None
    is_open: bool = False
    pending: dict[tuple[int, str], Pending] = field(default_factory=dict)
    closes: set[int] = field(default_factory=set)
    seconds: list[dict[str, Any]] = field(default_factory=list)
    overruled: list[Overruled] = field(default_factory=list)
    amended: list[tuple[int, Any]] = field(default_factory=list)
    rehomed: list[tuple[held.Held, str, held.Held, str]] = field(default_factory=list)


def edit_of(said: protocol.Act, record_id: str, path: str) -> protocol.Edit | None:
    """What an act said about one field of one record."""
    for change in said.changes:
        if change.record == record_id:
            return next((edit for edit in change.edits if edit.path == path), None)
    return None


def second(record: held.Held, path: str, kept: merge.Second, hand: InHand) -> dict[str, Any]:
    """A second version as it is written with the act."""
    value = None if kept.value is None else base.pack(kept.value)
    told = {"record_n": record.n, "path": path, "value": value, "reason": kept.reason}
    return {**told, "by": hand.by, "at": hand.at}


def with_cell(row: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """A row with one cell otherwise; None takes the cell away."""
    others = {key: each for key, each in row.items() if key != name}
    return others if value is None else {**others, name: value}


def said_as(pending: Pending, value: Any) -> tuple[protocol.Edit, Any]:
    """The edit as it will travel, and the value that stands after it (lists keep their order)."""
    path, upon = pending.edit.path, pending.edit.base
    if value is None and path.count("/") == 1:
        return protocol.Edit(path=path, base=upon, gone=True), None
    was = base.unpack(pending.was)
    listed = merge.list_difference(was, value)
    if listed is not None:
        add, remove = listed
        settled = merge.list_value(was, add, remove)
        return protocol.Edit(path=path, base=upon, add=add, remove=remove), settled or None
    return protocol.Edit(path=path, base=upon, value=value), value


def rebuilt(hand: InHand, changes: tuple[protocol.Change, ...]) -> protocol.Act:
    """The act as it will travel: an extended one is said again whole, with its newest edits."""
    if hand.said is not None:
        joined = _joined(hand.said.changes, changes)
        return msgspec.structs.replace(hand.said, part=hand.part, at=hand.at, changes=joined)
    return protocol.Act(
        id=hand.id,
        verb=hand.verb,
        by=hand.by,
        at=hand.at,
        incarnation=hand.incarnation,
        changes=changes,
        part=hand.part,
        why=hand.why,
    )


def _joined(
    said: tuple[protocol.Change, ...], newest: tuple[protocol.Change, ...]
) -> tuple[protocol.Change, ...]:
    """What an act had said, with its newest edits in the place of the old ones and new ones behind."""
    told = {change.record: change for change in said}
    for change in newest:
        before = told.get(change.record)
        edits = {edit.path: edit for edit in (*(before.edits if before else ()), *change.edits)}
        told[change.record] = msgspec.structs.replace(before or change, edits=tuple(edits.values()))
    return tuple(told.values())
