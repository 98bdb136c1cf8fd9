"""The questions that every contact of a desk begins with: their statements are made once, not at each.

Most contacts come to nothing else, and making a statement takes longer than the database takes to answer it.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ehdesk.centre import asked, store, tables

STAFF = ("id", "name", "role", "agency", "manager", "practitioner", "ended_on")
"""What is read of somebody of the staff, as `of_...`."""

_AUTHORITY, _DEVICE, _STAFF, _GRANT = tables.authority.c, tables.device.c, tables.staff.c, tables.grant.c
_OF = [_STAFF[name].label("of_" + name) for name in STAFF]
_WHOSE = sa.and_(_STAFF.authority_id == _DEVICE.authority_id, _STAFF.id == _DEVICE.staff)
_HERE, _SOMEBODY = asked.given("authority"), asked.given("somebody")
_STANDS: sa.Select[Any] = (
    sa.select(
        tables.device,
        *(_AUTHORITY.epoch, _AUTHORITY.n, _AUTHORITY.sign_key, _AUTHORITY.staff_n, _AUTHORITY.keys_since),
        *_OF,
    )
    .select_from(tables.device)
    .join(tables.authority, _AUTHORITY.authority_id == _DEVICE.authority_id)
    .outerjoin(tables.staff, _WHOSE)
    .where(_DEVICE.authority_id == _HERE)
)
_AT_DOOR = asked.joined(tables.device, _STANDS.where(_DEVICE.token_hash == asked.given("token_hash")))
_IN_TURN = asked.joined(tables.device, _STANDS.where(_DEVICE.id == asked.given("device")))
_GRANTS: sa.Select[Any] = sa.select(
    _GRANT.scope.label("of_what"), _GRANT.review_on.label("review_on"), sa.literal(0).label("is_alias")
).where(_GRANT.authority_id == _HERE, _GRANT.staff == _SOMEBODY, _GRANT.to_number.is_(None))
_ALIASES: sa.Select[Any] = sa.select(
    tables.alias.c.practitioner, sa.cast(sa.null(), sa.String), sa.literal(1)
).where(tables.alias.c.authority_id == _HERE, tables.alias.c.staff == _SOMEBODY)
_HELD = asked.joined(tables.grant, sa.union_all(_GRANTS, _ALIASES))


@dataclass(frozen=True)
class Held:
    """The scopes of families that somebody may hold, the days on which a tie may end by the date alone, and
    every practitioner id that stands for them."""

    scopes: tuple[str, ...]
    days: tuple[str, ...]
    aliases: tuple[str, ...]


def at_door(ledger: store.Ledger, token_hash: str) -> Any | None:
    """The device that shows a token, whose it is, and how the authority stands."""
    rows = ledger.told(_AT_DOOR, token_hash=token_hash)
    return rows[0] if rows else None


def how_it_stands(ledger: store.Ledger, device: str) -> Any | None:
    """The same of a device that is known."""
    rows = ledger.told(_IN_TURN, device=device)
    return rows[0] if rows else None


def held_by(ledger: store.Ledger, staff: str) -> Held:
    """What somebody may hold."""
    rows = ledger.told(_HELD, somebody=staff)
    return Held(
        scopes=tuple([row.of_what for row in rows if not row.is_alias]),
        days=tuple([row.review_on for row in rows if row.review_on is not None]),
        aliases=tuple([row.of_what for row in rows if row.is_alias]),
    )
