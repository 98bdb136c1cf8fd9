"""A family file with 500 records, read as its page reads it, against its own statements asked by hand."""

from typing import Any

import sqlalchemy as sa

from ehdesk import clock, settings
from ehdesk.models import acts, base, form, store
from ehdesk.ui import family_page
from ehdesk.vault import cipher
from tests.benchmarks import filled, measuring

LIMIT = 2.0
RECORDS = 500
WORDS = "Called at the house after school; Zofia showed me a drawing and Łukasz had slept."


def run(vault: filled.Filled, rounds: int) -> list[measuring.Result | measuring.Fact]:
    """One family is grown until it has 500 records; then both sides read it, in turn."""
    kept = store.open_store(vault.folder, vault.keys, clock.system())
    limits = settings.Limits()
    try:
        family_id = kept.ask(a_family)
        grow(kept, family_id, RECORDS)
        asked = caught(kept, family_id, limits)
        raw = cipher.connect(vault.folder.database, vault.keys.database, read_only=True)

        def ours(_round: int) -> float:
            return measuring.timed(lambda: kept.ask(family_page.read, family_id, limits))

        def theirs(_round: int) -> float:
            return measuring.timed(lambda: [raw.execute(sql, values).fetchall() for sql, values in asked])

        pair = measuring.in_turn(ours, theirs, rounds)
        raw.close()
    finally:
        kept.close()
    result = measuring.Result(
        f"A family file with {RECORDS} records, against its raw queries",
        measuring.Side("family file", tuple(pair[0])),
        measuring.Side("raw queries", tuple(pair[1])),
        LIMIT,
    )
    return [result, measuring.Fact("SQL statements for a family file", str(len(asked)))]


def a_family(read: acts.Reading) -> str:
    """Some family of the vault."""
    wanted = sa.select(base.record.c.id).where(base.record.c.kind == "family").limit(1)
    return str(read.connection.execute(wanted).scalar_one())


def grow(kept: store.Store, family_id: str, records: int) -> None:
    """Write notes until the family has so many records."""
    counted = sa.select(sa.func.count()).where(base.record.c.family_id == family_id)
    there = kept.ask(lambda read: read.connection.execute(counted).scalar_one())
    for n in range(there, records):
        answers = {"text": f"{WORDS} {n}", "at": "2026-09-01T10:00"}
        kept.do(form.start, "note", family_id=family_id, answers=answers)


def caught(kept: store.Store, family_id: str, limits: settings.Limits) -> list[tuple[str, Any]]:
    """The statements that the page asks, as the driver hears them."""
    said: list[tuple[str, Any]] = []

    def catch(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        said.append((statement, values))

    kept.ask(family_page.read, family_id, limits)
    sa.event.listen(sa.Engine, "before_cursor_execute", catch)
    try:
        kept.ask(family_page.read, family_id, limits)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", catch)
    return said
