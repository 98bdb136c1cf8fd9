"""Stories that need several things in a row, told by chance between whatever else happens in a seed.

What needs three things after one another hardly ever comes about by itself. Some seeds have one of these
stories; its next sentence is told now and then, the rest of it before it gets quiet. They draw from a chance
of their own, so that a seed without one goes the way that it always went.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

from ehdesk import errors
from ehdesk.models import filing, form
from tests.proofs.simulation import doing, doors, happening
from tests.proofs.simulation.world import Desk, World

_HAS_ONE = 0.4
_GOES_ON = 0.3

Story = Iterator[None]


class Stories:
    """What one seed has of them."""

    def __init__(self, world: World, seed: int, *, has_none: bool) -> None:
        self._chance = random.Random(f"{seed}, in a row")
        self._left: list[Story] = []
        if not has_none and self._chance.random() < _HAS_ONE:
            self._left.append(self._chance.choice(EVERY)(world, self._chance))

    def go_on(self) -> None:
        """Perhaps the next sentence."""
        if self._left and self._chance.random() < _GOES_ON:
            self._tell_one()

    def end(self) -> None:
        """Whatever was not told yet."""
        while self._left:
            self._tell_one()

    def _tell_one(self) -> None:
        if next(self._left[0], self) is self:
            del self._left[0]


def _does(desk: Desk, verb: Any, *args: Any, **kw: Any) -> Any:
    """What a verb gives; None where it came to nothing: on a laptop that was lost since, nobody writes."""
    if not desk.is_on:
        return None
    try:
        return desk.do(verb, *args, **kw)
    except errors.Refusal:
        return None
    except doors.Crash:
        desk.open_again()
        return None


def _syncs(*desks: Desk) -> None:
    for desk in desks:
        try:
            desk.sync()
        except doors.Crash:
            desk.open_again()


def _on(world: World) -> list[Desk]:
    return [one for one in world.desks if one.is_on]


def a_note_in_the_wrong_file(world: World, chance: random.Random) -> Story:
    """Somebody who holds two files writes a note in one of them. Others read it; then it is moved."""
    every = [(one, doing.here(world, one, world.families)) for one in _on(world)]
    able = [(one, families) for one, families in every if len(families) > 1]
    if not able:
        return
    desk, families = chance.choice(able)
    wrong, right = chance.sample(families, 2)
    note = _does(desk, form.start, "note", family_id=wrong, answers={"at": "2026-09-07T10:15"})
    if note is None:
        return
    world.notes.append(note)
    yield
    _syncs(desk, *_on(world))
    yield
    _does(desk, filing.move, note, right, "The wrong family")
    yield
    _syncs(desk)


def a_revocation_after_a_copy(world: World, chance: random.Random) -> Story:
    """The centre's database is copied, a laptop is shut out, and the database is put back from the copy."""
    happening.centre_backs_up(world, world.desks[0])
    copy = world.copies[-1]
    yield
    desk = chance.choice(_on(world))
    happening.revoke(world, desk)
    yield
    world.go_back(copy)
    yield
    _syncs(desk)


def a_note_that_is_typed_for_long(world: World, chance: random.Random) -> Story:
    """A page stays open and is typed on, and the desk exchanges meanwhile."""
    able = [(one, families) for one in _on(world) if (families := doing.here(world, one, world.families))]
    if not able:
        return
    desk, families = chance.choice(able)
    chosen = chance.choice(families)
    note = _does(desk, form.start, "note", family_id=chosen, answers={"at": "2026-09-07T10:15"})
    if note is None:
        return
    world.notes.append(note)
    for words in ("Came", "Came home", "Came home late"):
        _does(desk, form.answer, note, "text", words, sitting="the page")
        yield
        _syncs(desk)
        yield


EVERY: tuple[Callable[[World, random.Random], Story], ...] = (
    a_note_in_the_wrong_file,
    a_revocation_after_a_copy,
    a_note_that_is_typed_for_long,
)
