"""Locking in mid-sentence takes nothing away: unlocking returns to the same character."""

from PySide6 import QtWidgets

from ehdesk.models import note
from tests.stories.laptop import Laptop
from tests.stories.worker import Worker

SENTENCE = "Maryam wore both aids and told me about the fish"
QUESTIONS_DOWN = 9


def test_a_lock_in_mid_sentence_returns_to_the_same_character(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write(SENTENCE)
    worker.press(*["Left"] * len(" about the fish"))

    worker.locks()
    assert not [window for window in QtWidgets.QApplication.topLevelWidgets() if window.isVisible()]
    worker.unlocks()

    assert worker.focus() == "What happened"
    assert worker.value() == SENTENCE
    worker.write(" laughing")
    assert worker.value() == "Maryam wore both aids and told me laughing about the fish"
    worker.saves()
    worker.locks()
    assert len(laptop.read(note.unfiled_notes, 5)) == 1, "it is one note, not two"


def test_a_lock_keeps_the_question_the_scroll_and_the_steps_back(worker: Worker) -> None:
    worker.unlocks()
    worker.begins("self-assessment", "kowal")
    worker.wait("the first question has the focus", lambda: worker.focus().startswith("Assessment done"))
    worker.press("Space")
    worker.settle()
    for _ in range(QUESTIONS_DOWN):
        worker.press("Tab", "Space")
    worker.press("Right", "Tab")
    worker.write("Not yet")
    worker.settle()
    here, there = worker.focus(), worker.stands_at()
    assert worker.scrolled() > 0, "far enough down to have scrolled"

    worker.locks()
    worker.unlocks()

    assert (worker.focus(), worker.value()) == (here, "Not yet")
    worker.settle()
    worker.wait("the page stands where it stood", lambda: worker.stands_at() == there)
    worker.press("Ctrl+Z")
    worker.looks_for("Taken back:")
    worker.wait("the words are taken back", lambda: worker.value() != "Not yet")
    worker.press("Ctrl+Z")
    worker.settle()
    worker.press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    worker.settle()
    worker.wait("the words are back", lambda: worker.value() == "Not yet")


def test_nobody_at_the_desk_locks_it_and_the_sentence_is_kept(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write("Interrupted by the bell")

    laptop.time.pass_by(minutes=16)
    worker.sees_it_end()

    worker.unlocks()
    assert (worker.focus(), worker.value()) == ("What happened", "Interrupted by the bell")


def test_closing_the_window_locks(laptop: Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write("Half a w")

    assert laptop.life is not None
    assert laptop.life.window is not None
    laptop.life.window.close()
    worker.sees_it_end()

    worker.unlocks()
    assert worker.value() == "Half a w"
