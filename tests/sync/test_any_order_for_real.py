"""The same at a real centre, with its rights: three desks of one team, any order, any answer lost."""

import random
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from ehdesk.centre import enrolling, exchange, people, signing, tables
from ehdesk.centre import store as centre_store
from ehdesk.models import acts, base, enrolled, episode, soundness, team
from ehdesk.sync import engine, protocol
from tests import building
from tests.centre import building as centres
from tests.sync import test_any_order as any_order

NAMES = ("Maya", "Sam", "Ola")
_STEPS = 40


@dataclass
class Door:
    """The way of one desk to the centre, without the network."""

    centre: centres.Centre
    token: str = ""
    chance: random.Random | None = None

    def hello(self) -> protocol.Hello:
        return enrolling.hello(self.centre.opened, "")

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        given = enrolling.enrol(self.centre.opened, asked, self.centre.now)
        self.token = given.token
        return given

    def exchange(self, body: bytes) -> protocol.Answer:
        device = people.device_at_door(self.centre.opened, self.token)
        said = msgspec.json.decode(body, type=protocol.Exchange)
        digest = signing.digest(body)
        answer = exchange.exchange(self.centre.opened, device, said, self.centre.now, digest=digest)
        if self.chance is not None and self.chance.random() < 0.2:
            raise ConnectionError
        return msgspec.json.decode(msgspec.json.encode(answer), type=protocol.Answer)


@dataclass
class Worker:
    """One desk and its way to the centre."""

    desk: building.Desk
    door: Door

    def sync(self) -> engine.Told:
        return engine.sync(self.desk.store, self.door)


def join(centre: centres.Centre, root: Path, name: str, life: int) -> Worker:
    worker = Worker(building.new_desk(root / name, name=name, life=life), Door(centre))
    engine.enrol(worker.desk.store, worker.door, "https://centre.invalid", centre.code(name))
    worker.sync()
    return worker


def begin(workers: list[Worker]) -> str:
    """A family that the first leads, the others in its team, and a note that all may write in."""
    first = workers[0].desk
    home = building.a_family(first)
    stay = first.do(episode.open_episode, home.family, {"opened_on": "2026-07-01"})
    for other in workers[1:]:
        first.do(team.join_team, stay, {"agency": "Bridge Street", "practitioner": str(other.desk.store.me)})
    record_id = first.do(any_order.make, home.family)
    for worker in workers:
        worker.sync()
    return record_id


def play(workers: list[Worker], record_id: str, chance: random.Random, seed: int) -> None:
    for worker in workers:
        worker.door.chance = chance
    pages = [any_order.Page(worker, record_id) for worker in workers]  # type: ignore[arg-type]
    for page in pages:
        page.read()
    for step in range(_STEPS):
        page = chance.choice(pages)
        if chance.random() < 0.6:
            any_order.change(page, chance, f"{seed}.{step}")
        else:
            any_order.sync_or_lose(page.worker)
    for worker in workers * 2:
        worker.door.chance = None
        worker.sync()


def settled_at(opened: centre_store.Store) -> set[tuple[str, str, str]]:
    with opened.transaction(centres.AUTHORITY) as ledger:
        return {(row.path, row.act, row.reason) for row in ledger.rows(tables.second_version)}


def seconds(worker: Worker) -> set[tuple[str, str, str]]:
    def read(reading: acts.Reading) -> set[tuple[str, str, str]]:
        second = base.second_version.c
        wanted = sa.select(second.path, second.act_id, second.reason)
        return {(row.path, row.act_id, row.reason) for row in reading.connection.execute(wanted)}

    return set(worker.desk.ask(read))


def reasons(worker: Worker) -> set[str]:
    """Why acts of a desk were set aside."""

    def read(reading: acts.Reading) -> set[str]:
        return set(reading.connection.execute(sa.select(base.set_aside.c.reason)).scalars())

    return set(worker.desk.ask(read))


@pytest.mark.parametrize("seed", range(max(4, any_order.SEEDS // 3)))
def test_once_it_is_quiet_all_have_what_the_centre_has(tmp_path: Path, seed: int) -> None:
    opened = centre_store.open_store(str(tmp_path / "centre.db"))
    workers: list[Worker] = []
    try:
        centre = centres.a_centre(opened)
        workers += [join(centre, tmp_path, name, life) for life, name in enumerate(NAMES, 1)]
        record_id = begin(workers)
        play(workers, record_id, random.Random(seed), seed)
        for worker in workers:
            assert any_order.fields(worker, record_id) == centre.fields(record_id)  # type: ignore[arg-type]
            assert seconds(worker) == settled_at(opened)
            assert worker.desk.ask(soundness.history).wrong == 0
            assert worker.desk.ask(enrolled.standing).waits == 0
            assert reasons(worker) == set()
            assert any_order.ended(worker) == any_order.ended(workers[0])  # type: ignore[arg-type]
    finally:
        for worker in workers:
            worker.desk.close()
        opened.close()
