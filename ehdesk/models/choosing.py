"""Settling two versions: what stands is kept, or another value put in its place; and taking that back.

Whoever may write the record may settle it. It is an act like any other: it travels, has its place in the
history, and every desk then reckons alike that it is settled (`ending`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, form, held, history, locking, practitioner, versions
from ehdesk.models import hand as hands
from ehdesk.rules import merge, paths, settling
from ehdesk.sync import protocol

_ANYTHING = object()


@dataclass(frozen=True)
class Choice:
    """How one field is settled: what stands is kept, or `value` put in its place (None clears, or takes the
    row away). `saw` is what was shown as standing, and `seconds` whose words were shown beside it: what has
    come in since is not settled unseen."""

    home_id: str
    path: str
    keeps: bool = True
    value: Any = None
    saw: Any = _ANYTHING
    seconds: tuple[str, ...] = ()


def of(two: versions.Two, *, keeps: bool = True, value: Any = None) -> Choice:
    """The choice of somebody to whom `two` was shown."""
    return Choice(two.home_id, two.path, keeps, value, two.now.value, two.seconds)


@dataclass(frozen=True)
class Settled:
    """What an act of settling did: its id, by which it can be taken back, and how many fields."""

    act_id: str
    fields: int


# Settling


_SECONDS = sa.select(base.second_version.c.act_id).where(
    base.second_version.c.record_n == sa.bindparam("record_n"),
    base.second_version.c.path == sa.bindparam("path"),
    base.second_version.c.settled_by.is_(None),
)


@acts.act(settling.SETTLED)
def settle(work: acts.Work, choices: Iterable[Choice], why: str | None = None) -> Settled:
    """Settle some fields of one family, in one act. A finished form takes another value as an amendment.

    Raises: AlreadySettled; ChangedWhileLooking; ReasonMissing, where a finished form is to change;
    RecordLocked for a void one; RecordMissing, NotItsAuthor.
    """
    every = tuple(choices)
    chosen = [(choice, work.record(choice.home_id, choice.path)) for choice in every]
    for choice, record in chosen:
        locking.check_author(record, work.by)
        _amend(work, record, choice, why)
    for choice, record in chosen:
        asked = {"record_n": record.n, "path": choice.path}
        waits = work.connection.execute(_SECONDS, asked).scalars()
        seconds = tuple(one for one in waits if not choice.seconds or one in choice.seconds)
        if not seconds:
            raise errors.AlreadySettled
        if choice.saw is not _ANYTHING and choice.saw != paths.get(record.fields, choice.path):
            raise errors.ChangedWhileLooking
        _settle(work, record, choice, seconds)
    close_amended(work)
    work.hand.id = work.clock.new_id()
    return Settled(work.hand.id, len(every))


def close_amended(work: acts.Work) -> None:
    """What this act opened to amend it is finished again with it."""
    for record in list(work.records.values()):
        if record.fields.get("$status") == "draft" and "$status" in record.touched:
            work.edit(record, "$status", "amended")
            work.edit(record, "$finished_at", work.at.isoformat())


def _amend(work: acts.Work, record: held.Held, choice: Choice, why: str | None) -> None:
    main = work.record(record.beside) if record.beside else record
    if main.status == "void":
        raise errors.RecordLocked
    is_changed = not choice.keeps and choice.value != paths.get(record.fields, choice.path)
    is_finished = main.status in ("finished", "amended") and main.kind != "note"
    if not is_changed or not is_finished:
        return
    if not why:
        raise errors.ReasonMissing
    form.amend(work, main.id, why)


def _settle(work: acts.Work, record: held.Held, choice: Choice, seconds: tuple[str, ...]) -> None:
    now, path = paths.get(record.fields, choice.path), choice.path
    if choice.keeps or choice.value == now:
        _mark(work, record, path, seconds)
    elif merge.is_table_row(now) and merge.is_table_row(choice.value):
        for cell in dict.fromkeys([*now, *choice.value]):
            if cell != "rank":
                work.edit(record, f"{path}/{cell}", choice.value.get(cell))
        _mark(work, record, path, seconds)
    elif path.count("/") == 2 and paths.get(record.fields, paths.row_of(path)) is None:
        bring_back(work, record, path, choice.value)
        _mark(work, record, path, seconds)
    else:
        work.edit(record, path, choice.value)
        _mark(work, record, path, seconds)


def bring_back(work: acts.Work, record: held.Held, path: str, value: Any) -> None:
    """The row of a cell is gone: it comes back with what it held."""
    row = paths.row_of(path)
    told = history.history(work, record.id, row, audience="file")
    held_before = next((one.value for one in told if one.path == row and merge.is_table_row(one.value)), None)
    if held_before is None:
        raise errors.RowGone
    work.edit(record, row, {**held_before, path.rpartition("/")[2]: value})


def _mark(work: acts.Work, record: held.Held, path: str, seconds: tuple[str, ...]) -> None:
    """Let the act say which second versions it settles, with a new value or without."""
    key = (record.n, path)
    pending = work.hand.pending.get(key)
    if pending is None:
        now, voice = paths.get(record.fields, path), work.voice(record, path)
        edit = protocol.Edit(path=path, base=voice.act_id if voice else None)
        pending = hands.Pending(record, edit, was=None if now is None else base.pack(now))
        if voice is not None and voice.is_open:
            work.hand.closes.add(voice.act_n)
        work.hand.pending[key] = pending
        record.touched.add(path.partition("/")[0])
    pending.edit = msgspec.structs.replace(pending.edit, seconds=seconds)


# Taking it back


_BY_ACT = (
    sa.select(base.revision.c.path, base.revision.c.was, base.revision.c.n, base.record.c.id)
    .join(base.act, base.act.c.n == base.revision.c.act_n)
    .join(base.record, base.record.c.n == base.revision.c.record_n)
    .where(base.act.c.id == sa.bindparam("act_id"))
    .order_by(base.revision.c.n.desc())
)
_CONTENT = sa.select(base.act.c.content).where(
    base.act.c.id == sa.bindparam("act_id"), base.act.c.verb == settling.SETTLED
)


@acts.act(settling.REOPENED)
def reopen(work: acts.Work, act_id: str) -> int:
    """Take an act of settling back: the fields say again what they said, and both versions wait as before.

    How many fields. Raises: NothingToUndo, where there is no such act; OtherVoice, where somebody has written
    there since; RecordLocked for an amendment, which stands.
    """
    content = work.connection.execute(_CONTENT, {"act_id": act_id}).scalar()
    if content is None:
        raise errors.NothingToUndo
    act = protocol.decode_act(content)
    rows = work.connection.execute(_BY_ACT, {"act_id": act_id}).all()
    if any(row.path == "$status" for row in rows):
        raise errors.RecordLocked
    for row in rows:
        _put_back(work, row, act_id)
    marked = [(change.record, edit) for change in act.changes for edit in change.edits if edit.seconds]
    for record_id, edit in marked:
        _mark(work, work.record(record_id), edit.path, edit.seconds)
    return len(marked)


def _put_back(work: acts.Work, row: Any, act_id: str) -> None:
    record = work.record(row.id)
    locking.check_author(record, work.by)
    voice = work.voice(record, row.path)
    if voice is not None and voice.act_id != act_id:
        who = practitioner.name_of(work, voice.by) or voice.by
        raise errors.OtherVoice(who=who, at=voice.opened_at, value=paths.get(record.fields, row.path))
    work.edit(record, row.path, base.unpack(row.was))
