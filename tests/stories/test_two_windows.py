"""Two workers at two laptops, each at their own window, and a real centre: both write in the same box."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import files
from ehdesk.centre import store
from ehdesk.models import episode, team
from ehdesk.ui import carrying
from ehdesk.ui import desk as desks
from tests import building
from tests.centre import building as centres
from tests.stories import laptop as laptops
from tests.stories.street import Street, between
from tests.stories.worker import Worker

_NAMES = ("Maya", "Sam")


@dataclass
class Seat:
    """One worker at their window, and their street to the centre."""

    worker: Worker
    street: Street
    name: str

    def sits_down(self) -> None:
        """Bring their window to the front: one keyboard serves both in this story."""
        self.worker.frame().activateWindow()
        self.worker.wait("their window is in front", self.worker.frame().isActiveWindow)

    @property
    def carries(self) -> carrying.Carrying:
        assert self.worker.laptop.life is not None
        return self.worker.laptop.life.working().carrying

    def connects(self, code: str) -> None:
        self.sits_down()
        self.worker.press("Ctrl+Shift+R")
        self.worker.wait("the field has the cursor", lambda: self.worker.focus().startswith("The centre’s"))
        self.worker.enter(f"{self.street.address} {code}")
        self.worker.press("Return")
        self.worker.looks_for("This laptop is connected to")
        self.is_quiet()

    def is_quiet(self) -> None:
        self.worker.wait("it has gone and come back", lambda: not self.carries.state.is_going)
        self.worker.settle()

    def sends(self) -> None:
        self.sits_down()
        self.worker.press("Ctrl+Shift+S")
        self.is_quiet()

    def write(self, doing: Callable[[building.Desk], Any]) -> Any:
        """Work in the open vault, as the window's pages do."""
        laptop, done = self.worker.laptop, list[Any]()
        assert laptop.life is not None
        desk, keys = laptop.life.working().desk, None
        kept = building.Desk(laptop.folder, keys, laptop.time, desk._store)  # type: ignore[arg-type]
        desk.work(lambda: doing(kept), then=done.append)
        self.worker.wait("it is written", lambda: bool(done))
        desk.acted.emit("family.opened")
        return done[0]

    def opens(self, note: str) -> None:
        """Open the note; the cursor stands at the end of what happened."""
        self.sits_down()
        assert self.worker.laptop.life is not None
        self.worker.laptop.life.working().desk.go(desks.Place("note", note, "text"))
        self.worker.wait("the text has the cursor", lambda: self.worker.focus() == "What happened")
        self.worker.settle()
        self.worker.press("Ctrl+End")

    def text(self) -> str:
        focused = QtWidgets.QApplication.focusWidget()
        assert isinstance(focused, QtWidgets.QTextEdit)
        return focused.toPlainText()

    def cursor(self) -> int:
        focused = QtWidgets.QApplication.focusWidget()
        assert isinstance(focused, QtWidgets.QTextEdit)
        return focused.textCursor().position()


@pytest.fixture
def seats(
    tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Seat, Seat]]:
    """Maya and Sam, both connected."""
    monkeypatch.setattr(carrying, "FIRST_GO_MS", 0)
    opened = store.open_store(str(tmp_path / "centre" / "centre.db"))
    centre = centres.a_centre(opened)
    both = []
    try:
        with centres.served(opened, lambda: centre.now) as client, between(str(client.base_url)) as one, \
                between(str(client.base_url)) as other:  # fmt: skip
            for at, (name, street) in enumerate(zip(_NAMES, (one, other), strict=True), 1):
                laptop = laptops.Laptop(
                    files.DataFolder(tmp_path / name), qapp, building.Time(laptops.AUTUMN, life=at)
                )
                laptop.set_up(families=False, name=name)
                seat = Seat(Worker(laptop), street, name)
                seat.worker.unlocks()
                seat.connects(centre.code(name))
                both.append(seat)
            yield both[0], both[1]
            for seat in both:
                seat.street.opens.set()
                seat.worker.laptop.end()
    finally:
        opened.close()
    assert [seat.worker.laptop.noted() for seat in both] == ["", ""], "Something nobody foresaw"


def a_shared_note(maya: Seat, sam: Seat) -> str:
    """Maya takes a family in and lets Sam into her team; both have a note of it."""
    home = maya.write(building.a_family)
    stay = maya.write(lambda desk: desk.do(episode.open_episode, home.family, {"opened_on": "2026-09-07"}))
    note = maya.write(lambda desk: building.a_note(desk, home.family, text="Rang Agnieszka."))
    he = sam.write(lambda desk: str(desk.store.me))
    said = {"practitioner": he, "agency": "Bridge Street", "role": "Youth worker"}
    maya.write(lambda desk: desk.do(team.join_team, stay, said))
    maya.sends()
    sam.sends()
    return str(note)


def test_two_who_write_in_the_same_box_both_keep_their_words_and_one_settles_it_for_both(
    seats: tuple[Seat, Seat],
) -> None:
    maya, sam = seats
    note = a_shared_note(maya, sam)
    for seat, words in ((maya, " She sleeps better."), (sam, " She asked about the keys.")):
        seat.street.lets = "nothing"
        seat.opens(note)
        seat.worker.write(words)
        seat.worker.saves()
        seat.sends()
        seat.worker.looks_for("No network: fine")
        seat.street.lets = "through"
    maya.sends()
    sam.sends()  # Sam's page stands open, with the cursor in that very box
    assert sam.text() == "Rang Agnieszka. She asked about the keys."
    sam.worker.looks_for("Two versions are kept")
    sam.worker.press("Ctrl+End")
    sam.worker.write(" Friday")
    at = sam.cursor()
    maya.sends()
    maya.worker.looks_for("Two versions are kept")

    maya.worker.tab_to("Look at both versions: What happened", back=True)
    maya.worker.press("Space")
    maya.worker.looks_for("Where two people wrote in the same place")
    maya.worker.wait("the first choice has the focus", lambda: maya.worker.focus().startswith("Keep "))
    maya.worker.tab_to("Put together: What happened")
    maya.worker.press("Space")
    maya.worker.press("Ctrl+A")
    maya.worker.write("Rang Agnieszka. She sleeps better and asked about the keys.")
    maya.worker.press("Tab", "Space")
    maya.worker.looks_for("Put together")
    maya.sends()

    sam.sits_down()
    assert (sam.text(), sam.cursor()) == ("Rang Agnieszka. She asked about the keys. Friday", at)
    sam.sends()
    sam.sits_down()
    assert sam.text() == "Rang Agnieszka. She asked about the keys. Friday", "what is in hand stays"
    assert sam.cursor() == at
    maya.sends()
    both = {seat.name: waiting(seat) for seat in seats}
    assert both["Maya"] == both["Sam"], "both laptops hold the same"
    (stands, beside) = both["Sam"][0]
    assert {stands, beside} == {
        "Rang Agnieszka. She sleeps better and asked about the keys.",
        "Rang Agnieszka. She asked about the keys. Friday",
    }, "what Sam wrote after Maya had looked is kept beside what she settled"


def test_who_looks_on_sees_that_it_was_settled(seats: tuple[Seat, Seat]) -> None:
    maya, sam = seats
    note = a_shared_note(maya, sam)
    for seat, words in ((maya, " Maya’s words."), (sam, " Sam’s words.")):
        seat.street.lets = "nothing"
        seat.opens(note)
        seat.worker.write(words)
        seat.worker.saves()
        seat.street.lets = "through"
    for seat in (maya, sam, maya):
        seat.sends()
    sam.worker.looks_for("1 needs you")
    sam.sits_down()
    sam.worker.press("Ctrl+Shift+R")
    sam.worker.looks_for("1 answer has two versions")
    maya.sits_down()
    maya.worker.tab_to("Look at both versions: What happened", back=True)
    maya.worker.press("Space")
    maya.worker.wait("the first choice has the focus", lambda: maya.worker.focus().startswith("Keep mine"))
    maya.worker.tab_to("Keep Sam’s words: What happened")
    maya.worker.press("Space")
    maya.worker.looks_for("Kept Sam’s words")
    maya.sends()
    sam.sends()
    sam.worker.wait("nothing needs him", lambda: not sam.worker.sees("needs you"))
    assert not sam.worker.sees("has two versions")
    assert waiting(maya) == waiting(sam) == []
    sam.opens(note)
    assert sam.text() == "Rang Agnieszka. Sam’s words."
    assert not sam.worker.sees("Two versions are kept")


def waiting(seat: Seat) -> list[tuple[Any, Any]]:
    """What stands and what is beside it."""
    from ehdesk.models import versions

    found = seat.write(lambda desk: desk.ask(versions.waiting))
    return [(one.now.value, one.others[0].value) for one in found]
