"""Carrying work to the centre and back: collect, exchange, settle in one transaction, again until quiet.

The desk, the centre and the clock are handed in, so that a simulator can own them. Nothing here knows the
screen or the network.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from ehdesk.models import arrivals, enrolled
from ehdesk.sync import protocol

MOST_ROUNDS = 10_000
"""So many exchanges in one go; what is left goes the next time."""


class Desk(Protocol):
    """What is needed of an opened vault."""

    def do(self, verb: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a verb in one act; its `result` is what the verb gave back."""

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""


class Centre(Protocol):
    """What is needed of the way to the centre. Both raise a CentreRefusal."""

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        """Be let in with a code."""

    def exchange(self, body: bytes) -> protocol.Answer:
        """Hand in one message, and give the answer."""


@dataclass
class Told:
    """What a go at the centre came to: acts taken and set aside, who changed which records, and rounds."""

    taken: int = 0
    aside: list[tuple[str, str]] = field(default_factory=list)
    records: dict[str, set[str]] = field(default_factory=dict)
    rounds: int = 0

    def add(self, settled: arrivals.TakenIn) -> None:
        """Add what one answer came to."""
        self.rounds += 1
        self.taken += settled.taken
        self.aside += settled.aside
        for who, records in settled.records.items():
            self.records.setdefault(who, set()).update(records)


def sync(desk: Desk, centre: Centre, *, go_on: Callable[[], bool] = lambda: True) -> Told:
    """Exchange until there is nothing more to send or to hear. Raises: CentreRefusal; what was settled stays.

    `go_on` is asked before each exchange: a worker who locks does not wait for a long one.
    """
    told = Told()
    while told.rounds < MOST_ROUNDS and go_on():
        sent = desk.do(enrolled.collect).result
        body = protocol.encode(sent)
        answer = centre.exchange(body)
        digest = hashlib.sha256(body).hexdigest()
        told.add(desk.do(enrolled.settle, sent, answer, digest).result)
        if not answer.more and not desk.ask(enrolled.waits):
            break
    return told
