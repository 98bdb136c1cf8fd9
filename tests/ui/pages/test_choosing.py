"""Faces, agencies and people: drawn by us, suggested while one types, found by a little of a name."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ehdesk.forms import definition
from ehdesk.ui import answer_agency, answer_choices, answer_faces, answer_input, answer_people, answer_text
from tests.ui.pages.conftest import AROUND, question

Key = QtCore.Qt.Key
FACES = tuple(
    definition.Option(code, label)
    for code, label in (("3", "Yes, always"), ("2", "Sometimes"), ("1", "Not really"), ("ns", "Not sure"))
)


@pytest.fixture
def faces(qtbot: QtBot) -> answer_choices.RadioInput:
    made = answer_faces.faces(question("picture_scale", options=FACES), AROUND)
    qtbot.addWidget(made)
    made.resize(700, 200)
    made.show()
    return made


def picture(button: QtWidgets.QWidget) -> QtGui.QImage:
    return button.grab(QtCore.QRect(0, 0, button.width(), 70)).toImage()


def test_faces_differ_by_their_mouths_and_have_their_words(faces: answer_choices.RadioInput) -> None:
    assert answer_faces.moods(faces.question) == (1.0, 0.5, 0.0, None)
    drawn = [picture(button) for button in faces.radios.buttons]
    assert all(one != other for at, one in enumerate(drawn) for other in drawn[at + 1 :])
    assert [button.text() for button in faces.radios.buttons] == [option.label for option in FACES]


def test_a_chosen_face_is_marked_by_more_than_colour(faces: answer_choices.RadioInput) -> None:
    before = picture(faces.radios.buttons[1])
    faces.radios.buttons[1].click()
    assert faces.answer() == "2"
    after = picture(faces.radios.buttons[1])
    places = [(x, y) for x in range(before.width()) for y in range(before.height())]
    changed = sum(after.pixelColor(*at).alpha() > 128 > before.pixelColor(*at).alpha() for at in places)
    assert changed > 50, "a thicker ring and a tick"


def test_faces_are_walked_with_the_arrows_and_let_go(faces: answer_choices.RadioInput) -> None:
    faces.focus_first()
    faces.radios.buttons[0].click()
    QTest.keyClick(faces.radios.buttons[0], Key.Key_Right)
    assert faces.answer() == "2"
    QTest.keyClick(faces.radios.buttons[1], Key.Key_Delete)
    assert faces.answer() is None


def test_a_tap_anywhere_on_a_face_chooses_it(faces: answer_choices.RadioInput) -> None:
    button = faces.radios.buttons[2]
    QTest.mouseClick(button, QtCore.Qt.MouseButton.LeftButton, pos=button.rect().center())
    assert faces.answer() == "1"


def test_a_known_agency_is_suggested_and_any_other_can_be_typed(qtbot: QtBot) -> None:
    around = replace(AROUND, agencies=("Alder Bank Primary", "Bridge Street", "Harlow Beck NHS"))
    made = answer_agency.AgencyInput(question("agency"), around)
    qtbot.addWidget(made)
    made.show()
    made.focus_first()
    assert not any(button.isVisible() for button in made.offered.values()), "nothing before a letter"
    QTest.keyClicks(made.controls()[0], "bank")
    assert [name for name, button in made.offered.items() if button.isVisible()] == ["Alder Bank Primary"]
    made.offered["Alder Bank Primary"].click()
    assert made.answer() == "Alder Bank Primary"
    assert not any(button.isVisible() for button in made.offered.values())
    made.set_answer(None)
    QTest.keyClicks(made.controls()[0], "Somewhere new")
    assert made.answer() == "Somewhere new"


@pytest.mark.parametrize("kind", ["person", "people"])
def test_among_many_people_a_little_of_a_name_finds_one(kind: Any, qtbot: QtBot) -> None:
    many = tuple(answer_input.PersonChoice(f"p{n}", f"Person {n}") for n in range(12))
    one = answer_input.PersonChoice("lukasz", "Łukasz Kowalczyk", "6")
    around = replace(AROUND, people=(*many, one))
    make = {"person": answer_people.PersonInput, "people": answer_people.PeopleInput}[kind]
    made = make(question(kind), around)
    qtbot.addWidget(made)
    made.show()
    buttons = {
        each.text(): each
        for each in made.findChildren(QtWidgets.QAbstractButton)
        if isinstance(each, QtWidgets.QRadioButton | QtWidgets.QCheckBox)
    }
    buttons["Person 3"].click()
    lines = made.findChildren(answer_text.Line)
    find = next(line for line in lines if line.accessibleName().startswith("Find a name"))
    find.setFocus()
    QTest.keyClicks(find, "lukasz")
    shown = {text for text, each in buttons.items() if each.isVisible()}
    assert {"Łukasz Kowalczyk, 6", "Person 3"} <= shown, "found, and who is chosen"
    assert not {"Person 1", "Person 11"} & shown
    find.clear()
    assert all(each.isVisible() for each in buttons.values())
