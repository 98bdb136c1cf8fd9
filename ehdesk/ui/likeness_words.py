"""Saying that somebody is here already: calmly, with the reasons, and without stopping anybody."""

from ehdesk.models import duplicates
from ehdesk.ui import desk as desks
from ehdesk.ui import telling

_REASONS = {
    "same_nhs": "the same NHS number",
    "same_name": "the same name",
    "like_name": "a name like it",
    "same_born": "the same date of birth",
    "swapped_born": "the date of birth with day and month the other way round",
    "near_born": "a date of birth near it",
}


def title(desk: desks.Desk, found: duplicates.Like) -> str:
    """ "Zofia Kowalczyk, 9, born 14 March 2017"."""
    if not found.family_name:
        return "Somebody known to another team: ask the coordinator"
    born = f"born {desk.words.partial_date(found.born)}" if found.born else ""
    return ", ".join(part for part in (found.name, found.own_script, found.age, born) if part)


def where(desk: desks.Desk, found: duplicates.Like) -> str:
    """ "In this family" or "Kowalczyk-Hughes · HB-2026-0007"."""
    if found.is_same_family:
        return "In this family’s file"
    name = telling.family_name(desk, found.family_name)
    return " · ".join(part for part in (name, found.reference) if part)


def why(found: duplicates.Like) -> str:
    """ "The same name and the same date of birth"."""
    told = " and ".join(_REASONS[reason] for reason in found.reasons)
    return told[:1].upper() + told[1:]
