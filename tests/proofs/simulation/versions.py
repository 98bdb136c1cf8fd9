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
from ehdesk.rules import rights
from ehdesk.sync import protocol
from tests.proofs.simulation import seen
from tests.proofs.simulation.world import World


@dataclass
class _Field:
    """What stands in a field, the act that set it, and how often the record had been moved by then."""

    act: str = ""
    value: Any = None
    moves: int = 0


@dataclass
class _Audit:
    seen: seen.Seen
    seconds: set[tuple[str, str, str]]
    left: dict[tuple[str, str, str], Any]
    taken: frozenset[str]
    lives_before: set[str]
    fields: dict[tuple[str, str], _Field] = field(default_factory=dict)
    moved: dict[str, list[str]] = field(default_factory=dict)

    def of(self, act: protocol.Act) -> Iterator[str]:
        for change in act.changes:
            if act.verb in rights.FILING:
                self.moved.setdefault(change.record, []).append(act.id)
            for edit in change.edits:
                if "/" not in edit.path and edit.value is not msgspec.UNSET:
                    yield from self._edit(act, change.record, edit)

    def _edit(self, act: protocol.Act, record: str, edit: protocol.Edit) -> Iterator[str]:
        place = (record, edit.path)
        now, is_second = self.fields.setdefault(place, _Field()), (*place, act.id) in self.seconds
        knew = not now.act or any(self.seen.knew(act.id, one) for one in self._telling(record, now))
        # What was written upon words that were set aside, or went when the centre was put back, stands upon
        # nothing that the centre has: both are kept.
        is_upon = edit.base is None or edit.base in self.taken
        # Where words came again in another order, those may stand beside that these were written upon, and
        # these with them: an act tells what it was made upon, and not what else its author had seen.
        is_turned_round = act.incarnation in self.lives_before
        is_upon &= not (is_turned_round and (*place, edit.base) in self.seconds)
        if is_second and is_upon and (knew or edit.value == now.value):
            yield f"{act.id} made a second version of {place} though its author had seen {now.act}"
        upon = self.left.get((*place, edit.base or ""))
        if not knew and not is_second and now.value != upon and edit.value not in (now.value, upon):
            yield f"{act.id} covered what {now.act} said in {place} without a trace"
        after = self.left.get((*place, act.id), now.value)
        if after != now.value:
            self.fields[place] = _Field(act.id, after, len(self.moved.get(record, ())))

    def _telling(self, record: str, now: _Field) -> Iterator[str]:
        """The acts that tell what stands: the one that said it, and each that moved the record since, with
        which it comes whole to whoever had not held it."""
        yield now.act
        yield from self.moved.get(record, ())[now.moves :]


def told(world: World) -> Iterator[str]:
    """Every act whose author's words, or somebody else's, were not dealt with as they should be."""
    seconds = {(row.record, row.path, row.act) for row in world.centre.rows(tables.second_version)}
    left = {(line.record, line.path, line.act): line.stood for line in world.centre.history()}
    acts = world.centre.rows(tables.act)
    numbered = frozenset(row.id for row in acts if row.number)
    audit = _Audit(world.seen, seconds, left, numbered, world.lives_before)
    taken = sorted((row.number, row.content) for row in acts if row.number)
    for _number, content in taken:
        act = protocol.decode_act(content)
        if act.id in world.seen:
            yield from audit.of(act)
        else:
            for change in act.changes:
                for edit in change.edits:
                    place = (change.record, edit.path)
                    moves = len(audit.moved.get(change.record, ()))
                    audit.fields[place] = _Field(act.id, left.get((*place, act.id)), moves)
