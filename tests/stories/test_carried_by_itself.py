"""Work done with no signal reaches the authority, and colleagues’ work comes back, all by itself."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtWidgets

from ehdesk import files
from ehdesk.centre import admin, store, tables
from ehdesk.models import enrolled, episode, form, team
from ehdesk.sync import engine, http
from ehdesk.ui import carrying
from tests import building
from tests.centre import building as centres
from tests.stories import laptop as laptops
from tests.stories.street import Street, between
from tests.stories.worker import Worker

NAME = "Maya"


@dataclass
class Town:
    """A centre with its staff, the street to it, a worker at a laptop, and a colleague with another."""

    centre: centres.Centre
    street: Street
    worker: Worker
    root: Path

    @property
    def laptop(self) -> laptops.Laptop:
        return self.worker.laptop

    @property
    def carries(self) -> carrying.Carrying:
        assert self.laptop.life is not None
        found = self.laptop.life.working().carrying
        assert found is not None
        return found

    def connects(self) -> None:
        """By keyboard: the page, both pasted into its field, Enter."""
        self.worker.press("Ctrl+Shift+R")
        self.worker.wait("the field has the cursor", lambda: self.worker.focus().startswith("The centre’s"))
        self.worker.enter(f"{self.street.address} {self.centre.code(NAME)}")
        self.worker.press("Return")
        self.worker.looks_for("This laptop is connected to")
        self.is_quiet()

    def is_quiet(self) -> None:
        self.worker.wait("it has gone and come back", lambda: not self.carries.state.is_going)
        self.worker.settle()

    def foot(self) -> str:
        life = self.laptop.life
        assert life is not None
        assert life.window is not None
        return life.window.status.carried.words()

    def says(self, words: str) -> None:
        self.worker.wait(f"the foot says “{words}”", lambda: words in self.foot())

    def sends(self) -> None:
        self.worker.press("Ctrl+Shift+S")
        self.is_quiet()

    def write(self, doing: Callable[[building.Desk], Any]) -> Any:
        """Work in the open vault, as the window's pages do."""
        assert self.laptop.life is not None
        desk, keys, done = self.laptop.life.working().desk, None, list[Any]()
        kept = building.Desk(self.laptop.folder, keys, self.laptop.time, desk._store)  # type: ignore[arg-type]
        desk.work(lambda: doing(kept), then=done.append)
        self.worker.wait("it is written", lambda: bool(done))
        desk.acted.emit("family.opened")
        return done[0]

    def passes_minutes(self) -> None:
        """Let more time pass than is waited after trouble, by steps: a laptop that slept locks."""
        assert self.laptop.life is not None
        for _ in range(3):
            self.laptop.time.pass_by(seconds=50)
            self.laptop.life.working().idle.check()

    def device(self) -> str:
        """The laptop's name at the centre."""
        link = self.write(lambda desk: desk.ask(enrolled.link))
        return str(link.device)

    def acts(self) -> int:
        """How many acts the centre has."""
        with self.centre.opened.transaction(centres.AUTHORITY) as ledger:
            return len(ledger.rows(tables.act))


@pytest.fixture
def town(
    tmp_path: Path, qapp: QtWidgets.QApplication, private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    monkeypatch.setattr(carrying, "FIRST_GO_MS", 0)
    opened = store.open_store(str(tmp_path / "centre" / "centre.db"))
    centre = centres.a_centre(opened)
    laptop = laptops.Laptop(files.DataFolder(tmp_path / "data"), qapp)
    laptop.set_up(families=False, name=NAME)
    try:
        with centres.served(opened, lambda: centre.now) as client, between(str(client.base_url)) as street:
            worker = Worker(laptop)
            worker.unlocks()
            yield Town(centre, street, worker, tmp_path)
            street.opens.set()
            laptop.end()
    finally:
        opened.close()
    assert laptop.noted() == "", "Something happened that nobody foresaw"


def test_what_was_written_alone_reaches_a_colleague_and_their_words_come_back(town: Town) -> None:
    home = town.write(building.a_family)
    stay = town.write(lambda desk: desk.do(episode.open_episode, home.family, {"opened_on": "2026-09-07"}))
    note = town.write(lambda desk: building.a_note(desk, home.family, text="Zofia showed me a drawing."))
    town.connects()
    town.worker.looks_for("All that you wrote is received")

    sam = building.new_desk(town.root / "sam", name="Sam", life=5)
    try:
        with http.Centre(town.street.address) as door:
            engine.enrol(sam.store, door, town.street.address, town.centre.code("Sam"))
        link = sam.ask(enrolled.link)
        assert link is not None
        he = {"practitioner": str(sam.store.me), "agency": "Bridge Street", "role": "Youth worker"}
        town.write(lambda desk: desk.do(team.join_team, stay, he))
        town.sends()
        with http.at(link) as door:
            engine.sync(sam.store, door)
            assert sam.ask(form.sheet, note).answers["text"] == "Zofia showed me a drawing."
            sam.do(form.answer, note, "place", "home", sitting="sam")
            engine.sync(sam.store, door)
    finally:
        sam.close()

    town.sends()
    town.says("1 new from colleagues")
    town.worker.looks_for("1 change by Sam, Harlow council")


def test_a_day_without_a_network_and_a_stop_at_the_station_lose_nothing(town: Town) -> None:
    town.connects()
    town.street.lets = "nothing"
    home = town.write(building.a_family)
    town.sends()
    town.says("No network: fine – everything is on this laptop")
    town.street.lets = "portal"
    town.sends()
    town.says("this network wants you to sign in first")
    town.street.lets = "through"
    town.passes_minutes()
    town.carries.look()
    town.is_quiet()
    town.says("Received")
    assert town.centre.fields(home.family)["name"] == "Kowalczyk-Hughes"


def test_a_lock_while_the_answer_is_on_its_way_loses_nothing_and_sends_nothing_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "BEFORE_LOCK_MS", 100)
    town.connects()
    before = town.acts()
    home = town.write(building.a_family)
    town.street.opens.clear()
    town.street.asked.clear()
    town.worker.press("Ctrl+Shift+S")
    town.worker.wait("the centre has it", town.street.asked.is_set)
    threading.Timer(1.0, town.street.opens.set).start()  # the answer comes when the vault is closed
    town.worker.locks()
    town.worker.unlocks()
    town.is_quiet()
    town.says("Received")
    assert town.acts() == before + 4, "a family and three people, once"
    assert town.centre.fields(home.family)["name"] == "Kowalczyk-Hughes"


def test_a_locked_laptop_says_nothing_of_the_centre(town: Town) -> None:
    town.write(building.a_family)
    town.connects()
    town.worker.locks()
    town.worker.opens_the_lid()
    said = " ".join(town.worker.screen())
    for word in ("Harlow Beck", "Received", "centre", "Sending", "Kowalczyk"):
        assert word not in said


def test_a_laptop_that_is_taken_away_is_told_so_calmly_and_keeps_what_it_has(town: Town) -> None:
    town.connects()
    device = town.device()
    with town.centre.opened.transaction(centres.AUTHORITY) as ledger:
        admin.revoke(ledger, device, town.centre.now)
    home = town.write(building.a_family)
    town.sends()
    town.says("Needs you: this laptop may not send to the centre any more")
    town.worker.looks_for("This laptop may not send to the centre any more")
    messages = town.street.messages
    town.passes_minutes()
    town.carries.look()
    town.is_quiet()
    assert town.street.messages == messages, "it is not tried again by itself"
    assert town.write(lambda desk: desk.ask(form.forms_of_family, home.family)) == ()
