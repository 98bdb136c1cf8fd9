"""What a desk may not hold any more goes off it: records, their history, words in the index, and acts.

Only once nothing of it waits to be sent: what this desk wrote there reaches the centre first.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.models import acts, base, document, enclosed, moving, out_of_sight, quick, sealed_act, search
from ehdesk.sync import protocol

_AT_ONCE = 500
_THESE = quick.among("numbers")
_CARD = "practitioner"
"""Who somebody of another agency is: no family's, and nobody else's than the desk's that wrote it down."""

_WAITS_IN = (
    sa.select(base.record.c.scope)
    .distinct()
    .join(base.revision, base.revision.c.record_n == base.record.c.n)
    .where(base.revision.c.act_n.in_(sa.select(base.waiting.c.act_n)))
)


_OUTSIDE = sa.select(base.record.c.n, base.record.c.id).where(
    base.record.c.n.in_(  # from its index alone, without reading through every record
        sa.select(base.record.c.n).where(
            base.record.c.scope.not_in(quick.among("keeps")), base.record.c.kind != _CARD
        )
    )
)
_NO_LINES = sa.delete(base.view_line).where(base.view_line.c.record_id.in_(quick.among("ids")))


def withdraw(work: acts.Work, may_hold: Sequence[str]) -> frozenset[str]:
    """Take away every record outside `may_hold`, except where something of it waits. Which went."""
    keeps = {*may_hold, base.own_scope(work.by), "authority"}
    if not _outside(work, keeps):
        return frozenset()
    keeps |= set(work.connection.execute(_WAITS_IN).scalars()) | _filed_in(work)
    rows = _outside(work, keeps)
    enclosures, gone = _files_of(work, [row.n for row in rows]), frozenset(row.id for row in rows)
    for some in _portions([row.n for row in rows]):
        touched = _touching(work, some)
        _take_away(work, some)
        _narrow(work, touched, lambda change: change.scope in keeps and change.record not in gone)
    for ids in _portions([row.id for row in rows]):
        work.connection.execute(_NO_LINES, {"ids": quick.keys(ids)})
    enclosed.withdraw(work, enclosures)
    return gone


def _filed_in(read: acts.Reading) -> set[str]:
    """Where records lie that an act which waits has filed there: one that only moves them has no revision."""
    scopes = sa.select(base.record.c.scope).distinct()
    some = (scopes.where(base.record.c.id.in_(ids)) for ids in _portions(sorted(moving.filed(read))))
    return {scope for wanted in some for scope in read.connection.execute(wanted).scalars()}


def _outside(work: acts.Work, keeps: Iterable[str]) -> Sequence[Any]:
    """Number and id of every record outside some scopes."""
    return work.connection.execute(_OUTSIDE, {"keeps": quick.keys(sorted(keeps))}).all()


def files_in(read: acts.Reading, record_ids: Collection[str]) -> list[tuple[str, str]]:
    """The files that some records name, and who added each."""
    columns = (document.TABLE.c.sha256, base.record.c.author, base.record.c.id)
    wanted = sa.select(*columns).join(base.record, base.record.c.n == document.TABLE.c.n)
    rows = read.connection.execute(wanted).all()
    return [(row.sha256, row.author) for row in rows if row.id in record_ids]


def drop(work: acts.Work, record_ids: Collection[str]) -> set[int]:
    """Take records away that come again at once, with all that was received of them. What waits is kept.

    Gives the acts of ours (their numbers) that are kept as they are: see `keep_what_came`.
    """
    touched, kept = set(), set()
    for some in _portions(sorted(record_ids)):
        numbers = _numbers_of(work, some)
        touched |= _touching(work, numbers)
        _take_away(work, numbers)
    for acts_of in map(set, _portions(sorted(touched))):  # once all their records are away, in any portion
        goes = acts_of - _waiting(work, acts_of)
        mine = sealed_act.ours(work, goes) | _set_aside(work, goes)  # the latter do not come again
        goes -= mine
        kept |= mine
        _forget(work, _nothing_else(work, goes, record_ids))
        _narrow(work, goes, _is_none_of(record_ids))
    return kept


def keep_what_came(work: acts.Work, numbers: Collection[int]) -> None:
    """Once records have come again: of these acts of ours stays what they did to records that are here."""
    if not numbers:
        return
    here = set(work.connection.execute(sa.select(base.record.c.id)).scalars())
    _narrow(work, set(numbers), lambda change: change.record in here)


def _nothing_else(work: acts.Work, numbers: set[int], record_ids: Collection[str]) -> set[int]:
    """Those of some acts that speak of no other records."""
    rows = work.connection.execute(_CONTENTS, {"numbers": quick.keys(sorted(numbers))})
    said = ((row.n, protocol.decode_act(row.content).changes) for row in rows)
    return {n for n, changes in said if all(change.record in record_ids for change in changes)}


_FORGETTING = (
    *(sa.delete(table).where(table.c.act_n.in_(_THESE)) for table in (base.sealed_act, base.receipt)),
    sa.delete(base.act).where(base.act.c.n.in_(_THESE)),
)


def _forget(work: acts.Work, numbers: set[int]) -> None:
    for each in _FORGETTING:
        work.connection.execute(each, {"numbers": quick.keys(sorted(numbers))})


def take_away(work: acts.Work, record_ids: Sequence[str]) -> None:
    """Take away single records that were moved out of what the desk may hold. What waits on them is to be
    read in a list until the centre has it."""
    for some in _portions(record_ids):
        numbers = _numbers_of(work, some)
        enclosures, touched = _files_of(work, numbers), _touching(work, numbers)
        _take_away(work, numbers)
        waits = _waiting(work, touched)
        _narrow(work, touched - waits, _is_none_of(frozenset(some)))
        for act_n in sorted(waits):
            out_of_sight.note(work, act_n)
        enclosed.withdraw(work, enclosures)


_NUMBERS = sa.select(base.record.c.n).where(base.record.c.id.in_(quick.among("ids")))
_TOUCHING = sa.select(base.revision.c.act_n).where(base.revision.c.record_n.in_(_THESE))
_NOT_SENT = sa.select(base.waiting.c.act_n).where(base.waiting.c.act_n.in_(_THESE))
_ASIDE = sa.select(base.receipt.c.act_n).where(
    base.receipt.c.act_n.in_(_THESE), base.receipt.c.verdict == "aside"
)
_FILES = (
    sa.select(document.TABLE.c.sha256, base.record.c.author)
    .join(base.record, base.record.c.n == document.TABLE.c.n)
    .where(document.TABLE.c.n.in_(_THESE))
)


def _numbers_of(work: acts.Work, ids: Sequence[str]) -> list[int]:
    return list(work.connection.execute(_NUMBERS, {"ids": quick.keys(ids)}).scalars())


def _among(work: acts.Work, wanted: sa.Select[Any], numbers: Iterable[int]) -> set[int]:
    return set(work.connection.execute(wanted, {"numbers": quick.keys(sorted(numbers))}).scalars())


def _touching(work: acts.Work, numbers: Sequence[int]) -> set[int]:
    """The acts that touch some records."""
    return _among(work, _TOUCHING, numbers)


def _waiting(work: acts.Work, numbers: set[int]) -> set[int]:
    """Which of some acts have not been sent yet."""
    return _among(work, _NOT_SENT, numbers)


def _set_aside(work: acts.Work, numbers: set[int]) -> set[int]:
    return _among(work, _ASIDE, numbers)


def _files_of(work: acts.Work, numbers: Sequence[int]) -> list[tuple[str, str]]:
    """The files that these records name, and who added each."""
    found: list[tuple[str, str]] = []
    for some in _portions(numbers):
        rows = work.connection.execute(_FILES, {"numbers": quick.keys(some)})
        found += [(row.sha256, row.author) for row in rows]
    return found


def _take_away(work: acts.Work, numbers: Sequence[int]) -> None:
    """Delete all rows of these records, those that point to others first."""
    these = {"numbers": quick.keys(numbers)}
    is_many = work.connection.execute(_REVISIONS, these).scalar_one() > _MANY
    if is_many:
        work.connection.exec_driver_sql(_FIND_BY_REVISION)
    for each in _taking_away():
        work.connection.execute(each, these)
    if is_many:
        work.connection.exec_driver_sql(_NO_LONGER)


_REVISIONS = sa.select(sa.func.count()).where(base.revision.c.record_n.in_(_THESE))
_MANY = 100
_FIND_BY_REVISION = "CREATE INDEX field_of_revision ON field (revision_n)"
_NO_LONGER = "DROP INDEX field_of_revision"
"""For each revision that goes SQLite asks whether a field points at it, and reads all fields of the vault
for that. An index that stays would cost every save; one for the time being costs one such reading."""


@cache
def _taking_away() -> tuple[sa.Delete, ...]:
    """What takes every line of some records away, in order: made once, as there are many tables with one."""
    these = _THESE
    revisions = sa.select(base.revision.c.n).where(base.revision.c.record_n.in_(these))
    lines = (
        sa.delete(table).where(column.in_(these))
        for table in reversed(base.metadata.sorted_tables)
        for column in table.c
        if table not in (base.record, base.field)
        and any(key.column is base.record.c.n for key in column.foreign_keys)
    )
    return (
        sa.delete(base.settled).where(base.settled.c.revision_n.in_(revisions)),
        sa.delete(base.field).where(base.field.c.record_n.in_(these)),
        *lines,
        sa.delete(search.TABLE).where(search.TABLE.c.rowid.in_(these)),
        sa.delete(base.record).where(base.record.c.n.in_(these)),
    )


def _is_none_of(ids: Collection[str]) -> Callable[[protocol.Change], bool]:
    return lambda change: change.record not in ids


def _narrow(work: acts.Work, numbers: set[int], stays: Callable[[protocol.Change], bool]) -> None:
    """Keep of these acts what they did to records that stay. Of an act that did nothing else the id stays and
    says nothing: what is here is not put back from the journal. Ours are sealed for the centre before."""
    for some in _portions(sorted(numbers)):
        rows = work.connection.execute(_CONTENTS, {"numbers": quick.keys(some)}).all()
        told = [(row, protocol.decode_act(row.content)) for row in rows]
        going = [(row, act) for row, act in told if not all(map(stays, act.changes))]
        sealed_act.keep(work, [(row.n, row.content) for row, _ in going])
        narrower, empty = [], []
        for row, act in going:
            left = [place for place, change in enumerate(act.changes) if stays(change)]
            if left:
                narrower.append({"at_n": row.n, "said": bytes(protocol.narrowed(row.content, left))})
            else:
                nothing = protocol.encode_act(msgspec.structs.replace(act, changes=(), why=None))
                empty.append({"at_n": row.n, "said": nothing})
        for say, lines in ((_SAYS_LESS, narrower), (_SAYS_NOTHING, empty)):
            if lines:
                work.connection.execute(say, lines)


_SAYS_LESS = (
    sa.update(base.act).where(base.act.c.n == sa.bindparam("at_n")).values(content=sa.bindparam("said"))
)
_SAYS_NOTHING = _SAYS_LESS.values(why=None, sitting=None)
_CONTENTS = sa.select(base.act.c.n, base.act.c.content).where(base.act.c.n.in_(_THESE))


def _portions(every: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
