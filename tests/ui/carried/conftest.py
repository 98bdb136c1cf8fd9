"""A worker's laptop with a window, a centre in memory, and a colleague at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ehdesk import app as apps
from ehdesk.models import enrolled, form
from ehdesk.ui import carrying
from ehdesk.ui import desk as desks
from tests import building
from tests.sync import reference
from tests.sync.conftest import Worker
from tests.ui import conftest
from tests.ui.carried import centre_in_memory as memory

SOON = 10_000


@dataclass
class Office:
    """A worker's laptop, a centre, and a colleague."""

    lives: conftest.Lives
    qtbot: QtBot
    centre: reference.Centre
    way: memory.Way
    sam: Worker

    def open(self) -> apps.Life:
        """Unlock, and wait until the laptop has been at the centre."""
        life, before = self.lives.begin(), self.way.goes
        self.lives.unlock(life)
        self.lives.settle(life)
        if self.carries(life).is_enrolled:
            self.qtbot.waitUntil(lambda: self.way.goes > before, timeout=SOON)
        self.until_quiet(life)
        return life

    def carries(self, life: apps.Life) -> carrying.Carrying:
        found = life.working().carrying
        assert found is not None
        return found

    def until_quiet(self, life: apps.Life) -> None:
        """Until it has gone and come back, and the window has counted."""
        carries = self.carries(life)
        if carries.is_enrolled:
            self.qtbot.waitUntil(lambda: not carries.state.is_going, timeout=SOON)
        self.lives.settle(life)
        self.lives.settle(life)

    def go(self, life: apps.Life) -> None:
        """Press “Send and receive now”, and wait for it."""
        before = self.way.goes
        self.carries(life).go_now()
        self.qtbot.waitUntil(lambda: self.way.goes > before, timeout=SOON)
        self.until_quiet(life)

    def enrol(self, life: apps.Life) -> None:
        told: list[Any] = []
        before = self.way.goes
        self.carries(life).enrol(memory.ADDRESS, memory.CODE, told.append, told.append)
        self.qtbot.waitUntil(lambda: self.way.goes > before, timeout=SOON)
        self.until_quiet(life)
        assert isinstance(told[0], enrolled.Link)

    def foot(self, life: apps.Life) -> str:
        return self.lives.window(life).status.carried.words()

    def ask(self, life: apps.Life, query: Any, *args: Any) -> Any:
        return life.working().desk._store.ask(query, *args)

    def do(self, life: apps.Life, verb: Any, *args: Any, **kw: Any) -> Any:
        done: list[Any] = []
        life.working().desk.do(verb, *args, then=done.append, **kw)
        self.qtbot.waitUntil(lambda: bool(done), timeout=SOON)
        return done[0]

    def desk(self, life: apps.Life) -> building.Desk:
        """The window's vault, for the builders."""
        keys: Any = None
        return building.Desk(self.lives.folder, keys, self.lives.time, self.store(life))

    def store(self, life: apps.Life) -> Any:
        return life.working().desk._store

    def page(self, life: apps.Life) -> Any:
        """Go to the page of sending and receiving."""
        window = self.lives.window(life)
        window.activateWindow()  # this screen does not do it when another window closes
        self.qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
        window.go(desks.Place("sync"))
        self.lives.settle(life)
        self.lives.settle(life)
        return window.page()

    def a_note(self, life: apps.Life, home: building.Household, **answers: Any) -> str:
        given = {"at": "2026-07-07T10:15", **answers}
        return str(self.do(life, form.start, "note", family_id=home.family, answers=given))

    def sam_writes(self, note: str, text: str) -> None:
        """The colleague hears what is new, and writes into a note."""
        self.sam.sync()
        self.sam.desk.do(form.answer, note, "text", text, sitting=text)
        self.sam.sync()

    def a_family(self, life: apps.Life) -> building.Household:
        """A family, taken by the worker at the window."""
        return building.a_family(self.desk(life))


@pytest.fixture
def office(
    lives: conftest.Lives, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    monkeypatch.setattr(carrying, "FIRST_GO_MS", 0)
    centre = reference.Centre(may_hold=lambda _who, scope: not scope.startswith("practitioner:"))
    way = memory.Way(centre.door("carol"))
    lives.way = lambda: way
    sam = memory.colleague(centre, tmp_path / "sam", "Sam Reed")
    yield Office(lives, qtbot, centre, way, sam)
    way.opens.set()
    sam.desk.close()


@pytest.fixture
def life(office: Office) -> apps.Life:
    """An open desk that was let in."""
    office.lives.make_vault()
    opened = office.open()
    office.enrol(opened)
    return opened
