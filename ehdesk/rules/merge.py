"""What becomes of an edit that was made upon another value than the one that stands now.

Different fields merge, lists are added to and taken from, rows have ids; where two people set the
same field, the value that stands stays and the other is handed back as a second version: a person
settles it. No value is ever dropped, long text is never mixed, and no clock decides.

Pure: both ends use it. Values are JSON; None means that there is none.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard

import msgspec

from ehdesk.sync import protocol

RANKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""Ranks are fractions in base 62 as text, so that there is always room between two rows."""


class Second(msgspec.Struct, frozen=True):
    """A value that did not become the current one, and why: it is kept and shown."""

    value: Any
    reason: str


class Merged(msgspec.Struct, frozen=True):
    """What stands after an edit, and the second version when there is one."""

    value: Any
    second: Second | None = None


def merge(current: Any, base: Any, edit: protocol.Edit) -> Merged:
    """The value of a field or row after `edit`, which its author made upon `base`.

    `current` is what stands now. Equal `current` and `base` mean that nobody else wrote meanwhile.
    """
    if edit.add or edit.remove:
        return _merge_list(current, edit)
    if edit.gone:
        return _merge_gone(current, base)
    if edit.value is msgspec.UNSET:
        return Merged(current)
    return _merge_value(current, base, edit.value)


def merge_settling(current: Any, seen: Any, edit: protocol.Edit) -> Merged:
    """The same of an edit that settles two versions where somebody else has settled them meanwhile.

    Its author saw `seen` standing. Two who chose the same agree; otherwise both choices are kept.
    """
    if edit.add or edit.remove:
        return _merge_list(current, edit)
    chosen = seen if edit.keeps else None if edit.gone else edit.value
    return Merged(current) if chosen == current else Merged(current, Second(chosen, "settled otherwise"))


def _merge_list(current: Any, edit: protocol.Edit) -> Merged:
    if current is not None and not is_list(current):
        return Merged(current, Second(list(edit.add), "same field"))
    return Merged(list_value(current, edit.add, edit.remove) or None)


def _merge_gone(current: Any, base: Any) -> Merged:
    """A row taken away while somebody wrote in it stays: an edit beats a removal."""
    if current is None or current == base:
        return Merged(None)
    return Merged(current, Second(None, "edited and removed"))


def _merge_value(current: Any, base: Any, value: Any) -> Merged:
    if current in (base, value):
        return Merged(value)
    if value == base:
        return Merged(current)
    if is_table_row(current) and is_table_row(value):
        return _merge_row(current, base if is_table_row(base) else {}, value)
    if current is None and value is not None:
        return Merged(value, Second(None, "edited and removed"))
    return Merged(current, Second(value, "same field"))


def _merge_row(current: Mapping[str, Any], base: Mapping[str, Any], value: Mapping[str, Any]) -> Merged:
    """Two versions of one row: cell by cell; a cell that both wrote makes a second version of the row."""
    merged: dict[str, Any] = {}
    lost = False
    for key in {**current, **value}:
        edit = protocol.Edit(path=key, value=value.get(key))
        cell = merge(current.get(key), base.get(key), edit)
        lost = lost or (cell.second is not None and key != "rank")
        if cell.value is not None:
            merged[key] = cell.value
    return Merged(merged, Second(dict(value), "same field") if lost else None)


def is_list(value: Any) -> bool:
    """A list of codes or ids, which merges by adding and taking away."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def is_table_row(value: Any) -> bool:
    """A row of a table: it carries its rank."""
    return isinstance(value, Mapping) and "rank" in value


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """The paths at which two records differ: fields, and rows where both have the table."""
    for key in dict.fromkeys([*one, *other]):
        here, there = one.get(key), other.get(key)
        if here == there:
            continue
        if is_table(here) and is_table(there):
            rows = dict.fromkeys([*here, *there])
            yield from (f"{key}/{row}" for row in rows if here.get(row) != there.get(row))
        else:
            yield key


def is_table(value: Any) -> TypeGuard[dict[str, Any]]:
    """A table with rows in it."""
    return isinstance(value, dict) and bool(value) and all(is_table_row(row) for row in value.values())


def list_difference(was: Any, value: Any) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """What was added and what taken away between two lists of codes; None where it is not a list."""
    if not (was is None or is_list(was)) or not (value is None or is_list(value)):
        return None
    if was is None and value is None:
        return None
    before, after = was or [], value or []
    added = tuple(one for one in dict.fromkeys(after) if one not in before)
    taken = tuple(one for one in dict.fromkeys(before) if one not in after)
    return added, taken


def list_value(current: Any, add: Iterable[str], remove: Iterable[str]) -> list[str]:
    """The list with some taken away and others added at its end, each once."""
    gone = set(remove)
    kept = [one for one in current or () if one not in gone]
    return list(dict.fromkeys([*kept, *add]))


def rank_between(before: str | None, after: str | None) -> str:
    """A rank that sorts after `before` and before `after`; None stands for the ends of the table."""
    low, high = before or "", after
    rank = ""
    at = 0
    while True:
        floor = RANKS.index(low[at]) if at < len(low) else 0
        ceiling = RANKS.index(high[at]) if high is not None and at < len(high) else len(RANKS)
        if ceiling - floor > 1:
            return rank + RANKS[(floor + ceiling) // 2]
        rank += RANKS[floor]
        if ceiling > floor:
            high = None
        at += 1


def ordered(table: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """The rows of a table with their ids, by rank; equal ranks (made apart) by id."""
    return sorted(table.items(), key=lambda item: (str(item[1].get("rank", "")), item[0]))
