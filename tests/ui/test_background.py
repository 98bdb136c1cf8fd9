"""One lane: jobs in order, results on the window's thread."""

import threading

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
