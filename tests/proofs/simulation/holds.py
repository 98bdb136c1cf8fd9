"""What has to hold whenever it is quiet. Each is a sentence that was broken, or nothing."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ehdesk.centre import people, standing, tables
from ehdesk.models import acts, base, document, enclosed, enrolled, soundness
from ehdesk.sync import protocol
from tests.proofs.simulation import versions
from tests.proofs.simulation.world import Desk, World


def broken(world: World) -> Iterator[str]:
    """Every invariant that does not hold now, or did not on the way."""
    yield from world.wrong
    for desk in world.desks:
        if desk.counts:
            yield from _desk_agrees(world, desk)
    yield from _nothing_lost(world)
    yield from _once_and_whole(world)
    yield from versions.told(world)


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
        yield f"{desk.called}: {told.waits} acts wait"
    if desk.ask(soundness.history).wrong:
        yield f"{desk.called}: the history does not add up"
    at_centre = {
        one.id: (one.kind, one.scope, one.fields) for one in world.centre.records() if one.scope in scopes
    }
    mine = {one: said for one, said in records_here.items() if _is_shared(scopes, said)}
    for record_id in sorted(mine.keys() | at_centre.keys()):
        here, there = mine.get(record_id), at_centre.get(record_id)
        if here != there:
            yield f"{desk.called}: {record_id} is {here}, at the centre {there}"
    outside = sorted(one for one, said in mine.items() if said[1] not in scopes)
    if outside:
        yield f"{desk.called} holds {outside} outside its scopes"
    yield from _files_agree(world, desk, at_centre)
    seconds = {row for row in _seconds_at(world) if row[0] in at_centre}
    if _seconds_on(desk) != seconds:
        yield f"{desk.called}: second versions {sorted(_seconds_on(desk) ^ seconds)}"


def _files_agree(world: World, desk: Desk, at_centre: dict[str, Any]) -> Iterator[str]:
    """Of each document that is here, the file is here and at the centre, or with neither; of no other one. (A
    file whose words were lost with a database, its own or the centre's, is kept for 35 days: they may come
    again, and nobody else may have it. Where they came for a family not held here, it is not told.)"""
    named = {said[2].get("sha256", "") for said in at_centre.values() if said[0] == "document"} - {""}
    came = {row.sha256 for row in world.centre.rows(tables.file)}
    for sha256 in sorted(named):
        if (sha256 in desk.disk.files) != (sha256 in came):
            yield f"{desk.called}: the file {sha256[:8]} is {'not ' * (sha256 not in came)}at the centre"
    waits = desk.strays | desk.ask(enclosed.left)
    if left := sorted(desk.disk.files.keys() - desk.ask(document.named) - waits):
        yield f"{desk.called}: {left} stay, and no document names them"


def _is_shared(scopes: frozenset[str], said: tuple[str, str, Any]) -> bool:
    """Not a card of a colleague, which each desk keeps as it knows them; nor what was set aside."""
    kind, scope, fields = said
    return not (kind == "practitioner" and scope not in scopes) and "$void_because" not in fields


def _seconds_at(world: World) -> set[tuple[str, str, str]]:
    return {(row.record, row.path, row.act) for row in world.centre.rows(tables.second_version)}


_SECONDS = sa.select(base.record.c.id, base.second_version.c.path, base.second_version.c.act_id).select_from(
    base.second_version.join(base.record, base.record.c.n == base.second_version.c.record_n)
)


def _seconds_on(desk: Desk) -> set[tuple[str, str, str]]:
    def read(reading: acts.Reading) -> Any:
        return {tuple(row) for row in reading.connection.execute(_SECONDS)}

    found: set[tuple[str, str, str]] = desk.ask(read)
    return found


def _once_and_whole(world: World) -> Iterator[str]:
    """Each act that was taken has its effect once, on everything that it speaks of."""
    effects: dict[str, set[int]] = {}
    for row in world.centre.rows(tables.revision):
        effects.setdefault(row.act, set()).add(row.number)
    lines: dict[int, set[str]] = {}
    for row in world.centre.rows(tables.act_scope):
        lines.setdefault(row.number, set()).add(row.record)
    for row in world.centre.rows(tables.act):
        if effects.get(row.id, {row.number}) != {row.number}:
            yield f"{row.id} is number {row.number} and had an effect as {sorted(effects[row.id])}"
        if row.number:
            said = protocol.decode_act(row.content).changes
            spoken = {one.record for one in said if not one.scope.startswith("practitioner:")}
            if not spoken <= lines.get(row.number, set()):
                yield f"only a part of {row.id} was taken: {lines.get(row.number)} of {spoken}"


def _nothing_lost(world: World) -> Iterator[str]:
    """Every act that was called saved on a desk that lives is at the centre to the last byte, taken or set
    aside whole."""
    known = {row.id: row.content for row in world.centre.rows(tables.act)}
    for desk in world.desks:
        if desk.hands_in:
            written = {one.act_id: one.content for one in desk.disk.written}
            there = {one for one in written if _is_there(known.get(one), written[one])}
            lost = sorted(written.keys() - _gave_up(desk) - there)
            if lost:
                yield f"{desk.called}: the centre never heard of {lost}"


def _gave_up(desk: Desk) -> set[str]:
    """What cannot come from a desk, nor from the one that took its work over and may have lost its disk."""
    return desk.gave_up | (_gave_up(desk.heir) if desk.heir else set())


def _is_there(known: bytes | None, written: bytes) -> bool:
    """Whether these bytes came, or a later part of the same act: one whose save a crash cut short may have
    reached the vault, and stays then."""
    return known == written or (
        known is not None and protocol.decode_act(known).part > protocol.decode_act(written).part
    )
