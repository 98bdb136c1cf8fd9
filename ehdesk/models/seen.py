"""What a page had read when its worker typed: an edit is made upon that, not upon what has come in since.

A page gets a mark with what it reads, the number of the newest revision then (`acts.Reading.mark`), and
hands it in with what is typed (`Store.do(seen=...)`). What this desk wrote after the mark the worker saw too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import base, held, quick
from ehdesk.models import hand as hands
from ehdesk.rules import merge, paths
from ehdesk.sync import protocol

_CAME_SINCE = sa.and_(
    base.revision.c.record_n == sa.bindparam("record_n"),
    base.revision.c.path >= sa.bindparam("row"),
    base.revision.c.path < sa.bindparam("beyond"),
    base.revision.c.n > sa.bindparam("mark"),
)
_VOICED = base.revision.join(base.act, base.act.c.n == base.revision.c.act_n).outerjoin(
    base.settled, base.settled.c.revision_n == base.revision.c.n
)
_IS_OTHERS = sa.or_(
    base.act.c.incarnation != sa.bindparam("incarnation"), base.settled.c.revision_n.is_not(None)
)
_OTHERS = quick.Quick(sa.select(base.revision.c.n).select_from(_VOICED).where(_CAME_SINCE, _IS_OTHERS))
_ALL = (
    sa.select(base.revision, base.act.c.id, base.act.c.content, _IS_OTHERS.label("is_others"))
    .select_from(_VOICED)
    .where(_CAME_SINCE)
    .order_by(base.revision.c.n)
)
_AT_THE_MARK = (
    sa.select(base.act.c.id)
    .select_from(_VOICED)
    .where(
        base.revision.c.record_n == sa.bindparam("record_n"),
        base.revision.c.path >= sa.bindparam("row"),
        base.revision.c.path < sa.bindparam("beyond"),
        base.revision.c.n <= sa.bindparam("mark"),
        sa.or_(
            sa.bindparam("whole", type_=sa.Boolean),
            base.revision.c.path.in_((sa.bindparam("row"), sa.bindparam("path"))),
        ),
    )
    .order_by(base.revision.c.n.desc())
    .limit(quick.at_most(1))
)


@dataclass(frozen=True)
class Following:
    """The revision that came upon another one, and what it says was there before it."""

    n: int
    path: str
    was: Any

    def upon(self, path: str, value: Any) -> Any:
        """What it says was there, once `value` was what stood at `path`."""
        return value if self.path == path else hands.with_cell(self.was or {}, path.rpartition("/")[2], value)


@dataclass(frozen=True)
class Seen:
    """What a worker saw at a path, and the act that had said it; None where the field was empty.

    `mine` is the newest revision of this desk at this very path since the mark, and `following` the one that
    came upon it.
    """

    value: Any
    base: str | None
    mine: int | None = None
    following: Following | None = None

    def edit(self, path: str, value: Any) -> protocol.Edit:
        """What the worker said, as it is merged."""
        listed = merge.list_difference(self.value, value)
        if value is None and path.count("/") == 1:
            return protocol.Edit(path=path, base=self.base, gone=True)
        if listed is not None:
            return protocol.Edit(path=path, base=self.base, add=listed[0], remove=listed[1])
        return protocol.Edit(path=path, base=self.base, value=value)


def at(
    connection: sa.Connection, record: held.Held, path: str, mark: int, *, incarnation: str, gone: bool
) -> Seen | None:
    """What a page with this mark shows at a path, where others have changed it since; else None.

    `gone` asks for a row that is to be taken away: whatever stands within it counts.
    """
    row = paths.row_of(path)
    asked = {"record_n": record.n, "row": row, "beyond": row + "0", "mark": mark, "incarnation": incarnation}
    if _OTHERS.first(connection, asked) is None:
        return None
    since = connection.execute(_ALL, asked).all()
    touching = [one for one in since if one.path in (path, row) or one.path.startswith(path + "/")]
    if not any(one.is_others for one in touching):
        return None
    said = [one for one in touching if not one.is_others and (gone or one.path in (path, row))]
    own = [one for one in said if one.path == path]
    following = next((one for one in since if own and one.n > own[-1].n and one.path in (path, row)), None)
    before = connection.execute(_AT_THE_MARK, {**asked, "path": path, "whole": gone}).scalar()
    return Seen(
        value=paths.get(_shown(record, since), path),
        base=said[-1].id if said else before,
        mine=own[-1].n if own else None,
        following=_following(following),
    )


def _following(row: sa.Row[Any] | None) -> Following | None:
    return None if row is None else Following(row.n, row.path, base.unpack(row.was))


def _shown(record: held.Held, since: Sequence[sa.Row[Any]]) -> base.Fields:
    """The fields as they stood at the mark, with what this desk wrote since, where `since` lies."""
    state: base.Fields = paths.copied(record.fields)
    for step in reversed(since):
        paths.put(state, step.path, base.unpack(step.was))
    for step in since:
        edit = (
            None if step.is_others else hands.edit_of(protocol.decode_act(step.content), record.id, step.path)
        )
        if edit is not None:
            now = paths.get(state, step.path)
            paths.put(state, step.path, merge.merge(now, now, edit).value)
    return state
