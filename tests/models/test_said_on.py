"""What a later part of an act says beyond an earlier one: with that, it comes to the whole."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from ehdesk.models import said_on
from ehdesk.rules import settling
from ehdesk.sync import protocol

AT = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
STOOD = {"text": "Hello", "codes": ["a", "b"], "rows": {"r": {"rank": "U", "said": "one"}}}


def an_act(edits: dict[str, protocol.Edit], act_id: str = "grows", part: int = 1) -> protocol.Act:
    change = protocol.Change("note", "note", "family:f/file", tuple(edits.values()))
    return protocol.Act(act_id, "answer.given", "maya", AT, "life", (change,), part=part)


def after(*acts: protocol.Act) -> tuple[dict[str, Any], list[Any]]:
    """The record after some acts, and what did not become current."""
    standing = settling.Standing({**STOOD, "rows": {"r": dict(STOOD["rows"]["r"])}}, {})  # type: ignore[index]
    seconds = []
    for place, act in enumerate(acts, start=1):
        for change in act.changes:
            for outcome in settling.settle(standing, change, act, place, lambda *_asked: None):
                seconds += [outcome.second] if outcome.second else []
    return standing.fields, seconds


def typed(chance: random.Random) -> dict[str, protocol.Edit]:
    """What somebody may have said at some moment of a stay on a page."""
    made = [
        protocol.Edit("text", value=chance.choice(["Hello there", "Hello", "", None])),
        protocol.Edit(
            "codes",
            add=tuple(chance.sample("cde", chance.randrange(3))),
            remove=tuple(chance.sample("ab", chance.randrange(1, 3))),
        ),
        protocol.Edit("rows/r/said", value=chance.choice(["two", "three"])),
        protocol.Edit("rows/s", value={"rank": "V", "said": chance.choice(["new", "newer"])}),
    ]
    return {edit.path: edit for edit in chance.sample(made, chance.randrange(1, 5))}


@pytest.mark.parametrize("seed", range(200))
def test_the_beginning_and_what_was_said_beyond_it_come_to_the_whole(seed: int) -> None:
    chance = random.Random(seed)
    first = typed(chance)
    known, said = an_act(first), an_act(first | typed(chance), part=2)
    beyond = said_on.beyond(said, known)
    then = protocol.Act("then", "answer.given", "maya", AT, "life", beyond)
    fields, seconds = after(known, then)
    whole, _ = after(said)
    codes = [sorted(one.pop("codes", ())) for one in (fields, whole)]
    assert codes[0] == codes[1]
    assert fields == whole
    assert seconds == []
