"""Documents and photos: taken in, looked at without touching the disk, put right, copied, taken away."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6 import QtCore, QtGui, QtWidgets

from ehdesk.models import copies, document
from ehdesk.ui import choosing, document_adding, document_dialog, documents_part, family_page
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (120, 80), "teal").save(out, "PNG")
    return out.getvalue()


def part(at_work: AtWork) -> documents_part.DocumentsPart:
    page = at_work.go("family", at_work.home.family, path="documents")
    assert isinstance(page, family_page.FamilyPage)
    at_work.settle()
    found = page.part("documents")
    assert isinstance(found, documents_part.DocumentsPart)
    return found


def dialog_of(kind: type[Any]) -> Any:
    shown = [one for one in QtWidgets.QApplication.topLevelWidgets() if isinstance(one, kind)]
    return next(one for one in shown if one.isVisible())


def kept(at_work: AtWork) -> tuple[document.DocumentLine, ...]:
    return at_work.kept.ask(document.documents, at_work.home.family)


def add(at_work: AtWork, **said: Any) -> str:
    new = document.New(**{"title": "Zofia’s drawing", "kind": "drawing", "media_type": "image/png", **said})
    return at_work.kept.do(document.add, at_work.home.family, a_picture(), new)


def test_an_empty_list_says_what_belongs_here(at_work: AtWork) -> None:
    shown = part(at_work)
    assert "No documents yet" in shown.list._empty.text()
    shown.take_focus()
    assert shown.add_button.hasFocus()


def test_a_file_is_shown_named_and_kept(at_work: AtWork, tmp_path: Path) -> None:
    path = tmp_path / "IMG_20260714.png"
    path.write_bytes(a_picture())
    shown = part(at_work)
    shown.add_files([path])
    at_work.settle()
    dialog = dialog_of(document_adding.AddingDialog)
    assert "only the picture is" in dialog.told.text()
    assert at_work.named() == "What to call it"
    at_work.type("Our new wall")
    dialog.asked.set_answer("dated", "2026-07-14")
    dialog.asked.set_answer("about", [at_work.home.zofia])
    dialog.add()
    at_work.settle()
    (line,) = kept(at_work)
    assert (line.title, line.kind, line.dated) == ("Our new wall", "photo", "2026-07-14")
    assert line.about == (at_work.home.zofia,)
    assert [row.title for row in shown.list.list.rows()] == ["Our new wall"]
    assert "14 July 2026 · Zofia · picture" in shown.list.list.rows()[0].detail


def test_a_file_without_a_name_is_asked_for_one(at_work: AtWork, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Ring on Monday", encoding="utf-8")
    part(at_work).add_files([path])
    at_work.settle()
    dialog = dialog_of(document_adding.AddingDialog)
    dialog.asked.set_answer("title", "  ")
    dialog.add()
    assert dialog.asked.fields["title"].message() == "Enter what to call it"
    assert kept(at_work) == ()
    dialog.reject()


def test_a_broken_file_says_so_and_nothing_is_added(at_work: AtWork, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"nothing of the kind")
    part(at_work).add_files([path])
    at_work.settle()
    dialog = dialog_of(document_adding.AddingDialog)
    assert dialog.told.text().startswith("That file cannot be read: it is called .pdf and is none.")
    assert not dialog.add_button.isEnabled()
    dialog.reject()
    assert kept(at_work) == ()


def test_several_files_are_asked_about_one_after_the_other(at_work: AtWork, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.txt", "two.txt")]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    part(at_work).add_files(paths)
    for _ in paths:
        at_work.settle()
        dialog_of(document_adding.AddingDialog).add()
        at_work.settle()
    assert {line.title for line in kept(at_work)} == {"One", "Two"}


def test_a_picture_is_pasted(at_work: AtWork) -> None:
    image = QtGui.QImage(30, 20, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor("red"))
    held = QtCore.QMimeData()
    held.setImageData(image)
    QtGui.QGuiApplication.clipboard().setMimeData(held)
    part(at_work).paste()
    at_work.settle()
    dialog_of(document_adding.AddingDialog).add()
    at_work.settle()
    assert [line.media_type for line in kept(at_work)] == ["image/png"]
    QtGui.QGuiApplication.clipboard().clear()


def test_files_are_dropped(at_work: AtWork, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Ring on Monday", encoding="utf-8")
    held = QtCore.QMimeData()
    held.setUrls([QtCore.QUrl.fromLocalFile(str(path))])
    shown = part(at_work)
    both = QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.KeyboardModifier.NoModifier
    dropped = QtGui.QDropEvent(QtCore.QPointF(4, 4), QtCore.Qt.DropAction.CopyAction, held, *both)
    shown.dropEvent(dropped)
    at_work.settle()
    dialog_of(document_adding.AddingDialog).add()
    at_work.settle()
    assert [line.title for line in kept(at_work)] == ["Letter"]


def test_a_long_add_shows_how_far_it_is_and_can_be_stopped(at_work: AtWork, tmp_path: Path) -> None:
    path = tmp_path / "film.bin"
    path.write_bytes(bytes(3 * 1024 * 1024))
    part(at_work).add_files([path])
    at_work.settle()
    dialog = dialog_of(document_adding.AddingDialog)
    dialog._show_progress()
    assert dialog.bar.isVisible()
    dialog.stop_button.click()
    dialog.add()
    at_work.settle()
    assert kept(at_work) == ()
    folder = at_work.kept.folder.documents
    assert list(folder.glob("*")) == []


def test_a_document_is_looked_at_without_a_file_on_the_disk(
    at_work: AtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add(at_work)
    pdf = at_work.kept.do(
        document.add, at_work.home.family, _pdf(), document.New("Letter", media_type="application/pdf")
    )
    shown = part(at_work)
    before = set(tmp_path.rglob("*"))
    for record_id, title in ((made, "Zofia’s drawing"), (pdf, "Letter")):
        dialog = shown.open_document(record_id)
        at_work.settle()
        pages = dialog.pages.findChildren(QtWidgets.QLabel)
        assert dialog.title.text() == title
        assert pages[0].accessibleName() == f"{title}, page 1 of {len(pages)}"
        assert not pages[0].pixmap().isNull()
        dialog.accept()
    new = set(tmp_path.rglob("*")) - before
    assert [path for path in new if "documents" in path.parts or path.suffix not in (".ehj", "")] == []


def _pdf() -> bytes:
    from ehdesk import settings, words
    from ehdesk.forms import loader
    from ehdesk.paper import form as paper

    return paper.blank(
        loader.load("note"),
        words=words.of("en"),
        authority_name="",
        contacts=settings.Contacts(),
        variant=None,
        practice=False,
    ).pdf


def test_a_file_of_another_kind_is_kept_and_says_that_it_cannot_be_shown(at_work: AtWork) -> None:
    new = document.New("Report", media_type="application/msword")
    made = at_work.kept.do(document.add, at_work.home.family, b"a report", new)
    dialog = part(at_work).open_document(made)
    at_work.settle()
    assert dialog.trouble.text().startswith("This kind of file cannot be shown here.")
    dialog.accept()


def test_a_copy_leaves_only_when_it_is_known_who_reads_it_and_the_file_notes_it(
    at_work: AtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add(at_work)
    target = tmp_path / "document.png"
    monkeypatch.setattr(choosing, "save_file", lambda *_: target)
    dialog = part(at_work).open_document(made)
    at_work.settle()
    dialog.save_button.click()
    asked = dialog_of(document_dialog.CopyQuestion)
    asked.go_on()
    assert asked.asked.fields["reader"].message() == "Choose who will read it"
    assert not target.exists()
    asked.asked.set_answer("reader", "agency")
    asked.asked.set_answer("to", "Alder Bank Primary")
    asked.go_on()
    at_work.settle()
    assert target.read_bytes() == a_picture()
    (line,) = at_work.kept.ask(copies.copies, at_work.home.family)
    assert (line.copy.to, line.copy.what, line.copy.method) == (
        "Alder Bank Primary",
        "Zofia’s drawing",
        "saved",
    )
    assert "not encrypted" in dialog.trouble.text()
    dialog.accept()


def test_what_is_kept_apart_shows_no_title_and_goes_to_no_family(
    at_work: AtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add(at_work, title="Court order", is_apart=True)
    shown = part(at_work)
    assert [row.title for row in shown.list.list.rows()] == ["A document kept apart"]
    monkeypatch.setattr(choosing, "save_file", lambda *_: tmp_path / "never.png")
    dialog = shown.open_document(made)
    at_work.settle()
    dialog.save_button.click()
    asked = dialog_of(document_dialog.CopyQuestion)
    asked.asked.set_answer("reader", "family")
    asked.go_on()
    assert "kept apart from the family" in asked.asked.fields["reader"].message()
    asked.reject()
    dialog.accept()
    assert not (tmp_path / "never.png").exists()


def test_what_is_said_of_a_document_is_put_right(at_work: AtWork) -> None:
    made = add(at_work)
    shown = part(at_work)
    dialog = shown.open_document(made)
    at_work.settle()
    dialog.change_button.click()
    at_work.settle()
    at_work.qtbot.waitUntil(lambda: at_work.named() == "What to call it")
    at_work.press(Key.Key_A, Ctrl)
    at_work.type("Łukasz’s drawing")
    change = next(
        one for one in QtWidgets.QApplication.topLevelWidgets() if one.windowTitle().startswith("Change what")
    )
    keep = next(b for b in change.findChildren(QtWidgets.QPushButton) if b.text() == "Keep the changes")
    keep.click()
    at_work.settle()
    assert dialog.title.text() == "Łukasz’s drawing"
    assert [row.title for row in shown.list.list.rows()] == ["Łukasz’s drawing"]
    dialog.accept()


def test_taking_a_document_away_asks_why_and_the_list_loses_it(at_work: AtWork) -> None:
    made = add(at_work)
    shown = part(at_work)
    dialog = shown.open_document(made)
    at_work.settle()
    dialog._on_why("Belongs to another family")
    at_work.settle()
    assert shown.list.list.rows() == ()
    assert kept(at_work) == ()
