"""One lane: jobs in order, results on the window's thread."""

import gc
import threading
import weakref
from typing import Any

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ehdesk.ui import background


def test_jobs_run_in_order_off_the_windows_thread_and_come_home(lane: background.Lane, qtbot: QtBot) -> None:
    ran: list[tuple[int, bool]] = []
    home: list[tuple[int, bool]] = []

    def job(number: int) -> int:
        ran.append((number, threading.current_thread() is threading.main_thread()))
        return number

    for number in range(5):
        lane.submit(
            lambda number=number: job(number),  # type: ignore[misc]
            lambda answer: home.append((answer, threading.current_thread() is threading.main_thread())),
        )
    qtbot.waitUntil(lambda: lane.is_idle)
    assert ran == [(number, False) for number in range(5)]
    assert home == [(number, True) for number in range(5)]


def test_what_goes_wrong_comes_to_whoever_asked_or_to_the_lane(lane: background.Lane, qtbot: QtBot) -> None:
    asked: list[Exception] = []
    stumbled: list[Exception] = []
    lane.stumbled.connect(stumbled.append)

    def fail() -> None:
        raise ValueError

    lane.submit(fail, None, asked.append)
    lane.submit(fail)
    qtbot.waitUntil(lambda: lane.is_idle)
    assert [type(error) for error in (*asked, *stumbled)] == [ValueError, ValueError]


def test_an_answer_for_a_page_that_is_gone_goes_nowhere(lane: background.Lane, qtbot: QtBot) -> None:
    page, told = QWidget(), []  # type: tuple[QWidget, list[object]]
    wait = threading.Event()
    lane.submit(lambda: wait.wait(5), told.append, owner=page)
    page.deleteLater()
    with qtbot.waitSignal(page.destroyed):
        pass
    wait.set()
    qtbot.waitUntil(lambda: lane.is_idle)
    assert told == []


def test_closing_finishes_what_was_handed_in(qtbot: QtBot) -> None:
    lane, done = background.Lane("closing"), []  # type: tuple[background.Lane, list[int]]
    for number in range(3):
        lane.submit(lambda number=number: done.append(number))  # type: ignore[misc]
    assert lane.close()
    assert done == [0, 1, 2]


class Ending(QObject):
    """Notes the thread that it ends on. Kept alive by a circle, as pages with their slots are."""

    def __init__(self, ended: list[bool]) -> None:
        super().__init__()
        self.circle: Ending | None = self
        weakref.finalize(self, lambda: ended.append(threading.current_thread() is threading.main_thread()))


def test_no_page_ever_ends_on_the_lane(lane: background.Lane, qtbot: QtBot) -> None:
    ended: list[bool] = []
    for _ in range(20):
        Ending(ended)
    lane.submit(lambda: [[number] for number in range(200_000)])  # enough to set Python looking
    qtbot.waitUntil(lambda: lane.is_idle)
    assert ended == []
    gc.collect()
    assert ended == [True] * 20


def test_a_job_that_holds_a_page_lets_go_of_it_on_the_windows_side(
    lane: background.Lane, qtbot: QtBot
) -> None:
    ended: list[bool] = []
    page = Ending(ended)
    page.circle = None
    lane.submit(lambda page=page: page.objectName(), lambda _name, page=page: None)  # type: ignore[misc]
    del page
    qtbot.waitUntil(lambda: lane.is_idle)
    assert ended == [True]


def test_garbage_is_looked_for_on_the_windows_side_while_a_lane_runs(lane: background.Lane) -> None:
    assert not gc.isenabled()
    before = gc.get_threshold()
    gc.set_threshold(1, 1, 1)
    try:
        background.tidy()
    finally:
        gc.set_threshold(*before)
    assert gc.get_count()[0] < 700
    assert lane.close()
    assert gc.isenabled()


def test_where_garbage_was_not_looked_for_before_a_lane_it_is_not_after(qtbot: QtBot) -> None:
    gc.disable()
    try:
        assert background.Lane("second").close()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_garbage_is_not_looked_for_while_a_thread_that_did_not_end_still_runs(qtbot: QtBot) -> None:
    goes = threading.Event()
    stuck = background.Lane("stuck")
    stuck.submit(goes.wait)
    try:
        assert not stuck.close(wait_seconds=0.01)
        assert not gc.isenabled()
    finally:
        goes.set()
        gc.enable()


class Slowly:
    """Tells what a lane tells, and keeps the lane there until `goes`: the window's side is done by then."""

    def __init__(self, told: Any) -> None:
        self.told, self.goes = told, threading.Event()

    def emit(self, *said: Any) -> None:
        self.told.emit(*said)
        self.goes.wait(20)


def test_an_error_that_holds_a_page_ends_on_the_windows_side_however_slow_the_lane_is(
    lane: background.Lane, qtbot: QtBot
) -> None:
    ended: list[bool] = []
    page = Ending(ended)
    page.circle = None
    slowly = Slowly(lane._came_home)
    lane._came_home = slowly  # type: ignore[assignment]

    def fails(page: Ending = page) -> None:
        raise ValueError(page.objectName())

    told: list[str] = []
    lane.submit(fails, None, lambda error: told.append(type(error).__name__))
    del page, fails
    qtbot.waitUntil(lambda: lane.is_idle)
    slowly.goes.set()
    lane.submit(lambda: None)
    qtbot.waitUntil(lambda: lane.is_idle)
    assert (told, ended) == (["ValueError"], [True])


def test_what_a_stuck_lane_holds_does_not_end_with_it(qtbot: QtBot) -> None:
    """The process goes on, and much later the network gives up."""
    ended: list[bool] = []
    page = Ending(ended)
    page.circle = None
    goes, gone = threading.Event(), threading.Event()
    stuck = background.Lane("stuck", tidies=False)
    stuck.submit(lambda page=page: goes.wait(20) and page.objectName())  # type: ignore[misc]
    stuck.submit(gone.set)
    thread = stuck._thread
    assert not stuck.close(wait_seconds=0.01)
    shiboken6.delete(stuck)
    del page, stuck
    goes.set()
    assert gone.wait(20)
    thread.join(20)
    assert not thread.is_alive()
    assert ended == []
    background._LEFT.clear()
    del thread
    assert ended == [True]
