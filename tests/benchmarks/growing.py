"""What a batch costs a centre that keeps ever more: 10,000 small records, and a million.

What is measured is handed in act by act, as a desk does. What lies there already is not: all between is
written straight into the tables, line for line what the centre writes for such acts
(`test_growing.py` lets the centre's own check read it).
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from ehdesk.centre import exchange, people, signing, store, tables
from ehdesk.models import enrolled
from ehdesk.sync import protocol
from tests.benchmarks import carrying, laden, measuring

_LIMIT, BATCH, _MEASURED, _WARM = 1.25, 500, 10, 10
_AT_ONCE = 20_000
"""So many acts are written straight into the tables in one transaction."""


def run(bench: carrying.Bench, few: int, many: int, say: Callable[[str], object]) -> list[carrying.Told]:
    """Batches of small notes, handed to the exchange itself: the centre alone, in CPU seconds."""
    filled = laden.begin(bench.scratch / "growing")
    desk = filled.vault.opened()
    link, me = desk.ask(enrolled.link), str(desk.me)
    desk.close()
    assert link is not None
    opened = store.open_store(filled.centre)
    sender = Sender(opened, people.device_at_door(opened, link.token), link, me, filled.family)
    try:
        at_few = sender.fill(few)
        begun = time.perf_counter()
        sender.lay_in(many - (_WARM + _MEASURED) * BATCH)
        say(f"{many:,} acts lie at the centre after {time.perf_counter() - begun:.0f} s")
        at_many = sender.fill(many)
    finally:
        opened.close()
    name = f"A batch of {BATCH} small acts at a centre that keeps {many:,}, against one that keeps {few:,}"
    ours, theirs = measuring.Side("many", tuple(at_many)), measuring.Side("few", tuple(at_few))
    per_act = statistics.median(at_many) / BATCH * 1e6
    told = f"{per_act:.0f} µs of CPU for each act; the file has {sender.size(filled.centre):,} bytes for each"
    return [measuring.Result(name, ours, theirs, _LIMIT), measuring.Fact(f"With {many:,} small acts", told)]


def _visit(n: int) -> str:
    return f"Called at the house, visit {n}."


class Sender:
    """A desk that is nothing but its place at the centre. `text` gives what each note says, plain letters."""

    def __init__(
        self,
        opened: store.Store,
        device: people.Device,
        link: enrolled.Link,
        me: str,
        family: str,
        text: Callable[[int], str] = _visit,
    ) -> None:
        self.opened, self.device, self.me, self.family, self.text = opened, device, me, family, text
        self.incarnation, self.epoch, self.has = link.incarnation, link.epoch, link.has
        self.number, self.previous, self.cursor, self.sent = link.number, link.previous, link.cursor, 0

    def fill(self, until: int) -> list[float]:
        """Hand in batches until so many are kept; the CPU seconds of each of the last ones."""
        found: list[float] = []
        while self.sent < until:
            message = self._message()
            begun = time.process_time()
            answer = exchange.exchange(self.opened, self.device, message, datetime.now(UTC))
            found.append(time.process_time() - begun)
            assert all(ack.verdict == "taken" for ack in answer.acks), answer.acks[0]
            self.number, self.previous = message.number, signing.digest(protocol.encode(message))
            self.cursor, self.has = answer.cursor, answer.has
        return found[-_MEASURED:]

    def lay_in(self, until: int) -> None:
        """Write acts straight into the tables, as the last one lies there, until so many are kept."""
        last = self.sent - 1
        with self.opened.transaction(laden.AUTHORITY) as ledger:
            number = ledger.rows(tables.authority)[0].n
            models = _lines_of(ledger, last, number)
        before, number_before = self.sent, number
        while self.sent < until:
            some = range(self.sent, min(self.sent + _AT_ONCE, until))
            with self.opened.transaction(laden.AUTHORITY) as ledger:
                for table, rows in models:
                    made = [self._swap(last, number_before, n, number_before + n - before + 1) for n in some]
                    ledger.add(table, [each.line(row) for each in made for row in rows])
                number = number_before + some.stop - before
                ledger.change(tables.authority, {"n": number})
            self.sent = some.stop
        self.cursor = number

    def size(self, path: str) -> int:
        return Path(path).stat().st_size // self.sent

    def _swap(self, last: int, last_number: int, n: int, number: int) -> "_Swap":
        return _Swap(last, last_number, n, number, self.text(last).encode(), self.text(n).encode())

    def _message(self) -> protocol.Exchange:
        some = [self._act(self.sent + n) for n in range(BATCH)]
        self.sent += BATCH
        return protocol.Exchange(
            epoch=self.epoch,
            incarnation=self.incarnation,
            number=self.number + 1,
            previous=self.previous,
            cursor=self.cursor,
            acts=tuple(msgspec.Raw(protocol.encode_act(one)) for one in some),
            has=self.has,
        )

    def _act(self, n: int) -> protocol.Act:
        said = {"$status": "draft", "text": self.text(n), "kind": "call"}
        edits = tuple(protocol.Edit(path, value=value) for path, value in said.items())
        scope = f"family:{self.family}/file"
        made = protocol.Change(f"note-{n:032d}", "note", scope, edits, new=True, family=self.family)
        return protocol.Act(
            f"act-{n:032d}", "form.started", self.me, datetime.now(UTC), self.incarnation, (made,)
        )


def _lines_of(ledger: store.Ledger, n: int, number: int) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Every line that the centre has written for one act of this sender."""
    wanted = (
        (tables.act, tables.act.c.number == number),
        (tables.act_scope, tables.act_scope.c.number == number),
        (tables.revision, tables.revision.c.number == number),
        (tables.record, tables.record.c.id == f"note-{n:032d}"),
    )
    found = [(table, [dict(row._mapping) for row in ledger.rows(table, here)]) for table, here in wanted]
    lines = [(table, rows) for table, rows in found if rows]
    assert lines
    for row in (row for _, rows in lines for row in rows):
        del row["authority_id"]
    return lines


@dataclass(frozen=True)
class _Swap:
    """One act in the place of another: its own count and number."""

    last: int
    last_number: int
    n: int
    number: int
    last_text: bytes
    text: bytes

    def line(self, row: dict[str, Any]) -> dict[str, Any]:
        made = {name: self._swapped(value) for name, value in row.items()}
        if "sha256" in made:
            made["sha256"] = signing.digest(made["content"])
        return made

    def _swapped(self, value: Any) -> Any:
        if isinstance(value, bytes):
            said = value.replace(b"%032d" % self.last, b"%032d" % self.n)
            said = said.replace(self.last_text, self.text)
            return said.replace(b",%d]" % self.last_number, b",%d]" % self.number)
        if isinstance(value, str):
            return value.replace(f"{self.last:032d}", f"{self.n:032d}")
        return self.number if value == self.last_number and not isinstance(value, bool) else value
