"""The acts that wait to be sent, in order, and the closing of those that still grow."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, quick, search, standing, trail
from ehdesk.models import hand as hands

_OPEN = sa.select(base.act.c.n, base.act.c.id, base.act.c.part, base.act.c.content).where(base.act.c.is_open)
_TOUCHED = (
    sa.select(base.record.c.id)
    .distinct()
    .join(base.revision, base.revision.c.record_n == base.record.c.n)
    .where(base.revision.c.act_n == sa.bindparam("act_n"))
)
_CLOSE = sa.update(base.act).where(base.act.c.n == sa.bindparam("act_n")).values(is_open=False)
_MARK = sa.select(sa.cast(base.meta.c.value, sa.Integer)).where(base.meta.c.key == sa.bindparam("key"))
_SINCE = (
    sa.select(base.act.c.id, base.act.c.part, base.act.c.content)
    .select_from(base.THAT_WAIT)
    .where(base.waiting.c.act_n > _MARK.params(key="journal_act").scalar_subquery())
    .order_by(base.waiting.c.act_n)
)
_SET_MARK = (
    sa.update(base.meta).where(base.meta.c.key == sa.bindparam("name")).values(value=sa.bindparam("mark"))
)


def close_sitting(work: acts.Work, sitting: str | None) -> None:
    """Close the open acts of one stay on a page, or of all: they are never altered again."""
    wanted = _OPEN if sitting is None else _OPEN.where(base.act.c.sitting == sitting)
    _close(work, work.connection.execute(wanted).all())
    if sitting is None:
        standing.write_down(work.connection, work.bench.noted)


def close(work: acts.Work, numbers: Iterable[int]) -> None:
    """Close these acts, as far as they are open."""
    _close(work, work.connection.execute(_OPEN.where(base.act.c.n.in_(list(numbers)))).all())


def _close(work: acts.Work, rows: Iterable[Any]) -> None:
    """What became of an act goes into the index, and is sealed in the trail, which said when it began."""
    for row in rows:
        work.connection.execute(_CLOSE, {"act_n": row.n})
        touched = [
            work.record(record_id) for record_id in work.connection.scalars(_TOUCHED, {"act_n": row.n})
        ]
        search.update(work.connection, touched, work.form)
        if row.part > 1:
            trail.closed(work, row.id, row.part, row.content)


@dataclass(frozen=True)
class Waiting(hands.Kept):
    """An act that waits to be sent, and its place among all that are here."""

    n: int


_NO_LONGER_GROWS = sa.or_(sa.not_(base.act.c.is_open), base.act.c.opened_at <= quick.asked("since"))
_SIZES = quick.QuickList(
    sa.select(base.act.c.n, sa.func.length(base.act.c.content).label("size"))
    .select_from(base.THAT_WAIT)
    .where(_NO_LONGER_GROWS, base.waiting.c.act_n > quick.asked("after", sa.Integer))
    .order_by(base.waiting.c.act_n)
    .limit(quick.at_most("most"))
)
_WAITING = quick.QuickList(
    sa.select(base.act.c.id, base.act.c.part, base.act.c.content, base.act.c.n)
    .select_from(base.THAT_WAIT)
    .where(
        _NO_LONGER_GROWS,
        base.waiting.c.act_n.between(quick.asked("first", sa.Integer), quick.asked("last", sa.Integer)),
    )
    .order_by(base.waiting.c.act_n)
)
_UP_TO = quick.QuickList(
    sa.select(base.act.c.id)
    .select_from(base.THAT_WAIT)
    .where(
        base.waiting.c.act_n
        <= sa.select(base.act.c.n).where(base.act.c.id == quick.asked("last")).scalar_subquery()
    )
    .order_by(base.waiting.c.act_n)
)
ROOM = 8 << 20
"""Bytes of acts that are read at once: more than any message carries."""


def waiting(
    read: acts.Reading, limit: int = 500, after: int = 0, room: int | None = None
) -> tuple[Waiting, ...]:
    """The oldest acts that no longer grow and that no receipt has named: as many as go into so many bytes, at
    least one. `after`: behind this one."""
    since = _since(read)
    sizes = _SIZES.rows(read.connection, {"since": since, "after": after, "most": limit})
    found = list(_within(sizes, ROOM if room is None else room))
    if not found:
        return ()
    asked = {"since": since, "first": found[0], "last": found[-1]}
    return tuple([Waiting(*row) for row in _WAITING.rows(read.connection, asked)])


def _within(sizes: Iterable[Any], room: int) -> Iterator[int]:
    total = 0
    for row in sizes:
        total += row.size
        if total > room and total > row.size:
            return
        yield row.n


_BEHIND = (
    sa.select(base.act.c.n)
    .select_from(base.THAT_WAIT)
    .where(_NO_LONGER_GROWS, base.waiting.c.act_n > quick.asked("after", sa.Integer))
)
_ONE_BEHIND = quick.QuickList(_BEHIND.limit(quick.at_most(1)))
_READY = quick.QuickList(_BEHIND.with_only_columns(base.act.c.id).limit(quick.at_most("most")))
_ANY = quick.QuickList(sa.select(base.act.c.id).select_from(base.THAT_WAIT).limit(quick.at_most("most")))
_NUMBER = quick.Quick(sa.select(base.act.c.n).where(base.act.c.id == quick.asked("id")))


def is_any_behind(read: acts.Reading, n: int) -> bool:
    """Whether an act waits behind this one."""
    return bool(_ONE_BEHIND.rows(read.connection, {"since": _since(read), "after": n}))


def is_any_ready(read: acts.Reading, without: Collection[str], after: int) -> bool:
    """Whether an act that no longer grows waits behind this one, `without` some (ids)."""
    asked = {"since": _since(read), "after": after, "most": len(without) + 1}
    return any(row.id not in without for row in _READY.rows(read.connection, asked))


def is_any(read: acts.Reading, without: Collection[str]) -> bool:
    """Whether an act waits, `without` some (ids), be it that it still grows."""
    found = _ANY.rows(read.connection, {"most": len(without) + 1})
    return any(row.id not in without for row in found)


def number_of(read: acts.Reading, act_id: str) -> int:
    """The place of an act among all that are here; 0 for one that is not."""
    found = _NUMBER.first(read.connection, {"id": act_id})
    return 0 if found is None else int(found[0])


def up_to(read: acts.Reading, act_id: str) -> list[str]:
    """The ids of all that waits, up to one of them, in order."""
    return [row.id for row in _UP_TO.rows(read.connection, {"last": act_id})]


def _since(read: acts.Reading) -> str:
    """What was begun before this grows no longer."""
    return base.stamp(read.clock.now() - acts.OPEN_FOR)


_IS_ENROLLED = sa.select(base.meta.c.key).where(base.meta.c.key == "centre")
_AT_ONCE = 500


def owes(read: acts.Reading, act_ids: Iterable[str]) -> bool:
    """Whether the centre has not said yet of one of these acts that it came in; never without a centre."""
    if read.connection.execute(_IS_ENROLLED).first() is None:
        return False
    asked = sorted(act_ids)
    for start in range(0, len(asked), _AT_ONCE):
        some = base.act.c.id.in_(asked[start : start + _AT_ONCE])
        if read.connection.execute(sa.select(base.act.c.n).where(some, base.unanswered()).limit(1)).first():
            return True
    return False


def missing_second_copies(connection: sa.Connection, in_journal: Mapping[str, int]) -> list[hands.Kept]:
    """Parts that neither the journal nor a backup holds: a crash fell between commit and append."""
    rows = connection.execute(_SINCE)
    return [hands.Kept(*row) for row in rows if in_journal.get(row.id, 0) < row.part]


def journal_mark(connection: sa.Connection) -> int:
    """The first segment of the journal that may hold more than the database."""
    return int(connection.execute(_MARK, {"key": "journal_segment"}).scalar() or 0)


def mark_journal(connection: sa.Connection, segment: int, newest_act: int) -> None:
    """Remember that every earlier segment is in the database, and every closed act in the journal.

    An act that is still open has parts to come: the mark stays below it.
    """
    oldest_open = connection.execute(sa.select(sa.func.min(base.act.c.n)).where(base.act.c.is_open)).scalar()
    done = newest_act if oldest_open is None else oldest_open - 1
    for name, mark in (("journal_segment", segment), ("journal_act", done)):
        connection.execute(_SET_MARK, {"name": name, "mark": str(mark)})
