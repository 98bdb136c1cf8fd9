"""A save against the least that could be called one: a commit of the same bytes and a synced append."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ehdesk import clock
from ehdesk.models import acts, base, form, store
from ehdesk.vault import cipher
from tests.benchmarks import filled, measuring

LIMIT = 2.0
WORDS = "Called at the house after school; Zofia showed me a drawing and Łukasz had slept. "


def run(vault: filled.Filled, rounds: int, scratch: Path) -> list[measuring.Result | measuring.Fact]:
    """Autosaves of a note that grows to half a page, and the first save of a field."""
    kept = store.open_store(vault.folder, vault.keys, clock.system())
    try:
        family_id = kept.ask(_a_family)
        note = kept.do(form.start, "note", family_id=family_id).result
        seen = kept.ask(lambda read: read.mark)
        texts = [(WORDS * 30)[: 40 + 4 * n] for n in range(rounds + 1)]
        kept.do(form.answer, note, "text", "Called", sitting="a page")

        def ours(n: int) -> float:
            typed = partial(kept.do, form.answer, note, "text", texts[n], sitting="a page", seen=seen)
            return measuring.timed(typed)

        sizes = kept.ask(_sizes, note)
        with _raw(scratch) as commit:
            raw = itertools.count()
            pair = measuring.in_turn(
                ours, lambda n: measuring.timed(lambda: commit(next(raw), sizes)), rounds
            )
        autosave = measuring.Result(
            "An autosave of a note, against a raw commit of the same bytes and one synced append",
            measuring.Side("save", tuple(pair[0])),
            measuring.Side("raw", tuple(pair[1])),
            LIMIT,
        )
        return [autosave, *_statements(kept)]
    finally:
        kept.close()


def _a_family(read: acts.Reading) -> str:
    wanted = sa.select(base.record.c.id).where(base.record.c.kind == "family").limit(1)
    return str(read.connection.execute(wanted).scalar_one())


def _sizes(read: acts.Reading, note: str) -> tuple[int, int, int]:
    """What an autosave in the middle writes, in bytes: the fields, the act, the words to be found."""
    fields = sa.select(base.record.c.fields).where(base.record.c.id == note)
    act = sa.select(base.act.c.content).order_by(base.act.c.n.desc()).limit(1)
    grown = len(WORDS.encode()) * 8
    sizes = (len(read.connection.execute(one).scalar_one()) + grown for one in (fields, act))
    return (*sizes, grown)  # type: ignore[return-value]


@contextmanager
def _raw(scratch: Path) -> Iterator[Any]:
    """SQLCipher in WAL with synchronous=FULL, one row of the same size, and a file that is synced."""
    connection = cipher.connect(scratch / "raw.db", os.urandom(32), create=True)
    connection.execute("CREATE TABLE one (n INTEGER PRIMARY KEY, fields TEXT, act BLOB, words TEXT)")
    connection.execute("INSERT INTO one VALUES (1, '', x'', '')")
    journal = os.open(scratch / "raw.journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def commit(n: int, sizes: tuple[int, int, int]) -> None:
        fields, act, words = f"{n:08}" + "x" * (sizes[0] - 8), os.urandom(sizes[1]), "y" * sizes[2]
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE one SET fields = ?, act = ?, words = ? WHERE n = 1", (fields, act, words))
        connection.execute("COMMIT")
        os.write(journal, act)
        os.fsync(journal)

    try:
        yield commit
    finally:
        os.close(journal)
        connection.close()


def _statements(kept: store.Store) -> list[measuring.Fact]:
    """How many SQL statements the first save of a field takes, and each one after it, as the driver hears."""
    said: list[str] = []

    def hear(connection: sa.Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(said.append)

    facts = []
    note = kept.do(form.start, "note").result
    seen = kept.ask(lambda read: read.mark)
    sa.event.listen(sa.Engine, "begin", hear)
    try:
        for name, text in (("the first save of a field", "Called"), ("each autosave after it", "Called at")):
            said.clear()
            kept.do(form.answer, note, "text", text, sitting="another page", seen=seen)
            asked = [
                one for one in said if one.split(maxsplit=1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")
            ]
            facts.append(
                measuring.Fact(f"SQL statements for {name}, beside BEGIN and COMMIT", str(len(asked)))
            )
    finally:
        sa.event.remove(sa.Engine, "begin", hear)
    return facts
