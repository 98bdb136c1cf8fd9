"""Answers that change nothing but that an act was answered: written set-wise, without reading the acts.

A record is quiet where nobody else has a word in it: no ground is kept of it, it has no second versions,
others' acts of the same answer leave it alone, and of ours nothing waits on it beyond what is answered now.
Then it is its own ground, as it stands.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, moving, out_of_sight, quick
from ehdesk.rules import paths, rights
from ehdesk.sync import protocol

SOME = sa.select(sa.func.json_each(sa.bindparam("some")).table_valued("value").c.value)
"""The keys that a query is asked for (see `rows`), as one parameter: hundreds take longer than the query."""

_ACTS = quick.QuickList(
    sa.select(base.act.c.n, base.act.c.id).where(base.act.c.id.in_(SOME), base.unanswered())
)
_FILES = sa.or_(*(base.act.c.verb == verb for verb in sorted(rights.FILING)))
_FILING = quick.QuickList(sa.select(base.act.c.n, base.act.c.content).where(base.act.c.n.in_(SOME), _FILES))
_TOUCHED = quick.QuickList(
    sa.select(base.revision.c.act_n, base.revision.c.record_n)
    .distinct()
    .where(base.revision.c.act_n.in_(SOME))
)
_TOUCHING = quick.QuickList(
    sa.select(base.revision.c.act_n, base.revision.c.record_n)
    .distinct()
    .where(
        base.revision.c.record_n.in_(SOME),
        sa.exists().where(base.waiting.c.act_n == base.revision.c.act_n),
    )
)
_WITH_GROUND = quick.QuickList(sa.select(base.ground.c.record_n).where(base.ground.c.record_n.in_(SOME)))
_WITH_SECONDS = quick.QuickList(
    sa.select(base.second_version.c.record_n).where(base.second_version.c.record_n.in_(SOME))
)
_NUMBERS = quick.QuickList(sa.select(base.record.c.n, base.record.c.id).where(base.record.c.id.in_(SOME)))
_FIELDS = quick.QuickList(sa.select(base.record.c.id, base.record.c.fields).where(base.record.c.id.in_(SOME)))
_RECEIPT = quick.QuickRows(sa.insert(base.receipt))


@dataclass(frozen=True)
class _Answered:
    """What was answered: the number of each act by its id, and the records that each of them touched."""

    numbers: Mapping[str, int]
    touched: Mapping[int, frozenset[int]]


def take(
    work: acts.Work,
    acks: Sequence[protocol.Ack],
    arrivals: Sequence[protocol.Arrival],
    answered_n: int | None,
) -> set[str]:
    """Write the receipts of all acts whose records are quiet; gives their ids. `answered_n`: the proof."""
    taken = [ack for ack in acks if ack.verdict == "taken"]
    if not taken:
        return set()
    found = _answered(work, taken)
    quiet = _quiet(work, found, acks, arrivals)
    done = [ack for ack in taken if found.numbers.get(ack.act) in quiet]
    at = base.stamp(work.at)
    lines = [(found.numbers[ack.act], ack.verdict, ack.number, at, ack.reason, answered_n) for ack in done]
    _RECEIPT.put(work.connection, lines)
    return {ack.act for ack in done}


def are_apart(read: acts.Reading, acks: Sequence[protocol.Ack], arrivals: Sequence[protocol.Arrival]) -> bool:
    """Whether others' acts of an answer leave alone every record that acts of ours in it touched, also those
    that are not here yet."""
    named = out_of_sight.named(read, [ack.act for ack in acks])
    if any(change.record in named for each in arrivals for change in each.act.changes):
        return False
    numbers = [row.n for row in rows(read, _ACTS, [ack.act for ack in acks])]
    ours = {record_n for _, record_n in _touched(read, numbers)}
    return ours.isdisjoint(_named(read, arrivals))


def loud(work: acts.Work, ids: Iterable[str]) -> set[str]:
    """Which of these records are not quiet while others' acts come in; those that ours file apart."""
    numbers = {row.n: row.id for row in rows(work, _NUMBERS, ids)}
    found = _with_others(work, numbers) | _waited_on(work, numbers, ())
    return {numbers[n] for n in found}


def _answered(work: acts.Work, taken: Sequence[protocol.Ack]) -> _Answered:
    numbers = {row.id: row.n for row in rows(work, _ACTS, [ack.act for ack in taken])}
    touched: dict[int, set[int]] = {n: set() for n in numbers.values()}
    for act_n, record_n in _touched(work, touched):
        touched[act_n].add(record_n)
    return _Answered(numbers, {n: frozenset(some) for n, some in touched.items()})


def _quiet(
    work: acts.Work, found: _Answered, acks: Sequence[protocol.Ack], arrivals: Sequence[protocol.Arrival]
) -> set[int]:
    """The numbers of the acts that touch quiet records only. What a loud act touches is loud, too; one that
    speaks of a record which is not here, or comes only now, is not quiet either."""
    every = frozenset[int]().union(*found.touched.values())
    heard = _spoken_of(work, acks, arrivals)
    loud = heard | _with_others(work, every) | _waited_on(work, every, found.touched)
    moved = {n for n, some in found.touched.items() if some}  # the others may move something at the centre
    left = moved - _told_otherwise(work, acks, found) - out_of_sight.waiting(work).keys()
    loud = loud.union(*(some for n, some in found.touched.items() if n not in left))
    while True:
        fell = {n for n in left if found.touched[n] & loud}
        if not fell:
            return left
        left -= fell
        loud = loud.union(*(found.touched[n] for n in fell))


def _touched(read: acts.Reading, numbers: Collection[int]) -> set[tuple[int, int]]:
    """Which of these acts of ours that wait touched which records; to file one is to touch it, too."""
    filed = moving.named_by(rows(read, _FILING, numbers))
    here = {row.id: row.n for row in rows(read, _NUMBERS, frozenset().union(*filed.values()))}
    touched = {(row.act_n, row.record_n) for row in rows(read, _TOUCHED, numbers)}
    return touched | {(n, here[one]) for n, ids in filed.items() for one in ids if one in here}


def _spoken_of(
    work: acts.Work, acks: Sequence[protocol.Ack], arrivals: Sequence[protocol.Arrival]
) -> set[int]:
    """The records in which others' acts of this answer, and ours that were set aside, have a word."""
    aside = [ack.act for ack in acks if ack.verdict != "taken"]
    numbers = [row.n for row in rows(work, _ACTS, aside)]
    return _named(work, arrivals) | {record_n for _, record_n in _touched(work, numbers)}


def _named(read: acts.Reading, arrivals: Sequence[protocol.Arrival]) -> set[int]:
    """The records that others' acts change or take away, as far as they are here."""
    ids = {change.record for each in arrivals for change in each.act.changes}
    ids |= {record for each in arrivals for record in each.gone}
    return {row.n for row in rows(read, _NUMBERS, ids)}


def _with_others(work: acts.Work, every: Iterable[int]) -> set[int]:
    """Records whose ground is kept, or that ever had a second version."""
    found = [*rows(work, _WITH_GROUND, every), *rows(work, _WITH_SECONDS, every)]
    return {row.record_n for row in found}


def _waited_on(work: acts.Work, every: Iterable[int], answered: Iterable[int]) -> set[int]:
    """Records on which more of ours waits than what is answered now."""
    done = frozenset(answered)
    return {row.record_n for row in rows(work, _TOUCHING, every) if row.act_n not in done}


def _told_otherwise(work: acts.Work, acks: Sequence[protocol.Ack], found: _Answered) -> set[int]:
    """The acts of which the centre says something else than what stands here."""
    said: dict[tuple[str, str], list[tuple[int, protocol.Settled]]] = {}
    for ack in acks:
        for one in ack.settled if ack.act in found.numbers else ():
            said.setdefault((one.record, one.path), []).append((found.numbers[ack.act], one))
    records = {record for record, _ in said}
    stand = {row.id: base.unpack(row.fields) for row in rows(work, _FIELDS, records)}
    otherwise: set[int] = set()
    for (record, path), each in said.items():
        (_, newest) = each[-1]
        is_same = record in stand and paths.get(stand[record], path) == newest.value
        if len(each) > 1 or newest.reason or not is_same:
            otherwise.update(n for n, _ in each)
    return otherwise


def rows(read: acts.Reading, wanted: quick.QuickList, keys: Iterable[Any]) -> list[Any]:
    """The rows of a query for these keys."""
    asked = list(keys)
    return wanted.rows(read.connection, {"some": base.pack(asked)}) if asked else []
