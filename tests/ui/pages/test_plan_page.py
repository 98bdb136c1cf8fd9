"""The plan's page: outcomes with their way, actions by owner, done with one key, and what it leads to."""

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk.models import episode, plan, sheet
from ehdesk.ui import plan_chart, plan_page, plan_view
from tests.casework import AL_MASRI, KOWALCZYK, episode_of
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def _open(worker: AtWork, family: str = KOWALCZYK) -> plan_page.PlanPage:
    page = worker.go("plan", episode_of(family))
    assert isinstance(page, plan_page.PlanPage)
    return page


def _words(page: QtWidgets.QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QtWidgets.QLabel) if one.isVisibleTo(page))


def _living(worker: AtWork) -> plan.Plan:
    found = worker.kept.ask(plan.living, episode_of(KOWALCZYK))
    assert found is not None
    return found


def test_the_page_tells_each_outcome_from_its_start_to_its_aim(in_autumn: AtWork) -> None:
    page = _open(in_autumn)
    words = _words(page)
    for outcome in _living(in_autumn).outcomes:
        assert outcome.words in words
        assert outcome.baseline in words
        assert outcome.target in words
    tables = page.findChildren(plan_chart.Table)
    assert all("At the start" in one.accessibleName() and "Aim" in one.accessibleName() for one in tables)
    assert page.findChildren(plan_chart.Chart)


def test_family_members_stand_before_workers(in_autumn: AtWork) -> None:
    _open(in_autumn)
    shown = in_autumn.kept.ask(plan_view.read, episode_of(KOWALCZYK), str)
    assert shown.whole.plan is not None
    owners = plan_view.by_owner(shown.whole.plan)
    kinds = [any(one.owned_by == "family" for one in actions) for _owner, actions in owners]
    assert kinds == sorted(kinds, reverse=True)
    assert True in kinds


def test_one_key_marks_an_action_done_and_the_next_one_waits_for_the_key(in_autumn: AtWork) -> None:
    page = _open(in_autumn)
    before = [one for one in _living(in_autumn).actions if one.is_open]
    first = page.view.buttons("Done")[0]
    first.setFocus()
    in_autumn.press(Key.Key_Space)
    in_autumn.settle()
    after = [one for one in _living(in_autumn).actions if one.is_open]
    assert len(after) == len(before) - 1
    assert in_autumn.named().startswith("Done: ")
    told = in_autumn.kept.ask(sheet.sheet, _living(in_autumn).id)
    assert told.amended_because == "Action done"


def test_an_action_that_was_not_done_after_all_is_open_again(in_autumn: AtWork) -> None:
    page = _open(in_autumn)
    before = {one.id for one in _living(in_autumn).actions if one.is_open}
    page.view.buttons("Done")[0].click()
    in_autumn.settle()
    (gone,) = before - {one.id for one in _living(in_autumn).actions if one.is_open}
    action = next(one for one in _living(in_autumn).actions if one.id == gone)
    page.view.mark_open(action)
    in_autumn.settle()
    assert {one.id for one in _living(in_autumn).actions if one.is_open} == before


def test_how_an_outcome_stands_is_changed_in_one_small_window(in_autumn: AtWork) -> None:
    page = _open(in_autumn)
    outcome = _living(in_autumn).outcomes[0]
    dialog = page.view.judge(outcome)
    assert dialog is not None
    dialog.view.set_answers({"status": "slipping"})
    dialog.finish()
    in_autumn.settle()
    assert _living(in_autumn).outcomes[0].status == "slipping"
    assert "Slipping" in _words(page)


def test_a_new_action_asks_what_the_form_asks(in_autumn: AtWork) -> None:
    page = _open(in_autumn)
    dialog = page.view.add_action()
    assert dialog is not None
    dialog.finish()
    assert not dialog.summary.isHidden()
    given = {
        "outcome": _living(in_autumn).outcomes[0].id,
        "what": "Ask the landlord for a date",
        "owned_by": "family",
        "owner": in_autumn.home.mother,
        "due": "2026-10-09",
    }
    dialog.view.set_answers(given)
    dialog.finish()
    in_autumn.settle()
    assert _living(in_autumn).actions[-1].what == "Ask the landlord for a date"
    assert "In 9 days" in _words(page)


def test_review_now_opens_a_review_with_a_row_for_each_outcome(in_autumn: AtWork) -> None:
    page = _open(in_autumn)
    page.review.click()
    in_autumn.settle()
    here = in_autumn.window.where()
    assert here is not None
    assert here.page == "form"
    rows = in_autumn.answers(str(here.record_id))["outcomes"]
    assert {row["outcome"] for row in rows.values()} == {one.id for one in _living(in_autumn).outcomes}


def test_review_now_goes_on_with_the_review_that_is_being_written(in_autumn: AtWork) -> None:
    opened = []
    for _ in range(2):
        _open(in_autumn).review.click()
        in_autumn.settle()
        here = in_autumn.window.where()
        assert here is not None
        opened.append(here.record_id)
    assert opened[0] == opened[1]


def test_an_episode_without_a_plan_offers_to_begin_one(at_work: AtWork) -> None:
    made = at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-07-01"})
    page = at_work.go("plan", made)
    assert (page.begin.isHidden(), page.review.isHidden(), page.empty.isHidden()) == (False, True, False)


def test_everything_on_the_page_fits_at_double_size(in_autumn: AtWork) -> None:
    page = _open(in_autumn, AL_MASRI)
    in_autumn.window.resize(560, 780)
    in_autumn.settle()
    assert page._area.horizontalScrollBar().maximum() == 0
    assert page.minimumSizeHint() == QtCore.QSize(0, 0)
