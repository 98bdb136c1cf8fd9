"""What is loaded while the passphrase is typed: the first page at once, the others when nothing waits."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ehdesk.ui import ahead, background, doors, pages

LAST = pages.modules()[-1]


class CountedLane(background.Lane):
    """A lane that counts how often it was asked whether it has nothing to do."""

    asked = 0

    @property
    def is_idle(self) -> bool:
        self.asked += 1
        return super().is_idle


def no_failure(error: Exception) -> None:
    raise AssertionError(error)


@pytest.fixture
def lane(qapp: QApplication) -> Iterator[CountedLane]:
    made = CountedLane("vault")
    yield made
    made.close()


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names in the order in which they were asked for."""
    names: list[str] = []
    monkeypatch.setattr(doors, "load", names.extend)
    return names


def test_the_first_page_is_prepared_before_the_others_come(
    qtbot: QtBot, lane: CountedLane, loaded: list[str]
) -> None:
    parent, prepared = QObject(), list[int]()
    loading = ahead.Ahead(lane, lambda: prepared.append(len(loaded)), no_failure, parent)
    qtbot.waitUntil(lambda: loaded[-1:] == [LAST])
    loading.close()
    assert prepared == [len(doors.FIRST_PAGE)]
    assert loaded == [*doors.FIRST_PAGE, *pages.modules()]


def test_no_other_page_is_loaded_while_the_vault_is_being_opened(
    qtbot: QtBot, lane: CountedLane, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "PAUSE_MS", 5)
    parent, opening = QObject(), threading.Event()
    lane.submit(opening.wait)
    loading = ahead.Ahead(lane, lambda: None, no_failure, parent)
    qtbot.waitUntil(lambda: lane.asked > 3)
    assert loaded == [*doors.FIRST_PAGE]
    opening.set()
    qtbot.waitUntil(lambda: loaded[-1:] == [LAST])
    loading.close()


def test_a_library_that_cannot_be_loaded_is_told(
    qtbot: QtBot, lane: CountedLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "FIRST_PAGE", ("ehdesk.no_such_room",))
    parent, told = QObject(), list[Exception]()
    loading = ahead.Ahead(lane, lambda: None, told.append, parent)
    qtbot.waitUntil(lambda: bool(told))
    loading.close()
    assert isinstance(told[0], ModuleNotFoundError)
    assert "ehdesk.no_such_room" not in sys.modules
