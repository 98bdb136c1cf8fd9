"""The keys of paper: which number picks what, when it goes on by itself, and what is left to the answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ehdesk.forms import definition, paper_order
from ehdesk.ui import form_view, paper_keys
from tests.ui.pages.conftest import AROUND, Key, Shift, question


def focused() -> QtWidgets.QWidget:
    has_it = QtWidgets.QApplication.focusWidget()
    assert has_it is not None
    return has_it


@dataclass
class Sheet:
    """A page of questions in a window, the keys over it, and what was said."""

    view: form_view.FormView
    keys: paper_keys.PaperKeys
    done: list[bool] = field(default_factory=list)
    marked: list[tuple[str, str]] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def press(self, key: Key, modifier: Any = QtCore.Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(focused(), letter)

    def here(self) -> str:
        return self.view.here()[0]

    def given(self, key: str) -> Any:
        return self.view.answers().get(key)


@pytest.fixture
def lay(qtbot: QtBot) -> Iterator[Any]:
    """Lay questions on the table, with a line to write in after them."""
    windows: list[QtWidgets.QWidget] = []

    def made(*asked: definition.Question, **answers: Any) -> Sheet:
        last = question("text", key="last", label="What else?")
        section = definition.Section("one", "", (*asked, last))
        form = definition.Form("note", 1, "F19", "A form", "note", (section,))
        lying = paper_order.as_on_paper(form, ([each.key for each in section.questions],))
        view = form_view.FormView(
            paper_keys.numbered(lying, str),
            AROUND,
            only=paper_order.sections_of(lying, 1),
            whole=form,
        )
        view.set_answers(answers)
        qtbot.addWidget(view)
        windows.append(view)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        keys = paper_keys.PaperKeys(view, form, frozenset(), 1)
        sheet = Sheet(view, keys)
        keys.page_done.connect(lambda: sheet.done.append(True))
        keys.marked.connect(lambda path, mark: sheet.marked.append((path, mark)))
        keys.hint.connect(sheet.hints.append)
        keys.begin()
        return sheet

    yield made
    for window in windows:
        window.hide()


def options(count: int, **said: Any) -> tuple[definition.Option, ...]:
    return tuple(
        definition.Option(f"o{number}", f"Option {number}", **said) for number in range(1, count + 1)
    )


def test_the_number_of_an_option_stands_before_it_and_picks_it(lay: Any) -> None:
    sheet = lay(question("single_choice"))
    buttons = sheet.view.input_at("asked").radios.buttons
    assert [button.text() for button in buttons] == ["1  Met", "2  Partly", "3  Not met"]
    sheet.type("2")
    assert (sheet.given("asked"), sheet.here()) == ("partly", "last")


def test_a_number_that_is_not_there_does_nothing(lay: Any) -> None:
    sheet = lay(question("single_choice"))
    sheet.type("7")
    assert (sheet.given("asked"), sheet.here()) == (None, "asked")


@pytest.mark.parametrize(
    ("typed", "picked", "after"),
    [("8", 8, ""), ("0", 0, ""), ("10", 10, ""), ("t", 10, ""), ("1It", 1, "It"), ("T", 10, "")],
)
def test_on_a_scale_to_ten_one_waits_for_what_follows(lay: Any, typed: str, picked: int, after: str) -> None:
    sheet = lay(question("scale", low=0, high=10))
    sheet.type(typed)
    assert (sheet.given("asked"), sheet.here()) == (picked, "last")
    assert (sheet.given("last") or "") == after


def test_one_on_a_scale_to_ten_stands_with_enter(lay: Any) -> None:
    sheet = lay(question("scale", low=0, high=10))
    sheet.type("1")
    assert (sheet.given("asked"), sheet.here()) == (1, "asked")
    sheet.press(Key.Key_Return)
    assert (sheet.given("asked"), sheet.here()) == (1, "last")


def test_after_one_a_number_that_cannot_follow_is_the_next_questions(lay: Any) -> None:
    following = question("scale", key="following", label="And this?", low=0, high=10)
    sheet = lay(question("scale", low=0, high=10), following)
    sheet.type("17")
    assert (sheet.given("asked"), sheet.given("following"), sheet.here()) == (1, 7, "last")


def test_of_many_options_two_numbers_pick_one(lay: Any) -> None:
    sheet = lay(question("single_choice", options=options(22)))
    sheet.type("21")
    assert (sheet.given("asked"), sheet.here()) == ("o21", "last")


@pytest.mark.parametrize(("typed", "said"), [("y", True), ("n", False), ("1", True), ("2", False)])
def test_yes_and_no_have_their_letters_too(lay: Any, typed: str, said: bool) -> None:
    sheet = lay(question("yes_no"))
    sheet.type(typed)
    assert (sheet.given("asked"), sheet.here()) == (said, "last")


def test_a_tick_is_ticked_and_left_with_one_and_passed_with_enter(lay: Any) -> None:
    sheet = lay(question("tick"))
    sheet.type("1")
    assert (sheet.given("asked"), sheet.here()) == (True, "last")
    other = lay(question("tick"))
    other.press(Key.Key_Return)
    assert (other.given("asked"), other.here()) == (None, "last")


def test_numbers_tick_several_and_enter_goes_on(lay: Any) -> None:
    sheet = lay(question("multiple_choice"))
    sheet.type("13")
    assert (sheet.given("asked"), sheet.here()) == (["met", "not_met"], "asked")
    sheet.press(Key.Key_Enter, QtCore.Qt.KeyboardModifier.KeypadModifier)
    assert sheet.here() == "last"


def test_of_many_boxes_enter_settles_a_number_that_could_go_on(lay: Any) -> None:
    sheet = lay(question("multiple_choice", options=options(12)))
    sheet.type("12")
    assert sheet.given("asked") == ["o12"]
    sheet.type("1")
    assert sheet.given("asked") == ["o12"]
    sheet.press(Key.Key_Return)
    assert (sheet.given("asked"), sheet.here()) == (["o1", "o12"], "asked")


def test_enter_ends_what_is_written_and_shift_enter_begins_a_line(lay: Any) -> None:
    sheet = lay(question("long_text"))
    sheet.type("12 steps")
    sheet.press(Key.Key_Return, Shift)
    sheet.type("and a door")
    sheet.press(Key.Key_Return)
    assert (sheet.given("asked"), sheet.here()) == ("12 steps\nand a door", "last")


def test_marks_go_on_too_and_the_last_question_ends_the_page(lay: Any) -> None:
    sheet = lay(question("long_text"))
    sheet.press(Key.Key_F3)
    assert (sheet.marked, sheet.done) == ([("asked", "unreadable")], [])
    sheet.press(Key.Key_F4)
    assert sheet.marked == [("asked", "unreadable"), ("last", "left_blank")]
    assert sheet.done == [True]


def test_a_table_is_walked_cell_by_cell_and_left_below_its_rows(lay: Any) -> None:
    columns = (question("text", key="why", label="Why not?"), question("yes_no", key="so", label="Is it so?"))
    rows = {"r1": {"rank": "a"}, "r2": {"rank": "b"}}
    sheet = lay(question("table", columns=columns), asked=rows)
    walked = [sheet.here()]
    for key in ("Return", "1", "Return", "2"):
        if key == "Return":
            sheet.press(Key.Key_Return)
        else:
            sheet.type(key)
        walked.append(sheet.here())
    assert walked == ["asked/r1/why", "asked/r1/so", "asked/r2/why", "asked/r2/so", "last"]
    assert [sheet.given("asked")[row].get("so") for row in ("r1", "r2")] == [True, False]


def test_it_begins_with_what_is_not_answered_yet_and_says_which_keys_there_are(lay: Any) -> None:
    sheet = lay(question("yes_no"), asked=True)
    assert sheet.here() == "last"
    sheet.view.go_to("asked")
    assert (
        sheet.hints[-1]
        == "1 to 2 choose and go on · Y and N too · Enter goes on · F3 cannot be read · F4 left blank"
    )
