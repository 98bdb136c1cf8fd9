"""Work goes to the centre by itself while the worker goes on: nothing of it is ever in the way."""

import itertools
from typing import Any

import msgspec
import pytest
from PySide6 import QtWidgets
from PySide6.QtTest import QTest

from ehdesk import app as apps
from ehdesk import errors
from ehdesk.models import enrolled, family, form, history, sent, withdrawn
from ehdesk.sync import engine, trip
from ehdesk.ui import autosave, carrying
from ehdesk.ui import desk as desks
from tests import building
from tests.ui.carried import centre_in_memory as memory
from tests.ui.carried.conftest import SOON, Office


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
    checklist = building.complete_checklist(office.desk(life), home.family)
    office.do(life, form.finish, checklist)
    office.qtbot.waitUntil(lambda: office.way.goes > goes, timeout=SOON)
    office.until_quiet(life)
    assert office.centre.fields(checklist)["$status"] == "finished"


def test_typing_goes_on_while_a_slow_centre_thinks(office: Office, life: apps.Life) -> None:
    home = office.a_family(life)
    note = office.a_note(life, home)
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
    note = office.a_note(life, home)
    office.go(life)
    office.sam_writes(note, "Sam's words")
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
    note = office.a_note(life, home)
    office.go(life)
    office.sam_writes(note, "A drawing")
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
    office.lives.time.pass_by(minutes=2)
    office.carries(life).look()
    office.until_quiet(life)
    assert office.foot(life) == "Received 10:42"
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
    assert office.foot(life) == "Needs you: this laptop may not send to the centre any more"
    (notice,) = office.lives.window(life).notices.standing()
    assert notice.tone == "needs"
    goes = office.way.goes
    office.lives.time.pass_by(minutes=2)
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
    carries, store = office.carries(life), office.store(life)
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
    office.lives.time.pass_by(minutes=2)
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
    assert not office.carries(opened).is_enrolled
    window = office.lives.window(opened)
    window.go(desks.Place("sync"))
    office.lives.settle(opened)
    told = (each.text() for each in window.findChildren(QtWidgets.QLabel) if each.isVisible())
    assert "This is the practice vault." in " ".join(told)
    assert office.way.goes == 0


@pytest.mark.parametrize(("url", "goes"), [(memory.ADDRESS, 0), ("http://127.0.0.1:8000", 1)])
def test_a_practice_vault_knows_no_centre_but_one_on_this_computer(
    office: Office, life: apps.Life, url: str, goes: int
) -> None:
    link = office.ask(life, enrolled.link)
    office.do(life, enrolled.remember, msgspec.structs.replace(link, url=url))
    office.lives.lock(life)
    folder = office.lives.folder
    shown = folder.public.read_text("utf-8")
    folder.public.write_text(shown.replace('"practice": false', '"practice": true'), "utf-8")
    office.way.goes = 0
    opened = office.lives.begin()
    office.lives.unlock(opened)
    office.until_quiet(opened)
    office.qtbot.waitUntil(lambda: office.way.goes == goes, timeout=3000)
    office.until_quiet(opened)
    assert office.carries(opened).is_enrolled == bool(goes)


def test_what_was_handed_in_while_locked_is_forgotten_once_all_has_gone(
    office: Office, life: apps.Life
) -> None:
    office.lives.folder.handed_in.write_bytes(b"")
    office.way.trouble = errors.CentreAway()
    office.a_family(life)
    office.go(life)
    assert office.lives.folder.handed_in.exists(), "it still waits here"
    office.way.trouble = None
    office.go(life)
    assert not office.lives.folder.handed_in.exists()


def test_what_was_set_aside_is_told_once_and_names_nobody(office: Office, life: apps.Life) -> None:
    office.centre.refuses = lambda _act: "not_allowed"
    office.a_family(life)
    office.go(life)
    notices = office.lives.window(life).notices.standing()
    assert [one.text for one in notices] == ["Something that you wrote was not taken by the centre"]
    assert "Kowalczyk" not in repr(notices)
    assert office.foot(life).startswith("4 need you · Received")


def test_half_an_answer_is_never_shown(
    office: Office, life: apps.Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full in the middle of taking it in: nothing of it stands, and later all of it comes."""
    building.a_family(office.sam.desk, "Okonjo")
    office.sam.sync()
    came: list[frozenset[str]] = []
    life.working().desk.came_in.connect(came.append)

    def is_full(*_args: Any) -> None:
        raise errors.DiskFull

    with monkeypatch.context() as full:
        full.setattr(withdrawn, "withdraw", is_full)  # the last step: all of the answer is written by then
        office.go(life)
    assert came == []
    assert office.ask(life, family.caseload).total == 0
    assert "Not sent yet" in office.foot(life)
    office.go(life)
    assert [line.name for line in office.ask(life, family.caseload).lines] == ["Okonjo"]
    assert len(came) == 1


def test_an_answer_of_many_parts_is_told_part_by_part(office: Office, life: apps.Life) -> None:
    office.centre.most = 2
    building.a_family(office.sam.desk, "Okonjo")
    office.sam.sync()
    came: list[frozenset[str]] = []
    life.working().desk.came_in.connect(came.append)
    office.go(life)
    assert [len(part) for part in came] == [2, 2], "a family and three people, two at a time"
    assert office.carries(life).state.far.records == 4


def test_a_closed_vault_is_never_written_into_by_a_trip_that_was_stopped(office: Office) -> None:
    typed: list[int] = []
    gone = trip.Trip(office.sam.desk.store, typing_wanted=lambda: typed.append(1), heard=lambda _heard: None)
    assert gone.ask(enrolled.link) is not None
    gone.stop()
    assert not gone.goes_on()
    for doing in (
        lambda: gone.do(enrolled.collect),
        lambda: gone.do(enrolled.settle, None, None, ""),
        lambda: gone.ask(enrolled.link),
        lambda: gone.take_standing("practitioner"),
    ):
        with pytest.raises(trip.Stopped):
            doing()
    assert typed == []


def test_what_waits_is_counted_while_somebody_writes_without_a_pause(office: Office, life: apps.Life) -> None:
    desk, counted = life.working().desk, list[int]()
    office.carries(life).changed.connect(lambda state: counted.append(state.counts.waits))
    for _ in range(12):
        desk.acted.emit("answer.given")
        office.qtbot.wait(100)
    assert counted


def test_a_go_comes_to_an_end_while_somebody_types(office: Office, life: apps.Life) -> None:
    """Something new is saved during every exchange: it goes the next time, and no go is endless."""
    note = office.a_note(life, office.a_family(life))
    store, said = office.store(life), itertools.count()

    def types() -> None:
        store.do(form.answer, note, "text", f"She said {next(said)}", why=None, sitting="page")

    messages = office.way.messages
    office.way.meanwhile = types
    office.go(life)
    assert office.way.messages - messages == 1
    assert office.foot(life) == "1 on this laptop · the rest received 10:40"
    office.way.meanwhile = lambda: None
    office.go(life)
    assert office.foot(life) == "Received 10:40"


def test_files_may_take_their_time_once_the_words_are_through(office: Office) -> None:
    """The same question is asked before each piece of a file: the end of the words does not end the files."""
    kept = office.sam.desk.store
    gone = trip.Trip(kept, typing_wanted=lambda: gone.typing_is_in(), heard=lambda _heard: None)
    engine.sync(gone, office.sam.door, go_on=gone.goes_on)
    assert gone.goes_on()
    gone.end_soon()
    assert not gone.goes_on()
