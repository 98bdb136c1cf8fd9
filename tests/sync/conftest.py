"""Two workers' desks, in step with one centre."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ehdesk.models import enrolled
from ehdesk.sync import engine
from tests import building
from tests.sync import reference


@dataclass
class Worker:
    """One desk and its way to the centre."""

    desk: building.Desk
    door: reference.Door

    def sync(self) -> engine.Told:
        return engine.sync(self.desk.store, self.door)


@dataclass
class Team:
    """A centre, and those who work with it."""

    centre: reference.Centre
    root: Path
    workers: list[Worker]

    def joins(self, name: str) -> Worker:
        """A new worker with a vault of their own, let in at the centre."""
        self.workers.append(a_worker(self.centre, self.root / name, name, len(self.workers) + 1))
        return self.workers[-1]


def a_worker(centre: reference.Centre, root: Path, name: str, life: int) -> Worker:
    """Somebody with a vault of their own, let in at a centre in memory."""
    desk = building.new_desk(root, name=name, life=life)
    known = enrolled.Link(
        "https://centre.invalid", name, "token", (), "", "epoch", desk.store.bench.incarnation
    )
    desk.do(enrolled.remember, known)
    return Worker(desk, centre.door(name))


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(reference.Centre(), tmp_path, [])
    yield made
    for worker in made.workers:
        worker.desk.close()
