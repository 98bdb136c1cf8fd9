"""What an answer may hold, by a rule of its own: it asks who is around a family, never the grants."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ehdesk.centre import people, records, tables
from ehdesk.models import base
from ehdesk.rules import rights, ties
from ehdesk.sync import protocol

if TYPE_CHECKING:
    from tests.proofs.simulation.world import Desk, World

_WAITING = str(sa.select(base.act.c.content).where(base.unanswered()).compile(dialect=sqlite.dialect()))
_AUDIENCES: tuple[rights.Audience, ...] = ("file", "restricted", "quality")


def wrong_with(world: "World", device: people.Device, answer: protocol.Answer) -> Iterator[str]:
    """What of an answer should not have been told to this device."""
    if device.id in world.shut_out:
        yield f"{device.id} was shut out and got an answer"
    allowed = may_hold(world, device.staff)
    if not set(answer.scopes) <= allowed:
        yield f"{device.id} is granted {sorted(set(answer.scopes) - allowed)}"
    for arrival in answer.arrivals:
        outside = {change.scope for change in arrival.act.changes} - allowed
        if outside:
            yield f"{device.id} was told of {sorted(outside)} by {arrival.act.id}"


def _is_elsewhere(desk: "Desk", act_id: str, record_id: str) -> bool:
    """Whether the centre has an act, and the record of it where this desk may not see it."""
    centre = desk.world.centre
    if not any(row.id == act_id and row.verdict == "taken" for row in centre.rows(tables.act)):
        return False
    lies = next((one.scope for one in centre.records() if one.id == record_id), "")
    staff = next(row.staff for row in centre.rows(tables.device) if row.id == desk.link().device)
    return lies not in may_hold(desk.world, staff)


def words_missing(desk: "Desk") -> Iterator[str]:
    """What waits on a desk has to be seen there, too: a worker's own words never go away meanwhile. They
    stand in a record; where something is missing that the act needs, in the list of what has no record here.

    After the centre was put back another laptop may have brought them, and somebody moved their record out
    of sight: they are at the centre then, where this laptop is about to send them once more.
    """
    waiting = [row[0] for row in desk.disk.raw.execute(_WAITING)]
    if not waiting:
        return
    here = {row[0] for row in desk.disk.raw.execute("SELECT id FROM record")}
    listed = {row[0] for row in desk.disk.raw.execute("SELECT act_id FROM set_aside")}
    for act in map(protocol.decode_act, waiting):
        lacks = any(not change.new and change.record not in here for change in act.changes)
        is_listed = lacks and act.id in listed
        for change in act.changes:
            is_missing = change.record not in here and not is_listed and (change.new or change.edits)
            if is_missing and not _is_elsewhere(desk, act.id, change.record):
                yield f"{desk.called}: {change.record} waits to be sent and is not to be seen"


def may_hold(world: "World", staff_id: str) -> frozenset[str]:
    """The scopes that somebody may hold now: worked out again when anything of the ties has changed there."""
    today = world.time.clock().today().isoformat()
    asked = (world.centre.standing(), today, staff_id)
    if asked not in world.known:
        comes_from = (world.centre.ties(), today, staff_id)
        if comes_from not in world.known:
            world.known[comes_from] = _may_hold(*comes_from)
        world.known[asked] = world.known[comes_from]
    return world.known[asked]


def _may_hold(stands: tuple[Any, ...], today: str, staff_id: str) -> frozenset[str]:
    rows, aliases, people = stands
    staff = {row.id: row for row in people}
    mine = {row.practitioner for row in aliases if row.staff == staff_id}
    below = _below(staff, staff_id)
    managed = {row.practitioner for row in aliases if row.staff in below}
    known = {row.practitioner for row in aliases}
    found = {"authority"} | {f"practitioner:{one}" for one in mine}
    episodes_in: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row.kind == "episode":
            episodes_in.setdefault(row.scope, []).append(_of_staff(records.unpack(row.fields), known))
    for family in (row for row in rows if row.kind == "family"):
        episodes = episodes_in.get(family.scope, [])
        for me in mine:
            tie = ties.tie_of(me, staff[staff_id].role, managed, family.author, episodes, today)
            allowed = [one for one in _AUDIENCES if rights.may(staff[staff_id].role, tie, one, "read")]
            found |= {f"family:{family.id}/{one}" for one in allowed}
    return frozenset(found)


def _below(staff: dict[str, Any], above: str) -> set[str]:
    """Everybody whom somebody manages, directly or through others."""
    found: set[str] = set()
    while more := {one.id for one in staff.values() if one.manager in {above, *found}} - found:
        found |= more
    return found


def _of_staff(fields: dict[str, Any], known: set[str]) -> dict[str, Any]:
    tables_of_people = {name: fields.get(name) or {} for name in ("leads", "agencies")}
    return {
        name: {key: row for key, row in rows.items() if row.get("practitioner") in known}
        for name, rows in tables_of_people.items()
    }
