"""Paper that came back: its code opens the right page, keys go down the page, strays change nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk.forms import loader
from ehdesk.models import form, paper_entry, paper_run
from ehdesk.rules import paper_code
from ehdesk.ui import paper_entry_page, print_dialog
from tests import building
from tests.paper import readback, samples
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def printed(
    desk: building.Desk,
    family_id: str | None,
    form_id: str = "feedback_parent",
    variant: str | None = "taf",
    **said: Any,
) -> paper_run.Run:
    """An empty form of the family that was really typeset, in the book."""
    made = samples.blank_with_pages(loader.load(form_id), variant)
    number = desk.ask(paper_run.new_number)
    what = paper_run.Printed(
        form_id, said.pop("version", loader.load(form_id).version), made.pages, variant, **said
    )
    return desk.ask(paper_run.run, desk.do(paper_run.printed, number, what, family_id=family_id))


def opened(at_work: AtWork, code: str) -> paper_entry_page.PaperEntryPage:
    """The code, typed into the search as a scanner would."""
    at_work.go("today")
    at_work.press(Key.Key_K, Ctrl)
    at_work.settle()
    at_work.type(code)
    at_work.press(Key.Key_Return)
    at_work.window.activateWindow()
    at_work.settle()
    at_work.qtbot.waitUntil(at_work.window.isActiveWindow, timeout=3000)
    page = at_work.window.page()
    assert isinstance(page, paper_entry_page.PaperEntryPage)
    return page


def into(at_work: AtWork, run: paper_run.Run) -> str:
    found = at_work.kept.ask(paper_run.run, run.record_id).printed.of_record
    assert found is not None
    return found


def test_the_code_opens_the_page_of_its_family_at_the_first_question(at_work: AtWork) -> None:
    run = printed(at_work.kept, at_work.home.family)
    page = opened(at_work, run.code(1).lower())
    assert "Kowalczyk-Hughes" in page.title
    assert page.about.text().startswith("Kowalczyk-Hughes · Page 1 of ")
    assert at_work.named().startswith("1  My worker and their manager")


def test_a_number_picks_and_goes_on_and_enter_passes_a_question(at_work: AtWork) -> None:
    run = printed(at_work.kept, at_work.home.family)
    page = opened(at_work, run.code(1))
    at_work.type("1")
    assert "People listened" in at_work.named()
    at_work.press(Key.Key_Return)
    assert "People did what they promised" in at_work.named()
    at_work.type("4")
    page.flush()
    at_work.settle()
    answers = at_work.answers(into(at_work, run))
    assert answers["share"] == "worker_and_manager"
    assert answers["p9"] == 4
    assert "p3" not in answers


def test_what_the_paper_tells_by_itself_is_not_typed(at_work: AtWork) -> None:
    run = printed(at_work.kept, at_work.home.family, language="pl")
    at_work.kept.time.pass_by(days=9)
    opened(at_work, run.code(1))
    answers = at_work.answers(into(at_work, run))
    told = {key: answers[key] for key in ("stage", "language", "given_on", "received_on", "typist")}
    assert told == {
        "stage": "taf",
        "language": "pl",
        "given_on": "2026-07-07",
        "received_on": "2026-07-16",
        "typist": at_work.desk.me.id,
    }


def test_what_cannot_be_read_and_what_was_left_blank_is_kept_until_it_is_answered(at_work: AtWork) -> None:
    run = printed(at_work.kept, at_work.home.family)
    page = opened(at_work, run.code(1))
    at_work.press(Key.Key_F3)
    at_work.press(Key.Key_F4)
    at_work.settle()
    marks = at_work.kept.ask(paper_run.run, run.record_id).marks
    assert marks == {"share": "unreadable", "p3": "left_blank"}
    assert page._view is not None
    page._view.go_to("p3")
    at_work.type("5")
    at_work.settle()
    assert at_work.kept.ask(paper_run.run, run.record_id).marks == {"share": "unreadable"}


def test_the_last_question_of_the_last_page_ends_the_paper(at_work: AtWork) -> None:
    run = printed(at_work.kept, at_work.home.family)
    page = opened(at_work, run.code(1))
    for _ in range(40):
        if page._end is not None:
            break
        at_work.press(Key.Key_Return)
        at_work.settle()
    assert page._end is not None
    held = at_work.kept.ask(paper_run.run, run.record_id)
    assert (held.left, held.state) == ((), "returned")
    page._end.held.setText("Locked cabinet, room 4")
    page.flush()
    at_work.settle()
    assert at_work.kept.ask(paper_run.run, run.record_id).held_at == "Locked cabinet, room 4"
    page._end.open_button.click()
    at_work.settle()
    where = at_work.window.where()
    assert where is not None
    assert (where.page, where.record_id) == ("form", into(at_work, run))


STRAYS = {
    "mistyped": "That is not a whole page code",
    "another vault's": "This page was not printed from here",
    "no such page": "This page was not printed from here",
    "spoiled": "This paper was marked as spoiled or destroyed",
    "entered": "This page has been typed in already",
    "older": "The form has changed since this page was printed",
    "finished": "This form is finished already",
}


@pytest.mark.parametrize("stray", STRAYS)
def test_a_stray_code_is_answered_in_words_and_changes_nothing(at_work: AtWork, stray: str) -> None:
    code = a_stray(at_work, stray)
    before = building.logical(at_work.kept)
    page = at_work.go("paper")
    page.code.setText(code)
    at_work.press(Key.Key_Return)
    at_work.settle()
    assert page.message.text().startswith(f"{STRAYS[stray]}.")
    assert "Nothing has been changed" in page.message.text() or stray == "mistyped"
    assert QtWidgets.QApplication.focusWidget() is page.code
    assert building.logical(at_work.kept) == before


def a_stray(at_work: AtWork, stray: str) -> str:
    """A code that is not to be typed in, and the page it stands on."""
    kept, family = at_work.kept, at_work.home.family
    run = printed(kept, family, version=99) if stray == "older" else printed(kept, family)
    if stray == "mistyped":
        return run.code(1)[:-1] + "~"
    if stray == "another vault's":
        return paper_code.written(paper_code.PageCode(run.number ^ 1, 1))
    if stray == "no such page":
        return run.code(len(run.printed.pages) + 1)
    if stray == "spoiled":
        kept.do(paper_run.mark, run.record_id, "spoiled", "Tea")
    if stray == "entered":
        entry = kept.do(paper_entry.open_page, run.code(1))
        kept.do(paper_run.entered, run.record_id, 1, entry.record_id)
    if stray == "finished":
        entry = kept.do(paper_entry.open_page, run.code(1))
        kept.do(form.answer, entry.record_id, "taf_number", 1)
        kept.do(form.answer, entry.record_id, "declined", True)
        kept.do(form.finish, entry.record_id)
    return run.code(1)


def test_printing_an_empty_form_writes_it_into_the_book_and_its_code_comes_back_into_the_draft(
    at_work: AtWork, tmp_path: Path
) -> None:
    draft = at_work.kept.do(form.start, "note", family_id=at_work.home.family)
    page = at_work.go("note", draft)
    page._edit.print_form()
    at_work.settle()
    dialog = page.findChild(print_dialog.PrintDialog)
    dialog.what.buttons[1].click()
    at_work.settle()
    dialog.save_to(tmp_path / "empty.pdf")
    at_work.settle()
    dialog.save_to(tmp_path / "again.pdf")
    at_work.settle()
    second, first = at_work.kept.ask(paper_run.of_family, at_work.home.family)
    for run, name in ((first, "empty.pdf"), (second, "again.pdf")):
        (said, *_) = readback.page_words((tmp_path / name).read_bytes())
        assert said.count(run.code(1)) == 2
    assert first.number != second.number
    assert (first.printed.filled, first.printed.expected_on) == (False, date(2026, 7, 21))
    dialog.close()
    assert at_work.kept.do(paper_entry.open_page, first.code(1)).record_id == draft


def test_the_code_of_a_filled_form_opens_that_form(at_work: AtWork, tmp_path: Path) -> None:
    note = building.a_note(at_work.kept, at_work.home.family, text="Zofia made toast.")
    page = at_work.go("note", note)
    page._edit.print_form()
    at_work.settle()
    dialog = page.findChild(print_dialog.PrintDialog)
    dialog.save_to(tmp_path / "filled.pdf")
    at_work.settle()
    dialog.close()
    (run,) = at_work.kept.ask(paper_run.of_family, at_work.home.family)
    assert (run.printed.filled, run.printed.expected_on, run.left) == (True, None, ())
    at_work.go("paper", more={"code": run.code(1)})
    at_work.settle()
    where = at_work.window.where()
    assert where is not None
    assert where.record_id == note
