"""Copies given: what left the vault is written down, and a form that the family has no copy of is named."""

import pytest

from ehdesk import errors
from ehdesk.models import acts, copies, form
from tests import building

POLISH = copies.Copy("Agnieszka Kowalczyk", "Plan", format="Polish", why="She asked for it")


@acts.act("form.finished")
def finish_as_it_is(work: acts.Work, record_id: str) -> None:
    """A form that counts as finished, whatever is missing in it."""
    record = work.record(record_id)
    work.edit(record, "$status", "finished")
    work.edit(record, "$finished_at", work.at.isoformat())


def a_plan(desk: building.Desk, household: building.Household) -> str:
    made = desk.do(form.start, "action_plan", family_id=household.family)
    desk.do(finish_as_it_is, made)
    return made


def test_a_copy_says_to_whom_what_when_how_and_why(
    desk: building.Desk, household: building.Household
) -> None:
    desk.do(copies.given, household.family, POLISH)
    (line,) = desk.reopen().ask(copies.copies, household.family)
    assert line.copy == POLISH
    assert (line.given_at, line.by_name) == (desk.time.moment, "Carol Ndlovu")


def test_the_last_given_stands_first_and_pages_go_on(
    desk: building.Desk, household: building.Household
) -> None:
    for number in range(5):
        desk.do(copies.given, household.family, copies.Copy("The family", f"Paper {number}"))
    first = desk.ask(copies.copies, household.family, limit=2)
    rest = desk.ask(copies.copies, household.family, limit=10, offset=2)
    assert [line.copy.what for line in (*first, *rest)] == [f"Paper {n}" for n in (4, 3, 2, 1, 0)]


def test_a_finished_plan_is_owed_until_the_family_has_it(
    desk: building.Desk, household: building.Household
) -> None:
    plan = a_plan(desk, household)
    (owed,) = desk.ask(copies.owed, household.family)
    assert (owed.record_id, owed.family_id) == (plan, household.family)
    desk.time.pass_by(minutes=1)
    school = copies.Copy("Alder Bank Primary", "Plan", reader="agency", of_record=plan)
    desk.do(copies.given, household.family, school)
    assert len(desk.ask(copies.owed)) == 1
    desk.do(copies.given, household.family, copies.Copy("The family", "Plan", of_record=plan))
    assert desk.ask(copies.owed) == ()


def test_an_amended_plan_is_owed_again(desk: building.Desk, household: building.Household) -> None:
    plan = a_plan(desk, household)
    desk.time.pass_by(minutes=1)
    desk.do(copies.given, household.family, copies.Copy("The family", "Plan", of_record=plan))
    desk.time.pass_by(days=1)
    desk.do(form.amend, plan, "The date of the review was wrong")
    desk.do(finish_as_it_is, plan)
    assert [one.record_id for one in desk.ask(copies.owed, household.family)] == [plan]


def test_what_the_family_filled_in_itself_and_what_is_ours_alone_is_never_owed(
    desk: building.Desk, household: building.Household
) -> None:
    for form_id in ("feedback_parent", "self_assessment", "note"):
        desk.do(finish_as_it_is, desk.do(form.start, form_id, family_id=household.family))
    assert desk.ask(copies.owed) == ()


def test_an_export_is_noted_in_each_familys_file(desk: building.Desk) -> None:
    homes = [building.a_family(desk, name) for name in ("Owen", "Okafor")]
    copy = copies.Copy("Another agency", "The family's file", reader="agency", method="exported")
    assert desk.do(copies.exported, [home.family for home in homes], copy) == 2
    for home in homes:
        assert [line.copy.method for line in desk.ask(copies.copies, home.family)] == ["exported"]


def test_a_copy_for_a_family_that_is_not_here_is_refused(desk: building.Desk) -> None:
    with pytest.raises(errors.RecordMissing):
        desk.do(copies.given, "nobody", POLISH)


def test_lists_of_copies_scan_no_table(desk: building.Desk, household: building.Household) -> None:
    a_plan(desk, household)
    for query in (copies.copies, copies.owed):
        assert building.scans(desk, query, household.family) == []
