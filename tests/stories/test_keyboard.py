"""A form is walked by keyboard in the order in which it is read, and no window comes in between."""

from PySide6 import QtWidgets

from tests.stories.worker import Worker


def test_tab_walks_a_form_in_the_order_of_the_page_when_questions_come_late(worker: Worker) -> None:
    """The criteria are made once the stage is chosen, and a note once a criterion was not met."""
    worker.unlocks()
    worker.begins("self-assessment")
    worker.wait("the first question has the focus", lambda: worker.focus().startswith("Assessment done"))
    worker.press("Space")
    worker.settle()

    worker.press("Tab")
    assert worker.focus().startswith("Met: Valid agreement before starting")
    worker.press("Right")
    assert worker.focus().startswith("Partly: Valid agreement before starting")
    worker.press("Tab")
    assert worker.focus().startswith("What was missing, and why")
    worker.press("Tab")
    assert worker.focus().startswith("Met: Privacy, limits and rights explained")
    worker.press("Shift+Tab", "Shift+Tab")
    assert worker.focus().startswith("Partly: Valid agreement before starting")


def test_no_other_window_opens_while_questions_are_walked(worker: Worker) -> None:
    worker.unlocks()
    worker.begins("self-assessment")
    worker.press("Space")
    worker.settle()
    for _ in range(30):
        worker.press("Tab")

    shown = [window for window in QtWidgets.QApplication.topLevelWidgets() if window.isVisible()]

    assert shown == [worker.frame()]
