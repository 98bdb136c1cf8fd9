"""Wavy lines in what is being written: drawn over the text, never in it, and put right by keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6 import QtGui, QtWidgets

from ehdesk.models import spelling as words
from ehdesk.ui import answer_text, spelling
from tests import building
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")
TEXT = "Zofia recieved the tea 🙂 and was hapy."


@pytest.fixture
def speller(at_work: AtWork, qapp: QtWidgets.QApplication) -> Iterator[spelling.Spelling]:
    wanted = [True]
    made = spelling.Spelling(qapp, at_work.window, at_work.desk, lambda: wanted[0])
    made.wanted_list = wanted  # type: ignore[attr-defined]
    yield made
    qapp.focusChanged.disconnect(made._on_focus)


def writing(at_work: AtWork, speller: spelling.Spelling, text: str = TEXT) -> answer_text.Writing:
    record_id = building.a_note(at_work.kept, at_work.home.family, text=text)
    page = at_work.go("note", record_id)
    page._view.go_to("text", 0)
    at_work.settle()
    at_work.qtbot.waitUntil(lambda: speller.known() is not None, timeout=5000)
    focused = QtWidgets.QApplication.focusWidget()
    assert isinstance(focused, answer_text.Writing)
    return focused


def lines(of: answer_text.Writing) -> list[str]:
    return [one.cursor.selectedText() for one in of.extraSelections()]


def offered(at_work: AtWork) -> QtWidgets.QMenu:
    at_work.qtbot.waitUntil(
        lambda: isinstance(QtWidgets.QApplication.activePopupWidget(), QtWidgets.QMenu), timeout=5000
    )
    menu = QtWidgets.QApplication.activePopupWidget()
    assert isinstance(menu, QtWidgets.QMenu)
    return menu


def test_misspelt_words_are_underlined_with_a_wave_and_names_are_not(
    at_work: AtWork, speller: spelling.Spelling
) -> None:
    box = writing(at_work, speller)
    assert lines(box) == ["recieved", "hapy"]
    (first, _second) = box.extraSelections()
    look: Any = first
    assert look.format.underlineStyle() == QtGui.QTextCharFormat.UnderlineStyle.WaveUnderline


def test_lines_are_no_answer_and_no_step_back(at_work: AtWork, speller: spelling.Spelling) -> None:
    said: list[object] = []
    at_work.desk.saving.connect(lambda: said.append(1))
    box = writing(at_work, speller)
    assert lines(box)
    assert said == []
    assert not box.document().isUndoAvailable()


def test_f7_goes_to_the_word_and_enter_takes_the_first_spelling(
    at_work: AtWork, speller: spelling.Spelling
) -> None:
    box = writing(at_work, speller)
    at_work.press(Key.Key_F7)
    menu = offered(at_work)
    assert menu.actions()[0].text() == "received"
    menu.actions()[0].trigger()
    menu.close()
    at_work.settle()
    assert box.text() == TEXT.replace("recieved", "received")
    at_work.press(Key.Key_F7)
    assert offered(at_work).actions()[0].text() == "happy"
    offered(at_work).close()


def test_a_word_is_added_to_ones_own_and_marked_no_more(at_work: AtWork, speller: spelling.Spelling) -> None:
    box = writing(at_work, speller, "The quietspace was free.")
    assert lines(box) == ["quietspace"]
    at_work.press(Key.Key_F7)
    menu = offered(at_work)
    menu.actions()[-1].trigger()
    menu.close()
    at_work.settle()
    assert lines(box) == []
    assert at_work.kept.ask(words.own_words) == ("quietspace",)


def test_the_word_under_the_cursor_is_left_alone_until_it_is_left(
    at_work: AtWork, speller: spelling.Spelling
) -> None:
    box = writing(at_work, speller, "")
    at_work.type("A hapy")
    marked = speller._marked[id(box)]
    marked.mark(speller.known())
    assert lines(box) == []
    at_work.type(" day")
    at_work.qtbot.waitUntil(lambda: lines(box) == ["hapy"], timeout=3000)


def test_it_is_off_where_the_worker_says_so(at_work: AtWork, speller: spelling.Spelling) -> None:
    box = writing(at_work, speller)
    speller.wanted_list[0] = False  # type: ignore[attr-defined]
    speller.refresh()
    assert lines(box) == []
    at_work.press(Key.Key_F7)
    at_work.settle()
    assert QtWidgets.QApplication.activePopupWidget() is None
