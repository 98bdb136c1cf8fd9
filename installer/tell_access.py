#!/usr/bin/env python3
"""Write docs/access.md from the table of rights, in plain words, so that it cannot lie.

.venv/bin/python installer/tell_access.py
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ehdesk.rules import rights  # noqa: E402

PAGE = ROOT / "docs" / "access.md"
Who = tuple[rights.Role, rights.Tie]
Thing = tuple[rights.Audience, str, str]
"""A place, a verb and a kind of record."""

WHO: dict[str, tuple[Who, ...]] = {
    "Leads": (("practitioner", "lead"), ("line_manager", "lead"), ("coordinator", "lead")),
    "In the team": (("practitioner", "team"), ("line_manager", "team")),
    "Manages": (("line_manager", "manager_of"),),
    "Coordinator": (("coordinator", "none"),),
    "No part in it": (("practitioner", "none"), ("line_manager", "none")),
    "Administrator": tuple(("administrator", tie) for tie in get_args(rights.Tie)),
}
"""The columns, each for all who may do the same. Managing is a tie for line managers only."""

LIKE_A_LEAD: Who = ("coordinator", "team")
"""May do what a lead may, which stands below the tables."""

ROLES: dict[rights.Role, str] = {
    "practitioner": "workers",
    "line_manager": "line managers",
    "coordinator": "the coordinator",
    "administrator": "administrators",
}

PLACES: dict[str, rights.Audience] = {
    "The family’s file": "file",
    "Answers kept apart": "restricted",
    "Feedback and self-assessments": "quality",
    "Their own": "own",
    "Agencies and links": "authority",
}

THINGS: dict[str, Thing] = {
    "Write a note": ("file", "form.started", "note"),
    "Fill in an assessment, plan or review": ("file", "form.started", "part_b"),
    "Change what is known of a person": ("file", "person.changed", "person"),
    "Note a sign-off given on paper or beside them": ("file", "form.sign_off_noted", "part_b"),
    "Sign off, confirm a sign-off, send back": ("file", "form.signed_off", "part_b"),
    "Write oversight (F09)": ("file", "form.started", "oversight"),
    "Hand over the lead": ("file", "lead.handed_over", "episode"),
    "Say who is in the team": ("file", "team.joined", "episode"),
    "Agree a level of need": ("file", "level.set", "episode"),
    "Open or close an episode": ("file", "episode.closed", "episode"),
    "Move a record to the right family": ("file", "record.moved", "note"),
    "Join two records of one person": ("file", "person.joined", "person"),
    "Say that people of two families are the same": ("authority", "person.linked", "person_link"),
    "Finish feedback of a family": ("quality", "form.finished", "feedback"),
    "Finish a self-assessment": ("quality", "form.finished", "self_assessment"),
}
"""What people do, each with one place, verb and kind that stands for it."""

OPENING: Thing = ("file", "family.opened", "family")
DEEDS = {(True, True): "read, write", (True, False): "read", (False, True): "write", (False, False): "–"}

HEAD = """# Who may do what

For managers. This page is written from the table in `ehdesk/rules/rights.py` by
`installer/tell_access.py`. A test fails when the two differ, and another one holds every cell of the table
against a list made by hand.

**What is not allowed here is refused.** The laptop checks every change before it is kept; one that touches
several records is kept whole or not at all. What a worker can read depends on what is sent to their laptop:
of what is there, only the drafts that are somebody else’s own are hidden. A laptop that is not enrolled with
an authority belongs to the one worker who uses it, who may do everything in it.

## How somebody is tied to a family

- **Leads**: an episode of the family names them as its lead, by their account, and their last day has not
  come. Until a lead is named that way, whoever opened the file leads.
- **In the team**: an episode names them in its team, by their account, and their last day has not come.
- **Manages**: they are the line manager, directly or through others, of somebody who leads or is in the team.
- **Coordinator**: the Early Help Coordinator, with no part in the work with this family.

Whoever has two ties has the first of: leads, manages, in the team. What counts is how things stand before the
act, so nobody lets themselves in. A name without an account gives no rights.

## Where they read and write

- **The family’s file** is everything about the family that stands in no other line.
- **Answers kept apart** are safe addresses, warnings before a visit, what was said about domestic abuse, and
  documents marked so.
- **Feedback and self-assessments** stand there once they are finished.
- **Their own** are notes without a family, drafts of feedback and self-assessments, and their own card.
  Nobody reads or writes what is somebody else’s own, whatever their role.
- **Agencies and links** are the shared list of agencies, and the word that people in two files are the same.
"""

FOOT = """- A coordinator who is in the team themselves may do what its lead may, and signs nothing off in it.
- Nobody signs off or sends back a form that they wrote themselves.
- The word that people of two families are the same needs a tie to both, except for the coordinator.
- Oversight, and every change to who leads, who is in the team and at which level the family stands, needs the
  same right whichever way it is done: also by finishing a form, by taking a step back, or with a bundle.
- Whoever loses their tie while they are writing can always begin a note without a family. It stays theirs
  until it is filed by somebody who may write in the file.
- Who is in the team does not see warnings before a visit. Whoever leads must tell them what they need to stay
  safe.
- A role or an act that a laptop has never heard of is refused.
"""


def page() -> str:
    """The whole page as Markdown. Raises: ValueError where the table no longer fits the words."""
    _check_words_fit()
    things = {said: _yes_or_no(thing) for said, thing in THINGS.items()}
    places = {said: _deeds(place) for said, place in PLACES.items()}
    parts = (HEAD, *_table(places), "\n## What they do\n", *_table(things), "\n", _opening(), FOOT)
    return "".join(parts)


def _yes_or_no(thing: Thing) -> Callable[[Who], str]:
    return lambda who: "yes" if _may(who, thing) else "–"


def _may(who: Who, thing: Thing) -> bool:
    (role, tie), (place, verb, kind) = who, thing
    return rights.may_do(role, tie, place, verb, kind)


def _deeds(place: rights.Audience) -> Callable[[Who], str]:
    return lambda who: DEEDS[rights.may(*who, place, "read"), rights.may(*who, place, "write")]


def _table(lines: dict[str, Callable[[Who], str]]) -> Iterator[str]:
    yield f"\n| | {' | '.join(WHO)} |\n|{' --- |' * (len(WHO) + 1)}\n"
    for said, cell in lines.items():
        yield f"| {said} | {' | '.join(_same(said, some, cell) for some in WHO.values())} |\n"


def _same(said: str, some: Iterable[Who], cell: Callable[[Who], str]) -> str:
    """What holds for all of a column. Raises: ValueError where it does not."""
    found = {cell(who) for who in some}
    if len(found) != 1:
        raise ValueError(f"“{said}” is no longer the same for {list(some)}: give each a column")
    return found.pop()


def _opening() -> str:
    allowed = [words for role, words in ROLES.items() if _may((role, "lead"), OPENING)]
    return f"- Files of families are opened by {_listed(allowed)}: who opens one leads at first.\n"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nobody"


def _check_words_fit() -> None:
    told = {who for some in WHO.values() for who in some} | {LIKE_A_LEAD}
    never = {(role, "manager_of") for role in get_args(rights.Role) if role != "line_manager"}
    every = {(role, tie) for role in get_args(rights.Role) for tie in get_args(rights.Tie)}
    if every - never - told:
        raise ValueError(f"no words for {sorted(every - never - told)}")
    cells = (*map(_yes_or_no, THINGS.values()), *map(_deeds, PLACES.values()))
    if any(cell(LIKE_A_LEAD) != cell(("practitioner", "lead")) for cell in cells):
        raise ValueError(
            "a coordinator in the team may no longer do what a lead may: say so below the tables"
        )
    if rights.may("practitioner", "team", "restricted", "read"):
        raise ValueError("the team reads answers kept apart: take the line about warnings away")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
