"""Writing one act: records, revisions, the field's newest voice, lists, search, the change and the trail.

Everything here runs inside the act's one transaction. While an act stays open each further autosave
costs two reads and two writes: the revision holds what was before, and the index of words waits until
the act closes (`search` looks into the records of open acts itself).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, ending, held, indexing, outbox, quick, search, standing, trail
from ehdesk.models import hand as hands
from ehdesk.rules import paths
from ehdesk.sync import protocol

_INSERT_RECORD = quick.QuickRows(sa.insert(base.record))
_CHANGED = (
    *("fields", "status", "is_being_written", "changed_at", "scope"),
    *("family_id", "episode_id"),
)
_UPDATE_RECORD = quick.Quick(
    sa.update(base.record)
    .where(base.record.c.n == sa.bindparam("record_n"))
    .values({name: sa.bindparam(name) for name in _CHANGED})
)
_UPDATE_FIELDS = quick.Quick(
    sa.update(base.record)
    .where(base.record.c.n == sa.bindparam("record_n"))
    .values({name: sa.bindparam(name) for name in ("fields", "changed_at")})
)
"""For what neither moved nor came to another status: SQLite writes each index anew of which a column is said,
also where nothing of it changes, and those are half of the pages of an autosave."""
_INSERT_REVISION = quick.QuickMany(sa.insert(base.revision))
_SET_FIELD = quick.QuickMany(sa.insert(base.field).prefix_with("OR REPLACE"))
_INSERT_ACT = quick.QuickMany(sa.insert(base.act))
_INSERT_ACTS = quick.QuickRows(sa.insert(base.act))
_INSERT_REVISIONS = quick.QuickRows(sa.insert(base.revision))
_SET_FIELDS = quick.QuickRows(sa.insert(base.field).prefix_with("OR REPLACE"))
_EXTEND_ACT = quick.Quick(
    sa.update(base.act)
    .where(base.act.c.n == sa.bindparam("act_n"), base.act.c.is_open)
    .values({name: sa.bindparam(name) for name in ("part", "at", "content")})
)
_INSERT_VERSION = quick.QuickMany(sa.insert(base.finished_version).prefix_with("OR IGNORE"))
_INSERT_SETTLED = sa.insert(base.settled)
_AMEND = (
    sa.update(base.revision).where(base.revision.c.n == sa.bindparam("at_n")).values(was=sa.bindparam("told"))
)
_INSERT_SECOND = quick.QuickMany(sa.insert(base.second_version).prefix_with("OR REPLACE"))


def keep(work: acts.Work) -> None:
    """Write what the act in hand changed, and remember its part for the journal.

    Nothing is written when nothing changed, or when the worker may not do any part of it.
    Raises: NotInTheTeam, NotAllowed, OwnSignOff on a desk that is enrolled.
    """
    hand = work.hand
    records = changed(work)
    if not records and not hand.seconds:
        return
    if work.bench.role is not None:
        standing.check(work, records)
    hand.id = hand.id or work.clock.new_id()
    said = hands.rebuilt(hand, tuple(_change(record, hand) for record in records))
    content = protocol.encode_act(said)
    write(work, records, content)
    ending.end(work, said)
    work.kept.append(hands.Kept(hand.id, hand.part, content))


def write(work: acts.Work, records: list[held.Held], content: bytes) -> None:
    """Write the records in hand, their revisions and the act whose bytes are `content`."""
    _write_records(work, records)
    _write_act(work, content)
    _write_revisions(work)
    _write_concepts(work, records)
    if not work.hand.is_open:
        search.update(work.connection, _to_index(records), work.form)
    trail.add(work, records, content)


def write_all(
    work: acts.Work,
    said: Sequence[tuple[Any, ...]],
    revisions: Sequence[tuple[Any, ...]],
    newest: Mapping[tuple[int, str], int],
) -> None:
    """Write the records in hand as several acts left them, and the rows of these acts (see `act_row`).

    `newest` is the newest revision of each field (the record's number, and the path) that they set.
    """
    records = changed(work)
    _write_records(work, records)
    _INSERT_ACTS.put(work.connection, said)
    _INSERT_REVISIONS.put(work.connection, revisions)
    _SET_FIELDS.put(work.connection, [(*field, n) for field, n in newest.items()])
    _write_concepts(work, records)
    indexing.take_up(work, _to_index(records))


def write_more(work: acts.Work, records: list[held.Held]) -> None:
    """Write more of an act that is here already: what it did to records that could not be held before."""
    _write_records(work, records)
    _write_revisions(work)
    _fill_and_index(work, records)


def write_again(work: acts.Work, records: list[held.Held]) -> None:
    """Write the records in hand as they stand, with no new revision: an act came to something else."""
    _write_records(work, records)
    _fill_and_index(work, records)


def _fill_and_index(work: acts.Work, records: list[held.Held]) -> None:
    _write_concepts(work, records)
    search.update(work.connection, _to_index(records), work.form)


def _to_index(records: Iterable[held.Held]) -> list[held.Held]:
    """What was touched, and what is new: the index has every record, also one that says nothing yet."""
    return [record for record in records if record.touched or record.is_new]


def changed(work: acts.Work) -> list[held.Held]:
    """The records that the act in hand made, touched or moved."""
    return [record for record in work.records.values() if record.is_new or record.touched or record.moved]


def _change(record: held.Held, hand: hands.InHand) -> protocol.Change:
    edits = tuple(pending.edit for pending in hand.pending.values() if pending.record is record)
    return protocol.Change(
        record=record.id,
        kind=record.kind,
        scope=record.scope,
        edits=edits,
        new=record.is_new,
        family=record.family_id,
        episode=record.episode_id,
        beside=record.beside,
        form=record.form,
        form_version=record.form_version,
    )


def _write_records(work: acts.Work, records: list[held.Held]) -> None:
    new, versions = [], []
    for record in records:
        if record.is_new:
            new.append(_new_row(record))
            continue
        _write_record(work, record)
        if "$version" in record.touched:
            versions.append(_version_before(work, record))
    _INSERT_RECORD.put(work.connection, new)
    _INSERT_VERSION.put(work.connection, versions)


def _write_record(work: acts.Work, record: held.Held) -> None:
    """A record that is here already, as it stands now."""
    row = {
        "record_n": record.n,
        "fields": base.pack(record.fields),
        "changed_at": base.stamp(record.changed_at),
    }
    if not record.moved and "$status" not in record.touched:
        _UPDATE_FIELDS.change(work.connection, row)
        return
    row |= {"status": record.status, "is_being_written": record.is_being_written}
    row |= {"scope": record.scope, "family_id": record.family_id, "episode_id": record.episode_id}
    _UPDATE_RECORD.change(work.connection, row)


def _new_row(record: held.Held) -> tuple[Any, ...]:
    """A record that is new, in the order of the table's columns."""
    lies_in = record.scope, record.family_id, record.episode_id, record.beside
    begun = record.standing_author(), base.stamp(record.standing_created_at())
    is_draft = 1 if record.is_being_written else 0
    return (
        *(record.n, record.id, record.kind, *lies_in, record.form, record.form_version, *begun),
        *(base.stamp(record.changed_at), record.status, is_draft, base.pack(record.fields)),
    )


def _version_before(work: acts.Work, record: held.Held) -> dict[str, Any]:
    """The finished version that this act opens again: kept whole, so that it stays readable."""
    number = base.unpack(record.text_before).get("$version", 1)
    return {
        "n": work.bench.next_n("finished_version"),
        "record_n": record.n,
        "number": number,
        "fields": record.text_before,
    }


def _write_act(work: acts.Work, content: bytes) -> None:
    hand = work.hand
    if hand.n is not None:
        grown = {"act_n": hand.n, "part": hand.part, "at": base.stamp(hand.at), "content": content}
        if _EXTEND_ACT.change(work.connection, grown) != 1:
            raise AssertionError("a closed act is never altered")
    else:
        hand.n = work.bench.next_n("act")
        _INSERT_ACT.put(work.connection, [_act_line(hand, content)])
    hand.closes.discard(hand.n)
    if hand.closes:
        outbox.close(work, hand.closes)
    _INSERT_SECOND.put(work.connection, [{**one, "act_id": hand.id} for one in hand.seconds])


def _act_line(hand: hands.InHand, content: bytes) -> dict[str, Any]:
    names = ("n", "id", "verb", "by", "incarnation", "why", "sitting", "part", "at", "is_open")
    row = {name: getattr(hand, name) for name in names}
    return row | {"opened_at": hand.opened_at or hand.at, "content": content}


def act_row(n: int, act: protocol.Act, at: str, content: bytes) -> tuple[Any, ...]:
    """A closed act of somebody else as its table keeps it; `at` is its moment as kept."""
    return (n, act.id, act.part, act.verb, act.by, at, act.incarnation, act.why, None, at, 0, content)


def _write_revisions(work: acts.Work) -> None:
    new, fields = [], []
    for (record_n, path), pending in work.hand.pending.items():
        if pending.revision_n is None:
            n = work.bench.next_n("revision")
            told = {"n": n, "act_n": work.hand.n, "record_n": record_n, "path": path}
            new.append(told | {"was": pending.was, "undoes": pending.undoes})
            fields.append({"record_n": record_n, "path": path, "revision_n": n})
    _INSERT_REVISION.put(work.connection, new)
    _SET_FIELD.put(work.connection, fields)
    _write_overruled(work)
    for record, key, other, other_key in work.hand.rehomed:
        _rehome(work, record, key, other, other_key)


def _write_overruled(work: acts.Work) -> None:
    """What others had said stands again upon what this act said, as one more revision of theirs."""
    for n, was in work.hand.amended:
        work.connection.execute(_AMEND, {"at_n": n, "told": _packed(was)})
    for one in work.hand.overruled:
        n = work.bench.next_n("revision")
        act_n = work.hand.n if one.act_n is None else one.act_n
        told = {"n": n, "act_n": act_n, "record_n": one.record_n, "path": one.path}
        _INSERT_REVISION.put(work.connection, [{**told, "was": _packed(one.said), "undoes": None}])
        work.connection.execute(_INSERT_SETTLED, {"revision_n": n, "value": _packed(one.stands)})
        _SET_FIELD.put(work.connection, [{"record_n": one.record_n, "path": one.path, "revision_n": n}])


def _packed(value: Any) -> str | None:
    return None if value is None else base.pack(value)


def _rehome(work: acts.Work, record: held.Held, key: str, other: held.Held, other_key: str) -> None:
    """Move the history of a field and of its rows to another record, as if it had always stood there.

    What this act said about it (taken away here, put in there) is no change of the value.
    """
    here = _lies_under(base.revision, record.n, key)
    this_act = base.revision.c.act_n == work.hand.n
    moved = sa.literal(other_key) + sa.func.substr(base.revision.c.path, len(key) + 1)
    work.connection.execute(sa.delete(base.field).where(_lies_under(base.field, record.n, key)))
    work.connection.execute(sa.delete(base.revision).where(here, this_act))
    work.connection.execute(sa.update(base.revision).where(here).values(record_n=other.n, path=moved))
    for record_n, path in work.hand.pending:
        if record_n == other.n and path.split("/", 1)[0] == other_key:
            stands = base.revision.c.record_n == record_n, base.revision.c.path == path, this_act
            was = base.pack(paths.get(other.fields, path))
            work.connection.execute(sa.update(base.revision).where(*stands).values(was=was))


def _lies_under(table: sa.Table, record_n: int, key: str) -> sa.ColumnElement[bool]:
    inside = table.c.path.startswith(key + "/", autoescape=True)
    return sa.and_(table.c.record_n == record_n, sa.or_(table.c.path == key, inside))


def _write_concepts(work: acts.Work, records: list[held.Held]) -> None:
    due: dict[str, list[held.Held]] = {}
    for record in records:
        concept = work.bench.concepts.get(record.kind)
        if concept and (record.is_new or record.moved or record.touched & concept.keys):
            due.setdefault(record.kind, []).append(record)
    for kind, some in due.items():
        _fill(work, work.bench.concepts[kind], some)


def months(work: acts.Work) -> Callable[[], tuple[int, ...]]:
    """When a closed family is asked again, for those concepts that go by it."""
    return lambda: work.bench.authority().limits.follow_up_months


@cache
def _gone_of(table: sa.Table) -> sa.Delete:
    return sa.delete(table).where(table.c.record_n.in_(sa.bindparam("numbers", expanding=True)))


def _fill(work: acts.Work, concept: base.Concept, records: list[held.Held]) -> None:
    follow_up = months(work)
    standing = [record.standing(follow_up) for record in records]
    old = [record.n for record in records if not record.is_new]
    for rows in concept.all_rows if old else ():
        work.connection.execute(_gone_of(rows.table), {"numbers": old})
    fill_new(work, concept, standing)


def fill_new(work: acts.Work, concept: base.Concept, standing: Sequence[base.Standing]) -> None:
    """Write the columns that lists and rules ask for, from the fields."""
    told = [
        {"n": one.n, "id": one.id, "family_id": one.family_id, **concept.columns(one)} for one in standing
    ]
    _quickly(concept.put).put(work.connection, told)
    for rows in concept.all_rows:
        lines = [{"record_n": one.n, **line} for one in standing for line in rows.lines(one)]
        _lines_of(rows.table).put(work.connection, lines)


@cache
def _quickly(statement: sa.Insert) -> quick.QuickMany:
    return quick.QuickMany(statement)


@cache
def _lines_of(table: sa.Table) -> quick.QuickMany:
    return quick.QuickMany(sa.insert(table))
