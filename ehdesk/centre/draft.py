"""One act on copies of the records that it touches: all of it stands afterwards, or none.

Nothing here writes. What the batch then keeps is what `Draft` has gathered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from ehdesk.centre import records
from ehdesk.rules import paths, rights, settling
from ehdesk.sync import protocol

_LOCKED = ("finished", "amended", "void")
_STATUS = "$status"

Before = Callable[[str, str, str, str], Any]
"""What an author saw: (record, path, act id, life of their desk) → value; None where it is not known."""


class SetAside(Exception):
    """The act is kept whole and nothing of it applied. `reason` is one of protocol.ASIDE."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class OneRecord:
    """A record in the hand: as it was, as this act leaves it, and where it stood before a move."""

    held: records.Held
    standing: settling.Standing
    is_new: bool
    came_from: str | None = None

    def authors(self) -> set[str]:
        """Who wrote it and who brought it in."""
        return {self.held.author, str(self.standing.fields.get("$author", self.held.author))}

    def kept(self) -> records.Held:
        """As it is to be written. Raises: what `records.pack` raises."""
        voices = records.pack_voices(self.standing.voices)
        return replace(self.held, packed=records.pack(self.standing.fields), packed_voices=voices)


@dataclass
class Draft:
    """What one act comes to. `hands` are the records that it has in the hand, `values` by (record, path)
    what it left there, `settled` what has to be told, `as_said` the fields in which its own words stand,
    `places` the scopes and kinds for which only the whole act can tell whether it may be done. `was_alone`:
    its author wrote it in a vault of their own, before they belonged to the authority; what a manager would
    say is then a note of theirs."""

    act: protocol.Act
    number: int
    hands: dict[str, OneRecord] = field(default_factory=dict)
    values: dict[tuple[str, str], settling.Left] = field(default_factory=dict)
    settled: list[protocol.Settled] = field(default_factory=list)
    as_said: set[tuple[str, str]] = field(default_factory=set)
    places: set[tuple[str, str]] = field(default_factory=set)
    was_alone: bool = False

    def begin(self, change: protocol.Change, held: records.Held | None) -> OneRecord:
        """The record of a change in the hand, as the act has it so far."""
        one = self.hands.get(change.record)
        if one is None:
            standing = held.standing() if held else settling.Standing()
            one = OneRecord(held or _made(change, self.act.by), standing, is_new=held is None)
            self.hands[change.record] = one
        if one.held.kind != change.kind:
            raise SetAside("unreadable")
        return one

    def apply(self, one: OneRecord, change: protocol.Change, before: Before, past: settling.Past) -> None:
        """Settle the edits of one change. Raises: SetAside."""
        place = new_place(one.held, change, self.act.verb)
        if place is not None:
            one.came_from = one.came_from or one.held.scope
            one.held = place
        elif change.scope == one.held.scope and change.episode:
            one.held = replace(one.held, episode=change.episode)

        def known(path: str, act_id: str, life: str) -> Any:
            return before(change.record, path, act_id, life)

        said, edits = change, change.edits
        if self.was_alone:
            edits = tuple(_as_noted(one, change))
            said = msgspec.structs.replace(change, edits=edits)
        outcomes = settling.settle(one.standing, said, self.act, self.number, known, past)
        unsaid = [protocol.Edit(edit.path, value=None) for edit in edits[len(change.edits) :]]
        try:
            for edit, outcome in zip((*change.edits, *unsaid), outcomes, strict=True):
                left = settling.Left(self.act.incarnation, outcome.value, outcome.brought)
                self.values[(change.record, outcome.path)] = left
                told = outcome.told(change.record, edit)
                if told is not None:
                    self.settled.append(told)
                elif "/" not in outcome.path:
                    self.as_said.add((change.record, outcome.path))
        except settling.RowGone as error:
            raise SetAside("row_gone") from error

    def packed(self) -> dict[tuple[str, str], tuple[bytes, bytes]]:
        """What stood and what was brought, as it is to be written. Raises: what `records.pack` raises."""
        found = {}
        for where, left in self.values.items():
            stood = records.pack(left.stood)
            brought = stood if left.brought is left.stood else records.pack(left.brought)
            found[where] = (stood, brought)
        return found

    def seconds(self) -> Iterator[protocol.Settled]:
        """What did not become the current value."""
        return (one for one in self.settled if one.second is not msgspec.UNSET)


def _as_noted(one: OneRecord, change: protocol.Change) -> Iterator[protocol.Edit]:
    """The edits of a change as those of somebody who manages nobody, with the mark where it takes one."""
    for edit in change.edits:
        if edit.value is msgspec.UNSET:
            yield edit
        else:
            yield msgspec.structs.replace(edit, value=rights.noted_value(edit.path, edit.value))
    if rights.is_noted(one.held.kind) and rights.NOTED_MARK not in one.standing.fields:
        yield protocol.Edit(rights.NOTED_MARK, value=True)


def new_place(held: records.Held, change: protocol.Change, verb: str) -> records.Held | None:
    """The record in the place to which a change moves it, or None where it stays."""
    if not rights.moves(held.scope, change.scope, verb):
        return None
    return replace(held, scope=change.scope, family=change.family, episode=change.episode)


def upon(act: protocol.Act) -> frozenset[str]:
    """The acts that an act was made upon, and those whose second versions it settles."""
    edits = [edit for change in act.changes for edit in change.edits]
    bases = (edit.base for edit in edits if edit.base)
    return frozenset((*bases, *(one for edit in edits for one in edit.seconds))) - {act.id}


def reopened(act: protocol.Act) -> frozenset[str]:
    """The records whose status an act sets itself: it finishes, amends or voids them knowingly."""
    return frozenset(
        change.record for change in act.changes if any(edit.path == _STATUS for edit in change.edits)
    )


def check_open(main: settling.Standing | None, kind: str, change: protocol.Change, knowing: bool) -> None:  # noqa: FBT001
    """A finished record takes marks, what keeps it as it is, and what amends it knowingly. Raises: SetAside.

    `main` is the record whose status counts: for a restricted sibling the one that it stands beside. A
    note's day is its desk's to watch: here only a void one is locked.
    """
    status = main.fields.get(_STATUS) if main else None
    is_note = kind.removesuffix(".restricted") == "note"
    if status not in _LOCKED or (is_note and status != "void"):
        return
    if status == "void":
        voided = [edit for edit in change.edits if edit.path == _STATUS and edit.value == "void"]
        if not voided and change.edits:
            raise SetAside("record_locked")
        return
    if not knowing and not all(edit.path.startswith("$") or edit.keeps for edit in change.edits):
        raise SetAside("record_locked")


def whole(held: records.Held) -> tuple[protocol.Edit, ...]:
    """Everything that a record holds, as edits of a desk that never held it."""
    return tuple(
        protocol.Edit(path=path, value=value)
        for key, answer in held.fields.items()
        for path, value in paths.paths_of(key, answer)
    )


def _made(change: protocol.Change, by: str) -> records.Held:
    return records.Held(
        id=change.record,
        kind=change.kind,
        scope=change.scope,
        family=change.family,
        episode=change.episode,
        beside=change.beside,
        form=change.form,
        form_version=change.form_version,
        author=by,
    )
