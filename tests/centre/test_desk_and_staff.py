"""A real desk at a real centre in one process: what it knows of the staff, and what became of its past."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from ehdesk import errors, settings
from ehdesk.centre import admin, enrolling, exchange, people, signing
from ehdesk.models import (
    colleagues,
    due,
    enrolled,
    episode,
    family,
    form,
    history,
    lead,
    looked,
    note,
    practitioner,
    soundness,
    standing,
    team,
)
from ehdesk.sync import engine, protocol
from tests import building as desks
from tests.centre.building import AUTHORITY, Centre


@dataclass
class Door:
    """The way to the centre without a network."""

    centre: Centre
    token: str = ""

    def hello(self) -> protocol.Hello:
        return enrolling.hello(self.centre.opened, "")

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        told = enrolling.enrol(self.centre.opened, asked, self.centre.now)
        self.token = told.token
        return told

    def exchange(self, body: bytes) -> protocol.Answer:
        device = people.device_at_door(self.centre.opened, self.token)
        message = msgspec.json.decode(body, type=protocol.Exchange)
        digest = signing.digest(body)
        return exchange.exchange(self.centre.opened, device, message, self.centre.now, digest=digest)


@dataclass
class Worker:
    """A desk and its way to the centre."""

    desk: desks.Desk
    door: Door

    def enrol(self, name: str) -> None:
        engine.enrol(self.desk.store, self.door, "https://centre.invalid", self.door.centre.code(name))

    def sync(self) -> engine.Told:
        return engine.sync(self.desk.store, self.door)


@pytest.fixture
def maya(centre: Centre, tmp_path: Path) -> Iterator[Worker]:
    desk = desks.new_desk(tmp_path / "maya", name="Maya", life=1)
    centre.now = desk.time.moment
    yield Worker(desk, Door(centre))
    desk.close()


@pytest.fixture
def sam(centre: Centre, tmp_path: Path) -> Iterator[Worker]:
    desk = desks.new_desk(tmp_path / "sam", name="Sam", life=2)
    yield Worker(desk, Door(centre))
    desk.close()


def open_episode(desk: desks.Desk, family: str) -> str:
    return desk.do(episode.open_episode, family, {"opened_on": "2026-06-08"})


def is_asked_for_oversight(desk: desks.Desk) -> bool:
    found = desk.ask(due.due_now, settings.authority().limits)
    return "2026-07-20" in {line.on.isoformat() for line in found.soon.lines if line.rule == "oversight"}


def test_oversight_that_a_worker_noted_alone_stands_and_ends_nothing_that_a_manager_owes(
    centre: Centre, maya: Worker
) -> None:
    desk = maya.desk
    home = desks.a_family(desk)
    of = {"family_id": home.family, "episode_id": open_episode(desk, home.family)}
    looked = desk.do(form.start, "oversight", answers={"date": "2026-07-06", "plan_working": "yes"}, **of)
    assert not is_asked_for_oversight(desk)
    desk.time.pass_by(minutes=30)
    centre.now = desk.time.moment
    maya.enrol("Maya")
    told = maya.sync()
    assert (told.aside, desk.ask(enrolled.standing).waits) == ([], 0)
    assert desk.ask(form.sheet, looked).answers["plan_working"] == "yes"
    assert centre.fields(looked)["$noted"] is True
    assert is_asked_for_oversight(desk)
    assert desk.ask(soundness.history).wrong == 0
    with pytest.raises(errors.NotAllowed):
        desk.do(form.start, "oversight", **of)


def test_a_desk_knows_its_colleagues_by_name_and_account(centre: Centre, maya: Worker) -> None:
    assert maya.desk.ask(colleagues.colleagues) == ()
    maya.enrol("Maya")
    maya.sync()
    told = {one.name: one.role for one in maya.desk.ask(colleagues.colleagues)}
    assert told["Ruth"] == "line_manager"
    ola = maya.desk.ask(colleagues.called, "ola")
    assert ola is not None
    assert ola.id == centre.staff["Ola"]
    assert maya.desk.ask(colleagues.called, "Nobody") is None
    cards = {"bell": "Mrs Bell", centre.staff["Ola"]: "Ola, as typed"}
    offered = maya.desk.ask(colleagues.choosable, cards)
    assert (offered["bell"], offered[centre.staff["Ola"]], len(offered)) == ("Mrs Bell", "Ola", 6)
    maya.desk.reopen()
    assert len(maya.desk.ask(colleagues.colleagues)) == 5


def test_a_lead_whom_the_authority_does_not_know_keeps_nobody_out_on_the_desk_either(
    centre: Centre, maya: Worker
) -> None:
    desk = maya.desk
    home = desks.a_family(desk)
    made = open_episode(desk, home.family)
    desk.do(lead.hand_over_lead, made, {"name": "Sarah Doyle", "practitioner": "a card of hers"})
    desk.time.pass_by(minutes=30)
    centre.now = desk.time.moment
    maya.enrol("Maya")
    assert desk.ask(standing.tie_of, home.family) == "none", "nobody has told the desk yet"
    assert maya.sync().aside == []
    assert desk.ask(standing.tie_of, home.family) == "lead"
    ola = desk.ask(colleagues.called, "Ola")
    assert ola is not None
    desk.do(lead.hand_over_lead, made, {"name": "Ola", "practitioner": ola.id}, reason="Moved on")
    assert desk.ask(standing.tie_of, home.family) == "none"
    assert maya.sync().aside == []


def test_who_was_named_before_they_enrolled_works_with_the_family_on_their_desk_too(
    centre: Centre, maya: Worker, sam: Worker
) -> None:
    home = desks.a_family(maya.desk)
    made = open_episode(maya.desk, home.family)
    maya.desk.time.pass_by(minutes=30)
    maya.enrol("Maya")
    maya.sync()
    said = {"agency": "School", "practitioner": centre.staff["Sam"], "worker": "Sam"}
    maya.desk.do(team.join_team, made, said)
    maya.sync()
    sam.enrol("Sam")
    sam.sync()
    assert sam.desk.ask(standing.tie_of, home.family) == "team"
    desks.a_note(sam.desk, home.family, text="Met at the gate.")
    assert sam.sync().aside == []


def test_a_manager_signs_off_before_they_have_heard_anything_else(centre: Centre, tmp_path: Path) -> None:
    ruth = Worker(desks.new_desk(tmp_path / "ruth", name="Ruth", life=2), Door(centre))
    try:
        ruth.enrol("Ruth")
        assert set(ruth.desk.store.bench.manages) >= {centre.staff["Maya"], centre.staff["Sam"]}
    finally:
        ruth.desk.close()


def test_what_was_withdrawn_stays_away_after_the_next_unlock(centre: Centre, maya: Worker) -> None:
    desk = maya.desk
    home = desks.a_family(desk)
    made = open_episode(desk, home.family)
    desk.time.pass_by(minutes=30)
    maya.enrol("Maya")
    maya.sync()
    said = {"name": "Ola", "practitioner": centre.staff["Ola"]}
    desk.do(lead.hand_over_lead, made, said, reason="Moved on")
    maya.sync()
    assert desk.ask(family.caseload).total == 0
    desk.reopen()
    assert desk.ask(family.caseload).total == 0
    assert desk.ask(enrolled.standing).waits == 0
    assert desk.ask(soundness.history).wrong == 0


def test_the_card_of_somebody_of_another_agency_stays_on_the_desk_that_made_it(
    centre: Centre, maya: Worker
) -> None:
    bell = maya.desk.do(practitioner.add, {"name": "Mrs Bell", "agency": "Alder Bank Primary"})
    maya.desk.time.pass_by(minutes=30)
    maya.enrol("Maya")
    assert maya.sync().aside == []
    maya.desk.reopen()
    assert maya.desk.ask(practitioner.names)[bell] == "Mrs Bell"
    assert maya.desk.ask(enrolled.standing).waits == 0


def test_a_desk_goes_on_with_a_centre_whose_keys_were_turned(centre: Centre, maya: Worker) -> None:
    desk = maya.desk
    home = desks.a_family(desk)
    desk.time.pass_by(minutes=30)
    maya.enrol("Maya")
    maya.sync()
    for n in range(3):
        centre.later(hours=n + 1)
        with centre.opened.transaction(AUTHORITY) as ledger:
            admin.turn_keys(ledger, centre.now)
        desks.a_note(desk, home.family, text=f"After turn {n}.")
        assert maya.sync().taken > 0


def test_a_desk_that_was_left_behind_twice_takes_nothing_from_keys_that_it_does_not_know(
    centre: Centre, maya: Worker
) -> None:
    maya.enrol("Maya")
    maya.sync()
    for _ in range(2):
        centre.later(hours=1)
        with centre.opened.transaction(AUTHORITY) as ledger:
            admin.turn_keys(ledger, centre.now, anyway=True)
    desks.a_family(maya.desk)
    with pytest.raises(errors.NotTheCentre):
        maya.sync()
    assert maya.desk.ask(enrolled.standing).waits > 0


def colleagues_around_a_family(maya: Worker, sam: Worker) -> tuple[str, str]:
    """Maya's family, Sam in its team, and a note of his that has come to her desk; their ids."""
    home = desks.a_family(maya.desk)
    made = open_episode(maya.desk, home.family)
    maya.desk.time.pass_by(minutes=30)
    maya.enrol("Maya")
    maya.sync()
    sam.enrol("Sam")
    said = {"agency": "School", "practitioner": str(sam.desk.store.me), "worker": "Sam"}
    maya.desk.do(team.join_team, made, said)
    maya.sync()
    sam.sync()
    written = desks.a_note(sam.desk, home.family, text="Met at the gate.")
    sam.sync()
    maya.sync()
    return home.family, written


def names_on_every_page(desk: desks.Desk, family_id: str, written: str) -> set[str]:
    """How the writer of a note is called wherever a page names them."""
    by_line = {
        one.author_name for one in desk.ask(note.notes_of_family, family_id) if one.record_id == written
    }
    marks = {one.who for one in desk.ask(history.marks, written).values()}
    done = {one.who for one in desk.ask(looked.lines, family_id, record_id=written)}
    return by_line | marks | done | {desk.ask(form.sheet, written).author_name}


def test_whoever_wrote_is_called_by_one_name_wherever_a_page_names_them(
    centre: Centre, maya: Worker, sam: Worker
) -> None:
    family_id, written = colleagues_around_a_family(maya, sam)
    he = str(sam.desk.store.me)
    assert names_on_every_page(maya.desk, family_id, written) == {"Sam"}
    assert maya.desk.ask(practitioner.names)[he] == "Sam"
    assert he in maya.desk.ask(practitioner.alongside)
    assert centre.staff["Ola"] not in maya.desk.ask(practitioner.alongside), "nothing of hers has come in"
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.change_staff(ledger, centre.staff["Sam"], {"name": "Samuel Reed"}, centre.now)
    maya.sync()
    assert names_on_every_page(maya.desk, family_id, written) == {"Samuel Reed"}


def test_the_names_of_who_left_and_of_who_went_off_the_list_stay_with_their_work(
    centre: Centre, maya: Worker, sam: Worker
) -> None:
    family_id, written = colleagues_around_a_family(maya, sam)
    with centre.opened.transaction(AUTHORITY) as ledger:
        admin.end_staff(ledger, centre.staff["Sam"], "2026-07-07", centre.now)
    maya.sync()
    assert maya.desk.ask(colleagues.called, "Sam") is None, "nobody hands work to who has left"
    assert names_on_every_page(maya.desk, family_id, written) == {"Sam"}
    with maya.desk.store.writing() as connection:  # a centre that was put back, or a list that is not for her
        colleagues.remember(connection, protocol.Answer("epoch", 0, staff=()))
    maya.desk.reopen()
    assert maya.desk.store.bench.staff is None
    assert names_on_every_page(maya.desk, family_id, written) == {"Sam"}


def test_a_centre_without_a_staff_list_tells_at_least_who_wrote(maya: Worker) -> None:
    with maya.desk.store.writing() as connection:
        for name in ("Sam", "Samuel Reed"):
            told = protocol.Answer("epoch", 0, people={"sam": (name, "School")})
            colleagues.remember(connection, told)
    assert maya.desk.ask(practitioner.name_of, "sam") == "Samuel Reed"
    assert maya.desk.ask(practitioner.agencies_of, ["sam", "nobody"]) == {"sam": "School"}
    assert maya.desk.ask(colleagues.colleagues) == ()
    assert maya.desk.ask(colleagues.choosable, maya.desk.ask(practitioner.alongside))["sam"] == "Samuel Reed"
