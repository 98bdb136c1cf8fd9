"""Who stands where: the ties of the staff to a family, and the scopes that follow from them.

How somebody is tied to a family is for `rules.ties` to say, from its current episodes; what a tie allows,
for `rules.rights`. Whatever they do not allow is denied. Here it is kept as grants, so that a desk is told
what it may hold without reading every family.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ehdesk import clock
from ehdesk.centre import asked, people, reading, records, store, tables
from ehdesk.rules import rights, ties

FAMILY_AUDIENCES: tuple[rights.Audience, ...] = ("file", "restricted", "quality")
GRACE = timedelta(days=30)
"""How long what was written before a desk could know of a withdrawal is still taken in."""

_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TABLES = ("leads", "agencies")
_OWN = "practitioner:"

_MINE = (tables.grant.c.staff == asked.given("staff"), tables.grant.c.to_number.is_(None))
_HELD = asked.query(tables.grant, *_MINE)
_OPEN_IN = asked.query(
    tables.grant, asked.Among(tables.grant.c.scope, "scopes"), tables.grant.c.to_number.is_(None)
)
_WRITES = asked.query(tables.grant, *_MINE, tables.grant.c.may_write.is_(True))
_DUE = asked.query(tables.grant, *_MINE, tables.grant.c.review_on <= asked.given("day"))
_WITHDRAWN = asked.query(
    tables.grant,
    tables.grant.c.staff == asked.given("staff"),
    tables.grant.c.may_write.is_(True),
    tables.grant.c.to_number > asked.given("cursor"),
)


Knows = Callable[[Iterable[str]], frozenset[str]]
"""Which of some practitioner ids stand for somebody of the staff."""


@dataclass(frozen=True)
class Person:
    """Somebody of the staff, every practitioner id that stands for them, and those of whom they manage."""

    staff: people.Staff
    ids: frozenset[str]
    manages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Family:
    """What the ties to a family come from: who opened it, and the fields of its episodes."""

    opened_by: str
    episodes: tuple[Mapping[str, Any], ...]


def file_scope(family: str) -> str:
    """The scope of what everybody around a family may hold."""
    return f"family:{family}/file"


def audience_of(scope: str, ids: frozenset[str]) -> rights.Audience:
    """Who a scope is for, as somebody with these practitioner ids sees it."""
    owner = scope.removeprefix(_OWN)
    return rights.audience_of(scope, owner if owner in ids else "")


def family(found: records.Held, episodes: Iterable[records.Held], knows: Knows) -> Family:
    """What the ties to a family come from. Whom the authority does not know by id has no tie to pass on:
    neither a lead nor an author from elsewhere keeps out those who brought the family in."""
    told = [{table: _rows(one.fields, table) for table in _TABLES} for one in episodes]
    said = str(found.fields.get("$author", found.author))
    named = {str(row["practitioner"]) for each in told for rows in each.values() for row in rows.values()}
    known = knows({said, *named})
    return Family(
        said if said in known else found.author,
        tuple({table: _known(rows, known) for table, rows in each.items()} for each in told),
    )


def tie_of(person: Person, around: Family, day: str) -> rights.Tie:
    """The closest tie of somebody to a family on a day (ISO text). Who has left has none."""
    if not person.staff.is_here:
        return "none"
    return ties.closest(
        ties.tie_of(me, person.staff.role, person.manages, around.opened_by, around.episodes, day)
        for me in person.ids
    )


def may_hold(staff: people.Staff, tie: rights.Tie, audience: rights.Audience) -> bool:
    """Whether somebody may read, as one of the staff."""
    return staff.is_here and rights.may(staff.role, tie, audience, "read")


def day_of(now: datetime) -> str:
    """The date in London, as ISO text."""
    return clock.local(now).date().isoformat()


def grant(
    ledger: store.Ledger,
    roster: people.Roster,
    families: Mapping[str, Family],
    number: int,
    now: datetime,
) -> None:
    """Bring the grants of some families to what their ties say now; `number` is the act that changed them."""
    day = day_of(now)
    wanted = {
        (staff, scope): line
        for family_id, around in families.items()
        for staff, scope, line in _wanted(roster, family_id, around, day)
    }
    scopes = [f"family:{family_id}/{audience}" for family_id in families for audience in FAMILY_AUDIENCES]
    kept, changed = set(), []
    for row in ledger.told(_OPEN_IN, scopes=scopes):
        now_wanted = wanted.get((row.staff, row.scope))
        line = {"staff": row.staff, "scope": row.scope, "from_number": row.from_number}
        if now_wanted is not None and now_wanted["may_write"] is row.may_write:
            kept.add((row.staff, row.scope))
            changed += [line | now_wanted] if now_wanted["review_on"] != row.review_on else []
        else:
            ended = {"to_number": number, "ended_at": tables.stamp(now)}
            changed.append(line | _line(may_write=row.may_write, review_on=None) | ended)
    ledger.put(tables.grant, changed)
    begun = [
        {"staff": staff, "scope": scope, "from_number": number, **line}
        for (staff, scope), line in wanted.items()
        if (staff, scope) not in kept
    ]
    ledger.put(tables.grant, begun)


def due(ledger: store.Ledger, staff_id: str, now: datetime) -> frozenset[str]:
    """The families whose ties may have changed since by the date alone: somebody's last day has come."""
    rows = ledger.told(_DUE, staff=staff_id, day=day_of(now))
    return frozenset(rights.family_of(row.scope) for row in rows)


def grant_again(ledger: store.Ledger, families: Iterable[str], number: int, now: datetime) -> None:
    """Bring the grants of some families to what their records say today."""
    asked = list(families)
    found = records.of(ledger, asked)
    episodes = records.in_scopes(ledger, map(file_scope, asked), "episode").values()
    roster = people.roster(ledger)
    grant(ledger, roster, _around(roster, found.values(), episodes), number, now)


def grant_from_now(ledger: store.Ledger, now: datetime) -> None:
    """Bring every grant of the authority to what the ties and the staff say now: the staff has changed.

    No act did it, so that a withdrawal counts from the next one.
    """
    turn = ledger.change(tables.authority, {"staff_n": tables.authority.c.staff_n + 1})[0]
    roster = people.roster(ledger)
    found, episodes = records.of_kind(ledger, "family"), records.of_kind(ledger, "episode")
    around = _around(roster, found.values(), episodes.values())
    grant(ledger, roster, around, turn.n + 1, now)


def wanted_now(ledger: store.Ledger, now: datetime) -> dict[tuple[str, str], bool]:
    """What every grant of the authority would be, from its records and its staff: whether they may write, by
    staff and scope."""
    roster, day = people.roster(ledger), day_of(now)
    found, episodes = records.of_kind(ledger, "family"), records.of_kind(ledger, "episode")
    return {
        (staff, scope): line["may_write"]
        for family_id, around in _around(roster, found.values(), episodes.values()).items()
        for staff, scope, line in _wanted(roster, family_id, around, day)
    }


def due_families(ledger: store.Ledger, now: datetime) -> frozenset[str]:
    """The families whose ties may have changed by the date alone, and have not been brought up to it yet."""
    late = (tables.grant.c.to_number.is_(None), tables.grant.c.review_on <= day_of(now))
    return frozenset(rights.family_of(row.scope) for row in ledger.rows(tables.grant, *late))


def scopes_of(ledger: store.Ledger, staff: people.Staff) -> frozenset[str]:
    """Every scope that somebody may hold now."""
    granted = [row.scope for row in ledger.told(_HELD, staff=staff.id)] if staff.is_here else []
    return scopes_with(staff, people.aliases(ledger, staff.id), granted)


def scopes_with(staff: people.Staff, aliases: Iterable[str], granted: Iterable[str]) -> frozenset[str]:
    """The same, from the practitioner ids that stand for them and the families' scopes that are granted."""
    found: set[str] = set()
    if may_hold(staff, "none", "own"):
        found |= {_OWN + one for one in aliases}
    if may_hold(staff, "none", "authority"):
        found.add("authority")
    return frozenset(found.union(granted) if staff.is_here else found)


def writes(ledger: store.Ledger, staff: people.Staff) -> frozenset[str]:
    """The families' scopes that somebody may write."""
    return (
        frozenset(row.scope for row in ledger.told(_WRITES, staff=staff.id)) if staff.is_here else frozenset()
    )


def in_grace(ledger: store.Ledger, staff_id: str, cursor: int, now: datetime) -> frozenset[str]:
    """The scopes that were withdrawn without the desk having heard of it yet, up to its cursor."""
    rows = ledger.told(_WITHDRAWN, staff=staff_id, cursor=cursor)
    return frozenset(row.scope for row in rows if reading.is_after(row.ended_at, now - GRACE))


def alone_until(device: people.Device, now: datetime) -> datetime | None:
    """Until when a device's worker wrote alone, while that may still be on its way."""
    if device.alone_until is None or not reading.is_after(device.enrolled_at, now - GRACE):
        return None
    return datetime.fromisoformat(device.alone_until)


def _around(
    roster: people.Roster, families: Iterable[records.Held], episodes: Iterable[records.Held]
) -> dict[str, Family]:
    of_scope: dict[str, list[records.Held]] = {}
    for one in episodes:
        of_scope.setdefault(one.scope, []).append(one)
    return {
        one.id: family(one, of_scope.get(one.scope, ()), roster.known)
        for one in families
        if one.kind == "family" and one.scope == file_scope(one.id)
    }


def _wanted(
    roster: people.Roster, family_id: str, around: Family, day: str
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Who may hold which scope of a family: staff, scope, and the rest of the grant."""
    last_days = (last for _, last in _named(around) if last > day and _A_DAY.fullmatch(last))
    review_on = min(last_days, default=None)
    for staff in _candidates(roster, around):
        person = Person(staff, roster.ids_of(staff), roster.managed(staff))
        tie = tie_of(person, around, day)
        for audience in FAMILY_AUDIENCES:
            if may_hold(staff, tie, audience):
                may_write = rights.may(staff.role, tie, audience, "write")
                scope = f"family:{family_id}/{audience}"
                yield staff.id, scope, _line(may_write=may_write, review_on=review_on)


def _candidates(roster: people.Roster, around: Family) -> Iterable[people.Staff]:
    """Whoever is named around a family, who manages them, and who needs no tie."""
    named = {around.opened_by, *(who for who, _ in _named(around))}
    found: dict[str, people.Staff] = {}
    for staff in filter(None, map(roster.staff_of, sorted(named))):
        found |= {one.id: one for one in (staff, *roster.managers(staff))}
    untied = [
        one
        for one in roster.by_id.values()
        if any(may_hold(one, "none", audience) for audience in FAMILY_AUDIENCES)
    ]
    return {**found, **{one.id: one for one in untied}}.values()


def _named(around: Family) -> Iterator[tuple[str, str]]:
    """Everybody who is named by id, and their last day where they have one."""
    for fields in around.episodes:
        for rows in fields.values():
            for row in rows.values():
                yield str(row["practitioner"]), str(row.get("to") or "")


def _rows(fields: Mapping[str, Any], table: str) -> dict[str, Any]:
    """The rows of a table that name somebody by id."""
    rows = fields.get(table)
    every = rows.items() if isinstance(rows, dict) else ()
    return {row_id: row for row_id, row in every if isinstance(row, dict) and row.get("practitioner")}


def _known(rows: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return {row_id: row for row_id, row in rows.items() if str(row["practitioner"]) in known}


def _line(*, may_write: bool, review_on: str | None) -> dict[str, Any]:
    ended: dict[str, Any] = {"to_number": None, "ended_at": None}
    return {"may_write": may_write, "review_on": review_on, **ended}
