"""Whoever unlocks and goes on typing at once loses no letter, and presses no button by mistake."""

import threading

import pytest
from PySide6 import QtCore, QtGui, QtTest, QtWidgets
from pytestqt.qtbot import QtBot

from ehdesk.models import note
from ehdesk.ui import working
from tests.stories.laptop import PASSPHRASE, Laptop
from tests.stories.worker import PATIENCE, Worker

BEFORE = "Maryam wore both aids"
AHEAD = " and, as if to prove it, sang"


def hands_in(worker: Worker, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase and press Return, and wait for nothing."""
    comes_to_the_passphrase(worker)
    worker.write(passphrase)
    types_blindly("\n")


def comes_to_the_passphrase(worker: Worker) -> None:
    worker.opens_the_lid()
    worker.wait("the passphrase is asked", lambda: worker.focus() == "Passphrase")


def types_blindly(letters: str) -> None:
    """Keys as the system hands them in, without a look at the screen and with no time to read a page."""
    for letter in letters:
        window: QtGui.QWindow | None = QtGui.QGuiApplication.focusWindow()
        if window is None:
            continue
        key = {"\n": QtCore.Qt.Key.Key_Return, " ": QtCore.Qt.Key.Key_Space}.get(
            letter, QtCore.Qt.Key(ord(letter.upper()))
        )
        QtTest.QTest.sendKeyEvent(
            QtTest.QTest.KeyAction.Click, window, key, letter, QtCore.Qt.KeyboardModifier.NoModifier
        )


def in_one_breath(letters: str) -> None:
    """All of these keys wait in the queue before the first is looked at, as on a laptop that is busy."""
    window = QtGui.QGuiApplication.focusWindow()
    for letter in letters:
        key = QtCore.Qt.Key.Key_Return if letter == "\n" else QtCore.Qt.Key(ord(letter.upper()))
        for kind in (QtCore.QEvent.Type.KeyPress, QtCore.QEvent.Type.KeyRelease):
            stroke = QtGui.QKeyEvent(kind, key, QtCore.Qt.KeyboardModifier.NoModifier, letter)
            QtWidgets.QApplication.postEvent(window, stroke)
    QtWidgets.QApplication.processEvents()


def lane_is_held(worker: Worker) -> threading.Event:
    """The vault takes its time, as on a slow laptop, until this is set."""
    goes = threading.Event()
    assert worker.laptop.life is not None
    worker.laptop.life.lane.submit(lambda: goes.wait(PATIENCE))
    return goes


def goes_on_while_it_opens(worker: Worker, letters: str) -> None:
    """One letter at each turn of the event loop, from the passphrase on."""
    left = list(letters)
    while left:
        types_blindly(left.pop(0))
        QtWidgets.QApplication.processEvents()
    worker.wait(
        "the desk is open", lambda: worker.frame().windowTitle().startswith(("Note", "Self", "Today"))
    )
    worker.settle()


def test_a_sentence_goes_on_in_the_note_before_the_note_is_there(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write(BEFORE)
    worker.locks()

    hands_in(worker)
    goes_on_while_it_opens(worker, AHEAD)

    worker.wait("every letter is in the note", lambda: worker.value() == BEFORE + AHEAD)
    worker.saves()
    worker.locks()
    assert len(laptop.read(note.unfiled_notes, 5)) == 1, "it is one note, not two"


def test_all_at_once_before_anything_is_built_arrives_in_order(worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write(BEFORE)
    worker.press(*["Left"] * len(" both aids"))
    worker.locks()

    hands_in(worker)
    types_blindly(" always\n")
    worker.wait("the desk is open", lambda: worker.frame().windowTitle().startswith("Note"))
    worker.settle()

    assert worker.value() == "Maryam wore always\n both aids"


def test_an_answer_on_a_form_goes_on(worker: Worker) -> None:
    worker.unlocks()
    worker.begins("self-assessment", "kowal")
    worker.wait("the first question has the focus", lambda: worker.focus().startswith("Assessment done"))
    worker.press("Space", "Tab", "Space", "Right", "Tab")
    worker.write("Not ye")
    worker.settle()
    here = worker.focus()
    worker.locks()

    hands_in(worker)
    goes_on_while_it_opens(worker, "t done")

    assert (worker.focus(), worker.value()) == (here, "Not yet done")


def test_on_a_page_without_a_text_nothing_is_pressed(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.locks()

    comes_to_the_passphrase(worker)
    worker.write(PASSPHRASE)
    goes = lane_is_held(worker)
    types_blindly("\na b  c\n ")
    goes.set()
    worker.wait("the desk is open", lambda: worker.frame().windowTitle().startswith("Today"))
    worker.settle()

    assert worker.frame().windowTitle().startswith("Today"), "no space pressed Write a note"
    assert worker.focus() == "Write a note"


def test_after_a_wrong_passphrase_what_was_typed_is_not_kept(worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write(BEFORE)
    worker.locks()

    hands_in(worker, "not this one at all")
    types_blindly("words of a wrong guess")
    worker.looks_for("Try again in 1 second")
    worker.wait("it may be tried again", lambda: worker.sees("You can try again now"))
    worker.press("Ctrl+A")
    worker.write(PASSPHRASE)
    worker.press("Return")
    worker.wait("the desk is open", lambda: worker.frame().windowTitle().startswith("Note"))
    worker.settle()

    assert worker.value() == BEFORE


def test_a_desk_that_cannot_be_built_says_so_and_is_tried_again(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write(BEFORE)
    worker.locks()

    def breaks(*_args: object) -> object:
        raise RuntimeError("a page that nobody can build")

    with monkeypatch.context() as broken, qtbot.captureExceptions() as caught:
        broken.setattr(working, "page_table", lambda: {"note": breaks, "today": breaks})
        hands_in(worker)
        worker.looks_for("Your desk could not be opened. What you saved is safe on this laptop.")
        worker.settle()
    assert [str(kind) for kind, _error, _trace in caught] == ["<class 'RuntimeError'>"]
    assert worker.focus() == "Passphrase"

    worker.unlocks()

    assert worker.frame().windowTitle().startswith("Today"), "what could not be shown is not tried again"
    assert worker.sees("Maryam wore both aids"), "the note is there"
