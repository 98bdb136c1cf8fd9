"""What somebody had before them when they wrote: known from what is kept, one exchange after the other."""

from tests.centre.building import Centre, worked_family


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
