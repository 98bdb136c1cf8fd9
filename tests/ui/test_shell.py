"""The frame: going between pages, the status line, notices, refusals and what nobody foresaw."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ehdesk import clock, errors, files
from ehdesk.ui import (
    background,
    desk,
    main_window,
    messages,
    next_steps,
    status_line,
    theme,
    unforeseen,
    widgets,
)

CONTROL = Qt.KeyboardModifier.ControlModifier
MOMENT = datetime(2026, 7, 7, 9, 52, tzinfo=UTC)


@dataclass
class Done:
    second_copy: bool = True
    result: object = None
    saved_at: datetime = MOMENT


class Plain(desk.Page):
    """A page that remembers what was asked of it."""

    def __init__(self, at: desk.Desk, place: desk.Place) -> None:
        super().__init__(place.page.capitalize())
        self.at, self.flushed, self.restored = place, 0, []  # type: tuple[desk.Place, int, list[desk.Place]]
        self.line = QLineEdit()
        self.line.setAccessibleName("A line")
        widgets.stack(self).addWidget(self.line)

    def flush(self) -> None:
        self.flushed += 1

    def place(self) -> desk.Place:
        return self.at

    def restore(self, place: desk.Place) -> None:
        self.restored.append(place)


class Nowhere:
    """No store: these tests write nothing."""

    def do(self, verb: object, *args: object, **kw: object) -> Done:
        return Done(result=args)

    def ask(self, query: object, *args: object, **kw: object) -> object:
        return None


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, lane: background.Lane) -> main_window.MainWindow:
    at = desk.Desk(store=Nowhere(), lane=lane, clock=clock.system())
    pages = dict.fromkeys(("today", "caseload", "family", "note", "form", "settings"), Plain)
    made = main_window.MainWindow(
        at,
        pages,
        app=qapp,
        numbers=lambda: next_steps.Numbers("01632 960 111", "01632 960 222"),
        look=theme.Look("light"),
    )
    at.setParent(made)
    qtbot.addWidget(made, before_close_func=lambda shown: shown.hide())
    made.desk = at  # type: ignore[attr-defined]
    made.resize(1100, 780)
    made.go(desk.Place("today"))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.has_arrived and made.isActiveWindow())
    return made


def at(window: main_window.MainWindow) -> Plain:
    page = window.page()
    assert isinstance(page, Plain)
    return page


def said(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_N, "note"),
        (Qt.Key.Key_1, "today"),
        (Qt.Key.Key_2, "caseload"),
        (Qt.Key.Key_F, "caseload"),
        (Qt.Key.Key_Comma, "settings"),
    ],
)
def test_every_page_is_one_key_away(window: main_window.MainWindow, key: Qt.Key, page: str) -> None:
    QTest.keyClick(window, key, CONTROL)
    assert at(window).at.page == page


def test_leaving_a_page_hands_in_what_was_being_typed(window: main_window.MainWindow) -> None:
    before = at(window)
    window.go(desk.Place("family", "f1"))
    assert before.flushed == 1


def test_back_returns_to_the_place_before_and_ends_at_today(window: main_window.MainWindow) -> None:
    assert not window.back_button.isEnabled()
    window.go(desk.Place("family", "f1", scroll=40))
    window.go(desk.Place("form", "r1"))
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert (at(window).at.page, at(window).at.record_id, at(window).at.scroll) == ("family", "f1", 40)
    window.back_button.click()
    assert at(window).at.page == "today"
    window.back()
    assert at(window).at.page == "today"


def test_a_page_is_put_back_to_where_the_worker_was(window: main_window.MainWindow, qtbot: QtBot) -> None:
    place = desk.Place("note", "n1", "text", cursor=12)
    window.go(place)
    qtbot.waitUntil(lambda: at(window).restored == [place])


def test_a_new_note_belongs_to_the_family_that_is_open(window: main_window.MainWindow) -> None:
    window.go(desk.Place("family", "f1"))
    at(window).setProperty("family_id", "f1")
    window.new_note()
    assert at(window).at.more == {"family": "f1"}


def test_f9_shows_whom_to_call_over_anything_once(window: main_window.MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F9)
    window.show_next_steps()
    found = window.findChildren(messages.Dialog)
    assert len(found) == 1
    assert "01632 960 222" in said(found[0])
    with qtbot.waitSignal(found[0].destroyed):
        QTest.keyClick(found[0], Qt.Key.Key_Escape)
    window.show_next_steps()
    window.findChildren(messages.Dialog)[0].accept()


def test_f9_works_in_a_question_too(window: main_window.MainWindow, qtbot: QtBot) -> None:
    asked = messages.tell(window, "A question", "Words.")
    asked.activateWindow()
    qtbot.waitUntil(asked.isActiveWindow)
    QTest.keyClick(asked, Qt.Key.Key_F9)
    steps = [dialog for dialog in asked.findChildren(messages.Dialog) if "999" in said(dialog)]
    assert steps
    steps[0].accept()
    asked.accept()


def test_text_grows_and_shrinks_in_steps_and_stops_at_the_ends(
    window: main_window.MainWindow, qtbot: QtBot
) -> None:
    seen: list[theme.Look] = []
    window.look_changed.connect(seen.append)
    QTest.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    for _ in range(9):
        QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert [look.text for look in seen] == [115, 130, 150, 175, 200]


def test_the_bar_shows_signs_alone_where_there_is_no_room(window: main_window.MainWindow) -> None:
    assert window.note_button.text() == "New note"
    window.resize(420, 500)
    assert window.note_button.text() == ""
    assert window.note_button.accessibleName() == "New note"


def test_a_notice_stays_until_it_is_put_away_or_acted_on(
    window: main_window.MainWindow, qtbot: QtBot
) -> None:
    acted: list[bool] = []
    window.say(desk.Notice("2 changes came back", action="Show", then=lambda: acted.append(True)))
    qtbot.waitUntil(lambda: "2 changes came back" in said(window))
    next(b for b in window.findChildren(widgets.Button) if b.text() == "Show").click()
    assert acted == [True]
    assert "2 changes came back" not in said(window)


def test_what_was_done_makes_room_for_what_is_done_next_and_what_needs_somebody_stays(
    window: main_window.MainWindow,
) -> None:
    window.say(desk.Notice("This was not saved", tone="needs"))
    for words in ("The level is changed.", "Saved.", "Saved.", "The team has one more."):
        window.say(desk.Notice(words))
    standing = [notice.text for notice in window.notices.standing()]
    assert standing == ["This was not saved", "Saved.", "The team has one more."]


def test_what_was_done_is_still_there_on_the_next_page_and_no_longer(window: main_window.MainWindow) -> None:
    window.say(desk.Notice("This was not saved", tone="needs"))
    window.say(desk.Notice("Part of the second copy could not be read", stays=True))
    window.say(desk.Notice("The papers wait in your tray", tone="received"))
    window.go(desk.Place("caseload"))
    assert len(window.notices.standing()) == 3
    window.go(desk.Place("today"))
    left = ["This was not saved", "Part of the second copy could not be read"]
    assert [notice.text for notice in window.notices.standing()] == left


def test_a_refusal_is_shown_in_its_own_words(window: main_window.MainWindow) -> None:
    window.refuse(errors.DiskFull())
    dialog = window.findChildren(messages.Dialog)[0]
    for part in (*errors.DiskFull().words(), "Number 121"):
        assert part in said(dialog) or part == dialog.windowTitle()
    dialog.accept()


def test_asking_makes_the_safe_answer_the_one_that_enter_and_esc_give(
    window: main_window.MainWindow, qtbot: QtBot
) -> None:
    done: list[str] = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        dialog = messages.ask(
            window, "Close the Okafor family file?", safe="Keep open", other="Close file",
            then=lambda: done.append("closed"), otherwise=lambda: done.append("kept"),
        )  # fmt: skip
        dialog.activateWindow()
        QTest.keyClick(dialog, key)
    assert done == ["kept", "kept"]
    messages.ask(
        window, "Close?", safe="Keep", other="Close file", then=lambda: done.append("closed")
    ).accept()
    assert done[-1] == "closed"


# The status line


@pytest.fixture
def status(qtbot: QtBot) -> status_line.StatusLine:
    made = status_line.StatusLine()
    qtbot.addWidget(made)
    return made


def test_saved_is_said_only_when_everything_handed_in_is_back(status: status_line.StatusLine) -> None:
    assert status.text() == "On this laptop"
    status.saving()
    status.saving()
    assert status.text() == "Saving…"
    status.saved(Done())
    assert status.text() == "Saving…"
    status.saved(Done())
    assert status.text() == "Saved 10:52 · On this laptop"


def test_a_second_copy_that_is_missing_is_said_until_it_is_written(
    status: status_line.StatusLine, qtbot: QtBot
) -> None:
    status.saving()
    with qtbot.waitSignal(status.second_copy_wanted):
        status.saved(Done(second_copy=False))
    assert status.text() == "Saved once; second copy not written – trying again"
    status.second_copy(is_written=True)
    assert status.text() == "Saved 10:52 · On this laptop"


def test_saved_is_said_once_where_the_page_says_it_itself(status: status_line.StatusLine) -> None:
    status.leave_saved_to_page(said_above=True)
    status.saving()
    status.saved(Done())
    assert status.text() == "On this laptop"
    status.saving()
    status.saved(None)
    assert status.text() == "Not saved yet"
    status.leave_saved_to_page(said_above=False)
    status.saving()
    status.saved(Done())
    assert status.text() == "Saved 10:52 · On this laptop"


def test_a_save_that_was_refused_never_says_saved(status: status_line.StatusLine) -> None:
    status.saving()
    status.saved(None)
    assert status.text() == "Not saved yet"


# What nobody foresaw


def test_an_unforeseen_error_is_noted_under_a_number_without_its_words(tmp_path: Path) -> None:
    folder = files.DataFolder(tmp_path)
    try:
        raise ValueError("Zofia Kowalczyk was seen alone")
    except ValueError as error:
        reference = unforeseen.note(error, folder)
    noted = folder.log.read_text("utf-8")
    assert reference in noted
    assert "ValueError at test_shell.py" in noted
    assert "Zofia" not in noted
