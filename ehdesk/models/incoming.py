"""Acts of others that meet nothing of this desk's: a run of them is read, applied and written set-wise.

What they come to is what `arrivals` makes of each by itself: the records as they stand after all of them, and
of every act its revisions, its line in the trail and its receipt. Whatever is not as plain as that (something
of ours waits on the record, a value that two people set, a row and its cells at once) goes the long way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.models import acts, base, fresh, held, keeping, lookup, quick, quiet, replay, trail
from ehdesk.rules import merge, paths
from ehdesk.sync import protocol

_KNOWN = quick.Quick(sa.select(base.act.c.id).where(base.act.c.id.in_(quiet.SOME)))
_ALONE = frozenset({"$version", "address_confidential_from"})
"""What makes more of an act than the fields that it sets."""
_ALONE_LATER = _ALONE | {"$author", "$created_at"}
"""The same of an act that does not make the record: its columns of these are filled once, when it is made."""

_STAND = quick.Quick(sa.select(*lookup.STANDS).where(base.record.c.id.in_(quiet.SOME)))
_RECEIPTS = quick.QuickRows(sa.insert(base.receipt))
_SETTLED = quick.QuickMany(sa.insert(base.settled))


def plain(work: acts.Work, arrivals: Sequence[protocol.Arrival], filed: frozenset[str]) -> set[str]:
    """The ids of those acts that may be taken in set-wise. `filed`: the records that acts of ours file."""
    ids = [each.act.id for each in arrivals]
    known = {row[0] for row in _KNOWN.every(work.connection, {"some": base.pack(ids)})}
    known |= {act_id for act_id in ids if ids.count(act_id) > 1} if len(set(ids)) < len(ids) else set()
    loud = filed | quiet.loud(work, {change.record for each in arrivals for change in each.act.changes})
    return {
        each.act.id
        for each in arrivals
        if each.act.id not in known
        and not each.gone
        and not each.beside
        and loud.isdisjoint(change.record for change in each.act.changes)
        and _is_plain(each)
    }


def _is_plain(arrival: protocol.Arrival) -> bool:
    settled = arrival.settled
    said = {(one.record, one.path) for one in settled} if settled else set()
    for change in arrival.act.changes:
        own = tuple([edit.path for edit in change.edits])
        if said:
            said.difference_update((change.record, path) for path in own)
        if not _are_plain(own, is_new=change.new):
            return False
        for edit in change.edits:
            if edit.seconds or (edit.value is msgspec.UNSET and edit.keeps):
                return False
    return not settled or not (said or any(one.reason for one in settled))


@lru_cache(maxsize=1024)
def _are_plain(own: tuple[str, ...], *, is_new: bool) -> bool:
    """Whether these paths of one change set fields and no more. Hundreds of acts say the same ones."""
    keys = {path.partition("/")[0] for path in own}
    if not (_ALONE if is_new else _ALONE_LATER).isdisjoint(keys):
        return False
    return len(keys) == len(own) or _lie_apart(own)


def _lie_apart(own: Sequence[str]) -> bool:
    """No path lies within another."""
    above = {path.rpartition("/")[0] for path in own} | {
        path.partition("/")[0] for path in own if "/" in path
    }
    return above.isdisjoint(own) and len(set(own)) == len(own)


@dataclass
class _Run:
    """The rows that a run of acts adds, beside the records themselves, in the order of their columns.
    `newest` is the newest revision of each field of a record, by its number and the path."""

    work: acts.Work
    acts: list[tuple[Any, ...]] = field(default_factory=list)
    revisions: list[tuple[Any, ...]] = field(default_factory=list)
    newest: dict[tuple[int, str], int] = field(default_factory=dict)
    settled: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[tuple[Any, ...]] = field(default_factory=list)
    told: list[trail.Done] = field(default_factory=list)


def take_in(work: acts.Work, arrivals: Sequence[protocol.Arrival]) -> None:
    """Take in a run of acts that are `plain`, in their order."""
    _find_all(work, {change.record for each in arrivals for change in each.act.changes})
    run, making = _Run(work), fresh.Making(work, arrivals, work.records)
    first_n = work.bench.next_n("act", len(arrivals))
    for n, arrival in enumerate(arrivals, start=first_n):
        act, at = arrival.act, base.stamp(arrival.act.at)
        touched = making.add(n, act, at) if act.id in making.acts else _apply(run, n, arrival)
        content = bytes(arrival.content)
        run.acts.append(keeping.act_row(n, act, at, content))
        run.receipts.append((n, "taken", arrival.number, base.stamp(arrival.received_at), "", None))
        run.told.append(trail.Done(act, touched, content))
    making.begin()
    keeping.write_all(work, run.acts, run.revisions, run.newest)
    making.finish()
    _SETTLED.put(work.connection, run.settled)
    _RECEIPTS.put(work.connection, run.receipts)
    trail.add_all(work, run.told)


def _find_all(work: acts.Work, ids: Iterable[str]) -> None:
    """Take every record that is here into the hand; one that is not is made by the act that brings it."""
    for row in _STAND.every(work.connection, {"some": base.pack(list(ids))}):
        found = lookup.record(row)
        work.records[found.id] = found


def _apply(run: _Run, n: int, arrival: protocol.Arrival) -> str | None:
    """One act, whose number is `n`, upon the records in the hand; gives the first that it changed."""
    work, act = run.work, arrival.act
    replay.take_up(work, act)
    settled = {(one.record, one.path): one for one in arrival.settled}
    first = None
    for change in act.changes:
        record = work.records.get(change.record)
        is_changed = record is None
        record = record or replay.made(work, change)
        if (record.scope, record.family_id, record.episode_id) != _lies_in(change):
            work.move(record, *_lies_in(change))
            is_changed = True
        is_changed |= _put_all(run, n, record, change.edits, settled)
        first = first or (record.id if is_changed else None)
    return first


def _lies_in(change: protocol.Change) -> tuple[str, str | None, str | None]:
    return change.scope, change.family, change.episode


def _put_all(
    run: _Run,
    act_n: int,
    record: held.Held,
    edits: Sequence[protocol.Edit],
    settled: Mapping[tuple[str, str], protocol.Settled],
) -> bool:
    """Whether the edits said anything of the record."""
    fields, next_n, before = record.fields, run.work.bench.next_n, len(run.revisions)
    for edit in edits:
        path = edit.path
        said = settled.get((record.id, path)) if settled else None
        was = paths.get(fields, path)
        is_value = said is None and _is_value(edit)
        value = edit.value if is_value else _stands(edit, said)
        if not paths.put(fields, path, value):
            continue  # a cell of a row that is not here
        record.touched.add(path.partition("/")[0])
        record.changed_at = run.work.hand.at
        n = next_n("revision")
        run.revisions.append((n, act_n, record.n, path, None if was is None else base.pack(was), None))
        run.newest[record.n, path] = n
        if not is_value and value != merge.merge(was, was, edit).value:
            run.settled.append({"revision_n": n, "value": None if value is None else base.pack(value)})
    return len(run.revisions) > before


def _stands(edit: protocol.Edit, said: protocol.Settled | None) -> Any:
    """What stands at the centre after an edit."""
    return merge.merge(None, None, edit).value if said is None else said.value


def _is_value(edit: protocol.Edit) -> bool:
    """Whether an edit says itself what becomes of the field."""
    return edit.value is not msgspec.UNSET and not (edit.add or edit.remove or edit.gone)


def runs(
    said: Iterable[protocol.Ack | protocol.Arrival], plainly: set[str]
) -> Iterable[list[protocol.Arrival] | protocol.Ack | protocol.Arrival]:
    """What was said, in its order, with the acts of `plainly` that follow upon one another as one run."""
    run: list[protocol.Arrival] = []
    for each in said:
        if isinstance(each, protocol.Arrival) and each.act.id in plainly:
            run.append(each)
            continue
        if run:
            yield run
            run = []
        yield each
    if run:
        yield run
