"""A centre that was put back from a copy hears again what came in since, also what was withdrawn by then."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from ehdesk.centre import tables
from ehdesk.models import base, filing, form, lead
from tests.proofs.simulation import doing, play, schedules
from tests.proofs.simulation.world import Desk, World

Story = Callable[[World], None]


def in_step(made: World) -> None:
    for desk in made.desks * 2:
        made.time.pass_by(minutes=11)
        desk.sync()


def hands_over(made: World, desk: Desk, family: int, to: Desk) -> None:
    told = {"name": to.name, "practitioner": to.me}
    desk.do(lead.hand_over_lead, made.episodes[made.families[family]], told, reason="Away for a year")


def sam_hands_over(made: World) -> None:
    """Sam leads the second family and is of the team of the first."""
    _, sam, _ = made.desks
    hands_over(made, sam, 1, made.desks[0])


def words(made: World, desk: Desk, note: int, said: str) -> str:
    before = desk.acts()
    desk.do(doing.edit, made.notes[note], "title", said)
    (fresh,) = desk.acts() - before
    return fresh


def held(desk: Desk) -> str:
    """Every word that lies in a vault, as far as it can be read there."""
    tables_of = base.metadata.sorted_tables

    def read(reading: object) -> str:
        rows = [reading.connection.execute(sa.select(each)).all() for each in tables_of]  # type: ignore[attr-defined]
        return repr(rows)

    return str(desk.ask(read))


def at_centre(made: World) -> dict[str, tuple[str, bytes]]:
    return {row.id: (row.verdict, row.content) for row in made.centre.rows(tables.act)}


def said_by(desk: Desk) -> dict[str, bytes]:
    return {one.act_id: one.content for one in desk.disk.written}


# The stories, each of which goes back to a copy that was taken before


def the_lead_is_handed_over(made: World) -> None:
    copy = made.centre.opened.copy()
    words(made, made.desks[1], 1, "Before I go")
    sam_hands_over(made)
    in_step(made)
    made.go_back(copy)


def an_act_of_two_families(made: World) -> None:
    copy = made.centre.opened.copy()
    made.desks[1].do(doing.edit_all, made.notes, "both", "In both files")
    sam_hands_over(made)
    in_step(made)
    made.go_back(copy)


def two_copies_one_after_the_other(made: World) -> None:
    copy = made.centre.opened.copy()
    made.desks[1].do(doing.edit_all, made.notes, "both", "In both files")
    sam_hands_over(made)
    in_step(made)
    made.go_back(copy)
    in_step(made)
    later = made.centre.opened.copy()
    words(made, made.desks[1], 0, "After the first time")
    in_step(made)
    made.go_back(later)
    in_step(made)
    made.go_back(copy)


def the_family_comes_back(made: World) -> None:
    maya, _, _ = made.desks
    copy = made.centre.opened.copy()
    made.desks[1].do(doing.edit_all, made.notes, "both", "In both files")
    sam_hands_over(made)
    in_step(made)
    hands_over(made, maya, 1, made.desks[1])
    in_step(made)
    words(made, made.desks[1], 1, "Mine again")
    in_step(made)
    made.go_back(copy)


def a_note_is_moved_out_of_sight(made: World) -> None:
    maya, sam, _ = made.desks
    note = sam.do(form.start, "note", family_id=made.families[0], answers={"at": "2026-09-07T10:15"})
    made.notes.append(note)
    in_step(made)
    copy = made.centre.opened.copy()
    words(made, sam, 2, "What Sam wrote there")
    in_step(made)
    third = doing.open_family(made, maya, "Brandt")
    maya.do(filing.move, note, third, "The wrong family")
    in_step(made)
    made.go_back(copy)


def who_takes_the_family_comes_first(made: World) -> None:
    """Ruth, who manages them, gives the family to somebody else before Sam's words are there again."""
    _, sam, ruth = made.desks
    copy = made.centre.opened.copy()
    words(made, sam, 1, "Before Ruth decides")
    in_step(made)
    told = {"name": "Maya", "practitioner": made.desks[0].me}
    ruth.do(lead.hand_over_lead, made.episodes[made.families[1]], told, reason="Sam is away")
    in_step(made)
    made.go_back(copy)
    for desk in (ruth, made.desks[0], ruth, sam):
        made.time.pass_by(minutes=11)
        desk.sync()


def a_desk_goes_back_too(made: World) -> None:
    """Sam's laptop is put back from a backup without its journal, and hears of its own acts what it may."""
    _, sam, _ = made.desks
    copy = made.centre.opened.copy()
    backup = sam.disk.copy()
    sam.do(doing.edit_all, made.notes, "both", "In both files")
    sam.sync()
    sam_hands_over(made)
    in_step(made)
    sam.gave_up |= said_by(sam).keys() - {one.act_id for one in backup.written}
    sam.disk = backup
    sam.open_again(was_restored=True)
    in_step(made)
    made.go_back(copy)


def a_desk_comes_to_differ_meanwhile(made: World) -> None:
    """What is fetched anew because a comparison found something stays what was sent, too."""
    _, sam, _ = made.desks
    copy = made.centre.opened.copy()
    sam.do(doing.edit_all, made.notes, "both", "In both files")
    in_step(made)
    sam.disk.raw.execute("UPDATE record SET fields = '{}' WHERE id = ?", (made.notes[0],))
    made.time.pass_by(hours=25)
    in_step(made)
    sam_hands_over(made)
    in_step(made)
    made.go_back(copy)


def what_was_set_aside(made: World) -> None:
    maya, sam, _ = made.desks
    copy = made.centre.opened.copy()
    maya.do(doing.edit, made.notes[0], "$status", "void")
    maya.sync()
    sam.do(doing.edit_and_make, made.notes[0], made.families[0], "Too late")
    in_step(made)
    made.go_back(copy)


STORIES: tuple[Story, ...] = (
    the_lead_is_handed_over,
    an_act_of_two_families,
    two_copies_one_after_the_other,
    the_family_comes_back,
    a_note_is_moved_out_of_sight,
    who_takes_the_family_comes_first,
    a_desk_goes_back_too,
    a_desk_comes_to_differ_meanwhile,
    what_was_set_aside,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_everything_holds_again_once_it_is_quiet(story: Story) -> None:
    assert schedules.broken_by(story) == ()


@pytest.mark.parametrize("story", [the_lead_is_handed_over, an_act_of_two_families, the_family_comes_back])
def test_every_act_is_there_again_as_it_was_written_and_taken(story: Story) -> None:
    def told(made: World) -> None:
        story(made)
        play.get_quiet(made)
        known = at_centre(made)
        for desk in made.desks:
            for act_id, content in said_by(desk).items():
                assert known[act_id] == ("taken", content)

    assert schedules.broken_by(told) == ()


def test_what_is_withdrawn_leaves_no_readable_word_and_comes_again_all_the_same() -> None:
    def told(made: World) -> None:
        _, sam, _ = made.desks
        copy = made.centre.opened.copy()
        words(made, sam, 1, "Zebrawords")
        sam.do(doing.edit_all, made.notes, "both", "In both files")
        sam_hands_over(made)
        assert "Zebrawords" in held(sam)
        in_step(made)
        assert "Zebrawords" not in held(sam)
        made.go_back(copy)

    assert schedules.broken_by(told) == ()
