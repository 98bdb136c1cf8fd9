"""Long answers, pasted answers, answers in any script: every word is kept, and a key never waits."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtTest import QTest

from ehdesk.models import form
from ehdesk.ui import answer_text, pasting
from tests.ui.pages.conftest import AROUND, AtWork, Ctrl, Key, Shift, question

WORD = (
    "Visit on \u201cMonday\u201d \u2013 calm\r\n\u2022\tslept till seven\r\n\uf0b7\tate breakfast\r\n"
    "o\ttwo slices\x0bof toast\r\n\u00b7       no shouting\x07\x00\r\nEnd\u202egnihton\u202c"
)
CLEAN = (
    "Visit on \u201cMonday\u201d \u2013 calm\n\u2022 slept till seven\n\u2022 ate breakfast\n"
    "\u2022 two slices\nof toast\n\u2022 no shouting\nEndgnihton\u202c"
)


@pytest.fixture
def written(at_work: AtWork) -> Any:
    """Part B's longest answer, with the cursor in it."""
    record_id = at_work.kept.do(form.start, "eha_part_b", family_id=at_work.home.family)
    page = at_work.go("form", record_id)
    page._view.go_to("history")
    return page


def paste(text: str, html: str = "") -> None:
    focused = QtWidgets.QApplication.focusWidget()
    assert isinstance(focused, QtWidgets.QTextEdit | QtWidgets.QLineEdit)
    carried = QtCore.QMimeData()
    carried.setText(text)
    if html:
        carried.setHtml(html)
    QtWidgets.QApplication.clipboard().setMimeData(carried)
    focused.paste()


# Pasting


def test_what_word_writes_comes_in_as_its_words(written: Any, at_work: AtWork) -> None:
    paste(WORD, html="<p style='color:red'><b>Visit</b></p>")
    assert written._view.answers()["history"] == CLEAN
    at_work.saves(written)
    assert at_work.answers(written._record_id)["history"] == CLEAN
    assert "color" not in written._view.input_at("history").writing.toHtml().partition("<body")[2]


@pytest.mark.parametrize(
    "kept",
    [
        "\u2018Łukasz\u2019 said: \u201cno\u201d \u2026 twice\u00a0a week",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3fd \u2764\ufe0f",
        "می\u200cخواهم بخوابم",
        "نحن بخير\u200f (٣)",
        "বাংলা ਪੰਜਾਬੀ ગુજરાતી 中文 日本語 Țăranu",
        "A - b \u2013 c\tnot a list",
    ],
)
def test_every_sign_of_every_script_stays_as_it_is(kept: str) -> None:
    assert pasting.plain(kept) == kept


@given(st.text(st.characters(exclude_characters="\t", exclude_categories=["Cs"]), max_size=400))
def test_cleaning_keeps_every_letter_and_cleans_only_once(text: str) -> None:
    once = pasting.plain(text)
    assert pasting.plain(once) == once
    assert [one for one in once if one.isalnum()] == [one for one in text if one.isalnum()]
    assert not set(once) & set("\0\r\x0b\u202d\u202e")


def test_a_megabyte_is_cut_between_two_words_and_says_so(written: Any, at_work: AtWork) -> None:
    before = "Written before. "
    at_work.type(before)
    paste("Zofia sleeps. " * 75_000)
    answer = written._view.answers()["history"]
    assert pasting.MOST - 20 < len(answer) <= pasting.MOST
    assert answer.startswith(before + "Zofia sleeps.")
    assert answer.rstrip().endswith(("Zofia", "sleeps.")), "no word is cut in two"
    said = written._view.field("history").unfinished()
    left = len("Zofia sleeps. " * 75_000) + len(before) - len(answer)
    assert f"{left:,} characters did not fit here. They are still in the clipboard" in said
    assert len(QtWidgets.QApplication.clipboard().text()) == 75_000 * len("Zofia sleeps. ")
    at_work.press(Key.Key_Z, Ctrl)
    assert written._view.answers()["history"].startswith(before[:5]), "what stood there is still there"


def test_a_line_takes_what_is_pasted_as_one_line(qtbot: Any) -> None:
    line = answer_text.LineInput(question("text"), AROUND)
    qtbot.addWidget(line)
    line.show()
    line.controls()[0].setFocus()
    QTest.keyClicks(line.controls()[0], "To: ")
    box = line.controls()[0]
    assert isinstance(box, QtWidgets.QLineEdit)
    QtWidgets.QApplication.clipboard().setText("Bridge\r\nStreet\x00 \u202eSchool")
    box.paste()
    assert line.answer() == "To: Bridge Street School"


# Directions


def test_each_paragraph_reads_as_its_first_letter_does(written: Any, at_work: AtWork) -> None:
    paste("Agnieszka said:\nنحن بخير الآن\n12 - שלום\n")
    writing = written._view.input_at("history").writing
    block, sides = writing.document().begin(), []
    while block.isValid() and block.text():
        sides.append(block.textDirection())
        block = block.next()
    right, left = QtCore.Qt.LayoutDirection.RightToLeft, QtCore.Qt.LayoutDirection.LeftToRight
    assert sides == [left, right, right]


def test_ctrl_shift_and_an_arrow_chooses_a_word_in_either_direction(written: Any, at_work: AtWork) -> None:
    writing = written._view.input_at("history").writing
    for text, arrow in (("one two", Key.Key_Left), ("نحن بخير", Key.Key_Right)):
        writing.setPlainText(text)
        writing.moveCursor(QtGui.QTextCursor.MoveOperation.End)
        at_work.press(arrow, Ctrl | Shift)
        assert writing.textCursor().selectedText() == text.split()[1]


# Length


def test_another_letter_of_a_long_answer_changes_nothing_else_on_the_page(
    written: Any, at_work: AtWork
) -> None:
    paste("Zofia sleeps in her own bed. \n" * 700)
    told: list[int] = []
    written._view.progressed.connect(lambda: told.append(1))
    began = time.perf_counter()
    at_work.type("and she said so herself")
    took = (time.perf_counter() - began) / len("and she said so herself")
    assert told == [], "nothing is counted or shown anew"
    assert took < 0.1, "even on a busy machine a letter takes far less than a tenth of a second"
    assert written._view.answers()["history"].endswith("and she said so herself")
    at_work.saves(written)
    assert len(at_work.answers(written._record_id)["history"]) > 20_000


def test_the_first_letter_and_an_emptied_answer_are_counted(written: Any, at_work: AtWork) -> None:
    before = written._edit.strip.words()
    at_work.type("S")
    assert written._edit.strip.words() != before
    at_work.press(Key.Key_Backspace)
    assert written._edit.strip.words() == before
