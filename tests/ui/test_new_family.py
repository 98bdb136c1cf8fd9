"""A new family file outlives a lock, and a real vault takes none before the numbers are in."""

from typing import Any

from PySide6 import QtCore, QtWidgets
from PySide6.QtTest import QTest

from ehdesk.ui import messages, settings_page, widgets
from tests.ui import conftest

Key = QtCore.Qt.Key
Ctrl = QtCore.Qt.KeyboardModifier.ControlModifier
Shift = QtCore.Qt.KeyboardModifier.ShiftModifier


def the_focus() -> QtWidgets.QWidget:
    focused = QtWidgets.QApplication.focusWidget()
    assert focused is not None
    return focused


def press_button(dialog: messages.Dialog, words: str) -> None:
    """Press a dialog's button with Space."""
    button = next(one for one in dialog.findChildren(widgets.Button) if one.text() == words)
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)


def test_a_lock_in_the_middle_returns_to_the_typed_rows(lives: conftest.Lives) -> None:
    life = lives.open_desk()
    window = lives.window(life)
    QTest.keyClick(window, Key.Key_N, Ctrl | Shift)
    lives.settle(life)
    lives.qtbot.waitUntil(lambda: isinstance(QtWidgets.QApplication.focusWidget(), QtWidgets.QLineEdit))
    QTest.keyClicks(the_focus(), "Kowalczyk-Hughes")
    page: Any = window.page()
    (row_id,) = page._view.answers()["people"]
    page._view.go_to(f"people/{row_id}/given_names")
    QTest.keyClicks(the_focus(), "Zof")
    lives.lock(life)

    life = lives.begin()
    lives.unlock(life)
    page = lives.window(life).page()
    assert page is not None
    assert page.title == "Open a new family file"
    lives.qtbot.waitUntil(lambda: page._view is not None)
    answers = page._view.answers()
    assert answers["name"] == "Kowalczyk-Hughes"
    assert answers["people"][row_id]["given_names"] == "Zof"
    lives.qtbot.waitUntil(lambda: page._view.here()[0] == f"people/{row_id}/given_names")
    QTest.keyClicks(the_focus(), "ia")
    assert page._view.answers()["people"][row_id]["given_names"] == "Zofia"


def test_without_the_numbers_no_family_is_taken_until_they_are_entered_and_read_back(
    lives: conftest.Lives,
) -> None:
    lives.make_vault(daytime="", out_of_hours="")
    life = lives.begin()
    lives.unlock(life)
    window = lives.window(life)
    QTest.keyClick(window, Key.Key_N, Ctrl | Shift)
    lives.settle(life)
    page: Any = window.page()
    lives.qtbot.waitUntil(
        lambda: (
            "Your authority’s two urgent numbers come first"
            in [label.text() for label in page.findChildren(QtWidgets.QLabel) if label.isVisible()]
        )
    )
    assert page._view is None
    lives.qtbot.waitUntil(lambda: QtWidgets.QApplication.focusWidget() is page.enter)
    QTest.keyClick(page.enter, Key.Key_Space)
    lives.qtbot.waitUntil(lambda: isinstance(window.page(), settings_page.SettingsPage))
    there: Any = window.page()
    lives.qtbot.waitUntil(there.daytime.hasFocus)
    QTest.keyClicks(there.daytime, "01632 960 111")
    QTest.keyClicks(there.out_of_hours, "01632 960 222")
    there.keep_button.click()
    dialog = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(dialog, messages.Dialog)
    press_button(dialog, "They are right")
    lives.settle(life)
    window.activateWindow()
    lives.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Key.Key_Left, QtCore.Qt.KeyboardModifier.AltModifier)
    lives.settle(life)
    lives.qtbot.waitUntil(lambda: getattr(window.page(), "_view", None) is not None)


def test_today_leads_a_new_worker_to_the_first_family(lives: conftest.Lives) -> None:
    life = lives.open_desk()
    window = lives.window(life)
    page: Any = window.page()
    lives.settle(life)
    assert page.summary.text().startswith("No family is on this laptop yet.")
    assert not page.families.isVisible()
    page.first.click()
    lives.settle(life)
    place = window.where()
    assert place is not None
    assert place.page == "new_family"
