"""Whatever several desks write, send, hear and lose, in whatever order: once it is quiet all agree.

Every seed has its own order. `EHDESK_SEEDS=2000` runs more of them.
"""

import copy
import os
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk.models import acts, base, choosing, enrolled, soundness, versions
from ehdesk.rules import paths
from tests import building
from tests.sync import reference
from tests.sync.conftest import Team, Worker

SEEDS = int(os.environ.get("EHDESK_SEEDS", "12"))
_STEPS = 40
_ROWS = ("a", "b")
_PAGES = (500, 1, 2)
"""How many acts of others one answer tells: a desk is often told only a part."""


@acts.act("answer.given", extends=True)
def edit(work: acts.Work, record_id: str, path: str, value: Any) -> None:
    work.edit(work.record(record_id), path, value)


@acts.act("form.started")
def make(work: acts.Work, family_id: str) -> str:
    scope = base.family_scope(family_id)
    return work.create("note", scope, family=family_id, fields=[("title", "Begun"), ("$status", "draft")]).id


@dataclass
class Page:
    """The record as it stands open on a desk: as it was read last, with what was typed since."""

    worker: Worker
    record_id: str
    sitting: str = ""
    mark: int = 0
    shows: dict[str, Any] = field(default_factory=dict)
    unseen: int = 0

    def read(self) -> None:
        self.mark = self.worker.desk.ask(lambda read: read.mark)
        self.shows = fields(self.worker, self.record_id)

    def type(self, path: str, value: Any) -> None:
        stay = {"sitting": self.sitting or None, "seen": self.mark}
        before = paths.get(fields(self.worker, self.record_id), path)
        self.worker.desk.do(edit, self.record_id, path, value, **stay)
        after, shown = paths.get(fields(self.worker, self.record_id), path), paths.get(self.shows, path)
        if isinstance(before, str) and shown != before != value:
            self.unseen += 1
            assert after == before, "what the page did not show is not overwritten"
        paths.put(self.shows, path, copy.deepcopy(value))


def change(page: Page, chance: random.Random, words: str) -> None:
    """One edit of some kind, upon what the page shows: now and then, what stands on this desk."""
    if chance.random() < 0.3:
        page.read()
    if chance.random() < 0.2:
        page.sitting = chance.choice(("", words))
    stands = page.shows
    kind = chance.choice(("text", "list", "row", "cell", "gone", "clear", "settle"))
    row = chance.choice(_ROWS)
    rows = stands.get("rows") or {}
    if kind == "text":
        page.type(chance.choice(("title", "note")), words)
    elif kind == "clear":
        page.type("note", None)
    elif kind == "list":
        now = list(stands.get("codes") or [])
        code = chance.choice("pqrs")
        fresh = [one for one in now if one != code] if code in now else [*now, code]
        page.type("codes", fresh or None)
    elif kind == "row" and row not in rows:
        page.type(f"rows/{row}", {"rank": row, "said": words})
    elif kind == "cell" and row in rows:
        page.type(f"rows/{row}/{chance.choice(('said', 'more'))}", words)
    elif kind == "settle":
        settle(page.worker, chance)
        page.read()  # settling is done on a page of its own: this one is read anew when it is come back to
    elif kind == "gone" and row in rows:
        page.type(f"rows/{row}", None)


def settle(worker: Worker, chance: random.Random) -> None:
    """Settle one of the fields with two versions in some way, and now and then take that back."""
    waits = worker.desk.ask(versions.waiting)
    if not waits:
        return
    one = chance.choice(waits)
    value = chance.choice([one.now.value, *(each.value for each in one.others)])
    choice = choosing.Choice(one.home_id, one.path, keeps=chance.random() < 0.4, value=value)
    told = worker.desk.do(choosing.settle, [choice])
    if chance.random() < 0.3:
        worker.desk.do(choosing.reopen, told.act_id)


def ended(worker: Worker) -> set[tuple[Any, ...]]:
    """Which second versions have been settled, and by which act."""

    def read(reading: acts.Reading) -> Any:
        second = base.second_version.c
        wanted = sa.select(second.path, second.act_id, second.settled_by)
        return {tuple(row) for row in reading.connection.execute(wanted)}

    return set(worker.desk.ask(read))


def fields(worker: Worker, record_id: str) -> dict[str, Any]:
    def read(reading: acts.Reading) -> Any:
        wanted = sa.select(base.record.c.fields).where(base.record.c.id == record_id)
        return base.unpack(reading.connection.execute(wanted).scalar()) or {}

    return dict(worker.desk.ask(read))


def seconds(worker: Worker) -> set[tuple[Any, ...]]:
    def read(reading: acts.Reading) -> Any:
        second = base.second_version.c
        wanted = sa.select(second.path, second.value, second.act_id, second.reason)
        return {tuple(row) for row in reading.connection.execute(wanted)}

    return set(worker.desk.ask(read))


def settled_at(centre: reference.Centre) -> set[tuple[Any, ...]]:
    """The second versions that the centre came to."""
    return {
        (one.path, None if one.second is None else base.pack(one.second), each.act.id, one.reason)
        for each in centre.log
        for one in each.settled
        if one.reason
    }


def written(worker: Worker) -> set[str]:
    """The acts that stand on a desk and were not set aside."""
    return set(
        worker.desk.ask(lambda read: read.connection.execute(sa.select(base.act.c.id)).scalars().all())
    )


def play(team: Team, seed: int) -> tuple[list[Worker], str]:
    chance = random.Random(seed)
    workers = [team.joins(name) for name in ("Carol", "Tom", "Helen")]
    home = building.a_family(workers[0].desk)
    record_id = workers[0].desk.do(make, home.family)
    workers[0].sync()
    for worker in workers:
        worker.sync()
        worker.door.loses = lambda: chance.random() < 0.2
    pages = [Page(worker, record_id) for worker in workers]
    for page in pages:
        page.read()
    for step in range(_STEPS):
        page = chance.choice(pages)
        if chance.random() < 0.6:
            change(page, chance, f"{seed}.{step}")
            assert page.worker.desk.ask(soundness.history).wrong == 0
        else:
            sync_or_lose(page.worker)
    return workers, record_id


def sync_or_lose(worker: Worker) -> None:
    try:
        worker.sync()
    except ConnectionError:
        worker.desk.time.pass_by(minutes=1)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_once_it_is_quiet_all_agree_and_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    team = Team(reference.Centre(most=_PAGES[seed % len(_PAGES)]), tmp_path, [])
    try:
        workers, record_id = play(team, seed)
        for worker in workers * 2:
            worker.door.loses = lambda: False
            worker.sync()
        wanted = team.centre.fields(record_id)
        for worker in workers:
            assert fields(worker, record_id) == wanted
            assert seconds(worker) == settled_at(team.centre)
            assert worker.desk.ask(soundness.history).wrong == 0
            assert worker.desk.ask(enrolled.standing).waits == 0
            assert worker.desk.ask(enrolled.standing).aside == 0
            assert ended(worker) == ended(workers[0])
            assert {each.act.id for each in team.centre.log} <= written(worker)
    finally:
        for worker in team.workers:
            worker.desk.close()
