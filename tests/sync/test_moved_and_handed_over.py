"""A note that was moved to a family which its writer then hands over leaves their laptop with every word."""

import sqlalchemy as sa

from ehdesk.models import anew, base, filing, form, lead, sent
from tests.proofs.simulation import doing, play
from tests.proofs.simulation.world import Desk, World

WORDS = "Zofia showed me a drawing"
AT = {"at": "2026-09-07T10:15"}


def held(desk: Desk) -> str:
    """Every word that lies in a vault, as far as it can be read there."""

    def read(reading: object) -> str:
        rows = [reading.connection.execute(sa.select(each)).all() for each in base.metadata.sorted_tables]  # type: ignore[attr-defined]
        return repr(rows)

    return str(desk.ask(read))


def hands_over(made: World, desk: Desk, family: int, to: Desk) -> None:
    told = {"name": to.name, "practitioner": to.me}
    desk.do(lead.hand_over_lead, made.episodes[made.families[family]], told, reason="Away for a year")
    for one in (desk, to):
        one.sync()


def sam_leads_both(made: World) -> None:
    maya, sam, _ruth = made.desks
    hands_over(made, maya, 0, sam)


def moves_a_note_and_hands_over(made: World) -> str:
    """Sam wrote it in the first family, and it belongs to the second, which is to be Maya's."""
    maya, sam, _ruth = made.desks
    note: str = sam.do(form.start, "note", family_id=made.families[0], answers=AT)
    sam.do(doing.edit, note, "text", WORDS)
    sam.sync()
    sam.do(filing.move, note, made.families[1], "The wrong family")
    hands_over(made, sam, 1, maya)
    return note


def test_no_word_of_it_is_left_in_the_vault() -> None:
    def story(made: World) -> None:
        sam_leads_both(made)
        note = moves_a_note_and_hands_over(made)
        sam = made.desks[1]
        assert note not in sam.records()
        assert WORDS not in held(sam)

    assert play.played(0, story).broken == ()


def test_it_comes_again_whole_to_a_centre_that_is_put_back() -> None:
    def story(made: World) -> None:
        sam_leads_both(made)
        copy = made.centre.opened.copy()
        note = moves_a_note_and_hands_over(made)
        maya, sam, _ruth = made.desks
        made.go_back(copy)
        sam.sync()
        maya.sync()
        _kind, scope, fields = maya.records()[note]
        assert (scope, fields["text"]) == (f"family:{made.families[1]}/file", WORDS)
        assert WORDS not in held(sam)

    assert play.played(0, story).broken == ()


def test_what_waits_sealed_does_not_keep_the_list_of_what_waits_from_being_shown() -> None:
    def story(made: World) -> None:
        sam_leads_both(made)
        copy = made.centre.opened.copy()
        moves_a_note_and_hands_over(made)
        _maya, sam, _ruth = made.desks
        made.go_back(copy)
        sam.do(anew.begin_epoch, "another", 0)
        told: sent.Overview = sam.ask(sent.overview)
        assert told.counts.waits > sum(each.acts for each in told.waiting) > 0

    play.played(0, story)
