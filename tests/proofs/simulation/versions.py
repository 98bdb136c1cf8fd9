"""What the centre made of two people's words, held against a small specification of its own.

It knows nothing of merging: only what each act said, which acts its author had seen, and in which order the
centre took them. A value that its author could not have known of may not be covered without a trace; one that
they had seen may not come back as a second version.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ehdesk.centre import tables
from ehdesk.models import enrolled
from ehdesk.rules import rights
from ehdesk.sync import protocol
from tests.proofs.simulation import seen
from tests.proofs.simulation.world import World


@dataclass
class _Field:
    """What stands in a field, and the act that set it."""

    act: str = ""
    value: Any = None


@dataclass
class _Audit:
    seen: seen.Seen
    seconds: set[tuple[str, str, str]]
    left: dict[tuple[str, str, str], Any]
    taken: dict[str, int]
    lives_before: set[str]
    lost: frozenset[str]
    fields: dict[tuple[str, str], _Field] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)
    moves: set[tuple[str, str]] = field(default_factory=set)
    beside: set[tuple[str, str, str | None]] = field(default_factory=set)

    def of(self, act: protocol.Act) -> Iterator[str]:
        for change in act.changes:
            self.moved(act, change)
            for edit in change.edits:
                if "/" not in edit.path and edit.value is not msgspec.UNSET:
                    yield from self._edit(act, change.record, edit)

    def moved(self, act: protocol.Act, change: protocol.Change) -> None:
        """Whoever holds only the file to which a record was moved is given all of it by the move."""
        if rights.moves(self.scopes.setdefault(change.record, change.scope), change.scope, act.verb):
            self.moves.add((change.record, act.id))
            self.scopes[change.record] = change.scope

    def _knew(self, act: protocol.Act, record: str, edit: protocol.Edit, stands: str) -> bool:
        came_by_move = (record, edit.base) in self.moves and self.taken[stands] <= self.taken[edit.base or ""]
        return came_by_move or self.seen.knew(act.id, stands)

    def _was_here(self, base: str, act: protocol.Act) -> bool:
        """Whether the centre had an act when another came that was written upon it. It waits for that, but
        not where it has to come again from a laptop that is lost: another may bring it later."""
        if base not in self.taken:
            return False
        return self.taken[base] < self.taken[act.id] or base not in self.lost

    def _edit(self, act: protocol.Act, record: str, edit: protocol.Edit) -> Iterator[str]:
        place = (record, edit.path)
        now, is_second = self.fields.setdefault(place, _Field()), (*place, act.id) in self.seconds
        knew = not now.act or self._knew(act, record, edit, now.act)
        # What was written upon words that were set aside, or went when the centre was put back, stands upon
        # nothing that the centre has: both are kept. So does what was written upon that.
        is_beside = (*place, edit.base) in self.beside
        is_upon = edit.base is None or (self._was_here(edit.base, act) and not is_beside)
        # Where words came again in another order, those may stand beside that these were written upon, and
        # these with them: an act tells what it was made upon, and not what else its author had seen.
        is_turned_round = act.incarnation in self.lives_before
        is_upon &= not (is_turned_round and (*place, edit.base) in self.seconds)
        if is_second and not is_upon:
            self.beside.add((*place, act.id))
        if is_second and is_upon and (knew or edit.value == now.value):
            yield f"{act.id} made a second version of {place} though its author had seen {now.act}"
        upon = self.left.get((*place, edit.base or ""))
        if not knew and not is_second and now.value != upon and edit.value not in (now.value, upon):
            yield f"{act.id} covered what {now.act} said in {place} without a trace"
        after = self.left.get((*place, act.id), now.value)
        if after != now.value:
            self.fields[place] = _Field(act.id, after)


def told(world: World) -> Iterator[str]:
    """Every act whose author's words, or somebody else's, were not dealt with as they should be."""
    seconds = {(row.record, row.path, row.act) for row in world.centre.rows(tables.second_version)}
    left = {(line.record, line.path, line.act): line.stood for line in world.centre.history()}
    acts = world.centre.rows(tables.act)
    numbered = {row.id: row.number for row in acts if row.number}
    in_order = sorted((row.number, row.content) for row in acts if row.number)
    taken = [protocol.decode_act(content) for _, content in in_order]
    away = {desk.ask(enrolled.life) for desk in world.desks if not desk.counts}
    lost = frozenset(act.id for act in taken if act.incarnation in away)
    audit = _Audit(world.seen, seconds, left, numbered, world.lives_before, lost)
    for act in taken:
        if act.id in world.seen:
            yield from audit.of(act)
        else:
            for change in act.changes:
                audit.moved(act, change)
                for edit in change.edits:
                    place = (change.record, edit.path)
                    audit.fields[place] = _Field(act.id, left.get((*place, act.id)))
