"""Work carried to the centre and back, against the least that could carry the same bytes.

Theirs is a POST of the same bytes packed with zstd, and a plain upsert in one synced transaction for each
batch (`plain_centre`). Ours is everything: the encrypted vault, the centre as its keeper starts it, rights,
history, receipts, what waits and what was answered. Both go over real HTTP to a process of its own.
"""

import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import zstandard

from ehdesk.models import form, store
from ehdesk.sync import engine
from tests.benchmarks import far_away, laden, measuring, plain_centre, prose
from tests.centre import building as servers

BATCH = 500
Told = measuring.Result | measuring.Fact


@dataclass
class Bench:
    """Where the rounds are run, and how many records the long rows carry."""

    scratch: Path
    rounds: int
    many: int = 10_000
    _count: Iterator[int] = field(default_factory=itertools.count)
    _laden: dict[int, "laden.Laden"] = field(default_factory=dict)

    def fresh(self) -> Path:
        """A folder that nobody has used; the ones before it may be deleted."""
        made = self.scratch / f"round-{next(self._count)}"
        made.mkdir(parents=True)
        return made

    def laden(self, count: int) -> laden.Laden:
        """A vault with so many notes that wait: filled once, and copied for every round."""
        if count not in self._laden:
            made = laden.begin(self.scratch / f"laden-{count}")
            laden.write_notes(made, prose.texts(count, laden.note_text()))
            self._laden[count] = made
        return self._laden[count]


# There


def pushing(bench: Bench, filled: laden.Laden, count: int, limit: float) -> list[Told]:
    """Notes that wait, sent until all is quiet."""
    records = laden.waiting(filled.vault)

    def ours(_n: int) -> float:
        with copied(bench, filled) as (here, url):
            seconds, told = laden.synced(here.vault, url)
        assert told.taken == count, told
        return seconds

    def theirs(_n: int) -> float:
        with laden.served_plainly(str(bench.fresh() / "plain.db")) as url:
            return put_all(url, records)

    name = f"{count:,} changed records of 4 KB, vault to embedded centre, against a POST and a plain upsert"
    return [_result(name, measuring.in_turn(ours, theirs, bench.rounds), limit)]


def pushing_far(bench: Bench, filled: laden.Laden, count: int, limit: float) -> list[Told]:
    """The same over a way as slow as a far mobile mast: round trips decide."""
    records = laden.waiting(filled.vault)

    def ours(n: int) -> float:
        with copied(bench, filled) as (here, url), far_away.through(url, n) as far:
            seconds, told = laden.synced(here.vault, far)
        assert told.taken == count, told
        return seconds

    def theirs(n: int) -> float:
        plain = str(bench.fresh() / "plain.db")
        with laden.served_plainly(plain) as url, far_away.through(url, n) as far:
            return put_all(far, records)

    name = f"{count:,} changed records of 4 KB through 150 ms and 2 % loss, against a POST and a plain upsert"
    return [_result(name, measuring.in_turn(ours, theirs, bench.rounds), limit)]


def pushing_to_server(bench: Bench, count: int, limit: float = 1.3) -> list[Told]:
    """The same to a centre on PostgreSQL, which is started for this."""
    server = servers.start_server()
    try:
        server.running.psql("ALTER SYSTEM RESET fsync")
        server.running.psql("SELECT pg_reload_conf()")
        filled = laden.begin(bench.scratch / "to-server", server.fresh())
        laden.write_notes(filled, prose.texts(count, laden.note_text()))
        records = laden.waiting(filled.vault)
        server.running.psql("ALTER DATABASE centre RENAME TO begun")

        def fresh(template: str) -> str:
            server.running.psql("DROP DATABASE IF EXISTS centre WITH (FORCE)")
            server.running.psql(f"CREATE DATABASE centre TEMPLATE {template}")
            return str(server.running.get_uri(database="centre"))

        def ours(_n: int) -> float:
            here, address = filled.copied(bench.fresh() / "copy"), fresh("begun")
            with laden.served(address) as url:
                seconds, told = laden.synced(here.vault, url)
            assert told.taken == count, told
            return seconds

        def theirs(_n: int) -> float:
            with laden.served_plainly(fresh("template1")) as url:
                return put_all(url, records)

        pair = measuring.in_turn(ours, theirs, bench.rounds)
    finally:
        server.stop()
    name = f"{count:,} changed records of 4 KB, vault to a centre on PostgreSQL, against COPY and one upsert"
    return [_result(name, pair, limit)]


@contextmanager
def copied(bench: Bench, filled: laden.Laden) -> Iterator[tuple[laden.Laden, str]]:
    """A vault and a centre of this round's own, and the centre's address."""
    here = filled.copied(bench.fresh() / "copy")
    with laden.served(here.centre) as url:
        yield here, url


def put_all(url: str, records: Sequence[plain_centre.Record]) -> float:
    """Hand in the same bytes with nothing about them; connecting counts."""
    packer, begun = zstandard.ZstdCompressor(level=1), time.perf_counter()
    with httpx.Client(base_url=url, trust_env=False, timeout=120) as web:
        for start in range(0, len(records), BATCH):
            packed = packer.compress(plain_centre.body(records[start : start + BATCH]))
            web.post("/put", content=packed, headers={"content-encoding": "zstd"}).raise_for_status()
    return time.perf_counter() - begun


def replaying(bench: Bench, filled: laden.Laden) -> measuring.Result:
    """Each batch of a long sync is handed in once more as if its answer had been lost."""
    first: list[float] = []
    again: list[float] = []
    for n in range(bench.rounds + 1):
        with copied(bench, filled) as (here, url), opened(here.vault) as desk, laden.door(desk, url) as way:
            listening = laden.Listening(way, repeats=True)
            engine.sync(desk, listening)
        if n:
            first.append(sum(listening.seconds))
            again.append(sum(listening.seconds_again))
    name = "A batch that was acknowledged handed in again, against the first time"
    return _result(name, (again, first), 0.9)


# And back


def pulling(bench: Bench, filled: laden.Laden) -> measuring.Result:
    """A coordinator's new desk is told everything."""
    records = laden.waiting(filled.vault)
    there = sent(bench, filled)
    newcomer = laden.joins(there.centre, bench.fresh() / "newcomer", "Priya Shah", "coordinator")

    def ours(_n: int) -> float:
        here = there.copied(bench.fresh() / "copy")
        vault = newcomer.copied(bench.fresh() / "newcomer")
        with laden.served(here.centre) as url:
            seconds, told = laden.synced(vault, url)
        assert sum(map(len, told.records.values())) >= bench.many, told
        return seconds

    def theirs(_n: int) -> float:
        folder = bench.fresh()
        database = plain_centre.begun(str(folder / "plain.db"))
        for start in range(0, len(records), BATCH):
            plain_centre.upsert(database, records[start : start + BATCH])
        database.close()
        with laden.served_plainly(str(folder / "plain.db")) as url:
            return get_all(url, folder / "mine.db", len(records))

    pair = measuring.in_turn(ours, theirs, bench.rounds)
    name = f"{bench.many:,} records pulled into the vault, against pages applied to plain SQLite"
    return _result(name, pair, 1.4)


def get_all(url: str, into: Path, count: int) -> float:
    """Page by page into a plain database, one synced transaction for each."""
    database, got, begun = plain_centre.begun(str(into)), 0, time.perf_counter()
    with httpx.Client(base_url=url, trust_env=False, timeout=120) as web:
        last = 0
        while got < count:
            asked = {"n": last, "limit": BATCH}
            page = plain_centre.records(web.get("/after", params=asked).raise_for_status().content)
            plain_centre.upsert(database, page)
            got, last = got + len(page), page[-1].n
    seconds = time.perf_counter() - begun
    database.close()
    return seconds


def sent(bench: Bench, filled: laden.Laden) -> laden.Laden:
    with copied(bench, filled) as (here, url):
        laden.synced(here.vault, url)
    return here


# Little


def nothing_to_do(bench: Bench, filled: laden.Laden) -> measuring.Result:
    """A desk with nothing to say and nothing to hear, on a connection that stands."""
    there = sent(bench, filled)
    with (
        laden.served(there.centre) as url,
        laden.served_plainly(str(bench.fresh() / "plain.db")) as plainly,
        opened(there.vault) as desk,
        laden.door(desk, url) as centre,
        httpx.Client(base_url=plainly, trust_env=False) as web,
    ):

        def ours(_n: int) -> float:
            begun = time.perf_counter()
            told = engine.sync(desk, centre)
            seconds = time.perf_counter() - begun
            assert told.rounds <= 2, told
            return seconds

        def theirs(_n: int) -> float:
            return measuring.timed(lambda: web.post("/nothing", content=b"").raise_for_status())

        pair = measuring.in_turn(ours, theirs, 20 * bench.rounds)
    return _result("A sync with nothing to do (at most 2 round trips), against one empty POST", pair, 3.0)


def one_field(bench: Bench, filled: laden.Laden) -> list[Told]:
    """One answer changed in each of 1,000 records: the bytes on the wire, against sending them whole."""
    with copied(bench, filled) as (here, url), opened(here.vault) as desk, laden.door(desk, url) as way:
        whole, part = laden.Listening(way), laden.Listening(way)
        engine.sync(desk, whole)
        for record_id in desk.ask(laden.notes):
            desk.do(form.answer, record_id, "place", "school")
        told = engine.sync(desk, part)
    assert told.taken == 1_000, told
    share = sum(part.sizes) / sum(whole.sizes)
    words = (
        f"{share:.3f} of the bytes of sending them whole, {sum(part.sizes):,} against {sum(whole.sizes):,}"
    )
    return [measuring.Fact("One field changed in 1,000 records of 4 KB (at most 0.1)", words)]


@contextmanager
def opened(vault: laden.Vault) -> Iterator[store.Store]:
    """A vault's record."""
    desk = vault.opened()
    try:
        yield desk
    finally:
        desk.close()


def _result(name: str, pair: tuple[list[float], list[float]], limit: float) -> measuring.Result:
    ours, theirs = pair
    return measuring.Result(
        name, measuring.Side("ours", tuple(ours)), measuring.Side("plain", tuple(theirs)), limit, paired=True
    )
