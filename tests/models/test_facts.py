"""A person's own page: what somebody is to each child, dates as they were typed, rows in their order."""

import pytest

from ehdesk import errors
from ehdesk.forms import person_form
from ehdesk.models import facts, history, person
from tests import building

Home = building.Household


def tie(child: str, cell: str) -> str:
    return f"{person_form.TIE}{child}.{cell}"


def shown(desk: building.Desk, who: str, *, whole: bool = False) -> dict[str, object]:
    return desk.ask(facts.facts, who, whole=whole).answers


def test_what_somebody_is_to_a_child_begins_with_one_word_and_goes_with_the_last(
    desk: building.Desk, household: Home
) -> None:
    is_, basis = tie(household.zofia, "is"), tie(household.zofia, "basis")
    responsible = tie(household.zofia, "parental_responsibility")
    desk.do(facts.change, household.mother, basis, None)
    assert shown(desk, household.mother).keys().isdisjoint({is_, basis}), "nothing said is nothing written"

    desk.do(facts.change, household.mother, is_, "Mother")
    desk.do(facts.change, household.mother, responsible, "yes")
    desk.do(facts.change, household.mother, basis, "Birth")
    told = shown(desk, household.mother)
    assert (told[is_], told[responsible], told[basis]) == ("Mother", "yes", "Birth")
    voices = desk.ask(facts.voices, household.mother, is_)
    assert [(voice.path, voice.value) for voice in voices] == [(is_, "Mother")]

    for path in (is_, responsible, basis):
        desk.do(facts.change, household.mother, path, None)
    assert shown(desk, household.mother).keys().isdisjoint({is_, responsible, basis})
    row = desk.ask(history.history, household.mother, f"relationships/{household.zofia}")
    assert row[0].value is None, "the row went with its last word"


def test_a_person_without_a_date_of_birth_gets_one_as_it_was_typed_and_then_is_not_due(
    desk: building.Desk, household: Home
) -> None:
    baby = desk.do(person.add_person, household.family, {"role": "child", "due_date": "2026-09-01"})
    assert desk.ask(facts.facts, baby).answers["due_date"] == "2026-09-01"
    desk.do(facts.change, baby, "dob", "some day in spring")
    told = shown(desk, baby)
    assert told["dob"] == "some day in spring"
    assert told["due_date"] == "2026-09-01"
    desk.do(facts.change, baby, "dob", "7 7 2026")
    told = shown(desk, baby)
    assert told["dob"] == "2026-07-07"
    assert "due_date" not in told
    desk.do(facts.change, baby, "dob", None)
    assert "dob" not in shown(desk, baby)


def test_a_number_moves_among_the_others_and_comes_back_when_it_was_taken_away(
    desk: building.Desk, household: Home
) -> None:
    one, two, three = (
        desk.do(facts.add_row, household.mother, "phones", {"number": number}) for number in ("1", "2", "3")
    )

    def numbers() -> list[str]:
        rows = shown(desk, household.mother, whole=True)["phones"]
        assert isinstance(rows, dict)
        return [row["number"] for row in sorted(rows.values(), key=lambda row: str(row["rank"]))]

    assert numbers() == ["1", "2", "3"]
    desk.do(facts.move_row, household.mother, "phones", three, None)
    assert numbers() == ["3", "1", "2"]
    desk.do(facts.move_row, household.mother, "phones", three, one)
    assert numbers() == ["1", "3", "2"]
    desk.do(facts.remove_row, household.mother, "phones", two)
    assert numbers() == ["1", "3"]
    desk.do(facts.undo_any, household.mother)
    assert numbers() == ["1", "3", "2"]
    desk.do(facts.redo_any, household.mother)
    assert numbers() == ["1", "3"]


def test_an_address_that_was_protected_is_on_the_whole_sheet_only_with_all_that_it_ever_was(
    desk: building.Desk, household: Home
) -> None:
    row = desk.do(facts.add_row, household.mother, "addresses", {"line_1": "4 Canary Street"})
    path = f"addresses/{row}/line_1"
    desk.do(facts.change, household.mother, path, "5 Canary Street")
    assert facts.verb_for("address_confidential_from") == facts.keep_from
    assert facts.verb_for("addresses") == facts.change
    desk.do(facts.keep_from, household.mother, "address_confidential_from", [{"name": "Gareth"}])

    assert "addresses" not in shown(desk, household.mother)
    assert shown(desk, household.mother, whole=True)["addresses"][row]["line_1"] == "5 Canary Street"  # type: ignore[index]
    assert not facts.is_whole(desk.ask(facts.facts, household.mother).form)
    assert facts.is_whole(desk.ask(facts.facts, household.mother, whole=True).form)
    desk.do(facts.change, household.mother, path, "6 Canary Street")
    told = desk.ask(facts.voices, household.mother, path)
    assert told[0].value == "6 Canary Street"
    assert {voice.path for voice in told} <= {path, f"addresses/{row}"}, "by the path that the sheet shows"
    undone = desk.do(facts.undo_any, household.mother)
    assert undone.path == path
    assert shown(desk, household.mother, whole=True)["addresses"][row]["line_1"] == "5 Canary Street"  # type: ignore[index]
    desk.do(facts.redo_any, household.mother)
    assert shown(desk, household.mother, whole=True)["addresses"][row]["line_1"] == "6 Canary Street"  # type: ignore[index]


def test_a_cell_of_a_row_that_is_gone_is_refused(desk: building.Desk, household: Home) -> None:
    with pytest.raises(errors.RowGone):
        desk.do(facts.change, household.mother, "phones/none/number", "1")
