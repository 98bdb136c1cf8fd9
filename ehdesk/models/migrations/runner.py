"""Bringing the tables of an older vault to this version: forwards only, in one transaction, counted.

Foreign keys are off before it begins (SQLite ignores the switch within a transaction, and with them
on, rebuilding a parent table deletes every child row). Rows are counted and their content hashed
before and after; what a step does not declare as rewritten must be the same, or nothing happens.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from ehdesk import errors
from ehdesk.models.migrations import step_0001, step_0002, step_0003, step_0004, step_0005, step_0006


@dataclass(frozen=True)
class Step:
    """One step to `version`. `rewrites` names the columns ("table.column") whose content it changes,
    `adds` the tables that were there and are given rows, `spends` the keys of `meta` that go.
    """

    version: int
    upgrade: Callable[[Operations], None]
    rewrites: frozenset[str] = frozenset()
    adds: frozenset[str] = frozenset()
    spends: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Content:
    """What a table held: its columns, how many rows, and a hash of each column in order of rows."""

    rows: int
    digests: dict[str, str]


def steps() -> tuple[Step, ...]:
    """Every step, in order."""
    return (
        Step(1, step_0001.upgrade),
        Step(2, step_0002.upgrade, adds=frozenset({"checklist"})),
        Step(3, step_0003.upgrade, rewrites=frozenset({"receipt.signature"})),
        Step(4, step_0004.upgrade, spends=step_0004.SPENT),
        Step(5, step_0005.upgrade),
        Step(6, step_0006.upgrade, spends=step_0006.SPENT),
    )


def run(engine: sa.Engine, version: int, to_take: Sequence[Step]) -> None:
    """Take every step above `version`. Raises: MigrationStopped; the vault is then as it was."""
    with engine.connect() as plain:
        driver: Any = plain.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            connection = plain.execution_options(ehdesk_act=True)
            with connection.begin():
                _take(connection, driver, [step for step in to_take if step.version > version])
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _take(connection: sa.Connection, driver: Any, taken: Sequence[Step]) -> None:
    spent = frozenset(name for step in taken for name in step.spends)
    before = contents(driver, spent)
    operations = Operations(MigrationContext.configure(connection))
    for step in taken:
        step.upgrade(operations)
    rewritten = frozenset(name for step in taken for name in step.rewrites)
    grown = frozenset(name for step in taken for name in step.adds)
    _compare(before, contents(driver, spent), rewritten, grown)
    broken = driver.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise errors.MigrationStopped(reason=f"{len(broken)} rows would point at nothing")
    if taken:
        driver.execute(f"PRAGMA user_version={taken[-1].version}")


def contents(driver: Any, spent: frozenset[str] = frozenset()) -> dict[str, Content]:
    """Every ordinary table's rows counted and each of its columns hashed, without `spent` keys of `meta`."""
    listed = driver.execute("PRAGMA main.table_list").fetchall()
    names = sorted(row[1] for row in listed if row[2] == "table" and not row[1].startswith("sqlite_"))
    return {name: _content(driver, name, spent if name == "meta" else ()) for name in names}


def _content(driver: Any, table: str, without: Collection[str]) -> Content:
    info = driver.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    columns = [row[1] for row in info]
    order = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]] or ["rowid"]
    query = f"SELECT {', '.join(map(_quoted, columns))} FROM {_quoted(table)} ORDER BY {', '.join(order)}"  # noqa: S608
    digests = [hashlib.sha256() for _ in columns]
    rows = 0
    for row in driver.execute(query):
        if row[0] in without:
            continue
        rows += 1
        for digest, value in zip(digests, row, strict=True):
            digest.update(repr(value).encode())
    return Content(rows, {name: digest.hexdigest() for name, digest in zip(columns, digests, strict=True)})


def _compare(
    before: dict[str, Content], after: dict[str, Content], rewritten: frozenset[str], grown: frozenset[str]
) -> None:
    for table, held in before.items():
        now = after.get(table)
        if now is None or now.rows < held.rows or (now.rows != held.rows and table not in grown):
            raise errors.MigrationStopped(reason=f"rows of {table} would be lost")
        if now.rows != held.rows:
            continue  # a table of what lists ask: its lines are made from the records, which are compared
        for column, digest in held.digests.items():
            if f"{table}.{column}" not in rewritten and now.digests.get(column) != digest:
                raise errors.MigrationStopped(reason=f"{table}.{column} would change")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
