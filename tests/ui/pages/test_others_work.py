"""A page stands open while colleagues' work comes in: nothing jumps, nothing is lost, and it says so."""

from typing import Any

from PySide6 import QtWidgets

from ehdesk.forms import definition
from ehdesk.models import acts, base, form, history, lookup
from ehdesk.sync import protocol
from ehdesk.ui import form_view
from tests import building
from tests.ui.pages import conftest
from tests.ui.pages.conftest import AtWork, Key


def others(at_work: AtWork, record_id: str, *edits: protocol.Edit) -> str:
    """A colleague's words come in, and the window hears of it."""
    act = building.arrive(at_work.kept, record_id, *edits)
    at_work.desk.came_in.emit(frozenset({record_id}))
    at_work.qtbot.wait(450)
    at_work.settle()
    return act


def set_(path: str, value: Any, base: str | None = None) -> protocol.Edit:
    return protocol.Edit(path=path, value=value, base=base)


def upon(at_work: AtWork, record_id: str, path: str) -> str | None:
    """The act that said what stands at a path: what a colleague who saw it writes upon."""

    def read(reading: acts.Reading) -> str | None:
        n = reading.connection.execute(base.record.select().where(base.record.c.id == record_id)).one().n
        said = lookup.voice(
            lookup.VOICE.first(reading.connection, {"record_n": n, "path": path, "row": path})
        )
        return said.act_id if said else None

    return at_work.kept.ask(read)


def a_note(at_work: AtWork, text: str = "Zofia showed me a drawing.") -> str:
    return building.a_note(at_work.kept, at_work.home.family, text=text)


def seconds(at_work: AtWork, record_id: str) -> list[Any]:
    return [one.value for one in at_work.kept.ask(history.second_versions, record_id)]


def focused_text() -> str:
    focused = QtWidgets.QApplication.focusWidget()
    assert isinstance(focused, QtWidgets.QTextEdit | QtWidgets.QLineEdit)
    return focused.toPlainText() if isinstance(focused, QtWidgets.QTextEdit) else focused.text()


def test_what_is_being_typed_stays_and_both_texts_are_kept(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=26)
    at_work.type(" Mine")
    others(at_work, note, set_("text", "Theirs", upon(at_work, note, "text")))
    assert focused_text() == "Zofia showed me a drawing. Mine"
    at_work.type(" too")
    at_work.saves(page)
    assert at_work.answers(note)["text"] == "Theirs"
    assert seconds(at_work, note) == ["Zofia showed me a drawing. Mine too"]


def test_another_field_shows_what_came_in_and_the_cursor_stays(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=5)
    others(at_work, note, set_("place", "home"))
    assert page._view.answers()["place"] == "home"
    at_work.type("XX")
    assert focused_text() == "ZofiaXX showed me a drawing."
    at_work.saves(page)
    assert at_work.answers(note)["text"] == "ZofiaXX showed me a drawing."
    assert seconds(at_work, note) == []


def test_a_field_in_hand_that_was_not_typed_in_shows_theirs_once_it_is_left(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=5)
    others(at_work, note, set_("text", "Theirs", upon(at_work, note, "text")))
    assert focused_text() == "Zofia showed me a drawing."
    at_work.press(Key.Key_Tab)
    at_work.settle()
    assert page._view.answers()["text"] == "Theirs"
    assert seconds(at_work, note) == []


def test_coming_in_of_other_records_reads_nothing_again(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=5)
    before = page._edit.opened
    at_work.desk.came_in.emit(frozenset({"another"}))
    at_work.qtbot.wait(450)
    at_work.settle()
    assert page._edit.opened is before


def a_plan(at_work: AtWork) -> tuple[str, str]:
    """A Part B with one need: its id and the row's."""
    record = at_work.kept.do(form.start, "eha_part_b", family_id=at_work.home.family)
    row = at_work.kept.do(form.add_row, record, "needs", {"statement": "The wall is wet"})
    return record, row


def test_a_row_that_others_take_away_stays_while_it_is_written_in(at_work: AtWork) -> None:
    record, row = a_plan(at_work)
    path = f"needs/{row}/statement"
    page = at_work.go("form", record, path=path, cursor=15)
    assert focused_text() == "The wall is wet"
    seen = upon(at_work, record, f"needs/{row}")
    others(at_work, record, protocol.Edit(path=f"needs/{row}", gone=True, base=seen))
    assert focused_text() == "The wall is wet"
    at_work.type(" again")
    at_work.saves(page)
    assert at_work.answers(record)["needs"][row]["statement"] == "The wall is wet again"
    assert [one.reason for one in at_work.kept.ask(history.second_versions, record)] == ["edited and removed"]


def test_a_row_that_others_take_away_goes_where_nobody_writes_in_it(at_work: AtWork) -> None:
    record, row = a_plan(at_work)
    page = at_work.go("form", record)
    seen = upon(at_work, record, f"needs/{row}")
    others(at_work, record, protocol.Edit(path=f"needs/{row}", gone=True, base=seen))
    assert "needs" not in {key for key, value in page._view.answers().items() if value}


def test_a_table_whose_last_rows_go_while_it_is_being_laid_out_is_laid_out(qapp: object, qtbot: Any) -> None:
    asked = conftest.question("table", key="rows", columns=(conftest.question("text", key="said"),))
    whole = definition.Form(
        id="t",
        version=1,
        title="T",
        record="t",
        register="adult",
        sections=(definition.Section("s", "S", (asked,)),),
    )
    view = form_view.FormView(whole, conftest.AROUND, lazy=True)
    qtbot.addWidget(view)
    rows = {name: {"rank": name, "said": name} for name in "abcdef"}
    view.set_answers({"rows": rows})
    fields = view._fields
    fields._make_in_pause(lambda: True)
    fields._make_in_pause(lambda: True)
    assert not fields.is_whole
    view.set_answers({"rows": {"a": rows["a"]}})
    while fields._make_in_pause(lambda: True):
        pass
    assert list(view.answers()["rows"]) == ["a"]
