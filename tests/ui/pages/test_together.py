"""A family looks on: their form alone, larger, nothing said of anybody else, and back to their own file."""

from typing import Any

import pytest
from PySide6 import QtGui, QtWidgets

from ehdesk.forms import loader
from ehdesk.models import episode, form, together
from ehdesk.ui import desk as desks
from ehdesk.ui import messages, together_page
from tests import building
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def shown(at_work: AtWork, text: str = "Zofia made toast.") -> together_page.TogetherPage:
    record_id = building.a_note(at_work.kept, at_work.home.family, text=text, kind="visit")
    at_work.go("note", record_id)
    at_work.press(Key.Key_T, Ctrl)
    at_work.settle()
    page = at_work.window.page()
    assert isinstance(page, together_page.TogetherPage)
    return page


def where(at_work: AtWork) -> desks.Place:
    at_work.settle()
    place = at_work.window.where()
    assert place is not None
    return place


def visible_words(at_work: AtWork) -> str:
    said = [at_work.window.windowTitle()]
    for part in at_work.window.findChildren(QtWidgets.QWidget):
        if part.isVisible() and isinstance(part, QtWidgets.QLabel | QtWidgets.QAbstractButton):
            said.append(part.text())
    return " ".join(said)


def test_the_window_shows_the_form_and_nothing_to_go_elsewhere(at_work: AtWork) -> None:
    building.a_family(at_work.kept, "Ionescu-Țăranu")
    shown(at_work)
    words = visible_words(at_work)
    assert "Zofia made toast." in words
    for away in ("Search", "Menu", "Back", "New note", "History", "Saved", "Ionescu", "Carol"):
        assert away not in words


def test_text_is_larger_and_usual_again_afterwards(at_work: AtWork) -> None:
    before = QtWidgets.QApplication.font().pointSizeF()
    page = shown(at_work)
    assert QtWidgets.QApplication.font().pointSizeF() == pytest.approx(before * 1.4)
    page.leave()
    at_work.settle()
    assert QtWidgets.QApplication.font().pointSizeF() == pytest.approx(before)
    assert at_work.window.look().text == 100


@pytest.mark.parametrize("way", ["escape", "ctrl t", "button"])
def test_it_is_left_to_this_familys_file_and_back_never_returns_to_it(at_work: AtWork, way: str) -> None:
    page = shown(at_work)
    if way == "escape":
        at_work.press(Key.Key_Escape)
    elif way == "ctrl t":
        at_work.press(Key.Key_T, Ctrl)
    else:
        page.leave_button.click()
    assert (where(at_work).page, where(at_work).record_id) == ("family", at_work.home.family)
    at_work.window.back()
    assert where(at_work).page == "note"


@pytest.mark.parametrize("key", [Key.Key_N, Key.Key_1, Key.Key_2, Key.Key_K, Key.Key_Comma])
def test_no_key_leads_to_anybody_else(at_work: AtWork, key: Key) -> None:
    shown(at_work)
    at_work.press(key, Ctrl)
    assert where(at_work).page == "together"
    assert QtWidgets.QApplication.activeModalWidget() is None


def test_news_waits_until_the_family_no_longer_looks_on(at_work: AtWork) -> None:
    page = shown(at_work)
    at_work.desk.say(desks.Notice("A visit begins in 10 minutes", "At 10:50"))
    at_work.settle()
    assert "A visit begins" not in visible_words(at_work)
    page.leave()
    at_work.settle()
    assert "A visit begins" in visible_words(at_work)


def test_right_is_kept_with_its_day_and_leads_to_the_next_answer(at_work: AtWork) -> None:
    page = shown(at_work)
    line = page._lines["text"]
    line.right.click()
    at_work.settle()
    assert line.said.text() == "Right, 7 July 2026"
    assert page._lines["at"].right.hasFocus()
    assert at_work.kept.ask(together.checked, page._record_id) == {"text": "2026-07-07"}
    assert shown_again(at_work, page)._lines["text"].said.isVisible()


def shown_again(at_work: AtWork, page: together_page.TogetherPage) -> Any:
    return at_work.go("together", page._record_id)


def test_change_asks_the_question_again_and_keeps_what_they_say(at_work: AtWork) -> None:
    page = shown(at_work)
    page._lines["text"].change.click()
    at_work.settle()
    focused = QtWidgets.QApplication.focusWidget()
    assert isinstance(focused, QtWidgets.QTextEdit)
    focused.moveCursor(QtGui.QTextCursor.MoveOperation.End)
    at_work.type(" And tea.")
    page._lines["text"].done.click()
    at_work.settle()
    assert at_work.answers(page._record_id)["text"] == "Zofia made toast. And tea."
    assert page._lines["text"].answer.text() == "Zofia made toast. And tea."
    assert page._lines["text"].said.isVisible()


def test_changing_a_finished_form_asks_first_and_opens_its_next_version(at_work: AtWork) -> None:
    record_id = building.a_note(at_work.kept, at_work.home.family, text="Toast.", kind="visit")
    at_work.kept.do(form.finish, record_id)
    at_work.kept.time.pass_by(days=1)
    page = at_work.go("together", record_id)
    page._lines["text"].change.click()
    dialog = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(dialog, messages.Dialog)
    dialog.accept()
    at_work.settle()
    sheet = at_work.kept.ask(form.sheet, record_id)
    at_work.window.activateWindow()
    assert (sheet.version, sheet.amended_because) == (2, "Changed together with the family")
    at_work.qtbot.waitUntil(
        lambda: isinstance(QtWidgets.QApplication.focusWidget(), QtWidgets.QTextEdit), timeout=3000
    )


def test_a_form_that_is_not_for_families_is_not_shown(at_work: AtWork) -> None:
    record_id = building.a_checklist(at_work.kept, at_work.home.family, q27="met")
    page = at_work.go("together", record_id)
    assert page.about.text() == "This form is not one to look at together."
    assert page._lines == {}


def test_locking_in_the_middle_returns_to_the_answer_that_was_being_changed(at_work: AtWork) -> None:
    page = shown(at_work)
    page._lines["text"].change.click()
    at_work.settle()
    place = where(at_work)
    at_work.window.go(desks.Place("today"))
    at_work.settle()
    at_work.window.go(place)
    at_work.settle()
    assert isinstance(QtWidgets.QApplication.focusWidget(), QtWidgets.QTextEdit)


# The real forms


def begun(at_work: AtWork, form_id: str, **answers: Any) -> str:
    opened = at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-06-08"})
    return at_work.kept.do(
        form.start, form_id, family_id=at_work.home.family, episode_id=opened, answers=answers
    )


def restricted_answers() -> dict[str, Any]:
    """Every restricted question of Part B that takes words, answered with one that nothing else has."""
    asked = loader.load("eha_part_b").questions()
    return {q.key: "Xylophonist" for q in asked if q.restricted and q.kind in ("text", "long_text")}


def test_nothing_restricted_of_an_assessment_is_read_or_shown(at_work: AtWork) -> None:
    hidden = restricted_answers()
    assert hidden
    page = at_work.go("together", begun(at_work, "eha_part_b", history="Own garden", **hidden))
    assert "Own garden" in visible_words(at_work)
    assert "Xylophonist" not in visible_words(at_work)
    assert "Xylophonist" not in str(page._shown.opened.sheet.answers)


def test_an_action_of_the_plan_is_changed_in_its_row(at_work: AtWork) -> None:
    rows = {"a": {"rank": "a", "what": "Ring the landlord", "status": "open"}}
    record_id = begun(at_work, "action_plan", actions=rows)
    page = at_work.go("together", record_id)
    assert "Ring the landlord" in page._lines["actions"].answer.text()
    page._lines["actions"].change.click()
    at_work.settle()
    view = page._views["actions"]
    view.go_to("actions/a/what", 0)
    at_work.type("Please r")
    at_work.window.flush()
    page._lines["actions"].done.click()
    at_work.settle()
    assert at_work.answers(record_id)["actions"]["a"]["what"] == "Please rRing the landlord"
    assert "Please rRing the landlord" in page._lines["actions"].answer.text()
