"""Which state of the record each answer on a page is of, and what stays while others' work comes in."""

from collections.abc import Mapping
from typing import Any

from ehdesk.forms import definition

Answers = dict[str, Any]


class Seen:
    """The mark of what was read last, and older ones for answers that were kept then: see `models.seen`.

    `newest` is None while nothing was read; a form that begins here has seen all there is of it.
    """

    def __init__(self, newest: int | None = None) -> None:
        self.newest = newest
        self._kept: dict[str, int] = {}

    def read(self, mark: int, keep: frozenset[str]) -> None:
        """The page shows what was read at `mark`, except at the paths in `keep`."""
        old = mark if self.newest is None else self.newest
        self._kept = {path: self._kept.get(path, old) for path in keep}
        self.newest = mark

    def of(self, path: str) -> int | None:
        """The mark of the answer at a path."""
        marks = (mark for kept, mark in self._kept.items() if _touch(kept, path))
        return min(marks, default=self.newest)

    def is_older(self, path: str) -> bool:
        """Whether the answer at a path was kept when the page read the record again."""
        found = self.of(path)
        return self.newest is not None and found is not None and found < self.newest


def _touch(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def with_kept(
    form: definition.Form, read: Mapping[str, Any], shown: Mapping[str, Any], keep: frozenset[str]
) -> Answers:
    """The answers as they were read, with those at the paths in `keep` as they are shown.

    Of a table only the cell ("rows/a/said") is newer: which rows there are is the record's to say, unless the
    row itself ("rows/a") is kept.
    """
    fresh, kinds = dict(read), {question.key: question.kind for question in form.questions()}
    for path in sorted(keep):  # a row before its cells
        key, _, inside = path.partition("/")
        if key not in kinds:
            continue  # it stands in another part of the page
        if kinds[key] == "table":
            fresh[key] = _with_inside(fresh.get(key), shown.get(key), inside)
        else:
            fresh[key] = shown.get(key)  # an empty one stays empty while somebody is in it
    return fresh


def _with_inside(table: Any, shown: Any, inside: str) -> Any:
    row, _, column = inside.partition("/")
    here = (shown or {}).get(row)
    if here is None:
        return table
    if row not in (table or {}):
        return {**(table or {}), row: here} if not column and row else table
    return {**table, row: {**table[row], column: here.get(column)}} if column else table
