"""Opening a family file in the window, by keyboard alone; nothing typed is lost on the way."""

from typing import Any

import pytest
from PySide6 import QtWidgets
from PySide6.QtTest import QTest

from ehdesk.models import family, intake, person
from ehdesk.ui import caseload, family_page, messages, new_family_page, widgets
from tests.ui.pages.conftest import AtWork, Ctrl, Key, Shift

pytestmark = pytest.mark.usefixtures("no_strays")


def tab_to(at_work: AtWork, name: str) -> None:
    """Go on with Tab to the control whose name begins so."""
    passed = []
    for _ in range(60):
        QtWidgets.QApplication.processEvents()
        at_work.press(Key.Key_Tab)
        if at_work.named().startswith(name):
            return
        passed.append(at_work.named())
    raise AssertionError(f"Tab never came to {name!r}, only to {passed}")


def open_page(at_work: AtWork) -> Any:
    at_work.press(Key.Key_N, Ctrl | Shift)
    at_work.settle()
    page = at_work.window.page()
    assert isinstance(page, new_family_page.IntakePage)
    return page


def families(at_work: AtWork) -> list[str]:
    return [line.name for line in at_work.kept.ask(family.caseload).lines]


def rows(page: Any) -> list[Any]:
    return list((page._view.answers().get("people") or {}).values())


def the_dialog(at_work: AtWork) -> messages.Dialog:
    dialog = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(dialog, messages.Dialog)
    return dialog


def press_button(dialog: messages.Dialog, words: str) -> None:
    """Press a dialog's button with Space."""
    button = next(one for one in dialog.findChildren(widgets.Button) if one.text() == words)
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)


def test_a_family_is_taken_in_by_keyboard_alone(at_work: AtWork) -> None:
    open_page(at_work)
    assert at_work.named() == "Name of the family"
    at_work.type("Țăranu")
    tab_to(at_work, "Given names, Person 1")
    at_work.type("Andreea")
    tab_to(at_work, "Month: Date of birth, Person 1")
    at_work.type("March")
    tab_to(at_work, "Year: Date of birth, Person 1")
    at_work.type("2017")
    tab_to(at_work, "Add person")
    at_work.press(Key.Key_Space)
    assert at_work.named() == "Child: Who are they?, Person 2, People"
    at_work.press(Key.Key_Space)
    for _ in range(2):
        at_work.press(Key.Key_Down)
    tab_to(at_work, "Given names, Person 2")
    at_work.type("Elena")
    tab_to(at_work, "Phone, Person 2")
    at_work.type("01632 960 333")
    tab_to(at_work, "Early Help has started")
    at_work.press(Key.Key_Space)
    tab_to(at_work, "Open the file")
    at_work.press(Key.Key_Space)
    at_work.settle()

    page = at_work.window.page()
    assert isinstance(page, family_page.FamilyPage)
    file = at_work.kept.ask(family.family_file, page._family_id)
    assert [(card.full_name, card.role, card.age) for card in file.people] == [
        ("Andreea", "child", "about 9"),
        ("Elena", "parent_or_carer", ""),
    ]
    assert len(file.episodes) == 1
    assert at_work.kept.ask(intake.begun).answers == {}
    at_work.window.back()
    assert not isinstance(at_work.window.page(), new_family_page.IntakePage)


def test_what_is_missing_is_told_beside_its_question_and_followed_from_the_summary(at_work: AtWork) -> None:
    page = open_page(at_work)
    tab_to(at_work, "Known as, Person 1")
    at_work.type("Zosia")
    page.open_it()
    at_work.settle()
    assert families(at_work) == ["Kowalczyk-Hughes"]
    assert page.summary.links() == ["Enter the family’s name", "Enter a given name"]
    at_work.press(Key.Key_Tab)
    if at_work.named() == "Enter the family’s name":
        at_work.press(Key.Key_Tab)
    assert at_work.named() == "Enter a given name"
    at_work.press(Key.Key_Space)
    assert at_work.named().startswith("Given names, Person 1")
    said = [label.text() for label in page.findChildren(QtWidgets.QLabel) if label.isVisible()]
    assert said.count("Enter a given name") == 1
    assert page.title.startswith("Error: ")


def test_nothing_is_judged_while_typing(at_work: AtWork) -> None:
    page = open_page(at_work)
    at_work.press(Key.Key_Tab)
    at_work.settle()
    assert page.summary.isHidden()


def test_leaving_in_any_way_keeps_what_is_typed(at_work: AtWork) -> None:
    at_work.go("caseload")
    open_page(at_work)
    at_work.type("Țăranu")
    page = at_work.go("caseload")
    assert isinstance(page, caseload.CaseloadPage)
    assert page.new.text() == "Go on with the new family file"
    page.new.click()
    at_work.settle()
    again: Any = at_work.window.page()
    assert again._view.answers()["name"] == "Țăranu"


def test_typing_is_in_the_vault_within_a_second(at_work: AtWork) -> None:
    open_page(at_work)
    at_work.type("Țăranu")
    at_work.qtbot.waitUntil(
        lambda: at_work.kept.ask(intake.begun).answers.get("name") == "Țăranu", timeout=1500
    )


def test_a_person_taken_away_comes_back_with_ctrl_z(at_work: AtWork) -> None:
    page = open_page(at_work)
    tab_to(at_work, "Given names, Person 1")
    at_work.type("Zofia")
    tab_to(at_work, "Add person")
    for _ in range(20):
        at_work.press(Key.Key_Backtab, Shift)
        if at_work.named().startswith("Remove: Person 1"):
            break
    at_work.press(Key.Key_Space)
    assert rows(page) == []
    assert page.strip.words() == "Zofia is taken away. Ctrl+Z brings them back."
    page.open.setFocus()
    at_work.press(Key.Key_Z, Ctrl)
    assert [row["given_names"] for row in rows(page)] == ["Zofia"]
    assert at_work.named().startswith("Given names, Person 1")


def test_leaving_without_opening_names_what_would_be_lost(at_work: AtWork) -> None:
    at_work.go("caseload")
    page = open_page(at_work)
    at_work.type("Țăranu")
    tab_to(at_work, "Given names, Person 1")
    at_work.type("Andreea")
    page.ask_to_leave()
    dialog = the_dialog(at_work)
    said = " ".join(label.text() for label in dialog.findChildren(QtWidgets.QLabel))
    assert "the name Țăranu, and 1 person: Andreea" in said
    at_work.qtbot.waitUntil(lambda: at_work.named() == "Stay here")
    press_button(dialog, "Stay here")
    assert rows(page)[0]["given_names"] == "Andreea"
    page.ask_to_leave()
    press_button(the_dialog(at_work), "Leave and lose it")
    at_work.settle()
    assert isinstance(at_work.window.page(), caseload.CaseloadPage)
    assert at_work.kept.ask(intake.begun).answers == {}
    assert families(at_work) == ["Kowalczyk-Hughes"]


def test_going_to_and_fro_between_pages_that_flow_ends_nothing(at_work: AtWork) -> None:
    """Items of a layout that went with its page were once taken for those of the next: the end of it all."""
    for _ in range(5):
        at_work.go("family", at_work.home.family)
        page = at_work.go("new_person", at_work.home.family)
        at_work.press(Key.Key_Down)
        at_work.settle()
        page.open.setFocus()
        at_work.window.back()
        at_work.go("family", at_work.home.family)
    assert isinstance(at_work.window.page(), family_page.FamilyPage)


def test_leaving_an_empty_page_asks_nothing(at_work: AtWork) -> None:
    at_work.go("caseload")
    open_page(at_work).ask_to_leave()
    assert isinstance(at_work.window.page(), caseload.CaseloadPage)


def test_a_person_is_added_from_the_family_page(at_work: AtWork) -> None:
    page = at_work.go("family", at_work.home.family)
    page.add.setFocus()
    at_work.press(Key.Key_Space)
    at_work.settle()
    assert at_work.named().startswith("Child: Who are they?")
    at_work.press(Key.Key_Down)
    tab_to(at_work, "Year: Date the baby is due")
    at_work.type("2026")
    tab_to(at_work, "Add to the family")
    at_work.press(Key.Key_Space)
    at_work.settle()
    added: Any = at_work.window.page()
    assert added.summary.links() == ["Date must include a day and a month"]
    added._view.set_answer("due_date", "2026-12-02")
    added.open.setFocus()
    at_work.press(Key.Key_Space)
    at_work.settle()
    assert isinstance(at_work.window.page(), family_page.FamilyPage)
    assert "unborn" in [card.age for card in at_work.kept.ask(person.people, at_work.home.family)]
