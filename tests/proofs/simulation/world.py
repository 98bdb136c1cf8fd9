"""An authority's centre, its staff and their desks, with the network between them."""

import functools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.centre import admin, exchange, history, people, records, refusing, signing, tables
from ehdesk.centre import store as centre_store
from ehdesk.models import acts, base, enrolled, episode, family, person, practitioner
from ehdesk.sync import engine, protocol
from tests.proofs.simulation import databases, doors, straight, watching
from tests.proofs.simulation import seen as seen_acts
from tests.proofs.simulation.way import AUTHORITY, URL, Door, Line, OneVersionBack, in_their_words, said_later

STAFF = (
    ("Ruth", "line_manager", None),
    ("Maya", "practitioner", "Ruth"),
    ("Sam", "practitioner", "Ruth"),
    ("Ola", "practitioner", None),
    ("Carol", "coordinator", None),
)


FEW = 1
"""So many acts go at once where desks send ahead: else hardly ever would any wait behind a message."""


@acts.act("limits.told", local=True)
def _limited(work: acts.Work, limits: protocol.Limits) -> None:
    enrolled.go_on(work, limits=limits)


@dataclass
class Faults:
    """How often what goes wrong on the way: each a share of the messages."""

    dropped: float = 0.0
    lost: float = 0.0
    twice: float = 0.0
    late: float = 0.0


@dataclass
class Centre:
    """The centre's process and its database."""

    opened: doors.CentreStore
    staff: dict[str, str] = field(default_factory=dict)
    _read: dict[Any, Any] = field(default_factory=dict)
    _read_at: tuple[Any, ...] = ()

    @contextmanager
    def ledger(self) -> Iterator[centre_store.Ledger]:
        """One transaction of whoever keeps the centre: that process does not die."""
        planned = list(self.opened.dies)
        self.opened.dies.clear()
        with self.opened.transaction(AUTHORITY) as ledger:
            yield ledger
        self.opened.dies.extend(planned)

    def newest(self) -> tuple[int, int, str]:
        """The number of the last act that it took, how many files it has, and its epoch and staff."""
        asked = "SELECT n, (SELECT count(*) FROM file), epoch || '/' || staff_n FROM authority"
        n, came, stands = self.opened.raw.execute(asked).fetchone()
        return n, came, stands

    def standing(self) -> tuple[Any, ...]:
        """What changes whenever a record, somebody of the staff or their name there does."""
        asked = "SELECT epoch, n, staff_n, (SELECT count(*) FROM alias) FROM authority"
        return (id(self.opened), *self.opened.raw.execute(asked).fetchone())

    def _once(self, what: Any, read: Callable[[], Any]) -> Any:
        """What was read stays until a row of the database is another one: the judges ask for each desk."""
        at = (self.opened, self.opened.raw.total_changes)
        if at != self._read_at:
            self._read_at = at
            self._read.clear()
        if what not in self._read:
            self._read[what] = read()
        return self._read[what]

    def rows(self, table: Any) -> list[Any]:
        """Everything in a table: there is one authority only."""
        found: list[Any] = self._once(table, lambda: self._rows(_everything_in(table)))
        return found

    def _rows(self, wanted: sa.Select[Any]) -> list[Any]:
        with self.opened.engine.begin() as connection:
            return list(connection.execute(wanted))

    def ties(self) -> tuple[tuple[Any, ...], ...]:
        """What the ties to families come from: families and episodes, people and their practitioner ids."""
        found: tuple[tuple[Any, ...], ...] = self._once("ties", self._ties)
        return found

    def _ties(self) -> tuple[tuple[Any, ...], ...]:
        every = ((row, self.opened.raw.execute(text).fetchall()) for text, row in _ties_said())
        return tuple(tuple(map(row, found)) for row, found in every)

    def _every_record(self) -> list[records.Held]:
        with self.ledger() as ledger:
            return records.everything(ledger)

    def records(self) -> list[records.Held]:
        found: list[records.Held] = self._once("records", self._every_record)
        return found

    def history(self) -> list[history.Line]:
        with self.ledger() as ledger:
            return history.everything(ledger)


@dataclass
class Desk:
    """One laptop: its disk, the vault on it, and its way to the centre."""

    world: "World"
    name: str
    disk: doors.Disk
    store: doors.Store
    door: Door
    is_on: bool = True
    is_revoked: bool = False
    heir: "Desk | None" = None
    hears: str = ""
    code: str = ""
    heard_all_at: tuple[int, int, str] | None = None
    gave_up: set[str] = field(default_factory=set)
    strays: set[str] = field(default_factory=set)

    @property
    def me(self) -> str:
        return str(self.store.me)

    def do(self, verb: Any, *args: Any, **kw: Any) -> Any:
        """Run a verb, and remember which acts its author had seen."""
        before, self.heard_all_at = dict(self.disk.raw.execute(_ACTS)), None
        rows = self.disk.raw.total_changes
        try:
            return self.store.do(verb, *args, **kw).result
        finally:
            if self.disk.raw.total_changes != rows and (fresh := sorted(self.acts() - before.keys())):
                stands = {one for one, is_standing in before.items() if is_standing}
                for place, one in enumerate(fresh):
                    self.world.seen.note(one, stands.union(fresh[:place]))

    def acts(self) -> frozenset[str]:
        """The acts that have come to this desk, its own and others'."""
        return frozenset(row[0] for row in self.disk.raw.execute("SELECT id FROM act"))

    def ask(self, query: Any, *args: Any, **kw: Any) -> Any:
        return self.store.ask(query, *args, **kw)

    def sync(self) -> engine.Told | None:
        """One go; None where it came to nothing."""
        self.hears, self.heard_all_at = "", None
        try:
            desk = OneVersionBack(self.store) if self.door.speaks == "before" else self.store
            told = engine.sync(desk, self.door)
            if not told.later and told.files.is_done:
                self.heard_all_at = self.world.centre.newest()
            return told
        except (errors.CentreRefusal, errors.DiskFull) as refusal:
            self.hears = type(refusal).__name__
            return None

    @property
    def called(self) -> str:
        """Whose it is, and which of all laptops."""
        return f"{self.name} {self.world.desks.index(self)}"

    @property
    def counts(self) -> bool:
        """Whether it is in use, and the centre lets it in."""
        return self.is_on and not self.is_revoked

    @property
    def hands_in(self) -> bool:
        """Whether what it wrote comes to the centre: by itself, or by the laptop that took it over."""
        return self.counts or (self.heir is not None and self.heir.hands_in)

    def enrol(self) -> None:
        """Be let in, with a code that the worker enters again until it works or is refused."""
        if not self.code:
            with self.world.centre.ledger() as ledger:
                staff = self.world.centre.staff[self.name]
                self.code = people.add_code(ledger, staff, self.world.time.moment)
        try:
            engine.enrol(self.store, self.door, URL, self.code)
        except errors.CentreAway:
            return
        except errors.CodeRefused:
            self.hears = "CodeRefused"
        self.code = ""

    def open_again(self, *, was_restored: bool = False) -> None:
        """The process ended, somehow. The worker unlocks again."""
        self.disk.dies, self.disk.full, self.heard_all_at = "", False, None
        self.store.end()
        self.store = doors.open_again(self.disk, self.world.time, was_restored=was_restored)

    def link(self) -> enrolled.Link:
        found: enrolled.Link = self.ask(enrolled.link)
        return found

    def records(self) -> dict[str, tuple[str, str, Any]]:
        rows = self.disk.raw.execute("SELECT id, kind, scope, fields FROM record")
        return {one[0]: (one[1], one[2], base.unpack(one[3])) for one in rows}


@dataclass
class World:
    """Everything there is. `late` are messages that come in long after they were sent; `is_ahead`: the centre
    is of a later version than the desks, and says what they do not know. `lives_before`: what vaults wrote in
    these lives may come again, in another order, to a centre that was put back."""

    chance: random.Random
    time: doors.Time
    centre: Centre
    desks: list[Desk] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    late: list[tuple[str, bytes, str]] = field(default_factory=list)
    told: list[tuple[str, protocol.Answer]] = field(default_factory=list)
    families: list[str] = field(default_factory=list)
    episodes: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    is_ahead: bool = False
    backups: list[tuple[Desk, doors.Disk]] = field(default_factory=list)
    copies: list[doors.CentreStore] = field(default_factory=list)
    shut_out: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    seen: seen_acts.Seen = field(default_factory=seen_acts.Seen)
    known: dict[Any, frozenset[str]] = field(default_factory=dict)
    lives_before: set[str] = field(default_factory=set)
    limits: protocol.Limits = field(default_factory=protocol.Limits)
    way: type[Door] = Door

    def deliver(self, token: str, body: bytes, speaks: str = "now") -> protocol.Answer:
        """One message reaches the centre, and what it answers. Raises: CentreRefusal."""
        opened = self.centre.opened
        try:
            device = people.device_at_door(opened, token)
            content = said_later(body) if speaks == "later" else body
            said = msgspec.json.decode(content, type=protocol.Exchange)
            answer, _ = exchange.answered(
                *(opened, device, said, self.time.moment),
                digest=signing.digest(body),
                is_too_old=speaks == "too old",
            )
        except refusing.Refused as refused:
            raise in_their_words(refused) from refused
        except doors.Crash as crash:
            raise errors.CentreAway from crash
        self.told.append((device.id, answer))
        self.wrong.extend(watching.wrong_with(self, device, answer))
        return answer

    def deliver_late(self) -> None:
        """A message that lay about somewhere comes in; nobody waits for its answer any more."""
        if self.late:
            late = self.late.pop(self.chance.randrange(len(self.late)))
            try:
                self.deliver(*late)
            except errors.CentreRefusal:
                return

    @contextmanager
    def no_faults(self) -> Iterator[None]:
        """Meanwhile nothing goes wrong on the way, and the centre's process does not end."""
        before, self.faults = self.faults, Faults()
        planned = list(self.centre.opened.dies)
        self.centre.opened.dies.clear()
        yield
        self.centre.opened.dies.extend(planned)
        self.faults = before

    def joins(self, name: str, *, enrols: bool = True) -> Desk:
        """A new laptop for somebody of the staff."""
        disk, store = doors.make(self.time, practitioner.New(name, "Harlow council"))
        desk = Desk(self, name, disk, store, self.way(self))
        self.desks.append(desk)
        if enrols:
            desk.enrol()
        return desk

    def newcomer_works(self, desk: Desk) -> None:
        """What somebody wrote before they were let in."""
        made = str(desk.do(family.open_family, name=desk.name))
        desk.do(person.add_person, made, {"given_names": "Ines", "family_name": desk.name, "role": "child"})
        self.episodes[made] = str(desk.do(episode.open_episode, made, {"opened_on": "2026-09-01"}))
        self.families.append(made)

    def twin(self, desk: Desk) -> Desk:
        """A second laptop with a copy of a desk's folder."""
        disk = desk.disk.copy()
        way = self.way(self, desk.door.token, desk.door.speaks)
        made = Desk(self, desk.name, disk, doors.open_again(disk, self.time), way)
        made.is_revoked, made.strays = desk.is_revoked, set(desk.strays)
        self.desks.append(made)
        return made

    def go_back(self, copy: doors.CentreStore) -> None:
        """Put the centre's database back from a copy, and say so."""
        self.centre.opened = copy.copy()
        for desk in self.desks:  # what it may not hold any more, it cannot send again
            desk.gave_up |= {one.act_id for one in desk.disk.written} - desk.acts()
            self.lives_before.add(desk.ask(enrolled.life))
        admin.begin_epoch(self.centre.opened, AUTHORITY, self.time.moment, sorted(self.shut_out))

    def sends_ahead(self) -> None:
        """Desks go on working while their messages are on the way, and few acts go at once."""
        self.way, self.limits = Line, protocol.Limits(acts=FEW)
        for desk in self.desks:
            desk.door = Line(self, desk.door.token, desk.door.speaks)
            desk.store.do(_limited, self.limits)

    def copy(self, time: doors.Time) -> "World":
        """The same world once more, ruled by another seed from here on."""
        centre = Centre(self.centre.opened.copy(), dict(self.centre.staff))
        made = World(time.chance, time, centre, families=list(self.families), episodes=dict(self.episodes))
        made.notes = list(self.notes)
        for desk in self.desks:
            disk = desk.disk.copy()
            store = doors.Store(disk, time)
            store.begin()
            made.desks.append(Desk(made, desk.name, disk, store, Door(made, desk.door.token)))
        return made


_ACTS = "SELECT id, n IN (SELECT act_n FROM revision) FROM act"
"""Which acts are here, and whether they have left anything: what a restored centre forgot goes, and nobody
sees it then."""

_OF_TIES = ("kind", "id", "scope", "author", "fields")
_TIES = (
    sa.select(*(tables.record.c[name] for name in _OF_TIES)).where(
        tables.record.c.kind.in_(["family", "episode"])
    ),
    sa.select(tables.alias.c.practitioner, tables.alias.c.staff),
    sa.select(tables.staff.c.id, tables.staff.c.role, tables.staff.c.manager),
)


@functools.cache
def _ties_said() -> list[tuple[str, Callable[[Any], Any]]]:
    """As text, and what their rows are: nothing of these has to be read in another way than it is kept."""
    texts = [
        str(each.compile(dialect=straight.dialect(), compile_kwargs={"literal_binds": True}))
        for each in _TIES
    ]
    rows = [straight.kind_of_row([one.name for one in each.selected_columns]) for each in _TIES]
    return list(zip(texts, rows, strict=True))


@functools.cache
def _everything_in(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table)


def empty(chance: random.Random) -> World:
    """A centre with its staff, and nobody let in yet."""
    time = doors.Time(chance)
    opened = doors.CentreStore(databases.memory("centre"))
    with doors.whole_engine_over(opened.raw, "BEGIN IMMEDIATE").begin() as connection:
        tables.metadata.create_all(connection)
    centre = Centre(opened)
    with doors.seeded_secrets(time):
        admin.add_authority(opened, AUTHORITY, "Harlow Beck", now=time.moment)
        with centre.ledger() as ledger:
            for name, role, manager in STAFF:
                above = centre.staff[manager] if manager else None
                newcomer = admin.Newcomer(name, role, "Harlow council", above)  # type: ignore[arg-type]
                centre.staff[name] = admin.add_staff(ledger, newcomer, time.moment)
    return World(chance, time, centre)
