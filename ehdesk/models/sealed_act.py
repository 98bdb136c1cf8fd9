"""Acts of this worker that may not be held any more, kept so that only the centre can read them.

A centre that is put back from a copy hears again from each laptop what came in after that copy. What was
withdrawn meanwhile is not here to be said again; so it is sealed to the centre's key before it goes. An act
of which only a part is left here is never sent as if it were the whole.
"""

import zlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from ehdesk.models import acts, base, quick
from ehdesk.models import hand as hands
from ehdesk.sync import protocol
from ehdesk.vault import primitives

KEPT_FOR = timedelta(days=35)
"""How long after it came in an act is kept sealed: nobody goes back to an older copy of a centre."""

_LARGEST = 700_000
"""Bytes of a sealed act at most: a larger one does not fit into a message."""

_PLACE = sa.select(base.meta.c.value).where(base.meta.c.key == "centre")
IS_OURS = sa.or_(base.act.c.incarnation.in_(quick.among("lives")), base.act.c.by.in_(quick.among("mine")))
"""The condition for acts that this desk sends again (`us` gives its values): those of its own lives, and
those of its worker that came from another laptop, which may be lost by now."""
_LINES = quick.QuickMany(sa.insert(base.sealed_act).prefix_with("OR IGNORE"))
_STANDS_IN = quick.QuickList(
    sa.select(base.act.c.id, base.sealed_act.c.sha256, base.sealed_act.c.content)
    .select_from(base.THAT_WAIT)
    .join(base.sealed_act, base.sealed_act.c.act_n == base.waiting.c.act_n)
    .where(base.sealed_act.c.content.is_not(None))
)
_ASIDE = (
    sa.select(base.act.c.n, base.set_aside.c.content)
    .join(base.set_aside, base.set_aside.c.act_id == base.act.c.id)
    .join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(
        base.receipt.c.verdict == "aside",
        base.receipt.c.received_at >= sa.bindparam("since"),
        IS_OURS,
    )
)
_OURS = (
    sa.select(base.act.c.n)
    .outerjoin(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(
        base.act.c.n.in_(quick.among("some")),
        IS_OURS,
        sa.or_(base.receipt.c.received_at.is_(None), base.receipt.c.received_at >= sa.bindparam("since")),
        sa.or_(base.receipt.c.verdict.is_(None), base.receipt.c.verdict == "taken"),
    )
)
_TOLD_AGAIN = quick.QuickList(
    sa.select(base.act.c.id, base.act.c.part, base.sealed_act.c.sha256, base.sealed_act.c.content)
    .add_columns(base.receipt.c.reason)
    .join(base.act, base.act.c.n == base.sealed_act.c.act_n)
    .join(base.receipt, base.receipt.c.act_n == base.act.c.n)
    .where(base.sealed_act.c.is_to_tell, base.sealed_act.c.content.is_not(None))
    .order_by(base.sealed_act.c.act_n)
)
IS_TO_TELL = sa.exists().where(base.sealed_act.c.is_to_tell, base.sealed_act.c.content.is_not(None))
"""The centre is to hear again of an act that it had set aside."""
_IS_TO_TELL = quick.QuickList(sa.select(IS_TO_TELL.label("is_due")))

_OF_ACT = sa.select(base.sealed_act.c.sha256).where(base.sealed_act.c.act_n == sa.bindparam("act_n"))
_WHOLE = sa.update(base.act).where(base.act.c.n == sa.bindparam("at_n")).values(content=sa.bindparam("said"))
_TELL = (
    sa.update(base.sealed_act)
    .where(base.sealed_act.c.act_n == sa.bindparam("at_n"))
    .values(is_to_tell=sa.bindparam("is_due"))
)
_NO_LINE = sa.delete(base.sealed_act).where(base.sealed_act.c.act_n == sa.bindparam("at_n"))


_OLD = sa.select(base.receipt.c.act_n).where(base.receipt.c.received_at < sa.bindparam("oldest"))
_LET_GO = (
    sa.update(base.sealed_act)
    .where(base.sealed_act.c.content.is_not(None), base.sealed_act.c.act_n.in_(_OLD))
    .values(content=None)
)


class _Place(msgspec.Struct):
    """Of the desk's place at its centre: its life, the lives before, and the key to seal to."""

    incarnation: str
    lives: tuple[str, ...] = ()
    seals_to: str = ""


_place_decoder = msgspec.json.Decoder(_Place)


def _place(read: acts.Reading) -> _Place:
    told = read.connection.execute(_PLACE).scalar()
    return _Place(read.bench.incarnation) if told is None else _place_decoder.decode(told)


def lives(read: acts.Reading) -> frozenset[str]:
    """The incarnations that this vault has had: what was done in them it sends."""
    place = _place(read)
    return frozenset({*place.lives, place.incarnation, read.bench.incarnation})


def us(read: acts.Reading) -> dict[str, Any]:
    """The values of `IS_OURS`."""
    mine = {read.me, *read.bench.own_ids}
    return {"lives": quick.keys(sorted(lives(read))), "mine": quick.keys(sorted(mine))}


def ours(read: acts.Reading, numbers: Iterable[int]) -> set[int]:
    """Which of these acts are ours, and came in so lately that they may have to be sent again."""
    if not (every := sorted(numbers)):
        return set()
    asked = {"since": read.clock.now() - KEPT_FOR, **us(read)}
    found: set[int] = set()
    for some in _portions(every):
        found |= set(read.connection.execute(_OURS, {"some": quick.keys(some), **asked}).scalars())
    return found


def keep(work: acts.Work, rows: Sequence[tuple[int, bytes]]) -> None:
    """Seal acts (number, bytes) of which something is about to go. One that is sealed already stays so."""
    mine = ours(work, [n for n, _ in rows])
    _seal(work, [(n, said) for n, said in rows if n in mine])


def tell_aside_again(work: acts.Work) -> None:
    """The centre was put back from a copy: it hears again of what it had set aside, and sets it aside."""
    asked = {"since": work.clock.now() - KEPT_FOR, **us(work)}
    rows = work.connection.execute(_ASIDE, asked).all()
    _seal(work, [(row.n, row.content) for row in rows])
    for row in rows:
        work.connection.execute(_TELL, {"at_n": row.n, "is_due": True})


def _seal(work: acts.Work, rows: Sequence[tuple[int, bytes]]) -> None:
    key = bytes.fromhex(_place(work).seals_to) if rows else b""
    _LINES.put(work.connection, [_line(n, said, key) for n, said in rows])


def _line(act_n: int, said: bytes, key: bytes) -> dict[str, Any]:
    act_id = protocol.decode_act(said).id
    sealed = primitives.seal_to(key, zlib.compress(said), protocol.sealed_for(act_id)) if key else None
    content = None if sealed is None or len(sealed) > _LARGEST else sealed
    return {"act_n": act_n, "sha256": protocol.digest(said), "content": content, "is_to_tell": False}


def as_sent(read: acts.Reading, waiting: Sequence[hands.Kept]) -> list[hands.Kept]:
    """Acts that wait, as they go to the centre: a sealed one in the place of one that is not whole here."""
    rows = _STANDS_IN.rows(read.connection, {}) if waiting else []
    sealed = {row.id: protocol.Sealed(row.id, row.sha256, row.content) for row in rows}
    if not sealed:
        return list(waiting)
    return [
        hands.Kept(one.act_id, one.part, protocol.encode_sealed(sealed[one.act_id]))
        if one.act_id in sealed
        else one
        for one in waiting
    ]


def is_to_tell(read: acts.Reading) -> bool:
    """Whether the centre is to hear again of an act that it had set aside."""
    return bool(_IS_TO_TELL.only(read.connection).is_due)


def told_again(read: acts.Reading) -> tuple[hands.Kept, ...]:
    """The acts that the centre is told of again as set aside, sealed."""
    rows = _TOLD_AGAIN.rows(read.connection, {})
    return tuple(hands.Kept(row.id, row.part, protocol.encode_sealed(_set_aside(row))) for row in rows)


def _set_aside(row: Any) -> protocol.Sealed:
    return protocol.Sealed(row.id, row.sha256, row.content, row.reason)


def is_told_again(work: acts.Work, act_n: int) -> None:
    """The centre has heard again of an act that it had set aside."""
    work.connection.execute(_TELL, {"at_n": act_n, "is_due": False})


def is_whole_again(work: acts.Work, act_n: int, said: bytes) -> bool:
    """An act of ours has come back. Where that is all that was sent, it is an act like any other again."""
    sha256 = work.connection.execute(_OF_ACT, {"act_n": act_n}).scalar()
    if sha256 is None or sha256 != protocol.digest(said):
        return False
    work.connection.execute(_WHOLE, {"at_n": act_n, "said": said})
    work.connection.execute(_NO_LINE, {"at_n": act_n})
    return True


def parts(read: acts.Reading, arrivals: Iterable[protocol.Arrival]) -> list[str]:
    """The acts of ours that come back in part to a vault which does not hold them: one that was put back."""
    told = [each.act for each in arrivals if each.is_part]
    mine = lives(read) | {read.me, *read.bench.own_ids} if told else frozenset[str]()
    ids = [act.id for act in told if act.incarnation in mine or act.by in mine]
    if not ids:
        return []
    here = set(read.connection.execute(sa.select(base.act.c.id).where(base.act.c.id.in_(ids))).scalars())
    return [one for one in ids if one not in here]


def note_parts(work: acts.Work, ids: Sequence[str]) -> None:
    """These acts are not whole here, and what they said as a whole is not known."""
    if ids:
        numbers = work.connection.execute(sa.select(base.act.c.n).where(base.act.c.id.in_(ids))).scalars()
        unknown = {"sha256": "", "content": None, "is_to_tell": False}
        _LINES.put(work.connection, [{"act_n": n, **unknown} for n in numbers.all()])


def let_go(work: acts.Work) -> None:
    """What came in so long ago that no copy of the centre is without it need not be kept sealed."""
    work.connection.execute(_LET_GO, {"oldest": work.clock.now() - KEPT_FOR})


def _portions(every: Sequence[int]) -> Iterable[Sequence[int]]:
    return (every[start : start + 500] for start in range(0, len(every), 500))
