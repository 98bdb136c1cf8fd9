"""Who lives in the family's home, and since or until when. Somebody may be in the file and not live here.

A person's `stays` are rows of {from, to, how, why}: `how` is all_the_time or part_of_the_time, `why`
says why they came or went. `lives_here` says the same of today and is kept in step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ehdesk import errors
from ehdesk.models import acts, base, episode, held, person
from ehdesk.rules import merge

PART = "part_of_the_time"


@dataclass(frozen=True)
class Member:
    """Somebody who lives or lived here. `from_on` and `to_on` may be partial, "" where not known."""

    person_id: base.PersonId
    name: str
    known_as: str
    is_child: bool
    age: str
    relationship: str
    row_id: base.RowId | None
    from_on: str
    to_on: str
    why: str
    is_part_time: bool


@dataclass(frozen=True)
class Household:
    """Who lives here on a day, who lived here before, and who of the file never did as far as is known."""

    members: tuple[Member, ...]
    before: tuple[Member, ...]
    elsewhere: tuple[Member, ...]


@acts.act("household.left")
def take_out(work: acts.Work, person_id: str, *, on: str | None = None, reason: str) -> None:
    """Somebody does not live here any more, from today or another (partial) date. Nothing is deleted.

    Raises: RecordMissing, ReasonMissing, DatesCrossed.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    found = _person(work, person_id)
    day = on or work.clock.today().isoformat()
    standing = [row_id for row_id, row in _stays(found.fields) if not row.get("to")]
    if not standing:
        standing = [episode.add_row(work, found, "stays", {"how": "all_the_time"})]
    for row_id in standing:
        episode.end_row(work, found, f"stays/{row_id}", {"to": day, "why": reason.strip()})
    work.edit(found, "lives_here", value=False)


@acts.act("household.joined")
def bring_in(
    work: acts.Work, person_id: str, *, on: str | None = None, reason: str = "", part_time: bool = False
) -> base.RowId:
    """Somebody lives here from today, or from another (partial) date. Raises: RecordMissing."""
    found = _person(work, person_id)
    row = {"from": on or work.clock.today().isoformat(), "how": PART if part_time else "all_the_time"}
    made = episode.add_row(work, found, "stays", {**row, "why": reason.strip()})
    work.edit(found, "lives_here", value=True)
    return made


def household_at(read: acts.Reading, family_id: str, day: date | None = None) -> Household:
    """Who lived here on a day, today unless it is given.

    A partial date counts from its first day, and until its last one.
    """
    today = read.clock.today()
    when = (day or today).isoformat()
    members, before, elsewhere = [], [], []
    for card in person.people(read, family_id):
        stays = _stays(card.answers)
        here = [(row_id, row) for row_id, row in stays if _covers(row, when)]
        past = [(row_id, row) for row_id, row in stays if _is_over(row, when)]
        if here:
            members.append(_member(card, *here[-1]))
        elif not stays and card.answers.get("lives_here"):
            members.append(_member(card))
        elif past:
            before.append(_member(card, *past[-1]))
        else:
            elsewhere.append(_member(card))
    return Household(tuple(members), tuple(before), tuple(elsewhere))


def _person(work: acts.Work, person_id: str) -> held.Held:
    found = work.record(person_id)
    if found.kind != "person":
        raise errors.RecordMissing
    if found.fields.get(person.MERGED_INTO):
        raise errors.RecordJoined
    return found


def _stays(fields: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    rows = merge.ordered(fields.get("stays") or {})
    return sorted(rows, key=lambda one: str(one[1].get("from") or ""))


def _covers(row: Mapping[str, Any], day: str) -> bool:
    begun, ended = str(row.get("from") or ""), str(row.get("to") or "")
    return begun[:10] <= day and not _is_over({"to": ended}, day)


def _is_over(row: Mapping[str, Any], day: str) -> bool:
    """Whether the last day of the stay lies before this day; the day of moving out is the first one away."""
    ended = str(row.get("to") or "")
    return bool(ended) and (ended <= day if len(ended) == 10 else ended < day[: len(ended)])


def _member(
    card: person.PersonCard, row_id: str | None = None, row: Mapping[str, Any] | None = None
) -> Member:
    told = row or {}
    return Member(
        person_id=card.id,
        name=card.full_name,
        known_as=card.known_as,
        is_child=card.is_child,
        age=card.age,
        relationship=card.relationship,
        row_id=base.RowId(row_id) if row_id else None,
        from_on=told.get("from") or "",
        to_on=told.get("to") or "",
        why=told.get("why") or "",
        is_part_time=told.get("how") == PART,
    )
