"""What waits for a printer, and a copy to send: locked, its password said aloud, its file deleted after."""

import io
from pathlib import Path

import pikepdf
import pytest
from PySide6 import QtWidgets

from ehdesk import errors
from ehdesk.models import copies, paper_run, person, tray
from ehdesk.ui import asked, copies_words, send_dialog, tray_page
from tests.ui.pages.conftest import AtWork

pytestmark = pytest.mark.usefixtures("no_strays")


def waiting(at_work: AtWork) -> tray.Piece:
    """An empty form for the mother, in the tray."""
    name = at_work.kept.ask(person.get, at_work.home.mother).full_name
    piece = tray.Piece("blank", "Agreement, to fill in", "agreement", person=at_work.home.mother, to=name)
    at_work.kept.do(tray.put, at_work.home.family, [piece], title="Papers for a visit")
    return piece


def opened(at_work: AtWork) -> tray_page.TrayDialog:
    page = at_work.go("tray")
    assert page.count.text() == "1 waiting"
    (key,) = page._lines
    dialog = page.open_item(key)
    assert isinstance(dialog, tray_page.TrayDialog)
    return dialog


def made(at_work: AtWork, dialog: tray_page.TrayDialog) -> None:
    dialog.make(lambda: None)
    at_work.qtbot.waitUntil(lambda: bool(dialog.giving.ready), timeout=20_000)


def test_an_empty_tray_says_how_papers_come_into_it(at_work: AtWork) -> None:
    page = at_work.go("tray")
    assert "Print later" in page.count.text()


def test_what_was_saved_from_the_tray_waits_no_longer(at_work: AtWork, tmp_path: Path) -> None:
    waiting(at_work)
    dialog = opened(at_work)
    made(at_work, dialog)
    dialog.giving.save_to(tmp_path / "papers")
    at_work.settle()
    assert (tmp_path / "papers.pdf").exists()
    assert at_work.kept.ask(tray.waiting) == ()
    dialog.reject()
    at_work.settle()
    assert "Nothing waits" in at_work.window.page().count.text()  # type: ignore[union-attr]


def test_what_is_taken_out_is_never_made(at_work: AtWork) -> None:
    waiting(at_work)
    opened(at_work).take_out()
    at_work.settle()
    assert at_work.kept.ask(tray.waiting) == ()
    assert at_work.kept.ask(copies.copies, at_work.home.family) == ()


def test_whoever_may_not_safely_be_emailed_is_not(at_work: AtWork) -> None:
    waiting(at_work)
    at_work.kept.do(person.change_person, at_work.home.mother, "safe_to", ["call"])
    dialog = opened(at_work)
    made(at_work, dialog)
    sending = dialog.send()
    at_work.settle()
    assert "not marked as safe" in sending.said.text()
    assert "call" in sending.after.text()
    assert not sending.save_button.isVisible()
    assert at_work.kept.ask(copies.copies, at_work.home.family) == ()
    sending.reject()
    dialog.reject()


def sent(at_work: AtWork, path: Path) -> tuple[tray_page.TrayDialog, send_dialog.SendDialog]:
    waiting(at_work)
    at_work.kept.do(person.change_person, at_work.home.mother, "safe_to", ["email"])
    dialog = opened(at_work)
    made(at_work, dialog)
    sending = dialog.send()
    at_work.settle()
    sending.save_to(path)
    at_work.settle()
    return dialog, sending


def test_a_copy_to_send_opens_with_the_words_on_the_screen_and_is_noted(
    at_work: AtWork, tmp_path: Path
) -> None:
    path = tmp_path / "document-7K2M.pdf"
    dialog, sending = sent(at_work, path)
    words = sending.password.text()
    assert len(words.split()) == 6
    at_work.qtbot.waitUntil(lambda: sending._scroll.verticalScrollBar().maximum() == 0, timeout=3000)
    pikepdf.open(io.BytesIO(path.read_bytes()), password=words).close()
    (run,) = at_work.kept.ask(paper_run.of_family, at_work.home.family)
    assert run.printed.form == "agreement"
    (line,) = at_work.kept.ask(copies.copies, at_work.home.family)
    assert line.copy.method == "emailed"
    assert at_work.kept.ask(tray.waiting) == ()
    sending.delete()
    at_work.settle()
    assert not path.exists()
    assert sending.after.text() == "The file is deleted."
    sending.reject()
    dialog.reject()


def test_a_file_that_has_changed_since_is_not_deleted(at_work: AtWork, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    dialog, sending = sent(at_work, path)
    path.write_bytes(b"somebody else's")
    sending.delete()
    at_work.settle()
    assert path.read_bytes() == b"somebody else's"
    assert "has changed since" in sending.after.text()
    sending.reject()
    dialog.reject()


def test_a_copy_read_out_needs_its_witness(at_work: AtWork) -> None:
    said = {"reader": "family", "what": "Plan", "method": "read_out"}
    assert copies_words.faults(said) == {"witness": "Enter who was there as a witness"}
    copy = copies_words.by_hand({**said, "witness": "Carol Ndlovu"})
    at_work.kept.do(copies.given, at_work.home.family, copy)
    (line,) = at_work.kept.ask(copies.copies, at_work.home.family)
    assert (line.copy.method, line.copy.witness) == ("read_out", "Carol Ndlovu")


def test_what_was_read_out_or_signed_on_the_screen_is_not_owed_any_more(in_autumn: AtWork) -> None:
    page = in_autumn.go("family", in_autumn.home.family, path="copies")
    part = page.part("copies")
    first, second, *_ = in_autumn.kept.ask(copies.owed, in_autumn.home.family)
    for owed, how, witness in ((first, "read_out", "Dr Amara Osei"), (second, "signed_on_screen", "")):
        dialog = part.note()
        (form,) = dialog.findChildren(asked.Asked)
        said = {"form": owed.record_id, "reader": "family", "method": how, "witness": witness}
        for key, value in said.items():
            form.set_answer(key, value)
        dialog.findChildren(QtWidgets.QPushButton)[0].click()
        in_autumn.settle()
    left = {one.record_id for one in in_autumn.kept.ask(copies.owed, in_autumn.home.family)}
    assert not left & {first.record_id, second.record_id}
    newest = in_autumn.kept.ask(copies.copies, in_autumn.home.family)[0].copy
    assert (newest.what, newest.method) == (second.title, "signed_on_screen")


def test_what_was_read_out_without_a_witness_is_not_noted(at_work: AtWork) -> None:
    said = copies.Copy("Agnieszka", "Plan", method="read_out", witness=" ")
    with pytest.raises(errors.WitnessNeeded):
        at_work.kept.do(copies.given, at_work.home.family, said)
    assert at_work.kept.ask(copies.copies, at_work.home.family) == ()


def test_paper_of_the_tray_gets_its_code_only_when_it_is_made(at_work: AtWork) -> None:
    waiting(at_work)
    assert at_work.kept.ask(paper_run.of_family, at_work.home.family) == ()
