"""Real processes on a bad line, killed at random: nothing is lost, nothing comes twice, nothing sticks.

    .venv/bin/python -m tests.proofs.carry_kills --rounds 1000 --seed 7

Two desks, each with a vault of its own, write in one family and exchange through `fault_proxy` with a centre
of two processes on a real PostgreSQL. In each round the desks work as fast as they can and are killed
(SIGKILL) after a moment of chance; meanwhile a process of the centre, the whole centre, a process of the
database or the whole database is killed too. In some rounds a desk is the command `ehdesk sync` itself.
Every few rounds it gets quiet: both desks exchange over a good line, and then each word that a desk was told
is saved has to stand at the centre, in one act and no more, nothing waits or was set aside, and both desks
hold the very record that the centre holds.

At the end one act is taken away, doubled and set aside, each in a transaction that is undone: what judges has
to see it, else it would prove nothing.
"""

import argparse
import json
import os
import random
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk import clock, errors, files
from ehdesk.centre import admin, history, records, serving, tables
from ehdesk.centre import store as stores
from ehdesk.models import (
    acts,
    base,
    enrolled,
    episode,
    family,
    form,
    person,
    practitioner,
    soundness,
    store,
    team,
)
from ehdesk.sync import engine, http
from ehdesk.vault import device, keyslots, opening, public
from tests.centre import building

PASSPHRASE = "otter tram violin marmalade"
AUTHORITY = building.AUTHORITY
LONGEST_LIFE = 0.9
QUIET_EVERY = 4
PATIENCE = 120.0
_TOKEN = re.compile(rb"tok\d+x\d+\.")


@dataclass
class Laptop:
    """One desk's vault, and what its worker was told."""

    name: str
    folder: files.DataFolder
    keys: keyslots.Keys
    passphrase: Path
    saved: set[str] = field(default_factory=set)

    def open(self) -> store.Store:
        return store.open_store(self.folder, self.keys, clock.system())


def new_laptop(root: Path, name: str) -> Laptop:
    """A vault whose passphrase opens it from the command line too, cheaply."""
    folder, secrets = files.DataFolder(root / name), device.NoKeyring()
    made = opening.create(folder, PASSPHRASE, device=secrets, stretching=keyslots.Stretching.cheap())
    public.write(folder, public.Public(made.keys.vault_id, "", "01632 960 111", "01632 960 222"))
    store.create(folder, made.keys, clock.system(), me=practitioner.New(name)).close()
    words = root / f"{name} passphrase"
    words.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return Laptop(name, folder, made.keys, words)


# The centre, its database and the line


@dataclass
class House:
    """What runs beside the desks, and can be killed: a database, a centre of two processes, a bad line."""

    server: building.Server
    database: str
    port: int
    bad_port: int
    seed: int
    said: Path
    centre: subprocess.Popen[bytes] | None = None
    line: subprocess.Popen[bytes] | None = None
    is_stopping: bool = False
    last: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bad_url(self) -> str:
        return f"http://127.0.0.1:{self.bad_port}"

    def start(self) -> None:
        """Start what does not run, and wait until the centre is ready."""
        if self.line is None:
            self.line = self._run(
                "tests.proofs.fault_proxy", "--port", self.bad_port, "--to", self.port, "--seed", self.seed
            )
        if not self._database_runs():
            self.server.running.ensure_postgres_running()
        if self.centre is not None and (self.is_stopping or self.centre.poll() is not None):
            self.centre.wait(PATIENCE)
            self.centre = None
        self.is_stopping = False
        if self.centre is None:
            self.centre = self._run("ehdesk", "centre", "--port", self.port, "--workers", 2)
        try:
            building.wait_until_ready(self.url)
        except AssertionError as error:
            raise AssertionError(f"{self.last}: {self.said.read_text()[-3000:]}") from error

    def _run(self, module: str, *words: object) -> subprocess.Popen[bytes]:
        environment = {**os.environ, serving.DATABASE: self.database}
        with self.said.open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", module, *map(str, words)],
                cwd=building.ROOT, env=environment, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip

    def _postmaster(self) -> int:
        told = self.server.folder / "data" / "postmaster.pid"
        return int(told.read_text().split()[0]) if told.exists() else 0

    def _database_runs(self) -> bool:
        pid = self._postmaster()
        return bool(pid) and Path(f"/proc/{pid}").exists() and _state(pid) != "Z"

    def kill(self, what: str, chance: random.Random) -> None:
        """Kill one of them, as a crash, a power switch or an impatient keeper would."""
        self.last = what
        if self.centre is None:
            return
        if what == "a process of the centre" and (some := workers(self.centre.pid)):
            _kill(chance.choice(some))
        elif what == "the whole centre":
            os.killpg(self.centre.pid, signal.SIGKILL)
            self.centre.wait(PATIENCE)
        elif what == "the first process of the centre":
            _kill(self.centre.pid)
            self.centre.wait(PATIENCE)
        elif what == "the centre is told to stop":
            self.centre.terminate()
            self.is_stopping = True
        elif what == "a process of the database" and (some := children(self._postmaster())):
            _kill(chance.choice(some))
        elif what == "the whole database":
            self._kill_database()

    def _kill_database(self) -> None:
        """Its first process goes, the others follow. Its note of who runs is stale then: a dead process may
        still be listed where nobody collects it."""
        first = self._postmaster()
        others = children(first)
        _kill(first)
        until = time.monotonic() + PATIENCE
        while any(_state(pid) != "Z" for pid in others) and time.monotonic() < until:
            time.sleep(0.02)
        for stale in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.server.folder / "data" / stale).unlink(missing_ok=True)

    def stop(self) -> None:
        for one in (self.centre, self.line):
            if one is not None:
                for pid in (*children(one.pid), one.pid):
                    _kill(pid)
                one.wait(PATIENCE)
        self.server.stop()


KILLS = {
    "nothing": 30,
    "a process of the centre": 22,
    "the whole centre": 8,
    "the first process of the centre": 6,
    "the centre is told to stop": 6,
    "a process of the database": 18,
    "the whole database": 10,
}
"""What is killed beside the desks, and how often of a hundred."""


def children(pid: int) -> list[int]:
    """The processes that a process has started. This runs on Linux only."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [int(one) for one in listed.read_text().split()]
    except FileNotFoundError:
        return []


def workers(pid: int) -> list[int]:
    """The processes of a centre that answer desks, without those that only keep count for them."""
    return [one for one in children(pid) if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # it may go while it is read
        return "Z"


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


# A desk that is going to be killed


class Worker:
    """Writes and exchanges until it is killed, and says on a pipe what it was told is saved."""

    def __init__(self, laptop: Laptop, url: str, home: str, pipe: int, seed: int) -> None:
        self.pipe, self.home = pipe, home
        self.chance, self.seed, self.count = random.Random(seed), seed, 0
        self.store = laptop.open()
        self.link = link_of(self.store, url)
        self.notes = [str(one) for one in self.store.ask(notes_of, home)]

    def say(self, **line: Any) -> None:
        os.write(self.pipe, json.dumps(line).encode() + b"\n")

    def work(self) -> None:
        while True:
            self.chance.choices((self.new_note, self.edit, self.exchange), (3, 4, 3))[0]()

    def word(self) -> str:
        self.count += 1
        return f"tok{self.seed}x{self.count}."

    def new_note(self) -> None:
        word, note = self.word(), clock.system().new_id()
        answers = {"at": "2026-07-07T10:15", "text": word}
        done = self.store.do(form.start, "note", family_id=self.home, answers=answers, record_id=note)
        self.notes.append(note)
        if done.second_copy:
            self.say(saved=word)

    def edit(self) -> None:
        """A word in one of the newest notes, often the same that the other desk writes in."""
        if not self.notes:
            return self.new_note()
        word, note = self.word(), self.chance.choice(self.notes[-4:])
        path = self.chance.choice(("text", "place", "text"))
        if path == "place":
            word = self.chance.choice(("home", "school"))
        done = self.store.do(form.answer, note, path, word, sitting=f"{self.seed}.{self.count}")
        if done.second_copy and path == "text":
            self.say(saved=word)
        return None

    def exchange(self) -> None:
        try:
            with http.at(self.link) as centre:
                told = engine.sync(self.store, centre)
            self.say(exchanged=told.taken)
        except errors.CentreRefusal as refusal:
            self.say(refused=type(refusal).__name__)


def link_of(desk: store.Store, url: str) -> enrolled.Link:
    """Its place at the centre, by this way."""
    link = desk.ask(enrolled.link)
    assert link is not None
    return msgspec.structs.replace(link, url=url)


def notes_of(read: acts.Reading, home: str) -> list[str]:
    wanted = sa.select(base.record.c.id).where(base.record.c.kind == "note", base.record.c.family_id == home)
    return list(read.connection.execute(wanted.order_by(base.record.c.n)).scalars())


def live(laptop: Laptop, url: str, home: str, pipe: int, seed: int) -> None:
    """The life of one desk: it only ever ends by being killed."""
    try:
        Worker(laptop, url, home, pipe, seed).work()
    except BaseException as error:
        os.write(pipe, json.dumps({"broke": repr(error)[:400]}).encode() + b"\n")
        raise
    finally:
        os._exit(1)


# The rounds


@dataclass
class World:
    """Everything of one run."""

    house: House
    laptops: list[Laptop]
    home: str
    chance: random.Random
    tally: Counter[str] = field(default_factory=Counter)
    losses: list[str] = field(default_factory=list)


def new_world(root: Path, seed: int) -> World:
    """Two workers who share a family, let in at a centre that has just been started."""
    server = building.start_server()
    house = House(server, server.fresh(), free_port(), free_port(), seed, root / "said")
    try:
        with closing(stores.open_store(house.database)) as opened:
            admin.add_authority(opened, AUTHORITY, "Harlow Beck")
            centre = building.Centre(opened, clock.system().now())
            codes = []
            for name in ("Maya", "Sam"):
                centre.joins(name, "practitioner")
                codes.append(centre.code(name))
        house.start()
        laptops = [new_laptop(root, name) for name in ("Maya", "Sam")]
        home = share_a_family(house, laptops, codes)
    except BaseException:
        house.stop()
        raise
    return World(house, laptops, home, random.Random(seed))


def share_a_family(house: House, laptops: list[Laptop], codes: list[str]) -> str:
    """Let both in; the first opens a family and names the other in its team. The family's id."""
    maya, sam = (laptop.open() for laptop in laptops)
    for desk, code in zip((maya, sam), codes, strict=True):
        with http.Centre(house.url) as centre:
            engine.enrol(desk, centre, house.bad_url, code)
    home = maya.do(family.open_family, name="Kowalczyk-Hughes").result
    maya.do(person.add_person, home, {"given_names": "Zofia", "role": "child"})
    stay = maya.do(episode.open_episode, home, {"opened_on": "2026-07-01"}).result
    maya.do(team.join_team, stay, {"practitioner": str(sam.me), "agency": "School", "role": "Teacher"})
    for desk in (maya, sam):
        exchange_quietly(house, desk)
        desk.close()
    return str(home)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def one_round(world: World, number: int) -> None:
    """Two lives, a kill beside them, and their own."""
    kill = world.chance.choices(list(KILLS), list(KILLS.values()))[0]
    by_command = world.chance.random() < 0.15
    lives = [begin(world, laptop, number * 2 + at) for at, laptop in enumerate(world.laptops[by_command:])]
    command = run_command(world, world.laptops[0]) if by_command else None
    if world.chance.random() < 0.8:  # a machine that is busy must not kill them before they could do anything
        hear(world, lives, PATIENCE, first_word=True)
    hear(world, lives, world.chance.random() * LONGEST_LIFE / 2)
    world.house.kill(kill, world.chance)
    world.tally[f"killed: {kill}"] += 1
    hear(world, lives, world.chance.random() * LONGEST_LIFE)
    for life in lives:
        os.kill(life.pid, signal.SIGKILL)
    hear(world, lives, PATIENCE)
    for life in lives:
        os.waitpid(life.pid, 0)
        os.close(life.pipe)
    if command is not None:
        end_command(world, command)
    world.house.start()
    world.tally["rounds"] += 1


@dataclass
class Life:
    """A desk that works, and what it has said so far."""

    pid: int
    pipe: int
    laptop: Laptop
    said: bytes = b""
    is_over: bool = False
    has_begun: bool = False


def begin(world: World, laptop: Laptop, seed: int) -> Life:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        live(laptop, world.house.bad_url, world.home, writing, seed)
    os.close(writing)
    return Life(pid, reading, laptop)


def hear(world: World, lives: list[Life], seconds: float, *, first_word: bool = False) -> None:
    """Listen to the desks for so long, or until they are gone (or each has said its first word)."""
    until = time.monotonic() + seconds
    while True:
        open_still = {
            life.pipe: life for life in lives if not (life.is_over or (first_word and life.has_begun))
        }
        left = until - time.monotonic()
        if not open_still or left <= 0:
            return
        for pipe in select.select(list(open_still), [], [], left)[0]:
            some = os.read(pipe, 1 << 16)
            life = open_still[pipe]
            life.is_over, life.has_begun = not some, True
            *lines, life.said = (life.said + some).split(b"\n")
            for line in lines:
                note_down(world, life.laptop, json.loads(line))


def note_down(world: World, laptop: Laptop, line: dict[str, Any]) -> None:
    if "saved" in line:
        laptop.saved.add(line["saved"])
        world.tally["saved"] += 1
    elif "exchanged" in line:
        world.tally["exchanges that came to an end"] += 1
    elif "refused" in line:
        world.tally[f"told: {line['refused']}"] += 1
    else:
        world.losses.append(f"{laptop.name}'s desk broke: {line['broke']}")


def run_command(world: World, laptop: Laptop) -> subprocess.Popen[bytes]:
    """The command itself, over the bad line."""
    words = ("--data", laptop.folder.root, "--passphrase-file", laptop.passphrase, "--no-keyring", "--json")
    return subprocess.Popen(
        [sys.executable, "-m", "ehdesk", "sync", *map(str, words)],
        cwd=building.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def end_command(world: World, command: subprocess.Popen[bytes]) -> None:
    """Let it come to its end, or kill it on the way."""
    try:
        _, complaint = command.communicate(timeout=world.chance.random() * 5)
        world.tally["commands that came to an end"] += 1
    except subprocess.TimeoutExpired:
        command.kill()
        _, complaint = command.communicate()
        world.tally["commands killed"] += 1
    if b"Traceback" in complaint:
        world.losses.append(f"the command broke: {complaint[-400:]!r}")


# Quiet, and what has to hold then


def exchange_quietly(house: House, desk: store.Store) -> None:
    """Exchange over a good line until nothing waits. Raises: CentreRefusal, AssertionError."""
    for _ in range(5):
        with http.at(link_of(desk, house.url)) as centre:
            engine.sync(desk, centre)
        if not desk.ask(enrolled.waits):
            return
    raise AssertionError("something waits for ever")


def judge(world: World) -> None:
    """It gets quiet; then everything that was called saved has to be everywhere, once."""
    desks = [laptop.open() for laptop in world.laptops]
    try:
        for at in (0, 1, 0):
            try:
                exchange_quietly(world.house, desks[at])
            except (errors.CentreRefusal, AssertionError) as stuck:
                world.losses.append(f"{world.laptops[at].name} is stuck: {stuck!r}")
        with closing(stores.open_store(world.house.database)) as opened:
            with opened.transaction(AUTHORITY) as ledger:
                world.losses += list(wrong_at_centre(world, ledger))
            held = at_centre(opened)
        for laptop, desk in zip(world.laptops, desks, strict=True):
            world.losses += list(wrong_on_desk(laptop, desk, held))
    finally:
        for desk in desks:
            desk.close()
    world.tally["quiet"] += 1


def wrong_at_centre(world: World, ledger: stores.Ledger) -> Iterator[str]:
    """Each word in one act that was taken, and in the history; numbers without a gap."""
    every = ledger.rows(tables.act)
    past = [records.pack([line.stood, line.brought]) for line in history.everything(ledger)]
    (counter,) = ledger.rows(tables.authority)
    told = Counter(word for row in every for word in set(_TOKEN.findall(row.content)))
    kept = {word for value in past for word in _TOKEN.findall(value)}
    for word in {word.encode() for laptop in world.laptops for word in laptop.saved} | told.keys():
        if told[word] != 1:
            yield f"{word.decode()} came in {told[word]} acts"
        if word not in kept:
            yield f"{word.decode()} is not in the history"
    for row in every:
        if row.verdict != "taken":
            yield f"act {row.id} ({row.verb}) was set aside: {row.reason}"
    numbers = sorted(row.number for row in every if row.verdict == "taken")
    if numbers != list(range(1, counter.n + 1)):
        yield f"{len(numbers)} acts were taken, and the counter stands at {counter.n}"


def at_centre(opened: stores.Store) -> dict[str, Any]:
    with opened.transaction(AUTHORITY) as ledger:
        every = records.everything(ledger)
    return {one.id: one.fields for one in every if one.scope.startswith("family:")}


def wrong_on_desk(laptop: Laptop, desk: store.Store, held: dict[str, Any]) -> Iterator[str]:
    """The record of the family as the centre has it, nothing waiting, and a history that adds up."""
    mine = desk.ask(on_desk)
    for record in sorted(held.keys() | mine.keys()):
        if held.get(record) != mine.get(record):
            yield f"{laptop.name}: {record} is {mine.get(record)!r} here, {held.get(record)!r} there"
    stands = desk.ask(enrolled.standing)
    if stands.waits or stands.aside:
        yield f"{laptop.name}: {stands.waits} acts wait, {stands.aside} were set aside"
    if desk.ask(soundness.history).wrong:
        yield f"{laptop.name}: the history does not add up"


def on_desk(read: acts.Reading) -> dict[str, Any]:
    wanted = sa.select(base.record.c.id, base.record.c.fields).where(base.record.c.scope.like("family:%"))
    return {row.id: base.unpack(row.fields) for row in read.connection.execute(wanted)}


class Undone(Exception):
    """What was spoilt is put back."""


def check_judge(world: World) -> None:
    """Spoil one thing after the other, and count what is seen of it."""
    for what in ("lost", "twice", "stuck"):
        opened = stores.open_store(world.house.database)
        with closing(opened), suppress(Undone), opened.transaction(AUTHORITY) as ledger:
            spoil(ledger, what)
            world.tally[f"seen: {what}"] += len(list(wrong_at_centre(world, ledger)))
            raise Undone


def spoil(ledger: stores.Ledger, what: str) -> None:
    one = next(row for row in ledger.rows(tables.act, tables.act.c.verb == "form.started"))
    here = tables.act.c.id == one.id
    if what == "lost":
        ledger.forget(tables.act, here)
    elif what == "twice":
        said = {name: value for name, value in one._mapping.items() if name != "authority_id"}
        ledger.add(tables.act, [{**said, "id": "again"}])
    else:
        ledger.change(tables.act, {"verdict": "aside", "reason": "unreadable"}, here)


def run(rounds: int, seed: int) -> dict[str, Any]:
    """So many rounds in one world; what was counted, and what was lost."""
    with tempfile.TemporaryDirectory() as folder:
        world = new_world(Path(folder), seed)
        try:
            for number in range(1, rounds + 1):
                one_round(world, seed * 1_000_000 + number)
                if number % QUIET_EVERY == 0 or number == rounds:
                    judge(world)
                if world.losses:
                    break
            check_judge(world)
            said = world.house.said.read_bytes()
        finally:
            world.house.stop()
        world.losses += ["the centre met something unforeseen"] if b"unforeseen" in said else []
        return {**dict(sorted(world.tally.items())), "losses": world.losses[:20]}


def main() -> int:
    """Run the rounds and print what was counted; 1 when something was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    told = run(asked.rounds, asked.seed)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1 if told["losses"] else 0


if __name__ == "__main__":
    sys.exit(main())
