"""Search everywhere: families and people by any part of any name, notes, forms and visits by their words,
forms also by what they are called.

Whatever is restricted is in no index and in none of these columns, so it cannot come up here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from ehdesk.forms import definition, loader
from ehdesk.models import acts, family, person, quick, search

Group = Literal["family", "person", "note", "form", "visit"]
GROUPS: tuple[Group, ...] = ("family", "person", "note", "form", "visit")
_FEWEST_LETTERS = 2
_FEWEST_OF_A_TITLE = 3
_BY_WORDS_ONLY = ("note", "chronology")
"""Forms that are found by their words only: there are too many of them for one to be meant by its name."""


@dataclass(frozen=True)
class Find:
    """One thing that was found: what to open, what it is called, whose it is, and the words around it."""

    group: Group
    record_id: str
    title: str
    family_id: str | None
    family_name: str
    snippet: str = ""
    at: datetime | None = None


def everywhere(read: acts.Reading, words: str, *, each: int = 5) -> tuple[Find, ...]:
    """At most `each` of every group, and of forms by their name, groups in a fixed order. Seven bounded
    statements at most."""
    parts = search.fold(words).split()
    if not parts:
        return ()
    found = [*_families(read, parts, each), *_people(read, parts, each)]
    if sum(len(part) for part in parts) >= _FEWEST_LETTERS or not words.isascii():
        found += _texts(read, words, parts, each)
    return tuple(found)


def _families(read: acts.Reading, parts: list[str], each: int) -> list[Find]:
    """Families by their own name or reference, or by the name of anybody in them, as in the caseload."""
    wanted = sa.select(family.TABLE.c.id, family.TABLE.c.name, family.TABLE.c.reference)
    for part in parts:
        of_its_people = sa.select(person.TABLE.c.family_id).where(_inside(person.TABLE.c.folded, part))
        is_its_own = _inside(family.TABLE.c.folded, part)
        wanted = wanted.where(sa.or_(is_its_own, family.TABLE.c.id.in_(of_its_people)))
    rows = read.connection.execute(wanted.order_by(family.TABLE.c.folded).limit(quick.at_most(each)))
    return [Find("family", row.id, row.name, row.id, row.name, row.reference) for row in rows]


def _people(read: acts.Reading, parts: list[str], each: int) -> list[Find]:
    wanted = (
        sa.select(person.TABLE.c.id, person.TABLE.c.full_name, person.TABLE.c.family_id, family.TABLE.c.name)
        .join(family.TABLE, family.TABLE.c.id == person.TABLE.c.family_id)
        .where(*(_inside(person.TABLE.c.folded, part) for part in parts))
    )
    rows = read.connection.execute(wanted.order_by(person.TABLE.c.folded).limit(quick.at_most(each)))
    return [Find("person", row.id, row.full_name, row.family_id, row.name) for row in rows]


def _texts(read: acts.Reading, words: str, parts: list[str], each: int) -> list[Find]:
    found = search.find_in_groups(read, words, _group_of, each=each)
    called = [one for one in loader.load_all().values() if _is_called(one, parts)]
    if called:
        newest = search.newest_of(read, called, words, each=each)
        here = {hit.record_id for hit in newest}
        found["form"] = (*newest, *(hit for hit in found.get("form", ()) if hit.record_id not in here))
    hits = [(group, hit) for group in GROUPS for hit in found.get(group, ())]
    names = _names(read, (hit.family_id for _group, hit in hits))
    return [
        Find(
            group,
            hit.record_id,
            hit.title,
            hit.family_id,
            names.get(hit.family_id or "", ""),
            hit.snippet,
            hit.at,
        )
        for group, hit in hits
    ]


def _is_called(form: definition.Form, parts: list[str]) -> bool:
    """Whether every part begins a word of the form's title."""
    if form.id in _BY_WORDS_ONLY or sum(len(part) for part in parts) < _FEWEST_OF_A_TITLE:
        return False
    said = f" {search.fold(f'{form.title} {form.short_title}')}"
    return all(f" {part}" in said for part in parts)


def _group_of(kind: str, form: str | None) -> Group | None:
    if kind in ("note", "visit"):
        return "note" if kind == "note" else "visit"
    return "form" if form else None


def _names(read: acts.Reading, ids: Iterable[str | None]) -> dict[str, str]:
    wanted = sa.select(family.TABLE.c.id, family.TABLE.c.name).where(
        family.TABLE.c.id.in_({one for one in ids if one})
    )
    return {row.id: row.name for row in read.connection.execute(wanted)}


def _inside(column: Any, part: str) -> sa.ColumnElement[bool]:
    escaped = part.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    found: sa.ColumnElement[bool] = column.like(f"%{escaped}%", escape="!")
    return found
