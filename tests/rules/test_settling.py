"""What becomes of an act where all acts meet: the value that stands, and whose words are kept beside it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ehdesk.rules import merge, settling
from ehdesk.sync import protocol

AT = datetime(2026, 7, 7, 9, 40, tzinfo=UTC)
NOTHING = settling.Past()


def act(name: str, life: str = "a desk") -> protocol.Act:
    return protocol.Act(name, "answer.given", "carol", AT, life, ())


def settle(
    standing: settling.Standing,
    edit: protocol.Edit,
    by: protocol.Act,
    place: int,
    saw: Any = None,
    past: settling.Past = NOTHING,
) -> settling.Outcome:
    change = protocol.Change("note", "note", "family:f/file", (edit,))
    (outcome,) = settling.settle(standing, change, by, place, lambda _path, _act, _life: saw, past)
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


def test_a_second_version_is_told_of_also_where_the_edit_stands_as_it_was_said() -> None:
    edit, second = protocol.Edit("text", value="Two"), merge.Second("One", "same field")
    told = settling.Outcome("text", "One", "Two", second, "Two").told("note", edit)
    assert told == protocol.Settled("note", "text", "Two", "One", "same field")


def test_a_row_goes_only_where_its_newest_words_were_seen() -> None:
    rows = {"rows": {"a": {"rank": "V", "said": "Tom's words"}}}
    voices = {"rows/a": settling.Voice("1", "carol's", 1), "rows/a/said": settling.Voice("2", "tom's", 2)}
    for base, value, second in (("1", rows["rows"]["a"], True), ("2", None, False)):
        standing = settling.Standing({"rows": {"a": dict(rows["rows"]["a"])}}, dict(voices))
        outcome = settle(standing, protocol.Edit("rows/a", base=base, gone=True), act("3", "carol's"), 3)
        assert (outcome.value, outcome.second is not None) == (value, second)


HELD = {"rank": "V", "said": "Before", "seen": "yes"}


def a_gone_row() -> settling.Standing:
    """A row that a desk of Tom's took away."""
    return settling.Standing({}, {"rows/a": settling.Voice("1", "tom's", 1)})


def what_was(held: Any = HELD) -> settling.Past:
    return settling.Past(row=lambda _path: held)


def test_words_in_a_row_that_somebody_took_away_bring_it_back_with_what_it_held() -> None:
    standing, edit = a_gone_row(), protocol.Edit("rows/a/said", base="0", value="Carol's words")
    outcome = settle(standing, edit, act("2", "carol's"), 2, past=what_was())
    told = outcome.told("note", edit)
    assert told is not None
    assert standing.fields == {"rows": {"a": {**HELD, "said": "Carol's words"}}}
    assert (told.path, told.value, told.second) == ("rows/a", standing.fields["rows"]["a"], None)
    assert told.reason == "edited and removed"
    assert standing.voice("rows/a/said") == settling.Voice("2", "carol's", 2)


def test_the_next_cell_of_the_same_act_needs_no_words() -> None:
    standing, said = a_gone_row(), act("2", "carol's")
    settle(standing, protocol.Edit("rows/a/said", base="0", value="One"), said, 2, past=what_was())
    edit = protocol.Edit("rows/a/seen", base="0", value="no")
    assert settle(standing, edit, said, 2, past=what_was()).told("note", edit) is None
    assert standing.fields["rows"]["a"] == {**HELD, "said": "One", "seen": "no"}


def test_a_list_in_a_row_that_is_gone_is_added_to_what_it_held() -> None:
    standing, edit = a_gone_row(), protocol.Edit("rows/a/codes", add=("q",), remove=("p",))
    settle(standing, edit, act("2", "carol's"), 2, past=what_was({**HELD, "codes": ["p", "o"]}))
    assert standing.fields["rows"]["a"]["codes"] == ["o", "q"]


@pytest.mark.parametrize(
    "edit",
    [
        protocol.Edit("rows/a/said", base="0", value=None),
        protocol.Edit("rows/a/rank", base="0", value="W"),
        protocol.Edit("rows/a/said", base="0", seconds=("9",)),
    ],
)
def test_what_says_nothing_of_its_own_leaves_a_row_away(edit: protocol.Edit) -> None:
    standing = a_gone_row()
    assert settle(standing, edit, act("2", "carol's"), 2, past=what_was()).second is None
    assert standing.fields == {}


def test_a_row_that_never_was_or_that_the_same_desk_took_away_is_refused() -> None:
    edit = protocol.Edit("rows/a/said", value="Words")
    for standing, life, past in (
        (settling.Standing(), "carol's", what_was()),
        (a_gone_row(), "tom's", what_was()),
        (a_gone_row(), "carol's", what_was(None)),
        (settling.Standing({"text": "Words"}), "carol's", what_was()),
    ):
        with pytest.raises(settling.RowGone):
            settle(standing, edit, act("2", life), 2, past=past)
    with pytest.raises(settling.RowGone):
        settle(settling.Standing({"a": {"b": "Words"}}), protocol.Edit("a/b/c", value="Words"), act("2"), 2)


# Settling


def settled(name: str, life: str) -> protocol.Act:
    return protocol.Act(name, settling.SETTLED, "carol", AT, life, ())


CHOICES = (
    protocol.Edit("text", base="1", seconds=("2",)),
    protocol.Edit("text", base="1", value="Tom's", seconds=("2",)),
    protocol.Edit("text", base="1", value="Both", seconds=("2",)),
)
CHOSEN = ("Carol's", "Tom's", "Both")
BY_SETTLING = settling.Past(is_settling=lambda name: name in ("3", "4"))


def two_settle(first: int, then: int) -> tuple[settling.Standing, settling.Outcome]:
    """Carol's words stand, Tom's are beside them; two people settle that and neither has seen the other."""
    standing = settling.Standing({"text": "Carol's"}, {"text": settling.Voice("1", "carol's", 1)})
    settle(standing, CHOICES[first], settled("3", "maya's"), 3, saw="Carol's", past=BY_SETTLING)
    edit = CHOICES[then]
    return standing, settle(standing, edit, settled("4", "sam's"), 4, saw="Carol's", past=BY_SETTLING)


@pytest.mark.parametrize("choice", range(3))
def test_two_who_settle_alike_leave_nothing_to_settle(choice: int) -> None:
    standing, outcome = two_settle(choice, choice)
    assert (standing.fields["text"], outcome.second) == (CHOSEN[choice], None)


@pytest.mark.parametrize(("first", "then"), [(a, b) for a in range(3) for b in range(3) if a != b])
def test_two_who_settle_otherwise_leave_one_second_version(first: int, then: int) -> None:
    standing, outcome = two_settle(first, then)
    assert standing.fields["text"] == CHOSEN[first], "what was settled first stands"
    assert outcome.second == merge.Second(CHOSEN[then], "settled otherwise")
    standing.fields["text"] = outcome.value
    again = protocol.Edit("text", base=standing.voices["text"].act, seconds=("4",))
    assert settle(standing, again, settled("5", "maya's"), 5).second is None, "and it ends there"


def test_to_keep_what_stood_lets_stand_what_became_of_it() -> None:
    standing = settling.Standing({"text": "Carol's, and more"}, {"text": settling.Voice("3", "carol's", 3)})
    outcome = settle(standing, CHOICES[0], settled("4", "sam's"), 4, saw="Carol's", past=BY_SETTLING)
    assert outcome.second is not None, "act 3 settles here"
    plain = settle(standing, CHOICES[0], settled("4", "sam's"), 4, saw="Carol's")
    assert (plain.value, plain.second) == ("Carol's, and more", None)


def test_only_the_verb_that_settles_is_strict() -> None:
    standing = settling.Standing({"text": "Carol's"}, {"text": settling.Voice("3", "maya's", 3)})
    edit = protocol.Edit("text", base="1", value="Sam's", seconds=("2",))
    assert settle(standing, edit, act("4", "sam's"), 4, saw="Carol's", past=BY_SETTLING).second is None


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
    # the same in every version: a desk and a centre of different ones compare them
    assert settling.digest_of([one, other]) == (2, 4072961977318809127)
    assert settling.digest_of([one]) != settling.digest_of([("a", {"x": 1, "y": 3})])


def test_a_digest_has_its_place_in_eight_bytes_however_many_records_there_are() -> None:
    many = [(f"record {n}", {"x": n}) for n in range(100)]
    sums = [settling.digest_of([one])[1] for one in many]
    for count in range(1, 101):
        assert settling.digest_of(many[:count])[1] == sum(sums[:count]) % 2**64
