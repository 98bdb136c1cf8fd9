"""Who stands where: the ties of the staff to a family, and the scopes that follow from them.

Whoever leads a current episode, is of its team, or manages one of these (directly or through others) has a
tie. A family that no current episode gives a lead by id is its author's. What a tie allows is for
`rules.rights` to say; whatever it does not allow is denied.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ehdesk.centre import people, reading, records, store, tables
from ehdesk.rules import rights

FAMILY_AUDIENCES: tuple[rights.Audience, ...] = ("file", "restricted", "quality")
GRACE = timedelta(days=30)
"""How long what was written before a desk could know of a withdrawal is still taken in."""


@dataclass(frozen=True)
class Scope:
    """A scope taken apart: whose it is, and for which audience."""

    audience: rights.Audience
    of: str = ""


@dataclass(frozen=True)
class Involved:
    """The practitioner ids that lead, and those of the team."""

    leads: frozenset[str]
    team: frozenset[str]


def parsed(scope: str) -> Scope | None:
    """A scope taken apart, or None where it is none."""
    if scope == "authority":
        return Scope("authority")
    kind, _, rest = scope.partition(":")
    if kind == "practitioner" and rest:
        return Scope("own", rest)
    family, _, audience = rest.rpartition("/")
    for known in FAMILY_AUDIENCES:
        if kind == "family" and family and audience == known:
            return Scope(known, family)
    return None


def file_scope(family: str) -> str:
    """The scope of what everybody around a family may hold."""
    return f"family:{family}/file"


def involved(family: records.Held, episodes: Iterable[records.Held]) -> Involved:
    """Who leads and who is of the team now. Closed episodes count where no other is open."""
    told = [one.fields for one in episodes]
    current = [fields for fields in told if not fields.get("closed_on")]
    if not current and told:
        current = [max(told, key=lambda fields: str(fields.get("opened_on") or ""))]
    leads = frozenset(who for fields in current for who in _standing_rows(fields, "leads"))
    team = frozenset(who for fields in current for who in _standing_rows(fields, "agencies"))
    return Involved(leads or frozenset({family.author}), team)


def ties(roster: people.Roster, around: Involved) -> dict[str, set[rights.Tie]]:
    """Who of the staff has which ties. Whoever is not named has none."""
    found: dict[str, set[rights.Tie]] = {}
    parts: tuple[tuple[rights.Tie, frozenset[str]], ...] = (("lead", around.leads), ("team", around.team))
    for tie, some in parts:
        for practitioner in some:
            staff = roster.staff_of(practitioner)
            if staff is None:
                continue
            found.setdefault(staff.id, set()).add(tie)
            for above in roster.managers(staff):
                found.setdefault(above.id, set()).add("manager_of")
    return found


def may(
    staff: people.Staff, held: Iterable[rights.Tie], audience: rights.Audience, deed: rights.Deed
) -> bool:
    """Whether any of somebody's ties allows it. Who has left may nothing."""
    every: set[rights.Tie] = {*held, "none"}
    return staff.is_here and any(rights.may(staff.role, tie, audience, deed) for tie in every)


def grant(
    ledger: store.Ledger,
    roster: people.Roster,
    families: Mapping[str, Involved],
    number: int,
    now: datetime,
) -> None:
    """Bring the grants of some families to what their ties say now; `number` is the act that changed them."""
    wanted = {
        (staff.id, f"family:{family}/{audience}"): may(staff, held, audience, "write")
        for family, around in families.items()
        for staff, held in _candidates(roster, around)
        for audience in FAMILY_AUDIENCES
        if may(staff, held, audience, "read")
    }
    scopes = [f"family:{family}/{audience}" for family in families for audience in FAMILY_AUDIENCES]
    open_still = tables.grant.c.to_number.is_(None)
    standing = ledger.rows_in(tables.grant, tables.grant.c.scope, scopes, open_still)
    kept, ended = set(), []
    for row in standing:
        if wanted.get((row.staff, row.scope)) is row.may_write:
            kept.add((row.staff, row.scope))
        else:
            ended.append(
                _line(row.staff, row.scope, row.from_number, may_write=row.may_write)
                | {"to_number": number, "ended_at": tables.stamp(now)}
            )
    ledger.put(tables.grant, ended)
    begun = [
        _line(staff, scope, number, may_write=may_write)
        for (staff, scope), may_write in wanted.items()
        if (staff, scope) not in kept
    ]
    ledger.put(tables.grant, begun)


def grant_everywhere(ledger: store.Ledger, number: int, now: datetime) -> None:
    """Bring every grant of the authority to what the ties and the staff say now."""
    roster = people.roster(ledger)
    families = records.of_kind(ledger, "family")
    episodes: dict[str, list[records.Held]] = {}
    for one in records.of_kind(ledger, "episode").values():
        episodes.setdefault(one.scope, []).append(one)
    around = {
        family.id: involved(family, episodes.get(family.scope, ()))
        for family in families.values()
        if family.scope == file_scope(family.id)
    }
    grant(ledger, roster, around, number, now)


def scopes_of(ledger: store.Ledger, staff: people.Staff) -> frozenset[str]:
    """Every scope that somebody may hold now."""
    found: set[str] = set()
    if may(staff, (), "own", "read"):
        found |= {f"practitioner:{one}" for one in people.aliases(ledger, staff.id)}
    if may(staff, (), "authority", "read"):
        found.add("authority")
    if staff.is_here:
        mine = (tables.grant.c.staff == staff.id, tables.grant.c.to_number.is_(None))
        found |= {row.scope for row in ledger.rows(tables.grant, *mine)}
    return frozenset(found)


def in_grace(ledger: store.Ledger, staff_id: str, cursor: int, now: datetime) -> frozenset[str]:
    """The scopes that were withdrawn without the desk having heard of it yet, up to its cursor."""
    mine = (
        tables.grant.c.staff == staff_id,
        tables.grant.c.may_write.is_(True),
        tables.grant.c.to_number > cursor,
    )
    rows = ledger.rows(tables.grant, *mine)
    return frozenset(row.scope for row in rows if reading.is_after(row.ended_at, now - GRACE))


def _candidates(
    roster: people.Roster, around: Involved
) -> Iterable[tuple[people.Staff, Iterable[rights.Tie]]]:
    found = ties(roster, around)
    return [(staff, found.get(staff.id, ())) for staff in roster.by_id.values()]


def _line(staff: str, scope: str, from_number: int, *, may_write: bool) -> dict[str, Any]:
    ended: dict[str, Any] = {"to_number": None, "ended_at": None}
    return {"staff": staff, "scope": scope, "from_number": from_number, "may_write": may_write, **ended}


def _standing_rows(fields: Mapping[str, Any], table: str) -> Iterable[str]:
    """The practitioner ids of the rows that have no end."""
    rows = fields.get(table)
    for row in rows.values() if isinstance(rows, dict) else ():
        if isinstance(row, dict) and not row.get("to") and isinstance(row.get("practitioner"), str):
            yield row["practitioner"]
