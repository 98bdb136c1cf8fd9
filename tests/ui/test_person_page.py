"""A person of the family, changed in the window; how to reach them is read only on “Show”."""

from typing import Any

import pytest
import sqlalchemy as sa
from PySide6 import QtWidgets
from PySide6.QtTest import QTest

from ehdesk import app as apps
from ehdesk.models import acts, base, facts, family, person
from ehdesk.ui import desk as desks
from ehdesk.ui import messages, person_page, widgets
from tests.ui import conftest
from tests.ui.pages.conftest import Ctrl, Key, Shift

CANARY = "Never leave a voicemail"


class Person:
    """One desk with one family, and a worker at the page of the mother."""

    def __init__(self, lives: conftest.Lives) -> None:
        self.lives = lives
        self.life: apps.Life = lives.open_desk()
        store = self.life.working().desk._store
        self.family = store.do(family.open_family, name="Kowalczyk-Hughes", why=None, sitting=None).result
        answers = {"given_names": "Agnieszka", "role": "parent_or_carer"}
        self.mother = store.do(person.add_person, self.family, answers, why=None, sitting=None).result

    def ask(self, query: Any, *args: Any, **kw: Any) -> Any:
        return self.life.working().desk._store.ask(query, *args, **kw)

    def do(self, verb: Any, *args: Any, **kw: Any) -> Any:
        return self.life.working().desk._store.do(verb, *args, why=None, sitting=None, **kw).result

    def page(self) -> Any:
        found = self.lives.window(self.life).page()
        assert isinstance(found, person_page.PersonPage)
        return found

    def open(self) -> Any:
        self.lives.window(self.life).go(desks.Place("person", self.mother))
        self.settle()
        return self.page()

    def settle(self) -> None:
        for _ in range(3):
            self.lives.settle(self.life)
            QtWidgets.QApplication.processEvents()

    def saved(self) -> None:
        """Wait until the page says so."""
        self.page().flush()
        self.settle()
        strip = self.page()._edit.strip
        self.lives.qtbot.waitUntil(lambda: strip.saved_words().startswith("Saved"), timeout=3000)

    def locks_and_unlocks(self) -> Any:
        self.lives.lock(self.life)
        self.life = self.lives.begin()
        self.lives.unlock(self.life)
        self.settle()
        return self.page()

    def in_the_file(self) -> str:
        """Everything that stands in the family's own scope: records and what they were before."""

        def told(read: acts.Reading) -> str:
            in_file = base.record.c.scope == base.family_scope(self.family)
            records = sa.select(base.record.c.fields).where(in_file)
            revisions = sa.select(base.revision.c.was).join(base.record).where(in_file)
            return " ".join(
                str(row) for row in [*read.connection.execute(records), *read.connection.execute(revisions)]
            )

        return str(self.ask(told))


@pytest.fixture
def agnieszka(lives: conftest.Lives) -> Person:
    return Person(lives)


def focused() -> QtWidgets.QWidget:
    found = QtWidgets.QApplication.focusWidget()
    assert found is not None
    return found


def words_on(page: QtWidgets.QWidget) -> str:
    """Everything that is on the page or in a widget of it, shown or not."""
    found = [label.text() for label in page.findChildren(QtWidgets.QLabel)]
    found += [line.text() for line in page.findChildren(QtWidgets.QLineEdit)]
    found += [text.toPlainText() for text in page.findChildren(QtWidgets.QTextEdit)]
    return "\n".join(found)


def test_a_fact_is_kept_as_it_is_typed_and_taken_back_with_ctrl_z(agnieszka: Person) -> None:
    page = agnieszka.open()
    page._view.go_to("known_as")
    QTest.keyClicks(focused(), "Aga")
    agnieszka.saved()
    assert agnieszka.ask(facts.facts, agnieszka.mother).answers["known_as"] == "Aga"
    page._view.go_to("given_names")
    QTest.keyClick(focused(), Key.Key_Z, Ctrl)
    agnieszka.settle()
    assert "known_as" not in agnieszka.ask(facts.facts, agnieszka.mother).answers
    assert page._edit.strip.words().startswith("Taken back: “Known as”")
    QTest.keyClick(focused(), Key.Key_Z, Ctrl | Shift)
    agnieszka.settle()
    assert agnieszka.ask(facts.facts, agnieszka.mother).answers["known_as"] == "Aga"


def test_f8_shows_what_a_fact_was(agnieszka: Person) -> None:
    page = agnieszka.open()
    page._view.go_to("known_as")
    QTest.keyClicks(focused(), "Aga")
    agnieszka.saved()
    QTest.keyClick(focused(), Key.Key_F8)
    agnieszka.settle()
    dialog = QtWidgets.QApplication.activeModalWidget()
    assert isinstance(dialog, messages.Dialog)
    assert "Aga" in words_on(dialog)
    QTest.keyClick(dialog, Key.Key_Escape)


def test_how_to_reach_somebody_is_nowhere_on_the_page_before_show_and_after_hide(agnieszka: Person) -> None:
    agnieszka.do(facts.change, agnieszka.mother, "contact_warning", CANARY)
    agnieszka.do(facts.add_row, agnieszka.mother, "phones", {"number": "01632 960 333"})
    page = agnieszka.open()
    for hidden in (CANARY, "01632 960 333"):
        assert hidden not in words_on(page)
    page.toggle.setFocus()
    QTest.keyClick(page.toggle, Key.Key_Space)
    agnieszka.settle()
    for shown in (CANARY, "01632 960 333"):
        assert shown in words_on(page)
    page.toggle.setFocus()
    QTest.keyClick(page.toggle, Key.Key_Space)
    agnieszka.settle()
    agnieszka.lives.qtbot.waitUntil(lambda: CANARY not in words_on(page))
    assert "01632 960 333" not in words_on(page)


def test_what_is_restricted_is_stored_beside_the_file_and_nowhere_in_it(agnieszka: Person) -> None:
    page = agnieszka.open()
    page.show_reach()
    agnieszka.settle()
    page._view.go_to("contact_warning")
    QTest.keyClicks(focused(), CANARY)
    agnieszka.saved()
    assert agnieszka.ask(person.restricted, agnieszka.mother)["contact_warning"] == CANARY
    assert CANARY not in agnieszka.in_the_file()


def test_keeping_an_address_from_somebody_takes_it_out_of_the_file(agnieszka: Person) -> None:
    home = {"line_1": "4 Canary Street"}
    agnieszka.do(facts.add_row, agnieszka.mother, "addresses", home)
    assert "4 Canary Street" in agnieszka.in_the_file()
    page = agnieszka.open()
    page.show_reach()
    agnieszka.settle()
    page._view.go_to("address_confidential_from")
    QTest.keyClicks(focused(), "Gareth")
    agnieszka.saved()
    assert "4 Canary Street" not in agnieszka.in_the_file()
    assert "4 Canary Street" in words_on(page)
    page._view.go_to("contact_warning")
    QTest.keyClick(focused(), Key.Key_Z, Ctrl)
    agnieszka.settle()
    assert "4 Canary Street" not in agnieszka.in_the_file()
    assert agnieszka.ask(person.restricted, agnieszka.mother)["address_confidential_from"] == [
        {"name": "Gareth"}
    ]


def test_a_number_is_added_and_taken_away_and_comes_back(agnieszka: Person) -> None:
    page = agnieszka.open()
    page.show_reach()
    agnieszka.settle()
    add = next(one for one in page.findChildren(widgets.Button) if one.text() == "Add number")
    add.setFocus()
    QTest.keyClick(add, Key.Key_Space)
    agnieszka.settle()
    QTest.keyClicks(focused(), "01632 960 333")
    agnieszka.saved()
    (row,) = agnieszka.ask(facts.facts, agnieszka.mother, whole=True).answers["phones"].items()
    assert row[1]["number"] == "01632 960 333"
    remove = next(
        one for one in page.findChildren(widgets.Button) if one.accessibleName().startswith("Remove")
    )
    remove.click()
    agnieszka.settle()
    assert "phones" not in agnieszka.ask(facts.facts, agnieszka.mother, whole=True).answers
    page._view.go_to("contact_warning")
    QTest.keyClick(focused(), Key.Key_Z, Ctrl)
    agnieszka.settle()
    back = agnieszka.ask(facts.facts, agnieszka.mother, whole=True).answers["phones"]
    assert back[row[0]]["number"] == "01632 960 333"


def test_a_lock_returns_to_the_character_but_not_to_what_was_shown(agnieszka: Person) -> None:
    agnieszka.do(facts.change, agnieszka.mother, "contact_warning", CANARY)
    page = agnieszka.open()
    page._view.go_to("dob")
    QTest.keyClicks(focused(), "14")
    page.show_reach()
    agnieszka.settle()
    page._view.go_to("say_it", 0)
    QTest.keyClicks(focused(), "ag-NYESH")
    page = agnieszka.locks_and_unlocks()
    assert CANARY not in words_on(page)
    agnieszka.lives.qtbot.waitUntil(lambda: page._view.here() == ("say_it", 8))
    assert page._view.answers()["dob"] == "14//"
    assert page._view.answers()["say_it"] == "ag-NYESH"


def test_a_person_is_opened_from_the_family_by_keyboard(agnieszka: Person) -> None:
    window = agnieszka.lives.window(agnieszka.life)
    window.go(desks.Place("family", agnieszka.family))
    agnieszka.settle()
    for _ in range(30):
        QTest.keyClick(focused(), Key.Key_Tab)
        if focused().accessibleName() == "Change: Agnieszka":
            break
    QTest.keyClick(focused(), Key.Key_Space)
    agnieszka.settle()
    assert agnieszka.page().title == "Agnieszka · Kowalczyk-Hughes"
