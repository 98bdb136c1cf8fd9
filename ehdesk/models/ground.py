"""A record as the centre has it, beneath the acts of this desk that wait to be sent.

What others did comes in upon the ground; what this desk did meanwhile is then settled upon it again, as the
centre will. Once nothing waits, the record is its ground.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, held, history, quick
from ehdesk.models import hand as hands
from ehdesk.rules import merge, paths, settling
from ehdesk.sync import protocol

_WAITS = base.unanswered()
_WAITING = (
    sa.select(base.act.c.n, base.act.c.content)
    .where(
        _WAITS,
        base.act.c.n.in_(
            sa.select(base.revision.c.act_n).where(base.revision.c.record_n == sa.bindparam("record_n"))
        ),
    )
    .order_by(base.act.c.n)
)
_STEPS_OF_WAITING = (
    sa.select(base.revision.c.path, base.revision.c.was)
    .join(base.act, base.act.c.n == base.revision.c.act_n)
    .where(base.revision.c.record_n == sa.bindparam("record_n"), _WAITS)
    .order_by(base.revision.c.n.desc())
)
_STORED = sa.select(base.ground.c.fields).where(base.ground.c.record_n == sa.bindparam("record_n"))
_STORE = sa.insert(base.ground).prefix_with("OR REPLACE")
_LET_GO = sa.delete(base.ground).where(base.ground.c.record_n == sa.bindparam("at_n"))
_BESIDE = sa.and_(
    base.second_version.c.record_n == base.revision.c.record_n,
    base.second_version.c.path == base.revision.c.path,
    base.second_version.c.act_id == base.act.c.id,
    base.second_version.c.reason.in_(("same field", "settled otherwise")),
    # Of a row that two people wrote, what the later one alone said is in it.
    sa.not_(sa.func.coalesce(base.second_version.c.value, "").startswith("{")),
)
"""The act's value at this path is kept beside what stands there, and nothing of it stands."""

_VOICE = (
    sa.select(
        base.act.c.id,
        base.act.c.incarnation,
        base.receipt.c.number,
        base.revision.c.n,
        base.revision.c.path,
    )
    .select_from(base.revision)
    .join(base.act, base.act.c.n == base.revision.c.act_n)
    .join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(
        sa.not_(sa.exists().where(_BESIDE)),
        base.revision.c.record_n == sa.bindparam("record_n"),
        base.revision.c.path.in_((sa.bindparam("path"), sa.bindparam("row"))),
        base.receipt.c.verdict == "taken",
    )
    .order_by(base.receipt.c.number.desc(), base.revision.c.n.desc())
    .limit(quick.at_most(1))
)
_WITHIN = sa.select(base.field.c.path).where(
    base.field.c.record_n == sa.bindparam("record_n"),
    base.field.c.path >= sa.bindparam("path"),
    base.field.c.path < sa.bindparam("beyond"),
)
_HELD = (
    sa.select(base.revision.c.was)
    .where(
        base.revision.c.record_n == sa.bindparam("record_n"),
        base.revision.c.path == sa.bindparam("path"),
        base.revision.c.was.is_not(None),
    )
    .order_by(base.revision.c.n.desc())
    .limit(quick.at_most(1))
)
_SPOKEN = (
    sa.select(base.field.c.path)
    .join(base.revision, base.revision.c.n == base.field.c.revision_n)
    .where(base.field.c.record_n == sa.bindparam("record_n"), base.revision.c.act_n == sa.bindparam("act_n"))
)
_SPOKEN_BEFORE = (
    sa.select(sa.func.max(base.revision.c.n))
    .join(base.act, base.act.c.n == base.revision.c.act_n)
    .outerjoin(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(
        base.revision.c.record_n == sa.bindparam("record_n"),
        base.revision.c.path == sa.bindparam("path"),
        base.act.c.n != sa.bindparam("act_n"),
        sa.or_(base.receipt.c.verdict.is_(None), base.receipt.c.verdict == "taken"),
    )
)
_VERB = sa.select(base.act.c.verb).where(base.act.c.id == sa.bindparam("act_id"))
_MADE_BY = (
    sa.select(base.revision.c.n, base.act.c.incarnation, base.act.c.content)
    .join(base.act)
    .where(
        base.act.c.id == sa.bindparam("act_id"),
        base.revision.c.record_n == sa.bindparam("record_n"),
        base.revision.c.path.in_((sa.bindparam("path"), sa.bindparam("row"))),
    )
)

JUST_NOW = 0
"""The place of what comes in: after all that the centre has numbered, before what waits (at its `n`)."""
_EARLIER = 1 << 62
"""What the centre has numbered stands before both."""


@dataclass(frozen=True)
class Waiting:
    """An act of this desk that the centre has not answered."""

    n: int
    act: protocol.Act

    def edits(self, record_id: str) -> tuple[protocol.Edit, ...]:
        """What it says of a record."""
        return next((each.edits for each in self.act.changes if each.record == record_id), ())


@dataclass(frozen=True)
class Heard:
    """An act as it comes in, before it has a receipt: the voices that it raises by path, its verb, and how
    the record stood before it."""

    voices: Mapping[str, settling.Voice] = field(default_factory=dict)
    verb: str = ""
    stood: base.Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What a waiting act comes to: what it sets, by path, and where what it says stands beside."""

    sets: tuple[tuple[str, Any], ...]
    beside: frozenset[str]


@dataclass(frozen=True)
class Upon:
    """A record with what waits settled upon its ground, the values that did not become current, and by path
    the waiting act whose word stands. `steps` is what each act comes to, None where that is not plain."""

    fields: base.Fields
    seconds: tuple[tuple[Waiting, str, merge.Second], ...] = field(default=())
    words: Mapping[str, int] = field(default_factory=dict)
    steps: tuple[Step | None, ...] = ()

    def whose(self, path: str) -> int | None:
        """The waiting act (its `n`) whose word stands at a path; None where it is none's."""
        said = [self.words[each] for each in {path, paths.row_of(path)} if each in self.words]
        return max(said, default=None)


def waiting(read: acts.Reading, record_n: int) -> list[Waiting]:
    """The acts of this desk that wait and touch a record, oldest first."""
    rows = read.connection.execute(_WAITING, {"record_n": record_n})
    return [Waiting(row.n, protocol.decode_act(row.content)) for row in rows]


def of(read: acts.Reading, record: held.Held) -> base.Fields:
    """The record as the centre has it: a copy."""
    stored = read.connection.execute(_STORED, {"record_n": record.n}).scalar()
    if stored is not None:
        return dict(base.unpack(stored))
    fields: base.Fields = paths.copied(record.fields)
    for step in read.connection.execute(_STEPS_OF_WAITING, {"record_n": record.n}):
        paths.put(fields, step.path, base.unpack(step.was))
    return fields


def keep(work: acts.Work, record: held.Held, fields: base.Fields) -> None:
    """Remember the ground of a record."""
    work.connection.execute(_STORE, {"record_n": record.n, "fields": base.pack(fields)})


def let_go(work: acts.Work, record: held.Held) -> None:
    """Nothing waits upon it any more: the record is its ground."""
    work.connection.execute(_LET_GO, {"at_n": record.n})


def unsay(work: acts.Work, record: held.Held, act_n: int) -> None:
    """An act was set aside: of no field is it the newest voice, so nobody writes upon it.

    Its revisions stay in the history; whose word it was before is whose word it is again.
    """
    for path in work.connection.execute(_SPOKEN, {"act_n": act_n, "record_n": record.n}).scalars().all():
        asked = {"act_n": act_n, "record_n": record.n, "path": path}
        before = work.connection.execute(_SPOKEN_BEFORE, asked).scalar()
        here = {"of_n": record.n, "at": path}
        if before is None:
            work.connection.execute(_OF_NOBODY, here)
        else:
            work.connection.execute(_OF_ANOTHER, here | {"before": before})


_HERE = base.field.c.record_n == sa.bindparam("of_n"), base.field.c.path == sa.bindparam("at")
_OF_NOBODY = sa.delete(base.field).where(*_HERE)
_OF_ANOTHER = sa.update(base.field).where(*_HERE).values(revision_n=sa.bindparam("before"))


def upon(
    work: acts.Work,
    record: held.Held,
    ground: base.Fields,
    waits: Sequence[Waiting],
    heard: Heard,
) -> Upon:
    """The record with what waits settled upon `ground`, as the centre will once it hears of it."""
    standing = settling.Standing(paths.copied(ground), dict(heard.voices))
    before, past = _before(work, record), _past(work, record, heard)
    seconds, steps, is_row_gone = [], list[Step | None](), False
    for each in waits:
        outcomes = []
        for edit in each.edits(record.id):
            _hear(work, record, standing, edit)
            change = protocol.Change(record.id, record.kind, record.scope, (edit,))
            try:
                (outcome,) = settling.settle(standing, change, each.act, each.n, before, past)
            except settling.RowGone:
                is_row_gone = True
                continue  # the centre will set the act aside, and say so
            is_row_gone = is_row_gone or outcome.path != edit.path
            outcomes.append(outcome)
            if outcome.second is not None:
                seconds.append((each, outcome.path, outcome.second))
        steps.append(_step(each.act, outcomes))
    words = {path: voice.place for path, voice in standing.voices.items() if voice.place > JUST_NOW}
    return Upon(standing.fields, tuple(seconds), words, () if is_row_gone else tuple(steps))


@dataclass(frozen=True)
class Again:
    """A field that an act set (to `was`, or took away), where the word of another one (`act_n`) stands: it
    stands upon that from now on, so that who goes on in it writes upon it."""

    act_n: int
    path: str
    was: Any
    value: Any


def again(
    record_id: str,
    came: Sequence[protocol.Edit],
    below: base.Fields,
    stands: Upon,
    waits: Sequence[Waiting],
) -> Iterator[Again]:
    """Where waiting acts stand upon what came in; `below` is the record at the centre with it."""
    for path in sorted({edit.path for edit in came}):
        was, value = paths.get(below, path), paths.get(stands.fields, path)
        if was is None:
            act_n = _newest_within(record_id, path, waits)
        else:
            act_n = stands.words.get(path) if is_alone(path, came, stands.fields) else None
        if act_n is not None and value != was:
            yield Again(act_n, path, was, value)


def is_alone(path: str, edits: Iterable[protocol.Edit], fields: base.Fields) -> bool:
    """Whether what one act says at a path is a step of its own. Where it says a row and a cell of it, each is
    a step of the row; and where the row is gone there is none."""
    row, said = paths.row_of(path), {edit.path for edit in edits}
    apart = path in said and not any(
        one.startswith(path + "/") or (one == row and one != path) for one in said
    )
    return apart and (row == path or paths.get(fields, row) is not None)


def _newest_within(record_id: str, path: str, waits: Sequence[Waiting]) -> int | None:
    """The newest waiting act that says something at a path, or below it."""
    ours = [
        each.n
        for each in waits
        if any(edit.path == path or edit.path.startswith(path + "/") for edit in each.edits(record_id))
    ]
    return max(ours, default=None)


def _step(act: protocol.Act, outcomes: Sequence[settling.Outcome]) -> Step | None:
    """What an act comes to, where each of its edits either changes what stands or stands beside it whole:
    then those behind it come to the same once it is at the centre. None where that cannot be said."""
    if settles(act):
        return None
    sets, beside = [], set()
    for one in outcomes:
        is_other = one.was != one.value
        if one.second is None and is_other:
            sets.append((one.path, paths.copied(one.value)))
        elif (
            one.second is not None and not is_other and is_wholly_beside(one.second.value, one.second.reason)
        ):
            beside.add(one.path)
        else:
            return None
    return Step(tuple(sets), frozenset(beside))


def is_wholly_beside(value: object, reason: str) -> bool:
    """Whether nothing of a value stands that was kept beside: as `_BESIDE` has it."""
    return reason == "same field" and not isinstance(value, dict)


def settles(act: protocol.Act) -> bool:
    """Whether an act settles second versions, or opens them again."""
    return act.verb in (settling.SETTLED, settling.REOPENED)


def _hear(work: acts.Work, record: held.Held, standing: settling.Standing, edit: protocol.Edit) -> None:
    """Who set a path at the centre last, as far as it is known here; what waits is put in as it comes."""
    within = {"record_n": record.n, "path": edit.path, "beyond": edit.path + "0"}
    said = work.connection.execute(_WITHIN, within).scalars().all() if edit.gone else ()
    for path in sorted({edit.path, paths.row_of(edit.path), *said} - standing.voices.keys()):
        _hear_one(work, record, standing, path)


def _hear_one(work: acts.Work, record: held.Held, standing: settling.Standing, path: str) -> None:
    asked = {"record_n": record.n, "path": path, "row": paths.row_of(path)}
    row = work.connection.execute(_VOICE, asked).first()
    if row is not None:
        standing.voices[path] = settling.Voice(row.id, row.incarnation, row.number - _EARLIER)


def _past(work: acts.Work, record: held.Held, heard: Heard) -> settling.Past:
    def row(path: str) -> Any:
        stood = paths.get(heard.stood, path)
        asked = {"record_n": record.n, "path": path}
        return stood or base.unpack(work.connection.execute(_HELD, asked).scalar())

    def is_settling(act_id: str) -> bool:
        if any(voice.act == act_id for voice in heard.voices.values()):
            return heard.verb == settling.SETTLED
        return work.connection.execute(_VERB, {"act_id": act_id}).scalar() == settling.SETTLED

    return settling.Past(row, is_settling)


def _before(work: acts.Work, record: held.Held) -> settling.Before:
    def value(path: str, act_id: str, life: str) -> Any:
        asked = {"act_id": act_id, "record_n": record.n, "path": path, "row": paths.row_of(path)}
        found = work.connection.execute(_MADE_BY, asked).first()
        if found is None:
            return None
        said = hands.edit_of(protocol.decode_act(found.content), record.id, path)
        if found.incarnation == life and said and not (said.add or said.remove or said.keeps):
            return settling.plain(said)  # its author saw their own words, whatever became of them here
        return history.value_after(work, record, found.n, path)

    return value
