"""Every kind of question can be answered, by keyboard, in any script."""

from typing import Any, get_args

import pytest
from PySide6 import QtCore, QtWidgets
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ehdesk.forms import definition
from ehdesk.ui import answer_choices, answer_input, answer_table, answer_text, questions
from tests.ui.pages.conftest import AROUND, Key, question

ANSWERS: dict[definition.Kind, Any] = {
    "text": "Alder Bank",
    "long_text": "Łukasz śpi.\nنور",
    "number": 3,
    "date": "2026-07-03",
    "time": "2026-07-03T10:40",
    "partial_date": "2026-07",
    "date_range": {"from": "2025", "to": None},
    "yes_no": False,
    "yes_no_unknown": "unknown",
    "single_choice": "partly",
    "multiple_choice": ["met", "not_met"],
    "scale": 0,
    "tick": True,
    "person": "zofia",
    "people": ["zofia", {"name": "Nia"}],
    "agency": "Women's Space",
    "entry": "need-1",
    "entries": ["need-1", "need-9"],
    "table": {"r1": {"why": "At school"}},
    "picture_scale": "met",
    "signature": {"method": "paper", "held_at": "School office"},
}


def shown(qtbot: QtBot, kind: definition.Kind, **said: Any) -> answer_input.AnswerInput:
    made = questions.make_input(question(kind, **said), AROUND)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_every_kind_of_the_definition_has_its_widget() -> None:
    assert set(questions.KINDS) == set(get_args(definition.Kind)) == set(ANSWERS)


@pytest.mark.parametrize("kind", get_args(definition.Kind))
def test_an_answer_comes_back_as_it_was_set_and_without_a_word(qtbot: QtBot, kind: definition.Kind) -> None:
    made = shown(qtbot, kind)
    said: list[object] = []
    made.answered.connect(said.append)
    made.set_answer(ANSWERS[kind])
    assert made.answer() == ANSWERS[kind]
    made.set_answer(None)
    assert made.answer() is None
    assert said == []


@pytest.mark.parametrize("kind", get_args(definition.Kind))
def test_every_control_is_named_after_its_question(qtbot: QtBot, kind: definition.Kind) -> None:
    made = shown(qtbot, kind)
    made.set_answer(ANSWERS[kind])
    names = [control.accessibleName() for control in made.controls()]
    assert all(names)
    assert len(names) == len(set(names))
    assert all(QAccessible.queryAccessibleInterface(control) for control in made.controls())


def test_a_date_is_typed_with_the_name_of_the_month(qtbot: QtBot) -> None:
    made = shown(qtbot, "date")
    for control, text in zip(made.controls(), ("3", "jul", "2026"), strict=True):
        QTest.keyClicks(control, text)
    assert made.answer() == "2026-07-03"
    assert made.unfinished() == ""


def test_half_a_date_is_kept_as_it_is_typed_and_says_what_to_add(qtbot: QtBot) -> None:
    made = shown(qtbot, "date")
    QTest.keyClicks(made.controls()[0], "3")
    QTest.keyClicks(made.controls()[1], "July")
    assert made.answer() == "3/July/"
    assert "year" in made.unfinished()
    again = shown(qtbot, "date")
    again.set_answer("3/July/")
    boxes = [box.text() for box in again.controls() if isinstance(box, QtWidgets.QLineEdit)]
    assert boxes == ["3", "July", ""]


def test_a_time_may_be_typed_with_any_mark_or_none(qtbot: QtBot) -> None:
    made = shown(qtbot, "time")
    made.set_answer("2026-07-03T10:40")
    clock = made.controls()[3]
    assert isinstance(clock, QtWidgets.QLineEdit)
    for typed, kept in (
        ("0905", "09:05"),
        ("9.05", "09:05"),
        ("2.15pm", "14:15"),
        ("10:4", "2026-07-03 10:4"),
    ):
        clock.clear()
        QTest.keyClicks(clock, typed)
        assert kept in str(made.answer())


def test_arrows_choose_and_tab_stops_once_at_a_question(qtbot: QtBot) -> None:
    made = shown(qtbot, "single_choice")
    assert isinstance(made, answer_choices.RadioInput)
    made.focus_first()
    assert [b.focusPolicy() for b in made.radios.buttons].count(QtCore.Qt.FocusPolicy.StrongFocus) == 1
    QTest.keyClick(made.radios.buttons[0], Key.Key_Space)
    assert made.answer() == "met"
    QTest.keyClick(made.radios.buttons[0], Key.Key_Right)
    assert made.answer() == "partly"
    assert made.radios.buttons[1].hasFocus()


def test_a_chosen_radio_is_let_go_by_space_delete_or_a_second_tap(qtbot: QtBot) -> None:
    made = shown(qtbot, "single_choice")
    said: list[object] = []
    assert isinstance(made, answer_choices.RadioInput)
    made.answered.connect(said.append)
    radio = made.radios.buttons[1]
    for key in (Key.Key_Space, Key.Key_Delete, None):
        made.set_answer("partly")
        if key is not None:
            QTest.keyClick(radio, key)
        else:
            QTest.mouseClick(radio, QtCore.Qt.MouseButton.LeftButton)
        assert made.answer() is None
        assert said[-1] is None


def test_the_same_answer_again_never_moves_the_cursor(qtbot: QtBot) -> None:
    made = shown(qtbot, "long_text")
    made.set_answer("I want Mama to sleep.")
    made.set_cursor_place(7)
    made.set_answer("I want Mama to sleep.")
    assert made.cursor_place() == 7


def test_pasted_text_is_kept_plain_and_whole(qtbot: QtBot) -> None:
    made = shown(qtbot, "long_text")
    assert isinstance(made, answer_text.WritingInput)
    pasted = QtCore.QMimeData()
    pasted.setHtml("<b>Zofia</b> said")
    pasted.setText("Zofia said\r\nrano\x00 chętniej\u00a0idzie")
    made.writing.insertFromMimeData(pasted)
    assert made.answer() == "Zofia said\nrano chętniej\u00a0idzie"
    assert "<b>" not in made.writing.document().toHtml()


def test_each_paragraph_stands_on_the_side_of_its_script(qtbot: QtBot) -> None:
    made = shown(qtbot, "long_text")
    assert isinstance(made, answer_text.WritingInput)
    made.resize(600, 200)
    made.set_answer("في البداية كنت أشعر أنني وحيدة\nThen English")
    QtWidgets.QApplication.processEvents()
    document = made.writing.document()
    arabic, english = document.firstBlock(), document.lastBlock()
    assert arabic.layout().lineAt(0).naturalTextRect().left() > 100
    assert english.layout().lineAt(0).naturalTextRect().left() < 30


def test_a_very_long_text_can_be_typed_into_anywhere(qtbot: QtBot) -> None:
    made = shown(qtbot, "long_text")
    made.set_answer("\n".join("The bedroom wall was wet again. " * 10 for _ in range(600)))
    made.set_cursor_place(40)
    QtWidgets.QApplication.processEvents()
    QTest.keyClicks(made.controls()[0], "ten letters ")
    QtWidgets.QApplication.processEvents()
    assert str(made.answer()).startswith("The bedroom wall was wet again. The bedrten letters oom")


def test_writing_grows_with_its_words(qtbot: QtBot) -> None:
    made = shown(qtbot, "long_text")
    made.resize(600, 400)
    low = made.controls()[0].height()
    made.set_answer("\n".join("line" for _ in range(15)))
    QtWidgets.QApplication.processEvents()
    assert made.controls()[0].height() > low * 2


def test_tab_leaves_a_long_text(qtbot: QtBot) -> None:
    made = shown(qtbot, "long_text")
    assert isinstance(made, answer_text.WritingInput)
    assert made.writing.tabChangesFocus()


def test_another_person_is_answered_by_name(qtbot: QtBot) -> None:
    made = shown(qtbot, "people")
    said: list[object] = []
    made.answered.connect(said.append)
    QTest.keyClick(made.controls()[1], Key.Key_Space)
    QTest.keyClicks(made.controls()[2], "Nia, Tom")
    assert said[-1] == ["zofia", {"name": "Nia"}, {"name": "Tom"}]


def test_workers_are_offered_where_workers_are_asked_for(qtbot: QtBot) -> None:
    made = shown(qtbot, "people", among="practitioners")
    assert made.controls()[0].accessibleName().startswith("Carol Ndlovu")


def test_rows_are_wanted_moved_and_taken_away_by_keyboard(qtbot: QtBot) -> None:
    made = shown(qtbot, "table")
    said: list[object] = []
    assert isinstance(made, answer_table.TableInput)
    made.answered.connect(said.append)
    made.set_answer({"r1": {"rank": "a", "why": "one"}, "r2": {"rank": "b", "why": "two"}})
    QTest.keyClick(made.controls()[-1], Key.Key_Space)
    QtWidgets.QApplication.processEvents()
    first = made.controls()[0]
    first.setFocus()
    QTest.keyClick(first, Key.Key_Down, QtCore.Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(first, "!")
    assert said == [
        answer_table.RowWanted("r2"),
        answer_table.RowMoved("r1", "r2"),
        answer_table.CellAnswered("r1", "why", "one!"),
    ]


def test_a_row_that_comes_late_leaves_the_cell_in_hand_alone(qtbot: QtBot) -> None:
    made = shown(qtbot, "table")
    made.set_answer({"r1": {"rank": "a", "why": "as it was"}})
    cell = made.controls()[0]
    cell.setFocus()
    QTest.keyClicks(cell, ", and more")
    made.set_answer({"r1": {"rank": "a", "why": "as it was"}, "r2": {"rank": "b"}})
    assert isinstance(cell, QtWidgets.QLineEdit)
    assert cell.text() == "as it was, and more"


def test_a_scale_of_eleven_points_is_radios_with_words_at_its_ends(qtbot: QtBot) -> None:
    made = shown(qtbot, "scale", low_label="Very bad", high_label="Very good")
    assert isinstance(made, answer_choices.RadioInput)
    assert [button.text() for button in made.radios.buttons] == [str(n) for n in range(11)]
    told = [label.text() for label in made.findChildren(QtWidgets.QLabel)]
    assert any("0 = Very bad" in words and "10 = Very good" in words for words in told)


@pytest.mark.parametrize("kind", get_args(definition.Kind))
def test_every_target_is_24_pixels_or_more(qtbot: QtBot, kind: definition.Kind) -> None:
    made = shown(qtbot, kind)
    made.set_answer(ANSWERS[kind])
    made.resize(700, made.heightForWidth(700) if made.hasHeightForWidth() else made.sizeHint().height())
    QtWidgets.QApplication.processEvents()
    small = [c.accessibleName() for c in made.controls() if c.isVisible() and min(c.width(), c.height()) < 24]
    assert small == []


def test_a_line_turns_with_its_script(qtbot: QtBot) -> None:
    made = shown(qtbot, "text")
    made.set_answer("نور المصري")
    assert made.controls()[0].layoutDirection() == QtCore.Qt.LayoutDirection.RightToLeft
    made.set_answer("Noor")
    assert made.controls()[0].layoutDirection() == QtCore.Qt.LayoutDirection.LeftToRight
