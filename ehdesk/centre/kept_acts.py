"""The acts as the centre keeps them: what became of each, in which order, and who may hear of what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from ehdesk.centre import asked, reading, records, store, tables
from ehdesk.centre import draft as drafts
from ehdesk.sync import packed as packing
from ehdesk.sync import protocol

_LONG = 200
"""A longer value (in bytes) that stands as the act says it is kept with the act, not once more beside it."""

_FATES = asked.query(
    tables.act,
    asked.Among(tables.act.c.id, "ids"),
    columns=tuple(tables.act.c[name] for name in ("id", "sha256", "verdict", "number", "reason", "settled")),
)
_SCOPED = tables.act_scope.c
_GONE = asked.query(
    tables.act_scope,
    asked.Among(_SCOPED.scope, "scopes"),
    _SCOPED.is_gone.is_(True),
    columns=(_SCOPED.scope, _SCOPED.number, _SCOPED.record),
)
_LINES = asked.query(tables.act_scope, asked.Among(_SCOPED.number, "numbers"))
_KEPT = asked.query(
    tables.act,
    asked.Among(tables.act.c.number, "numbers"),
    columns=(tables.act.c.number, tables.act.c.received_at, tables.act.c.settled, tables.UNLESS_LARGE),
)
_LIVES = asked.query(tables.life, asked.Among(tables.life.c.incarnation, "lives"))

_settled_encoder = msgspec.json.Encoder()
_settled_decoder = msgspec.json.Decoder(tuple[protocol.Settled, ...])


class Fate(msgspec.Struct, frozen=True):
    """What became of one act. `number` is 0 for one that was set aside."""

    id: str
    sha256: str
    verdict: protocol.Verdict
    number: int = 0
    reason: str = ""
    settled: tuple[protocol.Settled, ...] = ()


_ACT = (
    *("id", "number", "device", "by", "at", "verb", "incarnation", "received_at"),
    *("verdict", "reason", "sha256", "settled", "content"),
)
_SCOPE = ("scope", "number", "record", "incarnation", "is_gone", "whole")
_UNREAD = ("", "", "", "")


class Revision(NamedTuple):
    """A line of the history, as it is to be written."""

    record: str
    path: str
    number: int
    act: str
    life: str
    value: bytes | None
    brought: bytes | None


@dataclass
class Written:
    """The lines that a batch adds, table by table. `verbs` are those of its acts, by id. `packs`: a long act
    is kept packed."""

    device: str
    received_at: str
    packs: bool
    acts: list[tuple[Any, ...]] = field(default_factory=list)
    scopes: list[tuple[Any, ...]] = field(default_factory=list)
    made: list[tuple[Any, ...]] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    seconds: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    verbs: dict[str, str] = field(default_factory=dict)

    def add_act(self, one: reading.Incoming, fate: Fate) -> None:
        """The act itself, taken or not."""
        act = one.act
        by, at, verb, life = (act.by, tables.stamp(act.at), act.verb, act.incarnation) if act else _UNREAD
        self.verbs[one.id] = verb
        settled = _settled_encoder.encode(fate.settled) if fate.settled else b"[]"
        told = (one.id, fate.number, self.device, by, at, verb, life, self.received_at)
        content = reading.as_kept(one) if self.packs else bytes(one.content)
        self.acts.append((*told, fate.verdict, fate.reason, one.sha256, settled, content))

    def add_made(self, act: protocol.Act, number: int) -> None:
        """The records that an act has made just as it says."""
        for one in act.changes:
            self.scopes.append((one.scope, number, one.record, act.incarnation, False, None))
            where = (one.record, one.kind, one.scope, one.family, one.episode, one.beside)
            self.made.append((*where, one.form, one.form_version, act.by, b"", b"", number))

    def add_taken(
        self,
        draft: drafts.Draft,
        kept: Mapping[str, records.Held],
        packed: Mapping[tuple[str, str], tuple[bytes, bytes]],
    ) -> None:
        """What an act that was taken has changed."""
        number, act = draft.number, draft.act
        for (record, path), (stood, brought) in packed.items():
            is_in_act = len(stood) > _LONG and (record, path) in draft.as_said
            value, said = None if is_in_act else stood, None if brought == stood else brought
            self.revisions.append(Revision(record, path, number, act.id, act.incarnation, value, said))
        for one in draft.seconds():
            self.seconds.append(
                {
                    "record": one.record,
                    "path": one.path,
                    "act": act.id,
                    "number": number,
                    "value": records.pack(one.second),
                    "reason": one.reason,
                    "by": act.by,
                    "at": tables.stamp(act.at),
                }
            )
        for held in kept.values():
            came_from = draft.hands[held.id].came_from
            moved = came_from is not None and came_from != held.scope
            whole = held.packed if moved else None
            self.scopes.append((held.scope, number, held.id, act.incarnation, False, whole))
            if moved:
                self.scopes.append((came_from, number, held.id, act.incarnation, True, None))


def known(ledger: store.Ledger, ids: Iterable[str]) -> dict[str, Fate]:
    """What had become of acts that are here already."""
    return {
        row.id: Fate(
            row.id, row.sha256, row.verdict, row.number, row.reason, _settled_decoder.decode(row.settled)
        )
        for row in ledger.told(_FATES, ids=list(ids))
    }


def lives(ledger: store.Ledger, incarnations: Iterable[str]) -> dict[str, str]:
    """Whose some incarnations are, as far as they are known."""
    rows = ledger.told(_LIVES, lives=list(incarnations))
    return {row.incarnation: row.staff for row in rows}


def verb_of(ledger: store.Ledger, act: str) -> str:
    """By which verb an act was done; "" for one that is not here."""
    rows = ledger.rows(tables.act, tables.act.c.id == act, columns=(tables.act.c.verb,), limit=1)
    return str(rows[0].verb) if rows else ""


def write(ledger: store.Ledger, written: Written, fresh_lives: Mapping[str, str]) -> None:
    """Write what a batch adds."""
    ledger.add_lines(tables.act, _ACT, written.acts)
    ledger.add_lines(tables.record, records.COLUMNS, written.made)
    ledger.add_lines(tables.revision, Revision._fields, written.revisions)
    ledger.add_lines(tables.act_scope, _SCOPE, written.scopes)
    ledger.add(tables.second_version, written.seconds)
    ledger.put(tables.waiting, written.waiting, keep=True)
    told = [{"incarnation": life, "staff": staff} for life, staff in fresh_lives.items()]
    ledger.put(tables.life, told, keep=True)


_NUMBERS = asked.query(
    tables.act_scope,
    asked.Among(tables.act_scope.c.scope, "scopes"),
    tables.act_scope.c.number > asked.given("after"),
    tables.act_scope.c.number <= asked.given("to"),
    tables.act_scope.c.incarnation != asked.given("without"),
    columns=(tables.act_scope.c.number,),
    order=tables.act_scope.c.number.asc(),
    limit=asked.given("limit"),
    is_distinct=True,
)


_HOW_MANY = asked.query(
    tables.act_scope,
    asked.Among(tables.act_scope.c.scope, "scopes"),
    tables.act_scope.c.number > asked.given("after"),
    tables.act_scope.c.number <= asked.given("to"),
    tables.act_scope.c.incarnation != asked.given("without"),
    columns=(asked.how_many(),),
)


@dataclass(frozen=True)
class Line:
    """That an act is to be heard of in a scope: see `tables.act_scope`."""

    scope: str
    number: int
    record: str
    is_gone: bool
    whole: bytes | None


@dataclass(frozen=True)
class Kept:
    """An act that was taken, its bytes as they came, and what has to be said of it."""

    act: protocol.Act
    content: bytes
    number: int
    received_at: datetime
    settled: tuple[protocol.Settled, ...]

    @property
    def weight(self) -> int:
        """How many bytes it has."""
        return len(self.content)


def numbers(
    ledger: store.Ledger, scopes: Iterable[str], after: int, to: int, limit: int, *, without: str = ""
) -> list[int]:
    """The first numbers in (after, to] of which these scopes hear; never those of one incarnation."""
    span = {"after": after, "to": to, "without": without, "limit": limit}
    return [row.number for row in ledger.told(_NUMBERS, scopes=list(scopes), **span)]


def about(ledger: store.Ledger, scopes: Iterable[str], after: int, to: int, *, without: str = "") -> int:
    """About how many acts that is: one that these scopes hear of twice counts twice."""
    span = {"after": after, "to": to, "without": without}
    return int(ledger.told(_HOW_MANY, scopes=list(scopes), **span)[0].many)


def lines(ledger: store.Ledger, wanted: Iterable[int]) -> dict[int, list[Line]]:
    """Where some acts are to be heard of, by number."""
    found: dict[int, list[Line]] = {}
    for row in ledger.told(_LINES, numbers=list(wanted)):
        line = Line(row.scope, row.number, row.record, row.is_gone, row.whole)
        found.setdefault(row.number, []).append(line)
    return found


def moves(ledger: store.Ledger, scopes: Iterable[str]) -> dict[tuple[str, str], dict[int, str]]:
    """What was moved out of some scopes: by scope and record, at which numbers, and into which scope."""
    gone = ledger.told(_GONE, scopes=list(scopes))
    came = {
        (row.number, row.record): row.scope
        for row in ledger.told(_LINES, numbers=[row.number for row in gone])
        if not row.is_gone
    }
    found: dict[tuple[str, str], dict[int, str]] = {}
    for row in gone:
        found.setdefault((row.scope, row.record), {})[row.number] = came.get((row.number, row.record), "")
    return found


def kept(ledger: store.Ledger, wanted: Iterable[int], most: int) -> dict[int, Kept]:
    """Acts by number, oldest first: as many of them as have `most` bytes, and the one that goes beyond. Fifty
    of the largest would fill the memory, so a large one is read when its turn has come."""
    found, weight = dict[int, Kept](), 0
    for row in sorted(ledger.told(_KEPT, numbers=list(wanted)), key=lambda one: one.number):
        if weight > most:
            break
        content = packing.plain(row.content or _large(ledger, row.number))
        received_at, settled = datetime.fromisoformat(row.received_at), _settled_decoder.decode(row.settled)
        one = Kept(protocol.decode_act(content), content, row.number, received_at, settled)
        found[row.number] = one
        weight += one.weight
    return found


def _large(ledger: store.Ledger, number: int) -> bytes:
    (row,) = ledger.rows(tables.act, tables.act.c.number == number, columns=(tables.AS_KEPT,))
    content: bytes = row.content
    return content
