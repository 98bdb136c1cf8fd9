"""Where the centre keeps things: PostgreSQL, or an encrypted file; one transaction for one authority.

The tables are read and written through a `Ledger`, which carries the authority: no query can leave it out
by forgetting.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ehdesk import errors, files
from ehdesk.centre import asked, copying, tables
from ehdesk.centre import shelf as shelves
from ehdesk.centre import steps as steps_of
from ehdesk.vault import cipher

WAIT_SECONDS = 10
"""How long a transaction waits for a connection or a lock before the desk is asked to come again."""

Row = Mapping[str, Any]
Read = sa.Row[Any]

_MANY = 20
"""More rows than these go to a server by COPY."""

_KINDS: Mapping[type[Any], copying.Kind] = {
    sa.String: "text",
    sa.Integer: "int4",
    sa.BigInteger: "int8",
    sa.Boolean: "bool",
    sa.LargeBinary: "bytea",
    tables.Packed: "bytea",
}
_LOG_PAGES = 4_000
_CACHE_KIB = 32_000
_POOL = 4
_START_LOCK = 7_105_114


@dataclass(frozen=True)
class Store:
    """The centre's database, opened and of the right version; `shelf` where files lie in a folder."""

    engine: sa.Engine
    shelf: shelves.Shelf | None = None

    @contextmanager
    def transaction(self, authority: str) -> Iterator["Ledger"]:
        """One transaction over one authority's rows: all of it or nothing.

        Raises: errors.DatabaseAway, when the database is away or does not answer in time.
        """
        with _in_our_words(), self.engine.begin() as connection:
            yield Ledger(connection, authority)

    def authorities(self) -> tuple[str, ...]:
        """The ids of the authorities that are kept here. Raises: errors.DatabaseAway."""
        wanted = sa.select(tables.authority.c.authority_id).order_by(tables.authority.c.authority_id)
        with _in_our_words(), self.engine.begin() as connection:
            return tuple(connection.execute(wanted).scalars())

    def is_ready(self) -> bool:
        """Whether the database answers."""
        try:
            self.authorities()
        except errors.DatabaseAway:
            return False
        return True

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


class Ledger:
    """The rows of one authority within one transaction."""

    def __init__(self, connection: sa.Connection, authority: str) -> None:
        self.connection = connection
        self.authority = authority
        self.is_server = connection.dialect.name == "postgresql"

    def rows(
        self,
        table: sa.Table,
        *where: sa.ColumnElement[bool],
        columns: Sequence[sa.ColumnElement[Any]] = (),
        order: sa.ColumnElement[Any] | None = None,
        limit: int | None = None,
        locked: bool = False,
        distinct: bool = False,
        each: sa.ColumnElement[Any] | None = None,
    ) -> list[Read]:
        """The rows of a table for which everything in `where` holds; or one for `each` value of a column."""
        wanted = sa.select(*columns) if columns else sa.select(table)
        wanted = wanted.distinct() if distinct else wanted
        wanted = wanted if each is None else wanted.group_by(each)
        wanted = wanted.where(table.c.authority_id == self.authority, *where)
        if order is not None:
            wanted = wanted.order_by(order)
        if limit is not None:
            wanted = wanted.limit(limit)
        return list(self.connection.execute(wanted.with_for_update() if locked else wanted))

    def rows_in(
        self,
        table: sa.Table,
        column: sa.ColumnElement[Any],
        keys: Iterable[Any],
        *where: sa.ColumnElement[bool],
        columns: Sequence[sa.ColumnElement[Any]] = (),
        each: sa.ColumnElement[Any] | None = None,
    ) -> list[Read]:
        """The rows whose `column` is one of `keys`. All of them are one parameter: hundreds would take longer
        than the query."""
        said = list(keys)
        if not said:
            return []
        value = asked.listed(said, is_server=self.is_server)
        among = asked.Among(column, "keys").clause(is_server=self.is_server, keys=value)
        return self.rows(table, among, *where, columns=columns, each=each)

    def told(self, statement: asked.Statement, **values: Any) -> list[Any]:
        """The rows of a statement that was compiled before; none where it names keys, and there are none."""
        for name in statement.lists:
            if not values[name]:
                return []
            values[name] = asked.listed(values[name], is_server=self.is_server)
        ready = statement.ready(is_server=self.is_server)
        said = {**ready.constants, "authority": self.authority, **values}
        if not self.is_server:
            driver: Any = self.connection.connection.driver_connection
            return ready.rows(driver.execute(ready.text, said).fetchall())
        came: Any = self.connection.exec_driver_sql(ready.text, said)
        rows = ready.rows(came.cursor.fetchall())
        came.close()
        return rows

    def add(self, table: sa.Table, rows: Sequence[Row]) -> None:
        """New rows, set-wise. All of them have the same columns."""
        if rows:
            self.add_lines(table, tuple(rows[0]), [tuple(row.values()) for row in rows])

    def add_lines(self, table: sa.Table, names: tuple[str, ...], lines: Sequence[tuple[Any, ...]]) -> None:
        """The same of rows that are only the values of some columns, in their order."""
        if not lines:
            return
        names = ("authority_id", *names)
        text = _insert_text(table, names, self.connection.dialect)
        said = [(self.authority, *line) for line in lines]
        if text is None:
            self.connection.execute(sa.insert(table), [dict(zip(names, row, strict=True)) for row in said])
        elif self.is_server and len(said) > _MANY:
            _copy(self.connection, table, names, said)
        else:
            said = [copying.plain(row) for row in said] if self.is_server else said
            self.connection.exec_driver_sql(text, said if len(said) > 1 else said[0])

    def put(self, table: sa.Table, rows: Sequence[Row], *, keep: bool = False) -> None:
        """Rows that may be there already: they take the place of what is there, or (`keep`) let it stand."""
        if not rows:
            return
        said = [{"authority_id": self.authority, **row} for row in rows]
        self.connection.execute(
            _upsert(table, self.connection.dialect.name, frozenset(said[0]), keep=keep), said
        )

    def hold_still(self) -> None:
        """Let everything that this transaction reads be of one moment. To be said before anything is read."""
        if self.is_server:
            self.connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the pages of an encrypted file; a server looks after its own."""
        if self.is_server:
            return ()
        driver: Any = self.connection.connection.driver_connection
        return cipher.faults(driver)

    def forget(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> None:
        """Take some rows out."""
        self.connection.execute(sa.delete(table).where(table.c.authority_id == self.authority, *where))

    def change(self, table: sa.Table, values: Row, *where: sa.ColumnElement[bool]) -> list[Read]:
        """Change what stands in some rows; gives these rows back as they are now."""
        return list(self.connection.execute(self._changed(table, values, *where).returning(*table.c)))

    def change_quietly(self, table: sa.Table, values: Row, *where: sa.ColumnElement[bool]) -> None:
        """The same where the rows are large and nobody reads them."""
        self.connection.execute(self._changed(table, values, *where))

    def _changed(self, table: sa.Table, values: Row, *where: sa.ColumnElement[bool]) -> sa.Update:
        return sa.update(table).where(table.c.authority_id == self.authority, *where).values(**values)


def open_store(
    database: str,
    files_in: str | None = None,
    *,
    steps: Mapping[int, steps_of.Step] = steps_of.STEPS,
    schema: int = tables.SCHEMA,
) -> Store:
    """Open a database (postgresql://… or the path of an encrypted file), making or bringing up its tables.
    `files_in` is the folder for the files of documents, where they are not to lie in the database.

    Raises: errors.DatabaseAway, CentreTooNew, CentreKeyMissing, and what `cipher.connect` raises.
    """
    is_server = "://" in database
    shelf = shelves.open_shelf(Path(files_in)) if files_in else None
    asked.get_ready(is_server=is_server)
    engine = _postgresql(database) if is_server else _embedded(Path(database))
    try:
        with _in_our_words(), engine.begin() as connection:
            if is_server:  # several processes may start at once
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_START_LOCK)))
            _bring_up(connection, steps, schema)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, shelf)


def key_file(database: Path) -> Path:
    """Where the key of an embedded database lies."""
    return database.with_name(database.name + ".key")


def copy_file(database: Path, target: Path) -> dict[str, int]:
    """Copy an embedded database while it is in use, open the copy and compare it. It is encrypted with the
    key of the database. Gives how many rows each table has.

    Raises: errors.CopyFaulty, CentreKeyMissing, DatabaseMissing, DatabaseAway, DiskFull, FolderUnusable.
    """
    key = _kept_key(database)
    partial = target.with_name(target.name + ".part")
    try:
        with _in_our_words(), closing(cipher.connect(database, key)) as source:
            source.execute("BEGIN")  # all of it as it is at this moment, whoever writes beside us
            expected = cipher.content(source)
            cipher.copy(source, partial, key)
            source.execute("COMMIT")
        with closing(cipher.connect(partial, key, read_only=True)) as copied:
            is_sound = not cipher.faults(copied) and cipher.content(copied) == expected
        if not is_sound:
            raise errors.CopyFaulty
        partial.replace(target)
        files.sync_folder(target.parent)
    except (errors.DatabaseDamaged, cipher.module.Error) as error:
        known = cipher.refusal(error)
        raise (
            errors.CopyFaulty if known is None or isinstance(known, errors.DatabaseDamaged) else known
        ) from error
    finally:
        cipher.remove(partial)
    return {name: one.rows for name, one in expected.items()}


def _kept_key(path: Path) -> bytes:
    """The key of a database that is there. Raises: errors.CentreKeyMissing."""
    beside = key_file(path)
    if not beside.exists():
        raise errors.CentreKeyMissing(file=beside.name)
    return bytes.fromhex(beside.read_text(encoding="ascii").strip())


def _bring_up(connection: sa.Connection, steps: Mapping[int, steps_of.Step], schema: int) -> None:
    """Make the tables, or lead them from their version to this one. Raises: errors.CentreTooNew."""
    if not sa.inspect(connection).has_table("schema_version"):
        tables.metadata.create_all(connection)
        connection.execute(sa.insert(tables.schema_version).values(version=schema))
        return
    found = int(connection.execute(sa.select(tables.schema_version.c.version)).scalar_one())
    if found > schema:
        raise errors.CentreTooNew(found=found, known=schema)
    for version in range(found + 1, schema + 1):
        steps[version](connection)
    if found < schema:
        connection.execute(sa.update(tables.schema_version).values(version=schema))


def _postgresql(address: str) -> sa.Engine:
    """An engine over psycopg 3. Read committed: the counter's row is the lock that orders commits."""
    url = sa.make_url(address).set(drivername="postgresql+psycopg")
    waits = f"-c lock_timeout={WAIT_SECONDS}s -c statement_timeout=60s"
    return sa.create_engine(
        url,
        pool_size=_POOL,
        max_overflow=_POOL,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": waits, "connect_timeout": WAIT_SECONDS},
    )


def _embedded(path: Path) -> sa.Engine:
    """An engine over one encrypted file: one connection, one transaction at a time."""
    key = _key(path)
    engine = sa.create_engine(
        "sqlite:///" + str(path),
        module=cipher.module,
        creator=lambda: _connected(path, key),
        poolclass=sa.pool.QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,
    )
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _connected(path: Path, key: bytes) -> cipher.Connection:
    """A batch is larger than SQLite's usual room: it is kept in memory until it is committed, and written
    from the log into the file every few batches only."""
    made = cipher.connect(path, key, create=True)
    made.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    made.execute(f"PRAGMA wal_autocheckpoint={_LOG_PAGES}")
    return made


def _begin_immediate(connection: sa.Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")


def _key(path: Path) -> bytes:
    """The key of an embedded database, made at its first start. Raises: errors.CentreKeyMissing."""
    beside = key_file(path)
    if beside.exists():
        return _kept_key(path)
    if path.exists() and path.stat().st_size:
        raise errors.CentreKeyMissing(file=beside.name)
    files.make_folder(path.parent)
    return shelves.new_key(beside)


@cache
def _insert_text(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect) -> str | None:
    """The insert as the driver hears it; None where some column has a default that is not said."""
    if not all(column.name in names or column.nullable for column in table.c):
        return None
    mark = "%s" if dialect.name == "postgresql" else "?"
    marks = ", ".join(mark for _ in names)
    return f"INSERT INTO {table.name} ({_listed(names, dialect)}) VALUES ({marks})"  # noqa: S608 - our own names


def _listed(names: Iterable[str], dialect: sa.Dialect) -> str:
    return ", ".join(map(dialect.identifier_preparer.quote, names))


def _copy(
    connection: sa.Connection, table: sa.Table, names: tuple[str, ...], rows: Iterable[Sequence[Any]]
) -> None:
    """Many new rows at once. Raises: what an insert of them raises."""
    driver: Any = connection.connection.driver_connection
    dialect: Any = connection.dialect
    text = f"COPY {table.name} ({_listed(names, dialect)}) FROM STDIN (FORMAT BINARY)"
    kinds = [_KINDS[type(table.c[name].type)] for name in names]
    try:
        with driver.cursor() as cursor, cursor.copy(text) as copy:
            copy.write(copying.packed(rows, kinds))
    except dialect.dbapi.Error as error:
        is_away = dialect.is_disconnect(error, driver, None)
        raise sa.exc.DBAPIError.instance(
            text, None, error, dialect.dbapi.Error, dialect=dialect, connection_invalidated=is_away
        ) from error


@cache
def _upsert(
    table: sa.Table, dialect: str, given: frozenset[str], *, keep: bool
) -> postgresql.Insert | sqlite.Insert:
    put = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: put.excluded[name] for name in sorted(given) if name not in keys}
    if keep or not changed:
        return put.on_conflict_do_nothing(index_elements=keys)
    return put.on_conflict_do_update(index_elements=keys, set_=changed)


@contextmanager
def _in_our_words() -> Iterator[None]:
    """A database that is away, locked or full is a state, not a fault. Raises: errors.DatabaseAway."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as error:
        raise errors.DatabaseAway from error
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:
            raise errors.DatabaseAway from error
        raise
    except (errors.DatabaseBusy, errors.DiskFull, cipher.module.OperationalError) as error:
        raise errors.DatabaseAway from error
