"""A vault with acts that wait and the centre it is enrolled at: made once, copied for every round."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import msgspec
import sqlalchemy as sa
import zstandard

from ehdesk import clock, files
from ehdesk.centre import admin, people, serving
from ehdesk.centre import store as centre_store
from ehdesk.models import acts, base, enrolled, family, form, keeping, practitioner, store
from ehdesk.rules import rights
from ehdesk.sync import engine, http, protocol
from ehdesk.vault import device, keyslots, opening, public
from tests.benchmarks import filled_words, launching, plain_centre

AUTHORITY, SIZE = "harlow", 4_096
_AROUND = 560
"""What an act says beside the text of a note, in bytes: its ids, paths and times."""


@dataclass(frozen=True)
class Vault:
    """A desk's folder and its keys."""

    folder: files.DataFolder
    keys: keyslots.Keys

    def opened(self) -> store.Store:
        return store.open_store(self.folder, self.keys, clock.system())

    def copied(self, to: Path) -> "Vault":
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.folder.root, to)
        return Vault(files.DataFolder(to), self.keys)


@dataclass(frozen=True)
class Laden:
    """A vault and its centre, as they stand before a round."""

    vault: Vault
    centre: str
    family: str

    def copied(self, to: Path) -> "Laden":
        """Both once more. A centre on PostgreSQL is copied by whoever keeps the server."""
        if "://" in self.centre:
            return Laden(self.vault.copied(to / "desk"), self.centre, self.family)
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(Path(self.centre).parent, to / "centre")
        return Laden(self.vault.copied(to / "desk"), str(to / "centre" / "centre.db"), self.family)


def begin(root: Path, database: str = "") -> Laden:
    """A centre with two workers and a coordinator, and a desk of the first: enrolled, with one family."""
    database = database or str(root / "centre" / "centre.db")
    (root / "centre").mkdir(parents=True, exist_ok=True)
    kept = centre_store.open_store(database)
    admin.add_authority(kept, AUTHORITY, "Harlow Beck")
    now = clock.system().now()
    with kept.transaction(AUTHORITY) as ledger:
        maya = admin.add_staff(ledger, admin.Newcomer("Maya Okonjo", "practitioner"), now)
        admin.add_staff(ledger, admin.Newcomer("Carol Ndlovu", "coordinator"), now)
        code = people.add_code(ledger, maya, now)
    kept.close()
    vault = new_vault(root / "desk", "Maya Okonjo")
    desk = vault.opened()
    try:
        with (
            served(database) as url,
            http.Centre(url) as way,
            http.at(engine.enrol(desk, way, url, code)) as centre,
        ):
            engine.sync(desk, centre)
            home = str(desk.do(family.open_family, name="Okafor").result)
            engine.sync(desk, centre)
    finally:
        desk.close()
    return Laden(vault, database, home)


def new_vault(root: Path, name: str) -> Vault:
    """A new vault with cheap key stretching."""
    folder = files.DataFolder(root)
    made = opening.create(
        folder, filled_words.PASSPHRASE, device=device.NoKeyring(), stretching=keyslots.Stretching.cheap()
    )
    public.write(folder, public.Public(made.keys.vault_id, "Harlow Beck", "01632 960100", "01632 960200"))
    me = practitioner.New(name, "Harlow Beck")
    store.create(folder, made.keys, clock.system(), me=me).close()
    return Vault(folder, made.keys)


def joins(database: str, root: Path, name: str, role: rights.Role) -> Vault:
    """One more desk, enrolled, which has heard nothing yet."""
    kept, now = centre_store.open_store(database), clock.system().now()
    with kept.transaction(AUTHORITY) as ledger:
        staff = admin.add_staff(ledger, admin.Newcomer(name, role), now)
        code = people.add_code(ledger, staff, now)
    kept.close()
    vault = new_vault(root, name)
    desk = vault.opened()
    try:
        with served(database) as url, http.Centre(url) as way:
            engine.enrol(desk, way, url, code)
    finally:
        desk.close()
    return vault


def write_notes(laden: Laden, texts: Sequence[str]) -> None:
    """Notes that wait to be sent, each an act of its own."""
    desk = laden.vault.opened()
    try:
        for start in range(0, len(texts), 1_000):
            desk.do(_write, laden.family, texts[start : start + 1_000])
    finally:
        desk.close()


def note_text(size: int = SIZE) -> int:
    """How long the text of a note is that makes an act of `size` bytes."""
    return size - _AROUND


@acts.act("form.started")
def _write(work: acts.Work, family_id: str, texts: Sequence[str]) -> None:
    for text in texts:
        said = {"text": text, "kind": "visit", "place": "home", "at": "2026-09-07T09:30"}
        form.start(work, "note", family_id=family_id, answers=said)
        keeping.keep(work)
        work.turn_over()


def synced(vault: Vault, url: str) -> tuple[float, engine.Told]:
    """Sync a desk until it is quiet; how many seconds it took. Opening the vault is not measured."""
    desk = vault.opened()
    try:
        return timed_sync(desk, url)
    finally:
        desk.close()


def timed_sync(desk: store.Store, url: str) -> tuple[float, engine.Told]:
    """The same of a desk that is open; connecting counts."""
    begun = time.perf_counter()
    with door(desk, url) as centre:
        told = engine.sync(desk, centre)
    return time.perf_counter() - begun, told


def door(desk: store.Store, url: str) -> http.Centre:
    """The way of a desk to its centre."""
    link = desk.ask(enrolled.link)
    assert link is not None
    return http.at(msgspec.structs.replace(link, url=url))


def notes(read: acts.Reading) -> list[str]:
    """The ids of every note."""
    wanted = sa.select(base.record.c.id).where(base.record.c.kind == "note").order_by(base.record.c.n)
    return list(read.connection.execute(wanted).scalars())


@dataclass
class Listening:
    """A way to the centre that measures what goes over it; `repeats` hands every message in twice."""

    way: http.Centre
    repeats: bool = False
    sizes: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    seconds_again: list[float] = field(default_factory=list)

    def hello(self) -> protocol.Hello:
        return self.way.hello()

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        return self.way.enrol(asked)

    def exchange(self, body: bytes) -> protocol.Answer:
        self.sizes.append(len(zstandard.ZstdCompressor(level=1).compress(body)))
        begun = time.perf_counter()
        answer = self.way.exchange(body)
        done = time.perf_counter()
        self.seconds.append(done - begun)
        if self.repeats:
            again = self.way.exchange(body)
            self.seconds_again.append(time.perf_counter() - done)
            assert [ack.number for ack in again.acks] == [ack.number for ack in answer.acks]
        return answer


# The processes


@contextmanager
def served(database: str) -> Iterator[str]:
    """The centre as its keeper starts it, one process; its address."""
    port = _free_port()
    command = [sys.executable, "-m", "ehdesk", "centre", "--port", str(port)]
    with _running(command, {serving.DATABASE: database}, f"http://127.0.0.1:{port}/health") as url:
        yield url


@contextmanager
def served_plainly(database: str) -> Iterator[str]:
    """The least centre, in a process of its own under the same server; its address."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", f"{plain_centre.__name__}:app"]
    command += ["--port", str(port), "--log-level", "warning", "--no-access-log"]
    with _running(command, {plain_centre.DATABASE: database}, f"http://127.0.0.1:{port}/") as url:
        yield url


@contextmanager
def _running(command: list[str], said: dict[str, str], probe: str) -> Iterator[str]:
    running = subprocess.Popen(
        command, env={**os.environ, **said}, cwd=launching.HOUSE, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(probe, running)
        yield probe.rpartition("/")[0]
    finally:
        running.terminate()
        running.wait(60)


def _wait_for(probe: str, running: "subprocess.Popen[bytes]") -> None:
    with httpx.Client(trust_env=False) as web:
        for _ in range(600):
            try:
                web.get(probe)
            except httpx.TransportError:
                assert running.poll() is None, "the server stopped"
                time.sleep(0.05)
            else:
                return
    raise AssertionError("the server did not come up")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def waiting(vault: Vault) -> list[plain_centre.Record]:
    """Everything that waits in a vault, as the least centre is given it."""
    desk = vault.opened()
    try:
        wanted = sa.select(base.act.c.n, base.act.c.id, base.act.c.content).where(base.unanswered())

        def every(read: acts.Reading) -> list[plain_centre.Record]:
            rows = read.connection.execute(wanted.order_by(base.act.c.n))
            return [plain_centre.Record(row.n, row.id, msgspec.Raw(row.content)) for row in rows]

        return desk.ask(every)
    finally:
        desk.close()
