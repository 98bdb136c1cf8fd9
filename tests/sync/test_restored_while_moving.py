"""After a centre was put back: a note whose move has to wait is where it was moved, until that is refused."""

from ehdesk.models import enrolled, filing, form, lead
from tests.proofs.simulation import play
from tests.proofs.simulation.world import Desk, World

AT = {"at": "2026-09-07T10:15"}


def waiting(desk: Desk) -> int:
    standing: enrolled.Standing = desk.ask(enrolled.standing)
    return standing.waits


def moves_a_note_to_a_family_that_the_centre_forgets(made: World) -> str:
    """Sam had handed the family over to Maya since the copy was taken: she leads it again once he comes."""
    maya, sam, _ruth = made.desks
    copy = made.centre.opened.copy()
    leads = {"name": maya.name, "practitioner": maya.me}
    sam.do(lead.hand_over_lead, made.episodes[made.families[1]], leads, reason="Away for a year")
    for desk in (sam, maya):
        desk.sync()
    note: str = maya.do(form.start, "note", family_id=made.families[0], answers=AT)
    maya.do(filing.move, note, made.families[1], "The wrong family")
    made.go_back(copy)
    return note


def test_a_note_is_to_be_seen_where_it_was_moved_as_long_as_its_move_waits() -> None:
    def story(made: World) -> None:
        maya, sam, _ruth = made.desks
        note = moves_a_note_to_a_family_that_the_centre_forgets(made)
        for _ in range(2):
            maya.sync()
            assert waiting(maya) == 1
            assert maya.records()[note][1] == f"family:{made.families[1]}/file"
        sam.sync()
        maya.sync()
        assert waiting(maya) == 0
        assert maya.records()[note][1] == f"family:{made.families[1]}/file"

    assert play.played(0, story).broken == ()


def test_a_note_lies_where_it_lay_once_its_move_was_refused() -> None:
    def story(made: World) -> None:
        maya, sam, _ruth = made.desks
        note = moves_a_note_to_a_family_that_the_centre_forgets(made)
        maya.sync()
        sam.is_on = False
        made.time.pass_by(days=31)
        maya.sync()
        assert waiting(maya) == 0
        assert maya.records()[note][1] == f"family:{made.families[0]}/file"

    assert play.played(0, story).broken == ()
