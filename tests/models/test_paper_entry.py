"""The code of a page that came back: into which record it is typed, and what its paper tells by itself."""

from typing import Any

import pytest

from ehdesk import errors
from ehdesk.models import beginning, family, form, paper_entry, paper_run, sheet, untouched
from tests import building


def out(
    desk: building.Desk, family_id: str | None, form_id: str = "feedback_parent", **said: Any
) -> paper_run.Run:
    what = paper_run.Printed(form_id, 1, [["share"], ["p3"]], said.pop("variant", "taf"), **said)
    made = desk.do(paper_run.printed, desk.ask(paper_run.new_number), what, family_id=family_id)
    return desk.ask(paper_run.run, made)


def answers(desk: building.Desk, record_id: str) -> dict[str, Any]:
    return dict(desk.ask(sheet.sheet, record_id).answers)


def test_both_pages_of_a_paper_open_one_record(desk: building.Desk, household: building.Household) -> None:
    run = out(desk, household.family)
    first = desk.do(paper_entry.open_page, run.code(1))
    second = desk.do(paper_entry.open_page, run.code(2))
    assert (first.record_id, first.page) == (second.record_id, 1)
    assert second.page == 2
    assert len(desk.ask(family.family_file, household.family).forms) == 1


def test_the_draft_that_a_paper_was_printed_from_is_gone_on_with(
    desk: building.Desk, household: building.Household
) -> None:
    draft = desk.do(form.start, "feedback_parent", family_id=household.family, variant="taf")
    run = out(desk, household.family, of_record=draft)
    assert desk.do(paper_entry.open_page, run.code(1)).record_id == draft


def test_a_draft_that_was_left_untouched_is_taken_up_and_a_void_one_is_not(
    desk: building.Desk, household: building.Household
) -> None:
    left = desk.do(beginning.begin, "feedback_parent", family_id=household.family, variant="taf")
    desk.do(untouched.leave, left)
    run = out(desk, household.family, of_record=left)
    assert desk.do(paper_entry.open_page, run.code(1)).record_id == left
    assert desk.ask(sheet.sheet, left).status == "draft"

    void = desk.do(form.start, "feedback_parent", family_id=household.family, variant="taf")
    desk.do(form.void, void, "Begun by mistake")
    other = out(desk, household.family, of_record=void)
    assert desk.do(paper_entry.open_page, other.code(1)).record_id != void


def test_what_the_first_page_told_is_not_told_again_by_the_second(
    desk: building.Desk, household: building.Household
) -> None:
    run = out(desk, household.family, language="pl")
    entry = desk.do(paper_entry.open_page, run.code(1))
    desk.do(paper_run.entered, run.record_id, 1, entry.record_id)
    desk.do(form.answer, entry.record_id, "received_on", "2026-07-06")
    desk.time.pass_by(days=3)
    again = desk.do(paper_entry.open_page, run.code(2))
    assert answers(desk, again.record_id)["received_on"] == "2026-07-06"
    assert answers(desk, again.record_id)["language"] == "pl"
    assert again.known >= {"received_on", "given_on", "language", "entered_from_paper", "typist"}


def test_a_form_that_asks_nothing_of_its_paper_is_told_nothing(
    desk: building.Desk, household: building.Household
) -> None:
    run = out(desk, household.family, "oversight", variant=None)
    entry = desk.do(paper_entry.open_page, run.code(1))
    assert entry.known == frozenset()


def test_a_page_of_no_family_needs_one_and_then_belongs_to_it(
    desk: building.Desk, household: building.Household
) -> None:
    run = out(desk, None)
    before = building.logical(desk)
    with pytest.raises(errors.PaperOfNobody):
        desk.do(paper_entry.open_page, run.code(1))
    assert building.logical(desk) == before
    desk.do(paper_entry.open_page, run.code(1), family_id=household.family)
    assert desk.ask(paper_run.of_family, household.family)[0].record_id == run.record_id
    assert desk.do(paper_entry.open_page, run.code(2)).page == 2


def test_a_page_of_a_finished_form_and_one_of_another_version_are_refused_by_name(
    desk: building.Desk, household: building.Household
) -> None:
    run = out(desk, household.family)
    entry = desk.do(paper_entry.open_page, run.code(1))
    desk.do(form.answer, entry.record_id, "taf_number", 1)
    desk.do(form.answer, entry.record_id, "declined", True)
    desk.do(form.finish, entry.record_id)
    with pytest.raises(errors.PaperFinished) as finished:
        desk.do(paper_entry.open_page, run.code(2))
    assert "Open parent or carer feedback, choose Amend" in finished.value.words()[2]
    what = paper_run.Printed("feedback_parent", 7, [["share"]], "taf")
    older = desk.do(paper_run.printed, desk.ask(paper_run.new_number), what, family_id=household.family)
    with pytest.raises(errors.PaperOlder) as refused:
        desk.do(paper_entry.open_page, desk.ask(paper_run.run, older).code(1))
    assert "parent or carer feedback" in refused.value.words()[2]
