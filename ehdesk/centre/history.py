"""What each path of a record held after each act that set it: the lines that are kept, and what acts say.

A record that was made just as its act says has no lines of that act: `made` (see `tables.record`) names it,
and the act is read where its words are asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ehdesk.centre import records, store, tables
from ehdesk.rules import paths, settling
from ehdesk.sync import protocol


class Line(NamedTuple):
    """What stood at a path after an act, and what the act had brought there."""

    record: str
    path: str
    number: int
    act: str
    life: str
    stood: Any
    brought: Any


def of(ledger: store.Ledger, made: Mapping[str, int], *where: Any) -> list[Line]:
    """Every line of some records, in the order of their acts. `made`: the act that made each, or 0. `where`
    narrows it to some lines that are kept."""
    kept = ledger.rows_in(tables.revision, tables.revision.c.record, made, *where)
    lines = [_line(row, stood) for row, stood in _stood_after(ledger, kept)]
    return sorted([*lines, *_first_lines(ledger, made)], key=lambda line: line.number)


def everything(ledger: store.Ledger) -> list[Line]:
    """Every line of the authority: for proofs, and small places."""
    record = tables.record
    made = {row.id: row.made for row in ledger.rows(record, columns=(record.c.id, record.c.made))}
    return of(ledger, made)


def _first_lines(ledger: store.Ledger, made: Mapping[str, int]) -> Iterator[Line]:
    """What records were made with, where their acts say so. That an act is gone is for the check to find."""
    acts = records.acts_of(ledger, made.values())
    for record, number in made.items():
        act = acts.get(number)
        if act is not None:
            for path, value in records.said(act, record):
                yield Line(record, path, number, act.id, act.incarnation, value, value)


def left_by(
    ledger: store.Ledger, made: Mapping[str, int], acts: Iterable[str]
) -> dict[tuple[str, str, str], settling.Left]:
    """What some acts left at paths of some records, by (record, path, act). `made`: the act that made each
    record, or 0."""
    asked = set(acts)
    if not asked:
        return {}
    kept = ledger.rows_in(
        tables.revision, tables.revision.c.record, made, tables.revision.c.act.in_(sorted(asked))
    )
    lines = [_line(row, stood) for row, stood in _stood_after(ledger, kept)]
    columns = (tables.act.c.id, tables.act.c.number)
    numbers = {
        row.number: row.id for row in ledger.rows_in(tables.act, tables.act.c.id, asked, columns=columns)
    }
    lines += _first_lines(ledger, {record: number for record, number in made.items() if number in numbers})
    left = {(each.record, each.path, each.act): each for each in _moved_lines(ledger, made, numbers)}
    left |= {(line.record, line.path, line.act): line for line in lines}
    return {key: settling.Left(line.life, line.stood, line.brought) for key, line in left.items()}


def _moved_lines(ledger: store.Ledger, made: Mapping[str, int], numbers: Mapping[int, str]) -> Iterator[Line]:
    """What stood in records that some acts (id by number) moved: who got one whole saw all of it."""
    scope = tables.act_scope
    for row in ledger.rows_in(scope, scope.c.number, numbers, scope.c.whole.is_not(None)):
        fields = records.unpack(row.whole) if row.record in made else {}
        for key, answer in fields.items():
            for path, value in paths.paths_of(key, answer):
                yield Line(row.record, path, row.number, numbers[row.number], "", value, value)


def held_before(
    ledger: store.Ledger, record: str, made: int, row: str, fresh: Iterable[tuple[int, str, Any]]
) -> Any:
    """What a row of a record held when it was taken away last; `fresh` are lines that are not written yet:
    number, path, value."""
    said, inside = tables.revision, row + "/"
    within = (said.c.path == row) | said.c.path.startswith(inside, autoescape=True)
    steps = [(line.number, line.path, line.stood) for line in of(ledger, {record: made}, within)]
    steps += fresh
    stands, held = None, None
    for _number, path, value in sorted(steps, key=lambda step: step[:2]):
        if path == row or path.startswith(inside):
            stands, was = _stepped(stands, path.removeprefix(row).lstrip("/"), value), stands
            held = was if stands is None and was is not None else held
    return held


def _stepped(stands: Any, cell: str, value: Any) -> Any:
    """A row after one revision of it, or of one of its cells."""
    if not cell:
        return value
    if not isinstance(stands, dict):
        return stands
    rest = {key: said for key, said in stands.items() if key != cell}
    return rest if value is None else {**rest, cell: value}


def _stood_after(ledger: store.Ledger, rows: Sequence[store.Read]) -> Iterator[tuple[store.Read, Any]]:
    """Lines that are kept, each with what stood after it: with no value of its own, what its act says."""
    said = _said_in(ledger, {row.act for row in rows if row.value is None})
    for row in rows:
        yield row, said[(row.record, row.path, row.act)] if row.value is None else records.unpack(row.value)


def _said_in(ledger: store.Ledger, acts: Iterable[str]) -> dict[tuple[str, str, str], Any]:
    """What some acts say themselves, by (record, path, act)."""
    columns = (tables.act.c.id, tables.act.c.content)
    rows = ledger.rows_in(tables.act, tables.act.c.id, acts, columns=columns)
    told = ((row.id, protocol.decode_act(row.content)) for row in rows)
    return {
        (change.record, edit.path, act_id): edit.value
        for act_id, act in told
        for change in act.changes
        for edit in change.edits
    }


def _line(row: store.Read, stood: Any) -> Line:
    brought = stood if row.brought is None else records.unpack(row.brought)
    return Line(row.record, row.path, row.number, row.act, row.life, stood, brought)
