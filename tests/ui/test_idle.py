"""Locking when nobody is there, said before, and never in the middle of work."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from ehdesk.ui import idle, lock_warning, widgets
from tests import building


class Watched:
    """An idle watch of five minutes, with what it said."""

    def __init__(self, app: QApplication) -> None:
        self.time = building.Time()
        self.watch = idle.Idle(app, self.time.clock().now, 5)
        self.warned: list[int] = []
        self.stayed: list[bool] = []
        self.expired: list[bool] = []
        self.watch.warned.connect(self.warned.append)
        self.watch.stayed.connect(lambda: self.stayed.append(True))
        self.watch.expired.connect(lambda: self.expired.append(True))

    def wait(self, seconds: int) -> None:
        """Let time pass as the timer sees it, in steps of ten seconds at most."""
        while seconds > 0:
            step = min(10, seconds)
            self.time.pass_by(seconds=step)
            self.watch.check()
            seconds -= step


@pytest.fixture
def watched(qapp: QApplication) -> Iterator[Watched]:
    made = Watched(qapp)
    yield made
    made.watch.stop()


def test_five_quiet_minutes_warn_thirty_seconds_before_and_then_lock(watched: Watched) -> None:
    watched.wait(260)
    assert watched.warned == []
    watched.wait(10)
    assert watched.warned == [30]
    watched.wait(20)
    assert watched.warned == [30, 20, 10]
    assert watched.expired == []
    watched.wait(10)
    assert watched.expired == [True]


def test_it_locks_once_only(watched: Watched) -> None:
    watched.wait(400)
    assert watched.expired == [True]


def test_a_touch_during_the_warning_starts_the_minutes_again(watched: Watched) -> None:
    watched.wait(280)
    watched.watch.touch()
    assert watched.stayed == [True]
    watched.wait(260)
    assert watched.expired == []


def test_a_key_in_our_window_counts_as_somebody_there(watched: Watched, qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    qtbot.waitExposed(line)
    watched.watch.look_at(line.windowHandle())
    watched.wait(200)
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
    watched.wait(200)
    assert watched.warned == []


def test_a_laptop_that_slept_is_locked_at_once(watched: Watched) -> None:
    watched.time.pass_by(minutes=2)
    watched.watch.check()
    assert watched.expired == [True]


@pytest.mark.parametrize(("chosen", "minutes"), [(0, 1), (15, 15), (60, 15)])
def test_the_limit_stays_between_one_and_fifteen_minutes(watched: Watched, chosen: int, minutes: int) -> None:
    watched.watch.set_minutes(chosen)
    watched.wait(minutes * 60 - 1)
    assert watched.expired == []
    watched.wait(1)
    assert watched.expired == [True]


def test_the_warning_counts_and_its_button_keeps_the_desk_open(watched: Watched, qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    warning = lock_warning.LockWarning(line, watched.watch)
    watched.wait(280)
    dialog = warning.dialog()
    assert dialog is not None
    assert any("Locking in 20 seconds" in label.text() for label in dialog.findChildren(QLabel))
    dialog.findChildren(widgets.Button)[0].click()
    assert warning.dialog() is None
    watched.wait(100)
    assert watched.expired == []
