"""One exchange: acts go in, others' come back, in one transaction. Knows nothing of HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

import msgspec

from ehdesk.centre import (
    arrivals,
    asked,
    epochs,
    idle,
    kept_acts,
    people,
    reading,
    records,
    signing,
    standing,
    store,
    tables,
    taking,
)
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol

LIMITS = protocol.Limits()

_OF_HASHES = "2:"
"""What a digest of acts begins with that was made of their hashes."""

Came = Sequence[reading.Incoming]

_LOOK = asked.query(tables.authority)
_TAKE_TURN = asked.changed(tables.authority, {"n": tables.authority.c.n})
_COUNTED = asked.changed(tables.authority, {"n": asked.given("after")}, columns=(tables.authority.c.n,))
_ROUND = (
    *("incarnation", "round", "round_digest", "round_before", "round_acts", "round_acts_digest"),
    *("cursor", "last_seen_at", "told_all_in"),
)
_REMEMBER = asked.changed(
    tables.device,
    {name: asked.given(name) for name in _ROUND},
    tables.device.c.id == asked.given("device"),
    columns=(tables.device.c.id,),
)


@dataclass(frozen=True)
class _Turn:
    """Where the authority stands: its epoch, the number of its last act, the key that signs receipts,
    what stands for its staff as it is, its public keys, and the key that opens what comes back sealed."""

    epoch: str
    n: int
    sign_key: bytes
    staff_mark: str
    keys: tuple[str, str]
    seal_key: bytes


def exchange(
    opened: store.Store,
    device: people.Device,
    message: protocol.Exchange,
    now: datetime,
    *,
    digest: str = "",
) -> protocol.Answer:
    """As `answered`, where nobody else has to sign."""
    return answered(opened, device, message, now, digest=digest)[0]


def answered(
    opened: store.Store,
    device: people.Device,
    message: protocol.Exchange,
    now: datetime,
    *,
    digest: str = "",
    is_too_old: bool = False,
    frames: Sequence[bytes | None] = (),
) -> tuple[protocol.Answer, signing.Signer]:
    """Take in what a desk did and tell it what others did, all of it or nothing. Gives who signs it, too.

    `digest` is the SHA-256 (hex) of the message as it came; without it the message as it is encoded counts.
    `is_too_old` says that the desk could not read others' acts: it hands in its own, and is told of none.
    `frames` are the acts of the message packed, as far as they came so.
    Raises: Refused ("unreadable", "epoch", "second_life", "life_ended", "too_large", "revoked", "token"), and
    errors.DatabaseAway.
    """
    message, came = _read(message, frames, is_too_old=is_too_old)
    digest = digest or signing.digest(protocol.encode(message))
    with opened.transaction(device.authority) as ledger:
        asks = idle.look(ledger, device, message, now)
        if asks.answer is not None:
            return asks.answer
        turn, found, staff = _in_turn(ledger, device, message, came, now)
        fates, n = _take(ledger, found, staff, message, came, turn, now)
        scopes = standing.scopes_of(ledger, staff)
        wanted = arrivals.wanted(message, scopes, message.incarnation, n)
        told = arrivals.nothing(wanted) if is_too_old else arrivals.tell(ledger, wanted, LIMITS.arrivals)
        if asks.counts:
            _remember(ledger, found, message, came, told.cursor, now, digest)
        answer = protocol.Answer(
            **_of_centre(ledger, turn),
            cursor=told.cursor,
            acks=tuple(_ack(act_id, fate) for act_id, fate in fates),
            arrivals=told.arrivals,
            scopes=tuple(sorted(scopes)),
            more=told.more,
            digests=records.digests(ledger, scopes) if message.held and not told.more else {},
            has=tuple(sorted(told.has)),
            filling=tuple(sorted(told.filling)),
            filled_to=told.filled_to,
            people=people.names(ledger, {protocol.author_of(one.content) for one in told.arrivals}),
            **_of_staff(ledger, staff, message.staff, turn.staff_mark),
            code="too_old" if is_too_old else "",
            about=0 if message.ahead else arrivals.about_left(ledger, wanted, told),
            idle=not asks.counts,
        )
        signer = signing.signer(turn.sign_key)
        return _signed(answer, found, message, digest, [fate for _, fate in fates], signer), signer


def _read(
    message: protocol.Exchange, frames: Sequence[bytes | None], *, is_too_old: bool
) -> tuple[protocol.Exchange, Came]:
    """A message that is sound, and its acts; one of a desk that is too old always counts.

    Raises: Refused ("too_large", "unreadable").
    """
    if len(message.acts) > LIMITS.acts:
        raise Refused("too_large")
    if not reading.is_sound(message):
        raise Refused("unreadable")
    came = [reading.read(*each) for each in zip_longest(message.acts, frames)]
    return msgspec.structs.replace(message, idle=message.idle and not is_too_old), came


def _in_turn(
    ledger: store.Ledger, device: people.Device, message: protocol.Exchange, came: Came, now: datetime
) -> tuple[_Turn, people.Device, people.Staff]:
    """Where the authority and the device stand, and whose it is. Raises: Refused."""
    due = standing.due(ledger, device.staff, now)
    turn = _turn(ledger, takes_it=bool(message.acts or due))
    if message.epoch != turn.epoch or message.cursor > turn.n:
        raise Refused("epoch", epoch=turn.epoch, kept=epochs.kept_since(ledger, message.epoch))
    found, staff = people.device_in_turn(ledger, device.id)
    _check_round(ledger, found, message, came)
    if due:  # no act did it, so that a withdrawal counts from the next one
        standing.grant_again(ledger, due, turn.n + 1, now)
    return turn, found, staff


def _signed(
    answer: protocol.Answer,
    device: people.Device,
    message: protocol.Exchange,
    digest: str,
    fates: list[kept_acts.Fate],
    signer: signing.Signer,
) -> protocol.Answer:
    """The answer with one signature for all of its receipts: one for each would cost 500 times as much."""
    listed = protocol.encode(
        tuple(
            protocol.Receipt(ack.act, fate.sha256, fate.verdict, fate.number)
            for ack, fate in zip(answer.acks, fates, strict=True)
        )
    )
    said = protocol.receipts_text(device.id, message, digest, listed)
    return msgspec.structs.replace(answer, signature=signer.sign(said))


def _of_centre(ledger: store.Ledger, turn: _Turn) -> dict[str, Any]:
    """Which centre this is, and whether it asks for acts in frames of their own: where it keeps them so."""
    seal_key = signing.public_seal_key(turn.seal_key)
    return {"epoch": turn.epoch, "keys": turn.keys, "seal_key": seal_key, "frames": ledger.is_server}


def _of_staff(ledger: store.Ledger, staff: people.Staff, has: str, mark: str) -> dict[str, Any]:
    """What the desk's worker is there, and everybody beside them."""
    manages, everybody = people.managed_by(ledger, staff), _staff_list(ledger, staff, has, mark)
    return {"role": staff.role, "manages": manages, "staff": everybody, "staff_mark": mark}


def _staff_list(
    ledger: store.Ledger, staff: people.Staff, has: str, mark: str
) -> tuple[protocol.Colleague, ...] | None:
    """Everybody of the staff, where the desk has it not as it is; nobody for who may hold no records."""
    if not standing.may_hold(staff, "none", "authority"):
        return ()
    return None if has == mark else people.colleagues(ledger)


def _turn(ledger: store.Ledger, *, takes_it: bool) -> _Turn:
    """Where the authority stands. Who brings acts holds the counter until the commit, so that the order of
    numbers is the order of commits."""
    rows = ledger.told(_TAKE_TURN if takes_it else _LOOK)
    if not rows:
        raise Refused("token")
    row = rows[0]
    keys = (signing.public_of(row.sign_key), signing.public_of(row.spare_key))
    mark = f"{row.epoch}/{row.staff_n}"
    return _Turn(row.epoch, row.n, row.sign_key, mark, keys, row.seal_key or b"")


def _check_round(ledger: store.Ledger, device: people.Device, message: protocol.Exchange, came: Came) -> None:
    """Whether this is the next exchange of the device's one live incarnation, or its last one again.

    Raises: Refused ("second_life").
    """
    if message.incarnation != device.incarnation:
        _check_new_life(ledger, message)
        return
    follows = message.number == device.round + 1 and message.previous == device.round_digest
    if not follows and not _is_again(device, message, came):
        raise Refused("second_life")


def _is_again(device: people.Device, message: protocol.Exchange, came: Came) -> bool:
    """The last exchange once more, its answer lost: the same acts first, and maybe more behind them.

    A copy of the desk that went its own way holds others, and is found out.
    """
    is_same_round = device.round > 0 and message.number == device.round
    if not is_same_round or message.previous != device.round_before:
        return False
    first, known = came[: device.round_acts], device.round_acts_digest
    return known == (_acts_digest(first) if known.startswith(_OF_HASHES) else _acts_digest_before(first))


def _check_new_life(ledger: store.Ledger, message: protocol.Exchange) -> None:
    """A life that was never seen, which asks before it tells. One that another life of this device has
    followed is over: the copy of the vault that lives it does not come back by itself.

    Raises: Refused ("second_life", "life_ended").
    """
    if kept_acts.lives(ledger, [message.incarnation]):
        raise Refused("life_ended")
    if message.number != 1 or message.acts or message.previous:
        raise Refused("second_life")


def _take(
    ledger: store.Ledger,
    device: people.Device,
    staff: people.Staff,
    message: protocol.Exchange,
    came: Came,
    turn: _Turn,
    now: datetime,
) -> tuple[list[tuple[str, kept_acts.Fate]], int]:
    """What became of each act, by the id it came under; and the authority's number after them."""
    if not message.acts:
        return [], turn.n
    person = standing.Person(staff, people.aliases(ledger, staff.id))
    waits = epochs.waiting(ledger, message.epoch, now)
    opened = reading.opened(came, turn.seal_key)
    knew = _knew(message, opened)
    sender = taking.Sender(
        device.id,
        person,
        cursor=min(knew, waits.kept) if waits else knew,
        alone_until=standing.alone_until(device, now),
        waits=waits,
    )
    fates, after = taking.take(ledger, sender, opened, turn.n, now)
    if after > turn.n:
        ledger.told(_COUNTED, after=after)
    return fates, after


def _knew(message: protocol.Exchange, acts: Came) -> int:
    """Up to where a desk had heard when its worker wrote. A life begins by hearing all that there is: what an
    earlier one wrote, and could not send, it wrote before that."""
    is_of_before = any(one.act is not None and one.act.incarnation != message.incarnation for one in acts)
    return 0 if is_of_before else message.cursor


def _remember(
    ledger: store.Ledger,
    device: people.Device,
    message: protocol.Exchange,
    came: Came,
    cursor: int,
    now: datetime,
    digest: str,
) -> None:
    """The round that was just answered, so that the next one has to follow it."""
    if message.incarnation != device.incarnation:
        ledger.put(tables.life, [{"incarnation": message.incarnation, "staff": device.staff}], keep=True)
    values: dict[str, Any] = {
        "incarnation": message.incarnation,
        "round": message.number,
        "round_digest": digest,
        "round_before": message.previous,
        "round_acts": len(message.acts),
        "round_acts_digest": _acts_digest(came),
        "cursor": cursor,
        "last_seen_at": tables.stamp(now),
    }
    has_told_all = message.number > 1 and not message.rest
    values["told_all_in"] = message.epoch if has_told_all else device.told_all_in
    ledger.told(_REMEMBER, device=device.id, **values)


def _ack(act_id: str, fate: kept_acts.Fate) -> protocol.Ack:
    return protocol.Ack(
        act=act_id, verdict=fate.verdict, number=fate.number, settled=fate.settled, reason=fate.reason
    )


def _acts_digest(acts: Came) -> str:
    """One hash over the hashes of some acts, in their order."""
    return _OF_HASHES + signing.digest("".join([one.sha256 for one in acts]).encode())


def _acts_digest_before(acts: Came) -> str:
    """The same as it was kept before version 6: over the bytes of the acts, each with its length."""
    return signing.digest(b"".join(b"%d:" % len(bytes(one.content)) + bytes(one.content) for one in acts))
