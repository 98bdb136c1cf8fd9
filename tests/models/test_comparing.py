"""Two versions of a form side by side."""

import pytest

from ehdesk.models import comparing, form
from tests import building


@pytest.fixture
def checked(desk: building.Desk, household: building.Household) -> str:
    made = building.complete_checklist(desk, household.family)
    desk.do(form.finish, made)
    desk.time.pass_by(days=1)
    desk.do(form.amend, made, "The grade was wrong")
    desk.do(form.answer, made, "own_grade", "3")
    return made


def test_what_was_changed_is_told_with_who_and_when_while_it_is_written(
    desk: building.Desk, checked: str
) -> None:
    told = desk.ask(comparing.compare, checked, 1, 2)
    (grade,) = told.changes
    assert (grade.path, grade.before, grade.after) == ("own_grade", "2", "3")
    assert (grade.question.key, grade.who, grade.at) == ("own_grade", "Carol Ndlovu", desk.time.moment)
    assert (told.first.number, told.first.is_now, told.first.who) == (1, False, "Carol Ndlovu")
    assert told.first.finished_at == building.START
    assert (told.second.finished_at, told.second.why) == (None, "The grade was wrong")


def test_between_finished_versions_nobody_claims_to_know_who(desk: building.Desk, checked: str) -> None:
    desk.do(form.finish, checked)
    desk.time.pass_by(days=1)
    desk.do(form.amend, checked, "Once more")
    desk.do(form.answer, checked, "own_grade", "1")
    versions = desk.ask(comparing.all_versions, checked)
    assert [(one.number, one.is_now) for one in versions] == [(1, False), (2, False), (3, True)]
    (grade,) = desk.ask(comparing.compare, checked, 1, 2).changes
    assert (grade.before, grade.after, grade.who, grade.at) == ("2", "3", "", None)
    (back,) = desk.ask(comparing.compare, checked, 3, 1).changes
    assert (back.before, back.after) == ("1", "2")


def test_a_row_is_told_whole_when_it_came_or_went_and_by_its_cell_when_one_changed(
    desk: building.Desk, household: building.Household
) -> None:
    row = {"rank": "A", "child": household.zofia, "seen": "seen"}
    note = building.a_note(desk, household.family, text="Tea", children={"z": row})
    desk.do(form.finish, note)
    desk.time.pass_by(days=2)
    desk.do(form.amend, note, "Łukasz was there")
    desk.do(form.answer, note, "children/z/seen", "seen_alone")
    new = desk.do(form.add_row, note, "children", {"child": household.lukasz, "seen": "seen"})
    desk.do(form.move_row, note, "children", new, None)

    told = {one.path: one for one in desk.ask(comparing.compare, note, 1, 2).changes}

    assert set(told) == {"children/z/seen", f"children/{new}"}, "that rows changed places is no news"
    cell, whole = told["children/z/seen"], told[f"children/{new}"]
    assert (cell.question.key, cell.before, cell.after) == ("seen", "seen", "seen_alone")
    assert (whole.question.key, whole.before) == ("children", None)
    assert whole.after["row"]["child"] == household.lukasz
    (gone,) = [one for one in desk.ask(comparing.compare, note, 2, 1).changes if one.path.count("/") == 1]
    assert gone.after is None
