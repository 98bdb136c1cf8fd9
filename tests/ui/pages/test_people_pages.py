"""The episode, the directory, a person who is here already, and records that were filed wrongly."""

from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets
from PySide6.QtTest import QTest

from ehdesk.models import (
    directory,
    episode,
    facts,
    family,
    household,
    joining,
    lead,
    level,
    linking,
    note,
    person,
    team,
)
from ehdesk.ui import asking, move_dialog, same_person
from tests import building
from tests.ui.pages.conftest import AtWork, Ctrl, Key

pytestmark = pytest.mark.usefixtures("no_strays")


def words_on(widget: QtWidgets.QWidget) -> str:
    found = [label.text() for label in widget.findChildren(QtWidgets.QLabel)]
    found += [button.text() for button in widget.findChildren(QtWidgets.QAbstractButton)]
    found += [line.text() for line in widget.findChildren(QtWidgets.QLineEdit)]
    return "\n".join(found)


def dialog(at_work: AtWork) -> asking.Asking:
    at_work.settle()
    found = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(found, asking.Asking)
    return found


def answer(asked: asking.Asking, key: str, value: Any) -> None:
    """Give an answer as its widget gives it."""
    field = asked.view.field(key)
    assert field is not None
    field.input.set_answer(value)
    field.input.answered.emit(value)


def button(widget: QtWidgets.QWidget, words: str) -> QtWidgets.QAbstractButton:
    found = widget.findChildren(QtWidgets.QAbstractButton)
    return next(one for one in found if one.text() == words or one.accessibleName() == words)


@pytest.fixture
def help_(at_work: AtWork) -> str:
    return at_work.kept.do(episode.open_episode, at_work.home.family, {"opened_on": "2026-06-08"})


def test_a_child_joins_and_leaves_and_undo_takes_each_back(at_work: AtWork, help_: str) -> None:
    page = at_work.go("episode", help_)
    assert "No child has joined yet." in words_on(page)
    page.children_part.action.click()
    asked = dialog(at_work)
    asked.done_button.click()
    at_work.settle()
    assert asked.summary.links() == ["Choose a child"]
    answer(asked, "child", at_work.home.zofia)
    asked.done_button.click()
    at_work.settle()
    assert "Zofia Kowalczyk-Hughes, 9" in page.children_part.words()
    button(page, "Leaves…: Zofia Kowalczyk-Hughes").click()
    asked = dialog(at_work)
    answer(asked, "reason", "Moved to her father")
    asked.done_button.click()
    at_work.settle()
    assert "Moved to her father" in page.children_part.words()
    at_work.window.activateWindow()
    at_work.qtbot.waitUntil(at_work.window.isActiveWindow)
    page.children_part.action.setFocus()
    at_work.press(Key.Key_Z, Ctrl)
    at_work.settle()
    (child,) = at_work.kept.ask(episode.children_of_episode, help_)
    assert child.left_on == ""
    assert "Moved to her father" not in page.children_part.words()


def test_the_level_asks_for_a_reason_and_keeps_what_was_before(at_work: AtWork, help_: str) -> None:
    page = at_work.go("episode", help_)
    for code, reason in (("universal_plus", "One need"), ("partnership_plus", "Damp, sleep and a baby")):
        page.level_part.action.click()
        asked = dialog(at_work)
        answer(asked, "level", code)
        asked.done_button.click()
        assert asked.summary.links() == ["Say why in a few words"]
        answer(asked, "reason", reason)
        asked.done_button.click()
        at_work.settle()
    told = page.level_part.words()
    for words in ("3. Partnership Plus", "Damp, sleep and a baby", "2. Universal Plus", "Carol Ndlovu"):
        assert words in told
    assert [line.order for line in at_work.kept.ask(level.level_history, help_)] == [3, 2]


def test_the_lead_is_handed_over_and_taken_on_later(at_work: AtWork, help_: str) -> None:
    page = at_work.go("episode", help_)
    assert page.lead_part.action.text() == "Choose who leads"
    page.lead_part.action.click()
    asked = dialog(at_work)
    assert asked.view.field("reason") is None
    answer(asked, "who", at_work.kept.store.me)
    answer(asked, "manager", "Helen Birch")
    asked.done_button.click()
    at_work.settle()
    assert "Not taken on yet" in page.lead_part.words()
    button(page, "They have taken it on…: Carol Ndlovu").click()
    dialog(at_work).done_button.click()
    at_work.settle()
    assert "Took it on 7 July 2026" in page.lead_part.words()
    button(page, "Correct…: Carol Ndlovu").click()
    asked = dialog(at_work)
    answer(asked, "role", "Pastoral lead")
    asked.done_button.click()
    at_work.settle()
    assert "Pastoral lead" in page.lead_part.words()
    assert len(at_work.kept.ask(lead.lead_history, help_)) == 1
    assert page.lead_part.action.text() == "Hand over the lead"
    page.lead_part.action.click()
    asked = dialog(at_work)
    answer(asked, "who", {"name": "Tom Achebe"})
    answer(asked, "agency", "Bridge Street")
    answer(asked, "reason", "Carol is on leave")
    asked.done_button.click()
    at_work.settle()
    now, before = at_work.kept.ask(lead.lead_history, help_)
    assert (now.name, now.agency, before.name, before.manager) == (
        "Tom Achebe",
        "Bridge Street",
        "Carol Ndlovu",
        "Helen Birch",
    )
    assert "Carol is on leave" in page.lead_part.words()


def test_a_member_joins_the_team_and_the_directory_learns_the_agency(at_work: AtWork, help_: str) -> None:
    page = at_work.go("episode", help_)
    page.team_part.action.click()
    asked = dialog(at_work)
    answer(asked, "agency", "Beck Food Bank")
    answer(asked, "worker", "Amy Short")
    asked.done_button.click()
    at_work.settle()
    assert "Amy Short" in page.team_part.words()
    button(page, "Change…: Amy Short").click()
    asked = dialog(at_work)
    answer(asked, "phone", "01632 960444")
    asked.done_button.click()
    at_work.settle()
    (member,) = at_work.kept.ask(team.team, help_)
    assert (member.worker, member.phone) == ("Amy Short", "01632 960444")
    found = at_work.go("directory")
    QTest.keyClicks(found.search, "food")
    at_work.qtbot.waitUntil(lambda: [row.title for row in found.list.rows()] == ["Beck Food Bank"])


def test_an_agency_of_the_authority_is_given_another_number(at_work: AtWork) -> None:
    page = at_work.go("directory")
    page.search.setText("domestic")
    at_work.qtbot.waitUntil(lambda: len(page.list.rows()) == 1)
    page.list.setFocus()
    at_work.press(Key.Key_Return)
    asked = dialog(at_work)
    answer(asked, "phone", "01632 960555")
    asked.done_button.click()
    at_work.settle()
    assert "01632 960555" in page.list.rows()[0].detail
    (line,) = at_work.kept.ask(directory.directory, "domestic", authority=at_work.desk.settings.agencies)
    assert line.phone == "01632 960555"


def test_somebody_who_is_here_already_is_named_while_typing_and_never_stops_the_worker(
    at_work: AtWork,
) -> None:
    other = building.a_family(at_work.kept, "Ionescu")
    page = at_work.go("new_person", other.family)
    page._view.set_answers({"who": "child"})
    page._view.go_to("given_names")
    at_work.type("Sofia")
    page._view.go_to("family_name")
    at_work.type("Kowalczyk")
    page._view._on_answered("dob", "2017-03-14")
    page._keep()
    at_work.qtbot.waitUntil(page.likeness.isVisible, timeout=3000)
    told = page.likeness.words()
    assert "Somebody like this is already here: Zofia" in told
    assert "2 more" not in told or page.open.isEnabled()
    assert page.open.isEnabled()
    while page.likeness.isVisible():
        found = page.likeness.findChildren(QtWidgets.QAbstractButton)
        next(one for one in found if one.text() == "This is somebody else").click()
        QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    page.open.click()
    at_work.settle()
    assert "Sofia" in [card.known_as for card in at_work.kept.ask(person.people, other.family)]


def twice(at_work: AtWork) -> tuple[str, str]:
    answers = {"given_names": "Zosia", "family_name": "Kowalczyk", "dob": "2017-03-14", "role": "child"}
    return at_work.home.zofia, at_work.kept.do(person.add_person, at_work.home.family, answers)


def test_two_records_are_linked_then_joined_field_by_field_and_undone_from_the_notice(
    at_work: AtWork,
) -> None:
    kept, other = twice(at_work)
    page = at_work.go("person", kept)
    assert "May be the same: Zosia Kowalczyk, 9, born 14 March 2017" in words_on(page.same)
    button(page.same, "The same person").click()
    at_work.settle()
    assert "The same person: Zosia Kowalczyk" in words_on(page.same)
    button(page.same, "Join the two records…").click()
    asked = dialog(at_work)
    answer(asked, "given_names", "other")
    asked.done_button.click()
    at_work.settle()
    assert at_work.kept.ask(facts.facts, kept).answers["given_names"] == "Zosia"
    assert "Joined to this record: Zosia Kowalczyk" in words_on(page.same)
    gone = at_work.go("person", other)
    assert "This record was joined to Zosia Kowalczyk-Hughes" in words_on(gone)
    assert gone.findChildren(QtWidgets.QLineEdit) == []
    button(gone, "Undo the joining").click()
    at_work.settle()
    assert at_work.kept.ask(joining.joined_into, other) is None
    assert at_work.kept.ask(facts.facts, kept).answers["given_names"] == "Zofia"
    assert gone.findChildren(QtWidgets.QLineEdit) != []


def test_somebody_else_is_not_asked_about_again(at_work: AtWork) -> None:
    kept, other = twice(at_work)
    page = at_work.go("person", kept)
    button(page.same, "Somebody else").click()
    at_work.settle()
    assert not page.same.isVisible()
    assert at_work.kept.ask(linking.links_of, other) == ()


def test_the_page_asks_what_somebody_is_to_each_child_and_keeps_it(at_work: AtWork) -> None:
    page = at_work.go("person", at_work.home.mother)
    page._taps.buttons[3].click()
    labels = words_on(page)
    assert "What Agnieszka is to Zofia" in labels
    assert "What Agnieszka is to Łukasz" in labels
    key = f"tie.{at_work.home.zofia}."
    page._view.go_to(key + "is")
    at_work.type("mother")
    page._view._on_answered(key + "parental_responsibility", "yes")
    page.flush()
    at_work.saves(page)
    row = at_work.kept.ask(person.get, at_work.home.mother).answers["relationships"][at_work.home.zofia]
    assert (row["is"], row["parental_responsibility"]) == ("mother", "yes")
    voices = at_work.kept.ask(facts.voices, at_work.home.mother, key + "is")
    assert voices[0].value == "mother"
    assert at_work.kept.do(facts.undo, at_work.home.mother).path.startswith(key)


def test_somebody_moves_out_with_a_date_and_a_reason(at_work: AtWork) -> None:
    at_work.kept.do(household.bring_in, at_work.home.lukasz, on="2024")
    page = at_work.go("person", at_work.home.lukasz)
    button(page, "Does not live here any more…").click()
    asked = dialog(at_work)
    asked.done_button.click()
    assert asked.summary.links() == ["Say why in a few words"]
    answer(asked, "reason", "Lives with his father")
    asked.done_button.click()
    at_work.settle()
    (gone,) = at_work.kept.ask(household.household_at, at_work.home.family).before
    assert (gone.known_as, gone.to_on, gone.why) == ("Łukasz", "2026-07-07", "Lives with his father")
    assert "Lives with his father" in words_on(page)


def test_how_to_reach_somebody_shows_only_while_it_is_held(at_work: AtWork) -> None:
    at_work.kept.do(person.change_person, at_work.home.mother, "contact_warning", "Leave no voicemail.")
    hidden_from = [at_work.home.zofia]
    at_work.kept.do(person.change_person, at_work.home.mother, "address_confidential_from", hidden_from)
    page = at_work.go("person", at_work.home.mother)
    assert "Leave no voicemail." not in words_on(page)
    page.hold.setFocus()
    QTest.keyPress(page.hold, Key.Key_Space)
    at_work.qtbot.waitUntil(lambda: "Leave no voicemail." in words_on(page))
    assert "not to be known to: Zofia Kowalczyk-Hughes" in words_on(page)
    QTest.keyRelease(page.hold, Key.Key_Space)
    assert "Leave no voicemail." not in words_on(page)


def test_a_misfiled_note_is_moved_with_a_reason(at_work: AtWork) -> None:
    right = building.a_family(at_work.kept, "Ionescu")
    wrong = building.a_note(at_work.kept, at_work.home.family, text="Marin rang")
    page = at_work.go("family", at_work.home.family)
    moved: list[str] = []
    asked = move_dialog.ask(page, at_work.desk, wrong, leaving=at_work.home.family, then=moved.append)
    at_work.settle()
    assert [row.title for row in asked.list.rows()] == ["Ionescu"]
    asked.move_button.click()
    assert asked.missing.text() == "Say why it is moved"
    asked.why.setPlainText("Filed from the car")
    asked.move_button.click()
    at_work.settle()
    assert moved == [right.family]
    assert [line.record_id for line in at_work.kept.ask(note.notes_of_family, right.family)] == [wrong]
    assert len(at_work.kept.ask(family.family_file, at_work.home.family).moved_away) == 1


def test_a_number_that_looks_wrong_is_kept_and_said(at_work: AtWork) -> None:
    at_work.kept.do(facts.change, at_work.home.zofia, "nhs_no", "999 000 1236")
    page = at_work.go("person", at_work.home.zofia)
    page.show_group("birth")
    assert "its last digit does not fit" in page._view.field("nhs_no").message()
    assert at_work.kept.ask(facts.facts, at_work.home.zofia).answers["nhs_no"] == "999 000 1236"


def test_the_parts_of_the_page_are_the_persons_own(at_work: AtWork) -> None:
    page = at_work.go("person", at_work.home.mother)
    assert isinstance(page.same, same_person.SamePerson)
    titles = [section.title for section in page._view.form.sections]
    assert titles[:3] == ["Who they are", "Names and languages", "Birth and health numbers"]
