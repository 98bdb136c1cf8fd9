"""Everybody can use the pages: named, reachable by keyboard, large enough, readable at twice the size."""

import itertools
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtGui import QAccessible

from ehdesk.models import episode, form, person, sample, visit
from ehdesk.ui import theme
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")

FAMILY = "0197f000-0412-7000-8000-000000000000"
PAGES = (
    *("today", "caseload", "family", "note", "checklist", "feedback", "read"),
    *("new_family", "new_person", "person", "person, shown", "episode", "directory", "visit", "visits"),
    *("plan", "sharing"),
)
_CONTROLS = (
    QtWidgets.QLineEdit,
    QtWidgets.QAbstractButton,
    QtWidgets.QComboBox,
    QtWidgets.QTextEdit,
    QtWidgets.QAbstractItemView,
)


@pytest.fixture
def families(at_work: AtWork) -> AtWork:
    """The worker's desk with the three invented families."""
    sample.fill(at_work.kept.store)
    return at_work


def opened(at_work: AtWork, name: str) -> Any:
    """One of the pages, as a worker finds it in the middle of the work."""
    lines = at_work.kept.ask(form.forms_of_family, FAMILY)
    at_work.kept.do(visit.plan, family_id=FAMILY, answers={"at": "2026-07-07T14:00"})
    if name == "episode":
        return at_work.go("episode", at_work.kept.ask(episode.episodes, FAMILY)[0].id)
    if name == "plan":
        return at_work.go("plan", at_work.kept.ask(episode.episodes, FAMILY)[0].id)
    if name == "sharing":
        return at_work.go("family", FAMILY, path="sharing")
    if name == "visit":
        return at_work.go(name, more={"family": FAMILY})
    if name in ("today", "caseload", "directory", "visits"):
        return at_work.go(name)
    if name == "family":
        return at_work.go("family", FAMILY)
    if name == "new_family":
        page = at_work.go(name)
        page._view._fields["people"].input._on_add()
        at_work.settle()
        return page
    if name == "new_person":
        return at_work.go(name, FAMILY)
    if name.startswith("person"):
        mother = next(card for card in at_work.kept.ask(person.people, FAMILY) if not card.is_child)
        page = at_work.go("person", mother.id)
        if name == "person, shown":
            page.show_reach()
            at_work.settle()
        return page
    if name == "note":
        page = at_work.go("note", more={"family": FAMILY})
        page._view.show_rest()
        at_work.settle()
        return page
    wanted = {"checklist": ("self_assessment", "draft"), "feedback": ("feedback_parent", "draft")}
    asked, status = wanted.get(name, ("feedback_parent", "finished"))
    found = next(line for line in lines if line.form_id == asked and line.status == status)
    page = at_work.go("form", found.record_id)
    stand(at_work, page)
    return page


def stand(at_work: AtWork, page: Any) -> None:
    """Wait until a long form stands whole, and everything on it has its place."""
    below = page.findChildren(QtWidgets.QAbstractButton)[-1]
    was: list[int] = []

    def stands() -> bool:
        is_whole = getattr(getattr(page, "_view", None), "is_whole", True)
        was.append(below.mapTo(page, QtCore.QPoint(0, 0)).y() if is_whole else -len(was))
        return len(was) > 1 and was[-1] == was[-2]

    at_work.qtbot.waitUntil(stands, timeout=10_000)


def controls(page: QtWidgets.QWidget) -> list[QtWidgets.QWidget]:
    """Everything on the page that can be pressed or typed into."""
    return [
        each
        for each in page.findChildren(QtWidgets.QWidget)
        if isinstance(each, _CONTROLS) and each.isVisible()
    ]


def spoken(widget: QtWidgets.QWidget) -> str:
    """The name that a screen reader says."""
    if isinstance(widget, QtWidgets.QComboBox):  # its own name is its value on Linux; the label is its buddy
        return widget.accessibleName()
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("name", PAGES)
def test_every_control_is_named_and_no_two_share_a_name(families: AtWork, name: str) -> None:
    page = opened(families, name)
    named = [spoken(each) for each in controls(page)]
    assert all(named)
    shared = sorted({one for one in named if named.count(one) > 1})
    assert shared == []


@pytest.mark.parametrize("name", PAGES)
def test_every_target_is_24_pixels_or_more(families: AtWork, name: str) -> None:
    page = opened(families, name)
    small = [spoken(each) for each in controls(page) if min(each.width(), each.height()) < 24]
    assert small == []


@pytest.mark.parametrize("name", PAGES)
def test_tab_goes_round_the_page_and_down_it(families: AtWork, name: str) -> None:
    page = opened(families, name)
    places: list[int] = []
    seen: list[QtWidgets.QWidget] = []
    scrolled = getattr(page, "_column", page)
    for _ in range(200):
        focused = QtWidgets.QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        if scrolled.isAncestorOf(focused):
            places.append(focused.mapTo(scrolled, QtCore.QPoint(0, 0)).y())
        families.press(Key.Key_Tab)
    else:
        pytest.fail("Tab never comes round")
    turns = sum(after < before - 40 for before, after in itertools.pairwise(places))
    assert turns <= 1, "Tab goes down the page, and back to its top once"
    reachable = [each for each in controls(page) if each.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus]
    missed = [spoken(each) for each in reachable if each not in seen and each.isEnabled()]
    assert missed == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "checklist",
            ("Go to a question", "Sections of this form", "Print"),
            ("Finish self-assessment", "Check", "What happened"),
        ),
        ("read", ("Print", "Amend"), ()),
        ("note", ("Family: Kowalczyk-Hughes", "Today 10:40"), ("Done", "Print")),
    ],
)
def test_tab_goes_as_the_eye_does(
    families: AtWork, name: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    """What stands above comes first, then the form, then its foot; and after the foot the window's bar."""
    opened(families, name)
    families.window.menu_button.setFocus()
    walked = []
    while (named := families.named()) not in walked:
        walked.append(named)
        families.press(Key.Key_Tab)
    assert tuple(walked[1 : 1 + len(before)]) == before
    foot = walked.index("Search") if "Search" in walked else len(walked)
    assert tuple(walked[foot - len(after) : foot]) == after


@pytest.mark.parametrize("name", PAGES)
def test_at_twice_the_size_no_word_is_cut_and_nothing_runs_off_the_side(families: AtWork, name: str) -> None:
    app = QtWidgets.QApplication.instance()
    assert isinstance(app, QtWidgets.QApplication)
    theme.apply(app, theme.Look("light", 200))
    families.window.resize(1280, 900)
    page = opened(families, name)
    families.settle()
    bars = [area.horizontalScrollBar().maximum() for area in page.findChildren(QtWidgets.QScrollArea)]
    assert max(bars, default=0) == 0
    cut = [
        each.text()
        for each in page.findChildren(QtWidgets.QAbstractButton)
        if each.isVisible() and each.width() < each.sizeHint().width() - 2
    ]
    assert cut == []
    clipped = [
        label.text()
        for label in page.findChildren(QtWidgets.QLabel)
        if label.isVisible()
        and label.text()
        and label.wordWrap()
        and label.height() < label.heightForWidth(label.width()) - 2
    ]
    assert clipped == []


def test_saving_is_announced_when_it_goes_wrong(families: AtWork) -> None:
    page = opened(families, "checklist")
    assert page._edit.strip.saved_words().startswith("Saved")


def test_a_right_to_left_answer_reads_from_the_right(families: AtWork) -> None:
    lines = families.kept.ask(form.forms_of_family, "0197f000-0097-7000-8000-000000000000")
    for line in lines:
        sheet = families.kept.ask(form.sheet, line.record_id)
        arabic = [
            key for key, value in sheet.answers.items() if isinstance(value, str) and "العاملة" in value
        ]
        if sheet.is_locked and arabic:
            page = families.go("form", line.record_id)
            label = page._edit.reading.answer_label(arabic[0])
            assert label.layoutDirection() == QtCore.Qt.LayoutDirection.RightToLeft
            return
    pytest.fail("the Arabic answer is in the sample")


def test_the_window_stays_bright_enough_in_every_scheme(families: AtWork) -> None:
    app = QtWidgets.QApplication.instance()
    assert isinstance(app, QtWidgets.QApplication)
    for scheme in (theme.LIGHT, theme.DARK, theme.CONTRAST):
        palette = theme.palette(scheme)
        ink, ground = (
            palette.color(QtGui.QPalette.ColorRole.Text),
            palette.color(QtGui.QPalette.ColorRole.Base),
        )
        assert theme.contrast(ink.name(), ground.name()) >= 4.6
