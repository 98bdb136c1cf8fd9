"""What each field was, who said so and why; and undo, which is a new act on one field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, held, locking, practitioner
from ehdesk.rules import paths

TYPED = (
    *("answer.given", "answer.carried", "row.added", "row.removed", "row.moved"),
    *("person.changed", "visit.changed"),
)
UNDONE, REDONE = "answer.undone", "answer.redone"
_STEPS_KEPT = 1000


@dataclass(frozen=True)
class FieldVoice:
    """One value that a field had: `who` is a name, `by` an id; `why` stands after sign-off."""

    value: Any
    who: str
    at: datetime
    verb: str
    why: str | None
    path: str
    by: str
    revision: int


@dataclass(frozen=True)
class FieldMark:
    """Who set the value that stands now, and when."""

    who: str
    at: datetime
    revision: int
    by: str


@dataclass(frozen=True)
class Undone:
    """The field that was put back (or forward) and what stands there now."""

    path: str
    value: Any


@dataclass(frozen=True)
class SecondVersion:
    """A value that did not become the current one: kept and shown until a person settles it."""

    path: str
    value: Any
    reason: str
    who: str
    at: datetime


_PLACES = sa.or_(base.record.c.id == sa.bindparam("id"), base.record.c.beside == sa.bindparam("sibling_of"))
_VOICED = base.revision.join(base.act).join(base.record, base.record.c.n == base.revision.c.record_n)
_WHO = practitioner.called(base.act.c.by).label("who")
_HISTORY = (
    sa.select(base.revision, base.act.c.verb, base.act.c.by, base.act.c.at, base.act.c.why, _WHO)
    .select_from(_VOICED)
    .where(
        _PLACES,
        sa.or_(
            base.revision.c.path == sa.bindparam("path"),
            base.revision.c.path == sa.bindparam("row"),
            sa.and_(
                base.revision.c.path > sa.bindparam("below"), base.revision.c.path < sa.bindparam("beyond")
            ),
        ),
    )
    .order_by(base.revision.c.n.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_FIELDS = sa.select(base.record.c.n, base.record.c.fields).where(_PLACES)
_LATER = (
    sa.select(base.revision.c.n, base.revision.c.path, base.revision.c.was)
    .where(
        base.revision.c.record_n == sa.bindparam("record_n"),
        base.revision.c.n > sa.bindparam("n"),
        sa.or_(
            base.revision.c.path == sa.bindparam("path"),
            base.revision.c.path == sa.bindparam("row"),
            sa.and_(
                base.revision.c.path > sa.bindparam("below"), base.revision.c.path < sa.bindparam("beyond")
            ),
        ),
    )
    .order_by(base.revision.c.n.desc())
)
_OTHERS_SINCE = (
    _LATER.with_only_columns(base.act.c.by, base.act.c.opened_at)
    .join(base.act, base.act.c.n == base.revision.c.act_n)
    .where(base.act.c.incarnation != sa.bindparam("mine"))
    .limit(1)
)
_SET_WAS = (
    sa.update(base.revision).where(base.revision.c.n == sa.bindparam("at_n")).values(was=sa.bindparam("was"))
)
_MARKS = (
    sa.select(base.field.c.path, base.revision.c.n, base.act.c.by, base.act.c.at, _WHO)
    .select_from(
        base.field.join(base.revision, base.field.c.revision_n == base.revision.c.n)
        .join(base.act)
        .join(base.record, base.record.c.n == base.field.c.record_n)
    )
    .where(_PLACES)
)
_LAST_STATUS = (
    sa.select(sa.func.max(base.revision.c.n))
    .select_from(_VOICED)
    .where(base.record.c.id == sa.bindparam("id"), base.revision.c.path == "$status")
    .scalar_subquery()
)
_STEPS = (
    sa.select(
        base.revision.c.n,
        base.revision.c.path,
        base.revision.c.was,
        base.revision.c.undoes,
        base.act.c.verb,
        base.record.c.id.label("record_id"),
    )
    .select_from(_VOICED)
    .where(
        _PLACES,
        base.act.c.verb.in_((*TYPED, UNDONE, REDONE)),
        base.act.c.incarnation == sa.bindparam("incarnation"),
        base.revision.c.n > sa.func.coalesce(_LAST_STATUS, 0),
    )
    .order_by(base.revision.c.n.desc())
    .limit(_STEPS_KEPT)
)


def history(
    read: acts.Reading, record_id: str, path: str, *, audience: str | None = None, limit: int = 200
) -> tuple[FieldVoice, ...]:
    """Every value that a field had, newest first. For a table, everything that happened in it.

    A field of a row also shows the row's coming and going. `audience` as for `form.sheet`.
    """
    asked = _asked(record_id, audience) | {"most": limit}
    within = _within(path)
    rows = read.connection.execute(_HISTORY, asked | within).all()
    states = {row.n: base.unpack(row.fields) for row in read.connection.execute(_FIELDS, asked)}
    return tuple(_voice(row, path, states[row.record_n]) for row in rows)


def _voice(row: Any, path: str, state: base.Fields) -> FieldVoice:
    """What a revision made of the field; `state` is then as it was before it."""
    inside = row.path == path or row.path.startswith(path + "/")
    value = paths.copied(paths.get(state, row.path if inside else path))
    paths.put(state, row.path, base.unpack(row.was))
    return FieldVoice(value, row.who, row.at, row.verb, row.why, row.path, row.by, row.n)


def marks(read: acts.Reading, record_id: str, *, audience: str | None = None) -> dict[str, FieldMark]:
    """Who set each field of a record (and of its restricted sibling, for who may read it), by path."""
    rows = read.connection.execute(_MARKS, _asked(record_id, audience))
    return {row.path: FieldMark(row.who, row.at, row.n, row.by) for row in rows}


def second_versions(read: acts.Reading, record_id: str, limit: int = 100) -> tuple[SecondVersion, ...]:
    """The values that wait to be settled, oldest first."""
    wanted = (
        sa.select(
            base.second_version,
            practitioner.called(base.second_version.c.by).label("who"),
        )
        .join(base.record, base.record.c.n == base.second_version.c.record_n)
        .where(_PLACES, base.second_version.c.settled_by.is_(None))
        .order_by(base.second_version.c.n)
        .limit(limit)
    )
    rows = read.connection.execute(wanted, _asked(record_id, None))
    return tuple(SecondVersion(row.path, base.unpack(row.value), row.reason, row.who, row.at) for row in rows)


def value_after(work: acts.Work, record: held.Held, n: int, path: str) -> Any:
    """What stood at a path right after a revision: every later one of it is taken back on paper."""
    state = paths.copied(record.fields)
    for row in work.connection.execute(_LATER, {"record_n": record.n, "n": n} | _within(path)):
        paths.put(state, row.path, base.unpack(row.was))
    return paths.get(state, path)


def amend_value(work: acts.Work, record: held.Held, n: int, path: str, value: Any) -> None:
    """A revision that is no longer the newest turns out to have said more: the next one came upon that."""
    later = work.connection.execute(_LATER, {"record_n": record.n, "n": n} | _within(path)).all()
    following = next((row for row in reversed(later) if row.path in (path, paths.row_of(path))), None)
    if following is None:
        return
    was = value
    if following.path != path:
        was = (base.unpack(following.was) or {}) | {path.rpartition("/")[2]: value}
    told = None if was is None else base.pack(was)
    work.connection.execute(_SET_WAS, {"at_n": following.n, "was": told})


@acts.act(UNDONE)
def undo(
    work: acts.Work, record_id: str, path: str | None = None, *, among: frozenset[str] | None = None
) -> Undone:
    """Put one step back: the last of the record, of one field (or table), or `among` these fields.

    The steps come from the revisions, so they outlast a lock. Raises: NothingToUndo, OtherVoice,
    RecordLocked.
    """
    done, _ = _stacks(work, record_id)
    step = _last(done, path, among)
    return _step(work, step, base.unpack(step.was))


@acts.act(REDONE)
def redo(
    work: acts.Work, record_id: str, path: str | None = None, *, among: frozenset[str] | None = None
) -> Undone:
    """Put the last undone step forward again. Raises as `undo`."""
    _, undone = _stacks(work, record_id)
    step = _last(undone, path, among)
    return _step(work, step, base.unpack(step.became))


def steps(read: acts.Reading, record_id: str, path: str | None = None) -> tuple[int, int]:
    """How many steps can be undone and how many redone."""
    done, undone = _stacks(read, record_id)
    return len([one for one in done if _lies_in(one, path)]), len(
        [one for one in undone if _lies_in(one, path)]
    )


def may_read_restricted(audience: str | None) -> bool:
    """Whether a reader is shown restricted answers: the record's own worker (None) and "restricted"."""
    return audience in (None, "restricted")


def _within(path: str) -> dict[str, str]:
    """A path, the row that it lies in, and all below it ("0" is the character after "/")."""
    return {"path": path, "row": paths.row_of(path), "below": path + "/", "beyond": path + "0"}


def _asked(record_id: str, audience: str | None) -> dict[str, Any]:
    return {"id": record_id, "sibling_of": record_id if may_read_restricted(audience) else None}


@dataclass
class _Step:
    """One step: what was there before it, and once it is undone, what it had made of it."""

    n: int
    path: str
    record_id: str
    was: str | None
    became: str | None = None


def _stacks(read: acts.Reading, record_id: str) -> tuple[list[_Step], list[_Step]]:
    """The steps that stand, and those that were undone, each with the newest last."""
    asked = _asked(record_id, None) | {"incarnation": read.bench.incarnation}
    done: list[_Step] = []
    undone: list[_Step] = []
    for row in reversed(read.connection.execute(_STEPS, asked).all()):
        if row.verb == UNDONE:
            _hand_over(done, undone, row)
        elif row.verb == REDONE:
            _hand_over(undone, done, row)
        else:
            undone = [one for one in undone if one.path != row.path]
            done.append(_Step(row.n, row.path, row.record_id, row.was))
    return done, undone


def _hand_over(source: list[_Step], target: list[_Step], row: Any) -> None:
    found = next((one for one in source if one.n == row.undoes), None)
    if found is not None:
        found.became = row.was if row.verb == UNDONE else found.became
        source.remove(found)
        target.append(found)


def _last(stack: list[_Step], path: str | None, among: frozenset[str] | None) -> _Step:
    offered = (step for step in reversed(stack) if among is None or step.path.split("/", 1)[0] in among)
    found = next((step for step in offered if _lies_in(step, path)), None)
    if found is None:
        raise errors.NothingToUndo
    return found


def _lies_in(step: _Step, path: str | None) -> bool:
    return path is None or step.path == path or step.path.startswith(path + "/")


def _step(work: acts.Work, step: _Step, value: Any) -> Undone:
    record = work.record(step.record_id)
    locking.check_author(record, work.by)
    locking.check_open(record, work.clock)
    other = work.connection.execute(
        _OTHERS_SINCE,
        {"record_n": record.n, "n": step.n, "mine": work.bench.incarnation} | _within(step.path),
    ).first()
    if other is not None:
        who = practitioner.name_of(work, other.by) or other.by
        raise errors.OtherVoice(who=who, at=other.opened_at, value=paths.get(record.fields, step.path))
    work.edit(record, step.path, value, undoes=step.n)
    return Undone(step.path, value)
