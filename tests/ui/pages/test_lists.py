"""Today, the caseload and the family's file: found by typing, walked by keyboard, quick with thousands."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets
from PySide6.QtTest import QTest

from ehdesk import settings
from ehdesk.models import family, form, note, person, sample
from ehdesk.ui import caseload, family_page, people_card, telling, today
from tests import building
from tests.ui.pages.conftest import AtWork, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def lines(at_work: AtWork) -> list[str]:
    page = at_work.window.page()
    assert isinstance(page, caseload.CaseloadPage)
    return [row.title for row in page.list.rows()]


def searched(at_work: AtWork, words: str) -> list[str]:
    at_work.type(words)
    at_work.qtbot.wait(130)
    at_work.settle()
    return lines(at_work)


# Today


def test_today_says_the_date_and_that_nothing_waits(at_work: AtWork) -> None:
    page = at_work.go("today")
    assert page.date.text() == "Tuesday 7 July"
    assert page.summary.text() == "Nothing is waiting. Start with a note, or open a family."
    assert page.families.isVisible()
    assert not page.first.isVisible()
    assert not page.drafts.isVisible()
    assert QtWidgets.QApplication.focusWidget() is page.new_note


def test_today_shows_five_drafts_then_more(at_work: AtWork) -> None:
    for _ in range(7):
        building.a_checklist(at_work.kept, at_work.home.family)
    page = at_work.go("today")
    assert len(page.drafts.list.rows()) == 5
    assert page.drafts.more.text() == "2 more"
    page.drafts.more.click()
    assert len(page.drafts.list.rows()) == 7
    assert page.drafts.list.hasFocus()


def test_tab_goes_down_today_as_the_eye_does(at_work: AtWork) -> None:
    building.a_checklist(at_work.kept, at_work.home.family)
    page = at_work.go("today")
    at_work.settle()
    assert QtWidgets.QApplication.focusWidget() is page.new_note
    for expected in (page.drafts.list, page.setup.list, page.plan, page.families, page.all_visits):
        at_work.press(Key.Key_Tab)
        assert QtWidgets.QApplication.focusWidget() is expected


def test_today_opens_a_draft_with_enter(at_work: AtWork) -> None:
    record_id = building.a_checklist(at_work.kept, at_work.home.family)
    page = at_work.go("today")
    page.drafts.list.setFocus()
    at_work.press(Key.Key_Return)
    at_work.settle()
    place = at_work.window.where()
    assert place is not None
    assert (place.page, place.record_id) == ("form", record_id)


def test_today_shows_notes_that_wait_for_a_family_and_todays_notes(at_work: AtWork) -> None:
    building.a_note(at_work.kept, None, text="A word in the car park.")
    building.a_note(at_work.kept, at_work.home.family, text="Zofia drew.", kind="visit")
    page = at_work.go("today")
    assert isinstance(page, today.TodayPage)
    assert [row.detail for row in page.unfiled.list.rows()] == ["A word in the car park."]
    assert [row.title for row in page.notes.list.rows()] == ["Kowalczyk-Hughes · Visit · 10:15"]
    assert page.summary.text() == "1 note without a family"


def test_a_colleagues_note_says_whose_it_is_and_mine_does_not(at_work: AtWork) -> None:
    building.a_note(at_work.kept, at_work.home.family, text="Zofia drew.", kind="visit")
    page = at_work.go("today")
    assert [row.detail for row in page.notes.list.rows()] == ["Zofia drew."]
    (mine,) = at_work.kept.ask(note.todays_notes)
    theirs = replace(mine, author="sarah", author_name="Sarah Doyle")
    told = telling.note_row(at_work.desk, theirs, with_family=True)
    assert told.title == "Kowalczyk-Hughes · Visit · 10:15"
    assert told.detail == "Written by Sarah Doyle · Zofia drew."
    unnamed = telling.note_row(at_work.desk, replace(theirs, author_name="", first_words=""))
    assert unnamed.detail == "Written by somebody else · Nothing written yet"


def test_a_form_that_somebody_else_is_writing_is_not_offered_as_mine(at_work: AtWork) -> None:
    building.a_checklist(at_work.kept, at_work.home.family)
    (line,) = at_work.kept.ask(form.drafts)
    mine = telling.form_row(at_work.desk, line)
    theirs = telling.form_row(at_work.desk, replace(line, author_name="Sarah Doyle", is_mine=False))
    assert (mine.side, theirs.side) == ("Continue", "")
    assert theirs.detail.startswith("Being written by Sarah Doyle · ")


# The caseload


@pytest.mark.parametrize(
    ("typed", "found"),
    [("lukasz", "Kowalczyk-Hughes"), ("المصرى", "Al-Masri–Qureshi"), ("taranu", "Ionescu-Țăranu")],
)
def test_a_family_is_found_by_any_name_in_any_script(at_work: AtWork, typed: str, found: str) -> None:
    sample.fill(at_work.kept.store)
    at_work.go("caseload")
    assert found in searched(at_work, typed)
    assert len(lines(at_work)) < 3


def test_enter_opens_the_first_and_down_goes_to_the_list(at_work: AtWork) -> None:
    other = building.a_family(at_work.kept, "Ionescu-Țăranu")
    page = at_work.go("caseload")
    at_work.press(Key.Key_Down)
    assert page.list.hasFocus()
    page.search.setFocus()
    assert searched(at_work, "ionescu") == ["Ionescu-Țăranu"]
    at_work.press(Key.Key_Return)
    at_work.settle()
    where = at_work.window.where()
    assert where is not None
    assert (where.page, where.record_id) == ("family", other.family)


def test_what_comes_back_for_an_older_search_is_dropped(at_work: AtWork) -> None:
    page = at_work.go("caseload")
    page._asked += 1
    page._on_found(page._asked - 1, family.Caseload((), 0))
    assert lines(at_work) == ["Kowalczyk-Hughes"]


def test_nobody_found_is_one_sentence(at_work: AtWork) -> None:
    page = at_work.go("caseload")
    assert searched(at_work, "xyz") == []
    assert page.empty.text() == "No family here is called “xyz”."
    at_work.press(Key.Key_Escape)
    at_work.qtbot.wait(130)
    at_work.settle()
    assert lines(at_work) == ["Kowalczyk-Hughes"]


def test_lists_show_initials_where_the_setting_says_so(at_work: AtWork) -> None:
    at_work.desk.settings = replace(settings.practice(), initials_in_lists=True)
    building.a_checklist(at_work.kept, at_work.home.family)
    page = at_work.go("caseload")
    (row,) = page.list.rows()
    assert row.title == "K-H"
    assert "Zofia" not in row.spoken()
    drafts: Any = at_work.go("today")
    assert "Kowalczyk" not in drafts.drafts.list.rows()[0].spoken()


def test_the_caseload_says_ages_drafts_and_when_a_child_was_seen(at_work: AtWork) -> None:
    building.a_checklist(at_work.kept, at_work.home.family)
    seen = {"r1": {"rank": "a", "child": at_work.home.zofia, "seen": "seen_alone"}}
    building.a_note(at_work.kept, at_work.home.family, text="Drew.", children=seen)
    page = at_work.go("caseload")
    (row,) = page.list.rows()
    assert row.detail.startswith("Zofia 9, Łukasz 6")
    assert row.side == "1 draft · Seen today"


def test_hundreds_of_families_open_at_once_and_are_read_on_without_a_jump(at_work: AtWork) -> None:
    sample.fill_with_generated(at_work.kept.store, 250, seed=1)
    page = at_work.go("caseload")
    assert len(page.list.rows()) == 100
    bar = page.list.verticalScrollBar()
    for _ in range(3):
        bar.setValue(bar.maximum())
        at_work.settle()
    rows = page.list.rows()
    assert len(rows) > 200
    assert len({row.key for row in rows}) == len(rows)
    assert bar.value() > 0, "reading on does not jump back to the top"


def test_two_thousand_rows_are_shown(at_work: AtWork) -> None:
    page = at_work.go("caseload")
    (line,) = page._lines
    page._lines = [replace(line, family_id=f"family {number}") for number in range(2000)]
    page._show()
    QtWidgets.QApplication.processEvents()
    assert len(page.list.rows()) == 2000


def test_coming_back_keeps_the_search_and_the_line(at_work: AtWork) -> None:
    building.a_family(at_work.kept, "Ionescu-Țăranu")
    page = at_work.go("caseload")
    searched(at_work, "u")
    page.list.setFocus()
    at_work.press(Key.Key_Down)
    stood_on = page.list.current_key()
    at_work.press(Key.Key_Return)
    at_work.settle()
    at_work.window.back()
    at_work.settle()
    again = at_work.window.page()
    assert isinstance(again, caseload.CaseloadPage)
    assert again.search.text() == "u"
    assert again.list.current_key() == stood_on


# The family's file


def test_a_family_file_says_who_and_when_each_child_was_seen(at_work: AtWork) -> None:
    seen = {"r1": {"rank": "a", "child": at_work.home.zofia, "seen": "seen_alone"}}
    building.a_note(at_work.kept, at_work.home.family, text="Zofia drew.", kind="visit", children=seen)
    at_work.kept.do(person.change_person, at_work.home.zofia, "say_it", "ZOF-ya")
    page = at_work.go("family", at_work.home.family)
    told = [label.text() for label in page.people.findChildren(QtWidgets.QLabel)]
    assert "9 · say “ZOF-ya”" in told
    assert "Seen alone today" in told
    assert "Not seen yet" in told
    assert [row.detail for row in page.part("notes").list.list.rows()] == ["Zofia drew."]


def test_contact_shows_only_while_it_is_held_and_never_late(at_work: AtWork) -> None:
    warning = "Leave no voicemail."
    at_work.kept.do(person.change_person, at_work.home.mother, "contact_warning", warning)
    page = at_work.go("family", at_work.home.family)
    everything = [label.text() for label in page.findChildren(QtWidgets.QLabel)]
    assert not any(warning in words for words in everything)
    lines_of_people = page.people.findChildren(people_card.PersonLine)
    line = next(one for one in lines_of_people if one.hold.isVisible())
    QTest.mousePress(line.hold, QtCore.Qt.MouseButton.LeftButton)
    at_work.qtbot.waitUntil(line.contact.isVisible)
    assert warning in line.contact.text()
    QTest.mouseRelease(line.hold, QtCore.Qt.MouseButton.LeftButton)
    assert not line.contact.isVisible()
    assert line.contact.text() == ""
    line.held._show(warning)
    assert not line.contact.isVisible()


def test_a_protected_address_and_phone_are_among_what_is_held(at_work: AtWork) -> None:
    sample.fill(at_work.kept.store)
    page = at_work.go("family", "0197f000-0412-7000-8000-000000000000")
    lines_of_people = page.people.findChildren(people_card.PersonLine)
    line = next(one for one in lines_of_people if one._card.known_as == "Agnieszka")
    QTest.mousePress(line.hold, QtCore.Qt.MouseButton.LeftButton)
    at_work.qtbot.waitUntil(line.contact.isVisible)
    for words in ("Leave no voicemail", "14 Tannery Row", "01632 960301", "Safe to call, text"):
        assert words in line.contact.text()
    QTest.mouseRelease(line.hold, QtCore.Qt.MouseButton.LeftButton)


def test_contact_is_held_by_keyboard_and_let_go_with_the_focus(at_work: AtWork) -> None:
    at_work.kept.do(person.change_person, at_work.home.mother, "contact_warning", "Leave no voicemail.")
    page = at_work.go("family", at_work.home.family)
    line = next(one for one in page.people.findChildren(people_card.PersonLine) if one.hold.isVisible())
    line.hold.setFocus()
    QTest.keyPress(line.hold, Key.Key_Space)
    at_work.qtbot.waitUntil(line.contact.isVisible)
    page.write.setFocus()
    assert not line.contact.isVisible()


def test_a_form_is_begun_from_the_file_and_opens(at_work: AtWork) -> None:
    page = at_work.go("family", at_work.home.family)
    page.strip.choose("forms")
    page.part("forms").starts["feedback_parent"].click()
    at_work.settle()
    where = at_work.window.where()
    assert where is not None
    sheet = at_work.kept.ask(form.sheet, str(where.record_id))
    assert (sheet.form.id, sheet.answers["given_on"]) == ("feedback_parent", "2026-07-07")


def test_older_notes_come_when_they_are_wanted(at_work: AtWork) -> None:
    for number in range(55):
        building.a_note(at_work.kept, at_work.home.family, text=f"Note {number}")
    page = at_work.go("family", at_work.home.family)
    assert isinstance(page, family_page.FamilyPage)
    notes = page.part("notes")
    assert len(notes.list.list.rows()) == 5
    notes.list.more.click()
    assert len(notes.list.list.rows()) == 50
    notes.older.click()
    at_work.settle()
    assert len(notes.list.list.rows()) == 55
    assert not notes.older.isVisible()
    assert len(at_work.kept.ask(note.notes_of_family, at_work.home.family, limit=100)) == 55


def test_no_other_familys_name_is_on_the_page(at_work: AtWork) -> None:
    building.a_family(at_work.kept, "Ionescu-Țăranu")
    page = at_work.go("family", at_work.home.family)
    told = " ".join(label.text() for label in page.findChildren(QtWidgets.QLabel))
    assert "Ionescu" not in told
