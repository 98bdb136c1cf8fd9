"""The second versions of a record that comes whole to who never held it, and which of them are settled."""

from collections.abc import Iterable
from datetime import datetime

from ehdesk.centre import records, store, tables
from ehdesk.rules import settling
from ehdesk.sync import protocol

_VERBS = (settling.SETTLED, settling.REOPENED)


def of(ledger: store.Ledger, ids: Iterable[str], number: int) -> tuple[protocol.Beside, ...]:
    """Those of some records, as things stood after the act of this number; in their order."""
    second = tables.second_version
    rows = ledger.rows_in(second, second.c.record, sorted(ids), second.c.number <= number)
    if not rows:
        return ()
    ended: dict[tuple[str, str, str], str] = {}
    for record in {row.record for row in rows}:
        _reckon(ledger, ended, record, number)
    return tuple(
        protocol.Beside(
            record=row.record,
            path=row.path,
            act=row.act,
            by=row.by,
            at=datetime.fromisoformat(row.at),
            value=records.unpack(row.value),
            reason=row.reason,
            settled_by=ended.get((row.record, row.path, row.act), ""),
        )
        for row in sorted(rows, key=lambda row: (row.number, row.path))
    )


def _reckon(ledger: store.Ledger, ended: dict[tuple[str, str, str], str], record: str, number: int) -> None:
    """Which act settled each, as every desk reckons it: see `models.ending`."""
    act = tables.act
    heard = _heard_of(ledger, record, number)
    rows = ledger.rows_in(act, act.c.number, heard, act.c.verb.in_(_VERBS), act.c.verdict == "taken")
    for row in sorted(rows, key=lambda row: row.number):
        for change in protocol.decode_act(row.content).changes:
            for edit in change.edits if change.record == record else ():
                for one in edit.seconds:
                    if row.verb == settling.SETTLED:
                        ended.setdefault((record, edit.path, one), row.id)
                    else:
                        ended.pop((record, edit.path, one), None)


def _heard_of(ledger: store.Ledger, record: str, number: int) -> set[int]:
    """The numbers of the acts on a record, in every scope that it has lain in up to a number."""
    line = tables.act_scope
    own = (line.c.record == record, line.c.number <= number)
    left = {row.scope for row in ledger.rows(line, *own, line.c.number == number)}
    seen: set[str] = set()
    found: set[int] = set()
    while left - seen:
        rows = ledger.rows_in(line, line.c.scope, left - seen, *own)
        seen |= left
        found |= {row.number for row in rows}
        came = {row.number for row in rows if row.whole is not None}
        left = {row.scope for row in ledger.rows_in(line, line.c.number, came, line.c.record == record)}
    return found
