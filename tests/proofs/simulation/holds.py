"""What has to hold whenever it is quiet. Each is a sentence that was broken, or nothing."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ehdesk.centre import people, records, standing, tables
from ehdesk.models import acts, base, enrolled, soundness
from tests.proofs.simulation.world import Desk, World


def broken(world: World) -> Iterator[str]:
    """Every invariant that does not hold now."""
    for desk in world.desks:
        if desk.counts:
            yield from _desk_agrees(world, desk)
    yield from _nothing_lost(world)


def _scopes(world: World, desk: Desk) -> frozenset[str]:
    with world.centre.ledger() as ledger:
        staff = people.one(ledger, world.centre.staff[desk.name])
        assert staff is not None
        return standing.scopes_of(ledger, staff)


def _desk_agrees(world: World, desk: Desk) -> Iterator[str]:
    scopes = _scopes(world, desk)
    records_here = desk.records()
    told = desk.ask(enrolled.standing)
    if told.waits:
        yield f"{desk.name}: {told.waits} acts wait"
    if desk.ask(soundness.history).wrong:
        yield f"{desk.name}: the history does not add up"
    at_centre = {
        row.id: (row.kind, row.scope, records.unpack(row.fields))
        for row in world.centre.rows(tables.record)
        if row.scope in scopes
    }
    mine = {one: said for one, said in records_here.items() if _is_shared(scopes, said)}
    for record_id in sorted(mine.keys() | at_centre.keys()):
        here, there = mine.get(record_id), at_centre.get(record_id)
        if here != there:
            yield f"{desk.name}: {record_id} is {here}, at the centre {there}"
    outside = sorted(one for one, said in mine.items() if said[1] not in scopes)
    if outside:
        yield f"{desk.name} holds {outside} outside its scopes"
    seconds = {row for row in _seconds_at(world) if row[0] in at_centre}
    if _seconds_on(desk) != seconds:
        yield f"{desk.name}: second versions {sorted(_seconds_on(desk) ^ seconds)}"


def _is_shared(scopes: frozenset[str], said: tuple[str, str, Any]) -> bool:
    """Not a card of a colleague, which each desk keeps as it knows them; nor what was set aside."""
    kind, scope, fields = said
    return not (kind == "practitioner" and scope not in scopes) and "$void_because" not in fields


def _seconds_at(world: World) -> set[tuple[str, str, str]]:
    return {(row.record, row.path, row.act) for row in world.centre.rows(tables.second_version)}


def _seconds_on(desk: Desk) -> set[tuple[str, str, str]]:
    def read(reading: acts.Reading) -> Any:
        second = base.second_version
        joined = second.join(base.record, base.record.c.n == second.c.record_n)
        wanted = sa.select(base.record.c.id, second.c.path, second.c.act_id).select_from(joined)
        return {tuple(row) for row in reading.connection.execute(wanted)}

    found: set[tuple[str, str, str]] = desk.ask(read)
    return found


def _nothing_lost(world: World) -> Iterator[str]:
    """Every act that was called saved on a desk that lives is at the centre, taken or set aside whole."""
    known = {row.id for row in world.centre.rows(tables.act)}
    for desk in world.desks:
        if desk.counts:
            lost = sorted({one.act_id for one in desk.disk.written} - known - desk.gave_up)
            if lost:
                yield f"{desk.name}: the centre never heard of {lost}"
