"""Every control has a name of its own and can be reached by the keyboard, in every window of the shell."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ehdesk import settings
from ehdesk.ui import (
    background,
    desk,
    forgotten,
    messages,
    next_steps,
    settings_page,
    shortcuts,
    steps,
    unlock,
    widgets,
)
from tests.ui import conftest

CONTROLS = (
    QLineEdit, QAbstractButton, QComboBox, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QAbstractItemView,
)  # fmt: skip


class Silent:
    """Doors that nobody goes through in these tests."""

    def __getattr__(self, name: str) -> object:
        return lambda *_arguments, **_more: None


def controls(top: QWidget) -> list[QWidget]:
    """What the keyboard can stop at."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and widget.isVisibleTo(top)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    if isinstance(widget, QComboBox):  # its own name is its value on Linux; the label is its buddy
        return widget.accessibleName()
    return interface.text(QAccessible.Text.Name)


def faults(top: QWidget) -> list[str]:
    """Controls without a name, without one of their own, or smaller than 24 pixels."""
    found, seen = [], {}  # type: tuple[list[str], dict[str, QWidget]]
    for widget in controls(top):
        name = name_of(widget)
        if not name:
            found.append(f"{type(widget).__name__} has no name")
        if name in seen:
            found.append(f"{name} is there twice")
        seen[name] = widget
        if min(widget.width(), widget.height()) < 24:
            found.append(f"{name} is {widget.width()} by {widget.height()}")
    return found


def walked(top: QWidget) -> set[QWidget]:
    """What Tab visits, starting anywhere; it must come round again."""
    every = controls(top)
    first = every[0]
    first.setFocus()
    seen: set[QWidget] = set()
    for _ in range(len(every) * 2 + 2):
        here = QApplication.focusWidget()
        assert here is not None
        if here in seen and here is first:
            break
        seen.add(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return seen


def shown(qtbot: QtBot, made: QWidget) -> QWidget:
    qtbot.addWidget(made)
    made.resize(760, 780)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def a_settings_page() -> QWidget:
    told = settings_page.Shown(
        preferences=settings.Preferences(),
        numbers=next_steps.Numbers("01632 960 111", "01632 960 222"),
        name="Carol Bennett",
        team="North",
        agency="Harlow Beck Council",
        keyring=True,
    )
    return settings_page.SettingsPage(told, Silent())  # type: ignore[arg-type]


@pytest.fixture(params=["unlock", "passphrase", "code", "numbers", "settings", "forgotten"])
def page(request: pytest.FixtureRequest, qtbot: QtBot, lane: background.Lane) -> QWidget:
    made: QWidget
    if request.param == "unlock":
        told = unlock.Front(next_steps.Numbers("01632 960 111", ""), practice=False, has_other=True)
        made = unlock.UnlockPage(told, Silent(), lane)  # type: ignore[arg-type]
        made.show_rest("Saved Mon 16:52")
    elif request.param == "settings":
        made = a_settings_page()
    elif request.param == "forgotten":
        made = forgotten.Forgotten(Silent(), lane)  # type: ignore[arg-type]
    else:
        code = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH-K"
        kinds: dict[str, steps.Step] = {
            "passphrase": steps.PassphraseStep("A", "B", lambda _phrase: None, lane),
            "code": steps.RecoveryStep(code, (1, 5)),
            "numbers": steps.NumbersStep("", ""),
        }
        step = kinds[request.param]
        step.finish("Continue", lambda: None, lambda: None)
        made = step
    return shown(qtbot, made)


def test_every_control_has_a_name_of_its_own_and_room(page: QWidget) -> None:
    assert faults(page) == []


def test_tab_visits_every_control_and_comes_round(page: QWidget) -> None:
    reached = walked(page)
    missed = [
        name_of(widget)
        for widget in controls(page)
        if widget not in reached and not isinstance(widget, QRadioButton)  # arrows go between radios
    ]
    assert missed == []


def test_the_whole_window_has_names(lives: conftest.Lives) -> None:
    life = lives.open_desk()
    window = lives.window(life)
    window.go(desk.Place("settings"))
    assert faults(window) == []


@pytest.mark.parametrize("open_it", [shortcuts.show, lambda top: next_steps.show(top, next_steps.Numbers())])
def test_dialogs_have_names_and_close_by_keyboard(qtbot: QtBot, open_it: object) -> None:
    top = shown(qtbot, QWidget())
    dialog = open_it(top)  # type: ignore[operator]
    assert isinstance(dialog, messages.Dialog)
    assert faults(dialog) == []
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_control_without_a_name_would_be_found(qtbot: QtBot) -> None:
    top = QWidget()
    column = widgets.stack(top)
    column.addWidget(QLineEdit())
    for _ in range(2):
        line = QLineEdit()
        line.setAccessibleName("Name")
        column.addWidget(line)
    assert faults(shown(qtbot, top)) == ["QLineEdit has no name", "Name is there twice"]


def test_saved_is_announced(lives: conftest.Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(widgets, "announce", lambda _widget, text: told.append(text))
    life = lives.open_desk()
    window = lives.window(life)
    window.status.saving()
    done = life.working().desk.clock.now()
    window.status.saved(FakeDone(done))
    assert told[-1] == "Saved 10:40"


@dataclass
class FakeDone:
    """A save that is on the disk twice."""

    saved_at: datetime
    second_copy: bool = True
    result: object = None
