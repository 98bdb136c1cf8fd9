"""A long form opens at its first screen and grows in the pauses; nobody ever meets the gap."""

from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk.forms import loader
from ehdesk.models import beginning
from ehdesk.ui import form_view, turns
from tests.ui.pages.conftest import AROUND, AtWork, Key

PART_B = loader.load("eha_part_b")


def shown(qtbot: Any, *, lazy: bool) -> form_view.FormView:
    """Part B, empty, on a page of its own. Nothing is made in the pauses until the test lets it."""
    view = form_view.FormView(PART_B, AROUND, lazy=lazy)
    qtbot.addWidget(view)
    view.set_answers({})
    view.show()
    view.activateWindow()
    return view


def keys(view: form_view.FormView) -> list[str]:
    return [key for key, _field in view._fields]


def tab_order(view: form_view.FormView) -> list[str]:
    """The questions in the order in which Tab comes to them."""
    found: list[str] = []
    wanted = {each for each in view.findChildren(QtWidgets.QWidget) if each.focusPolicy() != turns._NO_FOCUS}
    for widget in turns._chain(view, wanted):
        path = view._path_of(widget).partition("/")[0]
        if path and path not in found:
            found.append(path)
    return found


def test_a_long_form_stands_at_once_as_far_as_the_screen_goes(qtbot: Any) -> None:
    view = shown(qtbot, lazy=True)
    first = keys(view)
    assert first == [question.key for question in PART_B.questions()][: len(first)]
    assert len(first) < 12
    assert not view.is_whole


def test_the_rest_comes_by_itself_and_tab_goes_down_the_page(qtbot: Any) -> None:
    view, whole = shown(qtbot, lazy=True), shown(qtbot, lazy=False)
    qtbot.waitUntil(lambda: view.is_whole, timeout=20_000)
    assert set(keys(view)) == set(keys(whole))
    assert tab_order(view) == tab_order(whole)
    visible = {key for key, field in view._fields if field.isVisible()}
    assert visible == {key for key, field in whole._fields if field.isVisible()}


def test_going_to_a_question_far_down_makes_all_that_stands_above_it(qtbot: Any) -> None:
    view = shown(qtbot, lazy=True)
    qtbot.waitUntil(view.isActiveWindow)
    view.go_to("education_need")
    assert view.here()[0] == "education_need"
    above = [q.key for q in PART_B.questions() if q.key in view._due()]
    assert set(above[: above.index("education_need")]) <= set(keys(view))


def test_a_fault_far_down_is_said_beside_its_question(qtbot: Any) -> None:
    view = shown(qtbot, lazy=True)
    view.show_faults({"relationships_need": "Choose how much help is needed"})
    field = view._fields.get("relationships_need")
    assert field is not None
    assert field.message() == "Choose how much help is needed"


def test_an_answer_that_asks_for_more_shows_it_at_once(qtbot: Any) -> None:
    view = shown(qtbot, lazy=True)
    view.go_to("emotional_need")
    view.input_at("emotional_need").answered.emit(PART_B.question("emotional_need").options[-1].code)  # type: ignore[union-attr]
    made = set(keys(view))
    assert {q.key for q in PART_B.questions() if q.key.startswith("emotional_")} & view._due() <= made


def test_tab_from_the_last_question_that_is_made_comes_to_the_next(at_work: AtWork) -> None:
    part_b = at_work.kept.do(beginning.begin, "eha_part_b", family_id=at_work.home.family)
    page = at_work.go("form", part_b)
    last = keys(page._view)[-1]
    page._view.field(last).input.focus_first()
    QtCore.QCoreApplication.sendPostedEvents()
    for _ in range(40):
        at_work.press(Key.Key_Tab)
        if page._view.here()[0].partition("/")[0] not in ("", last):
            break
    asked = [q.key for q in PART_B.questions() if q.key in page._view._due()]
    assert page._view.here()[0].partition("/")[0] == asked[asked.index(last) + 1]


@pytest.mark.parametrize("section", ["education", "relationships"])
def test_a_section_far_down_can_be_chosen_before_it_is_made(at_work: AtWork, section: str) -> None:
    part_b = at_work.kept.do(beginning.begin, "eha_part_b", family_id=at_work.home.family)
    page = at_work.go("form", part_b)
    wanted = page._view.section_of(f"{section}_need")
    page._on_section_chosen(wanted)
    top = page._view.section_widget(wanted).mapTo(page._area.viewport(), QtCore.QPoint(0, 0)).y()
    assert 0 <= top <= 48
