"""A table of thirty rows is one line each; a row opens for its answers, and moves by keyboard."""

from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets
from pytestqt.qtbot import QtBot

from ehdesk.forms import loader
from ehdesk.models import form
from ehdesk.ui import answer_input, answer_table, form_view
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


def test_a_row_that_is_added_by_keyboard_is_shown_though_its_table_has_the_focus(
    at_work: AtWork, page: Any
) -> None:
    asked = table(page)
    asked._add.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    at_work.press(Key.Key_Space)

    at_work.qtbot.waitUntil(lambda: len(asked._rows) == MANY + 1)
    added = list(asked._rows.values())[-1]
    at_work.qtbot.waitUntil(added.cells[next(iter(added.cells))].isVisible)
    focused = QtWidgets.QApplication.focusWidget()
    assert focused is not None
    assert added.isAncestorOf(focused)


def test_a_new_row_chooses_among_rows_that_came_after_the_page(qtbot: QtBot) -> None:
    """The first action of a plan that was begun just now."""
    view = form_view.FormView(loader.load("action_plan"), answer_input.Surroundings())
    qtbot.addWidget(view)
    outcomes = {"outcomes": {"o": {"rank": "a", "outcome": "We all sleep"}}}
    view.set_answers(outcomes)
    view.set_answers({**outcomes, "actions": {"a": {"rank": "a"}}})

    chooses = view.input_at("actions/a/outcome")

    assert chooses is not None
    assert ["We all sleep: " in one.accessibleName() for one in chooses.controls()] == [True]


def test_no_two_notes_of_a_checklist_have_the_same_name(qtbot: QtBot) -> None:
    view = form_view.FormView(loader.load("self_assessment"), answer_input.Surroundings())
    qtbot.addWidget(view)
    answers = {"stage": "assessment_done", **{f"q{number:02}": "partly" for number in range(1, 19)}}
    view.set_answers(answers)

    notes = [view.field(f"{key}_note") for key in answers if key != "stage"]
    names = [note.input.controls()[0].accessibleName() for note in notes if note is not None]

    assert len(names) == len(set(names)) == 18
