"""The book of a family's paper: what is out, what came back, one page again, a line on Today when late."""

from typing import Any

import pytest
from PySide6 import QtGui

from ehdesk import errors
from ehdesk.models import due, paper_entry, paper_run, tray, visit_pack
from ehdesk.paper import preview
from ehdesk.settings import Limits
from ehdesk.ui import copies_part, pack_giving, paper_again, print_paper, printer
from ehdesk.ui import desk as desks
from tests.paper import readback
from tests.ui.pages.conftest import AtWork
from tests.ui.pages.test_paper_entry import printed
from tests.ui.pages.test_print_sharing import dialog_of

pytestmark = pytest.mark.usefixtures("no_strays")


def book(at_work: AtWork) -> copies_part.CopiesPart:
    page: Any = at_work.go("family", at_work.home.family, path="copies")
    part = page.part("copies")
    assert isinstance(part, copies_part.CopiesPart)
    return part


def late(at_work: AtWork) -> list[tuple[str, str]]:
    found = at_work.kept.ask(due.due_now, Limits()).late.lines
    return [(line.rule, line.family_name) for line in found if line.rule == "paper"]


def out(at_work: AtWork) -> paper_run.Run:
    """An empty form that should have been back yesterday."""
    today = at_work.kept.time.moment.date()
    run = printed(at_work.kept, at_work.home.family, expected_on=today)
    at_work.kept.time.pass_by(days=1)
    return run


def test_what_was_printed_is_listed_with_where_it_is_and_how_far_it_is_in(at_work: AtWork) -> None:
    run = out(at_work)
    (row,) = book(at_work).paper.list.list.rows()
    assert row.title == "Parent or carer feedback, empty"
    pages = len(run.printed.pages)
    assert row.detail == f"Printed 7 July 2026 · {pages} pages · was to be back by 7 July 2026"
    assert (row.side, row.tone) == ("Out", "warm")


def test_late_paper_stands_on_today_until_somebody_says_where_it_is(at_work: AtWork) -> None:
    printed(at_work.kept, at_work.home.family, expected_on=at_work.kept.time.moment.date())
    assert late(at_work) == [], "on its last day it is not late"
    at_work.kept.time.pass_by(days=1)
    assert late(at_work) == [("paper", "Kowalczyk-Hughes")]
    part = book(at_work)
    (row,) = part.paper.list.list.rows()
    dialog = part.paper.open_run(row.key)
    dialog.state.buttons[paper_run.STATES.index("kept_by_child")].click()
    dialog.why.setText("She drew on it")
    dialog.keep_button.click()
    at_work.settle()
    assert late(at_work) == []
    assert part.paper.list.list.rows()[0].side == "Kept by the child"


def test_today_shows_late_paper_and_leads_to_the_familys_book(at_work: AtWork) -> None:
    out(at_work)
    page: Any = at_work.go("today")
    (row,) = [one for one in page.late.list.rows() if "paper" in f"{one.title} {one.detail}".lower()]
    assert "Kowalczyk-Hughes" in f"{row.title} {row.detail}"
    page._do(row.key)
    at_work.settle()
    shown: Any = at_work.window.page()
    assert shown.place() == desks.Place("family", at_work.home.family, "copies")


def test_the_book_leads_to_the_page_that_is_still_to_be_typed_in(at_work: AtWork) -> None:
    run = out(at_work)
    dialog = book(at_work).paper.open_run(run.record_id)
    dialog.enter_button.click()
    at_work.settle()
    page: Any = at_work.window.page()
    assert page.about.text().startswith("Kowalczyk-Hughes · Page 1 of ")


def test_a_page_comes_out_again_in_the_size_the_languages_and_on_the_ground_that_it_had(
    at_work: AtWork,
) -> None:
    dialog = dialog_of(at_work, "agreement")
    dialog.what.buttons[1].click()
    dialog.how_large.buttons[1].click()
    dialog.tint.setChecked(True)
    dialog.beside.setCurrentIndex(dialog.beside.findData("pl"))
    at_work.settle()
    at_work.qtbot.waitUntil(dialog.print_button.isEnabled, timeout=30_000)
    assert dialog._paper is not None
    first = dialog._paper.pdf
    dialog._note_copy("printed")
    at_work.settle()
    dialog.reject()
    (run,) = at_work.kept.ask(paper_run.of_family, at_work.home.family)
    again = at_work.kept.ask(paper_again.make, at_work.desk.settings, run)
    assert preview.page_count(again) == preview.page_count(first) == len(run.printed.pages)
    for page in range(len(run.printed.pages)):
        assert print_paper.one_picture(again, page, 96) == print_paper.one_picture(first, page, 96)


def test_the_code_of_the_page_on_why_we_are_involved_leads_to_the_familys_book(in_autumn: AtWork) -> None:
    piece = tray.Piece("why", "Why we are involved", person=in_autumn.home.mother, to="Agnieszka")
    giving = pack_giving.Giving(in_autumn.window, in_autumn.desk)
    giving.make([pack_giving.Batch(in_autumn.home.family, "", (piece,))], lambda: None)
    in_autumn.qtbot.waitUntil(lambda: not giving.is_busy, timeout=30_000)
    ((_batch, packed),) = giving.ready
    in_autumn.kept.do(visit_pack.given, in_autumn.home.family, packed.made, method="printed")
    (row,) = book(in_autumn).paper.list.list.rows()
    assert (row.title, row.side) == ("Why we are involved", "Given out")
    (run,) = in_autumn.kept.ask(paper_run.of_family, in_autumn.home.family)
    assert readback.page_words(packed.pdf)[1].count(run.code(1)) == 2, "after the cover"
    page: Any = in_autumn.go("paper")
    page.code.setText(run.code(1))
    page.open_code()
    in_autumn.settle()
    shown: Any = in_autumn.window.page()
    assert shown.place() == desks.Place("family", in_autumn.home.family, "copies")
    with pytest.raises(errors.PaperToKeep):
        in_autumn.kept.do(paper_entry.open_page, run.code(1))


def test_one_page_comes_out_again_as_it_was(at_work: AtWork) -> None:
    run = out(at_work)
    authority = at_work.desk.settings
    first, again = (at_work.kept.ask(paper_again.make, authority, run) for _ in range(2))
    alone = print_paper.one_picture(first, 1, printer.DPI)
    other = print_paper.one_picture(first, 0, printer.DPI)
    same = print_paper.one_picture(again, 1, printer.DPI)
    assert isinstance(alone, QtGui.QImage)
    assert alone == same
    assert alone != other
    assert alone.width() > 2400, "as fine as a printer draws"
