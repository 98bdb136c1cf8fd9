"""What a desk is told of others' acts: in their order, only what it may hold, and no more than it can take.

First come the scopes that are new to the desk, from their beginning and up to its cursor; the cursor moves
only when they are there. Where a page ends in between, the answer says how far it has come.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import msgspec

from ehdesk.centre import beside, kept_acts, records, store
from ehdesk.centre import draft as drafts
from ehdesk.rules import rights
from ehdesk.sync import protocol

_BYTES = 8 << 20
_STRIDE = 50


@dataclass(frozen=True)
class Wanted:
    """What a desk has and may have. `to` is the highest number that is told in this answer."""

    scopes: frozenset[str]
    has: frozenset[str]
    filling: frozenset[str]
    filled_to: int
    cursor: int
    to: int
    incarnation: str


@dataclass(frozen=True)
class Told:
    """One page of arrivals and what the desk has with it."""

    arrivals: tuple[protocol.Arrival, ...]
    has: frozenset[str]
    filling: frozenset[str]
    filled_to: int
    cursor: int
    more: bool


def wanted(message: protocol.Exchange, scopes: frozenset[str], incarnation: str, to: int) -> Wanted:
    """What a desk asks for, as far as it may have it."""
    cursor = min(message.cursor, to)
    if cursor == 0:  # nothing lies before the cursor that would have to be filled in
        return Wanted(scopes, scopes, frozenset(), 0, 0, to, incarnation)
    has = frozenset(message.has) & scopes
    filling, filled_to = frozenset(message.filling) & (scopes - has), message.filled_to
    if not filling:
        filling, filled_to = scopes - has, 0
    return Wanted(scopes, has, filling, filled_to, cursor, to, incarnation)


def nothing(asked: Wanted) -> Told:
    """What a desk is told that could not read it: it stays where it was."""
    return Told((), asked.has, asked.filling, asked.filled_to, asked.cursor, more=False)


def tell(ledger: store.Ledger, asked: Wanted, limit: int) -> Told:
    """The next page."""
    filled: tuple[protocol.Arrival, ...] = ()
    if asked.filling:
        filled, reached = _page(
            ledger, asked, asked.filling, (asked.filled_to, asked.cursor), limit, backfill=True
        )
        if reached is not None:
            return Told(filled, asked.has, asked.filling, reached, asked.cursor, more=True)
    has = asked.has | asked.filling
    room = limit - len(filled)
    newer, reached = _page(ledger, asked, has, (asked.cursor, asked.to), room, backfill=False)
    cursor = asked.to if reached is None else reached
    is_short = reached is not None or has != asked.scopes
    return Told(filled + newer, has, frozenset(), 0, cursor, more=is_short)


def about_left(ledger: store.Ledger, asked: Wanted, told: Told) -> int:
    """About how many acts are still to be told after a page."""
    if not told.more:
        return 0
    filling = asked.scopes - told.has
    newer = kept_acts.about(ledger, asked.scopes, told.cursor, asked.to, without=asked.incarnation)
    return newer + (kept_acts.about(ledger, filling, told.filled_to, told.cursor) if filling else 0)


def _page(
    ledger: store.Ledger,
    asked: Wanted,
    scopes: frozenset[str],
    span: tuple[int, int],
    limit: int,
    *,
    backfill: bool,
) -> tuple[tuple[protocol.Arrival, ...], int | None]:
    """Arrivals of some scopes in (after, to]; the number that was reached, or None where that is all."""
    after, to = span
    if limit <= 0:
        return (), after
    # In what is filled in, the desk's own acts count too: it may have had the scope before.
    without = "" if backfill else asked.incarnation
    found = kept_acts.numbers(ledger, scopes, after, to, limit + 1, without=without)
    page, told, weight = found[:limit], [], 0
    moves = kept_acts.moves(ledger, scopes) if page else {}
    heard = _Heard(scopes, asked.has | asked.filling, moves, to, backfill=backfill)
    at = 0
    while at < len(page):
        acts = kept_acts.kept(ledger, page[at : at + _STRIDE], _BYTES - weight)
        for one in _arrivals(ledger, acts, heard):
            told.append(one[0])
            weight += one[1]
        at += len(acts)
        if weight > _BYTES and at < len(found):
            return tuple(told), page[at - 1]
    return tuple(told), page[-1] if len(found) > limit else None


@dataclass(frozen=True)
class _Heard:
    """In which scopes a desk hears, which it has once all is told, what was moved out of the former (see
    `kept_acts.moves`), and up to which number this page goes at most."""

    scopes: frozenset[str]
    has: frozenset[str]
    moves: dict[tuple[str, str], dict[int, str]]
    to: int
    backfill: bool

    def hears(self, line: kept_acts.Line) -> bool:
        """Whether it hears of a change. What a record said in a file that it has left since is only for who
        held it there and holds it still: they have the record, and hear on. Anybody else gets it whole where
        it lies now, or nothing. A move that is told after this page finds the record where it was."""
        if line.scope not in self.scopes:
            return False
        left = self.moves.get((line.scope, line.record), {})
        later = [number for number in left if number > line.number]
        if not later or line.is_gone:
            return True
        is_told_later = min(later) > self.to
        return (is_told_later or not self.backfill) and left[min(later)] in self.has

    def has_it(self, line: kept_acts.Line, homes: Mapping[str, records.Held]) -> bool:
        """Whether a record that left a file which is filled in lies in one that the desk has: it holds it
        from there, and nothing of it goes."""
        home = homes.get(line.record) if line.is_gone and self.backfill else None
        return home is not None and home.scope in self.has


def _arrivals(
    ledger: store.Ledger, acts: Mapping[int, kept_acts.Kept], heard: _Heard
) -> Iterable[tuple[protocol.Arrival, int]]:
    """The arrivals of some acts, each with its weight in bytes."""
    numbers = list(acts)
    lines = kept_acts.lines(ledger, numbers)
    lies = {number: _elsewhere(acts[number].act, lines[number]) for number in numbers}
    every = [line for some in lines.values() for line in some]
    asked = {line.record for line in every if line.whole or (line.is_gone and heard.backfill)}
    homes = records.of(ledger, asked.union(*lies.values()))
    for number in numbers:
        here = [line for line in lines[number] if heard.hears(line) and not heard.has_it(line, homes)]
        if here:
            arrival, weight = _arrival(acts[number], here, homes, lies[number], backfill=heard.backfill)
            came = {change.record for change in arrival.act.changes if change.new} & homes.keys()
            if came:  # what waits in a record that comes whole comes with it
                arrival = msgspec.structs.replace(arrival, beside=beside.of(ledger, came, number))
            yield arrival, weight


def _elsewhere(act: protocol.Act, lines: list[kept_acts.Line]) -> dict[str, str]:
    """The records that lay somewhere else than the act says, and where: its author did not know of a move, or
    had moved it and may not."""
    told = {(line.record, line.scope) for line in lines}
    wrong = {change.record for change in act.changes if (change.record, change.scope) not in told}
    return {line.record: line.scope for line in lines if line.record in wrong and not line.is_gone}


def _in_its_place(change: protocol.Change, scope: str, home: records.Held) -> protocol.Change:
    """A change as it is told to who holds the record where it lay, and maybe not where it is said to."""
    episode = home.episode if home.scope == scope else None
    return msgspec.structs.replace(
        change, scope=scope, family=rights.family_of(scope) or None, episode=episode
    )


def _arrival(
    kept: kept_acts.Kept,
    here: list[kept_acts.Line],
    homes: dict[str, records.Held],
    lies: dict[str, str],
    *,
    backfill: bool,
) -> tuple[protocol.Arrival, int]:
    """One act as far as the scopes of `here` hear of it."""
    stays = {line.record for line in here if not line.is_gone}
    left = {line.record for line in here if line.is_gone}
    had = frozenset() if backfill else left  # who hears on has the record; who begins gets it whole
    came = {line.record: line.whole for line in here if line.whole is not None and line.record not in had}
    changes: list[int | protocol.Change] = [
        _whole(change, homes[change.record], came[change.record])
        if change.record in came
        else _in_its_place(change, lies[change.record], homes[change.record])
        if change.record in lies
        else place
        for place, change in _first_of_each(kept.act.changes, came)
        if change.record in stays
    ]
    is_whole = changes == list(range(len(kept.act.changes)))
    arrival = protocol.Arrival(
        number=kept.number,
        content=msgspec.Raw(kept.content) if is_whole else protocol.narrowed(kept.content, changes),
        received_at=kept.received_at,
        settled=tuple(one for one in kept.settled if one.record in stays and one.record not in came),
        backfill=backfill,
        gone=tuple(sorted(left - stays)),
        is_part=not is_whole,
    )
    return arrival, kept.weight


def _first_of_each(
    changes: tuple[protocol.Change, ...], came: dict[str, bytes]
) -> Iterable[tuple[int, protocol.Change]]:
    """Each change and its place. A record that comes whole comes once, even where an act changed it twice."""
    seen: set[str] = set()
    for place, change in enumerate(changes):
        if change.record not in seen or change.record not in came:
            seen.add(change.record)
            yield place, change


def _whole(change: protocol.Change, home: records.Held, packed: bytes) -> protocol.Change:
    """The record as it stood when it came into the scope, for those who never held it."""
    return protocol.Change(
        record=change.record,
        kind=home.kind,
        scope=change.scope,
        edits=drafts.whole(replace(home, packed=packed)),
        new=True,
        family=change.family,
        episode=change.episode,
        beside=home.beside,
        form=home.form,
        form_version=home.form_version,
    )
