"""Where somebody stands with a family: who leads, who is in the team, whose manager it is. Pure.

It is read from the family's episodes as they stand before an act, so that nobody lets themselves in.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ehdesk.rules import rights


def tie_of(
    me: str,
    role: rights.Role,
    manages: Iterable[str],
    opened_by: str | None,
    episodes: Iterable[Mapping[str, Any]],
    today: str,
) -> rights.Tie:
    """How `me` is tied to a family on a day (ISO text): the closest tie of all of its episodes.

    `manages` are the ids of everybody whom a line manager manages, directly or through others; it counts for
    that role only. `opened_by` wrote the family's record, and leads while no episode has ever named a lead
    whom the authority knows by id. Whoever's last day is still to come is still there; whoever led an episode
    that was closed still does. Leading comes before managing, and managing before being in the team: who
    leads does not judge the same work. Source: design, section 6; obligations 1.25 and 2.29.
    """
    every = list(episodes)
    ever = list(_named(every, "leads", today))
    leads = {who for who, is_here in ever if is_here}
    if not ever and opened_by:
        leads = {opened_by}
    team = {who for who, is_here in _named(every, "agencies", today) if is_here}
    if me in leads:
        return "lead"
    if role == "line_manager" and not (leads | team).isdisjoint(manages):
        return "manager_of"
    return "team" if me in team else "none"


CLOSEST: tuple[rights.Tie, ...] = ("lead", "manager_of", "team", "none")


def closest(found: Iterable[rights.Tie]) -> rights.Tie:
    """The closest of some ties: somebody may stand in the record under several ids."""
    every = set(found)
    return next((tie for tie in CLOSEST if tie in every), "none")


def among(
    staff: Collection[str], episodes: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, dict[str, Any]]]:
    """Episodes as far as they name somebody whom the authority knows by id: whom it does not know has no
    tie to pass on, and keeps out nobody."""
    for fields in episodes:
        yield {table: dict(_of_staff(fields.get(table), staff)) for table in ("leads", "agencies")}


def _of_staff(rows: Any, staff: Collection[str]) -> Iterator[tuple[str, Any]]:
    for row_id, row in rows.items() if isinstance(rows, Mapping) else ():
        if isinstance(row, Mapping) and str(row.get("practitioner") or "") in staff:
            yield row_id, row


def _named(episodes: Iterable[Mapping[str, Any]], table: str, today: str) -> Iterator[tuple[str, bool]]:
    """Everybody whom the rows of a table name by id, and whether they are here on the day."""
    for fields in episodes:
        rows = fields.get(table)
        for row in rows.values() if isinstance(rows, Mapping) else ():
            who = row.get("practitioner") if isinstance(row, Mapping) else None
            if who:
                yield str(who), not row.get("to") or str(row["to"]) > today
