"""A printer that does not take the pages: nothing is noted, the words say what to do, the paper waits."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6 import QtPrintSupport

from ehdesk import errors
from ehdesk.models import copies, paper_run, tray
from ehdesk.ui import messages, paper_again, printer
from tests.ui.pages.conftest import AtWork
from tests.ui.pages.test_pack_dialog import make
from tests.ui.pages.test_pack_dialog import opened as pack_of
from tests.ui.pages.test_paper_book import out
from tests.ui.pages.test_print_sharing import dialog_of
from tests.ui.pages.test_tray import made, opened, waiting

pytestmark = [
    pytest.mark.usefixtures("no_strays"),
    pytest.mark.qt_log_ignore("QPainter::begin", extend=True),  # what Qt says where no job could begin
]

SILENT = "The printer did not take the pages. Nothing is noted as printed or given."
FILE = "A file was chosen instead of a printer"
FULL = Path("/dev/full")
"""Linux's disk that is always full."""


def to_file(path: Path) -> QtPrintSupport.QPrinter:
    """A real printer of Qt's, that prints into a file."""
    made = QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QtPrintSupport.QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    return made


def gone() -> QtPrintSupport.QPrinter:
    """What Qt gives where no printer is there."""
    return QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)


def given(at_work: AtWork) -> tuple[Any, ...]:
    """What the record says has gone out: paper and copies."""
    at_work.settle()
    home = at_work.home.family
    return (*at_work.kept.ask(paper_run.of_family, home), *at_work.kept.ask(copies.copies, home))


def test_without_a_printer_it_says_what_can_be_done(at_work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "has_printer", lambda: False)
    dialog = dialog_of(at_work, "agreement")
    dialog.print_button.click()
    (told,) = dialog.findChildren(messages.Dialog)
    assert told.windowTitle() == "This computer knows no printer"
    assert not dialog.findChildren(QtPrintSupport.QPrintDialog)
    assert dialog.count.text() == "Nothing was printed."
    assert given(at_work) == ()
    told.accept()
    dialog.reject()


def test_what_is_printed_goes_to_paper_and_into_no_file(at_work: AtWork) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog.print_button.click()
    (asked,) = dialog.findChildren(QtPrintSupport.QPrintDialog)
    assert not asked.testOption(asked.PrintDialogOption.PrintToFile)
    asked.reject()
    dialog.reject()


@pytest.mark.parametrize("way", ["a form", "one page again", "the tray"])
def test_where_the_systems_window_chose_a_file_all_the_same_nothing_is_made_or_noted(
    at_work: AtWork, tmp_path: Path, way: str
) -> None:
    told = list[str]()
    holder: Any = at_work.window
    if way == "a form":
        holder = dialog_of(at_work, "agreement")
        holder.print_button.click()
    elif way == "the tray":
        waiting(at_work)
        holder = opened(at_work)
        made(at_work, holder)
        holder.print_button.click()
    else:
        paper_again.choose_printer(holder, at_work.desk, out(at_work), 2, told.append)
    before, written = given(at_work), tmp_path / "form.pdf"
    (asked,) = at_work.window.findChildren(QtPrintSupport.QPrintDialog)
    asked.printer().setOutputFileName(str(written))  # as some systems let their users do all the same
    asked.done(asked.DialogCode.Accepted)
    at_work.settle()
    refused = [one for one in at_work.window.findChildren(messages.Dialog) if one.windowTitle() == FILE]
    assert len(refused) == 1
    assert not written.exists()
    assert given(at_work) == before
    line = holder.count.text() if way == "a form" else holder.told.text() if way == "the tray" else told[-1]
    assert line == "Nothing was printed."
    refused[0].accept()


def test_what_the_printer_took_is_noted(at_work: AtWork, tmp_path: Path) -> None:
    dialog = dialog_of(at_work, "agreement")
    assert dialog._paper is not None
    pages = len(dialog._paper.pictures)
    dialog._send(to_file(tmp_path / "out.pdf"))
    assert dialog.stop_button.isVisible()
    at_work.qtbot.waitUntil(lambda: "Sent to the printer" in dialog.count.text(), timeout=60_000)
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert len(pdf.pages) == pages
    assert len(given(at_work)) == 2
    dialog.reject()


@pytest.mark.parametrize("chosen", [gone, lambda: to_file(Path("/nowhere/out.pdf"))])
def test_a_printer_that_does_not_begin_leaves_nothing_noted(at_work: AtWork, chosen: Any) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog._send(chosen())
    at_work.qtbot.waitUntil(lambda: dialog.count.text().startswith(SILENT), timeout=60_000)
    assert "Then print again." in dialog.count.text()
    assert given(at_work) == ()
    assert dialog.print_button.isEnabled()
    assert not dialog.stop_button.isVisible()
    dialog.reject()


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
def test_a_job_that_breaks_off_in_the_middle_leaves_nothing_noted(at_work: AtWork) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog._send(to_file(FULL))
    at_work.qtbot.waitUntil(lambda: "Nothing is noted as printed" in dialog.count.text(), timeout=60_000)
    assert "Printing stopped after 1 of" in dialog.count.text()
    assert given(at_work) == ()
    dialog.reject()


def test_after_an_empty_form_nobody_is_asked_who_will_read_it(at_work: AtWork, tmp_path: Path) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog.what.buttons[1].click()
    at_work.settle()
    at_work.qtbot.waitUntil(dialog.print_button.isEnabled, timeout=30_000)
    dialog._send(to_file(tmp_path / "out.pdf"))
    assert not dialog.what.isEnabled()
    at_work.qtbot.waitUntil(lambda: "Sent to the printer" in dialog.count.text(), timeout=60_000)
    assert dialog.what.isEnabled()
    assert not dialog.reader.isEnabled()
    dialog.reject()


def test_a_job_that_is_stopped_leaves_nothing_noted(at_work: AtWork, tmp_path: Path) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog._send(to_file(tmp_path / "out.pdf"))
    assert dialog._sending is not None
    dialog._sending.progressed.connect(lambda at, _total: dialog.stop_button.click() if at == 1 else None)
    at_work.qtbot.waitUntil(lambda: "Printing stopped after 1 of" in dialog.count.text(), timeout=60_000)
    assert given(at_work) == ()
    dialog.reject()


def test_closing_the_dialog_stops_the_job_and_notes_nothing(at_work: AtWork, tmp_path: Path) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog._send(to_file(tmp_path / "out.pdf"))
    dialog.reject()
    assert given(at_work) == ()


def test_the_tray_keeps_what_the_printer_did_not_take(at_work: AtWork, tmp_path: Path) -> None:
    waiting(at_work)
    dialog = opened(at_work)
    made(at_work, dialog)
    dialog.giving.send_to(gone())
    at_work.qtbot.waitUntil(lambda: dialog.told.text().startswith(SILENT), timeout=60_000)
    assert given(at_work) == ()
    assert len(at_work.kept.ask(tray.waiting)) == 1
    assert dialog.print_button.isEnabled()
    dialog.giving.send_to(to_file(tmp_path / "out.pdf"))
    at_work.qtbot.waitUntil(lambda: "Sent to the printer" in dialog.told.text(), timeout=60_000)
    at_work.settle()
    assert at_work.kept.ask(tray.waiting) == ()
    assert len(given(at_work)) == 1
    dialog.reject()


def test_of_several_packs_only_those_that_were_printed_are_noted(in_autumn: AtWork, tmp_path: Path) -> None:
    dialog = pack_of(in_autumn)
    dialog.each_alone.setChecked(True)
    make(in_autumn, dialog)
    before = len(given(in_autumn))
    first, second = dialog.giving.ready
    chosen = to_file(tmp_path / "out.pdf")
    dialog.giving.send_to(chosen)
    assert dialog.giving._sending is not None
    dialog.giving._sending.done.connect(lambda _pages: chosen.setOutputFileName("/nowhere/out.pdf"))
    in_autumn.qtbot.waitUntil(lambda: dialog.told.text().startswith(SILENT), timeout=60_000)
    assert f"What was for {first[0].to} had been printed before, and is noted." in dialog.told.text()
    assert dialog.giving.ready == [second]
    papers = [made for made in first[1].made if made.number is not None]
    letters = [made for made in first[1].made if made.piece.kind != "blank"]
    assert len(given(in_autumn)) - before == len(papers) + len(letters)
    dialog.reject()


def test_one_page_again_says_that_the_printer_did_not_take_it(at_work: AtWork, tmp_path: Path) -> None:
    run, told = out(at_work), list[str]()
    paper_again.send(at_work.window, at_work.desk, run, 2, gone(), tell=told.append)
    at_work.qtbot.waitUntil(lambda: len(told) == 2, timeout=60_000)
    assert told[-1].startswith(SILENT)
    chosen = to_file(tmp_path / "out.pdf")
    paper_again.send(at_work.window, at_work.desk, run, 2, chosen, tell=told.append)
    at_work.qtbot.waitUntil(lambda: told[-1] == "Page 2 was sent to the printer.", timeout=60_000)
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_a_refusal_is_said_as_sentences() -> None:
    said = printer.said(errors.PrintingStopped(page=2, total=5))
    assert said.startswith("Printing stopped after 2 of 5 pages. Nothing is noted")
