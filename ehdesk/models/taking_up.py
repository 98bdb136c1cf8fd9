"""Writing again what the centre set aside: into a finished form as an amendment, elsewhere as it was.

The words come from the act that was kept whole. Once they stand, it is off the list.
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, choosing, form, held, locking
from ehdesk.rules import merge, paths
from ehdesk.sync import protocol

MAY = ("record_locked", "not_allowed", "row_gone")
"""The reasons after which words can be written again: the record is here, and may have been opened since."""

_KEPT = (
    sa.select(base.set_aside.c.act_id, base.set_aside.c.reason, base.set_aside.c.content)
    .where(base.set_aside.c.act_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(base.set_aside.c.n)
)
_PUT_AWAY = sa.delete(base.set_aside).where(base.set_aside.c.act_id.in_(sa.bindparam("ids", expanding=True)))


def may_be_taken_up(read: acts.Reading, act_ids: Sequence[str]) -> bool:
    """Whether the words of these acts can be written again: nothing of them made a record or moved one."""
    rows = read.connection.execute(_KEPT, {"ids": list(act_ids)}).all()
    said = [protocol.decode_act(row.content) for row in rows]
    makes = any(change.new for act in said for change in act.changes)
    words = any(_words(change) for act in said for change in act.changes)
    return bool(rows) and words and not makes and all(row.reason in MAY for row in rows)


@acts.act("form.amended")
def take_up(work: acts.Work, act_ids: Sequence[str], why: str | None = None) -> int:
    """Write the words of acts that were set aside again; how many answers.

    Raises: NothingSetAside; ReasonMissing, where a finished form is to change; RecordLocked for a void one;
    RecordMissing; what rights refuse.
    """
    rows = work.connection.execute(_KEPT, {"ids": list(act_ids)}).all()
    if not rows:
        raise errors.NothingSetAside
    said = [protocol.decode_act(row.content) for row in rows]
    changes = [change for act in said for change in act.changes if _words(change)]
    if any(change.new for change in changes):
        raise errors.RecordLocked
    for change in changes:
        _open(work, work.record(change.record), why)
    written = {(change.record, edit.path) for change in changes for edit in _write(work, change)}
    choosing.close_amended(work)
    work.connection.execute(_PUT_AWAY, {"ids": list(act_ids)})
    return len(written)


def _words(change: protocol.Change) -> list[protocol.Edit]:
    """What somebody wrote; the record's own marks are not theirs."""
    return [edit for edit in change.edits if not edit.path.startswith("$") and not edit.keeps]


def _open(work: acts.Work, record: held.Held, why: str | None) -> None:
    main = work.record(record.beside) if record.beside else record
    locking.check_author(main, work.by)
    if main.status == "void":
        raise errors.RecordLocked
    if main.status in ("finished", "amended") and main.kind != "note":
        if not why:
            raise errors.ReasonMissing
        form.amend(work, main.id, why)


def _write(work: acts.Work, change: protocol.Change) -> Iterable[protocol.Edit]:
    record = work.record(change.record)
    for edit in _words(change):
        row = paths.row_of(edit.path)
        now = paths.get(record.fields, edit.path)
        value = merge.merge(now, now, edit).value
        if row != edit.path and paths.get(record.fields, row) is None:
            if value is not None and not edit.path.endswith("/rank"):
                choosing.bring_back(work, record, edit.path, value)
        else:
            work.edit(record, edit.path, value)
        yield edit
