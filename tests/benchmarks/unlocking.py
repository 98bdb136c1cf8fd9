"""From the passphrase to a usable Today with 2,000 families, against imports and raw queries."""

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ehdesk import clock
from ehdesk.models import place, practitioner, store
from ehdesk.ui import today
from tests.benchmarks import filled, launching, measuring

LIMIT = 1.5
TYPING_MS = 3_000
PASTING_MS = 1_000
"""Nobody sees a window, puts a passphrase in and presses Enter sooner."""


def run(vault: filled.Filled, rounds: int, scratch: Path) -> list[measuring.Result | measuring.Fact]:
    """The passphrase typed in three seconds, pasted after one, and at once with all imports to come."""
    asked = scratch / "asked.json"
    asked.write_text(json.dumps(_asked(vault)), encoding="utf-8")
    where = ("--data", str(vault.folder.root), "--no-keyring")

    def ours(typing_ms: int) -> float:
        times = json.loads(launching.spawn("tests.benchmarks.probe_today", str(typing_ms), *where))
        return float(times["usable"] - times["entered"]) / 1e9

    def theirs(_round: int) -> float:
        return float(json.loads(launching.spawn("tests.benchmarks.probe_raw", str(asked)))["took"]) / 1e9

    typed = measuring.in_turn(lambda _: ours(TYPING_MS), theirs, rounds)
    pasted = measuring.in_turn(lambda _: ours(PASTING_MS), theirs, rounds)
    at_once = measuring.in_turn(lambda _: ours(0), theirs, rounds)
    name = f"Passphrase to a usable Today with {filled.FAMILIES:,} families, against imports and raw queries"
    return [
        _result(f"{name}; the passphrase typed in three seconds", typed, LIMIT),
        _result(f"{name}; pasted one second after the window stands", pasted, LIMIT),
        _result(f"{name}; entered by a machine the moment the window stands", at_once, None),
    ]


def _result(name: str, pair: tuple[list[float], list[float]], limit: float | None) -> measuring.Result:
    today, raw = (tuple(seconds) for seconds in pair)
    return measuring.Result(
        name, measuring.Side("Today", today), measuring.Side("imports and queries", raw), limit
    )


def _asked(vault: filled.Filled) -> dict[str, Any]:
    """The statements that the first page asks, caught on their way, to be asked again by hand."""
    said: list[tuple[str, Any]] = []

    def catch(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        said.append((statement, values))

    kept = store.open_store(vault.folder, vault.keys, clock.system())
    sa.event.listen(sa.Engine, "before_cursor_execute", catch)
    try:
        for query in (practitioner.me, place.recall, today.read_day):
            kept.ask(query)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", catch)
        kept.close()
    return {"database": str(vault.folder.database), "key": vault.keys.database.hex(), "statements": said}
