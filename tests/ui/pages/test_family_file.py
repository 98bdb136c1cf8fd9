"""The family file: what stands at its head, its parts by keyboard, and each part doing its work."""

from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets
from PySide6.QtTest import QTest

from ehdesk import settings
from ehdesk.models import (
    acts,
    chronology,
    copies,
    document,
    episode,
    family,
    form,
    glance,
    person,
    trail,
    visit,
)
from ehdesk.ui import event_adding, family_page, form_page, hold, whole_history
from tests import building
from tests.ui.pages import test_reachable
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")

Alt = QtCore.Qt.KeyboardModifier.AltModifier


def opened(at_work: AtWork, part: str | None = None) -> family_page.FamilyPage:
    page = at_work.go("family", at_work.home.family, path=part)
    assert isinstance(page, family_page.FamilyPage)
    at_work.settle()
    return page


@acts.act("form.finished")
def finish_as_it_is(work: acts.Work, record_id: str) -> None:
    record = work.record(record_id)
    work.edit(record, "$status", "finished")
    work.edit(record, "$finished_at", work.at.isoformat())


def finished(at_work: AtWork, form_id: str, **answers: Any) -> str:
    made = at_work.kept.do(form.start, form_id, family_id=at_work.home.family, answers=answers)
    at_work.kept.do(finish_as_it_is, made)
    return made


def an_event(at_work: AtWork, day: str, words: str, category: str = "missed_appointment") -> None:
    told = {
        "date": {"from": day, "to": None},
        "people": [at_work.home.lukasz],
        "category": category,
        "event": words,
        "source": "School",
        "source_kind": "told",
    }
    at_work.kept.do(chronology.add, at_work.home.family, told)


# The head


def test_the_head_says_the_plans_day_who_was_seen_alone_and_what_is_next(at_work: AtWork) -> None:
    at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-05-01"})
    finished(at_work, "action_plan", start_on="2026-05-27")
    seen = {"r1": {"rank": "a", "child": at_work.home.zofia, "seen": "seen_alone"}}
    building.a_note(at_work.kept, at_work.home.family, at="2026-07-04T10:00", children=seen)
    page = opened(at_work)
    assert page.head.stands.text().startswith("Plan day 41 · Łukasz not seen alone yet")


def test_a_planned_visit_is_the_next_date(at_work: AtWork) -> None:
    planned = {"at": "2026-07-10T15:30", "place": "home"}
    at_work.kept.do(visit.plan, family_id=at_work.home.family, answers=planned)
    assert opened(at_work).head.stands.text().endswith("visit Friday 15:30")


def test_the_childs_own_words_stand_at_the_head(at_work: AtWork) -> None:
    child = {"rank": "a", "child": at_work.home.zofia, "own_words": "I want Mama to sleep."}
    finished(at_work, "eha_part_b", children={"r1": child})
    told = [label.text() for label in opened(at_work).head.findChildren(QtWidgets.QLabel)]
    assert "“I want Mama to sleep.”" in told
    assert "Zofia, 7 July 2026" in told


def test_a_family_that_is_not_here_says_so(at_work: AtWork) -> None:
    page = at_work.go("family", "nobody")
    assert page.head.name.text() == "This family is not on this laptop"
    assert [type(error).__name__ for error in at_work.refused] == ["RecordMissing"]
    at_work.refused.clear()


def test_the_whole_file_opens_with_few_statements(at_work: AtWork) -> None:
    for day in range(1, 28):
        building.a_note(at_work.kept, at_work.home.family, at=f"2026-06-{day:02}T10:00")
        building.complete_checklist(at_work.kept, at_work.home.family)
    asked = building.asked(at_work.kept, family_page.read, at_work.home.family, settings.Limits())
    assert asked <= 11
    assert building.scans(at_work.kept, family.family_file, at_work.home.family) == []
    assert building.scans(at_work.kept, glance.glance, at_work.home.family, settings.Limits()) == []


# The parts


def test_alt_and_a_number_opens_each_part(at_work: AtWork) -> None:
    page = opened(at_work)
    for number, (key, _title) in enumerate(family_page.PARTS, 1):
        at_work.press(getattr(Key, f"Key_{number}"), Alt)
        at_work.settle()
        assert page.strip.chosen() == key
        assert [made for made, part in page.parts.items() if part.isVisible()] == [key]


def test_the_part_that_was_open_is_open_again_after_going_back(at_work: AtWork) -> None:
    page = opened(at_work, "copies")
    place = page.place()
    assert place.path == "copies"
    at_work.go("caseload")
    at_work.window.back()
    at_work.settle()
    again = at_work.window.page()
    assert isinstance(again, family_page.FamilyPage)
    assert again.strip.chosen() == "copies"


def test_every_part_says_what_belongs_there_when_it_is_empty(at_work: AtWork) -> None:
    page = opened(at_work)
    for key, words in (
        ("notes", "No notes yet."),
        ("plan", "No plan yet."),
        ("timeline", "Nothing of this kind has happened yet."),
        ("forms", "No form has been begun"),
        ("documents", "No documents yet."),
        ("copies", "No copies given yet."),
        ("chronology", "No events yet."),
    ):
        page.strip.choose(key)
        at_work.settle()
        told = [one.text() for one in page.part(key).findChildren(QtWidgets.QLabel) if one.isVisible()]
        assert any(one.startswith(words) for one in told), key


def test_forms_are_offered_in_the_order_of_the_work(at_work: AtWork) -> None:
    starts = list(opened(at_work, "forms").part("forms").starts)
    order = ["eha_part_a", "eha_part_b", "taf_meeting", "closure", "feedback_parent", "self_assessment"]
    assert [one for one in starts if one in order] == order
    assert not {"note", "chronology"} & set(starts)


def test_every_control_of_every_part_has_a_name_of_its_own(at_work: AtWork) -> None:
    an_event(at_work, "2026-05-11", "Missed the clinic")
    finished(at_work, "action_plan", start_on="2026-07-01")
    at_work.kept.do(document.add, at_work.home.family, b"a letter", document.New("Letter"))
    page = opened(at_work)
    for key, _title in family_page.PARTS:
        page.strip.choose(key)
        at_work.settle()
        named = [test_reachable.spoken(each) for each in test_reachable.controls(page)]
        assert all(named), key
        assert sorted({one for one in named if named.count(one) > 1}) == [], key


# Timeline


def test_the_timeline_is_filtered_by_kind_and_by_child(at_work: AtWork) -> None:
    home = at_work.home
    for who, title in ((home.zofia, "Hers"), (home.lukasz, "His")):
        at_work.kept.do(document.add, home.family, title.encode(), document.New(title, about=(who,)))
    building.a_note(at_work.kept, home.family, at="2026-07-01T10:00")
    part = opened(at_work, "timeline").part("timeline")

    def titles() -> set[str]:
        return {row.title for row in part.list.list.rows()}

    assert titles() == {"Hers", "His", "1 note"}
    part.kind.choose("document")
    assert titles() == {"Hers", "His"}
    part.child.setCurrentIndex(part.child.findData(home.zofia))
    assert titles() == {"Hers"}


def test_a_month_of_notes_leads_to_the_notes_and_a_form_to_the_form(at_work: AtWork) -> None:
    building.a_note(at_work.kept, at_work.home.family, at="2026-07-01T10:00")
    checklist = building.complete_checklist(at_work.kept, at_work.home.family)
    at_work.kept.do(form.finish, checklist)
    page = opened(at_work, "timeline")
    part = page.part("timeline")
    keys = {row.title.split(" ·")[0]: row.key for row in part.list.list.rows()}
    part._open(keys["1 note"])
    assert page.strip.chosen() == "notes"
    part._open(keys["Self-assessment"])
    at_work.settle()
    where = at_work.window.where()
    assert where is not None
    assert where.record_id == checklist


# Copies


def test_what_is_owed_stands_first_until_it_is_noted(at_work: AtWork) -> None:
    plan = finished(at_work, "action_plan")
    part = opened(at_work, "copies").part("copies")
    assert [row.key for row in part.owed.list.rows()] == [plan]
    dialog = part.note()
    form_of = dialog.findChildren(QtWidgets.QPushButton)
    note_it = next(button for button in form_of if button.text() == "Note it")
    note_it.click()
    told = [one.text() for one in dialog.findChildren(QtWidgets.QLabel)]
    assert "Choose who will read it" in told
    assert "Enter what it was a copy of" in told
    dialog.reject()
    at_work.kept.time.pass_by(minutes=1)
    at_work.kept.do(copies.given, at_work.home.family, copies.Copy("Agnieszka", "Plan", of_record=plan))
    part.begin()
    at_work.settle()
    assert part.owed.list.rows() == ()
    assert [row.title for row in part.list.list.rows()] == ["Agnieszka · Plan"]


# History


def test_the_history_tells_who_looked_and_opens_what_was_changed(at_work: AtWork) -> None:
    at_work.kept.do(person.change_person, at_work.home.zofia, "say_it", "ZOF-ya")
    at_work.kept.time.pass_by(minutes=20)
    at_work.kept.do(person.change_person, at_work.home.zofia, "say_it", "ZOH-fya")
    at_work.kept.do(trail.viewed, at_work.home.zofia)
    part = opened(at_work, "history").part("history")
    titles = [row.title for row in part.list.list.rows()]
    assert "Looked at · Zofia" in titles
    dialog = part.open_line(part.list.list.rows()[titles.index("Changed · Zofia")].key)
    at_work.settle()
    assert isinstance(dialog, whole_history.LineDialog)
    told = [one.text() for one in dialog.findChildren(QtWidgets.QLabel)]
    assert "How to say the name" in told
    assert "ZOH-fya\nBefore: ZOF-ya" in told
    dialog.accept()
    part.what.choose("looked")
    at_work.settle()
    assert {row.title.split(" ·")[0] for row in part.list.list.rows()} == {"Looked at"}


def test_a_restricted_value_shows_in_the_history_only_while_it_is_held(at_work: AtWork) -> None:
    at_work.kept.do(person.change_person, at_work.home.mother, "contact_warning", "Leave no voicemail.")
    part = opened(at_work, "history").part("history")
    line = next(row for row in part.list.list.rows() if row.title == "Changed · Agnieszka")
    dialog = part.open_line(line.key)
    at_work.settle()

    def everything() -> list[str]:
        return [one.text() for one in dialog.findChildren(QtWidgets.QLabel)]

    assert not any("voicemail" in words for words in everything())
    held = dialog.findChildren(hold.HeldWords)[0]
    QTest.mousePress(held.button, QtCore.Qt.MouseButton.LeftButton)
    assert "Leave no voicemail." in held.words.text()
    QTest.mouseRelease(held.button, QtCore.Qt.MouseButton.LeftButton)
    assert not any("voicemail" in words for words in everything())
    dialog.accept()


def test_the_history_goes_on_page_by_page(at_work: AtWork) -> None:
    for number in range(60):
        at_work.kept.do(person.change_person, at_work.home.zofia, "say_it", f"way {number}")
    part = opened(at_work, "history").part("history")
    assert len(part.list.list.rows()) == 50
    part.more.click()
    at_work.settle()
    assert len(part.list.list.rows()) > 60
    assert not part.more.isVisible()


# Chronology


def test_an_event_is_added_by_keyboard_and_what_is_missing_is_said(at_work: AtWork) -> None:
    part = opened(at_work, "chronology").part("chronology")
    dialog = part.add()
    at_work.settle()
    assert isinstance(dialog, event_adding.EventDialog)
    at_work.type("Zofia read to her class.")
    at_work.press(Key.Key_Return, Ctrl)
    at_work.settle()
    assert dialog.before.fields["date"].message() == "Enter when it happened"
    assert dialog._missing.text() == "Choose what kind of event it was"
    dialog.before.set_answer("date", {"from": "2026-07", "to": None})
    dialog.category.setCurrentIndex(dialog.category.findData("achievement"))
    dialog.after.set_answer("source", "Her teacher")
    dialog.after.set_answer("source_kind", "told")
    dialog.add()
    at_work.settle()
    (row,) = part.list.list.rows()
    assert row.title == "Zofia read to her class."
    assert row.detail == "July 2026 · Achievement · Zofia, Łukasz · Her teacher"


def test_what_repeats_is_put_as_a_question(at_work: AtWork) -> None:
    an_event(at_work, "2026-05-11", "Missed the clinic")
    an_event(at_work, "2026-06-01", "Missed it again")
    part = opened(at_work, "chronology").part("chronology")
    told = [one.text() for one in part.findChildren(QtWidgets.QLabel)]
    assert "Missed appointment: 2 times, 11 May 2026 to 1 June 2026." in told
    assert any(words.endswith("?") and "What stood in the way" in words for words in told)


def test_a_suggestion_is_taken_or_left_out_and_does_not_come_back(at_work: AtWork) -> None:
    finished(at_work, "action_plan", start_on="2026-07-01")
    finished(at_work, "taf_meeting", date="2026-07-02", number=1)
    part = opened(at_work, "chronology").part("chronology")

    def buttons(words: str) -> list[QtWidgets.QPushButton]:
        found = part.findChildren(QtWidgets.QPushButton)
        return [one for one in found if one.text() == words and one.isVisible()]

    assert (len(buttons("Add it")), len(buttons("Not here"))) == (2, 2)
    buttons("Not here")[0].click()
    at_work.settle()
    buttons("Add it")[0].click()
    at_work.settle()
    assert buttons("Add it") == []
    assert len(part.list.list.rows()) == 1


def test_the_chronology_opens_beside_a_form_and_gives_an_event_to_the_text(at_work: AtWork) -> None:
    an_event(at_work, "2026-05-11", "Missed the clinic")
    record_id = at_work.kept.do(form.start, "taf_meeting", family_id=at_work.home.family)
    page = at_work.go("form", record_id, path="child_views")
    assert isinstance(page, form_page.FormPage)
    at_work.settle()
    at_work.window.resize(1400, 800)
    at_work.type("Before: ")
    at_work.press(Key.Key_H, Ctrl)
    at_work.settle()
    assert page.beside.isVisible()
    assert page.beside.panel is not None
    page.beside.panel.list.list.setFocus()
    at_work.press(Key.Key_Return)
    at_work.settle()
    page.flush()
    at_work.settle()
    assert at_work.answers(record_id)["child_views"] == "Before: 11 May 2026: Missed the clinic"
    at_work.press(Key.Key_H, Ctrl)
    assert not page.beside.isVisible()


def test_where_there_is_no_room_the_chronology_takes_the_forms_place(at_work: AtWork) -> None:
    an_event(at_work, "2026-05-11", "Missed the clinic")
    record_id = at_work.kept.do(form.start, "taf_meeting", family_id=at_work.home.family)
    page = at_work.go("form", record_id)
    assert isinstance(page, form_page.FormPage)
    at_work.settle()
    at_work.window.resize(700, 700)
    page.beside.toggle()
    at_work.settle()
    assert not page._area.isVisible()
    page.beside.close_button.click()
    assert page._area.isVisible()
