"""A full check of the centre: it is quiet over honest work, and finds whatever was altered by hand."""

from datetime import timedelta
from typing import Any

import pytest

from ehdesk.centre import checking, store, tables
from ehdesk.sync import protocol
from tests.centre import test_standing as work
from tests.centre.building import AUTHORITY, Centre, change, scope, worked_family


def check(centre: Centre) -> dict[str, list[str]]:
    with centre.opened.transaction(AUTHORITY) as ledger:
        return {one.part: one.wrong for one in checking.check(ledger, centre.now) if not one.is_sound}


@pytest.fixture
def busy(centre: Centre) -> Centre:
    """Two families, two versions, a list, rows, a card, a move, somebody set aside, a lead handed over."""
    maya, sam, ruth = centre.desk("Maya"), centre.desk("Sam"), centre.desk("Ruth")
    note, first = worked_family(maya)
    worked_family(maya, "right")
    maya.swap(work.joins_team(maya, sam.me))
    for desk in (sam, ruth):
        desk.pull()
    maya.swap(maya.writes(note, "fam", "text", "Maya's", first))
    sam.swap(sam.writes(note, "fam", "text", "Sam's", first), sam.writes("nowhere", "fam", "text", "Lost"))
    marks = maya.act("answer.given", change(note, "fam", protocol.Edit("who", add=("mum", "dad"))))
    row = protocol.Edit("steps/r1", value={"rank": "V", "what": "Call"})
    cell = protocol.Edit("steps/r1/what", None, "Ring")
    maya.swap(marks, maya.act("row.added", change(note, "fam", row)))
    maya.swap(maya.act("answer.given", change(note, "fam", cell)))
    maya.swap(maya.act("form.filed", change(note, "right", scope=scope("right"))))
    maya.swap(work.hands_over(maya, centre.staff["Ola"]))
    centre.joins("Nadia", "line_manager", "Ruth")
    return centre


def test_a_tie_that_ends_today_may_be_ended_by_whoever_comes_next(busy: Centre) -> None:
    """Nobody has been here since midnight, so it stands as it stood yesterday."""
    ola = busy.desk("Ola")
    ola.pull()
    until = protocol.Edit("agencies/r1/to", value=(busy.now + timedelta(days=5)).date().isoformat())
    assert ola.swap(ola.act("team.left", change("fam-episode", "fam", until, kind="episode"))).acks[0].number
    busy.later(days=5)
    assert check(busy) == {}
    ola.swap()
    assert check(busy) == {}


def test_honest_work_is_sound(busy: Centre) -> None:
    assert check(busy) == {}


def test_what_becomes_due_by_the_date_alone_is_not_wrong(centre: Centre) -> None:
    maya, sam = centre.desk("Maya"), centre.desk("Sam")
    worked_family(maya)
    maya.swap(work.joins_team(maya, sam.me))
    last = protocol.Edit("agencies/r1/to", value="2026-09-09")
    maya.swap(maya.act("team.left", change("fam-episode", "fam", last, kind="episode")))
    centre.later(days=4)
    assert check(centre) == {}


def a_note(ledger: store.Ledger) -> Any:
    notes = ledger.rows(tables.record, tables.record.c.kind == "note", order=tables.record.c.id.asc())
    return notes[0].id


def as_made(ledger: store.Ledger) -> Any:
    """The note that stands as the act says that made it."""
    (note,) = ledger.rows(tables.record, tables.record.c.fields == b"")
    return note


def altered_record(ledger: store.Ledger) -> None:
    ledger.change(tables.record, {"fields": b'{"text":"Nothing."}'}, tables.record.c.id == a_note(ledger))


def altered_act(ledger: store.Ledger) -> None:
    ledger.change(tables.act, {"content": b"{}"}, tables.act.c.verdict == "aside")


def lost_act(ledger: store.Ledger) -> None:
    ledger.forget(tables.act, tables.act.c.number == 2)


def altered_history(ledger: store.Ledger) -> None:
    """Of a record that has more than the act which made it: that one has no lines of its own."""
    lines = ledger.rows(tables.revision, tables.revision.c.path == "text")
    line = max(lines, key=lambda one: one.number)
    here = (tables.revision.c.record == line.record, tables.revision.c.number == line.number)
    ledger.change(tables.revision, {"value": b'"Nothing."'}, *here)


def lost_history(ledger: store.Ledger) -> None:
    ledger.forget(tables.revision, tables.revision.c.path == "who")


def altered_making(ledger: store.Ledger) -> None:
    note = as_made(ledger)
    ledger.change(tables.record, {"made": note.made - 1}, tables.record.c.id == note.id)


def lost_making(ledger: store.Ledger) -> None:
    ledger.forget(tables.act, tables.act.c.number == as_made(ledger).made)


def untold_record(ledger: store.Ledger) -> None:
    ledger.forget(tables.act_scope, tables.act_scope.c.record == a_note(ledger))


def grant_out_of_nothing(ledger: store.Ledger) -> None:
    said = {"staff": "nobody", "scope": scope("fam"), "from_number": 1, "may_write": True}
    ledger.add(tables.grant, [said | {"to_number": None, "ended_at": None, "review_on": None}])


def circle(ledger: store.Ledger) -> None:
    ledger.change(tables.staff, {"manager": tables.staff.c.id}, tables.staff.c.name == "Ola")


def raised_counter(ledger: store.Ledger) -> None:
    ledger.change(tables.authority, {"n": tables.authority.c.n + 1})


@pytest.mark.parametrize(
    ("alter", "parts"),
    [
        (altered_record, {"records"}),
        (altered_act, {"acts"}),
        (lost_act, {"numbers", "history"}),
        (altered_history, {"history", "records"}),
        (lost_history, {"history", "records"}),
        (altered_making, {"history"}),
        (lost_making, {"numbers", "records"}),
        (untold_record, {"scopes"}),
        (grant_out_of_nothing, {"grants"}),
        (circle, {"staff"}),
        (raised_counter, {"numbers"}),
    ],
)
def test_whatever_was_altered_by_hand_is_found(busy: Centre, alter: Any, parts: set[str]) -> None:
    with busy.opened.transaction(AUTHORITY) as ledger:
        alter(ledger)
    assert check(busy).keys() == parts
