"""A signature is drawn, typed or held on paper: an empty one is refused in words, lines are kept as lines."""

from typing import Any

import pytest
from PySide6 import QtCore, QtWidgets
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ehdesk import words
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition, signatures
from ehdesk.ui import answer_signature, read_view, signature_pad
from tests.ui.pages.conftest import AROUND, question

SIGNED = {"method": "drawn", "strokes": [[[100, 200], [400, 80], [700, 220]], [[720, 100]]]}


@pytest.fixture
def asked(qtbot: QtBot) -> answer_signature.SignatureInput:
    made = answer_signature.SignatureInput(question("signature"), AROUND)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


def choose(asked: answer_signature.SignatureInput, method: str) -> None:
    asked.method.buttons[signatures.METHODS.index(method)].click()


def draw(pad: signature_pad.SignaturePad, *points: tuple[int, int]) -> None:
    left = QtCore.Qt.MouseButton.LeftButton
    places = [QtCore.QPoint(*point) for point in points]
    QTest.mousePress(pad, left, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, left, pos=places[-1])


def test_what_is_drawn_is_kept_as_lines(asked: answer_signature.SignatureInput, qtbot: QtBot) -> None:
    choose(asked, "drawn")
    said: list[Any] = []
    asked.answered.connect(said.append)
    draw(asked.pad, (40, 60), (120, 20), (200, 70), (280, 30))
    assert len(said) == 1, "once, when the pen is lifted"
    (stroke,) = signatures.strokes(said[0])
    assert len(stroke) == 4
    assert all(0 <= x <= signatures.WIDTH and 0 <= y <= signatures.HEIGHT for x, y in stroke)
    assert asked.unfinished() == ""


def test_an_empty_signature_and_a_dot_are_refused_in_words(asked: answer_signature.SignatureInput) -> None:
    choose(asked, "drawn")
    assert asked.unfinished() == "Sign in the box, or say how it was signed"
    draw(asked.pad, (60, 60))
    assert asked.unfinished() == "Sign in the box, or say how it was signed"
    draw(asked.pad, (40, 60), (120, 20), (200, 70))
    assert asked.unfinished() == ""
    asked.again.click()
    assert asked.unfinished() == "Sign in the box, or say how it was signed"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"method": "drawn", "strokes": []}, "Sign in the box, or say how it was signed"),
        ({"method": "drawn", "strokes": [[[10, 10]]]}, "Sign in the box, or say how it was signed"),
        ({"method": "paper"}, "Enter where the signed paper is held"),
        ({"method": "typed", "name": "  "}, "Enter the name of the person who agrees"),
        ({"method": "spoken"}, "Enter who was there"),
        (SIGNED, ""),
        ({"method": "paper", "held_at": "School office"}, ""),
    ],
)
def test_a_form_is_not_finished_with_an_empty_signature(value: Any, message: str) -> None:
    section = definition.Section("s", "S", (question("signature", required=True),))
    asked = definition.Form("f", 1, "F99", "F", "f", (section,))
    faults = form_answers.to_put_right(asked, {"asked": value})
    assert [fault.message for fault in faults] == ([message] if message else [])


def test_a_name_is_typed_instead_by_keyboard_alone(asked: answer_signature.SignatureInput) -> None:
    choose(asked, "typed")
    assert not asked.pad.isVisible()
    asked.line.setFocus()
    QTest.keyClicks(asked.line, "Agnieszka Kowalczyk")
    assert asked.answer() == {"method": "typed", "name": "Agnieszka Kowalczyk"}
    assert asked.line.accessibleName().startswith("Name of the person who agrees")


def test_it_is_shown_again_as_it_was_drawn(asked: answer_signature.SignatureInput) -> None:
    asked.set_answer(SIGNED)
    assert asked.answer() == SIGNED
    assert asked.pad.isVisible()
    choose(asked, "paper")
    asked.set_answer({"method": "paper", "held_at": "School office"})
    assert asked.answer() == {"method": "paper", "held_at": "School office"}
    asked.set_answer(None)
    assert asked.answer() is None


def test_a_finished_form_shows_the_strokes_and_says_how(qtbot: QtBot) -> None:
    section = definition.Section("s", "S", (question("signature"),))
    view = read_view.ReadView(definition.Form("f", 1, "F99", "F", "f", (section,)), words.of("en"), {})
    qtbot.addWidget(view)
    view.set_answers({"asked": SIGNED})
    (shown,) = view.findChildren(signature_pad.SignatureShown)
    picture = shown.grab().toImage()
    ink = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert len(ink) > 1, "something is drawn"
    assert "Signed here" in [label.text() for label in view.findChildren(QtWidgets.QLabel)]
