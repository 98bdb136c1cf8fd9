"""Applying acts that come from outside the screen: the journal's at unlock, others' at sync later.

An act is applied whole or not at all, only when the database holds a lower part of it, and twice changes
nothing. One that cannot be applied here waits for the centre all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, ending, held, history, keeping, moving, out_of_sight, person, said_on
from ehdesk.models import hand as hands
from ehdesk.rules import merge, paths
from ehdesk.sync import protocol
from ehdesk.vault import journal

_AT_ONCE = 500
_SET_ASIDE = sa.insert(base.set_aside).prefix_with("OR REPLACE")
_SETTLED = sa.insert(base.settled).prefix_with("OR REPLACE")
_HELD_REVISION = sa.select(base.revision).where(
    base.revision.c.act_n == sa.bindparam("act_n"),
    base.revision.c.record_n == sa.bindparam("record_n"),
    base.revision.c.path == sa.bindparam("path"),
)


@dataclass(frozen=True)
class PutBack:
    """How many parts came back, how many were set aside, and what the journal holds (act, part). `said_on` is
    what went on behind a part that the centre had taken."""

    put_back: int
    set_aside: int
    in_journal: dict[str, int]
    said_on: tuple[hands.Kept, ...] = ()


def put_back(connection: sa.Connection, bench: acts.Bench, entries: Sequence[journal.Entry]) -> PutBack:
    """Apply every journal part that the database lacks, oldest first, each act once with its last part."""
    newest = _newest(entries)
    back = aside = 0
    fresh: list[hands.Kept] = []
    for entry in _lacking(connection, newest):
        one = _left_to_say(connection, bench, entry)
        if one is None:
            continue
        if one.act_id != entry.act_id:
            fresh.append(hands.Kept(one.act_id, one.part, one.content))
        if _apply_or_set_aside(connection, bench, one):
            back += 1
        else:
            aside += 1
    return PutBack(back, aside, {act_id: entry.part for act_id, entry in newest.items()}, tuple(fresh))


def _left_to_say(connection: sa.Connection, bench: acts.Bench, entry: journal.Entry) -> journal.Entry | None:
    """What of a part is still to be said: all of it, or what goes beyond the part that the centre took."""
    work = acts.Work(connection, bench, acts.Told("journal.replayed"), why=None, sitting=None)
    try:
        said = protocol.decode_act(entry.content)
    except protocol.UNREADABLE:
        return entry
    beyond, is_taken = said_on.of_taken(work, said)
    if beyond is None:
        return None if is_taken else entry
    return journal.Entry(beyond.id, beyond.part, protocol.encode_act(beyond), entry.segment)


def _newest(entries: Sequence[journal.Entry]) -> dict[str, journal.Entry]:
    """The last part of each act, in the order in which these were written."""
    newest: dict[str, journal.Entry] = {}
    for entry in entries:
        if entry.act_id not in newest or newest[entry.act_id].part < entry.part:
            newest.pop(entry.act_id, None)  # so that it stands where its last part was written
            newest[entry.act_id] = entry
    return newest


def _lacking(connection: sa.Connection, newest: Mapping[str, journal.Entry]) -> list[journal.Entry]:
    """Those of which the database holds no part, or a lower one."""
    parts = _parts_held(connection, list(newest))
    return [entry for entry in newest.values() if parts.get(entry.act_id, 0) < entry.part]


_NOT_BACK = (
    sa.select(base.set_aside, base.act.c.part.label("held_part"))
    .outerjoin(base.act, base.act.c.id == base.set_aside.c.act_id)
    .where(out_of_sight.IS_ONE)
    .order_by(base.set_aside.c.n)
)


def try_again(work: acts.Work) -> int:
    """Apply what could not be put back from the journal and does not wait for the centre either, now that the
    desk has heard what others did. How many acts came back by it."""
    back = 0
    for row in work.connection.execute(_NOT_BACK).all():
        if (row.held_part or 0) < row.part:
            entry = journal.Entry(row.act_id, row.part, row.content, 0)
            if _apply_or_set_aside(work.connection, work.bench, entry):
                out_of_sight.is_seen(work, row.act_id)
                back += 1
    return back


@acts.act("work.brought_back", local=True)
def bring_back(work: acts.Work, entries: Sequence[journal.Entry]) -> PutBack:
    """Take in what another vault of this worker had in its journal and could not send. All of it goes into
    this vault's own journal too, also what nothing here fits: the other one's may be gone tomorrow."""
    lacking = _lacking(work.connection, _newest(entries))
    work.kept += [hands.Kept(one.act_id, one.part, one.content) for one in lacking]
    told = put_back(work.connection, work.bench, lacking)
    work.kept += told.said_on
    return told


def begin_new_life(connection: sa.Connection, incarnation: str) -> None:
    """Take a new incarnation: this vault may be a copy of one that went on elsewhere."""
    _set(connection, "incarnation", incarnation)


def remember_header(connection: sa.Connection, generation: int) -> None:
    """Remember the header that opened the vault, so that an older one shows next time."""
    _set(connection, "header_generation", str(generation))


_IS_OTHERWISE = base.meta.c.key == sa.bindparam("at"), base.meta.c.value != sa.bindparam("now")
_SET = sa.update(base.meta).where(*_IS_OTHERWISE).values(value=sa.bindparam("now"))


def _set(connection: sa.Connection, key: str, value: str) -> None:
    connection.execute(_SET, {"at": key, "now": value})


def apply(work: acts.Work, act: protocol.Act, content: bytes) -> None:
    """Apply one act (or a higher part of it) to the records. `content` is its bytes, kept as they are.

    Raises: RecordMissing when it changes a record that is not here; RowGone.
    """
    hand = take_up(work, act)
    hand.n = work.connection.execute(sa.select(base.act.c.n).where(base.act.c.id == act.id)).scalar()
    if hand.n is not None:
        hand.content = content
        _reopen(work, hand.n)
    became: dict[tuple[int, str], Any] = {}
    for change in act.changes:
        record = record_of(work, change)
        moving.follow(work, record, change, act.verb)
        for edit in change.edits:
            became |= _arrive(work, record, edit)
    person.hide_histories(work)
    keeping.write(work, keeping.changed(work), content)
    for (record_n, path), value in became.items():
        wanted = _HELD_REVISION, {"act_n": hand.n, "record_n": record_n, "path": path}
        line = {"revision_n": work.connection.execute(*wanted).one().n}
        work.connection.execute(_SETTLED, line | {"value": None if value is None else base.pack(value)})
    ending.end(work, act)


def take_up(work: acts.Work, act: protocol.Act) -> hands.InHand:
    """Take an act from outside into the hand: who did it, when and where stay as they were."""
    hand = work.hand
    hand.id, hand.verb, hand.by, hand.at = act.id, act.verb, act.by, act.at
    hand.incarnation, hand.why, hand.part, hand.sitting = act.incarnation, act.why, act.part, None
    return hand


_PARTS = tuple(
    sa.select(act, part).where(act.in_(sa.bindparam("ids", expanding=True)))
    for act, part in (
        (base.act.c.id, base.act.c.part),
        (base.set_aside.c.act_id, base.set_aside.c.part),
    )
)


def _parts_held(connection: sa.Connection, ids: list[str]) -> dict[str, int]:
    parts: dict[str, int] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for each in _PARTS:
            parts |= {row[0]: row[1] for row in connection.execute(each, {"ids": some})}
    return parts


def _apply_or_set_aside(connection: sa.Connection, bench: acts.Bench, entry: journal.Entry) -> bool:
    """Whether an act could be applied. If not it stands in a list with the reason, and waits for the centre,
    which may have what is not here."""
    work = acts.Work(connection, bench, acts.Told("journal.replayed"), why=None, sitting=None)
    try:
        with connection.begin_nested():
            apply(work, protocol.decode_act(entry.content), entry.content)
    except _NOT_HERE as error:
        _set_aside(work, entry, error)
        _let_wait(acts.Work(connection, bench, work.told), entry)
        return False
    except (*protocol.UNREADABLE, sa.exc.IntegrityError) as error:
        _set_aside(work, entry, error)
        return False
    return True


_NOT_HERE = errors.RecordRefusal, errors.FormRefusal


def _set_aside(work: acts.Work, entry: journal.Entry, error: Exception) -> None:
    line = {"act_id": entry.act_id, "part": entry.part, "at": work.at, "content": entry.content}
    work.connection.execute(_SET_ASIDE, line | {"reason": type(error).__name__})


_STANDING = (
    sa.select(base.act.c.n, base.receipt.c.verdict)
    .outerjoin(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(base.act.c.id == sa.bindparam("id"))
)
_GROW = (
    sa.update(base.act)
    .where(base.act.c.n == sa.bindparam("at_n"))
    .values(part=sa.bindparam("up_to"), content=sa.bindparam("said"), is_open=False)
)


def _let_wait(work: acts.Work, entry: journal.Entry) -> None:
    """An act goes to the centre as it is, in its place among those around it. A lower part of it that is here
    and waits becomes this one."""
    act = protocol.decode_act(entry.content)
    here = work.connection.execute(_STANDING, {"id": act.id}).first()
    if here is None:
        take_up(work, act)
        keeping.write(work, [], entry.content)
    elif here.verdict is None:
        work.connection.execute(_GROW, {"at_n": here.n, "up_to": act.part, "said": entry.content})


def _reopen(work: acts.Work, act_n: int) -> None:
    """The journal holds a higher part: the act had not been closed when it was written."""
    work.connection.execute(sa.update(base.act).where(base.act.c.n == act_n).values(is_open=True))


def record_of(work: acts.Work, change: protocol.Change) -> held.Held:
    """The record that a change is about, or a new one where it made it. Raises: RecordMissing."""
    return work.find(change.record) or made(work, change)


def made(work: acts.Work, change: protocol.Change) -> held.Held:
    """The record that a change makes. Raises: RecordMissing when it makes none."""
    if not change.new:
        raise errors.RecordMissing
    form = written_in(work, change)
    return work.create(
        change.kind,
        change.scope,
        family=change.family,
        episode=change.episode,
        beside=change.beside,
        form=form,
        record_id=change.record,
    )


def written_in(work: acts.Work, change: protocol.Change) -> acts.Written | None:
    """The form that a change makes a record of; it is read only where the change tells no version."""
    if not change.form:
        return None
    return acts.Written(change.form, change.form_version or work.form(change.form).version)


def _arrive(work: acts.Work, record: held.Held, edit: protocol.Edit) -> dict[tuple[int, str], Any]:
    """One edit from outside: it stands, or what stands stays and it becomes a second version. Gives what the
    field became where the edit alone does not say it."""
    now = paths.get(record.fields, edit.path)
    earlier = _earlier_part(work, record, edit)
    if earlier is not None:
        _arrive_again(work, record, edit, earlier)
        return {}
    voice = work.voice(record, edit.path)
    same_ground = voice is None or voice.act_id == edit.base or voice.incarnation == work.hand.incarnation
    merged = merge.merge(now, now if same_ground else _base_value(work, record, edit), edit)
    if merged.second is not None:
        work.hand.seconds.append(hands.second(record, edit.path, merged.second, work.hand))
    if merged.second is None or merged.value != now:
        pending = hands.Pending(record, edit, was=None if now is None else base.pack(now))
        work.hand.pending[(record.n, edit.path)] = pending
        work.put(record, edit.path, merged.value)
        if merged.value != merge.merge(now, now, edit).value:
            return {(record.n, edit.path): merged.value}
    return {}


def _earlier_part(work: acts.Work, record: held.Held, edit: protocol.Edit) -> sa.Row[Any] | None:
    if work.hand.n is None or record.is_new:
        return None
    wanted = {"act_n": work.hand.n, "record_n": record.n, "path": edit.path}
    return work.connection.execute(_HELD_REVISION, wanted).first()


def _arrive_again(work: acts.Work, record: held.Held, edit: protocol.Edit, earlier: sa.Row[Any]) -> None:
    """A higher part of an act that is here: its revision grows, and the field where it still stands."""
    was = base.unpack(earlier.was)
    merged = merge.merge(was, was, edit)
    voice = work.voice(record, edit.path)
    if voice is None or voice.revision_n != earlier.n:
        history.amend_value(work, record, earlier.n, edit.path, merged.value)
        _said_more(work, record, edit.path, merged.value)
        return
    pending = hands.Pending(record, edit, was=earlier.was, revision_n=earlier.n)
    work.hand.pending[(record.n, edit.path)] = pending
    work.put(record, edit.path, merged.value)


def _said_more(work: acts.Work, record: held.Held, path: str, value: object) -> None:
    """Where the act's value is kept as a second version, that grows too."""
    kept = base.second_version.c
    here = kept.record_n == record.n, kept.path == path, kept.act_id == work.hand.id
    value = None if value is None else base.pack(value)
    work.connection.execute(
        sa.update(base.second_version).where(*here, kept.reason == "same field").values(value=value)
    )


def _base_value(work: acts.Work, record: held.Held, edit: protocol.Edit) -> object:
    """The value that the edit was made upon, from the history; None where it is not known."""
    if edit.base is None:
        return None
    found = work.connection.execute(
        sa.select(base.revision.c.n)
        .join(base.act)
        .where(
            base.act.c.id == edit.base,
            base.revision.c.record_n == record.n,
            base.revision.c.path.in_((edit.path, paths.row_of(edit.path))),
        )
    ).scalar()
    return None if found is None else history.value_after(work, record, found, edit.path)
