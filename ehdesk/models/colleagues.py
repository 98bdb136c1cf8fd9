"""Everybody of the authority's staff, as the centre told this desk: who can be named by account.

Kept in `meta`, inside the vault. A desk that is not enrolled knows nobody.
"""

from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ehdesk.models import acts, base
from ehdesk.sync import protocol

KEY = "staff"

_READ = sa.select(base.meta.c.value).where(base.meta.c.key == KEY)
_decoder = msgspec.json.Decoder(tuple[protocol.Colleague, ...])
_encoder = msgspec.json.Encoder()


def remember(connection: sa.Connection, staff: Iterable[protocol.Colleague]) -> None:
    """Keep the staff list in the place of the one before."""
    put = sqlite.insert(base.meta).values(key=KEY, value=_encoder.encode(tuple(staff)).decode())
    connection.execute(put.on_conflict_do_update(index_elements=["key"], set_={"value": put.excluded.value}))


def known_ids(told: str | None) -> frozenset[str] | None:
    """Every practitioner id that stands for somebody of the staff, from what `meta` holds; None where the
    centre has told this desk nothing of it."""
    if told is None:
        return None
    return frozenset(one for each in _decoder.decode(told) for one in (each.id, *each.ids))


def own_ids(told: str | None, me: str) -> frozenset[str]:
    """Every practitioner id that stands for the worker of this desk: somebody may have named them by their
    account before they enrolled."""
    every = _decoder.decode(told) if told else ()
    mine = (frozenset((one.id, *one.ids)) for one in every)
    return next((ids for ids in mine if me in ids), frozenset({me}))


def colleagues(read: acts.Reading) -> tuple[protocol.Colleague, ...]:
    """Who works for the authority today, by name."""
    return tuple(one for one in _told(read) if not one.left)


def choosable(read: acts.Reading, cards: Mapping[str, str], limit: int = 200) -> dict[str, str]:
    """Who can be chosen by name, by id: the cards that this desk keeps, and colleagues by their account, the
    worker's own agency first. A card that stands for a colleague gives way to the account."""
    every = _told(read)
    accounts = {one for each in every for one in (each.id, *each.ids)}
    mine = next((one.agency for one in every if read.me in (one.id, *one.ids)), "")
    here = sorted((one for one in every if not one.left), key=lambda one: (one.agency != mine, one.name))
    others = {who: name for who, name in cards.items() if who not in accounts}
    return {one.id: one.name for one in here[:limit]} | others


def called(read: acts.Reading, name: str) -> protocol.Colleague | None:
    """The one colleague of this name; None where there is none, or more than one."""
    wanted = name.strip().casefold()
    found = [one for one in colleagues(read) if one.name.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _told(read: acts.Reading) -> tuple[protocol.Colleague, ...]:
    told = read.connection.execute(_READ).scalar()
    return _decoder.decode(told) if told else ()
