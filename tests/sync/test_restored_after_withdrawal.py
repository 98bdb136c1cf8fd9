"""A centre that was put back from a copy hears again what came in since, also what was withdrawn by then."""

import random
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from ehdesk.centre import epochs, tables
from ehdesk.models import base, filing, form, lead, sealed_act
from tests.proofs.simulation import doing, doors, holds, play, schedules
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


def a_desk_goes_back_and_what_it_wrote_upon_is_still_to_come(made: World) -> None:
    """Sam's laptop is put back from a backup, its journal beside it: what it wrote since is upon a page that
    only the centre has."""
    maya, sam, _ = made.desks
    backup = sam.disk.copy()
    made.notes.append(maya.do(doing.make, made.families[0]))
    in_step(made)
    words(made, sam, 2, "Upon a page that came after the backup")
    backup.written = list(sam.disk.written)
    sam.disk = backup
    sam.open_again(was_restored=True)


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


def words_of_two_come_again_in_another_order(made: World) -> None:
    """Maya's words come first this time: Sam's were written upon his own, then upon hers, then once more."""
    maya, sam, _ = made.desks
    note = made.notes[0]
    copy = made.centre.opened.copy()

    def write(desk: Desk, said: str) -> None:
        made.time.pass_by(minutes=11)
        desk.do(doing.edit, note, "both", said)

    write(sam, "Sam's")
    write(maya, "Maya's")
    maya.sync()
    write(sam, "Sam's later words")
    sam.sync()
    write(sam, "Maya's words, and his")
    sam.sync()
    made.go_back(copy)
    in_step(made)
    write(sam, "All of it")


def what_was_set_aside(made: World) -> None:
    maya, sam, _ = made.desks
    copy = made.centre.opened.copy()
    maya.do(doing.edit, made.notes[0], "$status", "void")
    maya.sync()
    sam.do(doing.edit_and_make, made.notes[0], made.families[0], "Too late")
    in_step(made)
    made.go_back(copy)


def the_centre_lost_its_key(made: World) -> None:
    """Whoever keeps the centre made it a new key: what is sealed to the old one nobody opens."""
    the_lead_is_handed_over(made)
    with made.centre.ledger() as ledger:
        ledger.change(tables.authority, {"seal_key": bytes(range(1, 33))})


STORIES: tuple[Story, ...] = (
    the_lead_is_handed_over,
    an_act_of_two_families,
    two_copies_one_after_the_other,
    the_family_comes_back,
    a_note_is_moved_out_of_sight,
    who_takes_the_family_comes_first,
    a_desk_goes_back_too,
    a_desk_goes_back_and_what_it_wrote_upon_is_still_to_come,
    a_desk_comes_to_differ_meanwhile,
    words_of_two_come_again_in_another_order,
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


def a_world() -> World:
    """Three desks in step, with the cryptography that the product uses."""
    first = play.beginning()
    return first.copy(doors.Time(random.Random(0), first.time.moment, first.time._last))


def test_it_holds_with_the_real_cryptography_too() -> None:
    made = a_world()
    an_act_of_two_families(made)
    play.get_quiet(made)
    assert tuple(holds.broken(made)) == ()
    known = at_centre(made)
    assert all(known[one] == ("taken", content) for one, content in said_by(made.desks[1]).items())


def test_what_no_key_opens_is_set_aside_and_says_so() -> None:
    made = a_world()
    _, sam, _ = made.desks
    the_centre_lost_its_key(made)
    in_step(made)
    aside = [row for row in made.centre.rows(tables.act) if row.verdict == "aside"]
    assert {row.reason for row in aside} == {"sealed"}
    assert len(aside) == 2, "the words, and the hand-over"
    assert not any(b"Before I go" in row.content for row in aside)
    assert sam.sync() is not None


def test_half_an_act_is_never_sent_as_the_whole() -> None:
    """A laptop that had no key to seal with when the family went says nothing rather than a part."""
    made = a_world()
    _, sam, _ = made.desks
    copy = made.centre.opened.copy()
    sam.do(doing.edit_all, made.notes, "both", "In both files")
    sam_hands_over(made)
    sam.sync()
    sam.disk.raw.execute("UPDATE sealed_act SET content = NULL")
    both = next(one for one, said in said_by(sam).items() if b"In both files" in said)
    made.go_back(copy)
    in_step(made)
    assert both not in at_centre(made)
    assert doing.fields(sam, made.notes[0]) is not None


def test_what_is_sealed_goes_after_five_weeks_but_not_that_the_act_is_not_whole() -> None:
    made = a_world()
    maya, sam, _ = made.desks
    copy = made.centre.opened.copy()
    sam.do(doing.edit_all, made.notes, "both", "In both files")
    sam_hands_over(made)
    in_step(made)
    lines = "SELECT count(*), count(content) FROM sealed_act"
    every, sealed = sam.disk.raw.execute(lines).fetchone()
    assert every == sealed > 1
    made.time.pass_by(days=sealed_act.KEPT_FOR.days + 1)
    maya.do(doing.edit, made.notes[0], "title", "Much later")
    hands_over(made, maya, 0, made.desks[2])
    in_step(made)
    assert sam.disk.raw.execute(lines).fetchone() == (every, 0)
    made.go_back(copy)
    in_step(made)
    both = next(one for one, said in said_by(sam).items() if b"In both files" in said)
    assert at_centre(made).get(both, ("", said_by(sam)[both]))[1] == said_by(sam)[both]


def test_what_was_written_before_a_withdrawal_that_comes_again_first_is_taken() -> None:
    made = a_world()
    _, sam, _ = made.desks
    who_takes_the_family_comes_first(made)
    in_step(made)
    known = at_centre(made)
    (wrote,) = [one for one, said in said_by(sam).items() if b"Before Ruth decides" in said]
    assert known[wrote][0] == "taken"


def test_words_upon_what_never_comes_again_wait_three_days_and_no_longer() -> None:
    made = a_world()
    maya, sam, _ = made.desks
    copy = made.centre.opened.copy()
    words(made, maya, 0, "Lost with the laptop")
    maya.sync()
    sam.sync()
    upon = words(made, sam, 0, "Upon that")
    sam.sync()
    maya.is_on = False
    made.go_back(copy)
    told = [sam.sync(), sam.sync()]
    assert all(one is not None and one.later == {upon} for one in told)
    made.time.pass_by(days=epochs.FOR_WORDS.days, minutes=1)
    sam.sync()
    assert at_centre(made)[upon][0] == "taken"


def test_a_note_that_is_moved_out_of_sight_leaves_no_word_of_it() -> None:
    made = a_world()
    maya, sam, _ = made.desks
    note = maya.do(form.start, "note", family_id=made.families[0], answers={"at": "2026-09-07T10:15"})
    in_step(made)
    maya.do(doing.edit, note, "text", "Zebrawords")
    in_step(made)
    assert "Zebrawords" in held(sam)
    maya.do(filing.move, note, doing.open_family(made, maya, "Brandt"), "The wrong family")
    in_step(made)
    assert "Zebrawords" not in held(sam)
