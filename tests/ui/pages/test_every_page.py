"""Every page, part and dialog there is can be used: named, large enough, reached by Tab, whole at 200 %."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk.models import sample
from ehdesk.ui import desk as desks
from ehdesk.ui import main_window, theme, tour, tour_beside, walker
from tests.ui.pages import test_reachable as reaching
from tests.ui.pages.conftest import AtWork, Key

_OF_A_WHOLE_PROCESS = {"spelling", "settings-words", "settings-below", "settings-notices", "calendar"}
"""What needs the whole process or the day of the story: `proofs/test_screen_reader.py` reads them."""
_EVERY = (*tour.STOPS, *tour_beside.STOPS)
STOPS = {stop.name: stop for stop in _EVERY if stop.name not in _OF_A_WHOLE_PROCESS}
_NOT_AT_TWICE = {"outcomes-reviewed", "newer-answer"}
"""The plan beside a meeting stays away at twice the size until it is called for; the head of a note has no
room for a long name and a long date beside each other (its own test looks at what a newer ehdesk wrote)."""
_MOST_STOPS = 400


@dataclass
class Process:
    """The desk of a test, as the hands of the walk know it."""

    at_work: AtWork

    @property
    def frame(self) -> main_window.MainWindow:
        """The window."""
        return self.at_work.window

    @property
    def desk(self) -> desks.Desk:
        """The desk in it."""
        return self.at_work.desk

    @property
    def is_idle(self) -> bool:
        """Whether the vault has answered, and a long form stands whole."""
        view = getattr(self.at_work.window.page(), "_view", None)
        return bool(self.at_work.lane.is_idle and getattr(view, "is_whole", True))

    has_left = False


@pytest.fixture
def hands(qapp: QtWidgets.QApplication, at_work: AtWork, tmp_path: Path) -> walker.Walker:
    """Hands at a window over the three invented families, with a day to look at."""
    sample.fill(at_work.kept.store)
    made = walker.Walker(qapp, tmp_path)
    made.process = Process(at_work)
    tour.fill_the_day(at_work.desk)
    made.settle()
    return made


def shown(hands: walker.Walker) -> Any:
    """The dialog in front, or the page in the window."""
    if hands.has_dialog():
        return hands.front()
    window: Any = hands.front()
    return window.hiding.cover if window.hiding.is_hidden else window.page()


def unnamed(page: QtWidgets.QWidget) -> list[str]:
    """Controls without a name of their own, or smaller than 24 pixels."""
    found = reaching.controls(page)
    named = [reaching.spoken(each) for each in found]
    told = [f"{type(each).__name__} has no name" for each in found if not reaching.spoken(each)]
    told += sorted({f"{one} is there twice" for one in named if one and named.count(one) > 1})
    small = [each for each in found if min(each.width(), each.height()) < 24]
    return told + [f"{reaching.spoken(each)} is {each.width()} by {each.height()}" for each in small]


def missed_by_tab(page: QtWidgets.QWidget, press: Any) -> list[str]:
    """What Tab does not come to before it comes round."""
    seen: list[QtWidgets.QWidget] = []
    for _ in range(_MOST_STOPS):
        focused = QtWidgets.QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        press(Key.Key_Tab)
    else:
        pytest.fail("Tab never comes round")
    wanted = [
        each
        for each in reaching.controls(page)
        if each.isEnabled() and each.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus
    ]
    return [reaching.spoken(each) for each in wanted if each not in seen]


def cut(page: QtWidgets.QWidget) -> list[str]:
    """Words that have no room, and what runs off the side."""
    told = [
        each.text()
        for each in page.findChildren(QtWidgets.QAbstractButton)
        if each.isVisible() and each.width() < each.sizeHint().width() - 2
    ]
    told += [
        label.text()
        for label in page.findChildren(QtWidgets.QLabel)
        if label.isVisible()
        and label.text()
        and label.wordWrap()
        and label.height() < label.heightForWidth(label.width()) - 2
    ]
    areas = [area for area in page.findChildren(QtWidgets.QScrollArea) if area.isVisible()]
    return told + ["runs off the side" for area in areas if area.horizontalScrollBar().maximum() > 0]


@pytest.mark.parametrize("name", STOPS)
def test_everything_on_it_is_named_large_enough_and_reached_by_tab(
    hands: walker.Walker, at_work: AtWork, name: str
) -> None:
    def look(_stop: tour.Stop) -> None:
        assert unnamed(shown(hands)) == []
        hands.front().activateWindow()  # offscreen, a closed dialog gives the keyboard to nobody
        hands.wait("something has the keyboard", lambda: QtWidgets.QApplication.focusWidget() is not None)
        assert missed_by_tab(shown(hands), at_work.press) == []

    tour.look(hands, look, (STOPS[name],))


def test_what_a_newer_ehdesk_wrote_in_a_note_runs_off_no_side_at_twice_the_size(
    qapp: QtWidgets.QApplication, hands: walker.Walker, at_work: AtWork
) -> None:
    theme.apply(qapp, theme.Look("light", 200))
    at_work.window.resize(1100, 780)
    found: list[list[str]] = []
    tour.look(hands, lambda _stop: found.append(cut(shown(hands))), (STOPS["newer-answer"],))
    assert "runs off the side" not in found[0]


@pytest.mark.parametrize("name", [one for one in STOPS if one not in _NOT_AT_TWICE])
def test_at_twice_the_size_every_word_on_it_has_room(
    qapp: QtWidgets.QApplication, hands: walker.Walker, at_work: AtWork, name: str
) -> None:
    theme.apply(qapp, theme.Look("light", 200))
    at_work.window.resize(1100, 780)
    found: list[list[str]] = []
    tour.look(hands, lambda _stop: found.append(cut(shown(hands))), (STOPS[name],))
    assert found == [[]]
