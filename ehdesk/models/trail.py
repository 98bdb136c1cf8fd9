"""Who did and who looked: one sealed line for each act, one line for each quarter of an hour of looking.

Each line's seal covers the line before it, so that a line taken out or altered shows.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, held, quick
from ehdesk.sync import protocol

_LAST = quick.Quick(sa.select(base.trail.c.seal).order_by(base.trail.c.n.desc()))
_INSERT = quick.QuickMany(sa.insert(base.trail))
_INSERT_ALL = quick.QuickRows(sa.insert(base.trail))
_LOOKED = sa.insert(base.view_line).prefix_with("OR IGNORE")

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Line:
    """One act as the trail tells it."""

    at: datetime
    by: str
    verb: str
    act_id: str
    part: int
    record_id: str | None


def add(work: acts.Work, changed: Sequence[held.Held], content: bytes) -> None:
    """One line for the act in hand: when it begins, not for each of its parts."""
    hand = work.hand
    if hand.content is None:
        _write(work, hand.verb, hand.id, hand.part, changed[0].id if changed else None, content)


def closed(work: acts.Work, act_id: str, part: int, content: bytes) -> None:
    """One line that seals what an act had become when it was closed."""
    _write(work, "act.closed", act_id, part, None, content)


def taken_out(work: acts.Work, record_id: str | None, content: bytes) -> None:
    """One line for an act that changes no record: a copy that left the vault, with what it held."""
    _write(work, work.told.verb, work.clock.new_id(), 1, record_id, content)


@dataclass(frozen=True)
class Done:
    """An act from elsewhere, the first record that it touched, and its bytes."""

    act: protocol.Act
    record_id: str | None
    content: bytes


def add_all(work: acts.Work, done: Sequence[Done]) -> None:
    """One line for each act of a run that came in."""
    before, rows, key = _last(work), [], work.bench.audit_key
    for n, one in enumerate(done, start=work.bench.next_n("trail", len(done))):
        act = one.act
        told = (act.by, act.verb, act.id, act.part, one.record_id, hashlib.sha256(one.content).hexdigest())
        before = _seal_of(key, before, act.at, *told)
        rows.append((n, base.stamp(act.at), *told, before))
    _INSERT_ALL.put(work.connection, rows)


def _write(work: acts.Work, verb: str, act_id: str, part: int, record_id: str | None, content: bytes) -> None:
    """Add one line and seal it together with the line before it."""
    line = {
        "at": work.hand.at,
        "by": work.hand.by,
        "verb": verb,
        "act_id": act_id,
        "part": part,
        "record_id": record_id,
        "digest": hashlib.sha256(content).hexdigest(),
    }
    before = _last(work)
    seal = _seal(work.bench.audit_key, before, line)
    _INSERT.put(work.connection, [{"n": work.bench.next_n("trail"), **line, "seal": seal}])


def _last(work: acts.Work) -> str:
    """The seal of the newest line; none before the first."""
    row = _LAST.first(work.connection, {})
    return "" if row is None else str(row[0])


_SEALED = ("by", "verb", "act_id", "part", "record_id", "digest")


def _seal(key: bytes, before: str, line: dict[str, Any]) -> str:
    return _seal_of(key, before, line["at"], *(line[name] for name in _SEALED))


def _seal_of(
    key: bytes, before: str, at: datetime, by: str, verb: str, act_id: str, part: int,
    record_id: str | None, digest: str,
) -> str:  # fmt: skip
    """By the names of the columns, in their order. The moment is said in UTC, as the table keeps it."""
    told = (
        *(("act_id", act_id), ("at", at.astimezone(UTC).isoformat()), ("by", by), ("digest", digest)),
        *(("part", part), ("record_id", record_id), ("verb", verb)),
    )
    return hmac.digest(key, (before + base.pack(told)).encode(), "sha256").hex()


@acts.act("record.viewed", local=True)
def viewed(work: acts.Work, record_id: str) -> None:
    """Note that the practitioner looked at a record: once in each quarter of an hour."""
    at = work.at.replace(second=0, microsecond=0)
    quarter = at - timedelta(minutes=at.minute % 15)
    line = {"by": work.by, "record_id": record_id, "quarter": quarter}
    work.connection.execute(_LOOKED, line)


def lines(read: acts.Reading, *, record_id: str | None = None, limit: int = 100) -> tuple[Line, ...]:
    """The newest lines, of one record or of all."""
    wanted = sa.select(base.trail).order_by(base.trail.c.n.desc()).limit(limit)
    if record_id is not None:
        wanted = wanted.where(base.trail.c.record_id == record_id)
    rows = read.connection.execute(wanted)
    return tuple(Line(row.at, row.by, row.verb, row.act_id, row.part, row.record_id) for row in rows)


def first_break(read: acts.Reading) -> int | None:
    """The number of the first line whose seal does not fit, or None when the chain is whole."""
    before = ""
    for row in read.connection.execute(sa.select(base.trail).order_by(base.trail.c.n)):
        line = {str(name): value for name, value in row._mapping.items()}
        n, seal = line.pop("n"), line.pop("seal")
        if not hmac.compare_digest(seal, _seal(read.bench.audit_key, before, line)):
            return int(n)
        before = seal
    return None
