"""A centre in a few dictionaries: what a real one comes to, without rights, tables and the network.

The simulator holds desks against it, and tests of the desk's end need no server.
"""

import copy
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from ehdesk.rules import paths, settling
from ehdesk.sync import protocol

MOMENT = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)


@dataclass
class Held:
    """One record at the centre."""

    scope: str
    standing: settling.Standing = field(default_factory=settling.Standing)
    after: dict[tuple[str, str], Any] = field(default_factory=dict)
    taken_away: dict[str, Any] = field(default_factory=dict)


@dataclass
class Logged:
    """One act in the order in which acts came in, and what was settled of it."""

    number: int
    act: protocol.Act
    settled: tuple[protocol.Settled, ...]


@dataclass
class Centre:
    """Everybody may hold everything that `may_hold` allows; `refuses` sets an act aside with a reason."""

    records: dict[str, Held] = field(default_factory=dict)
    log: list[Logged] = field(default_factory=list)
    known: dict[str, protocol.Ack] = field(default_factory=dict)
    refuses: Callable[[protocol.Act], str] = lambda _act: ""
    may_hold: Callable[[str, str], bool] = lambda _device, _scope: True
    most: int = 500
    people: dict[str, tuple[str, str]] = field(default_factory=dict)

    def door(self, device: str) -> "Door":
        """The way in for one desk."""
        return Door(self, device)

    def exchange(self, device: str, said: protocol.Exchange) -> protocol.Answer:
        acks = tuple(self._take(msgspec.json.decode(raw, type=protocol.Act)) for raw in said.acts)
        scopes = {held.scope for held in self.records.values() if self.may_hold(device, held.scope)}
        fresh = scopes - set(said.has) if said.cursor else set()
        filled_to = said.filled_to if set(said.filling) == fresh else 0
        due = []
        for each in self.log:
            is_next = each.number > said.cursor
            if is_next or each.number > filled_to:
                found = self._arrival(each, said, scopes if is_next else fresh)
                due += [found] if found is not None else []
        some, more = due[: self.most], len(due) > self.most
        last = some[-1].number if more else len(self.log)
        fills = last < said.cursor and bool(fresh)
        return protocol.Answer(
            "epoch",
            max(said.cursor, last),
            acks,
            tuple(some),
            tuple(sorted(scopes)),
            more,
            has=said.has if fills else tuple(sorted(scopes)),
            filling=tuple(sorted(fresh)) if fills else (),
            filled_to=last if fills else 0,
            people=self.people,
        )

    def _arrival(self, logged: Logged, said: protocol.Exchange, scopes: set[str]) -> protocol.Arrival | None:
        if logged.act.incarnation == said.incarnation:
            return None
        changes = tuple(each for each in logged.act.changes if each.scope in scopes)
        if not changes:
            return None
        act = msgspec.structs.replace(logged.act, changes=changes)
        theirs = {each.record for each in changes}
        settled = tuple(one for one in logged.settled if one.record in theirs)
        content = msgspec.Raw(protocol.encode_act(act))
        return protocol.Arrival(
            logged.number, content, MOMENT, settled, backfill=logged.number <= said.cursor
        )

    def _take(self, act: protocol.Act) -> protocol.Ack:
        if act.id not in self.known:
            self.known[act.id] = self._settle(act)
        return self.known[act.id]

    def _settle(self, act: protocol.Act) -> protocol.Ack:
        reason = self.refuses(act)
        records, number = copy.deepcopy(self.records), len(self.log) + 1
        settled: list[protocol.Settled] = []
        for change in act.changes if not reason else ():
            if change.record not in records and not change.new:
                reason = "record_missing"
                break
            held = records.setdefault(change.record, Held(change.scope))
            held.scope = change.scope
            try:
                for edit, outcome in zip(
                    change.edits,
                    settling.settle(held.standing, change, act, number, _before(held), self._past(held)),
                    strict=True,
                ):
                    _remember_row(held, edit, outcome)
                    held.after[(outcome.path, act.id)] = copy.deepcopy(
                        (act.incarnation, outcome.value, outcome.brought)
                    )
                    told = outcome.told(change.record, edit)
                    settled += [told] if told is not None else []
            except settling.RowGone:
                reason = "row_gone"
        if reason:
            return protocol.Ack(act.id, "aside", reason=reason)
        self.records = records
        self.log.append(Logged(number, act, tuple(settled)))
        return protocol.Ack(act.id, "taken", number, tuple(settled))

    def _past(self, held: Held) -> settling.Past:
        verbs = {each.act.id: each.act.verb for each in self.log}
        return settling.Past(held.taken_away.get, lambda act: verbs.get(act) == settling.SETTLED)

    def fields(self, record_id: str) -> dict[str, Any]:
        """What a record says here."""
        return self.records[record_id].standing.fields


def _remember_row(held: Held, edit: protocol.Edit, outcome: settling.Outcome) -> None:
    if edit.gone and outcome.value is None and outcome.was is not None:
        held.taken_away[edit.path] = copy.deepcopy(outcome.was)


def _before(held: Held) -> settling.Before:
    def value(path: str, act_id: str, life: str) -> Any:
        for each in (path, paths.row_of(path)):
            if (each, act_id) in held.after:
                made_in, stood, brought = held.after[(each, act_id)]
                found = brought if made_in == life else stood
                return found if each == path else (found or {}).get(path.rpartition("/")[2])
        return None

    return value


@dataclass
class Door:
    """The way of one desk to the centre. `loses` says of each message whether its answer is lost."""

    centre: Centre
    device: str
    loses: Callable[[], bool] = lambda: False
    bodies: list[str] = field(default_factory=list)

    def hello(self) -> protocol.Hello:
        return protocol.Hello("centre", 1, 1, "epoch", ())

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        return protocol.Enrolled(
            self.device, "token", asked.practitioner, "epoch", asked.name, "practitioner"
        )

    def exchange(self, body: bytes) -> protocol.Answer:
        self.bodies.append(hashlib.sha256(body).hexdigest())
        answer = self.centre.exchange(self.device, msgspec.json.decode(body, type=protocol.Exchange))
        if self.loses():
            raise ConnectionError
        return msgspec.json.decode(msgspec.json.encode(answer), type=protocol.Answer)
