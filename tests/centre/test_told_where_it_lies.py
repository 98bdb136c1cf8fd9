"""A change is told where its record lies, whatever its author believed: of another file nobody learns anything."""

from ehdesk.sync import protocol
from tests.centre import building
from tests.centre.building import Centre


def test_who_writes_in_a_page_that_they_believe_moved_tells_nobody_of_the_other_file(centre: Centre) -> None:
    maya, sam, ruth = (centre.desk(name) for name in ("Maya", "Sam", "Ruth"))
    note, written = building.worked_family(maya)
    building.worked_family(sam, "other")
    for desk in (maya, ruth):
        desk.pull()
    says = ruth.writes(note, "other", "text", "Visited twice.", written, episode="other-episode")
    ruth.swap(says)
    assert ruth.acks[says.id].verdict == "taken", "it lies where Ruth may write"
    (told,) = [one for one in maya.pull() if one.act.id == says.id]
    (change,) = told.act.changes
    assert (change.scope, change.family, change.episode) == ("family:fam/file", "fam", None)
    assert change.edits == says.changes[0].edits
    assert told.is_part, "it is not byte for byte what Ruth said"
    assert b"other" not in bytes(told.content)


def test_what_lies_where_its_author_says_comes_byte_for_byte(centre: Centre) -> None:
    maya, ruth = centre.desk("Maya"), centre.desk("Ruth")
    note, written = building.worked_family(maya)
    for desk in (maya, ruth):
        desk.pull()
    says = ruth.writes(note, "fam", "text", "Visited twice.", written)
    ruth.swap(says)
    (told,) = [one for one in maya.pull() if one.act.id == says.id]
    assert bytes(told.content) == protocol.encode_act(says)
    assert not told.is_part
