"""Two people in one record: different fields merge, lists join, and no value is ever dropped."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ehdesk.rules import merge
from ehdesk.sync import protocol

CODES = st.sampled_from(["a", "b", "c", "d", "e"])
LISTS = st.lists(CODES, unique=True).map(lambda codes: codes or None)
SCALARS = st.none() | st.text(max_size=8) | st.integers(-5, 5) | st.booleans()
RANK = st.text("ABC", min_size=1, max_size=2)
CELLS = st.dictionaries(st.sampled_from(["child", "seen", "why_not"]), st.text(min_size=1, max_size=4))
ROWS = st.tuples(RANK, CELLS).map(lambda said: {"rank": said[0], **said[1]})
ANSWERS = st.dictionaries(st.sampled_from(["text", "kind", "place"]), st.text(min_size=1, max_size=4))


def setting(value: Any) -> protocol.Edit:
    return protocol.Edit(path="text", value=value)


def adding(add: list[str] | None, remove: list[str] | None) -> protocol.Edit:
    return protocol.Edit(path="list", add=tuple(add or ()), remove=tuple(remove or ()))


def apply_all(answers: dict[str, Any], base: dict[str, Any], edits: dict[str, Any]) -> dict[str, Any]:
    merged = dict(answers)
    for key, value in edits.items():
        merged[key] = merge.merge(merged.get(key), base.get(key), setting(value)).value
    return merged


@given(SCALARS, SCALARS)
def test_an_edit_upon_what_stands_simply_stands(base: Any, value: Any) -> None:
    assert merge.merge(base, base, setting(value)) == merge.Merged(value)


@given(SCALARS, SCALARS, SCALARS)
def test_no_value_is_dropped(current: Any, base: Any, value: Any) -> None:
    merged = merge.merge(current, base, setting(value))
    told = [merged.value, merged.second.value if merged.second else None]
    if current != base:
        assert current in told or current is None
    if value != base:
        assert value in told


@given(SCALARS, SCALARS, SCALARS)
def test_what_stands_stays_when_both_wrote(current: Any, base: Any, value: Any) -> None:
    merged = merge.merge(current, base, setting(value))
    if current != base and current is not None:
        assert merged.value == current
        assert (merged.second is not None) == (value not in (current, base))


@given(SCALARS, SCALARS, SCALARS)
def test_the_same_edit_twice_changes_nothing_more(current: Any, base: Any, value: Any) -> None:
    once = merge.merge(current, base, setting(value)).value
    assert merge.merge(once, base, setting(value)).value == once


@given(ANSWERS, ANSWERS, ANSWERS)
def test_edits_of_different_fields_come_out_the_same_in_any_order(
    base: dict[str, Any], mine: dict[str, Any], hers: dict[str, Any]
) -> None:
    hers = {key: value for key, value in hers.items() if key not in mine}
    first = apply_all(apply_all(base, base, mine), base, hers)
    other = apply_all(apply_all(base, base, hers), base, mine)
    assert first == other == {**base, **mine, **hers}


@given(LISTS, LISTS, LISTS)
def test_lists_join_in_any_order(base: Any, mine: Any, hers: Any) -> None:
    edits = []
    for wanted in (mine, hers):
        difference = merge.list_difference(base, wanted)
        if difference is not None:
            edits.append(adding(list(difference[0]), list(difference[1])))
    forth = back = base
    for edit in edits:
        forth = merge.merge(forth, base, edit).value
    for edit in reversed(edits):
        back = merge.merge(back, base, edit).value
    assert set(forth or ()) == set(back or ())
    for wanted in (mine, hers):
        assert set(wanted or ()) - set(base or ()) <= set(forth or ())


@given(LISTS, LISTS)
def test_a_list_edit_twice_is_a_list_edit_once(base: Any, wanted: Any) -> None:
    difference = merge.list_difference(base, wanted)
    if difference is None:
        assert base is None
        assert wanted is None
        return
    edit = adding(list(difference[0]), list(difference[1]))
    once = merge.merge(base, base, edit).value
    assert set(once or ()) == set(wanted or ())
    assert merge.merge(once, base, edit).value == once


@given(ROWS, ROWS, ROWS)
def test_a_row_that_two_people_wrote_keeps_every_cell(base: Any, current: Any, value: Any) -> None:
    merged = merge.merge(current, base, protocol.Edit(path="children/z", value=value))
    told = [merged.value, merged.second.value if merged.second else {}]
    for key, cell in value.items():
        if key != "rank" and cell != base.get(key):
            assert cell in [version.get(key) for version in told]
    for key, cell in current.items():
        if key != "rank" and cell != base.get(key):
            assert merged.value[key] == cell


def test_different_cells_of_a_row_merge_and_nothing_is_left_over() -> None:
    base = {"rank": "A", "seen": "seen"}
    current, value = {**base, "child": "zofia"}, {**base, "rank": "B", "why_not": "At school"}
    merged = merge.merge(current, base, protocol.Edit(path="children/z", value=value))
    assert merged == merge.Merged({**current, **value}, None)


def test_of_a_row_that_two_moved_the_place_that_stands_stays_and_nobody_is_asked() -> None:
    base = {"rank": "A", "seen": "seen"}
    moved = [{**base, "rank": rank} for rank in ("B", "C")]
    merged = merge.merge(moved[0], base, protocol.Edit(path="children/z", value=moved[1]))
    assert merged == merge.Merged(moved[0], None)


def test_a_cell_that_both_wrote_leaves_the_whole_other_row_to_be_settled() -> None:
    base = {"rank": "A", "seen": "seen"}
    current, value = {**base, "seen": "not_seen"}, {**base, "seen": "seen_alone", "child": "zofia"}
    merged = merge.merge(current, base, protocol.Edit(path="children/z", value=value))
    assert merged.value == {**current, "child": "zofia"}
    assert merged.second == merge.Second(value, "same field")


def test_codes_added_to_what_is_no_list_any_more_are_kept_beside_it() -> None:
    merged = merge.merge("in words", ["a"], adding(["b"], ["a"]))
    assert merged == merge.Merged("in words", merge.Second(["b"], "same field"))


def test_an_edit_that_says_nothing_changes_nothing() -> None:
    assert merge.merge("Tea", None, protocol.Edit(path="text")) == merge.Merged("Tea")
    assert merge.merge(["a"], None, adding([], ["a"])) == merge.Merged(None), "an empty list is no answer"


@given(ROWS, ROWS)
def test_an_edit_beats_the_taking_away_of_its_row(base: Any, current: Any) -> None:
    merged = merge.merge(current, base, protocol.Edit(path="children/z", gone=True))
    if current == base:
        assert merged == merge.Merged(None)
    else:
        assert merged.value == current
        assert merged.second is not None
        assert merged.second.reason == "edited and removed"


@given(ROWS, ROWS)
def test_a_row_written_while_it_was_taken_away_comes_back_and_says_so(base: Any, value: Any) -> None:
    merged = merge.merge(None, base, protocol.Edit(path="children/z", value=value))
    if value != base:
        assert merged.value == value
        assert merged.second == merge.Second(None, "edited and removed")


def test_long_text_is_never_mixed() -> None:
    merged = merge.merge("Damp wall. Cough.", "Damp wall.", setting("Damp wall. Mould."))
    assert merged.value == "Damp wall. Cough."
    assert merged.second == merge.Second("Damp wall. Mould.", "same field")


@given(st.lists(st.integers(0, 30), max_size=60))
def test_there_is_always_room_between_two_rows(places: list[int]) -> None:
    ranks: list[str] = []
    for wanted in places:
        place = wanted % (len(ranks) + 1)
        before = ranks[place - 1] if place else None
        after = ranks[place] if place < len(ranks) else None
        rank = merge.rank_between(before, after)
        assert (before or "") < rank
        assert after is None or rank < after
        ranks.insert(place, rank)
    assert len(set(ranks)) == len(ranks)


def test_a_rank_fits_between_ranks_that_others_made() -> None:
    for before, after in (
        ("1", "2"),
        ("000001", "000002"),
        ("a", "a0V"),
        (None, "0V"),
        ("z", None),
        ("zz", None),
    ):
        rank = merge.rank_between(before, after)
        assert (before or "") < rank
        assert after is None or rank < after


def test_rows_stand_by_rank_and_rows_of_one_rank_by_id() -> None:
    table = {"z": {"rank": "B"}, "b": {"rank": "A"}, "a": {"rank": "A"}}
    assert [row_id for row_id, _ in merge.ordered(table)] == ["a", "b", "z"]
