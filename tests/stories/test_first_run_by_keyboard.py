"""Whoever sets ehdesk up by keyboard goes on typing after Enter: no letter is lost, and none goes astray."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtWidgets

from ehdesk import files
from ehdesk.ui import first_run, steps
from tests.stories import laptop as laptops
from tests.stories.test_typing_ahead import in_one_breath, lane_is_held, types_blindly
from tests.stories.worker import Worker

PHRASE = laptops.PASSPHRASE


@pytest.fixture
def newcomer(tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path) -> Iterator[Worker]:
    """In front of a laptop on which ehdesk was never opened."""
    laptop = laptops.Laptop(files.DataFolder(tmp_path / "data"), qapp)
    worker = Worker(laptop)
    worker.opens_the_lid()
    worker.looks_for("Just looking?")
    yield worker
    laptop.end()
    assert laptop.noted() == "", "Something happened that nobody foresaw"


def step_of(worker: Worker) -> steps.Step:
    life = worker.laptop.life
    assert life is not None
    assert life.front is not None
    shown = life.front.currentWidget()
    assert isinstance(shown, first_run.FirstRun)
    return shown.step()


def texts(worker: Worker) -> list[str]:
    return [line.text() for line in step_of(worker).findChildren(QtWidgets.QLineEdit)]


def says_who(worker: Worker) -> None:
    """The first two pages, up to the passphrase."""
    worker.press("Return")
    worker.write("Nia Roberts")
    worker.press("Tab", "Tab")
    worker.write("Harlow Beck Housing")


def test_letters_typed_in_the_same_breath_as_enter_stand_on_the_next_page(newcomer: Worker) -> None:
    in_one_breath("\nNia")
    assert texts(newcomer)[0] == "Nia"
    newcomer.press("Tab", "Tab")
    in_one_breath("Housing\nheron ladder")
    assert step_of(newcomer).title == "Choose a passphrase"
    assert texts(newcomer)[0] == "heron ladder"


def test_what_is_typed_while_a_passphrase_is_judged_does_not_become_part_of_it(newcomer: Worker) -> None:
    says_who(newcomer)
    newcomer.press("Return")
    goes = lane_is_held(newcomer)
    types_blindly(f"{PHRASE}\n")
    types_blindly(PHRASE)  # the same again, as the second field will ask
    assert texts(newcomer) == [PHRASE, ""]
    goes.set()
    newcomer.wait("it stands in the second", lambda: texts(newcomer) == [PHRASE, PHRASE])
    newcomer.press("Return")
    newcomer.looks_for("no password store that ehdesk may use")


def test_no_stray_key_goes_back_or_makes_two_while_the_vault_is_made(newcomer: Worker) -> None:
    says_who(newcomer)
    newcomer.press("Return")
    newcomer.write(PHRASE)
    newcomer.press("Tab", "Tab")
    newcomer.write(PHRASE)
    newcomer.press("Return")
    newcomer.wait("it may go on", lambda: newcomer.focus() == "Go on with the passphrase alone")
    goes = lane_is_held(newcomer)
    types_blindly("\n")
    newcomer.looks_for("Making your vault")
    types_blindly("  7kq4 \n")
    assert step_of(newcomer).title == "This computer’s half of the key"
    assert not any(one.isEnabled() for one in step_of(newcomer).findChildren(QtWidgets.QPushButton))
    goes.set()
    newcomer.wait("the code is shown", lambda: step_of(newcomer).title == "Your recovery code")
    newcomer.settle()
    assert texts(newcomer)[0] == "  7kq4 "
    assert newcomer.laptop.folder.exists()


def test_after_a_refusal_the_keyboard_is_back_and_nothing_typed_ahead_is_put_there(newcomer: Worker) -> None:
    says_who(newcomer)
    newcomer.press("Return")
    goes = lane_is_held(newcomer)
    types_blindly("short\nnot meant for here")
    goes.set()
    newcomer.looks_for("14 characters or more, or four words")
    newcomer.wait("the passphrase has the focus", lambda: newcomer.focus() == "New passphrase")
    assert texts(newcomer) == ["short", ""]
    newcomer.press("Ctrl+A")
    newcomer.write(PHRASE)
    assert texts(newcomer) == [PHRASE, ""]


def test_who_opens_with_the_recovery_code_goes_on_in_the_note(laptop: laptops.Laptop, worker: Worker) -> None:
    worker.unlocks()
    worker.press("Ctrl+N")
    worker.write("Maryam wore both aids")
    worker.locks()
    worker.opens_the_lid()
    worker.wait("the way in by the code", lambda: worker.sees("I have forgotten my passphrase"))
    worker.tab_to("I have forgotten my passphrase")
    worker.press("Space")
    worker.wait("the code is asked", lambda: worker.focus() == "Recovery code")
    worker.enter(laptop.recovery_code)
    worker.press("Return")
    worker.wait("the code is right", lambda: worker.focus() == "New passphrase")
    worker.write("copper lantern walrus teapot")
    worker.press("Tab", "Tab")
    worker.write("copper lantern walrus teapot")
    types_blindly("\n and sang")
    worker.wait("the desk is open", lambda: worker.frame().windowTitle().startswith("Note"))
    worker.settle()
    assert worker.value() == "Maryam wore both aids and sang"
