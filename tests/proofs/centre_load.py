"""What a day's work costs a centre: bytes on the wire and in PostgreSQL, processor time, connections.

    .venv/bin/python -m tests.proofs.centre_load [--desks 40] [--workers 2] [--database URL]

Desks send real acts over HTTP to `ehdesk centre` with a real PostgreSQL: one of its own, or an empty database
at URL on this machine. docs/centre-arithmetic.md is written from what it prints.
"""

import argparse
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg
import zstandard

from ehdesk import files
from ehdesk.centre import admin, people, store
from ehdesk.sync import protocol
from tests.centre import building

TICKS = os.sysconf("SC_CLK_TCK")
DAY = 200
"""Saves of one worker on one day."""


@dataclass
class Sent:
    """What some exchanges came to."""

    plain: int = 0
    packed: int = 0
    back: int = 0
    acts: int = 0
    seconds: list[float] = field(default_factory=list)


@dataclass
class Laptop:
    """One enrolled desk that speaks HTTP."""

    web: httpx.Client
    desk: building.Desk
    texts: Iterator[str]
    family: str

    def exchange(self, acts: Iterable[protocol.Act], into: Sent) -> None:
        said = list(acts)
        message = self.desk.message(*said)
        body = protocol.encode(message)
        packed = zstandard.ZstdCompressor(level=1).compress(body)
        headers = {**self.desk.signed(body), "Content-Encoding": "zstd"}
        began = time.perf_counter()
        answer = self.web.post("/sync/v1/exchange", content=packed, headers=headers)
        into.seconds.append(time.perf_counter() - began)
        answer.raise_for_status()
        told = protocol.decoder(protocol.Answer).decode(answer.content)
        if any(ack.verdict != "taken" for ack in told.acks):
            raise SystemExit(f"not taken: {[ack.reason for ack in told.acks if ack.reason][:3]}")
        self.desk.keep(message, told)
        self.desk.came.clear()
        into.plain += len(body)
        into.packed += len(packed)
        into.back += int(answer.headers["content-length"])
        into.acts += len(said)

    def begin(self) -> Iterator[protocol.Act]:
        yield self.desk.opens_family(self.family)
        yield self.desk.opens_episode(self.family, f"{self.family}-episode")

    def saves(self, count: int) -> Iterator[protocol.Act]:
        """Notes as workers write them: begun, then changed nine times, each time in other words."""
        for _ in range(count // 10):
            note = building.new_id(f"note-{self.desk.me}")
            begun = {"text": next(self.texts), "$status": "draft"}
            act = self.desk.act("form.started", building.new(note, "note", self.family, begun))
            yield act
            for _ in range(9):
                act = self.desk.writes(note, self.family, "text", next(self.texts), act.id)
                yield act


def texts(seed: int) -> Iterator[str]:
    """Notes as long as those of the invented families, made of their sentences."""
    told = json.loads((files.resources() / "sample" / "families.json").read_text("utf-8"))
    forms = [form for one in told["families"] for form in one["forms"]]
    written = [form["answers"].get("text", "") for form in forms if form["form"] == "note"]
    sentences = [line for text in written for line in text.split(". ")]
    drawn = random.Random(seed)
    while True:
        length, said = len(drawn.choice(written)), ""
        while len(said) < length:
            said += drawn.choice(sentences) + ". "
        yield said


def family_of(root: int) -> set[int]:
    """A process and all that it started."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # it ended while we looked
                parents[int(folder.name)] = int(_stat(folder)[1])
    found = {root}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def processor_seconds(root: int) -> float:
    """What a process and all that it started have used so far, those that have ended included."""
    used = 0
    for one in family_of(root):
        with suppress(OSError):
            used += sum(map(int, _stat(Path(f"/proc/{one}"))[11:15]))
    return used / TICKS


def _stat(folder: Path) -> list[str]:
    return (folder / "stat").read_text().rpartition(")")[2].split()


def server_of(database: str) -> int:
    """The process that everything of the database's server comes from."""
    with psycopg.connect(database) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    return int((Path(row[0] if row else "") / "postmaster.pid").read_text().split()[0])


def centre_of(port: str) -> int:
    """The process of the centre that listens there."""
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            said = (folder / "cmdline").read_bytes().split(b"\0") if folder.name.isdigit() else []
            if b"centre" in said and port.encode() in said:
                return int(folder.name)
    raise SystemExit("the centre is not there")


def measured(what: str, centre: int, server: int, work: Callable[[Sent], None]) -> None:
    """Do some work, and say what it cost."""
    sent, before = Sent(), (processor_seconds(centre), processor_seconds(server), time.perf_counter())
    work(sent)
    centre_used, server_used = processor_seconds(centre) - before[0], processor_seconds(server) - before[1]
    took, batches = time.perf_counter() - before[2], len(sent.seconds)
    ordered = sorted(sent.seconds)
    per = 1000 / batches
    print(f"{what}: {batches} exchanges, {sent.acts} acts, {took:.1f} s")
    print(f"  processor, each: centre {centre_used * per:.1f} ms, database {server_used * per:.1f} ms")
    print(f"  answered in {statistics.median(ordered) * 1000:.0f} ms, at worst {ordered[-1] * 1000:.0f} ms")
    print(f"  bytes, each: sent {sent.packed / batches:.0f}, back {sent.back / batches:.0f}")
    if sent.acts:
        print(f"  an act: {sent.plain / sent.acts:.0f} bytes plain, {sent.packed / sent.acts:.0f} packed")


def sizes(database: str) -> dict[str, int]:
    with psycopg.connect(database) as connection:
        connection.execute("CHECKPOINT")
        rows = connection.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
            " 'public'::regnamespace"
        )
        return dict(rows.fetchall())


def connections(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
        return int(row[0]) if row else 0


def laptops(database: str, base: str, count: int) -> list[Laptop]:
    """A manager, so many workers and their desks."""
    opened, now = store.open_store(database), datetime.now(UTC)
    admin.add_authority(opened, building.AUTHORITY, "Harlow Beck")
    with opened.transaction(building.AUTHORITY) as ledger:
        above = admin.add_staff(ledger, admin.Newcomer("Ruth", "line_manager"), now)
        staff = [
            admin.add_staff(ledger, admin.Newcomer(f"W{n}", "practitioner", "", above), now)
            for n in range(count)
        ]
        codes = [people.add_code(ledger, one, now) for one in staff]
    centre, made = building.Centre(opened, now), []
    for n, code in enumerate(codes):
        web = httpx.Client(base_url=base, trust_env=False, timeout=120)
        asks = protocol.Enrol(code, building.KEY, f"life-{n}", f"worker-{n}")
        told = protocol.decoder(protocol.Enrolled).decode(
            web.post("/sync/v1/enrol", content=protocol.encode(asks)).content
        )
        device = people.device_at_door(opened, told.token)
        desk = building.Desk(centre, device, told.token, told.practitioner, told.epoch, f"life-{n}")
        made.append(Laptop(web, desk, texts(n), f"family-{n}"))
    return made


@contextmanager
def a_database(said: str | None) -> Iterator[str]:
    """The address of an empty database."""
    if said:
        yield said
        return
    server = building.start_server()
    server.running.psql("ALTER SYSTEM SET fsync = on")
    server.running.psql("SELECT pg_reload_conf()")
    try:
        yield server.fresh()
    finally:
        server.stop()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--desks", type=int, default=40)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--at-once", type=int, default=8)
    asked.add_argument("--database")
    options = asked.parse_args()
    with (
        a_database(options.database) as database,
        building.processes(database, count=options.workers) as (base, _stop),
        ThreadPoolExecutor(options.at_once) as many,
    ):
        desks = laptops(database, base, options.desks)

        def each(work: Callable[[Laptop, Sent], None]) -> Callable[[Sent], None]:
            def all_of_them(sent: Sent) -> None:
                for _ in many.map(lambda one: work(one, sent), desks):
                    pass

            return all_of_them

        centre, server = centre_of(base.rpartition(":")[2]), server_of(database)
        measured("first contact", centre, server, each(lambda one, sent: one.exchange((), sent)))
        measured("a family each", centre, server, each(lambda one, sent: one.exchange(one.begin(), sent)))
        before = sizes(database)
        measured("Monday", centre, server, each(lambda one, sent: one.exchange(one.saves(DAY), sent)))
        after = sizes(database)
        acts = len(desks) * DAY
        print(f"in the database: {sum(after.values()) - sum(before.values())} bytes for {acts} acts")
        for name in sorted(after, key=lambda table: before[table] - after[table]):
            print(f"  {name}: {(after[name] - before[name]) / acts:.0f} bytes an act")

        def whole_day(one: Laptop, sent: Sent) -> None:
            said = list(one.saves(DAY))
            for start in range(0, DAY, 5):
                one.exchange(said[start : start + 5], sent)

        measured("every few minutes", centre, server, each(whole_day))
        measured("nothing to do", centre, server, each(lambda one, sent: one.exchange((), sent)))
        print(f"connections to the database, most at rest: {connections(database)}")


if __name__ == "__main__":
    main()
