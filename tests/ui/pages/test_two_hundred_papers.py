"""Two hundred papers of the tray in one run: the window answers between them, and a run can be stopped."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtPrintSupport, QtWidgets
from PySide6.QtTest import QTest

from ehdesk.models import copies, form, paper_run, tray
from ehdesk.paper import preview
from ehdesk.ui import tray_page
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")

PAPERS = 200
STOPPED = "Stopped. Nothing was printed or saved."


@pytest.fixture
def dialog(at_work: AtWork, request: pytest.FixtureRequest) -> Iterator[tray_page.TrayDialog]:
    """Half of them empty, half of them a filled note, each for the worker."""
    papers = getattr(request, "param", PAPERS)
    note = at_work.kept.do(
        form.start, "note", family_id=at_work.home.family, answers={"text": "Zofia read aloud."}
    )
    empty = tray.Piece("blank", "Child's feedback", "feedback_child")
    filled = tray.Piece("filled", "Note", "note", record_id=note)
    at_work.kept.do(tray.put, at_work.home.family, (empty, filled) * (papers // 2), title="A long run")
    page = at_work.go("tray")
    (key,) = page._lines
    yield page.open_item(key)
    at_work.settle()


def to_press(dialog: tray_page.TrayDialog) -> list[str]:
    """The buttons that can be pressed now."""
    buttons = dialog.findChildren(QtWidgets.QPushButton)
    return [each.text() for each in buttons if each.isVisible() and each.isEnabled()]


def given(at_work: AtWork) -> int:
    """How much left the vault, by the book and by the list of copies."""
    family = at_work.home.family
    return len(at_work.kept.ask(paper_run.of_family, family)) + len(at_work.kept.ask(copies.copies, family))


def test_the_window_answers_between_two_papers_and_all_of_them_come(
    at_work: AtWork, dialog: tray_page.TrayDialog, tmp_path: Path
) -> None:
    beats, at_paper, ends, moved = [0], list[int](), list[str](), list[bool]()
    beat = QtCore.QTimer(dialog)
    beat.timeout.connect(lambda: beats.append(beats.pop() + 1))
    dialog.giving.progressed.connect(lambda _made, _total: at_paper.append(beats[0]))

    def press(made: int, _total: int) -> None:
        """A key, half way through."""
        if made == PAPERS // 2:
            assert (
                dialog._scroll.viewport()
                .rect()
                .contains(dialog.bar.mapTo(dialog._scroll.viewport(), QtCore.QPoint(1, 1)))
            )
            before = dialog.focusWidget()
            QTest.keyClick(dialog, Key.Key_Tab)
            moved.append(dialog.focusWidget() is not before)

    dialog.giving.progressed.connect(press)
    beat.start(0)
    dialog.make(lambda: ends.append("made"))
    assert "Stop" in to_press(dialog)
    assert "Print" not in to_press(dialog), "made once, not twice"
    at_work.qtbot.waitUntil(lambda: bool(ends), timeout=300_000)
    beat.stop()
    assert len(at_paper) == PAPERS + 1
    answered = [now > before for before, now in itertools.pairwise(at_paper)]
    assert answered.count(True) > PAPERS * 0.9, "between almost any two papers the window had its turn"
    assert moved == [True]
    assert "Print" in to_press(dialog)
    ((_batch, packed),) = dialog.giving.ready
    assert len(packed.made) == PAPERS
    dialog.giving.save_to(tmp_path / "papers.pdf")
    at_work.settle()
    assert preview.page_count((tmp_path / "papers.pdf").read_bytes()) > PAPERS
    assert at_work.kept.ask(tray.waiting) == ()
    dialog.reject()


@pytest.mark.parametrize("how", ["Stop", "Close"])
def test_a_run_that_is_stopped_leaves_everything_as_it_was(
    how: str, at_work: AtWork, dialog: tray_page.TrayDialog, tmp_path: Path
) -> None:
    made, ends = list[int](), list[str]()
    buttons = dialog.findChildren(QtWidgets.QPushButton)
    (button,) = [each for each in buttons if each.text() == how]
    dialog.giving.told.connect(lambda said: ends.append(said) if said == STOPPED else None)

    def press(papers: int, _total: int) -> None:
        made.append(papers)
        if papers == PAPERS // 2:
            QTest.mouseClick(button, QtCore.Qt.MouseButton.LeftButton)

    dialog.giving.progressed.connect(press)
    dialog.make(lambda: ends.append("made"))
    at_work.qtbot.waitUntil(lambda: bool(ends), timeout=300_000)
    at_work.settle()
    assert ends == [STOPPED]
    assert made[-1] == PAPERS // 2
    if how == "Stop":
        assert dialog.told.text() == STOPPED
    assert list(tmp_path.glob("*.pdf*")) == []
    assert len(at_work.kept.ask(tray.waiting)) == 1
    assert given(at_work) == 0
    if how == "Stop":
        assert "Print" in to_press(dialog)
        dialog.reject()


@pytest.mark.parametrize("dialog", [4], indirect=True)
@pytest.mark.parametrize("pages", [0, 2])
def test_a_stop_takes_back_what_went_to_the_printer_and_all_of_it_waits(
    pages: int, at_work: AtWork, dialog: tray_page.TrayDialog, tmp_path: Path
) -> None:
    ends, said = list[str](), list[str]()
    dialog.make(lambda: ends.append("made"))
    at_work.qtbot.waitUntil(lambda: bool(ends), timeout=300_000)
    printer = QtPrintSupport.QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))

    def stop(told: str) -> None:
        said.append(told)
        if told.startswith(f"Sending page {pages} of"):
            QTest.mouseClick(dialog.stop_button, QtCore.Qt.MouseButton.LeftButton)

    dialog.giving.told.connect(stop)
    dialog.giving.send_to(printer)
    assert to_press(dialog) == ["Stop", "Close"]
    assert dialog.stop_button.hasFocus()
    if not pages:
        dialog.stop_button.click()
    at_work.qtbot.waitUntil(lambda: "Printing stopped" in "".join(said[-1:]), timeout=60_000)
    at_work.settle()
    assert said[-1].startswith(f"Printing stopped after {pages} of")
    assert "Print" in to_press(dialog)
    assert dialog.print_button.hasFocus()
    assert given(at_work) == 0, "no page is out, and no copy was given"
    assert len(at_work.kept.ask(tray.waiting)) == 1, "all of it waits"
    dialog.reject()
