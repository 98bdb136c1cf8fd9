"""An exchange in which neither end has anything to tell: read in a few statements, and written nowhere.

Every desk asks every few minutes, and nearly always this is all that comes of it. It does not count, so that
neither end has to write down, and wait for its disk, that nothing happened. Whatever is not as plain as that
goes the long way (`exchange`).
"""

from datetime import datetime, timedelta
from typing import Any

from ehdesk.centre import asking, kept_acts, people, reading, signing, standing, store
from ehdesk.sync import protocol

SEEN_EVERY = timedelta(hours=1)
"""Once in this time an exchange counts all the same: by it the centre knows when a device was here."""


def answer(
    ledger: store.Ledger, device: people.Device, message: protocol.Exchange, now: datetime
) -> tuple[protocol.Answer, signing.Signer] | None:
    """What is answered, and who signs it; None where there is anything to say or to write."""
    if not message.idle or message.acts or message.held or message.rest or message.filling:
        return None
    stands = asking.how_it_stands(ledger, device.id)
    if stands is None or not _follows(stands, message) or not _has_been_here(stands, now):
        return None
    if f"{stands.epoch}/{stands.staff_n}" != message.staff or not _hears_all(ledger, stands, message, now):
        return None
    return protocol.Answer(epoch=stands.epoch, cursor=message.cursor, idle=True), signing.signer(
        stands.sign_key
    )


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


def _hears_all(ledger: store.Ledger, stands: Any, message: protocol.Exchange, now: datetime) -> bool:
    """Whether the desk holds what it may, no tie ends today, and nobody has told of it since."""
    grants, aliases = asking.held_by(ledger, stands.of_id)
    today = standing.day_of(now)
    if any(row.review_on is not None and row.review_on <= today for row in grants):
        return False
    staff = people.staff_of(stands)
    scopes = standing.scopes_with(staff, aliases, (row.scope for row in grants))
    if scopes != frozenset(message.has):
        return False
    span = (message.cursor, stands.n)
    return message.cursor == stands.n or not kept_acts.numbers(
        ledger, scopes, *span, 1, without=message.incarnation
    )
