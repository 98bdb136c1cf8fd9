"""What the tests of the pages share: the real window over a real vault with the Kowalczyk-Hughes family."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ehdesk import settings, words
from ehdesk.forms import definition
from ehdesk.models import form, practitioner
from ehdesk.ui import answer_input, background, main_window, next_steps, pages, printer, theme
from ehdesk.ui import desk as desks
from tests import building, casework

Key = QtCore.Qt.Key
Ctrl = QtCore.Qt.KeyboardModifier.ControlModifier
Shift = QtCore.Qt.KeyboardModifier.ShiftModifier

AROUND = answer_input.Surroundings(
    people=(
        answer_input.PersonChoice("mother", "Agnieszka Kowalczyk", "mother"),
        answer_input.PersonChoice("zofia", "Zofia", "9", is_child=True),
    ),
    colleagues=(answer_input.PersonChoice("carol", "Carol Ndlovu"),),
    rows={
        "eha_part_b.needs": (
            answer_input.RowChoice("need-1", "The bedroom wall is wet"),
            answer_input.RowChoice("need-2", "Zofia carries too much at home"),
        )
    },
)


def question(kind: definition.Kind, **said: Any) -> definition.Question:
    """A question of this kind, with something to choose from where it needs that."""
    if kind in ("single_choice", "multiple_choice", "picture_scale") and "options" not in said:
        codes = (("met", "Met"), ("partly", "Partly"), ("not_met", "Not met"))
        said["options"] = tuple(definition.Option(code, label) for code, label in codes)
    if kind in ("entry", "entries"):
        said = {"rows_of": "eha_part_b.needs", "row_label": "statement", **said}
    if kind == "table" and "columns" not in said:
        said["columns"] = (question("text", key="why", label="Why not?"),)
        said["row_name"] = "child"
    return definition.Question(**{"key": "asked", "kind": kind, "label": "What was asked?", **said})


@dataclass
class AtWork:
    """A worker at the window: places to go, keys to press, and what the record holds."""

    qtbot: QtBot
    kept: building.Desk
    lane: background.Lane
    desk: desks.Desk
    window: main_window.MainWindow
    home: building.Household
    refused: list[Exception]

    def go(self, page: str, record_id: str | None = None, **more: Any) -> Any:
        """Open a page, wait until it shows what the record holds, and give it."""
        self.window.go(desks.Place(page, record_id, **more))
        self.settle()
        return self.window.page()

    def settle(self) -> None:
        """Wait until the lane has nothing to do and the page has heard it."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.lane.is_idle, timeout=10_000)
            QtWidgets.QApplication.processEvents()

    def press(self, key: Key, modifier: Any = QtCore.Qt.KeyboardModifier.NoModifier) -> None:
        """One key, wherever the focus is."""
        QTest.keyClick(QtWidgets.QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type a text, wherever the focus is; other scripts come in as an input method hands them."""
        focused = QtWidgets.QApplication.focusWidget()
        assert focused is not None
        if text.isascii():
            QTest.keyClicks(focused, text)
            return
        handed = QtGui.QInputMethodEvent()
        handed.setCommitString(text)
        QtWidgets.QApplication.sendEvent(focused, handed)

    def named(self) -> str:
        """What a screen reader says of the control that has the focus."""
        focused = QtWidgets.QApplication.focusWidget()
        spoken = QtGui.QAccessible.queryAccessibleInterface(focused) if focused is not None else None
        return spoken.text(QtGui.QAccessible.Text.Name) if spoken is not None else ""

    def answers(self, record_id: str) -> dict[str, Any]:
        """What the record holds."""
        return dict(self.kept.ask(form.sheet, record_id).answers)

    def saves(self, page: Any) -> None:
        """Wait until the page says that it is saved."""
        self.qtbot.waitUntil(lambda: page._edit.strip.saved_words().startswith("Saved"), timeout=3000)


@pytest.fixture(autouse=True)
def a_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that knows a printer, whatever is beside this one."""
    monkeypatch.setattr(printer, "has_printer", lambda: True)


@pytest.fixture
def at_work(qapp: QtWidgets.QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[AtWork]:
    """A window over a fresh vault, with one family in it."""
    kept = building.new_desk(tmp_path / "vault")
    yield from _window_over(qapp, qtbot, kept, building.a_family(kept))


@pytest.fixture(scope="session")
def autumn_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[building.Desk]:
    made = casework.desk_of_autumn(tmp_path_factory.mktemp("autumn") / "vault")
    yield made
    made.close()


@pytest.fixture
def in_autumn(
    autumn_once: building.Desk, qapp: QtWidgets.QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[AtWork]:
    """A window over the three invented families, at the end of September 2026."""
    kept = casework.copy_of(autumn_once, tmp_path / "autumn")
    people = (casework.person_of(casework.KOWALCZYK, number) for number in (1, 3, 4))
    yield from _window_over(qapp, qtbot, kept, building.Household(casework.KOWALCZYK, *people))


def _window_over(
    qapp: QtWidgets.QApplication, qtbot: QtBot, kept: building.Desk, home: building.Household
) -> Iterator[AtWork]:
    lane = background.Lane("vault")
    desk = desks.Desk(
        store=kept.store,
        lane=lane,
        clock=kept.store.clock,
        settings=settings.practice(),
        me=kept.ask(practitioner.me),
        words=words.of("en"),
    )
    numbers = next_steps.Numbers("01632 960100", "01632 960101")
    look = theme.Look("light")
    window = main_window.MainWindow(desk, pages.table(), app=qapp, numbers=lambda: numbers, look=look)
    refused: list[Exception] = []
    desk.refused.disconnect(window.refuse)
    desk.refused.connect(refused.append)
    window.resize(1100, 780)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow(), timeout=3000)
    worker = AtWork(qtbot, kept, lane, desk, window, home, refused)
    yield worker
    window.flush()
    worker.settle()
    window.hide()
    window.deleteLater()
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    assert lane.close()
    desk.deleteLater()
    QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    kept.close()
    assert refused == []


class _Strays(QtCore.QObject):
    """Notices a part of a page that opens as a window of its own: it flashes, and takes the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QtCore.QEvent.Type.Show and isinstance(watched, QtWidgets.QWidget):
            allowed = QtWidgets.QMainWindow | QtWidgets.QDialog | QtWidgets.QMenu
            if watched.isWindow() and not isinstance(watched, allowed):
                self.seen.append(repr(watched))
        return False


@pytest.fixture
def no_strays(qapp: QtWidgets.QApplication) -> Iterator[None]:
    """Nothing but windows, dialogs and menus may open as a window."""
    strays = _Strays()
    qapp.installEventFilter(strays)
    yield
    qapp.removeEventFilter(strays)
    assert strays.seen == []
