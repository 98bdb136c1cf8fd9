"""What becomes of an act where all acts meet: the value that stands, and whose words are kept beside it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ehdesk.rules import settling
from ehdesk.sync import protocol

AT = datetime(2026, 7, 7, 9, 40, tzinfo=UTC)


def act(name: str, life: str = "a desk") -> protocol.Act:
    return protocol.Act(name, "answer.given", "carol", AT, life, ())


def settle(
    standing: settling.Standing, edit: protocol.Edit, by: protocol.Act, place: int, saw: Any = None
) -> settling.Outcome:
    change = protocol.Change("note", "note", "family:f/file", (edit,))
    (outcome,) = settling.settle(standing, change, by, place, lambda _path, _act, _life: saw)
    return outcome


def test_an_edit_upon_what_stands_needs_no_words_of_its_own() -> None:
    standing = settling.Standing()
    edit = protocol.Edit("text", value="One")
    outcome = settle(standing, edit, act("1"), 1)
    assert (outcome.value, outcome.second, outcome.told("note", edit)) == ("One", None, None)
    assert standing.voice("text") == settling.Voice("1", "a desk", 1)


def test_who_wrote_upon_an_older_value_is_kept_beside_the_one_that_stands() -> None:
    standing = settling.Standing({"text": "One"}, {"text": settling.Voice("1", "a desk", 1)})
    edit = protocol.Edit("text", base="0", value="Two")
    outcome = settle(standing, edit, act("2", "another desk"), 2, saw="Nought")
    told = outcome.told("note", edit)
    assert told is not None
    assert (told.value, told.second, told.reason) == ("One", "Two", "same field")
    assert outcome.brought == "Two"
    assert standing.voice("text") == settling.Voice("1", "a desk", 1)


def test_a_row_goes_only_where_its_newest_words_were_seen() -> None:
    rows = {"rows": {"a": {"rank": "V", "said": "Tom's words"}}}
    voices = {"rows/a": settling.Voice("1", "carol's", 1), "rows/a/said": settling.Voice("2", "tom's", 2)}
    for base, value, second in (("1", rows["rows"]["a"], True), ("2", None, False)):
        standing = settling.Standing({"rows": {"a": dict(rows["rows"]["a"])}}, dict(voices))
        outcome = settle(standing, protocol.Edit("rows/a", base=base, gone=True), act("3", "carol's"), 3)
        assert (outcome.value, outcome.second is not None) == (value, second)


def test_a_cell_of_a_row_that_is_gone_is_refused() -> None:
    with pytest.raises(settling.RowGone):
        settle(settling.Standing(), protocol.Edit("rows/a/said", value="Words"), act("1"), 1)


def test_what_an_author_saw_is_their_own_words_on_their_desk_and_what_stood_elsewhere() -> None:
    left = settling.Left("tom's", {"said": "Stood"}, {"said": "Brought"})
    assert left.cell("said").seen_from("tom's") == "Brought"
    assert left.cell("said").seen_from("carol's") == "Stood"
    assert left.cell("more").seen_from("tom's") is None
    assert settling.Left("tom's", None, None).cell("said").seen_from("tom's") is None


def test_a_digest_knows_neither_the_order_of_records_nor_of_their_fields() -> None:
    one, other = ("a", {"x": 1, "y": 2}), ("b", {"z": [1]})
    assert settling.digest_of([one, other]) == settling.digest_of([other, ("a", {"y": 2, "x": 1})])
    assert settling.digest_of([one])[0] == 1
    assert settling.digest_of([one]) != settling.digest_of([("a", {"x": 1, "y": 3})])
