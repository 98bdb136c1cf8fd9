"""Keeping the centre: authorities, their staff, codes, devices, and what was set aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from ehdesk import errors
from ehdesk.centre import epochs, people, records, signing, standing, store, tables
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
class AgencyLine:
    """An agency: how many of the staff are of it, and whether it stands in the directory that desks share."""

    name: str
    staff: int
    is_listed: bool


@dataclass(frozen=True)
class AuthorityLine:
    """One authority that is kept here. `n` is the number of its last act."""

    id: str
    name: str
    staff: int
    devices: int
    n: int


@dataclass(frozen=True)
class DeviceLine:
    """One device for a list: `behind` is how many acts it has not been told the numbers of. What it has not
    sent yet nobody can know here; `hours` since it was last here say how much that may be."""

    id: str
    staff: str
    name: str
    last_seen_at: str | None
    behind: int
    revoked_at: str | None
    enrolled_at: str = ""
    hours: int | None = None


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
        "seal_key": signing.new_seal_key(),
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


def turn_keys(ledger: store.Ledger, now: datetime, *, anyway: bool = False) -> str:
    """The spare key signs from now on, and a new spare is made: its public key. Desks hear of it in their
    next answer, which is signed by the key that they know as the spare.

    Raises: errors.KeysTooSoon for devices that would not know either of the two.
    """
    row = ledger.rows(tables.authority)[0]
    since = row.keys_since or ""
    late = [one for one in devices(ledger) if not one.revoked_at and _is_late(one, since)]
    if late and not anyway:
        raise errors.KeysTooSoon(count=len(late))
    spare = signing.new_key()
    turned = {"sign_key": row.spare_key, "spare_key": spare, "keys_since": tables.stamp(now)}
    ledger.change(tables.authority, turned)
    return signing.public_of(spare)


def _is_late(one: DeviceLine, since: str) -> bool:
    """Whether a device knows an older spare: it enrolled before this one was made, and has not been back."""
    return max(one.enrolled_at, one.last_seen_at or "") < since


def keys(ledger: store.Ledger) -> tuple[str, str]:
    """The public keys: the one that signs, and the spare."""
    row = ledger.rows(tables.authority)[0]
    return signing.public_of(row.sign_key), signing.public_of(row.spare_key)


def agencies(ledger: store.Ledger) -> tuple[AgencyLine, ...]:
    """The agencies of the staff and of the shared directory, by name."""
    here = [one.agency for one in people.roster(ledger).by_id.values() if one.is_here]
    listed = {
        str(one.fields.get("name") or "")
        for one in records.of_kind(ledger, "agency").values()
        if one.scope == "authority" and one.fields.get("$status") != "void"
    }
    names = sorted({*here, *listed} - {""})
    return tuple(AgencyLine(name, here.count(name), name in listed) for name in names)


def rename_agency(ledger: store.Ledger, name: str, to: str) -> int:
    """Everybody of one agency is of another from now on; how many that are."""
    return len(_changed_staff(ledger, {"agency": to}, tables.staff.c.agency == name))


def _changed_staff(ledger: store.Ledger, values: dict[str, Any], *where: Any) -> list[store.Read]:
    changed = ledger.change(tables.staff, values, *where)
    if changed:
        people.note_change(ledger)
    return changed


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


def authorities(opened: store.Store) -> tuple[AuthorityLine, ...]:
    """Every authority that is kept here."""
    lines = []
    for one in opened.authorities():
        with opened.transaction(one) as ledger:
            row = ledger.rows(tables.authority)[0]
            here = [each for each in people.roster(ledger).by_id.values() if each.is_here]
            used = ledger.rows(tables.device, tables.device.c.revoked_at.is_(None))
            lines.append(AuthorityLine(one, row.name, len(here), len(used), row.n))
    return tuple(lines)


def devices(ledger: store.Ledger, now: datetime | None = None) -> tuple[DeviceLine, ...]:
    """Every device, the one that was seen least lately first."""
    n = ledger.rows(tables.authority)[0].n
    names = {one.id: one.name for one in people.roster(ledger).by_id.values()}
    lines = [
        DeviceLine(
            row.id,
            row.staff,
            names.get(row.staff, ""),
            row.last_seen_at,
            n - row.cursor,
            row.revoked_at,
            row.enrolled_at,
            _hours(row.last_seen_at, now),
        )
        for row in ledger.rows(tables.device)
    ]
    return tuple(sorted(lines, key=lambda line: (line.last_seen_at or "", line.id)))


def _hours(moment: str | None, now: datetime | None) -> int | None:
    if moment is None or now is None:
        return None
    return max(0, int((now - datetime.fromisoformat(moment)).total_seconds()) // 3600)


def revoke(ledger: store.Ledger, device_id: str, now: datetime) -> None:
    """From now on a device gets nothing. Raises: errors.DeviceUnknown."""
    here = (tables.device.c.id == device_id, tables.device.c.revoked_at.is_(None))
    known = ledger.rows(tables.device, tables.device.c.id == device_id)
    if not known:
        raise errors.DeviceUnknown(said=device_id)
    ledger.change(tables.device, {"revoked_at": tables.stamp(now)}, *here)


def aside(ledger: store.Ledger, limit: int, reason: str | None = None) -> tuple[AsideLine, ...]:
    """The acts that were set aside, for one reason or any, newest first."""
    act = tables.act
    rows = ledger.rows(
        act,
        act.c.number == 0,
        act.c.verdict == "aside",
        *((act.c.reason == reason,) if reason else ()),
        columns=(act.c.id, act.c.reason, act.c.by, act.c.verb, act.c.received_at),
        order=act.c.received_at.desc(),
        limit=limit,
    )
    names = people.names(ledger, {row.by for row in rows})
    return tuple(
        AsideLine(row.id, row.reason, row.by, names.get(row.by, ("", ""))[0], row.verb, row.received_at)
        for row in rows
    )
