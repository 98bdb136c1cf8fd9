"""The doors to the outside world, as one seed rules them: clock, ids, keys, and disks that are memory.

Everything behind these doors is the product's own code.
"""

import functools
import hashlib
import random
import tempfile
from collections.abc import Callable, Container, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ed25519

from ehdesk import clock as clocks
from ehdesk import errors, files
from ehdesk.centre import signing
from ehdesk.centre import store as centre_store
from ehdesk.models import base, practitioner, reference, search
from ehdesk.models import store as desk_store
from ehdesk.sync import protocol
from ehdesk.vault import journal, keyslots, primitives, public
from tests.proofs.simulation import databases, failing, ready, straight

START = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


class Crash(BaseException):
    """The power went, or the process was killed. Nobody catches it but whoever planned it."""


# Clock and ids


@dataclass
class Time:
    """One clock for everybody, and ids as the product makes them: UUIDv7, their random bits from the seed."""

    chance: random.Random
    moment: datetime = START
    _last: int = 0

    def pass_by(self, **amount: float) -> None:
        self.moment += timedelta(**amount)

    def clock(self) -> clocks.Clock:
        return clocks.Clock(now=lambda: self.moment, new_id=self.new_id)

    def new_id(self) -> str:
        self._last = max(self._last + 1, int(self.moment.timestamp() * 1000))
        number = self._last << 80 | self.chance.getrandbits(80)
        number = number & ~(0xF << 76) | 0x7 << 76
        number = number & ~(0x3 << 62) | 0x2 << 62
        return str(UUID(int=number))


@contextmanager
def seeded_secrets(time: Time) -> Iterator[None]:
    """Keys, tokens and codes from the seed too: two runs of one seed are alike to the last byte."""
    drawn, signed = time.chance.randbytes, set[Signed]()

    def new_signing_key() -> tuple[bytes, bytes]:
        private = ed25519.Ed25519PrivateKey.from_private_bytes(drawn(32))
        return private.private_bytes_raw(), private.public_key().public_bytes_raw()

    doors: list[tuple[Any, str, Any]] = [
        (signing, "new_id", time.new_id),
        (signing, "new_key", lambda: drawn(32)),
        (signing, "new_token", lambda authority: f"{authority}.{drawn(16).hex()}"),
        (signing, "new_code", lambda authority: f"{authority}.{_code(drawn(16))}"),
        (primitives, "new_signing_key", new_signing_key),
        (signing, "new_seal_key", lambda: bytes(range(32))),  # not drawn: what is drawn decides what happens
        (primitives, "seal_to", lambda key, said, bound_to: key + bound_to + said[::-1]),
        (signing, "unsealed", _unsealed),
        (reference, "secrets", time.chance),
        (desk_store, "_engine", lambda *_given, **_more: None),  # a store is given its own, over its disk
        (protocol, "PIECE", 64),
        (signing, "public_of", _public_of),
        (signing, "signer", lambda private: _Signer(private, signed)),
        (primitives, "is_signed", _knowing(signed)),
        (signing, "public_seal_key", _public_seal_key),
    ]
    before = [(module, name, getattr(module, name)) for module, name, _ in doors]
    for module, name, door in doors:
        setattr(module, name, door)
    try:
        yield
    finally:
        for module, name, door in before:
            setattr(module, name, door)


_public_of = functools.cache(signing.public_of)
_signer = functools.cache(signing.signer)
_public_seal_key = functools.cache(signing.public_seal_key)
_is_signed = primitives.is_signed
Signed = tuple[bytes, bytes, bytes]
"""A public key, a signature that was made with its private one, and all that was signed."""


@dataclass(frozen=True)
class _Signer:
    """Signs, and remembers what it has signed in this seed."""

    private: bytes
    made: set[Signed]

    def sign(self, said: bytes) -> str:
        signature = _signer(self.private).sign(said)
        self.made.add((bytes.fromhex(_public_of(self.private)), bytes.fromhex(signature), said))
        return signature


def _knowing(made: set[Signed]) -> Callable[[bytes, bytes, bytes], bool]:
    """Whether a key signed these very bytes: worked out for whatever was not signed just so in this seed."""

    def is_signed(public_key: bytes, signature: bytes, said: bytes) -> bool:
        return (public_key, signature, said) in made or _is_signed(public_key, signature, said)

    return is_signed


def _unsealed(private: bytes, content: bytes, bound_to: bytes) -> bytes | None:
    """What stands for HPKE here, which draws its own chance: bound to the key and to the act like that."""
    begins = bytes.fromhex(signing.public_seal_key(private)) + bound_to
    return content.removeprefix(begins)[::-1] if content.startswith(begins) else None


def _code(drawn: bytes) -> str:
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[one % 32] for one in drawn)
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


# Databases in memory


_compiled: dict[Any, Any] = {}
is_straight = [True]
"""Whether statements go to the driver straight away, or over SQLAlchemy's own connections."""


def engine_over(raw: Any, begins: str) -> Any:
    """An engine over one connection that outlives it."""
    return straight.Engine(raw, begins) if is_straight[0] else whole_engine_over(raw, begins)


def whole_engine_over(raw: Any, begins: str) -> sa.Engine:
    """SQLAlchemy's own."""
    pool = sa.pool.StaticPool(lambda: raw)
    engine = sa.Engine(pool, straight.dialect(), sa.make_url("sqlite://"), hide_parameters=True)
    engine._compiled_cache = _compiled
    sa.event.listen(engine, "begin", lambda one: one.connection.driver_connection.execute(begins))
    return engine


# A desk's disk


@dataclass
class Disk:
    """What lies on one laptop: the database, the journal, and the files of documents; `put` are those that
    wait for their act. `full` and `dies` are what goes wrong next, the latter once as many writes as `spared`
    have gone well."""

    raw: databases.Database
    written: list[journal.Entry] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    put: dict[str, bytes] = field(default_factory=dict)
    full: bool = False
    dies: str = ""
    spared: int = 0

    def copy(self) -> "Disk":
        """The folder as it is now, on another disk."""
        return Disk(databases.copy_of(self.raw), list(self.written), dict(self.files), dict(self.put))

    def is_written(self, where: str) -> None:
        """Somebody is about to commit, or has. Raises: Crash, DiskFull."""
        self.fails(where)
        if self.full and where == failing.BEFORE:
            raise errors.DiskFull

    def fails(self, where: str) -> None:
        """Go wrong here, if that was planned. Raises: Crash."""
        if self.dies == where:
            self.spared -= 1
            if self.spared < 0:
                self.dies, self.spared = "", 0
                raise Crash(where)


class Journal:
    """The journal's door: what is appended is on the disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def append(self, content: bytes, *, act_id: str, part: int) -> None:
        self._disk.fails("before the journal")
        if self._disk.full:
            raise errors.SecondCopyNotWritten
        self._disk.written.append(journal.Entry(act_id, part, content, 1))

    def read(self, *, since: int = 0) -> journal.Contents:
        return journal.Contents([one for one in self._disk.written if one.segment >= since], 0, 0)

    def rotate(self) -> int:
        return 1

    def close(self) -> None:
        pass


class Cabinet:
    """The documents' door: what was put waits until its act is committed, and is gone where it was not. What
    a crash left waiting is settled at the next opening."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def put(self, content: bytes, _go_on: Any = None) -> str:
        if self._disk.full:
            raise errors.DiskFull
        sha256 = hashlib.sha256(content).hexdigest()
        self._disk.put[sha256] = content
        return sha256

    @contextmanager
    def with_the_act(self) -> Iterator[None]:
        try:
            yield
        except Exception:
            self._disk.put.clear()
            raise
        self.settle(lambda: self._disk.put)

    def read(self, sha256: str) -> bytes:
        return {**self._disk.put, **self._disk.files}[sha256]

    def holds(self, sha256: str) -> bool:
        return sha256 in self._disk.files or sha256 in self._disk.put

    def remove(self, sha256: str) -> None:
        self._disk.files.pop(sha256, None)

    def settle(self, named: Callable[[], Container[str]]) -> None:
        if self._disk.put:
            known = named()
            self._disk.files.update({one: said for one, said in self._disk.put.items() if one in known})
            self._disk.put.clear()


class Store(desk_store.Store):
    """The desk's own store over a disk in memory."""

    def __init__(self, disk: Disk, time: Time) -> None:
        super().__init__(folder(), keys(), time.clock(), one_shot=False, forms=None)
        self._writer = engine_over(disk.raw, "BEGIN IMMEDIATE")
        self._reader = engine_over(disk.raw, "BEGIN")
        self.journal = Journal(disk)  # type: ignore[assignment]
        self.cabinet = Cabinet(disk)  # type: ignore[assignment]
        self._disk = disk

    def writing(self) -> AbstractContextManager[sa.Connection]:  # type: ignore[override]
        return failing.Whole(super().writing(), self._disk.is_written)

    def end(self) -> None:
        """The process has ended: it has nothing open any more."""
        if self._held is not None:
            self._held.close()
            self._held = None


_PUT = sa.insert(base.meta)


def make(time: Time, me: practitioner.New) -> tuple[Disk, Store]:
    """A new vault, as `models.store.create` makes it."""
    disk = Disk(databases.copy_of(_empty_vault()))
    store = Store(disk, time)
    with store.writing() as connection:
        first = {"vault": keys().vault_id, "incarnation": time.new_id(), "me": time.new_id()}
        first |= {"header_generation": "1", "journal_segment": "0", "journal_act": "0"}
        connection.execute(_PUT, [{"key": key, "value": first[key]} for key in first])
    store.begin()
    store.do(practitioner.introduce, me)
    return disk, store


@functools.cache
def _empty_vault() -> databases.Database:
    """A database with a vault's tables and nothing in them, made once."""
    made = databases.memory("desk")
    with whole_engine_over(made, "BEGIN IMMEDIATE").begin() as connection:
        base.metadata.create_all(connection)
        connection.exec_driver_sql(search.CREATE)
        connection.exec_driver_sql(f"PRAGMA user_version={base.SCHEMA}")
    return made


def open_again(disk: Disk, time: Time, *, was_restored: bool = False) -> Store:
    """Unlock, as `models.store.open_store` does: what only the journal holds comes back."""
    if was_restored:
        folder().restored.touch()
    disk.raw = databases.opened_again(disk.raw)
    store = Store(disk, time)
    store.begin()
    store.put_back()
    return store


@functools.cache
def folder() -> files.DataFolder:
    """A folder for what is no record: the numbers to call, and the mark of a restore."""
    made = files.DataFolder(Path(tempfile.mkdtemp(prefix="ehdesk-simulation-", dir=_memory_folder())))
    public.write(made, public.Public(keys().vault_id, "", "01632 960 111", "01632 960 222"))
    return made


def _memory_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, where there is such a disk


@functools.cache
def keys() -> keyslots.Keys:
    """Keys that nothing was stretched for."""
    return keyslots.Keys("vault", 1, False, *(bytes(32) for _ in range(8)))


# The centre's database


class _FailingAtCentre(failing.Whole[centre_store.Ledger]):
    """With statements that were made before."""

    def __enter__(self) -> centre_store.Ledger:
        ledger = super().__enter__()
        return ready.Ledger(ledger.connection, ledger.authority)


class CentreStore(centre_store.Store):
    """The centre's own store over a database in memory."""

    def __init__(self, raw: databases.Database) -> None:
        super().__init__(engine_over(raw, "BEGIN IMMEDIATE"))
        object.__setattr__(self, "raw", raw)
        object.__setattr__(self, "dies", [])
        object.__setattr__(self, "spared", [0])

    raw: databases.Database
    dies: list[str]
    spared: list[int]

    def transaction(  # type: ignore[override]
        self, authority: str
    ) -> AbstractContextManager[centre_store.Ledger]:
        made = _FailingAtCentre if is_straight[0] else failing.Whole
        return made(super().transaction(authority), self.fails)

    def copy(self) -> "CentreStore":
        """The database as it is now, once more."""
        return CentreStore(databases.copy_of(self.raw))

    def fails(self, where: str) -> None:
        """Go wrong here, if that was planned: the process ends. Raises: Crash."""
        if where in self.dies:
            self.spared[0] -= 1
            if self.spared[0] < 0:
                self.dies.clear()
                self.spared[0] = 0
                raise Crash(where)
