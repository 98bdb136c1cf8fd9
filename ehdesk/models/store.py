"""The opened vault: one writer, readers, the journal beside them, and the two doors `do` and `ask`.

The order of a save: commit (WAL, FULL), then the same change appended to the journal and on the disk,
then the word "Saved". When the append fails after the commit the part is kept in hand and tried again.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from ehdesk import errors
from ehdesk.clock import Clock
from ehdesk.files import DataFolder
from ehdesk.models import (
    acts,
    base,
    concepts,
    document,
    keeping,
    offered,
    outbox,
    practitioner,
    replay,
    search,
    standing,
    turns,
    unsettled,
)
from ehdesk.models import hand as hands
from ehdesk.vault import backup as backups
from ehdesk.vault import cabinet, cipher, journal, public, restoring
from ehdesk.vault.keyslots import Keys

Result = TypeVar("Result")
_PARTS_BEFORE_A_MARK = 200
_NUMBERED = {
    "record": base.record.c.n,
    "act": base.act.c.n,
    "revision": base.revision.c.n,
    "trail": base.trail.c.n,
    "finished_version": base.finished_version.c.n,
}
_META = sa.select(base.meta.c.key, base.meta.c.value)
_HIGHEST = sa.select(*(sa.select(sa.func.max(column)).scalar_subquery() for column in _NUMBERED.values()))


@dataclass(frozen=True)
class Done(Generic[Result]):
    """What an act gave back, when it was saved, and whether the journal has it too."""

    result: Result
    saved_at: datetime
    second_copy: bool


def create(
    folder: DataFolder,
    keys: Keys,
    clock: Clock,
    *,
    me: practitioner.New,
    one_shot: bool = False,
    forms: search.Forms | None = None,
) -> "Store":
    """Make the tables of a new vault, and its practitioner. Raises: VaultExists."""
    cipher.connect(folder.database, keys.database, create=True).close()
    store = Store(folder, keys, clock, one_shot=one_shot, forms=forms)
    if store.version():
        store.close()
        raise errors.VaultExists
    with store.writing() as connection:
        base.metadata.create_all(connection)
        connection.exec_driver_sql(search.CREATE)
        connection.exec_driver_sql(f"PRAGMA user_version={base.SCHEMA}")
        first = {
            "vault": keys.vault_id,
            "incarnation": clock.new_id(),
            "me": clock.new_id(),
            "header_generation": str(keys.generation),
            "journal_segment": "0",
            "journal_act": "0",
        }
        connection.execute(sa.insert(base.meta), [{"key": key, "value": first[key]} for key in first])
    store.begin()
    store.do(practitioner.introduce, me)
    return store


def open_store(
    folder: DataFolder,
    keys: Keys,
    clock: Clock,
    *,
    one_shot: bool = False,
    forms: search.Forms | None = None,
) -> "Store":
    """Open the vault's record: bring its tables up to date, put back what only the journal holds.

    Raises: DatabaseMissing, DatabaseDamaged, VaultTooNew, MigrationStopped.
    """
    store = Store(folder, keys, clock, one_shot=one_shot, forms=forms)
    try:
        store.bring_up_to_date()
        store.begin()
        store.put_back()
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """One opened vault. `do` runs a verb in one act; `ask` runs a query on a connection that cannot write.

    `recovered` counts the parts put back from the journal at this opening, `damaged` what none could read.
    """

    def __init__(
        self, folder: DataFolder, keys: Keys, clock: Clock, *, one_shot: bool, forms: search.Forms | None
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.recovered = 0
        self.damaged = 0
        self._keys = keys
        self._decides = offered.Deciding(lambda: public.is_practice(folder))
        self._forms = forms or self._decides.form
        self._lock = turns.Turns()
        self._writer = _engine(folder, keys, one_shot=one_shot, writes=True)
        self._reader = _engine(folder, keys, one_shot=one_shot, writes=False)
        self.journal = journal.Journal(folder, keys.journal, keys.vault_id)
        self.cabinet = cabinet.Cabinet(folder, keys.files, keys.vault_id)
        self._one_shot = one_shot
        self._held: sa.Connection | None = None
        self._unwritten: list[hands.Kept] = []
        self._journal_parts = 0
        self._numbers: dict[str, int] = {}
        self._bench: acts.Bench | None = None

    @property
    def bench(self) -> acts.Bench:
        """What every act and query is lent."""
        if self._bench is None:
            raise errors.VaultMissing
        return self._bench

    @property
    def me(self) -> base.PractitionerId:
        """The practitioner whose vault this is."""
        return self.bench.me

    def do(
        self,
        verb: Callable[..., Result],
        *args: Any,
        why: str | None = None,
        sitting: str | None = None,
        seen: int | None = None,
        **kw: Any,
    ) -> Done[Result]:
        """Run a verb (marked `@acts.act`) in one transaction, then write the second copy.

        `seen` is the mark (`acts.Reading.mark`) of what the worker had before them.
        Raises: OutsideAnAct for a function that is no verb; whatever the verb refuses.
        """
        told: acts.Told | None = getattr(verb, "told", None)
        if told is None:
            raise errors.OutsideAnAct
        with self._lock:
            before = self._numbers["revision"]
            with self._waiting_for_disk(told), self.cabinet.with_the_act(), self.writing() as connection:
                work = self._work(connection, told, why=why, sitting=sitting, seen=seen)
                result = verb(work, *args, **kw)
                if not told.local:
                    keeping.keep(work)
            if told.local and self._numbers["revision"] > before:  # what others did has come in
                self._numbers["others"] = self._numbers["revision"]
            self._unwritten += work.kept
            second_copy = self.retry_journal()
        return Done(result, work.at, second_copy)

    def ask(self, query: Callable[..., Result], *args: Any, **kw: Any) -> Result:
        """Run a query: its first parameter is `acts.Reading`. It sees one state of the record."""
        with self._lock, cipher.in_our_words(), self._reader.begin() as connection:
            return query(acts.Reading(connection, self.bench), *args, **kw)

    def retry_journal(self) -> bool:
        """Write the second copies that are still missing; False while one cannot be written."""
        with self._lock:
            while self._unwritten:
                part = self._unwritten[0]
                try:
                    self.journal.append(part.content, act_id=part.act_id, part=part.part)
                except errors.SecondCopyNotWritten:
                    return False
                del self._unwritten[0]
                self._journal_parts += 1
        return True

    def take_standing(self, role: str, manages: Iterable[str] = ()) -> None:
        """Keep the worker's role at the authority and whom they manage (ids), and go by it from now on."""
        with self._lock:
            with self.writing() as connection:
                standing.remember(connection, role, manages)
            self.begin()

    def close_sitting(self, sitting: str | None = None) -> None:
        """Close the open acts of one stay on a page, or of all: they are never altered again."""
        with self._lock, self.writing() as connection:
            outbox.close_sitting(self._work(connection, acts.Told("sitting.closed")), sitting)

    def backup(self, kind: backups.Kind = "rolling") -> backups.Backup:
        """Take a backup, and drop of the journal what verified backups hold, and the centre if there is one.

        Raises: BackupFaulty, DiskFull, SecondCopyNotWritten.
        """
        with self._lock:
            if self.retry_journal():
                self._mark_journal()
        return backups.take(
            lambda: cipher.connect(self.folder.database, self._keys.database),
            self.folder,
            self._keys,
            self.clock,
            kind=kind,
            journal=self.journal,
            owes=lambda acts_in: self.ask(outbox.owes, acts_in),
        )

    def close(self) -> None:
        """Close every open act and every connection. The vault can be opened again afterwards."""
        with self._lock:
            if self._bench is not None:
                self.close_sitting()
                if self.retry_journal() and self._journal_parts > _PARTS_BEFORE_A_MARK:
                    self._mark_journal()
            self.journal.close()
            held, self._held = self._held, None
            if held is not None:
                held.close()
            self._reader.dispose()
            self._writer.dispose()

    def _waiting_for_disk(self, told: acts.Told) -> AbstractContextManager[None]:
        held = self._held if told.passing else None
        return nullcontext() if held is None else cipher.not_waiting(held.connection.driver_connection)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """The one connection that may write, within one transaction."""
        connection = self._held or self._writer.connect().execution_options(ehdesk_act=True)
        try:
            with connection.begin():
                yield connection
        except cipher.module.Error as error:  # from what was said to the driver directly
            raise cipher.refusal(error) or error from error
        finally:
            if self._one_shot:
                connection.close()
            else:
                self._held = connection

    def begin(self) -> None:
        """Read who we are and how far the numbers have come."""
        with self._reader.begin() as connection:
            told = {row.key: row.value for row in connection.execute(_META)}
            highest = connection.execute(_HIGHEST).one()
            stands = standing.kept(connection, told)
        self._numbers = {name: n or 0 for name, n in zip(_NUMBERED, highest, strict=True)}
        self._numbers["others"] = self._numbers["revision"]
        self._bench = acts.Bench(
            clock=self.clock,
            me=base.PractitionerId(told["me"]),
            incarnation=told["incarnation"],
            forms=self._forms,
            concepts=concepts.ALL,
            audit_key=self._keys.audit,
            next_n=self._next_n,
            newest_n=self._numbers.__getitem__,
            may_take_families=lambda: public.may_take_families(self.folder),
            authority=self._decides.authority,
            cabinet=self.cabinet,
            noted=self._bench.noted if self._bench else {},
            **stands,
        )

    def bring_up_to_date(self) -> None:
        """Compare the tables' version with ours; Alembic comes in only when they differ."""
        version = self.version()
        if version == 0:
            raise errors.DatabaseMissing  # its making was cut short: nothing was ever in it
        if version > base.SCHEMA:
            raise errors.VaultTooNew
        if version != base.SCHEMA:
            from ehdesk.models.migrations import runner  # late: Alembic costs a quarter of the start

            runner.run(self._writer, version, runner.steps())

    def version(self) -> int:
        """The version of the tables; 0 before they are made."""
        with self._reader.begin() as connection:
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)

    def put_back(self) -> None:
        """Put back what only the journal holds, take a new incarnation where due, close what was open."""
        with self._reader.begin() as connection:
            since = outbox.journal_mark(connection)
        found = self.journal.read(since=since)
        self.damaged, self._journal_parts = found.damaged, len(found.entries)
        with self.writing() as connection:
            told = replay.put_back(connection, self.bench, found.entries)
            self.recovered = told.put_back
            if told.put_back or self._is_another_life(connection):
                replay.begin_new_life(connection, self.clock.new_id())
            replay.remember_header(connection, self._keys.generation)
            outbox.close_sitting(self._work(connection, acts.Told("sitting.closed")), None)
            self._unwritten = outbox.missing_second_copies(connection, told.in_journal)
        restoring.settle(self.folder)
        self.begin()
        self.retry_journal()
        self.cabinet.settle(lambda: self.ask(document.named))
        unsettled.settle_left(self)

    def _work(self, connection: sa.Connection, told: acts.Told, **stay: Any) -> acts.Work:
        return acts.Work(connection, self.bench, told, **stay)

    def _is_another_life(self, connection: sa.Connection) -> bool:
        """A restored database, or an older header than the database has seen: this may be a copy."""
        seen = connection.execute(
            sa.select(base.meta.c.value).where(base.meta.c.key == "header_generation")
        ).scalar()
        return restoring.was_restored(self.folder) or self._keys.generation < int(seen or 0)

    def _next_n(self, table: str, count: int = 1) -> int:
        self._numbers[table] += count
        return self._numbers[table] - count + 1

    def _mark_journal(self) -> None:
        """Say in the database that it holds all of the journal so far: the next opening reads on from here.

        A database that loses its newest commits, or is restored, loses this mark with them.
        """
        segment = self.journal.rotate()
        with self.writing() as connection:
            outbox.mark_journal(connection, segment, self._numbers["act"])
        self._journal_parts = 0


def _engine(folder: DataFolder, keys: Keys, *, one_shot: bool, writes: bool) -> sa.Engine:
    """An engine over the cipher's one door. `one_shot` keeps no connection between two uses."""
    held = {} if one_shot else {"pool_size": 1, "max_overflow": 0 if writes else 2}
    engine = sa.create_engine(
        "sqlite:///" + str(folder.database),
        module=cipher.module,
        creator=lambda: cipher.connect(folder.database, keys.database),
        poolclass=sa.pool.NullPool if one_shot else sa.pool.QueuePool,
        hide_parameters=True,
        **held,
    )
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    sa.event.listen(engine, "handle_error", _on_error, retval=True)
    return engine


def _on_connect(connection: Any, record: sa.pool.ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only=ON")
    record.info["writes"] = False


def _on_begin(connection: sa.Connection) -> None:
    """Only an act may write, and it takes the write lock before it reads what it will change.

    Whether a connection may write is switched when somebody else comes, not after every act: each
    switch makes SQLite prepare all its statements anew, which costs a third of a save.
    """
    driver: Any = connection.connection.driver_connection
    writes = bool(connection.get_execution_options().get("ehdesk_act"))
    if connection.info["writes"] is not writes:
        driver.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        connection.info["writes"] = writes
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _on_error(context: sa.engine.ExceptionContext) -> BaseException | None:
    """The database's errors in our words."""
    code = getattr(context.original_exception, "sqlite_errorcode", None)
    if isinstance(code, int) and code & 0xFF == 8:  # SQLITE_READONLY
        return errors.OutsideAnAct()
    return cipher.refusal(context.original_exception)


def rebuild_search(store: Store) -> int:
    """Build the index again from the records; how many it holds."""
    with store.writing() as connection:
        return search.rebuild(connection, store.bench.forms)
