"""A line of Today that opens a form leaves nothing behind when the worker leaves without answering."""

import pytest

from ehdesk.models import episode, form
from tests.ui.pages.conftest import AtWork

pytestmark = pytest.mark.usefixtures("no_strays")


def opened_from_today(at_work: AtWork) -> str:
    """Part B, opened by its line."""
    page = at_work.go("today")
    row = next(row for row in page.late.list.rows() if row.title.endswith("Part B"))
    page.late.list.chosen.emit(row.key)
    at_work.settle()
    place = at_work.window.where()
    assert place is not None
    assert place.page == "form"
    return str(place.record_id)


@pytest.fixture
def waiting(at_work: AtWork) -> AtWork:
    at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-06-01"})
    return at_work


def test_leaving_without_an_answer_leaves_no_draft(waiting: AtWork) -> None:
    opened_from_today(waiting)
    page = waiting.go("today")
    assert page.drafts.isHidden()
    assert [row.title for row in page.late.list.rows()] == ["Kowalczyk-Hughes · Part B"]


def test_going_back_to_it_goes_on_with_it(waiting: AtWork) -> None:
    record = opened_from_today(waiting)
    waiting.go("caseload")
    assert waiting.kept.ask(form.sheet, record).state == "void"
    waiting.window.back()
    waiting.settle()
    place = waiting.window.where()
    assert place is not None
    assert (place.page, place.record_id) == ("form", record)
    assert waiting.kept.ask(form.sheet, record).state == "draft"


def test_one_answer_makes_it_a_draft_to_continue(waiting: AtWork) -> None:
    record = opened_from_today(waiting)
    waiting.kept.do(form.answer, record, "history", "Long known to the school.")
    page = waiting.go("today")
    assert [row.key for row in page.drafts.list.rows()] == [record]
