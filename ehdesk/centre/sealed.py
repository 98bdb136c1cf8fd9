"""What locked laptops hand in: sealed parts of their journals, kept for the worker and never opened here."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from ehdesk.centre import people, store, tables
from ehdesk.centre.refusing import Refused
from ehdesk.sync import protocol

MOST = 128 << 20
"""Bytes that are kept for one device at most."""

_NAME = re.compile(r"header-[0-9a-f]{16}|[0-9]{8}(-[0-9a-f]{16})?", re.ASCII)


@dataclass(frozen=True)
class Held:
    """How much of one part is here, and the SHA-256 of it."""

    size: int
    digest: str


@dataclass(frozen=True)
class Line:
    """What one device has handed in: how many parts and bytes, and when the last of it came."""

    device: str
    parts: int
    size: int
    came_at: str


def look(opened: store.Store, device: people.Device, name: str) -> Held:
    """How much of a part is here. Raises: Refused ("unreadable"), errors.DatabaseAway."""
    _check_name(name)
    with opened.transaction(device.authority) as ledger:
        content = _content(ledger, device.id, name)
    return Held(len(content), hashlib.sha256(content).hexdigest())


def take(
    opened: store.Store, device: people.Device, name: str, start: int, piece: bytes, now: datetime
) -> protocol.Filed:
    """Add a piece to a part where it is the next one; the answer says how much is here.

    Raises: Refused ("unreadable", "too_large"), errors.DatabaseAway.
    """
    _check_name(name)
    part = tables.sealed
    with opened.transaction(device.authority) as ledger:
        ledger.rows(tables.device, tables.device.c.id == device.id, locked=True)  # one piece after the other
        rows = ledger.rows(part, part.c.device == device.id, columns=(part.c.name, part.c.size))
        held = sum(row.size for row in rows if row.name == name)
        if start != held or not piece:
            return protocol.Filed(held, held)
        if sum(row.size for row in rows) + len(piece) > MOST:
            raise Refused("too_large")
        row = {"device": device.id, "name": name, "start": start, "size": len(piece), "content": piece}
        ledger.add(part, [row | {"came_at": tables.stamp(now)}])
        return protocol.Filed(held + len(piece), held + len(piece))


def forget(opened: store.Store, device: people.Device) -> None:
    """The worker has unlocked, and everything has come in the ordinary way. Raises: errors.DatabaseAway."""
    with opened.transaction(device.authority) as ledger:
        ledger.forget(tables.sealed, tables.sealed.c.device == device.id)


def lines(ledger: store.Ledger) -> tuple[Line, ...]:
    """Which devices have handed something in, by id."""
    part = tables.sealed
    found: dict[str, list[store.Read]] = {}
    for row in ledger.rows(part, columns=(part.c.device, part.c.name, part.c.size, part.c.came_at)):
        found.setdefault(row.device, []).append(row)
    return tuple(
        Line(
            device,
            parts=len({row.name for row in rows}),
            size=sum(row.size for row in rows),
            came_at=max(row.came_at for row in rows),
        )
        for device, rows in sorted(found.items())
    )


def parts(ledger: store.Ledger, device: str) -> dict[str, bytes]:
    """Everything that a device has handed in, by name, those that came first first."""
    part = tables.sealed
    rows = ledger.rows(part, part.c.device == device, columns=(part.c.name, part.c.came_at))
    names = dict.fromkeys(row.name for row in sorted(rows, key=lambda row: (row.came_at, row.name)))
    return {name: _content(ledger, device, name) for name in names}


def _content(ledger: store.Ledger, device: str, name: str) -> bytes:
    part = tables.sealed
    here = (part.c.device == device, part.c.name == name)
    return b"".join(row.content for row in ledger.rows(part, *here, order=part.c.start.asc()))


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise Refused("unreadable")
