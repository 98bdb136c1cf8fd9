"""For each planted fault the shortest story in which it shows, with no chance in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ehdesk.centre import admin
from ehdesk.models import document, filing, form, team
from ehdesk.rules import paths
from tests.proofs.simulation import doing, doors, happening, play, world
from tests.proofs.simulation.world import Desk, World


@contextmanager
def a_lost_answer(made: World) -> Iterator[None]:
    made.faults = world.Faults(lost=1.0)
    yield
    made.faults = world.Faults()


def dies_in(desk: Desk, where: str, spared: int, verb: Callable[[], object]) -> None:
    """The laptop loses its power there, and is unlocked again."""
    desk.disk.dies, desk.disk.spared = where, spared
    try:
        verb()
    except doors.Crash:
        desk.open_again()


def written_together(made: World, path: str = "title") -> None:
    """Maya and Sam write in one field, and neither knows of the other."""
    maya, sam, _ = made.desks
    for desk in (maya, sam):
        desk.do(doing.edit, made.notes[0], path, f"By {desk.name}")


def an_act_comes_twice(made: World) -> None:
    maya, sam, _ = made.desks
    maya.do(doing.edit, made.notes[0], "title", "One")
    with a_lost_answer(made):
        maya.sync()
    sam.sync()
    sam.do(doing.edit, made.notes[0], "title", "Two")
    sam.sync()
    maya.sync()


def power_goes_while_others_come_in(made: World) -> None:
    maya, _, ruth = made.desks
    maya.do(doing.edit, made.notes[0], "title", "One")
    maya.sync()
    dies_in(ruth, "before the commit", 0, ruth.sync)


def two_write_in_one_field(made: World) -> None:
    written_together(made)


def a_note_is_moved(made: World) -> None:
    maya, _, ruth = made.desks
    note = ruth.do(form.start, "note", family_id=made.families[0], answers={"at": "2026-09-07T10:15"})
    ruth.sync()
    maya.sync()
    ruth.do(filing.move, note, made.families[1], "The wrong family")


def sam_leaves_the_team(made: World) -> None:
    maya = made.desks[0]
    episode = made.episodes[made.families[0]]
    rows = paths.get(doing.fields(maya, episode) or {}, "agencies")
    maya.do(team.leave_team, episode, next(iter(rows)))


def sam_is_revoked(made: World) -> None:
    happening.revoke(made, made.desks[1])
    made.desks[1].sync()


def the_centre_goes_back(made: World) -> None:
    maya, sam, _ = made.desks
    copy = made.centre.opened.copy()
    maya.do(doing.edit, made.notes[0], "title", "After the copy")
    made.notes.append(maya.do(doing.make, made.families[0]))
    maya.sync()
    sam.sync()
    made.go_back(copy)
    maya.do(doing.edit, made.notes[0], "note", "Not sent yet")


def many_acts(made: World) -> None:
    maya, sam, _ = made.desks
    for n in range(8):
        maya.do(doing.edit, made.notes[0], f"field {n}", "x")
        maya.sync()
        sam.sync()


def the_centre_dies_before_its_commit(made: World) -> None:
    maya = made.desks[0]
    maya.do(doing.edit, made.notes[0], "title", "One")
    made.centre.opened.dies.append("before the commit")
    made.centre.opened.spared[0] = 1
    maya.sync()


def two_write_in_two_fields(made: World) -> None:
    maya, sam, _ = made.desks
    sam.do(doing.edit, made.notes[0], "note", "By Sam")
    sam.sync()
    maya.do(doing.edit, made.notes[0], "title", "By Maya")


def a_restored_desk_hears_first(made: World) -> None:
    maya, sam, _ = made.desks
    backup = maya.disk.copy()
    maya.do(doing.edit, made.notes[0], "note", "By Maya")
    sam.do(doing.edit, made.notes[0], "title", "By Sam")
    sam.sync()
    backup.written = list(maya.disk.written)
    maya.disk = backup
    maya.open_again(was_restored=True)
    maya.sync()


def one_field_twice(made: World) -> None:
    for words in ("One", "Two"):
        made.desks[0].do(doing.edit, made.notes[0], "title", words)


def a_revocation_after_the_copy(made: World) -> None:
    copy = made.centre.opened.copy()
    happening.revoke(made, made.desks[1])
    made.go_back(copy)
    made.desks[1].sync()


def an_act_that_cannot_be_taken(made: World) -> None:
    """Maya voids a page on which Sam writes meanwhile, in one act with something else."""
    maya, sam, _ = made.desks
    maya.do(doing.edit, made.notes[0], "$status", "void")
    maya.sync()
    sam.do(doing.edit_and_make, made.notes[0], made.families[0], "Too late")
    sam.do(doing.edit_all, [made.notes[0], made.notes[1]], "note", "Of two families")
    sam.do(doing.edit, made.notes[1], "title", "In time")


def anothers_family(made: World) -> None:
    made.desks[1].do(doing.edit, made.notes[1], "title", "Not for Maya")
    made.desks[1].sync()
    made.desks[0].sync()


def a_desk_goes_back_without_its_journal(made: World) -> None:
    maya = made.desks[0]
    backup = maya.disk.copy()
    maya.do(doing.edit, made.notes[0], "title", "Before")
    maya.sync()
    maya.disk = backup
    maya.open_again(was_restored=True)
    maya.do(doing.edit, made.notes[0], "note", "After")


def two_copies(made: World) -> None:
    maya = made.desks[0]
    twin = made.twin(maya)
    for n in range(3):
        for desk in (maya, twin):
            desk.do(doing.edit, made.notes[0], f"field {n}", f"{desk.called}")
            desk.sync()


def a_note_is_typed(made: World) -> None:
    maya = made.desks[0]
    note = maya.do(form.start, "note", family_id=made.families[0], answers={"at": "2026-09-07T10:15"})
    for words in ("A", "A word"):
        maya.do(form.answer, note, "text", words, sitting="page")
        maya.sync()


def a_code_outlives_its_answer(made: World) -> None:
    with a_lost_answer(made):
        happening.let_in_late(made, made.desks[0])
    made.time.pass_by(hours=30)


def the_staff_changes(made: World) -> None:
    with made.centre.ledger() as ledger:
        admin.change_staff(ledger, made.centre.staff["Maya"], {"manager": None}, made.time.moment)


def a_desk_comes_to_differ(made: World) -> None:
    """By whatever fault: the comparison of the next day finds it, and the file is fetched anew."""
    sam = made.desks[1]
    sam.disk.raw.execute("UPDATE record SET fields = '{}' WHERE id = ?", (made.notes[0],))
    made.time.pass_by(hours=25)


def a_file_outlives_the_team(made: World) -> None:
    """Sam's document goes in after he has left the team, and he joins again: then the file is here again."""
    maya, sam, _ = made.desks
    sam.do(document.add, made.families[0], b"A drawing. " * 20, document.New("A drawing"))
    sam_leaves_the_team(made)
    maya.sync()
    sam.sync()
    maya.do(team.join_team, made.episodes[made.families[0]], {"agency": "Harlow", "practitioner": sam.me})


def another_laptop_comes_late_to_a_restored_centre(made: World) -> None:
    """What it has of its worker's own is there already, and a colleague has gone on from it: one note lies in
    another file by now, and another one is void."""
    other, _pages = comes_late(made)
    other.sync()


def another_laptop_comes_late_and_says_one_thing_at_a_time(made: World) -> None:
    """As above, and the last that it says is something that nobody has brought before."""
    made.sends_ahead()
    other, _pages = comes_late(made)
    other.do(form.start, "note", family_id=made.families[0], answers={"at": "2026-09-08T09:00"})
    other.sync()


def another_laptop_comes_late_and_has_to_wait(made: World) -> None:
    """As above, and what else it has to say was written upon a note of somebody who never comes again."""
    sam = made.desks[1]
    other, _pages = comes_late(made)
    sam.is_on = False
    other.sync()


def comes_late(made: World) -> tuple[Desk, tuple[str, ...]]:
    """The laptop that is about to exchange, and the two notes. It has words too on a note of Sam's, who was
    not there again yet."""
    maya, sam, ruth = made.desks
    other = made.joins("Maya")
    other.sync()
    copy = made.centre.opened.copy()
    at = {"at": "2026-09-07T10:15"}
    pages = tuple(maya.do(form.start, "note", family_id=made.families[0], answers=at) for _ in range(2))
    sams = sam.do(form.start, "note", family_id=made.families[0], answers=at)
    for desk in (maya, sam, other):
        desk.sync()
    other.do(doing.edit, sams, "title", "Seen")
    made.go_back(copy)
    for desk in (maya, ruth):
        desk.sync()
    ruth.do(filing.move, pages[0], made.families[1], "The wrong family")
    ruth.do(doing.edit, pages[1], "$status", "void")
    ruth.sync()
    return other, pages


Schedule = Callable[[World], None]
MORE: tuple[Schedule, ...] = (
    a_code_outlives_its_answer,
    the_staff_changes,
    a_desk_comes_to_differ,
    a_file_outlives_the_team,
    another_laptop_comes_late_to_a_restored_centre,
    another_laptop_comes_late_and_says_one_thing_at_a_time,
    another_laptop_comes_late_and_has_to_wait,
)
"""Stories that no planted fault needs, and that have to hold too."""


def broken_by(schedule: Schedule) -> tuple[str, ...]:
    """What does not hold once a schedule has been played and it is quiet."""
    return play.played(0, schedule).broken
