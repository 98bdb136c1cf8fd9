"""A table of thirty rows is one line each; a row opens for its answers, and moves by keyboard."""

from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk.models import form
from ehdesk.ui import answer_table
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")

Alt = QtCore.Qt.KeyboardModifier.AltModifier
MANY = 30


@pytest.fixture
def page(at_work: AtWork) -> Any:
    record_id = at_work.kept.do(form.start, "eha_part_b", family_id=at_work.home.family)
    rows = {
        f"r{number:02}": {"rank": f"{number:06}", "on": "2026-07-01", "with_whom": f"Talk {number}"}
        for number in range(1, MANY + 1)
    }
    asked = at_work.kept.ask(form.sheet, record_id).form.question("contacts")
    text = next(column.key for column in asked.columns if column.kind in ("text", "long_text"))
    kept = {row: {"rank": told["rank"], text: told["with_whom"]} for row, told in rows.items()}
    at_work.kept.do(form.answer, record_id, "contacts", kept)
    return at_work.go("form", record_id)


def table(page: Any) -> answer_table.TableInput:
    found = page._view.field("contacts").input
    assert isinstance(found, answer_table.TableInput)
    return found


def order(at_work: AtWork, page: Any) -> list[str]:
    kept = at_work.answers(page._record_id)["contacts"]
    return sorted(kept, key=lambda row: kept[row]["rank"])


def told(page: Any) -> list[str]:
    return [row._told.text() for row in table(page)._rows.values() if not row.is_open]


def test_thirty_rows_are_thirty_lines_and_no_cell_is_made(page: Any) -> None:
    assert told(page) == [f"Talk {number}" for number in range(1, MANY + 1)]
    assert table(page).cells() == []
    fold = table(page)._rows["r07"]._fold
    assert fold.accessibleName() == "Open: Contact 7, Visits and talks"
    assert fold.accessibleDescription() == "Talk 7"


def test_a_row_opens_closes_and_keeps_what_is_typed_in_it(page: Any, at_work: AtWork) -> None:
    row = table(page)._rows["r07"]
    row._fold.click()
    assert row.is_open
    focused = QtWidgets.QApplication.focusWidget()
    assert focused is not None
    assert row.isAncestorOf(focused), "the cursor is in its first answer"
    text = next(key for key, cell in row.cells.items() if cell.answer() == "Talk 7")
    row.cells[text].focus_first()
    at_work.press(Key.Key_End)
    at_work.type(" at school")
    at_work.saves(page)
    row._fold.click()
    assert row in [each for each in table(page)._rows.values() if not each.is_open]
    assert row._told.text() == "Talk 7 at school"
    assert at_work.answers(page._record_id)["contacts"]["r07"][text] == "Talk 7 at school"


def test_a_closed_row_moves_by_keyboard_and_ctrl_z_moves_it_back(page: Any, at_work: AtWork) -> None:
    before = order(at_work, page)
    table(page)._rows["r07"]._fold.setFocus()
    at_work.press(Key.Key_Down, Alt)
    at_work.settle()
    assert order(at_work, page).index("r07") == before.index("r07") + 1
    page._edit.undo()
    at_work.settle()
    assert order(at_work, page) == before


def test_a_row_is_taken_away_and_comes_back_as_it_was(page: Any, at_work: AtWork) -> None:
    before = at_work.answers(page._record_id)["contacts"]
    table(page)._rows["r07"]._remove.click()
    at_work.settle()
    assert len(order(at_work, page)) == MANY - 1
    page._edit.undo()
    at_work.settle()
    assert at_work.answers(page._record_id)["contacts"] == before
    assert table(page)._rows["r07"].is_open, "what comes back is shown, with the cursor in it"


def test_a_new_row_opens_at_once_with_the_cursor_in_it(page: Any, at_work: AtWork) -> None:
    table(page)._on_add()
    at_work.settle()
    newest = list(table(page)._rows.values())[-1]
    assert newest.is_open
    focused = QtWidgets.QApplication.focusWidget()
    assert focused is not None
    assert newest.isAncestorOf(focused)


def test_what_is_missing_in_a_closed_row_opens_it(page: Any, at_work: AtWork) -> None:
    page.finish()
    at_work.settle()
    faulty = next(path for path in (f.path for f in page._edit.faults()) if path.startswith("contacts/"))
    row = faulty.split("/")[1]
    assert table(page)._rows[row].is_open
