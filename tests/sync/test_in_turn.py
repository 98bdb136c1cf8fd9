"""Hundreds of acts of one record that are answered at once: reckoned once, they come to what each by itself
would."""

import random
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk.models import acts, base, choosing, enrolled, in_turn, soundness, versions
from ehdesk.sync import engine, protocol
from tests.proofs.simulation import doing, play
from tests.proofs.simulation.world import Desk, World

_ROWS = ("a", "b", "c")
_TABLES = [one for one in base.metadata.sorted_tables if one.name != "second_version"]
_SECOND = base.second_version.c
_SECONDS = sa.select(*(one for one in _SECOND if one.name != "n")).order_by(_SECOND.record_n, _SECOND.n)
"""Their numbers say only which came first."""


def held(desk: Desk) -> dict[str, Any]:
    """Every row of a vault."""

    def read(reading: acts.Reading) -> dict[str, Any]:
        every = {one.name: reading.connection.execute(sa.select(one)).all() for one in _TABLES}
        return {**every, "second_version": reading.connection.execute(_SECONDS).all()}

    found: dict[str, Any] = desk.ask(read)
    return found


def writes(chance: random.Random, desk: Desk, note: str, words: str) -> None:
    """One act on the note, of some kind."""
    stands = doing.fields(desk, note) or {}
    row, rows = chance.choice(_ROWS), stands.get("rows") or {}
    kind = chance.choice(("text", "text", "text", "list", "row", "cell", "gone", "clear", "settle"))
    if kind == "text":
        desk.do(doing.edit, note, chance.choice(("title", "note")), chance.choice((words, "The same")))
    elif kind == "clear":
        desk.do(doing.edit, note, "note", None)
    elif kind == "list":
        desk.do(doing.edit, note, "codes", chance.sample("pqrs", chance.randrange(1, 4)))
    elif kind == "row" and row not in rows:
        desk.do(doing.edit, note, f"rows/{row}", {"rank": row, "said": words})
    elif kind == "cell" and row in rows:
        desk.do(doing.edit, note, f"rows/{row}/{chance.choice(('said', 'more'))}", words)
    elif kind == "gone" and row in rows:
        desk.do(doing.edit, note, f"rows/{row}", None)
    elif kind == "settle" and chance.random() < 0.3:
        settles(chance, desk)


def settles(chance: random.Random, desk: Desk) -> None:
    """Settle one of the fields with two versions, if there is one, and now and then take that back."""
    waits = desk.ask(versions.waiting)
    if waits:
        one = chance.choice(waits)
        value = chance.choice([one.now.value, *(each.value for each in one.others)])
        told = desk.do(choosing.settle, [choosing.Choice(one.home_id, one.path, keeps=False, value=value)])
        if chance.random() < 0.3:
            desk.do(choosing.reopen, told.act_id)


def history(seed: int, told: list[dict[str, Any]]) -> Callable[[World], None]:
    """Maya and Sam write in one note, Maya for long without a network, and now and then in two at once. Of
    what she sends only some goes at once: `told` is what her vault holds after each answer."""

    def story(made: World) -> None:
        chance = random.Random(seed)
        maya, sam, _ruth = made.desks
        maya.do(goes_at_once, chance.randrange(4, 25))
        note = made.notes[0]
        other: str = maya.do(doing.make, made.families[0])
        for turn in range(3):
            sam.sync()
            for n in range(chance.randrange(4)):
                writes(chance, sam, note, f"Sam {turn}.{n}")
            for n in range(chance.randrange(5, 30)):
                writes(chance, maya, note, f"Maya {turn}.{n}")
                if chance.random() < 0.1:
                    maya.do(doing.edit_all, [note, other], "both", f"Maya {turn}.{n}")
            if chance.random() < 0.8:
                sam.sync()
            while maya.ask(enrolled.standing).waits:
                engine.sync(maya.store, maya.door, go_on=_once())
                told.append(held(maya))
                assert maya.ask(soundness.history).wrong == 0

    return story


def _once() -> Callable[[], bool]:
    """Yes, and then no more."""
    said = iter((True,))
    return lambda: next(said, False)


@acts.act("limits.told", local=True)
def goes_at_once(work: acts.Work, count: int) -> None:
    enrolled.go_on(work, limits=protocol.Limits(acts=count))


def played(seed: int) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """What did not hold, and what Maya's vault held after each answer."""
    told: list[dict[str, Any]] = []
    return play.played(seed, history(seed, told)).broken, told


@pytest.mark.parametrize("seed", range(40))
def test_acts_that_are_answered_at_once_come_to_what_each_by_itself_would(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, at_once = played(seed)
    monkeypatch.setattr(in_turn.Turns, "goes_on", lambda *_: False)
    broken_before, one_by_one = played(seed)
    assert broken == broken_before == ()
    assert len(at_once) == len(one_by_one) > 2
    for one, other in zip(at_once, one_by_one, strict=True):
        for name, rows in one.items():
            assert rows == other[name], name
