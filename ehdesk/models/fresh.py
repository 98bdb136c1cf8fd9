"""Acts of others that only make records: what they say goes into the tables as it is, many at once.

A vault that is filled takes in thousands of them. They are told by how they look: the centre settled
nothing, every record is new and no other act of the run speaks of it, and each field is simply set. Then
there is nothing to look up, and nothing to hold in the hand.
"""

from collections import Counter
from collections.abc import Container, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.models import acts, base, held, indexing, keeping, quick, replay
from ehdesk.sync import protocol

_RECORDS = quick.QuickRows(sa.insert(base.record))
_AT_ONCE = 32
"""So many fields of a record are written by one statement."""


class Making:
    """The acts of a run that only make records (`acts`, by id), and the rows that they come to.

    `here` are the records of the run, by id, that the vault has.
    """

    def __init__(self, work: acts.Work, run: Sequence[protocol.Arrival], here: Container[str]) -> None:
        self._work, self._here = work, here
        self._named = Counter([change.record for each in run for change in each.act.changes])
        made = [each.act for each in run if self._only_makes(each)]
        if len(made) <= indexing.FEW:
            made = []
        self.acts = {act.id for act in made}
        self._first = self._record_n = self._revision_n = 0
        if made:
            changes = [change for act in made for change in act.changes]
            self._first = self._record_n = work.bench.next_n("record", len(changes))
            self._revision_n = work.bench.next_n("revision", sum(len(one.edits) for one in changes))
        self._records: list[tuple[Any, ...]] = []
        self._fields: dict[int, list[tuple[Any, ...]]] = {}
        self._standing: dict[str, list[base.Standing]] = {}
        self._months = keeping.months(work)

    def _only_makes(self, arrival: protocol.Arrival) -> bool:
        changes = arrival.act.changes
        return bool(changes) and not arrival.settled and all(map(self._makes, changes))

    def _makes(self, change: protocol.Change) -> bool:
        is_its_own = change.new and self._named[change.record] == 1 and change.record not in self._here
        return is_its_own and _set_only(change.edits)

    def add(self, act_n: int, act: protocol.Act, at: str) -> str:
        """Take up the records that an act makes; gives the id of the first. `at` is its moment as kept."""
        for change in act.changes:
            self._add(act_n, act, at, change)
        return act.changes[0].record

    def _add(self, act_n: int, act: protocol.Act, at: str, change: protocol.Change) -> None:
        n, fields, edits = self._record_n, _fields(change.edits), change.edits
        self._record_n += 1
        status, author, begun = held.status(fields), fields.get("$author", act.by), fields.get("$created_at")
        begun = base.stamp(datetime.fromisoformat(begun)) if begun else at
        is_draft = 1 if held.is_draft(change.kind, status) else 0
        lies_in = change.scope, change.family, change.episode, change.beside
        form = replay.written_in(self._work, change)
        written = (form.id, form.version) if form else (None, None)
        told = change.record, change.kind, *lies_in, *written, author, begun, at
        self._records.append((n, *told, status, is_draft, base.pack(fields)))
        for start in range(0, len(edits), _AT_ONCE):
            some = [edit.path for edit in edits[start : start + _AT_ONCE]]
            self._fields.setdefault(len(some), []).append((self._revision_n, act_n, n, *some))
            self._revision_n += len(some)
        if change.kind in self._work.bench.concepts:
            rest = fields, change.episode, written[0], self._months
            standing = base.Standing(n, change.record, change.family, author, status, *rest)
            self._standing.setdefault(change.kind, []).append(standing)

    def begin(self) -> None:
        """Write the records; they are indexed later."""
        if self._records:
            indexing.leave(self._work, self._first - 1)
            _RECORDS.put(self._work.connection, self._records)

    def finish(self) -> None:
        """Write what hangs on the records and on their acts, which are written."""
        for count, rows in self._fields.items():
            for statement in _statements(count):
                self._work.connection.exec_driver_sql(statement, rows)
        for kind, standing in self._standing.items():
            keeping.fill_new(self._work, self._work.bench.concepts[kind], standing)


def _set_only(edits: Sequence[protocol.Edit]) -> bool:
    """Whether each sets a field, or a row, to a value and does no more."""
    for edit in edits:
        value = edit.value
        if value is msgspec.UNSET or value is None or edit.add or edit.remove or edit.gone:
            return False
    return _lie_high(tuple([edit.path for edit in edits]))


@lru_cache(maxsize=1024)
def _lie_high(own: tuple[str, ...]) -> bool:
    """Whether each path is a field's or a row's. Hundreds of acts say the same ones."""
    return all(path.count("/") < 2 for path in own)


def _fields(edits: Sequence[protocol.Edit]) -> base.Fields:
    fields: base.Fields = {}
    for edit in edits:
        path = edit.path
        if "/" in path:
            table, _, row = path.partition("/")
            fields.setdefault(table, {})[row] = edit.value
        else:
            fields[path] = edit.value
    return fields


@cache
def _statements(count: int) -> tuple[str, str]:
    """What writes so many fields of a record: their revisions, and that these are their newest.

    The values are the number of the first revision, those of the act and of the record, and the paths.
    """
    places = range(count)
    revisions = ", ".join(f"(?1 + {at}, ?2, ?3, ?{at + 4})" for at in places)
    newest = ", ".join(f"(?3, ?{at + 4}, ?1 + {at})" for at in places)
    return (
        f"INSERT INTO revision (n, act_n, record_n, path) VALUES {revisions}",  # noqa: S608 - numbers only
        f"INSERT INTO field (record_n, path, revision_n) VALUES {newest}",  # noqa: S608
    )
