"""Keeping the centre: authorities, their staff, codes, devices, and what was set aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from ehdesk import errors
from ehdesk.centre import epochs, people, signing, standing, store, tables
from ehdesk.rules import rights

ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-"


@dataclass(frozen=True)
class Newcomer:
    """Somebody who joins the staff. `manager` is the id of one of the staff."""

    name: str
    role: rights.Role
    agency: str = ""
    manager: str | None = None


@dataclass(frozen=True)
class DeviceLine:
    """One device for a list: `behind` is how many acts it has not been told the numbers of."""

    id: str
    staff: str
    name: str
    last_seen_at: str | None
    behind: int
    revoked_at: str | None


@dataclass(frozen=True)
class AsideLine:
    """An act that was set aside: never what it says."""

    act: str
    reason: str
    by: str
    name: str
    verb: str
    received_at: str


def add_authority(
    opened: store.Store,
    authority: str,
    name: str,
    settings: dict[str, Any] | None = None,
    *,
    now: datetime | None = None,
) -> None:
    """A new authority with fresh keys. Raises: errors.AuthorityExists."""
    if authority in opened.authorities():
        raise errors.AuthorityExists(said=authority)
    row = {
        "name": name,
        "epoch": signing.new_id(),
        "n": 0,
        "sign_key": signing.new_key(),
        "spare_key": signing.new_key(),
        "settings": msgspec.json.encode(settings or {}),
    }
    with opened.transaction(authority) as ledger:
        ledger.add(tables.authority, [row])
        epochs.begin_first(ledger, str(row["epoch"]), now or datetime.now(UTC))


def begin_epoch(opened: store.Store, authority: str, now: datetime, shut_out: Iterable[str] = ()) -> None:
    """Say that the database was put back from a copy: every desk hears of it and sends again what it has.

    `shut_out` are the devices that were revoked, whatever the copy says. Raises: errors.AuthorityUnknown.
    """
    with opened.transaction(authority) as ledger:
        if not epochs.begin(ledger, shut_out, now):
            raise errors.AuthorityUnknown(said=authority)


def add_staff(ledger: store.Ledger, newcomer: Newcomer, now: datetime) -> str:
    """Somebody joins the staff; their id. Raises: errors.StaffUnknown for an unknown manager."""
    if newcomer.manager is not None and people.one(ledger, newcomer.manager) is None:
        raise errors.StaffUnknown(said=newcomer.manager, found=0)
    made = signing.new_id()
    row = {"id": made, "name": newcomer.name, "role": newcomer.role, "agency": newcomer.agency}
    ledger.add(tables.staff, [row | {"manager": newcomer.manager}])
    ledger.add(tables.alias, [{"practitioner": made, "staff": made}])
    standing.grant_from_now(ledger, now)
    return made


def change_staff(ledger: store.Ledger, staff_id: str, changed: dict[str, Any], now: datetime) -> None:
    """Change role, manager, agency or name. Raises: errors.StaffUnknown, ManagerInCircle."""
    manager = changed.get("manager")
    if manager is not None:
        roster = people.roster(ledger)
        above = roster.by_id.get(manager)
        if above is None:
            raise errors.StaffUnknown(said=manager, found=0)
        if staff_id in {above.id, *(one.id for one in roster.managers(above))}:
            raise errors.ManagerInCircle
    if not ledger.change(tables.staff, changed, tables.staff.c.id == staff_id):
        raise errors.StaffUnknown(said=staff_id, found=0)
    standing.grant_from_now(ledger, now)


def end_staff(ledger: store.Ledger, staff_id: str, on: str, now: datetime) -> None:
    """Somebody leaves: their devices get nothing more, and their scopes end. Raises: errors.StaffUnknown."""
    if not ledger.change(tables.staff, {"ended_on": on}, tables.staff.c.id == staff_id):
        raise errors.StaffUnknown(said=staff_id, found=0)
    standing.grant_from_now(ledger, now)


def staff_called(ledger: store.Ledger, said: str) -> people.Staff:
    """Who answers to a name or an id. Raises: errors.StaffUnknown unless it is exactly one."""
    every = people.roster(ledger).by_id.values()
    wanted = said.strip().casefold()
    found = [one for one in every if wanted in (one.id, one.name.casefold())]
    if len(found) != 1:
        raise errors.StaffUnknown(said=said, found=len(found))
    return found[0]


def staff(ledger: store.Ledger) -> tuple[people.Staff, ...]:
    """Everybody of the staff, by name."""
    return tuple(sorted(people.roster(ledger).by_id.values(), key=lambda one: (one.name, one.id)))


def devices(ledger: store.Ledger) -> tuple[DeviceLine, ...]:
    """Every device, the one that was seen least lately first."""
    n = ledger.rows(tables.authority)[0].n
    names = {one.id: one.name for one in people.roster(ledger).by_id.values()}
    lines = [
        DeviceLine(
            row.id, row.staff, names.get(row.staff, ""), row.last_seen_at, n - row.cursor, row.revoked_at
        )
        for row in ledger.rows(tables.device)
    ]
    return tuple(sorted(lines, key=lambda line: (line.last_seen_at or "", line.id)))


def revoke(ledger: store.Ledger, device_id: str, now: datetime) -> None:
    """From now on a device gets nothing. Raises: errors.DeviceUnknown."""
    here = (tables.device.c.id == device_id, tables.device.c.revoked_at.is_(None))
    known = ledger.rows(tables.device, tables.device.c.id == device_id)
    if not known:
        raise errors.DeviceUnknown(said=device_id)
    ledger.change(tables.device, {"revoked_at": tables.stamp(now)}, *here)


def aside(ledger: store.Ledger, limit: int) -> tuple[AsideLine, ...]:
    """The acts that were set aside, newest first."""
    act = tables.act
    rows = ledger.rows(
        act,
        act.c.verdict == "aside",
        columns=(act.c.id, act.c.reason, act.c.by, act.c.verb, act.c.received_at),
        order=act.c.received_at.desc(),
        limit=limit,
    )
    names = people.names(ledger, {row.by for row in rows})
    return tuple(
        AsideLine(row.id, row.reason, row.by, names.get(row.by, ("", ""))[0], row.verb, row.received_at)
        for row in rows
    )
