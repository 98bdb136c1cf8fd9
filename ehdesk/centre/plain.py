"""Which acts of a batch only make records of their own: nothing has to be settled, and nothing is kept twice.

Hundreds of acts of a batch look alike: the same verb, scope and kind, the same fields. Whether such an act
may be done is asked once for all that are of one shape, for as long as nobody's ties to a family change. What
is left for each act by itself is whether its values can be kept.
"""

from collections.abc import Callable, Container, Iterable
from datetime import datetime
from typing import Any

import msgspec

from ehdesk.centre import records, tables
from ehdesk.rules import rights
from ehdesk.sync import protocol

_MORE_THAN_FIELDS = frozenset(
    ("family", "episode", "person_link", "practitioner", "moved_away", *tables.KINDS_WITH_A_FILE)
)
"""Kinds of which the ties, the cards of the staff or the files depend: they go the long way, act by act."""

_SIMPLE = frozenset((str, bool, type(None)))

Allows = Callable[[protocol.Act, protocol.Change], bool]


class Plainly:
    """What a batch has found out about the shapes of its acts.

    `spoken_of` are the records of which more than one change of the batch speaks, or that are here already.
    `allows` says whether the sender may make such a record, as things stand. What was written before
    `alone_until` has rules of its own.
    """

    def __init__(self, spoken_of: Container[str], alone_until: datetime | None, allows: Allows) -> None:
        self._spoken_of, self._alone_until, self._allows = spoken_of, alone_until, allows
        self._shapes: dict[tuple[Any, ...], bool] = {}

    def forget(self) -> None:
        """The ties to some family have changed."""
        self._shapes.clear()

    def takes(self, act: protocol.Act) -> bool:
        """Whether all of an act stands as it says."""
        if self._alone_until is not None and act.at < self._alone_until:
            return False
        return all(self._takes(act, change) for change in act.changes)

    def _takes(self, act: protocol.Act, change: protocol.Change) -> bool:
        if not change.new or change.record in self._spoken_of or change.beside is not None:
            return False
        paths = tuple([edit.path for edit in change.edits])
        shape = (act.verb, act.by, act.incarnation, change.kind, change.scope, change.family, paths)
        is_allowed = self._shapes.get(shape)
        if is_allowed is None:
            is_allowed = self._shapes[shape] = self._is_allowed(act, change, paths)
        return is_allowed and _say_values(change.edits)

    def _is_allowed(self, act: protocol.Act, change: protocol.Change, paths: tuple[str, ...]) -> bool:
        is_own = change.kind not in _MORE_THAN_FIELDS and not rights.judges(act.verb)
        return is_own and _lie_apart(paths) and self._allows(act, change)


def _lie_apart(paths: Iterable[str]) -> bool:
    """Whether all of them are fields or rows, none lies within another, and none is a mark with a rule of
    its own. (That each is said once has been seen to.)"""
    fields = {path for path in paths if "/" not in path}
    rows = [path.partition("/") for path in paths if "/" in path]
    are_rows = all(table and row and "/" not in row and table not in fields for table, _, row in rows)
    return are_rows and "$sign_off" not in fields | {table for table, _, _ in rows}


def _say_values(edits: Iterable[protocol.Edit]) -> bool:
    """Whether each sets a value, and no more, and one that can be kept."""
    for edit in edits:  # in one go: hundreds of thousands of them come in a morning
        if edit.add or edit.remove or edit.gone or edit.seconds:
            return False
        value = edit.value
        if type(value) not in _SIMPLE and (value is msgspec.UNSET or not _can_be_kept(value)):
            return False
    return True


def _can_be_kept(value: Any) -> bool:
    try:
        records.pack(value)
    except (OverflowError, TypeError, ValueError, RecursionError):
        return False
    return True
