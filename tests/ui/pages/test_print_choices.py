"""The print dialog: size, ground and second language show at once; the small pages lead to the large ones."""

from pathlib import Path

import pytest
from PySide6 import QtPrintSupport, QtWidgets

from ehdesk.models import copies, tray
from ehdesk.paper import preview
from ehdesk.ui import printer, send_dialog
from tests.ui.pages.conftest import AtWork
from tests.ui.pages.test_print_sharing import dialog_of
from tests.ui.pages.test_reader_choice import pick

pytestmark = pytest.mark.usefixtures("no_strays")


def pages(at_work: AtWork, dialog: object) -> int:
    at_work.settle()
    at_work.qtbot.waitUntil(lambda: getattr(dialog, "print_button").isEnabled(), timeout=30_000)  # noqa: B009
    return len(getattr(dialog, "_paper").pictures)  # noqa: B009


def is_in_sight(page: QtWidgets.QWidget) -> bool:
    """Whether a part of it shows in what scrolls."""
    return not page.visibleRegion().isEmpty()


def test_large_print_takes_more_pages_and_is_what_would_be_printed(at_work: AtWork) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog.what.buttons[1].click()
    standard = pages(at_work, dialog)
    dialog.how_large.buttons[1].click()
    assert pages(at_work, dialog) > standard
    assert dialog._made_for.size == "large"
    assert len(dialog.pages._labels) > standard
    assert dialog.pages.small.isHidden()  # the screen of these tests has no room for both
    dialog.pages.show_in(900)
    at_work.settle()
    assert dialog.pages.small.count() == len(dialog.pages._labels)
    assert not is_in_sight(dialog.pages._labels[2])
    dialog.pages.small.setCurrentRow(2)
    at_work.qtbot.waitUntil(lambda: is_in_sight(dialog.pages._labels[2]), timeout=3000)
    dialog.reject()


def test_what_became_of_a_paper_is_said_where_it_is_seen(at_work: AtWork, tmp_path: Path) -> None:
    dialog = dialog_of(at_work, "agreement")
    assert pages(at_work, dialog)
    dialog.resize(dialog.width(), 420)  # less than the choices need
    at_work.settle()
    dialog.save_to(tmp_path / "agreement.pdf")
    at_work.qtbot.waitUntil(lambda: "It is not encrypted there" in dialog.count.text(), timeout=3000)
    at_work.settle()
    assert dialog.count.visibleRegion().boundingRect() == dialog.count.rect()
    dialog.reject()


def test_while_the_pages_of_another_reader_are_made_those_of_the_last_one_cannot_go(at_work: AtWork) -> None:
    adults = {"a": {"rank": "a", "adult": at_work.home.mother, "views": "I never told them."}}
    dialog = dialog_of(at_work, "eha_part_b", {"adults": adults})
    assert dialog.save_button.isEnabled()
    pick(dialog.reader, "Zofia")
    for button in (dialog.print_button, dialog.save_button, dialog.later_button, dialog.send_button):
        assert not button.isEnabled()
    dialog._print_later()
    assert pages(at_work, dialog)
    assert at_work.kept.ask(tray.waiting) == ()
    dialog.reject()


def test_the_printer_that_was_chosen_gets_the_pages(
    at_work: AtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "makes_a_file", lambda _chosen: False)  # here a file stands for the paper
    dialog = dialog_of(at_work, "agreement")
    sheets = pages(at_work, dialog)
    dialog.print_button.click()
    (asked,) = dialog.findChildren(QtPrintSupport.QPrintDialog)
    asked.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
    asked.done(QtWidgets.QDialog.DialogCode.Accepted)
    at_work.qtbot.waitUntil(lambda: dialog.count.text() == "Sent to the printer.", timeout=30_000)
    at_work.settle()
    assert preview.page_count((tmp_path / "printed.pdf").read_bytes()) == sheets
    (line,) = at_work.kept.ask(copies.copies, at_work.home.family)
    assert line.copy.method == "printed"
    dialog.reject()


def test_a_second_language_and_a_pale_ground_show_at_once(at_work: AtWork) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog.what.buttons[1].click()
    dialog.tint.setChecked(True)
    dialog.beside.setCurrentIndex(dialog.beside.findData("pl"))
    pages(at_work, dialog)
    assert (dialog._made_for.tint, dialog._made_for.beside) == (True, "pl")
    dialog.reject()


def test_print_later_puts_it_into_the_tray_as_what_to_make(at_work: AtWork) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog.what.buttons[1].click()
    dialog.how_large.buttons[1].click()
    pages(at_work, dialog)
    dialog.later_button.click()
    at_work.settle()
    (waiting,) = at_work.kept.ask(tray.waiting)
    (piece,) = waiting.pieces
    assert (piece.kind, piece.form, piece.size) == ("blank", "agreement", "large")
    assert "tray" in dialog.count.text()
    dialog.reject()


def test_what_is_shown_can_be_locked_and_sent(at_work: AtWork) -> None:
    dialog = dialog_of(at_work, "agreement")
    pages(at_work, dialog)
    sending = dialog.send()
    at_work.settle()
    assert isinstance(sending, send_dialog.SendDialog)
    assert sending.save_button.isVisible()
    sending.reject()
    dialog.reject()


def test_letters_that_cannot_be_printed_are_said_before_printing(at_work: AtWork) -> None:
    dialog = dialog_of(at_work, "review", {"how_we_know": "She calls herself 王小明."})
    pages(at_work, dialog)
    assert "Chinese (小 明 王)" in dialog.unprintable.text()
    assert dialog.unprintable.isVisibleTo(dialog)
    dialog.what.buttons[1].click()
    pages(at_work, dialog)
    assert dialog.unprintable.isHidden()
    dialog.reject()
