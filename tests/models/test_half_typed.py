"""What is typed and not handed in yet stays on this desk, and travels nowhere."""

import sqlalchemy as sa

from ehdesk.models import acts, base, bundle_out, half_typed, intake
from tests import building

KEY = half_typed.small_window("Add an event", "family 1")


def lines_of_the_trail(desk: building.Desk) -> int:
    def told(read: acts.Reading) -> int:
        return read.connection.execute(sa.select(sa.func.count()).select_from(base.trail)).scalar_one()

    return int(desk.ask(told))


def test_it_is_there_after_the_vault_was_closed_until_it_is_let_go(desk: building.Desk) -> None:
    desk.do(half_typed.keep, KEY, {"event": "Police came at ni", "people": ["zofia"]})
    desk.reopen()
    assert desk.ask(half_typed.typed, KEY) == {"event": "Police came at ni", "people": ["zofia"]}
    desk.do(half_typed.keep, KEY, None)
    assert desk.ask(half_typed.typed, KEY) == {}


def test_it_is_no_change_that_travels_and_in_no_bundle(desk: building.Desk) -> None:
    before = lines_of_the_trail(desk)
    desk.do(half_typed.keep, KEY, {"event": "Police came at ni"})
    assert lines_of_the_trail(desk) == before
    assert b"Police came" not in desk.ask(bundle_out.take_out, anyones=True)


def test_each_window_has_its_own(desk: building.Desk) -> None:
    other = half_typed.small_window("Add an event", "family 2")
    desk.do(half_typed.keep, KEY, {"event": "One"})
    desk.do(half_typed.keep, other, {"event": "Two"})
    assert [desk.ask(half_typed.typed, each) for each in (KEY, other)] == [{"event": "One"}, {"event": "Two"}]


def test_many_are_remembered_and_a_family_that_is_being_taken_in_is_never_dropped(
    desk: building.Desk,
) -> None:
    desk.do(intake.keep, {"name": "Okafor"})
    for number in range(half_typed.MOST + 1):
        desk.do(half_typed.keep, half_typed.small_window("Add an event", str(number)), {"event": str(number)})
    kept = [
        desk.ask(half_typed.typed, half_typed.small_window("Add an event", str(number)))
        for number in range(half_typed.MOST + 1)
    ]
    assert kept[0] == {}
    assert all(kept[1:])
    assert desk.ask(intake.begun).answers == {"name": "Okafor"}
