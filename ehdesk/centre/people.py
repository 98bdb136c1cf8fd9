"""The staff of an authority, their devices and codes: who is at the door, and who manages whom."""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from ehdesk.centre import asked, asking, signing, store, tables
from ehdesk.centre.refusing import Refused
from ehdesk.rules import rights
from ehdesk.sync import protocol

CODE_LASTS = timedelta(hours=24)
_A_DAY = timedelta(days=1)

_DEVICE_IN_TURN = asked.query(tables.device, tables.device.c.id == asked.given("id"), is_locked=True)
_STAFF = asked.query(tables.staff, tables.staff.c.id == asked.given("id"))
_ALIASES = asked.query(tables.alias, tables.alias.c.staff == asked.given("staff"))
_KNOWN = asked.query(tables.alias, asked.Among(tables.alias.c.practitioner, "ids"))


@dataclass(frozen=True)
class Staff:
    """Somebody who works for the authority. `ended_on` is ISO text, or None while they do."""

    id: str
    name: str
    role: rights.Role
    agency: str
    manager: str | None
    practitioner: str | None
    ended_on: str | None

    @property
    def is_here(self) -> bool:
        """Still of the staff."""
        return self.ended_on is None


@dataclass(frozen=True)
class Device:
    """One enrolled desk. `round` counts the exchanges of its live incarnation."""

    authority: str
    id: str
    staff: str
    public_key: str
    incarnation: str
    round: int
    round_digest: str
    round_before: str
    round_acts: int
    round_acts_digest: str
    cursor: int
    last_seen_at: str | None
    revoked_at: str | None
    enrolled_at: str
    alone_until: str | None
    told_all_in: str


@dataclass(frozen=True)
class Roster:
    """Everybody of the staff, and by whom they are managed."""

    by_id: dict[str, Staff]
    ids: dict[str, str]

    def staff_of(self, practitioner: str | None) -> Staff | None:
        """Whose practitioner id this is."""
        return self.by_id.get(self.ids.get(practitioner or "", ""))

    def known(self, practitioners: Iterable[str]) -> frozenset[str]:
        """Which of some practitioner ids stand for somebody of the staff."""
        return frozenset(practitioners) & self.ids.keys()

    def ids_of(self, staff: Staff) -> frozenset[str]:
        """Every practitioner id that stands for somebody of the staff."""
        return self._all_ids.get(staff.id, frozenset())

    def managed(self, staff: Staff) -> frozenset[str]:
        """The practitioner ids of everybody whom somebody manages, directly or through others."""
        return self._all_managed.get(staff.id, frozenset())

    @cached_property
    def _all_ids(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for practitioner, staff in self.ids.items():
            found.setdefault(staff, set()).add(practitioner)
        return {staff: frozenset(ids) for staff, ids in found.items()}

    @cached_property
    def _all_managed(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for one in self.by_id.values():
            for above in self.managers(one):
                found.setdefault(above.id, set()).update(self.ids_of(one))
        return {staff: frozenset(ids) for staff, ids in found.items()}

    def managers(self, staff: Staff) -> Iterator[Staff]:
        """Who manages somebody, then who manages that manager, and so on."""
        seen = {staff.id}
        above = self.by_id.get(staff.manager or "")
        while above is not None and above.id not in seen:
            yield above
            seen.add(above.id)
            above = self.by_id.get(above.manager or "")


def device_at_door(opened: store.Store, token: str) -> Device:
    """The device that shows this token. Raises: Refused ("token", "revoked"), errors.DatabaseAway."""
    authority = signing.authority_in(token)
    with opened.transaction(authority) as ledger:
        row = asking.at_door(ledger, signing.hash_of(token))
    return let_in(row)


def let_in(row: Any | None) -> Device:
    """The device that was found by its token (see `asking`). Raises: Refused ("token", "revoked")."""
    if row is None:
        raise Refused("token")
    found = _device(row)
    if row.of_id is None or not is_welcome(found.revoked_at, row.of_ended_on):
        raise Refused("revoked")
    return found


def device_handing_in(opened: store.Store, token: str) -> Device:
    """The device that shows by its hand-in token that it is locked; also one that was revoked, so that what
    its worker wrote is not lost with it. Raises: Refused ("token"), errors.DatabaseAway."""
    authority, _, rest = token.strip().partition(".")
    device_id = rest.partition(".")[0]
    with opened.transaction(authority.lower()) as ledger:
        rows = ledger.rows(tables.device, tables.device.c.id == device_id)
        expected = rows and protocol.hand_in_token(authority, device_id, rows[0].token_hash)
        if not expected or not hmac.compare_digest(expected, token.strip()):
            raise Refused("token")
        return _device(rows[0])


def device_in_turn(ledger: store.Ledger, device_id: str) -> tuple[Device, Staff]:
    """The device as it stands, held until the end of the transaction: its exchanges go one by one. And whose
    it is.

    Raises: Refused ("token", "revoked").
    """
    rows = ledger.told(_DEVICE_IN_TURN, id=device_id)
    if not rows:
        raise Refused("token")
    found = _device(rows[0])
    return found, _checked_welcome(ledger, found)


def one(ledger: store.Ledger, staff_id: str) -> Staff | None:
    """One of the staff, or None."""
    rows = ledger.told(_STAFF, id=staff_id)
    return _staff(rows[0]) if rows else None


def aliases(ledger: store.Ledger, staff_id: str) -> frozenset[str]:
    """Every practitioner id that stands for somebody of the staff."""
    rows = ledger.told(_ALIASES, staff=staff_id)
    return frozenset(row.practitioner for row in rows)


def known_ids(ledger: store.Ledger, practitioners: Iterable[str]) -> frozenset[str]:
    """Which of some practitioner ids stand for somebody of the staff."""
    return frozenset(row.practitioner for row in ledger.told(_KNOWN, ids=list(practitioners)))


def roster(ledger: store.Ledger) -> Roster:
    """Everybody of the staff."""
    by_id = {row.id: _staff(row) for row in ledger.rows(tables.staff)}
    ids = {row.practitioner: row.staff for row in ledger.rows(tables.alias)}
    return Roster(by_id, ids)


def names(ledger: store.Ledger, practitioners: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and agency of the staff behind some practitioner ids."""
    rows = ledger.told(_KNOWN, ids=list(practitioners))
    ids = {row.practitioner: row.staff for row in rows}
    known = {
        row.id: (row.name, row.agency)
        for row in ledger.rows_in(tables.staff, tables.staff.c.id, ids.values())
    }
    return {practitioner: known[staff] for practitioner, staff in ids.items() if staff in known}


def managed_by(ledger: store.Ledger, staff: Staff) -> tuple[str, ...]:
    """The practitioner ids of those whom somebody manages; only a manager's desk has to know."""
    return tuple(sorted(roster(ledger).managed(staff))) if staff.role == "line_manager" else ()


def colleagues(ledger: store.Ledger) -> tuple[protocol.Colleague, ...]:
    """Everybody of the staff as their desks may know them, by name."""
    every = roster(ledger)
    told = (
        protocol.Colleague(
            id=one.practitioner or one.id,
            name=one.name,
            role=one.role,
            agency=one.agency,
            ids=tuple(sorted(every.ids_of(one) - {one.practitioner or one.id})),
            left=not one.is_here,
        )
        for one in every.by_id.values()
    )
    return tuple(sorted(told, key=lambda one: (one.name, one.id)))


def note_change(ledger: store.Ledger) -> None:
    """The staff list has changed: every desk is told it anew."""
    ledger.change(tables.authority, {"staff_n": tables.authority.c.staff_n + 1})


def add_device(
    ledger: store.Ledger, staff_id: str, message: protocol.Enrol, now: datetime
) -> tuple[str, str]:
    """Let a desk in: its id, and its token, which is told once."""
    device_id, token = signing.new_id(), signing.new_token(ledger.authority)
    row = {
        "id": device_id,
        "staff": staff_id,
        "token_hash": signing.hash_of(token),
        "public_key": message.key,
        "incarnation": message.incarnation,
        "enrolled_at": tables.stamp(now),
        "alone_until": _alone_until(ledger, staff_id, message, now),
    }
    ledger.add(tables.device, [row])
    ledger.put(tables.life, [{"incarnation": message.incarnation, "staff": staff_id}], keep=True)
    return device_id, token


def _alone_until(ledger: store.Ledger, staff_id: str, message: protocol.Enrol, now: datetime) -> str:
    """Until when the desk's vault was its worker's alone: until somebody of this id was first let in, where
    they come once more with a new code. What was written since is judged as anybody's work is."""
    until = tables.stamp(_own_time(message.at, now))
    alias, device = tables.alias.c, tables.device.c
    if not ledger.rows(tables.alias, alias.practitioner == message.practitioner, alias.staff == staff_id):
        return until
    before = ledger.rows(tables.device, device.staff == staff_id, device.last_seen_at.is_not(None))
    return min([until, *(str(row.alone_until) for row in before if row.alone_until)])


def _own_time(said: datetime | None, now: datetime) -> datetime:
    """The time by the desk's own clock, as far as it can be believed."""
    if said is None or said.tzinfo is None or said.year < 1900:
        return now
    return min(said, now + _A_DAY)


def add_code(ledger: store.Ledger, staff_id: str, now: datetime) -> str:
    """A code that lets one desk of somebody in, within a day. It is told once."""
    made = signing.new_code(ledger.authority)
    expires = tables.stamp(now + CODE_LASTS)
    ledger.add(tables.code, [{"hash": signing.hash_of(made), "staff": staff_id, "expires_at": expires}])
    return made


def _checked_welcome(ledger: store.Ledger, device: Device) -> Staff:
    """Whose it is. Raises: Refused ("revoked") for a device that was, or whose worker has left."""
    staff = one(ledger, device.staff)
    if staff is None or not is_welcome(device.revoked_at, staff.ended_on):
        raise Refused("revoked")
    return staff


def is_welcome(revoked_at: str | None, ended_on: str | None) -> bool:
    """Whether a device is let in: it was not revoked, and whose it is has not left."""
    return revoked_at is None and ended_on is None


def staff_of(row: Any) -> Staff:
    """Whose device was asked for (see `asking`)."""
    return Staff(*(getattr(row, "of_" + name) for name in asking.STAFF))


def _staff(row: store.Read) -> Staff:
    return Staff(row.id, row.name, row.role, row.agency, row.manager, row.practitioner, row.ended_on)


def _device(row: store.Read) -> Device:
    return Device(
        authority=row.authority_id,
        id=row.id,
        staff=row.staff,
        public_key=row.public_key,
        incarnation=row.incarnation,
        round=row.round,
        round_digest=row.round_digest,
        round_before=row.round_before,
        round_acts=row.round_acts,
        round_acts_digest=row.round_acts_digest,
        cursor=row.cursor,
        last_seen_at=row.last_seen_at,
        revoked_at=row.revoked_at,
        enrolled_at=row.enrolled_at,
        alone_until=row.alone_until,
        told_all_in=row.told_all_in,
    )
