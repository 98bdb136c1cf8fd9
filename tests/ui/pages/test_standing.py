"""How a form stands is said in words; signing, sending back and comparing are a few keys away."""

from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.forms import answers as form_answers
from ehdesk.models import base, form
from ehdesk.ui import compare_dialog, sign_off_dialog, widgets
from tests import building
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")


@pytest.fixture
def finished(at_work: AtWork, monkeypatch: pytest.MonkeyPatch) -> base.RecordId:
    """A step that is finished. What it must hold is tested elsewhere."""
    monkeypatch.setattr("ehdesk.forms.answers.to_put_right", lambda *_a, **_k: ())
    asked = at_work.kept.do(form.start, "step_record", family_id=at_work.home.family)
    shown = form_answers.shown(at_work.kept.ask(form.sheet, asked).form, {})
    key = next(question.key for question in shown if question.kind in ("text", "long_text"))
    at_work.kept.do(form.answer, asked, key, "Looks after them all week")
    at_work.kept.do(form.finish, asked)
    return asked


def read(page: QtWidgets.QWidget) -> str:
    return " | ".join(label.text() for label in page.findChildren(QtWidgets.QLabel) if label.isVisible())


def buttons(page: QtWidgets.QWidget) -> dict[str, widgets.Button]:
    return {each.text(): each for each in page.findChildren(widgets.Button) if each.isVisible()}


def dialog(at_work: AtWork) -> Any:
    at_work.settle()
    shown = QtWidgets.QApplication.activeModalWidget()
    assert shown is not None
    shown.activateWindow()
    at_work.settle()
    return shown


def state(at_work: AtWork, record_id: str) -> str:
    told: str = at_work.kept.ask(form.sheet, record_id).state
    return told


def test_a_manager_beside_the_worker_is_not_confirmed_yet(at_work: AtWork, finished: str) -> None:
    page = at_work.go("form", finished)
    assert "Finished 10:40 by Carol Ndlovu" in read(page)
    buttons(page)["Sign off"].click()
    asked = dialog(at_work)
    assert isinstance(asked, sign_off_dialog.SignOffDialog)
    assert "I am the manager and sign it off" not in [each.text() for each in asked.ways.buttons]
    asked.sign.click()
    assert asked.wrong.text() == "Enter the manager’s name"
    at_work.type("Ruth Adeyemi")
    asked.sign.click()
    at_work.settle()
    assert "Signed off by Ruth Adeyemi, typed on this laptop 10:40. Not confirmed yet" in read(page)
    assert "Sign off" not in buttons(page)
    assert state(at_work, finished) == "signed_off"


def test_signed_on_paper_asks_where_the_paper_is(at_work: AtWork, finished: str) -> None:
    page = at_work.go("form", finished)
    buttons(page)["Sign off"].click()
    asked = dialog(at_work)
    asked.ways.buttons[-1].click()
    asked.who.setText("Ruth Adeyemi")
    asked.sign.click()
    assert asked.wrong.text() == "Enter where the signed paper is held"
    at_work.type("Family file, Bridge Street")
    asked.sign.click()
    at_work.settle()
    assert "Held at: Family file, Bridge Street" in read(page)


def test_sent_back_it_opens_with_the_reason_above_the_form(at_work: AtWork, finished: str) -> None:
    page = at_work.go("form", finished)
    buttons(page)["Send back"].click()
    asked = dialog(at_work)
    buttons(asked)["Send back"].click()
    assert state(at_work, finished) == "finished", "not without a reason"
    at_work.type("Say what may be shared.")
    buttons(asked)["Send back"].click()
    at_work.settle()
    assert state(at_work, finished) == "sent_back"
    assert page._view is not None, "it can be typed into again"
    assert "Say what may be shared." in read(page)
    assert page._edit.strip.isVisible()


def test_a_line_to_the_manager_goes_with_the_form(at_work: AtWork, finished: str) -> None:
    page = at_work.go("form", finished)
    buttons(page)["Add a line to the manager"].click()
    asked = dialog(at_work)
    at_work.type("The school has not answered.")
    buttons(asked)["Keep this line"].click()
    at_work.settle()
    assert "The school has not answered." in read(page)
    assert "Change the line to the manager" in buttons(page)


def test_two_versions_are_shown_word_by_word_with_who_and_when(at_work: AtWork, finished: str) -> None:
    key = next(key for key, value in at_work.answers(finished).items() if isinstance(value, str))
    at_work.kept.do(form.amend, finished, "A word was wrong")
    at_work.kept.do(form.answer, finished, key, "Looks after them all day")
    at_work.kept.do(form.finish, finished)
    page = at_work.go("form", finished)
    assert "Amended 10:40 by Carol Ndlovu: A word was wrong" in read(page)
    buttons(page)["Two versions"].click()
    shown = dialog(at_work)
    assert isinstance(shown, compare_dialog.CompareDialog)
    at_work.qtbot.waitUntil(lambda: "1 answer differs." in shown.told.text())
    told = read(shown)
    assert "Amended because: A word was wrong" in shown.told.text()
    assert "<s>week</s>" in told
    assert "<b><u>day</u></b>" in told
    assert "Changed 10:40 by Carol Ndlovu" in told
    names = [label.accessibleName() for label in shown.findChildren(QtWidgets.QLabel)]
    assert "Before: Looks after them all week" in names
    shown.second.setCurrentIndex(0)
    at_work.qtbot.waitUntil(lambda: "Nothing differs." in shown.told.text())
    buttons(shown)["Read the earlier version"].click()
    assert "Looks after them all week" in read(dialog(at_work))
    at_work.press(Key.Key_Escape)


def test_what_happened_is_told_with_its_reasons(at_work: AtWork, finished: str) -> None:
    at_work.kept.do(form.send_back, finished, "Say what may be shared.")
    page = at_work.go("form", finished)
    buttons(page)["What happened"].click()
    told = read(dialog(at_work))
    assert "Sent back 10:40 · Carol Ndlovu | Why: Say what may be shared." in told
    assert told.index("Sent back") < told.index("Finished 10:40") < told.index("Begun 10:40")
    at_work.press(Key.Key_Escape)


def test_a_checklist_goes_to_no_manager(at_work: AtWork) -> None:
    record_id = building.complete_checklist(at_work.kept, at_work.home.family)
    at_work.kept.do(form.finish, record_id)
    page = at_work.go("form", record_id)
    assert not {"Sign off", "Send back", "Add a line to the manager"} & set(buttons(page))
