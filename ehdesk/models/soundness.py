"""Whether the record holds together: database, history, trail, search. Reading only, for `ehdesk check`."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, document
from ehdesk.models import search as searching
from ehdesk.models import trail as trails
from ehdesk.rules import merge, paths
from ehdesk.sync import protocol

_AT_ONCE = 500
_RECORDS_AT_ONCE = 50
_ACTS_KEPT = 50
_KEPT_BYTES = 1 << 19
"""What the acts that are kept from reading all of them may take, as they are packed."""

_Edits = dict[tuple[str, str], protocol.Edit]


@dataclass(frozen=True)
class Found:
    """What was looked at, and how much of it is wrong."""

    words: str
    wrong: int = 0


def database(read: acts.Reading) -> Found:
    """SQLite's and SQLCipher's own checks of every page. Wrong pages are counted, not repaired."""
    faults = [row[0] for row in read.connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [row[0] for row in read.connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    loose = read.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    count = read.connection.execute(sa.select(sa.func.count()).select_from(base.record)).scalar()
    return Found(f"{count} records, every page read", len(faults) + len(loose))


_REVISIONS = sa.select(sa.func.count()).select_from(base.revision)


def history(read: acts.Reading) -> Found:
    """Every field that stands is what its newest revision says, every act can be read, and those wait that
    have no receipt."""
    said: dict[int, _Edits] = {}
    wrong = _unreadable_acts(read, said) + _fields_unlike_their_revision(read, said)
    wrong += _waits_unlike_receipts(read)
    count = read.connection.execute(_REVISIONS).scalar()
    return Found(f"{count} revisions agree with the records", wrong)


def trail(read: acts.Reading) -> Found:
    """The seals of the trail fit one another from the first line to the last."""
    broken = trails.first_break(read)
    count = read.connection.execute(sa.select(sa.func.count()).select_from(base.trail)).scalar()
    if broken is not None:
        return Found(f"line {broken} of {count} does not fit the line before it", 1)
    return Found(f"{count} lines, each sealed to the one before it")


def documents(read: acts.Reading) -> Found:
    """Every document that a record names is on the disk twice, whole."""
    holds = read.bench.cabinet.holds
    named = sorted(
        one for one in document.named(read) if holds(one) or not document.came_from_elsewhere(read, one)
    )
    wrong = sum(not read.bench.cabinet.is_sound(sha256) for sha256 in named)
    words = f"{len(named)} {'document' if len(named) == 1 else 'documents'}, each there twice"
    return Found(words if not wrong else f"{wrong} of {len(named)} are not there twice; reading mends", wrong)


def search(read: acts.Reading) -> Found:
    """The index finds each record by its own words, and holds nothing else. What waits for it may be missing.

    The index keeps no text that could be compared, so each record is asked for by its longest word.
    """
    indexed = set(read.connection.execute(sa.select(searching.TABLE.c.rowid)).scalars())
    mark = searching.indexed_to(read.connection)
    wrong, known = 0, set()
    for row in _records(read):
        if row.kind.endswith(base.RESTRICTED):
            wrong += row.n in indexed
            continue
        known.add(row.n)
        if mark is None or row.n <= mark:
            wrong += row.n not in indexed or not _is_found(read, row)
    return Found(f"{len(known)} records are found by their words", wrong + len(indexed - known))


_RECORDS = sa.select(base.record).order_by(base.record.c.n)


def _records(read: acts.Reading) -> Any:
    return read.connection.execute(_RECORDS).yield_per(_AT_ONCE)


_HAS = sa.select(searching.TABLE.c.rowid).where(
    sa.literal_column("search").op("MATCH")(sa.bindparam("words")),
    searching.TABLE.c.rowid == sa.bindparam("n"),
)


def _is_found(read: acts.Reading, row: Any) -> bool:
    form = read.form(row.form, row.form_version) if row.form else None
    said = " ".join(searching.texts(row.kind, base.unpack(row.fields), form))
    asked = searching.asked(max(said.split(), key=len, default=""))
    return not asked or read.connection.execute(_HAS, {"words": asked, "n": row.n}).first() is not None


def _fields_unlike_their_revision(read: acts.Reading, said: dict[int, _Edits]) -> int:
    """Records that are not what their acts made of them, step by step from nothing to now.

    Each revision says what was before it, and its act what came after.
    """
    wrong = 0
    for row, steps in _step_by_step(read):
        fields: base.Fields = {}
        elsewhere = set()
        fits = True
        for step in steps:
            key = step.path.split("/", 1)[0]
            edit = _edits_of(read, step.act_n, said).get((row.id, step.path))
            if step.settled_n is not None:
                edit = protocol.Edit(path=step.path, value=base.unpack(step.value))
            if edit is None or key in elsewhere:  # said of the person, before the address became a secret
                elsewhere.add(key)
                continue
            now = paths.get(fields, step.path)
            fits = fits and now == base.unpack(step.was)
            paths.put(fields, step.path, merge.merge(now, now, edit).value)
        stands = base.unpack(row.fields)
        keys = {*fields, *stands} - elsewhere
        wrong += not fits or any(fields.get(key) != stands.get(key) for key in keys)
    return wrong


_STEPS = (
    sa.select(
        base.revision.c.record_n,
        base.revision.c.act_n,
        base.revision.c.path,
        base.revision.c.was,
        base.settled.c.revision_n.label("settled_n"),
        base.settled.c.value,
    )
    .outerjoin(base.settled, base.settled.c.revision_n == base.revision.c.n)
    .where(base.revision.c.record_n.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(base.revision.c.record_n, base.revision.c.n)
)


def _step_by_step(read: acts.Reading) -> Iterator[tuple[Any, list[Any]]]:
    """Each record with its revisions, those of some records read at once."""
    every = iter(_records(read))
    while some := list(itertools.islice(every, _RECORDS_AT_ONCE)):
        steps: dict[int, list[Any]] = {}
        for step in read.connection.execute(_STEPS, {"first": some[0].n, "last": some[-1].n}):
            steps.setdefault(step.record_n, []).append(step)
        yield from ((row, steps.get(row.n, [])) for row in some)


_CONTENT = sa.select(base.act.c.content).where(base.act.c.n == sa.bindparam("n"))


def _edits_of(read: acts.Reading, act_n: int, said: dict[int, _Edits]) -> _Edits:
    """What an act said, by record and path; `said` keeps some, as one act made many records."""
    if act_n not in said:
        if len(said) > _ACTS_KEPT:
            said.clear()
        content = read.connection.execute(_CONTENT, {"n": act_n}).scalar() or b""
        try:
            changes = protocol.decode_act(content).changes
        except ValueError:
            changes = ()  # counted where the acts are read
        said[act_n] = _by_place(changes)
    return said[act_n]


def _by_place(changes: Iterable[protocol.Change]) -> _Edits:
    return {(change.record, edit.path): edit for change in changes for edit in change.edits}


_HAS_RECEIPT = sa.exists().where(base.receipt.c.act_n == base.act.c.n)
_UNANSWERED_AND_WAITING = (
    sa.select(base.act.c.n).where(sa.not_(_HAS_RECEIPT)),
    sa.select(base.waiting.c.act_n),
)


def _waits_unlike_receipts(read: acts.Reading) -> int:
    """Acts without a receipt that do not wait, which nobody would send, and those that do and have one."""
    unanswered, wait = (set(read.connection.execute(each).scalars()) for each in _UNANSWERED_AND_WAITING)
    return len(unanswered ^ wait)


_ACTS = sa.select(base.act.c.n, base.act.c.id, base.act.c.content).order_by(base.act.c.n)


def _unreadable_acts(read: acts.Reading, said: dict[int, _Edits]) -> int:
    """Acts that cannot be read. What the first of all say is kept in `said`: the first records need it."""
    wrong, left = 0, _KEPT_BYTES
    for row in read.connection.execute(_ACTS).yield_per(_AT_ONCE):
        left -= len(row.content)
        try:
            act = protocol.decode_act(row.content)
        except ValueError:
            wrong += 1
            continue
        wrong += act.id != row.id
        if left > 0:
            said[row.n] = _by_place(act.changes)
    return wrong
