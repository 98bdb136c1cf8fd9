"""A centre in memory that a window carries to, slow or away as a test wants it, and a colleague."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from ehdesk import files
from ehdesk.models import enrolled
from ehdesk.sync import engine, protocol
from tests.sync import reference
from tests.sync.conftest import Worker, a_worker

ADDRESS, CODE = "https://centre.invalid", "harlow.7KQ4-M2XD-03FA-9ZZT"
PATIENCE = 20.0


@dataclass
class Way:
    """The way to the centre. Nothing comes through while `opens` is shut; `trouble` is met instead of it."""

    door: reference.Door
    trouble: Exception | None = None
    opens: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)
    goes: int = 0
    messages: int = 0
    meanwhile: Callable[[], object] = lambda: None
    authority: str = "Harlow Beck"
    role: str = "practitioner"

    def __post_init__(self) -> None:
        self.opens.set()

    def enrol(self, desk: Any, address: str, code: str) -> enrolled.Link:
        assert code
        return engine.enrol(desk, _Line(self), address, code)

    def sync(self, desk: Any, go_on: Callable[[], bool]) -> engine.Told:
        self.goes += 1
        return engine.sync(desk, _Line(self), go_on=go_on)

    def forget_handed_in(self, desk: Any, folder: files.DataFolder) -> None:
        assert desk.ask(enrolled.link) is not None
        folder.handed_in.unlink()

    def go_through(self) -> None:
        self.arrived.set()
        assert self.opens.wait(PATIENCE), "the way was never opened"
        if self.trouble is not None:
            raise self.trouble


@dataclass
class _Line:
    """The centre as `engine` sees it."""

    way: Way

    def hello(self) -> protocol.Hello:
        self.way.go_through()
        return self.way.door.hello()

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        told = self.way.door.enrol(asked)
        return msgspec.structs.replace(told, role=self.way.role, authority=self.way.authority)

    def exchange(self, body: bytes) -> protocol.Answer:
        self.way.go_through()
        self.way.messages += 1
        self.way.meanwhile()
        return self.way.door.exchange(body)


def colleague(centre: reference.Centre, root: Path, name: str, life: int = 7) -> Worker:
    """A colleague who was let in; the centre tells their name."""
    made = a_worker(centre, root, name, life)
    centre.people[str(made.desk.store.me)] = (name, "Bridge Street")
    return made
