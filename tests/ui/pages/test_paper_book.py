"""The book of a family's paper: what is out, what came back, one page again, a line on Today when late."""

from typing import Any

import pytest
from PySide6 import QtGui

from ehdesk.models import due, paper_run
from ehdesk.settings import Limits
from ehdesk.ui import copies_part, paper_again, print_paper, printer
from tests.ui.pages.conftest import AtWork
from tests.ui.pages.test_paper_entry import printed

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


def test_the_book_leads_to_the_page_that_is_still_to_be_typed_in(at_work: AtWork) -> None:
    run = out(at_work)
    dialog = book(at_work).paper.open_run(run.record_id)
    dialog.enter_button.click()
    at_work.settle()
    page: Any = at_work.window.page()
    assert page.about.text().startswith("Kowalczyk-Hughes · Page 1 of ")


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
