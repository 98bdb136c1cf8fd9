"""The plan beside a meeting that is written up, and what it came to beside a closure."""

import pytest
from PySide6 import QtWidgets

from ehdesk.models import assessment, beginning, episode, form, plan, sheet, taf
from ehdesk.ui import plan_view, roll_up
from tests.casework import KOWALCZYK, episode_of
from tests.ui.pages.conftest import AtWork

pytestmark = pytest.mark.usefixtures("no_strays")


def _living(worker: AtWork) -> plan.Plan:
    found = worker.kept.ask(plan.living, episode_of(KOWALCZYK))
    assert found is not None
    return found


def _meeting(worker: AtWork) -> str:
    worker.window.resize(1300, 800)
    return str(worker.kept.ask(taf.meetings, episode_of(KOWALCZYK))[-1].id)


def test_the_plan_stands_beside_a_meeting_and_is_kept_up_in_place(in_autumn: AtWork) -> None:
    page = in_autumn.go("form", _meeting(in_autumn))
    view = page.plan.view
    assert isinstance(view, plan_view.PlanView)
    view.buttons("Done")[0].click()
    in_autumn.settle()
    told = in_autumn.kept.ask(sheet.sheet, _living(in_autumn).id)
    assert told.amended_because == "Meeting 3, 13 October 2026"
    assert in_autumn.window.page() is page


def test_the_plan_can_be_put_away_and_brought_back(in_autumn: AtWork) -> None:
    page = in_autumn.go("form", _meeting(in_autumn))
    page.plan.toggle()
    assert page.plan.isHidden()
    page.plan.toggle()
    assert not page.plan.isHidden()


def test_where_there_is_no_room_the_form_comes_first(in_autumn: AtWork) -> None:
    record = _meeting(in_autumn)
    in_autumn.window.resize(800, 700)
    page = in_autumn.go("form", record)
    assert page.plan.isHidden()
    page.plan.toggle()
    assert (page.plan.isHidden(), page._area.isHidden()) == (False, True)
    page.plan.toggle()
    assert not page._area.isHidden()


def test_each_outcome_is_reviewed_from_the_meeting(in_autumn: AtWork) -> None:
    page = in_autumn.go("form", _meeting(in_autumn))
    page.plan.review.click()
    in_autumn.settle()
    here = in_autumn.window.where()
    assert here is not None
    rows = in_autumn.answers(str(here.record_id))["outcomes"]
    assert len(rows) == len(_living(in_autumn).outcomes)


def test_a_closure_begins_with_the_scored_areas_and_tells_what_it_came_to(in_autumn: AtWork) -> None:
    in_autumn.window.resize(1300, 800)
    begin = beginning.go_on_or_begin
    record = in_autumn.kept.do(begin, "closure", family_id=KOWALCZYK, episode_id=episode_of(KOWALCZYK))
    answers = in_autumn.answers(record)
    areas = [row["domain"] for row in answers["end_scores"].values()]
    assert areas == ["emotional", "education", "housing"]
    assert {row["who"] for row in answers["feedback_offered"].values()} >= {in_autumn.home.mother}
    page = in_autumn.go("form", record)
    assert isinstance(page.plan.view, roll_up.RollUp)
    words = page.plan.view.words()
    assert "Open for 114 days, since 8 June 2026" in words
    assert "1 of 4 outcomes achieved" in words
    assert "The family’s score" in words


def test_a_line_of_today_begins_the_form_once_and_then_goes_on(at_work: AtWork) -> None:
    at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-06-01"})
    opened = []
    for _ in range(2):
        page = at_work.go("today")
        key = next(row.key for row in page.late.list.rows() if row.key.startswith("part_b/"))
        page._do(key)
        at_work.settle()
        here = at_work.window.where()
        assert here is not None
        opened.append(here.record_id)
    assert opened[0] == opened[1]
    assert at_work.kept.ask(form.sheet, opened[0]).form.id == "eha_part_b"


@pytest.mark.parametrize(("nth", "asks"), [(3, True), (4, False)])
def test_a_first_assessment_asks_for_the_managers_signature(
    in_autumn: AtWork, nth: int, *, asks: bool
) -> None:
    record = in_autumn.kept.ask(assessment.parts_a, KOWALCZYK)[0].id
    in_autumn.kept.do(form.amend, record, "Counted again")
    in_autumn.kept.do(form.answer, record, "nth_eha", nth)
    in_autumn.kept.do(form.answer, record, "part_b_due", "2026-10-14")
    in_autumn.kept.do(form.finish, record)
    page = in_autumn.go("form", record)
    words = "\n".join(one.text() for one in page._standing.findChildren(QtWidgets.QLabel))
    assert ("first three assessments" in words) is asks
    assert "Part B is due in 14 days (Wednesday 14 October)" in words


def test_a_meeting_is_prepared_from_the_familys_file_once(in_autumn: AtWork) -> None:
    page = in_autumn.go("family", KOWALCZYK, path="plan")
    page.part("plan").prepare.click()
    in_autumn.settle()
    here = in_autumn.window.where()
    assert here is not None
    assert here.page == "form"
    assert in_autumn.answers(str(here.record_id))["number"] == 3
