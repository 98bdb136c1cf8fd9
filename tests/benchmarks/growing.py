"""What a batch costs a centre that keeps ever more: 10,000 small records, and a million."""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ehdesk.centre import exchange, people, signing, store
from ehdesk.models import enrolled
from ehdesk.sync import protocol
from tests.benchmarks import carrying, laden, measuring

_LIMIT, _BATCH, _MEASURED = 1.25, 500, 10


def run(bench: carrying.Bench, few: int, many: int) -> list[carrying.Told]:
    """Batches of small notes, handed to the exchange itself: the centre alone, in CPU seconds."""
    filled = laden.begin(bench.scratch / "growing")
    desk = filled.vault.opened()
    link, me = desk.ask(enrolled.link), str(desk.me)
    desk.close()
    assert link is not None
    opened = store.open_store(filled.centre)
    sender = _Sender(opened, people.device_at_door(opened, link.token), link, me, filled.family)
    try:
        at_few = sender.fill(few)
        at_many = sender.fill(many)
    finally:
        opened.close()
    name = f"A batch of {_BATCH} small acts at a centre that keeps {many:,}, against one that keeps {few:,}"
    ours, theirs = measuring.Side("many", tuple(at_many)), measuring.Side("few", tuple(at_few))
    per_act = statistics.median(at_many) / _BATCH * 1e6
    told = f"{per_act:.0f} µs of CPU for each act; the file has {sender.size(filled.centre):,} bytes for each"
    return [measuring.Result(name, ours, theirs, _LIMIT), measuring.Fact(f"With {many:,} small acts", told)]


class _Sender:
    """A desk that is nothing but its place at the centre."""

    def __init__(
        self, opened: store.Store, device: people.Device, link: enrolled.Link, me: str, family: str
    ) -> None:
        self.opened, self.device, self.me, self.family = opened, device, me, family
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

    def size(self, path: str) -> int:
        return Path(path).stat().st_size // self.sent

    def _message(self) -> protocol.Exchange:
        some = [self._act(self.sent + n) for n in range(_BATCH)]
        self.sent += _BATCH
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
        said = {"$status": "draft", "text": f"Called at the house, visit {n}.", "kind": "call"}
        edits = tuple(protocol.Edit(path, value=value) for path, value in said.items())
        scope = f"family:{self.family}/file"
        made = protocol.Change(f"note-{n:032d}", "note", scope, edits, new=True, family=self.family)
        return protocol.Act(
            f"act-{n:032d}", "form.started", self.me, datetime.now(UTC), self.incarnation, (made,)
        )
