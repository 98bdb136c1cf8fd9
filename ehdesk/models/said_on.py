"""What an act of ours says beyond what the centre has under its id: it is said as an act of its own.

An act that grows is sent when it grows no more. But a folder may be copied or backed up while somebody types:
then one copy hands in how it began, and the other has gone on. No act that was taken is ever altered.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.models import acts, base, trail
from ehdesk.models import hand as hands
from ehdesk.rules import paths
from ehdesk.sync import protocol

_SAY = (
    sa.update(base.act)
    .where(base.act.c.n == sa.bindparam("at_n"))
    .values(id=sa.bindparam("as_id"), content=sa.bindparam("said"), part=1, is_open=False)
)
_SECONDS = (
    sa.update(base.second_version)
    .where(base.second_version.c.act_id == sa.bindparam("was_id"))
    .values(act_id=sa.bindparam("as_id"))
)
_SETTLED_BY = (
    sa.update(base.second_version)
    .where(base.second_version.c.settled_by == sa.bindparam("was_id"))
    .values(settled_by=sa.bindparam("as_id"))
)
_TAKEN = (
    sa.select(base.act.c.n, base.act.c.part, base.act.c.content)
    .join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(base.act.c.id == sa.bindparam("id"), base.receipt.c.verdict == "taken")
)
_PART = sa.update(base.act).where(base.act.c.n == sa.bindparam("at_n")).values(part=sa.bindparam("up_to"))


def beyond(said: protocol.Act, known: protocol.Act) -> tuple[protocol.Change, ...]:
    """What a later part of an act changes that an earlier one did not, made upon the earlier one."""
    told = {(one.record, edit.path): edit for one in known.changes for edit in one.edits}
    made = {one.record for one in known.changes}
    return tuple(_changes(said, told, made, known.id))


def _changes(
    said: protocol.Act, told: dict[tuple[str, str], protocol.Edit], made: set[str], upon: str
) -> Iterator[protocol.Change]:
    for change in said.changes:
        is_here = change.record in made
        before = {edit.path: told.get((change.record, edit.path)) for edit in change.edits}
        rows = {path for record, path in told if record == change.record}
        edits = tuple(
            more
            for edit in change.edits
            if (more := _beyond(edit, before[edit.path], upon, is_in=paths.row_of(edit.path) in rows))
        )
        if edits or not is_here:
            yield msgspec.structs.replace(change, edits=edits, new=change.new and not is_here)


def _beyond(
    edit: protocol.Edit, before: protocol.Edit | None, upon: str, *, is_in: bool
) -> protocol.Edit | None:
    """What an edit says more than it did before; `is_in`: it lies in a row that had been said."""
    if before is None:
        return msgspec.structs.replace(edit, base=upon) if is_in else edit
    if msgspec.structs.replace(edit, base=before.base) == before:
        return None
    if (edit.add or edit.remove) and (before.add or before.remove):
        add = [one for one in edit.add if one not in before.add]
        remove = [one for one in edit.remove if one not in before.remove]
        add += [one for one in before.remove if one not in edit.remove and one not in edit.add]
        remove += [one for one in before.add if one not in edit.add and one not in edit.remove]
        return msgspec.structs.replace(edit, base=upon, add=tuple(add), remove=tuple(remove))
    return msgspec.structs.replace(edit, base=upon)


def _as_its_own(work: acts.Work, said: protocol.Act, known: protocol.Act) -> protocol.Act | None:
    changes = beyond(said, known)
    if not changes:
        return None
    return msgspec.structs.replace(said, id=work.clock.new_id(), part=1, changes=changes)


def part(work: acts.Work, act_n: int, said: protocol.Act, known: protocol.Act) -> hands.Kept | None:
    """The centre has an earlier part of an act that waits: what is said beyond it waits on under an id of its
    own, in the same place. Gives that; None where there is nothing."""
    made = _as_its_own(work, said, known)
    if made is None:
        return None
    content = protocol.encode_act(made)
    work.connection.execute(_SAY, {"at_n": act_n, "as_id": made.id, "said": content})
    renamed = {"was_id": said.id, "as_id": made.id}
    for statement in (_SECONDS, _SETTLED_BY):
        work.connection.execute(statement, renamed)
    trail.closed(work, made.id, made.part, content)
    return hands.Kept(made.id, made.part, content)


def of_taken(work: acts.Work, said: protocol.Act) -> tuple[protocol.Act | None, bool]:
    """What a journal's part of an act says beyond the part that the centre took, as an act of its own (None
    where that is nothing), and whether it took one. From now on that part counts as heard."""
    row: Any = work.connection.execute(_TAKEN, {"id": said.id}).first()
    if row is None:
        return None, False
    hears_to(work, row.n, said.part)
    return _as_its_own(work, said, protocol.decode_act(row.content)), True


def hears_to(work: acts.Work, act_n: int, up_to: int) -> None:
    """What the journal says of an act up to this part has been dealt with."""
    work.connection.execute(_PART, {"at_n": act_n, "up_to": up_to})
