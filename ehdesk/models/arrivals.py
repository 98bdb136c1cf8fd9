"""What the centre sends is taken in: receipts for our own acts, and others' acts, in the order of the centre.

All of one answer goes into the vault in one transaction, with the cursor. What this desk has not sent yet
stays, settled upon what came in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ehdesk.models import (
    acts,
    base,
    ending,
    ground,
    grown,
    held,
    in_turn,
    incoming,
    keeping,
    landed,
    moved_back,
    moving,
    outbox,
    person,
    provisional,
    quiet,
    replay,
    sealed_act,
    withdrawn,
)
from ehdesk.models import hand as hands
from ehdesk.rules import merge, paths, settling
from ehdesk.sync import protocol

_ACT = (
    sa.select(base.act.c.n, base.act.c.content, base.receipt.c.verdict)
    .outerjoin(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(base.act.c.id == sa.bindparam("id"))
)
_RECEIPT = sa.insert(base.receipt)
_SETTLED = sa.insert(base.settled).prefix_with("OR REPLACE")
_NEW_REVISION = sa.insert(base.revision)
_NEWEST = sa.insert(base.field).prefix_with("OR REPLACE")
_OF_ACT = base.revision.c.act_n == sa.bindparam("act_n"), base.revision.c.record_n == sa.bindparam("record_n")
_ANY_REVISION = sa.select(base.revision.c.n).where(*_OF_ACT)
_REVISION = _ANY_REVISION.where(base.revision.c.path == sa.bindparam("path"))
_ASIDE = sa.insert(base.set_aside).prefix_with("OR REPLACE")


@dataclass
class TakenIn:
    """What came of an answer: who changed which records, how many of ours were taken, what was set aside, and
    which records are `touched` by that (ours settled otherwise, or gone) or `filed` by what still waited."""

    records: dict[str, set[str]] = field(default_factory=dict)
    taken: int = 0
    aside: list[tuple[str, str]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    filed: frozenset[str] = frozenset()


@acts.act("act.arrived", local=True)
def take_in(whole: acts.Work, answer: protocol.Answer, answered_n: int | None = None) -> TakenIn:
    """Take in the acks and arrivals of one answer, in the order of their numbers. `answered_n`: its proof.

    What of ours comes after arrivals that are still to come stays waiting, is sent again with the next
    message and answered again: it is settled here once everything before it is here.
    """
    acks = [ack for ack in answer.acks if not answer.more or ack.number <= answer.cursor]
    came, quietly = answer.arrivals, quiet.take(whole, acks, answer.arrivals, answered_n)
    told = TakenIn(taken=len(quietly), filed=moving.filed(whole) if came else frozenset())
    acks = [ack for ack in acks if ack.act not in quietly]
    said: list[protocol.Ack | protocol.Arrival] = [*acks, *came]
    parts, plainly = sealed_act.parts(whole, came), incoming.plain(whole, came, told.filed)
    turns = in_turn.Turns()
    for each in incoming.runs(sorted(said, key=lambda one: one.number), plainly):
        if not isinstance(each, protocol.Ack):
            turns.end()
        work = acts.Work(whole.connection, whole.bench, whole.told, why=None, sitting=None)
        if isinstance(each, protocol.Ack):
            _answered(work, each, told, answered_n, turns)
        elif isinstance(each, protocol.Arrival):
            with grown.met(whole, each):
                _arrived(work, each, told)
        else:
            incoming.take_in(work, each)
            for one in each:
                told.records.setdefault(one.act.by, set()).update(c.record for c in one.act.changes)
    turns.end()
    sealed_act.note_parts(whole, parts)
    return told


# Our own acts


def _answered(
    work: acts.Work, ack: protocol.Ack, told: TakenIn, answered_n: int | None, turns: in_turn.Turns
) -> None:
    row = work.connection.execute(_ACT, {"id": ack.act}).first()
    if row is not None and row.verdict == "aside":
        sealed_act.is_told_again(work, row.n)
    if row is None or row.verdict is not None or ack.verdict == "later":
        return
    act = protocol.decode_act(row.content)
    if ack.verdict == "taken":
        _taken(work, act, row.n, ack.settled, turns)
        told.taken, told.touched = told.taken + 1, told.touched | {one.record for one in ack.settled}
    else:
        turns.end()
        _set_aside(work, act, row.n, ack.reason, row.content)
        told.touched.update(change.record for change in act.changes)
        told.aside.append((act.id, ack.reason))
    line = {"act_n": row.n, "verdict": ack.verdict, "number": ack.number, "received_at": work.at}
    work.connection.execute(_RECEIPT, {**line, "reason": ack.reason, "answered_n": answered_n})
    ending.end(work, act)


def _taken(
    work: acts.Work,
    act: protocol.Act,
    act_n: int,
    said: tuple[protocol.Settled, ...],
    turns: in_turn.Turns,
) -> None:
    """The ground moves on by one act of ours; where the centre settled otherwise, that stands."""
    settled = {(one.record, one.path): one for one in said}
    for change in act.changes:
        record = work.find(change.record)
        if record is None:
            continue
        below = ground.of(work, record)
        stood = paths.copied(below)
        for came in landed.of(record, change, settled):
            came.put_into(below)
        beside = [one for one in said if one.record == record.id]
        goes_on = turns.goes_on(record, act_n, stood, below, beside)
        had = provisional.forget(work, record, [act.id])
        for one in beside:
            provisional.keep_said(work, record, act, one)
        if goes_on:
            turns.take(work, record, below, is_ended=bool(had or beside))
            continue
        left = [one for one in ground.waiting(work, record.n) if one.n != act_n]
        heard = _heard(act, change, stood, below)
        stands = _stand_upon(work, record, below, left, act_n, heard)
        if stands is not None and in_turn.is_plain(act, change, heard, beside):
            turns.begin(work, record, below, left, stands)
        if had or beside:
            ending.end_of(work, record.n)
    keeping.write_again(work, keeping.changed(work))


def _set_aside(work: acts.Work, act: protocol.Act, act_n: int, reason: str, content: bytes) -> None:
    """Nothing of it stands any more; it is kept whole, with the reason. A record that it made is void."""
    for change in act.changes:
        record = work.find(change.record)
        if record is None:
            continue
        below, waits = ground.of(work, record), ground.waiting(work, record.n)
        left = [one for one in waits if one.n != act_n]
        if change.new and not _others_made(work, record, act_n):
            below = {**record.fields, "$status": "void", "$void_because": reason}
        provisional.forget(work, record, [act.id])
        _stand_upon(work, record, below, left, act_n, ground.Heard())
        ground.unsay(work, record, act_n)
        ending.end_of(work, record.n)
    moved_back.move_back(work, act, act_n)
    keeping.write_again(work, keeping.changed(work))
    line = {"act_id": act.id, "part": act.part, "at": work.at, "content": content}
    work.connection.execute(_ASIDE, line | {"reason": reason})


def _others_made(work: acts.Work, record: held.Held, act_n: int) -> bool:
    """Whether the centre has the record by another act: two desks may each have made a sibling."""
    wanted = base.revision.c.record_n == record.n, base.revision.c.act_n != act_n
    taken = base.receipt.c.verdict == "taken"
    found = sa.select(base.revision.c.n).join(base.receipt, base.receipt.c.act_n == base.revision.c.act_n)
    return work.connection.execute(found.where(*wanted, taken).limit(1)).first() is not None


def _stand_upon(
    work: acts.Work,
    record: held.Held,
    below: base.Fields,
    waits: list[ground.Waiting],
    act_n: int,
    heard: ground.Heard,
) -> ground.Upon | None:
    """Let the record be what waits upon its ground. A change is told as of the act whose word it is.

    Gives what that is where it stood so already.
    """
    if waits:
        ground.keep(work, record, below)
    else:
        ground.let_go(work, record)
    stands = ground.upon(work, record, below, waits, heard)
    provisional.keep(work, record, waits, stands.seconds)
    moved = list(merge.differing(record.fields, stands.fields))
    for path in moved:
        was, value = paths.get(record.fields, path), paths.get(stands.fields, path)
        work.put(record, path, value)
        note(work, record, stands.whose(path) or act_n, path, was, value)
    return None if moved else stands


def note(work: acts.Work, record: held.Held, act_n: int, path: str, was: Any, value: Any) -> None:
    """One more revision of an act: the centre made something else of it than the act said, or it stands upon
    what came in. It grows no more: what is typed on would else change what it said before."""
    outbox.close(work, [act_n])
    n = work.bench.next_n("revision")
    line = {"n": n, "act_n": act_n, "record_n": record.n, "path": path, "was": _packed(was)}
    work.connection.execute(_NEW_REVISION, line)
    work.connection.execute(_SETTLED, {"revision_n": n, "value": _packed(value)})
    work.connection.execute(_NEWEST, {"record_n": record.n, "path": path, "revision_n": n})


# Others' acts


def _arrived(work: acts.Work, arrival: protocol.Arrival, told: TakenIn) -> None:
    act, content = arrival.act, bytes(arrival.content)
    row = work.connection.execute(_ACT, {"id": act.id}).first()
    no_proof = {"reason": "", "answered_n": None}
    received = {"number": arrival.number, "received_at": arrival.received_at, **no_proof}
    if row is not None and row.verdict is None and _stands(work, act, row.n):
        _taken(work, act, row.n, arrival.settled, in_turn.Turns())
        work.connection.execute(_RECEIPT, {"act_n": row.n, "verdict": "taken", **received})
        ending.end(work, act)
        return
    if row is not None:
        sealed_act.is_whole_again(work, row.n, content)
    replay.take_up(work, act)
    work.hand.n = row.n if row is not None else None
    became: dict[tuple[int, str], Any] = {}
    back: list[tuple[held.Held, ground.Again]] = []
    for change in act.changes:
        record = replay.record_of(work, change)
        if row is not None and _is_here(work, record, row.n):
            continue
        moving.bring(work, record, change, told.filed)
        became |= _come_in(work, record, change, act, arrival.settled, back)
        told.records.setdefault(act.by, set()).add(record.id)
    person.hide_histories(work)
    told.records.setdefault(act.by, set()).update(arrival.gone)
    withdrawn.take_away(work, arrival.gone)
    changed = keeping.changed(work)
    if row is None:
        keeping.write(work, changed, content)
        work.connection.execute(_RECEIPT, {"act_n": work.hand.n, "verdict": "taken", **received})
    else:
        keeping.write_more(work, changed)
        if row.verdict is None:
            work.connection.execute(_RECEIPT, {"act_n": row.n, "verdict": "taken", **received})
    note_what_became(work, became)
    ending.bring(work, arrival.beside)
    for record, one in back:
        note(work, record, one.act_n, one.path, one.was, one.value)
    ending.end(work, act)


def _stands(work: acts.Work, act: protocol.Act, act_n: int) -> bool:
    """Whether an act that waits has its records here (they may be fetched anew just now)."""
    found = [work.find(change.record) for change in act.changes]
    return any(record is not None and _is_here(work, record, act_n) for record in found)


def _come_in(
    work: acts.Work,
    record: held.Held,
    change: protocol.Change,
    act: protocol.Act,
    said: Sequence[protocol.Settled],
    back: list[tuple[held.Held, ground.Again]],
) -> dict[tuple[int, str], Any]:
    """Bring one change of somebody else in; gives what fields became where the act alone does not say it.

    Where an act of ours that waits stands upon what it set or took away, that goes to `back`.
    """
    settled = {(one.record, one.path): one for one in said}
    waits = [] if record.is_new else ground.waiting(work, record.n)
    below = ground.of(work, record)
    stood = paths.copied(below)
    came = list(landed.of(record, change, settled))
    for one in came:
        one.put_into(below)
    stands = ground.Upon(paths.copied(below))
    if waits:
        ground.keep(work, record, below)
        stands = ground.upon(work, record, below, waits, _heard(act, change, stood, below))
        provisional.keep(work, record, waits, stands.seconds)
        ending.end_of(work, record.n)
    for each in said:  # of one path there may be several: what was brought back, and what became of it then
        if each.record == record.id:
            provisional.keep_said(work, record, act, each)
    kept = [one.edit for one in came if one.became_current(stood)]
    brought_back = frozenset(one.edit.path for one in came if one.is_row_of_cell)
    again = list(ground.again(record.id, kept, below, stands, waits))
    back += [(record, one) for one in again]
    theirs = {one.path: one.was for one in again}
    return put_all(work, record, kept, stands.fields, always=brought_back, said=theirs)


def put_all(
    work: acts.Work,
    record: held.Held,
    edits: Sequence[protocol.Edit],
    stands: base.Fields,
    *,
    always: frozenset[str],
    said: Mapping[str, Any],
) -> dict[tuple[int, str], Any]:
    """Let the record be `stands`, step by step: the edits, then what else changes by them.

    Gives what fields became where the edit alone does not say it (or the path is one of `always`). `said` is
    what some of these edits left where something else stands: that is noted behind them.
    """
    state = paths.copied(record.fields)
    became: dict[tuple[int, str], Any] = {}
    others = [
        protocol.Edit(path=path, value=paths.get(stands, path)) for path in merge.differing(state, stands)
    ]
    for place, edit in enumerate((*edits, *others)):
        was, value = paths.get(state, edit.path), paths.get(stands, edit.path)
        is_other = place >= len(edits)
        if (is_other and was == value) or not paths.put(state, edit.path, paths.copied(value)):
            continue
        key = (record.n, edit.path)
        work.hand.pending.setdefault(key, hands.Pending(record, edit, was=_packed(was)))
        work.put(record, edit.path, value)
        if edit.path in said and not is_other:
            became[key] = said[edit.path]
        elif is_other or edit.path in always or value != merge.merge(was, was, edit).value:
            became[key] = value
    return became


def _is_here(work: acts.Work, record: held.Held, act_n: int) -> bool:
    return work.connection.execute(_ANY_REVISION, {"act_n": act_n, "record_n": record.n}).first() is not None


def note_what_became(work: acts.Work, became: Mapping[tuple[int, str], Any]) -> None:
    """Remember what fields became with the act in hand, where it alone does not say it."""
    for (record_n, path), value in became.items():
        asked = {"act_n": work.hand.n, "record_n": record_n, "path": path}
        found = work.connection.execute(_REVISION, asked).scalar_one()
        work.connection.execute(_SETTLED, {"revision_n": found, "value": _packed(value)})


# Both


def _heard(
    act: protocol.Act, change: protocol.Change, stood: base.Fields, stands: base.Fields
) -> ground.Heard:
    """The fields that an act set at the centre (it moved them from `stood`): it is their newest voice.

    A value that is said again is heard too: whoever writes next saw it.
    """
    voice = settling.Voice(act.id, act.incarnation, ground.JUST_NOW)
    touched = {path for edit in change.edits for path in (edit.path, paths.row_of(edit.path))}
    moved = {path for path in touched if paths.get(stood, path) != paths.get(stands, path)}
    rows_only = {paths.row_of(path) for path in moved} - {edit.path for edit in change.edits}
    back = {row for row in rows_only if paths.get(stood, row) is None}
    settled = {edit.path for edit in change.edits if act.verb == settling.SETTLED and edit.seconds}
    spoken = (moved - rows_only) | back | settled
    return ground.Heard(dict.fromkeys(sorted(spoken), voice), act.verb, stood)


def _packed(value: Any) -> str | None:
    return None if value is None else base.pack(value)
