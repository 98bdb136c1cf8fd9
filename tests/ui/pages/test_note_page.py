"""The kerb note: the cursor at once, few keys, nothing lost, back at the same character."""

from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets

from ehdesk import errors
from ehdesk.models import form, note
from ehdesk.ui import answer_text, family_picker, move_dialog, note_page
from ehdesk.ui import desk as desks
from tests import building
from tests.ui.pages.conftest import AtWork, Ctrl, Key, Shift

pytestmark = pytest.mark.usefixtures("no_strays")
SEEN = {"zofia": "Seen: Zofia"}


def new_note(at_work: AtWork, family_id: str | None = None) -> Any:
    page = at_work.go("note", more={"family": family_id})
    at_work.qtbot.waitUntil(lambda: isinstance(QtWidgets.QApplication.focusWidget(), answer_text.Writing))
    return page


def test_ctrl_n_anywhere_puts_the_cursor_in_a_new_note_of_the_open_family(at_work: AtWork) -> None:
    at_work.go("family", at_work.home.family)
    at_work.press(Key.Key_N, Ctrl)
    at_work.qtbot.waitUntil(lambda: isinstance(QtWidgets.QApplication.focusWidget(), answer_text.Writing))
    at_work.settle()
    page = at_work.window.page()
    assert isinstance(page, note_page.NotePage)
    assert page.family.text() == "Kowalczyk-Hughes"


def test_an_empty_note_is_never_written(at_work: AtWork) -> None:
    page = new_note(at_work, at_work.home.family)
    page.done()
    at_work.settle()
    assert at_work.kept.ask(note.todays_notes) == ()


def test_what_is_typed_is_saved_by_itself_and_says_so_only_then(at_work: AtWork) -> None:
    page = new_note(at_work, at_work.home.family)
    at_work.type("Zofia made the toast.")
    assert page._edit.strip.saved_words() == "Saving…"
    at_work.saves(page)
    assert page._edit.strip.saved_words() == "Saved 10:40"
    assert at_work.answers(page._session.record_id)["text"] == "Zofia made the toast."


def test_a_visit_with_both_children_takes_no_more_than_eight_keys_beside_the_prose(at_work: AtWork) -> None:
    at_work.go("family", at_work.home.family)
    keys = 0

    def press(key: Key, modifier: Any = QtCore.Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal keys
        keys += 1
        at_work.press(key, modifier)

    press(Key.Key_N, Ctrl)
    at_work.settle()
    page = at_work.window.page()
    assert isinstance(page, note_page.NotePage)
    at_work.type("Home visit. Zofia drew, and talked about the baby.")
    press(Key.Key_Tab)
    press(Key.Key_Space)  # Visit
    press(Key.Key_Tab)
    press(Key.Key_Space)  # Home
    press(Key.Key_Tab)
    press(Key.Key_Space)  # Zofia seen
    press(Key.Key_Return, Ctrl)
    assert keys <= 8
    at_work.settle()
    kept = at_work.answers(page._session.record_id)
    assert (kept["kind"], kept["place"]) == ("visit", "home")
    assert [(row["child"], row["seen"]) for row in kept["children"].values()] == [
        (at_work.home.zofia, "seen")
    ]


def test_a_note_is_filed_by_typing_a_little_of_a_name(at_work: AtWork) -> None:
    building.a_family(at_work.kept, "Ionescu-Țăranu")
    page = new_note(at_work)
    assert page.family.text() == "Choose the family"
    at_work.type("Rang about the gas.")
    page.choose_family()
    at_work.qtbot.waitUntil(lambda: QtWidgets.QApplication.activeModalWidget() is not None)
    at_work.settle()
    at_work.type("tara")
    at_work.press(Key.Key_Return)
    at_work.qtbot.waitUntil(lambda: page.family.text() == "Ionescu-Țăranu")
    at_work.settle()
    page.flush()
    at_work.settle()
    filed = at_work.kept.ask(form.sheet, page._session.record_id)
    assert filed.answers["text"] == "Rang about the gas."
    assert filed.family_id is not None


def test_a_note_without_a_family_waits_on_today(at_work: AtWork) -> None:
    page = new_note(at_work)
    at_work.type("A word in the car park.")
    page.done()
    at_work.settle()
    waiting = at_work.kept.ask(note.unfiled_notes)
    assert [line.first_words for line in waiting] == ["A word in the car park."]


def test_leaving_in_mid_word_keeps_every_letter(at_work: AtWork) -> None:
    page = new_note(at_work, at_work.home.family)
    record_id = page._session.record_id
    at_work.type("She answers every ca")
    at_work.go("today")
    assert at_work.answers(record_id)["text"] == "She answers every ca"


def test_coming_back_stands_at_the_same_character(at_work: AtWork) -> None:
    page = new_note(at_work, at_work.home.family)
    at_work.type("She answers every call")
    for _ in range(5):
        at_work.press(Key.Key_Left)
    page.flush()
    here = page.place()
    at_work.settle()
    at_work.go("today")
    at_work.window.go(here)
    at_work.qtbot.waitUntil(lambda: isinstance(QtWidgets.QApplication.focusWidget(), answer_text.Writing))
    at_work.settle()
    again = at_work.window.page()
    assert isinstance(again, note_page.NotePage)
    assert again._view is not None
    assert again._view.here() == ("text", len("She answers every"))
    at_work.type("!")
    again.flush()
    at_work.settle()
    assert at_work.answers(str(here.record_id))["text"] == "She answers every! call"


def test_ctrl_z_takes_back_typing_then_what_was_saved(at_work: AtWork) -> None:
    page = new_note(at_work, at_work.home.family)
    at_work.type("Gareth rings on Sundays")
    at_work.saves(page)
    at_work.press(Key.Key_Tab)
    at_work.press(Key.Key_Space)
    at_work.settle()
    at_work.press(Key.Key_Z, Ctrl)
    at_work.settle()
    kept = at_work.answers(page._session.record_id)
    assert "kind" not in kept
    assert kept["text"] == "Gareth rings on Sundays"
    assert "Taken back" in page._edit.strip.words()
    at_work.press(Key.Key_Z, Ctrl | Shift)
    at_work.settle()
    assert at_work.answers(page._session.record_id)["kind"] == "visit"


def test_an_answer_from_the_record_never_overwrites_what_is_typed_since(at_work: AtWork) -> None:
    page = new_note(at_work, at_work.home.family)
    at_work.type("The first words.")
    at_work.saves(page)
    page._session.read()
    at_work.type(" And more, before the answer came.")
    at_work.settle()
    assert page._view.answers()["text"] == "The first words. And more, before the answer came."
    at_work.saves(page)
    assert at_work.answers(page._session.record_id)["text"].endswith("before the answer came.")


def test_the_people_of_another_family_never_come_late(at_work: AtWork) -> None:
    other = building.a_family(at_work.kept, "Ionescu-Țăranu")
    page = new_note(at_work, at_work.home.family)
    page._on_people(other.family, ("Ionescu-Țăranu", page._view._around))
    assert page.family.text() == "Kowalczyk-Hughes"


def test_why_not_is_asked_where_a_child_was_not_seen(at_work: AtWork) -> None:
    page = new_note(at_work, at_work.home.family)
    at_work.type("At the door.")
    for _ in range(3):
        at_work.press(Key.Key_Tab)
    assert at_work.named() == "Seen: Zofia"
    at_work.press(Key.Key_Left)
    assert at_work.named() == "Not seen: Zofia"
    at_work.press(Key.Key_Tab)
    assert at_work.named() == "Why not? Zofia"
    at_work.type("At school")
    page.flush()
    at_work.settle()
    (row,) = at_work.answers(page._session.record_id)["children"].values()
    assert (row["seen"], row["why_not"]) == ("not_seen", "At school")


def test_a_note_of_an_earlier_day_is_read_until_it_is_amended_with_a_reason(at_work: AtWork) -> None:
    record_id = building.a_note(at_work.kept, at_work.home.family, text="Zofia made the toast.")
    at_work.kept.do(form.finish, record_id)
    at_work.kept.time.pass_by(days=1)
    page = at_work.go("note", record_id)
    assert page._view is None
    assert page._edit.reading is not None
    assert page._edit.reading.answer_label("text").text() == "Zofia made the toast."
    page._session.change(form.amend, "Her words were different")
    at_work.settle()
    view: Any = page._edit.view
    assert view.answers()["text"] == "Zofia made the toast."


def test_a_finished_note_is_moved_to_another_family_only_with_a_reason(at_work: AtWork) -> None:
    other = building.a_family(at_work.kept, "Ionescu-Țăranu").family
    record_id = building.a_note(at_work.kept, at_work.home.family, text="Zofia made the toast.")
    at_work.kept.do(form.finish, record_id)
    at_work.kept.time.pass_by(days=1)
    page = at_work.go("note", record_id)
    page.choose_family()
    at_work.settle()
    dialog = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(dialog, move_dialog.MoveDialog)
    at_work.type("tara")
    at_work.qtbot.waitUntil(lambda: dialog.list.current_key() == other)
    dialog.move_button.click()
    assert dialog.missing.text() == "Say why it is moved"
    assert at_work.kept.ask(form.sheet, record_id).family_id == at_work.home.family
    dialog.why.setPlainText("It is about the other family")
    dialog.move_button.click()
    at_work.qtbot.waitUntil(lambda: page.family.text() == "Ionescu-Țăranu")
    assert at_work.kept.ask(form.sheet, record_id).family_id == other


def test_a_note_that_cannot_be_begun_is_tried_again_and_lost_never(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = new_note(at_work, at_work.home.family)
    real, full = at_work.kept.store.do, [True]

    def do(*args: Any, **kw: Any) -> Any:
        if full[0]:
            raise errors.DiskFull
        return real(*args, **kw)

    monkeypatch.setattr(at_work.kept.store, "do", do)
    at_work.type("Arrears notice came.")
    page.flush()
    at_work.settle()
    assert page._edit.strip.saved_words() == "Not saved yet – trying again"
    full[0] = False
    at_work.type(" Eleven days later.")
    at_work.qtbot.waitUntil(lambda: page._edit.strip.saved_words().startswith("Saved"), timeout=5000)
    assert at_work.answers(page._session.record_id)["text"] == "Arrears notice came. Eleven days later."


def test_what_could_not_be_saved_outlives_its_page(at_work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    page = new_note(at_work, at_work.home.family)
    at_work.type("Damp wall.")
    at_work.saves(page)
    record_id = page._session.record_id
    real, full = at_work.kept.store.do, [True]

    def do(verb: Any, *args: Any, **kw: Any) -> Any:
        if full[0] and verb is form.answer:
            raise errors.DiskFull
        return real(verb, *args, **kw)

    monkeypatch.setattr(at_work.kept.store, "do", do)
    at_work.type(" He was awake coughing.")
    at_work.go("today")
    full[0] = False
    wanted = "Damp wall. He was awake coughing."
    at_work.qtbot.waitUntil(lambda: at_work.answers(record_id)["text"] == wanted, timeout=6000)


def test_the_picker_drops_what_comes_back_for_an_older_search(at_work: AtWork) -> None:
    chosen: list[str] = []
    picker = family_picker.FamilyPicker(at_work.window, at_work.desk, lambda _id, name: chosen.append(name))
    at_work.settle()
    from ehdesk.models import family

    picker._asked += 1
    picker._on_found(picker._asked - 1, family.Caseload((), 0))
    assert len(picker._lines) == 1
    picker.reject()
    assert chosen == []


def test_tab_goes_through_the_note_in_the_order_it_is_read(at_work: AtWork) -> None:
    new_note(at_work, at_work.home.family)
    names = []
    for _ in range(8):
        at_work.press(Key.Key_Tab)
        names.append(at_work.named())
    assert names[:6] == [
        "Visit: What kind of contact it was",
        "Home: Where it was",
        "Seen: Zofia",
        "Seen: Łukasz",
        "Who else was there, and more",
        "Done",
    ]


def test_a_place_is_given_even_before_the_first_save(at_work: AtWork) -> None:
    page = new_note(at_work, at_work.home.family)
    assert page.place() == desks.Place("note", None, "text", more={"family": at_work.home.family})
    at_work.type("N")
    assert page.place().record_id == page._session.record_id
