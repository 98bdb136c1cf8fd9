"""A long form is found one's way in: how far it is, what is open, and a key to any question."""

import pytest
from PySide6 import QtWidgets

from ehdesk.forms import loader
from ehdesk.models import form
from ehdesk.ui import form_page, how_far, jump_dialog, rows
from tests import building
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")


@pytest.fixture
def part_b(at_work: AtWork) -> form_page.FormPage:
    record_id = at_work.kept.do(form.start, "eha_part_b", family_id=at_work.home.family)
    page: form_page.FormPage = at_work.go("form", record_id)
    return page


def rail(page: form_page.FormPage) -> dict[str, rows.Row]:
    return {row.title: row for row in page._rail._list.rows()}


def jumping(at_work: AtWork) -> jump_dialog.JumpDialog:
    at_work.press(Key.Key_J, Ctrl)
    at_work.settle()
    dialog = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(dialog, jump_dialog.JumpDialog)
    dialog.activateWindow()
    at_work.qtbot.waitUntil(dialog.search.hasFocus)
    return dialog


def test_sections_say_what_is_open_begun_and_done_in_word_and_sign(at_work: AtWork) -> None:
    record_id = building.a_checklist(at_work.kept, at_work.home.family, q27="met")
    page = at_work.go("form", record_id)
    signs = {row.sign: row.detail for row in rail(page).values()}
    assert signs["tick"] == "All answered", "the stage is given"
    begun = next(one for one in page._view.progress() if 0 < one.answered < one.total)
    assert signs["started"] == f"{begun.answered} of {begun.total} · {begun.minutes} min"
    assert "open" in signs


def test_the_strip_says_how_far_and_how_long(part_b: form_page.FormPage, at_work: AtWork) -> None:
    before = part_b._edit.strip.words()
    assert before.startswith("0 of ")
    assert " · about " in before
    at_work.type("8")
    at_work.press(Key.Key_Tab)
    at_work.type("June")
    at_work.press(Key.Key_Tab)
    at_work.type("2026")
    at_work.saves(part_b)
    assert part_b._edit.strip.words().startswith("1 of ")


def test_minutes_go_down_as_answers_come() -> None:
    asked = loader.load("eha_part_b")
    empty = how_far.of_form(asked, {})
    written = how_far.of_form(asked, {"started_on": "2026-06-08", "history_text": "Long ago."})
    assert written.minutes < empty.minutes or written.answered > empty.answered
    assert how_far.Progress("x", "X", 2, 2).words() == "All 2 answered"
    assert how_far.Progress("x", "X", 0, 1, 1).words() == "0 of 1 answered · about 1 minute left"


def test_rows_that_stand_there_by_themselves_answer_nothing() -> None:
    asked = loader.load("eha_part_b")

    def children(**cells: object) -> how_far.Progress:
        answers = {"children": {"a": {"rank": "a", "child": "ella", **cells}}}
        return next(one for one in how_far.of_sections(asked, answers) if one.id == "children")

    assert not children().is_done
    assert not children(seen=True, own_words="I like it here.").is_done
    assert children(seen=True, own_words="I like it here.", daily_life="Up at seven.").is_done


def test_ctrl_j_goes_to_any_question_by_a_word_of_it(part_b: form_page.FormPage, at_work: AtWork) -> None:
    dialog = jumping(at_work)
    everything = len(dialog.list.rows())
    at_work.type("PARENT whose")
    assert 0 < len(dialog.list.rows()) < everything
    at_work.press(Key.Key_Return)
    at_work.settle()
    at_work.window.activateWindow()
    at_work.settle()
    assert "parent whose views are not here" in at_work.named()
    assert part_b._view is not None
    assert part_b._rail._list.current_key() == part_b._view.section_of(part_b._view.here()[0])


def test_a_word_that_no_question_has_says_so_and_changes_nothing(
    part_b: form_page.FormPage, at_work: AtWork
) -> None:
    here = part_b._view.here() if part_b._view is not None else None
    dialog = jumping(at_work)
    at_work.type("zeppelin")
    assert not dialog.none.isHidden()
    at_work.press(Key.Key_Return)
    assert QtWidgets.QApplication.activeModalWidget() is dialog
    at_work.press(Key.Key_Escape)
    at_work.settle()
    assert part_b._view is not None
    assert part_b._view.stands() == here


def test_down_goes_to_the_questions_found(part_b: form_page.FormPage, at_work: AtWork) -> None:
    dialog = jumping(at_work)
    at_work.press(Key.Key_Down)
    assert dialog.list.hasFocus()
    at_work.press(Key.Key_Down)
    at_work.press(Key.Key_Return)
    at_work.settle()
    at_work.window.activateWindow()
    at_work.settle()
    assert part_b._view is not None
    assert part_b._view.stands()[0] == part_b._view.targets()[1].path
