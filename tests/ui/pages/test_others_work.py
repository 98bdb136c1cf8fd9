"""A page stands open while colleagues' work comes in: nothing jumps, nothing is lost, and it says so."""

from typing import Any

import pytest
import sqlalchemy as sa
from PySide6 import QtCore, QtWidgets

from ehdesk.forms import definition
from ehdesk.models import acts, base, enrolled, form, half_typed, history, lookup, team, visit, withdrawn
from ehdesk.rules import paths
from ehdesk.sync import protocol
from ehdesk.ui import form_view
from tests import building, casework
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
            lookup.VOICE.first(reading.connection, {"record_n": n, "path": path, "row": paths.row_of(path)})
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


def tells(at_work: AtWork, *records: str) -> None:
    at_work.desk.came_in.emit(frozenset(records))
    at_work.qtbot.wait(450)
    at_work.settle()


@pytest.mark.parametrize("name", ["today", "caseload", "visits", "tray", "directory"])
def test_a_list_is_read_again_and_nothing_moves(in_autumn: AtWork, name: str) -> None:
    page = in_autumn.go(name)
    focused = QtWidgets.QApplication.focusWidget()
    areas = page.findChildren(QtWidgets.QScrollArea)
    for area in areas:
        area.verticalScrollBar().setValue(40)
    before = [area.verticalScrollBar().value() for area in areas]
    read = reads(in_autumn)
    tells(in_autumn, "any")
    assert read, "it was read again"
    assert QtWidgets.QApplication.focusWidget() is focused
    assert [area.verticalScrollBar().value() for area in areas] == before


def reads(at_work: AtWork) -> list[Any]:
    """What the page asks of the record from now on."""
    said: list[Any] = []
    ask = at_work.kept.store.ask

    def listen(query: Any, *args: Any, **kw: Any) -> Any:
        said.append(query)
        return ask(query, *args, **kw)

    at_work.kept.store.ask = listen  # type: ignore[method-assign]
    return said


def test_today_shows_the_visit_that_came_in(at_work: AtWork) -> None:
    page = at_work.go("today")
    assert page.visits.isHidden()
    made = {"at": "2026-07-07T15:00", "who": at_work.kept.store.me}
    at_work.kept.do(visit.plan, family_id=at_work.home.family, answers=made)
    tells(at_work, "any")
    assert not page.visits.isHidden()


def test_a_familys_file_shows_the_note_that_came_in_and_keeps_the_focus_on_a_person(at_work: AtWork) -> None:
    page = at_work.go("family", at_work.home.family)
    line = page.people.findChildren(QtWidgets.QPushButton)[0]
    line.setFocus()
    called = at_work.named()
    a_note(at_work)
    tells(at_work, "any")
    assert len(page.part("notes").list.list.rows()) == 1
    assert at_work.named() == called


@pytest.mark.parametrize("name", ["plan", "episode", "family"])
def test_a_page_of_a_family_is_read_again_and_keeps_its_place(in_autumn: AtWork, name: str) -> None:
    record = in_autumn.home.family if name == "family" else casework.episode_of(casework.KOWALCZYK)
    page = in_autumn.go(name, record)
    buttons = [one for one in page.findChildren(QtWidgets.QPushButton) if one.isVisible() and one.isEnabled()]
    buttons[len(buttons) // 2].setFocus()
    called = in_autumn.named()
    place = page.place()
    tells(in_autumn, "any")
    assert in_autumn.named() == called
    assert page.place() == place


def sign(page: Any, key: str) -> str:
    found = page._view.field(key).sign()
    return str(found.status.text()) if found is not None else ""


def test_a_field_that_others_changed_says_who_until_the_worker_has_been_there(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=5)
    others(at_work, note, set_("place", "home"))
    assert sign(page, "place") == "Changed by sarah, 10:40"
    assert page._edit.strip.words() == "sarah changed “Where it was”."
    page._view.go_to("place")
    at_work.settle()
    assert sign(page, "place") != ""
    page._view.go_to("text")
    at_work.settle()
    assert sign(page, "place") == ""


def test_the_field_in_hand_says_that_what_is_written_is_kept_beside_it(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=5)
    others(at_work, note, set_("text", "Theirs", upon(at_work, note, "text")))
    assert sign(page, "text").endswith("What you write here is kept beside it")


def test_two_versions_are_signed_and_lead_to_both(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=26)
    at_work.type(" Mine")
    others(at_work, note, set_("text", "Theirs", upon(at_work, note, "text")))
    at_work.type(" too")
    at_work.saves(page)
    page._view.go_to("kind")
    at_work.settle()
    at_work.settle()
    assert page._view.answers()["text"] == "Theirs"
    assert sign(page, "text") == "Two versions are kept"
    wanted: list[Any] = []
    at_work.desk.wanted.disconnect(at_work.window.go)
    at_work.desk.wanted.connect(wanted.append)
    page._view.field("text").sign().way.click()
    assert [(place.page, place.record_id, place.path) for place in wanted] == [("versions", note, "text")]


def test_what_i_change_myself_is_not_signed(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=5)
    at_work.kept.do(form.answer, note, "place", "home")
    tells(at_work, note)
    assert page._view.answers()["place"] == "home"
    assert sign(page, "place") == ""


def enrol(at_work: AtWork) -> None:
    life = at_work.kept.store.bench.incarnation
    at_work.kept.do(enrolled.remember, enrolled.Link("https://c.invalid", "d", "t", (), "", "epoch", life))


def receive(at_work: AtWork) -> None:
    """The centre answers everything that waits."""

    @acts.act("test.received", local=True)
    def received(work: acts.Work) -> None:
        for n in work.connection.execute(sa.select(base.act.c.n).where(base.unanswered())).scalars().all():
            line = {"act_n": n, "verdict": "taken", "number": n, "received_at": work.at}
            work.connection.execute(sa.insert(base.receipt), {**line, "reason": "", "signature": ""})

    at_work.kept.store.close_sitting()
    at_work.kept.do(received)


def carried_words(page: Any) -> str:
    return str(page._edit.strip.carried_words())


def test_a_laptop_that_belongs_to_no_centre_says_nothing_of_one(at_work: AtWork) -> None:
    page = at_work.go("note", a_note(at_work), path="text")
    assert carried_words(page) == ""


def test_a_record_says_how_far_it_has_come(at_work: AtWork) -> None:
    enrol(at_work)
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=3)
    assert carried_words(page) == "On this laptop"
    receive(at_work)
    page = at_work.go("note", note, path="text", cursor=3)
    assert carried_words(page) == "Received 10:40"
    at_work.type("x")
    at_work.saves(page)
    assert carried_words(page) == "On this laptop"


def test_a_record_with_two_versions_needs_somebody(at_work: AtWork) -> None:
    enrol(at_work)
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=26)
    others(at_work, note, set_("text", "Theirs", upon(at_work, note, "text")))
    at_work.type(" Mine")
    at_work.saves(page)
    page = at_work.go("note", note, path="text", cursor=3)
    assert carried_words(page) == "Needs you"


def test_a_finished_form_says_that_it_was_received(in_autumn: AtWork) -> None:
    enrol(in_autumn)
    receive(in_autumn)
    lines = in_autumn.kept.ask(form.forms_of_family, casework.KOWALCZYK)
    record = next(line.record_id for line in lines if line.status == "finished")
    page = in_autumn.go("form", record)
    assert page._edit.strip.isVisible()
    assert carried_words(page).startswith("Received")
    assert page._find.isHidden()


def withdraw(at_work: AtWork, record_id: str) -> None:
    @acts.act("test.withdrawn", local=True)
    def gone(work: acts.Work) -> None:
        withdrawn.take_away(work, [record_id])

    at_work.kept.do(gone)
    tells(at_work, record_id)


def notices(at_work: AtWork) -> str:
    return " ".join(each.text() for each in at_work.window.notices.findChildren(QtWidgets.QLabel))


def test_a_form_that_others_finish_while_it_is_typed_in_says_so_and_keeps_what_was_typed(
    at_work: AtWork,
) -> None:
    record, row = a_plan(at_work)
    page = at_work.go("form", record, path=f"needs/{row}/statement", cursor=15)
    at_work.desk.do(form.answer, record, f"needs/{row}/statement", "The wall is wet, still")
    at_work.settle()
    building.arrive(at_work.kept, record, set_("$status", "finished", upon(at_work, record, "$status")))
    at_work.type(" today")
    tells(at_work, record)
    assert page._edit.opened.sheet.is_locked
    assert list(page._edit.meanwhile.left_over.words().values()) == ["The wall is wet today"]
    assert page._edit.meanwhile.left_over.isVisible()
    assert "This was finished by sarah" in notices(at_work)
    page._edit.meanwhile.left_over.findChildren(QtWidgets.QPushButton)[-1].click()
    assert QtWidgets.QApplication.clipboard().text() == "The wall is wet today"


def test_what_is_left_over_stands_there_again_until_it_is_put_away(at_work: AtWork) -> None:
    record, row = a_plan(at_work)
    page = at_work.go("form", record, path=f"needs/{row}/statement", cursor=15)
    building.arrive(at_work.kept, record, set_("$status", "finished", upon(at_work, record, "$status")))
    at_work.type(" today")
    tells(at_work, record)
    page = at_work.go("form", record)
    assert list(page._edit.meanwhile.left_over.words().values()) == ["The wall is wet today"]
    page._edit.meanwhile.left_over.put_away()
    page = at_work.go("form", record)
    assert page._edit.meanwhile.left_over.isHidden()


def test_a_record_that_goes_off_the_laptop_leaves_the_screen(at_work: AtWork) -> None:
    note = a_note(at_work)
    at_work.go("note", note, path="text", cursor=5)
    withdraw(at_work, note)
    here = at_work.window.page()
    assert here is not None
    assert here.title == "Today"
    assert "This is not on this laptop any more" in notices(at_work)


def test_what_was_typed_into_a_record_that_goes_off_the_laptop_can_be_copied(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=26)

    @acts.act("test.withdrawn", local=True)
    def gone(work: acts.Work) -> None:
        withdrawn.take_away(work, [note])

    at_work.kept.do(gone)
    at_work.type(" Last words")
    tells(at_work, note)
    assert at_work.window.page() == page
    assert list(page._edit.meanwhile.left_over.words().values()) == ["Zofia showed me a drawing. Last words"]
    assert page._edit.meanwhile.left_over.isVisible()
    assert not page._area.isVisible()
    assert "Last words" not in repr(at_work.kept.ask(half_typed.typed, page._edit.meanwhile.left_over._key))


def test_a_dialog_stays_open_while_others_work_comes_in_beneath_it(in_autumn: AtWork) -> None:
    page = in_autumn.go("episode", casework.episode_of(casework.KOWALCZYK))
    page.add_member()
    in_autumn.settle()
    dialog = next(one for one in page.findChildren(QtWidgets.QDialog) if one.isVisible())
    in_autumn.type("Bridge Street")
    focused = QtWidgets.QApplication.focusWidget()
    tells(in_autumn, "any")
    assert dialog.isVisible()
    assert QtWidgets.QApplication.focusWidget() is focused
    dialog.give_up()
    in_autumn.settle()


@pytest.mark.parametrize("name", ["plan", "episode", "family"])
def test_a_familys_page_leaves_the_screen_when_its_record_goes_off_the_laptop(
    in_autumn: AtWork, name: str
) -> None:
    record = in_autumn.home.family if name == "family" else casework.episode_of(casework.KOWALCZYK)
    in_autumn.go(name, record)
    withdraw(in_autumn, str(record))
    here = in_autumn.window.page()
    assert here is not None
    assert here.title == "Today"
    assert "is not on this laptop any more" in notices(in_autumn)


def test_a_small_window_hands_in_what_it_began_with(in_autumn: AtWork) -> None:
    stay = casework.episode_of(casework.KOWALCZYK)
    page = in_autumn.go("episode", stay)
    member = page._whole.team[0]
    page.change_member(member.row_id)
    in_autumn.settle()
    dialog = page.findChild(QtWidgets.QDialog)
    path = f"agencies/{member.row_id}/phone"
    others(in_autumn, stay, set_(path, "01632 960 777", upon(in_autumn, stay, path)))
    dialog.view.go_to("phone")
    in_autumn.press(Key.Key_End)
    in_autumn.type("01632 960 888")
    dialog.finish()
    in_autumn.settle()
    kept = in_autumn.kept.ask(team.team, stay)
    assert next(one.phone for one in kept if one.row_id == member.row_id) == "01632 960 777"
    assert [value for value in seconds(in_autumn, stay) if value] != []


def test_a_familys_lists_say_what_has_not_come_to_the_centre(at_work: AtWork) -> None:
    a_note(at_work)
    page = at_work.go("family", at_work.home.family)
    assert [row.side for row in page.part("notes").list.list.rows()] == [""]
    enrol(at_work)
    page = at_work.go("family", at_work.home.family)
    assert [row.side for row in page.part("notes").list.list.rows()] == ["On this laptop"]
    receive(at_work)
    page = at_work.go("family", at_work.home.family)
    assert [row.side for row in page.part("notes").list.list.rows()] == [""]


def test_an_empty_field_in_hand_stays_empty_until_it_is_left(at_work: AtWork) -> None:
    record, row = a_plan(at_work)
    blank = at_work.kept.do(form.add_row, record, "needs", {})
    page = at_work.go("form", record, path=f"needs/{blank}/statement")
    assert focused_text() == ""
    path = f"needs/{blank}/statement"
    others(at_work, record, set_(path, "Theirs", upon(at_work, record, path)))
    assert focused_text() == ""
    at_work.type("Mine")
    at_work.saves(page)
    assert at_work.answers(record)["needs"][blank]["statement"] == "Theirs"
    assert seconds(at_work, record) == ["Mine"]
    page._view.go_to(f"needs/{row}/statement")
    at_work.settle()
    assert page._view.answers()["needs"][blank]["statement"] == "Theirs"


def test_a_field_stays_in_hand_while_a_small_window_is_in_front(at_work: AtWork) -> None:
    note = a_note(at_work)
    page = at_work.go("note", note, path="text", cursor=26)
    at_work.press(Key.Key_F8)
    at_work.settle()
    dialog = next(one for one in page.findChildren(QtWidgets.QDialog) if one.isVisible())
    others(at_work, note, set_("text", "Theirs", upon(at_work, note, "text")))
    assert page._view.answers()["text"] == "Zofia showed me a drawing."
    dialog.reject()
    at_work.window.activateWindow()
    at_work.qtbot.waitUntil(lambda: QtWidgets.QApplication.focusWidget() is not None, timeout=3000)
    at_work.type(" Mine")
    at_work.saves(page)
    assert seconds(at_work, note) == ["Zofia showed me a drawing. Mine"]


def test_what_a_family_changes_at_the_screen_does_not_cover_what_came_in(at_work: AtWork) -> None:
    note = building.a_note(at_work.kept, at_work.home.family, text="As it was", kind="visit")
    page = at_work.go("together", note)
    page._lines["text"].change.click()
    at_work.settle()
    others(at_work, note, set_("text", "Theirs", upon(at_work, note, "text")))
    at_work.type("X")
    page._lines["text"].done.click()
    at_work.settle()
    page.leave()  # which makes the text of the window smaller again
    at_work.settle()
    assert at_work.answers(note)["text"] == "Theirs"
    assert len(seconds(at_work, note)) == 1


def together(at_work: AtWork, text: str = "As it was") -> tuple[str, Any]:
    note = building.a_note(at_work.kept, at_work.home.family, text=text, kind="visit")
    return note, at_work.go("together", note)


def on_it(page: Any) -> str:
    return " ".join(each.text() for each in page.findChildren(QtWidgets.QLabel) if each.isVisible())


def test_together_shows_what_came_in_without_a_name_and_keeps_focus_and_place(at_work: AtWork) -> None:
    note, page = together(at_work, "One line.\n" * 40)
    page._lines["text"].change.setFocus()
    at_work.settle()
    bar = page._area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    others(at_work, note, set_("place", "school"))
    at_work.qtbot.wait(50)
    assert "School" in page._lines["place"].answer.text()
    assert "sarah" not in on_it(page) + notices(at_work)
    assert at_work.named() == page._lines["text"].change.accessibleName()
    assert (place > 0, bar.value()) == (True, place)


def test_together_keeps_the_answer_in_hand_while_the_others_move(at_work: AtWork) -> None:
    note, page = together(at_work)
    page._lines["text"].change.click()
    at_work.settle()
    others(at_work, note, set_("kind", "call", upon(at_work, note, "kind")), set_("text", "Theirs"))
    assert "Call" in page._lines["kind"].answer.text()
    assert page._views["text"].answers()["text"] == "As it was"
    assert isinstance(QtWidgets.QApplication.focusWidget(), QtWidgets.QTextEdit)


def test_what_a_family_said_of_a_form_that_others_finished_is_kept_for_its_page(at_work: AtWork) -> None:
    record, row = a_plan(at_work)
    page = at_work.go("together", record)
    page._lines["needs"].change.click()
    at_work.settle()
    building.arrive(at_work.kept, record, set_("$status", "finished", upon(at_work, record, "$status")))
    page._views["needs"].go_to(f"needs/{row}/statement", 0)
    at_work.type("Yes: t")
    page._lines["needs"].done.click()
    at_work.settle()
    assert "This was finished in the meantime" in on_it(page)
    assert "sarah" not in on_it(page)
    page.leave()
    at_work.settle()
    shown = at_work.go("form", record)._edit.meanwhile.left_over
    assert [one[:6] for one in shown.words().values()] == ["Yes: t"]


def test_together_shows_nothing_of_a_record_that_went_off_the_laptop(at_work: AtWork) -> None:
    note, page = together(at_work)
    withdraw(at_work, note)
    told = on_it(page)
    assert "This can no longer be shown here." in told
    assert "As it was" not in told
    page.leave_button.click()
    at_work.settle()
    here = at_work.window.page()
    assert here is not None
    assert here.title == "Today"


def test_what_came_in_while_it_was_hidden_is_signed_when_a_person_is_shown_whole(at_work: AtWork) -> None:
    page = at_work.go("person", at_work.home.mother)
    building.arrive(at_work.kept, at_work.home.mother, set_("occupation", "Baker"))
    page.show_reach()
    at_work.settle()
    tells(at_work, at_work.home.mother)
    assert page.is_shown
    assert at_work.refused == []


def test_what_is_being_written_stays_where_it_is_while_what_is_above_it_grows(at_work: AtWork) -> None:
    record = at_work.kept.do(form.start, "eha_part_a", family_id=at_work.home.family)
    page = at_work.go("form", record)
    texts = [one.key for one in page._view.form.questions() if one.kind == "long_text" and not one.show_when]
    assert len(texts) > 1
    page._go_to(texts[-1])
    at_work.settle()
    focused = QtWidgets.QApplication.focusWidget()
    assert focused is not None
    place = focused.mapTo(at_work.window, QtCore.QPoint(0, 0)).y()
    others(at_work, record, set_(texts[0], "One line.\n" * 12, upon(at_work, record, texts[0])))
    at_work.qtbot.wait(120)
    assert page._view.answers()[texts[0]].startswith("One line.")
    assert focused.mapTo(at_work.window, QtCore.QPoint(0, 0)).y() == place
