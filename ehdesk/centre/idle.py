"""An exchange in which neither end has anything to tell: read in a few statements, and written nowhere.

Every desk asks every few minutes, and nearly always this is all that comes of it. It does not count, so that
neither end has to write down, and wait for its disk, that nothing happened. What there is to hear goes the
long way (`exchange`), and does not count either where the desk only asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ehdesk.centre import asking, kept_acts, people, reading, signing, standing, store
from ehdesk.sync import protocol

SEEN_EVERY = timedelta(hours=1)
"""Once in this time an exchange counts all the same: by it the centre knows when a device was here."""


@dataclass(frozen=True)
class Look:
    """Whether an exchange counts, and what is answered where there is nothing to tell either."""

    counts: bool
    answer: tuple[protocol.Answer, signing.Signer] | None = None


_COUNTS = Look(counts=True)


def at_door(
    opened: store.Store,
    token: str,
    message: protocol.Exchange,
    now: datetime,
    check: Callable[[people.Device], None],
) -> tuple[people.Device, tuple[protocol.Answer, signing.Signer] | None]:
    """Who shows a token and only asks, and what they are answered where there is nothing to tell: all in one
    transaction. `check` says whether it is really they.

    Raises: Refused ("token", "revoked"), what `check` raises, and errors.DatabaseAway.
    """
    with opened.transaction(signing.authority_in(token)) as ledger:
        stands = asking.at_door(ledger, signing.hash_of(token))
        device = people.let_in(stands)
        check(device)
        return device, _look(ledger, stands, message, now).answer


def look(ledger: store.Ledger, device: people.Device, message: protocol.Exchange, now: datetime) -> Look:
    """How much there is to be done. One that only asks does not count: its answer can be asked for once more.

    Who asks ahead, and would have to be counted, hears nothing.
    """
    if not message.idle or not is_bare(message):
        return _COUNTS
    stands = asking.how_it_stands(ledger, device.id)
    return _COUNTS if stands is None else _look(ledger, stands, message, now)


def is_bare(message: protocol.Exchange) -> bool:
    """Whether a message brings nothing, and is no part of anything longer."""
    return not (message.acts or message.held or message.rest)


def _look(ledger: store.Ledger, stands: Any, message: protocol.Exchange, now: datetime) -> Look:
    if stands.of_id is None:
        return _COUNTS
    silence = protocol.Answer(epoch=stands.epoch, cursor=message.cursor, idle=True)
    nothing = Look(counts=False, answer=(silence, signing.signer(stands.sign_key)))
    held = asking.held_by(ledger, stands.of_id)
    may_not_count = _follows(stands, message) and _has_been_here(stands, now)
    if not may_not_count or _ends_today(held.days, now):
        return nothing if message.ahead else _COUNTS
    staff = people.staff_of(stands)
    scopes = standing.scopes_with(staff, held.aliases, held.scopes)
    knows_all = f"{stands.epoch}/{stands.staff_n}" == message.staff and not message.filling
    hears_all = scopes == frozenset(message.has) and _hears_all(ledger, stands, message, scopes)
    return nothing if knows_all and hears_all else Look(counts=False)


def _follows(stands: Any, message: protocol.Exchange) -> bool:
    """Whether it is the next exchange of a device that is welcome."""
    is_next = message.number == stands.round + 1 and message.previous == stands.round_digest
    is_same_life = message.incarnation == stands.incarnation and stands.round > 0
    is_welcome = people.is_welcome(stands.revoked_at, stands.of_ended_on)
    is_in_epoch = message.epoch == stands.epoch == stands.told_all_in and message.cursor <= stands.n
    return is_next and is_same_life and is_welcome and is_in_epoch


def _has_been_here(stands: Any, now: datetime) -> bool:
    """Whether it was lately, and since the keys were turned."""
    seen = stands.last_seen_at or ""
    is_lately = bool(seen) and reading.is_after(seen, now - SEEN_EVERY)
    return is_lately and seen > (stands.keys_since or "")


def _ends_today(days: Iterable[str], now: datetime) -> bool:
    """Whether a tie may end by the date alone."""
    today = standing.day_of(now)
    return any(day <= today for day in days)


def _hears_all(ledger: store.Ledger, stands: Any, message: protocol.Exchange, scopes: frozenset[str]) -> bool:
    """Whether nobody has told of what the desk holds since it heard last."""
    span = (message.cursor, stands.n)
    return message.cursor == stands.n or not kept_acts.numbers(
        ledger, scopes, *span, 1, without=message.incarnation
    )
