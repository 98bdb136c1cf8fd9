"""After a centre was put back: what a laptop shows while acts of it have to wait for somebody else's."""

from ehdesk.models import enrolled
from tests.proofs.simulation import play, schedules
from tests.proofs.simulation.world import Desk, World


def waiting(desk: Desk) -> int:
    standing: enrolled.Standing = desk.ask(enrolled.standing)
    return standing.waits


def test_a_page_that_a_colleague_moved_or_voided_does_not_stay_while_something_else_waits() -> None:
    def story(made: World) -> None:
        other, pages = schedules.comes_late(made)
        other.sync()
        assert waiting(other) == 1
        there = {one.id: one for one in made.centre.records()}
        here = other.records()
        assert [there[one].fields["$status"] for one in pages] == ["draft", "void"]
        assert pages[0] not in here
        assert here[pages[1]][2]["$status"] == "void"
        made.desks[1].sync()
        other.sync()
        assert waiting(other) == 0

    assert play.played(0, story).broken == ()


def test_it_compares_itself_once_and_not_with_each_message_that_follows() -> None:
    def story(made: World) -> None:
        other, _pages = schedules.comes_late(made)
        other.sync()
        asked = len(made.told)
        other.sync()
        assert waiting(other) == 1
        assert len(made.told) == asked + 1

    assert play.played(0, story).broken == ()
