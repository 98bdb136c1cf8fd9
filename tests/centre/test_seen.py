"""What somebody had before them when they wrote: known from what is kept, one exchange after the other."""

from ehdesk.sync import protocol
from tests.centre.building import Centre, change, worked_family


def test_who_goes_on_in_words_of_theirs_that_did_not_come_to_stand_covers_nobody_elses(
    centre: Centre,
) -> None:
    """Their own words stood on their screen, whatever stands here: what comes next is a second version."""
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    note, first = worked_family(maya)
    ruth.pull()
    maya.swap(maya.writes(note, "fam", "text", "Maya's words.", first))
    begun = ruth.writes(note, "fam", "text", "Ruth begins.", first)
    ruth.swap(begun)
    on = ruth.writes(note, "fam", "text", "Ruth begins, and goes on.", begun.id)
    ruth.swap(on)
    (told,) = ruth.acks[on.id].settled
    assert (told.value, told.second) == ("Maya's words.", "Ruth begins, and goes on.")
    assert centre.fields(note)["text"] == "Maya's words."


def test_who_wrote_in_a_cell_upon_what_stands_there_again_makes_no_second_version(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    note, _ = worked_family(maya)
    row = maya.act("row.added", change(note, "fam", protocol.Edit("rows/r", value={"rank": "V"})))
    first = maya.writes(note, "fam", "rows/r/said", "Yes.")
    maya.swap(row, first)
    ruth.pull()
    other = maya.writes(note, "fam", "rows/r/said", "No.", first.id)
    maya.swap(other, maya.writes(note, "fam", "rows/r/said", "Yes.", other.id))
    hers = ruth.writes(note, "fam", "rows/r/said", "Yes, on Monday.", first.id)
    assert ruth.swap(hers).acks[0].settled == ()
    assert centre.fields(note)["rows"]["r"]["said"] == "Yes, on Monday."
