"""Work goes to the centre by itself while the worker goes on: nothing of it is ever in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtWidgets
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ehdesk import app as apps
from ehdesk import errors
from ehdesk.models import enrolled, form, history, sent
from ehdesk.ui import autosave, carrying
from ehdesk.ui import desk as desks
from tests import building
from tests.sync import reference
from tests.ui import centre_in_memory as memory
from tests.ui import conftest

SOON = 10_000


@dataclass
class Office:
    """A worker's laptop, a centre, and a colleague."""

    lives: conftest.Lives
    qtbot: QtBot
    centre: reference.Centre
    way: memory.Way
    sam: memory.Colleague

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

    def a_family(self, life: apps.Life) -> building.Household:
        """A family, taken by the worker at the window."""
        store = life.working().desk._store
        return building.a_family(
            building.Desk(self.lives.folder, None, self.lives.time, store)  # type: ignore[arg-type]
        )


@pytest.fixture
def office(lives: conftest.Lives, qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
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


def test_a_laptop_that_belongs_to_no_centre_says_nothing_of_one(office: Office) -> None:
    office.lives.make_vault()
    opened = office.open()
    assert office.foot(opened) == ""
    assert not office.lives.window(opened).status.carried.isVisible()
    assert office.way.goes == 0


def test_what_was_written_before_is_sent_once_the_laptop_is_let_in(office: Office) -> None:
    office.lives.make_vault()
    opened = office.open()
    home = office.a_family(opened)
    office.enrol(opened)
    assert str(home.family) in office.centre.records
    assert office.ask(opened, enrolled.waits) is False
    assert office.foot(opened) == "Received 10:40"


def test_a_finished_form_goes_at_once(office: Office, life: apps.Life) -> None:
    home = office.a_family(life)
    goes = office.way.goes
    store = life.working().desk._store
    desk = building.Desk(office.lives.folder, None, office.lives.time, store)  # type: ignore[arg-type]
    checklist = building.complete_checklist(desk, home.family)
    office.do(life, form.finish, checklist)
    office.qtbot.waitUntil(lambda: office.way.goes > goes, timeout=SOON)
    office.until_quiet(life)
    assert office.centre.fields(checklist)["$status"] == "finished"


def test_typing_goes_on_while_a_slow_centre_thinks(office: Office, life: apps.Life) -> None:
    home = office.a_family(life)
    note = office.do(life, form.start, "note", family_id=home.family, answers={"at": "2026-07-07T10:15"})
    office.way.opens.clear()
    office.way.arrived.clear()
    office.carries(life).go_now()
    office.qtbot.waitUntil(office.way.arrived.is_set, timeout=SOON)
    office.do(life, form.answer, note, "text", "She said that", sitting="page")
    assert office.carries(life).state.is_going, "the centre has not answered yet"
    assert office.foot(life) == "Sending and receiving…"
    office.way.opens.set()
    office.until_quiet(life)
    assert office.ask(life, form.sheet, note).answers["text"] == "She said that"


def test_what_is_typed_goes_in_before_what_comes(
    office: Office, life: apps.Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both wrote in the same box: both keep their words, though the worker's were not saved yet."""
    monkeypatch.setattr(autosave, "WITHIN_MS", 60_000)
    home = office.a_family(life)
    note = office.do(life, form.start, "note", family_id=home.family, answers={"at": "2026-07-07T10:15"})
    office.go(life)
    office.sam.sync()
    office.sam.desk.do(form.answer, note, "text", "Sam's words", sitting="sam")
    office.sam.sync()
    window = office.lives.window(life)
    window.go(desks.Place("note", str(note)))
    office.lives.settle(life)
    office.way.opens.clear()
    office.way.arrived.clear()
    office.carries(life).go_now()
    office.qtbot.waitUntil(office.way.arrived.is_set, timeout=SOON)
    page: Any = window.page()
    box = page._view._fields["text"].input.findChild(QtWidgets.QPlainTextEdit)
    QTest.keyClicks(box, "Carol's words")
    assert office.ask(life, form.sheet, note).answers.get("text") is None, "none of it is saved yet"
    office.way.opens.set()
    office.until_quiet(life)
    office.go(life)
    stands = office.ask(life, form.sheet, note).answers["text"]
    kept = {one.value for one in office.ask(life, history.second_versions, note)}
    assert {stands, *kept} == {"Carol's words", "Sam's words"}


def test_what_comes_in_is_told_to_the_open_page_and_counted_until_it_is_looked_at(
    office: Office, life: apps.Life
) -> None:
    home = office.a_family(life)
    note = office.do(life, form.start, "note", family_id=home.family, answers={"at": "2026-07-07T10:15"})
    office.go(life)
    office.sam.sync()
    office.sam.desk.do(form.answer, note, "text", "A drawing", sitting="sam")
    office.sam.sync()
    came: list[frozenset[str]] = []
    life.working().desk.came_in.connect(came.append)
    office.go(life)
    assert came == [frozenset({str(note)})]
    assert office.foot(life) == "1 new from colleagues · Received 10:40"
    (news,) = office.ask(life, sent.overview).news
    assert (news.who, news.agency, news.changes) == ("Sam Reed", "Bridge Street", 1)


def test_no_network_is_a_state_and_no_fault(office: Office, life: apps.Life) -> None:
    office.way.trouble = errors.CentreAway()
    office.a_family(life)
    office.go(life)
    assert office.foot(life) == "No network: fine – everything is on this laptop"
    assert office.lives.window(life).notices.standing() == []
    office.way.trouble = None
    office.lives.time.pass_by(minutes=16)
    office.carries(life).look()
    office.until_quiet(life)
    assert office.foot(life) == "Received 10:56"
    assert office.ask(life, enrolled.waits) is False


def test_a_network_that_wants_one_to_sign_in_is_named(office: Office, life: apps.Life) -> None:
    office.way.trouble = errors.NotTheCentre()
    office.a_family(life)
    office.go(life)
    assert "wants you to sign in first" in office.foot(life)


def test_a_laptop_that_is_cut_off_needs_somebody_and_is_not_tried_again(
    office: Office, life: apps.Life
) -> None:
    office.way.trouble = errors.DeviceRevoked()
    office.go(life)
    assert office.foot(life) == "Needs you: this laptop is cut off from the centre"
    (notice,) = office.lives.window(life).notices.standing()
    assert notice.tone == "needs"
    goes = office.way.goes
    office.lives.time.pass_by(hours=3)
    office.carries(life).look()
    office.until_quiet(life)
    assert office.way.goes == goes


def test_what_nobody_foresaw_is_told_and_tried_again_later(office: Office, life: apps.Life) -> None:
    told: list[BaseException] = []
    life.working().unforeseen.disconnect()
    life.working().unforeseen.connect(told.append)
    office.way.trouble = ZeroDivisionError()
    office.go(life)
    assert [type(one) for one in told] == [ZeroDivisionError]
    assert "tried again" in office.foot(life)


def test_locking_in_the_middle_of_a_go_closes_and_nothing_is_written_after(
    office: Office, life: apps.Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = office.a_family(life)
    office.way.opens.clear()
    office.way.arrived.clear()
    office.carries(life).go_now()
    office.qtbot.waitUntil(office.way.arrived.is_set, timeout=SOON)
    carries, store = office.carries(life), life.working().desk._store
    office.lives.lock(life)
    written: list[str] = []
    monkeypatch.setattr(store, "do", lambda *_args, **_kw: written.append("after"))
    office.way.opens.set()
    assert carries._lane is not None
    office.qtbot.waitUntil(lambda: carries._lane is None or carries._lane.is_idle, timeout=SOON)
    assert written == []
    opened = office.open()
    office.until_quiet(opened)
    assert str(home.family) in office.centre.records, "the next unlock sends it again, once"


def test_the_last_words_before_a_lock_still_go(office: Office, life: apps.Life) -> None:
    home = office.a_family(life)
    office.lives.lock(life)
    assert str(home.family) in office.centre.records


def test_a_lock_without_a_network_waits_for_nothing(office: Office, life: apps.Life) -> None:
    office.way.trouble = errors.CentreAway()
    office.go(life)
    office.a_family(life)
    goes = office.way.goes
    office.lives.lock(life)
    assert office.way.goes == goes


def test_a_laptop_that_falls_asleep_is_locked_at_once(office: Office, life: apps.Life) -> None:
    office.a_family(life)
    goes = office.way.goes
    before = len(office.lives.left)
    life.working()._on_system_locks()
    office.qtbot.waitUntil(lambda: len(office.lives.left) > before, timeout=SOON)
    assert office.way.goes == goes


def test_a_slow_centre_holds_a_lock_up_for_three_seconds_at_most(
    office: Office, life: apps.Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "BEFORE_LOCK_MS", 50)
    office.a_family(life)
    office.way.opens.clear()
    office.lives.lock(life)
    assert office.way.arrived.is_set()


def test_after_a_sleep_it_goes_at_once(office: Office, life: apps.Life) -> None:
    goes = office.way.goes
    office.lives.time.pass_by(minutes=3)
    office.carries(life).look()
    office.until_quiet(life)
    assert office.way.goes == goes + 1


def test_practice_is_never_carried_anywhere(office: Office) -> None:
    office.lives.make_vault()
    folder = office.lives.folder
    shown = folder.public.read_text("utf-8")
    folder.public.write_text(shown.replace('"practice": false', '"practice": true'), "utf-8")
    assert '"practice": true' in folder.public.read_text("utf-8")
    opened = office.lives.begin()
    office.lives.unlock(opened)
    assert opened.working().carrying is None
    page = opened.window
    assert page is not None
    page.go(desks.Place("sync"))
    office.lives.settle(opened)
    assert office.way.goes == 0


def test_what_was_set_aside_is_told_once_and_names_nobody(office: Office, life: apps.Life) -> None:
    office.centre.refuses = lambda _act: "not_allowed"
    office.a_family(life)
    office.go(life)
    notices = office.lives.window(life).notices.standing()
    assert [one.text for one in notices] == ["Something that you wrote was not taken by the centre"]
    assert "Kowalczyk" not in repr(notices)
    assert office.foot(life).startswith("4 need you · Received")
