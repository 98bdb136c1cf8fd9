"""The papers of a visit: at most three clicks, for each reader in their language; long runs stay awake."""

from pathlib import Path

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk.models import copies, form, paper_run, tray, visit
from ehdesk.paper import preview
from ehdesk.ui import pack_dialog, pack_giving, pack_run
from tests.paper.test_tagged import faults
from tests.ui.pages.conftest import AtWork

pytestmark = pytest.mark.usefixtures("no_strays")


def opened(at_work: AtWork) -> pack_dialog.PackDialog:
    page = at_work.go("family", at_work.home.family)
    page.papers.click()
    at_work.settle()
    dialog = page.findChild(pack_dialog.PackDialog)
    assert isinstance(dialog, pack_dialog.PackDialog)
    assert dialog.isVisible()
    return dialog


def make(at_work: AtWork, dialog: pack_dialog.PackDialog) -> None:
    dialog._make(lambda: None)
    at_work.qtbot.waitUntil(lambda: not dialog.giving.is_busy, timeout=120_000)


def test_the_pack_of_a_real_family_is_made_saved_and_noted(in_autumn: AtWork, tmp_path: Path) -> None:
    dialog = opened(in_autumn)
    ticked = [piece for tick, piece in dialog.ticks if tick.isChecked()]
    assert {piece.language for piece in ticked if piece.to == "Agnieszka Kowalczyk"} == {"pl"}
    make(in_autumn, dialog)
    before = len(in_autumn.kept.ask(copies.copies, in_autumn.home.family))
    dialog.giving.save_to(tmp_path / "papers.pdf")
    in_autumn.settle()
    pdf = (tmp_path / "papers.pdf").read_bytes()
    assert faults(pdf) == []
    assert "not encrypted" in dialog.told.text()
    given = in_autumn.kept.ask(copies.copies, in_autumn.home.family)
    assert len(given) - before == len([piece for piece in ticked if piece.kind != "blank"])
    dialog.reject()


def test_each_reader_gets_a_pack_of_their_own(in_autumn: AtWork) -> None:
    dialog = opened(in_autumn)
    dialog.each_alone.setChecked(True)
    readers = [batch.to for batch in dialog.batches()]
    assert readers == ["Agnieszka Kowalczyk", ""]
    assert [batch.language for batch in dialog.batches()] == ["pl", "en"]
    dialog.reject()


def test_nothing_ticked_prints_nothing(at_work: AtWork) -> None:
    dialog = opened(at_work)
    for tick, _piece in dialog.ticks:
        tick.setChecked(False)
    assert not dialog.print_button.isEnabled()
    assert dialog.told.text() == "Tick what you need."
    dialog.reject()


def test_every_control_says_what_it_is(at_work: AtWork) -> None:
    dialog = opened(at_work)
    for kind in (QtWidgets.QCheckBox, QtWidgets.QComboBox, QtWidgets.QProgressBar):
        for control in dialog.findChildren(kind):
            assert control.accessibleName() or getattr(control, "text", str)()
    dialog.reject()


def test_papers_that_wait_for_a_printer_are_in_the_tray(at_work: AtWork) -> None:
    dialog = opened(at_work)
    pieces = dialog.pieces()
    dialog.keep_button.click()
    at_work.settle()
    assert [one.pieces for one in at_work.kept.ask(tray.waiting)] == [pieces]


def test_from_a_visit_its_papers_are_one_click_away(at_work: AtWork) -> None:
    said = {"at": "2026-07-08T10:00", "minutes": "60"}
    planned = at_work.kept.do(visit.plan, family_id=at_work.home.family, answers=said)
    page = at_work.go("visit", planned)
    page.papers_button.click()
    at_work.settle()
    dialog = page.findChild(pack_dialog.PackDialog)
    assert isinstance(dialog, pack_dialog.PackDialog)
    dialog.reject()


def test_two_hundred_forms_in_one_run_let_others_have_their_turn(at_work: AtWork) -> None:
    """Between two papers something else of the worker's is saved, and the window answers."""
    piece = tray.Piece("blank", "Parent or carer feedback", "feedback_parent", variant="taf")
    asked: list[int] = []
    giving = pack_giving.Giving(at_work.window, at_work.desk)
    giving.progressed.connect(
        lambda made, _total: at_work.desk.ask(paper_run.still_out, then=lambda _none: asked.append(made))
    )
    told: list[int] = []
    turns: set[int] = set()
    giving.progressed.connect(lambda made, _total: told.append(made))
    beat = QtCore.QTimer(at_work.window)
    beat.timeout.connect(lambda: turns.update(told[-1:]))
    beat.start(1)
    giving.make([pack_giving.Batch(at_work.home.family, "", (piece,) * 200)], lambda: None)
    at_work.qtbot.waitUntil(lambda: not giving.is_busy, timeout=300_000)
    beat.stop()
    packed = giving.ready[0][1]
    assert preview.page_count(packed.pdf) > sum(len(made.pages) for made in packed.made)
    assert len(packed.made) == 200
    assert asked.index(100) < asked.index(199), "others had their turn in between"
    assert len(turns) > 150, "the window had its turn between most of them"


def test_a_run_that_is_stopped_gives_nothing(at_work: AtWork) -> None:
    piece = tray.Piece("blank", "Child's feedback", "feedback_child")
    told: list[str] = []
    giving = pack_giving.Giving(at_work.window, at_work.desk)
    giving.told.connect(told.append)
    giving.progressed.connect(lambda made, _total: giving.stop() if made == 2 else None)
    giving.make([pack_giving.Batch(at_work.home.family, "", (piece,) * 50)], lambda: told.append("made"))
    at_work.qtbot.waitUntil(lambda: "Stopped. Nothing was printed or saved." in told, timeout=60_000)
    at_work.settle()
    assert "made" not in told
    assert at_work.kept.ask(paper_run.of_family, at_work.home.family) == ()


def test_a_paper_that_may_not_go_is_left_out_and_the_words_say_so(at_work: AtWork) -> None:
    gone = tray.Piece("filled", "Note", "note", record_id="01980000-0000-7000-8000-00000000ffff")
    blank = tray.Piece("blank", "Child's feedback", "feedback_child")
    done: list[pack_run.Packed] = []
    run = pack_run.PackRun(at_work.window, at_work.desk, at_work.home.family, [gone, blank])
    run.done.connect(done.append)
    at_work.qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    assert [made.piece for made in done[0].made] == [blank]
    assert [one.piece for one in done[0].left_out] == [gone]


def test_letters_that_cannot_be_printed_are_said_before_a_pack_is_printed(at_work: AtWork) -> None:
    record = at_work.kept.do(
        form.start, "note", family_id=at_work.home.family, answers={"text": "She calls herself 王小明."}
    )
    told: list[str] = []
    giving = pack_giving.Giving(at_work.window, at_work.desk)
    giving.told.connect(told.append)
    piece = tray.Piece("filled", "Note", "note", record_id=record)
    giving.make([pack_giving.Batch(at_work.home.family, "", (piece,))], lambda: told.append("made"))
    at_work.qtbot.waitUntil(lambda: "made" in told, timeout=60_000)
    assert "Chinese (小 明 王)" in told[told.index("made") - 1]
