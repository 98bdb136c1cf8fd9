"""A button under the keyboard: the ring alone says that it has the focus, and both of its keys press it."""

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ehdesk.ui import theme, widgets

MADE = {
    "link": lambda: widgets.link("Back", sign="back"),
    "plain": lambda: widgets.button("Print the sheet", sign="print"),
    "primary": lambda: widgets.primary("Continue"),
    "bar": lambda: widgets.bar_button("Search", sign="search"),
    "icon": lambda: widgets.icon_button("Put this away", sign="close"),
}


@pytest.fixture
def dressed(qapp: QtWidgets.QApplication) -> None:
    theme.apply(qapp, theme.Look("light", 100))


def window(qtbot: QtBot, *buttons: QtWidgets.QWidget) -> QtWidgets.QWidget:
    made = QtWidgets.QWidget()
    across = QtWidgets.QHBoxLayout(made)
    for button in buttons:
        across.addWidget(button)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("look", MADE)
def test_the_system_draws_no_second_frame_inside_the_ring(qtbot: QtBot, look: str) -> None:
    first, button = widgets.button("First"), MADE[look]()
    _kept = window(qtbot, first, button)
    first.setFocus()
    before = button.grab().toImage()
    QTest.keyClick(first, QtCore.Qt.Key.Key_Tab)
    assert QtWidgets.QApplication.focusWidget() is button
    assert button.grab().toImage() == before


@pytest.mark.parametrize("key", ["Return", "Enter", "Space"])
@pytest.mark.parametrize("look", MADE)
def test_both_keys_press_whatever_has_the_focus(qtbot: QtBot, look: str, key: str) -> None:
    pressed: list[bool] = []
    button = MADE[look]()
    button.clicked.connect(lambda: pressed.append(True))
    _kept = window(qtbot, button)
    button.setFocus()
    QTest.keyClick(button, getattr(QtCore.Qt.Key, f"Key_{key}"))
    assert pressed == [True]


def test_a_key_that_is_held_presses_once(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    button = widgets.button("Keep mine")
    button.clicked.connect(lambda: pressed.append(True))
    _kept = window(qtbot, button)
    button.setFocus()
    plain = QtCore.Qt.KeyboardModifier.NoModifier
    for is_repeated in (False, True, True):
        event = QtGui.QKeyEvent(
            QtCore.QEvent.Type.KeyPress, QtCore.Qt.Key.Key_Return, plain, "\r", is_repeated
        )
        QtWidgets.QApplication.sendEvent(button, event)
    assert pressed == [True]


def test_in_a_dialog_the_button_with_the_focus_is_pressed_and_not_another(qtbot: QtBot) -> None:
    dialog = QtWidgets.QDialog()
    across = QtWidgets.QHBoxLayout(dialog)
    pressed: list[str] = []
    keep = widgets.primary("Keep open", lambda: pressed.append("keep"))
    keep.setDefault(True)
    close = widgets.button("Close file", lambda: pressed.append("close"))
    across.addWidget(keep)
    across.addWidget(close)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    close.setFocus()
    QTest.keyClick(close, QtCore.Qt.Key.Key_Return)
    assert pressed == ["close"]
