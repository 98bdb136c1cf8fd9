"""A form: conditions live, saved as it is typed, checked, finished, read, amended, taken back, printed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk.forms import loader
from ehdesk.models import copies, form
from ehdesk.ui import answer_choices, answer_text, messages, move_dialog, print_dialog, read_view
from tests import building
from tests.ui.pages.conftest import AtWork, Ctrl, Key, Shift

pytestmark = pytest.mark.usefixtures("no_strays")


def checklist(at_work: AtWork, **answers: Any) -> Any:
    """The page of a self-assessment at closure (q27 to q30)."""
    record_id = building.a_checklist(at_work.kept, at_work.home.family, **answers)
    return at_work.go("form", record_id)


def dialogs() -> list[messages.Dialog]:
    shown = QtWidgets.QApplication.topLevelWidgets()
    return [each for each in shown if isinstance(each, messages.Dialog) and each.isVisible()]


def radio(page: Any, key: str, value: object) -> answer_choices.Radio:
    made = page._view.input_at(key)
    assert isinstance(made, answer_choices.RadioInput)
    return made.radios.buttons[made.radios._values.index(value)]


def test_a_form_opens_at_its_first_question_and_says_how_far_it_is(at_work: AtWork) -> None:
    page = checklist(at_work, q27="met")
    assert at_work.named() == "Closure: Stage of the work"
    assert page._edit.strip.words().startswith("2 of 6 answered · about ")
    assert page.title == "Self-assessment · Kowalczyk-Hughes"


def test_a_note_is_asked_for_when_a_criterion_is_partly_met_and_goes_again(at_work: AtWork) -> None:
    page = checklist(at_work)
    page._view.go_to("q27")
    at_work.press(Key.Key_Space)
    assert page._view.field("q27_note") is None
    at_work.press(Key.Key_Right)
    at_work.settle()
    note = page._view.field("q27_note")
    assert note is not None
    assert note.isVisible()
    at_work.press(Key.Key_Tab)
    assert isinstance(QtWidgets.QApplication.focusWidget(), answer_text.Writing)
    page._view.go_to("q27")
    at_work.press(Key.Key_Left)
    assert not note.isVisible()


def test_another_stage_asks_other_questions_and_keeps_what_was_answered(at_work: AtWork) -> None:
    page = checklist(at_work, q27="met")
    radio(page, "stage", "first_plan").click()
    assert page._view.field("q19").isVisible()
    assert not page._view.field("q27").isVisible()
    at_work.saves(page)
    kept = at_work.answers(page._record_id)
    assert (kept["stage"], kept["q27"]) == ("first_plan", "met")


def test_leaving_a_question_saves_it_at_once(at_work: AtWork) -> None:
    page = checklist(at_work)
    page._view.go_to("proud_of")
    at_work.type("We listened.")
    at_work.press(Key.Key_Tab)
    at_work.settle()
    assert at_work.answers(page._record_id)["proud_of"] == "We listened."


def test_a_thousand_keys_without_a_pause_are_saved_on_the_way(at_work: AtWork) -> None:
    page = checklist(at_work)
    page._view.go_to("proud_of")
    saved: list[str] = []
    page._session.autosave.changed.connect(lambda state: saved.append(state.kind))
    for _ in range(12):
        at_work.type("ten letters")
        at_work.qtbot.wait(100)
    assert "saved" in saved or at_work.answers(page._record_id).get("proud_of")


def test_finishing_what_is_not_complete_says_what_is_missing_and_keeps_everything(at_work: AtWork) -> None:
    page = checklist(at_work, q27="met")
    page._view.go_to("proud_of")
    at_work.type("We listened.")
    page.finish()
    at_work.settle()
    summary = page._edit.summary
    assert summary.isVisible()
    assert summary.hasFocus()
    assert summary.links()[0] == "Choose how far criterion 28 was met"
    assert page.title.startswith("Error: ")
    assert page._view.field("q28").message() == "Choose how far criterion 28 was met"
    assert page._view.answers()["proud_of"] == "We listened."
    assert at_work.kept.ask(form.sheet, page._record_id).status == "draft"


def test_a_link_of_the_summary_goes_to_its_question(at_work: AtWork) -> None:
    page = checklist(at_work, q27="met")
    page.check()
    at_work.settle()
    link = page._edit.summary.findChildren(QtWidgets.QPushButton)[1]
    link.setFocus()
    at_work.press(Key.Key_Space)
    assert at_work.named() == "Met: Manager's oversight on file tests whether the plan works"
    at_work.press(Key.Key_Space)
    page.check()
    assert "criterion 29" not in " ".join(page._edit.summary.links())


def test_a_finished_form_is_read_and_opens_again_with_a_reason(at_work: AtWork) -> None:
    record_id = building.complete_checklist(at_work.kept, at_work.home.family)
    page = at_work.go("form", record_id)
    page.finish()
    at_work.settle()
    assert isinstance(page._edit.reading, read_view.ReadView)
    label = page._edit.reading.answer_label("q27")
    assert label is not None
    assert label.text() == "Met"
    page._edit.amend()
    (dialog,) = dialogs()
    box = dialog.findChildren(answer_text.Writing)[0]
    at_work.qtbot.waitUntil(box.hasFocus)
    at_work.type("The manager saw the file on Friday")
    buttons = {button.text(): button for button in dialog.findChildren(QtWidgets.QPushButton)}
    buttons["Amend"].click()
    at_work.settle()
    assert page._edit.view is not None
    assert at_work.kept.ask(form.sheet, record_id).amended_because == "The manager saw the file on Friday"


def test_a_finished_form_in_the_wrong_file_is_moved_from_its_page(at_work: AtWork) -> None:
    other = building.a_family(at_work.kept, "Ionescu-Țăranu").family
    record_id = building.complete_checklist(at_work.kept, at_work.home.family)
    at_work.kept.do(form.finish, record_id)
    page = at_work.go("form", record_id)
    (way,) = [
        each for each in page.findChildren(QtWidgets.QPushButton) if each.text() == "In the wrong file?"
    ]
    way.click()
    at_work.settle()
    (dialog,) = dialogs()
    assert isinstance(dialog, move_dialog.MoveDialog)
    dialog.why.setPlainText("It is about the other family")
    dialog.move_button.click()
    at_work.settle()
    assert page.title == "Self-assessment · Ionescu-Țăranu"
    assert at_work.kept.ask(form.sheet, record_id).family_id == other


def test_amending_without_a_reason_changes_nothing(at_work: AtWork) -> None:
    record_id = building.complete_checklist(at_work.kept, at_work.home.family)
    at_work.kept.do(form.finish, record_id)
    page = at_work.go("form", record_id)
    page._edit.amend()
    (dialog,) = dialogs()
    buttons = {button.text(): button for button in dialog.findChildren(QtWidgets.QPushButton)}
    buttons["Amend"].click()
    assert dialog.isVisible()
    buttons["Keep it as it is"].click()
    at_work.settle()
    assert page._view is None


def test_undo_goes_over_questions_and_redo_brings_them_back(at_work: AtWork) -> None:
    page = checklist(at_work)
    radio(page, "q27", "met").click()
    page.flush()
    radio(page, "q28", "met").click()
    page.flush()
    at_work.settle()
    page._view.go_to("q30")
    at_work.press(Key.Key_Z, Ctrl)
    at_work.settle()
    assert "q28" not in at_work.answers(page._record_id)
    assert at_work.named().endswith("Feedback sought at each stage and used")
    at_work.press(Key.Key_Z, Ctrl)
    at_work.settle()
    assert "q27" not in at_work.answers(page._record_id)
    at_work.press(Key.Key_Z, Ctrl | Shift)
    at_work.settle()
    assert at_work.answers(page._record_id)["q27"] == "met"


def test_ctrl_z_takes_typing_back_before_anything_else(at_work: AtWork) -> None:
    page = checklist(at_work, q27="met")
    page._view.go_to("proud_of")
    at_work.type("We listened.")
    at_work.saves(page)
    at_work.press(Key.Key_Z, Ctrl)
    assert page._view.answers().get("proud_of") is None
    page.flush()
    at_work.settle()
    kept = at_work.answers(page._record_id)
    assert "proud_of" not in kept
    assert kept["q27"] == "met"


def test_with_nothing_left_to_take_back_it_says_so(at_work: AtWork) -> None:
    page = checklist(at_work)
    for _ in range(3):
        at_work.press(Key.Key_Z, Ctrl)
        at_work.settle()
    assert "nothing left to undo" in page._edit.strip.words().lower()


def test_f8_shows_who_said_what_and_when(at_work: AtWork) -> None:
    page = checklist(at_work, q27="met")
    radio(page, "q27", "partly").click()
    page.flush()
    at_work.settle()
    page._view.go_to("q27")
    at_work.press(Key.Key_F8)
    at_work.settle()
    (dialog,) = dialogs()
    told = [label.text() for label in dialog.findChildren(QtWidgets.QLabel)]
    assert "Now · 10:40 · Carol Ndlovu" in told
    assert told.index("Partly") < told.index("Met")
    dialog.accept()


def test_a_late_sheet_leaves_the_question_in_hand_alone(at_work: AtWork) -> None:
    page = checklist(at_work, proud_of="As it was.")
    page._view.go_to("proud_of")
    at_work.press(Key.Key_End, Ctrl)
    page._session.read()
    at_work.type(" And newer.")
    at_work.settle()
    assert page._view.answers()["proud_of"] == "As it was. And newer."


def test_an_answer_of_another_record_never_lands_here(at_work: AtWork) -> None:
    first = building.a_checklist(at_work.kept, at_work.home.family, proud_of="first")
    second = building.a_checklist(at_work.kept, at_work.home.family, proud_of="second")
    at_work.window.go(at_work.go("form", first).place())
    page = at_work.go("form", second)
    assert page._view.answers()["proud_of"] == "second"
    page._view.go_to("proud_of")
    at_work.type("now ")
    at_work.go("form", first)
    assert at_work.answers(second)["proud_of"].replace("second", "") == "now "
    assert at_work.answers(first)["proud_of"] == "first"


def test_coming_back_stands_at_the_same_question_and_character(at_work: AtWork) -> None:
    page = checklist(at_work, proud_of="We listened.")
    page._view.go_to("proud_of", 3)
    here = page.place()
    at_work.go("today")
    at_work.window.go(here)
    at_work.settle()
    again: Any = at_work.window.page()
    at_work.qtbot.waitUntil(lambda: again._view is not None and again._view.here() == ("proud_of", 3))


def test_half_a_date_is_kept_and_finishing_says_what_to_add(at_work: AtWork) -> None:
    page = checklist(at_work)
    page._view.go_to("discussed_on")
    at_work.type("3")
    at_work.press(Key.Key_Tab)
    at_work.type("July")
    page.flush()
    at_work.settle()
    assert at_work.answers(page._record_id)["discussed_on"] == "3/July/"
    page.check()
    assert any("year" in words.lower() for words in page._edit.summary.links())


def test_ctrl_page_down_goes_to_the_next_section(at_work: AtWork) -> None:
    checklist(at_work)
    at_work.press(Key.Key_PageDown, Ctrl)
    assert at_work.named().startswith("Met: Ending or step change reasoned")


def test_the_sections_stand_at_the_side_where_there_is_room(at_work: AtWork) -> None:
    page = checklist(at_work, q27="met")
    at_work.window.resize(1300, 800)
    at_work.settle()
    assert page._rail.isVisible()
    assert page._rail._list.rows()[0].detail == "All answered"
    at_work.window.resize(800, 800)
    at_work.settle()
    assert not page._rail.isVisible()


def test_the_focus_is_always_in_sight(at_work: AtWork) -> None:
    page = checklist(at_work)
    at_work.window.resize(1000, 500)
    at_work.settle()
    viewport = page._area.viewport()
    for _ in range(14):
        at_work.press(Key.Key_Tab)
        QtWidgets.QApplication.processEvents()
        focused: Any = QtWidgets.QApplication.focusWidget()
        if page._column.isAncestorOf(focused):
            top = focused.mapTo(viewport, QtCore.QPoint(0, 0)).y()
            assert 0 <= top < viewport.height(), focused.accessibleName()


def test_a_form_prints_as_it_stands_on_the_screen_and_saves_a_neutral_pdf(
    at_work: AtWork, tmp_path: Path
) -> None:
    page = checklist(at_work, q27="met")
    at_work.press(Key.Key_P, Ctrl)
    (dialog,) = dialogs()
    assert isinstance(dialog, print_dialog.PrintDialog)
    at_work.qtbot.waitUntil(lambda: dialog._paper is not None, timeout=20_000)
    assert dialog.count.text().endswith("A4")
    dialog.save_to(tmp_path / "form")
    at_work.settle()
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF-")
    assert "Kowalczyk" not in print_dialog._FILE_NAME
    (line,) = at_work.kept.ask(copies.copies, at_work.home.family)
    told = (line.copy.what, line.copy.reader, line.copy.method)
    assert told == ("Self-assessment", "practitioner", "saved")
    dialog.what.buttons[1].click()
    at_work.qtbot.waitUntil(lambda: at_work.lane.is_idle, timeout=20_000)
    offered = [button.accessibleName() for button in dialog.reader.buttons]
    assert not any("Kowalczyk" in one for one in offered), "a self-assessment is not copied for families"
    dialog.reject()
    assert page._view.answers()["q27"] == "met"


def test_paper_is_offered_in_the_languages_that_the_form_has_been_translated_into() -> None:
    offered = dict(print_dialog.languages(loader.load("feedback_child")))
    assert {"en": "English", "pl": "polski", "cy": "Cymraeg"}.items() <= offered.items()
    assert print_dialog.languages(loader.load("note")) == (("en", "English"),)
