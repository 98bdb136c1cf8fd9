"""Who in a family may be given a copy, and what is known that decides what each of them may read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from ehdesk import errors, settings
from ehdesk.models import acts, agreement, base, person
from ehdesk.rules import folding, readers

_PART_A = "eha_part_a"
_NAMES = ("known_as", "name_own_script", "given_names", "family_name", "former_names")


def facts(read: acts.Reading, family_id: str | None) -> readers.Facts:
    """What decides who may read what of this family: its homes, what is hidden, who must not be told."""
    if family_id is None:
        return readers.NOTHING_KNOWN
    hidden = _hidden(read, family_id)
    never = (one.name for one in agreement.standing(read, family_id).agencies if one.choice == "never")
    return readers.Facts(
        people=tuple(_person(one, hidden.get(one.id, {})) for one in person.people(read, family_id)),
        untold=frozenset(_untold(read, family_id)),
        never=frozenset(" ".join(folding.fold(name).split()) for name in never),
        court=settings.authority().court_reads,
    )


def readers_of(read: acts.Reading, family_id: str | None) -> tuple[readers.Reader, ...]:
    """Everybody of the family to whom a copy may be given."""
    return readers.offered(facts(read, family_id).people)


def find(read: acts.Reading, family_id: str | None, said: str) -> readers.Reader:
    """The one of the family who is called so, or whose record it is. Raises: ReaderUnknown."""
    known = facts(read, family_id).people
    wanted = " ".join(folding.fold(said).split())
    named = {
        one.id
        for one in known
        if one.id == said or any(" ".join(folding.fold(name).split()) == wanted for name in one.names)
    }
    found = [one for one in readers.offered(known) if one.person in named]
    if len(found) != 1:
        names = ", ".join(one.name for one in readers.offered(known))
        raise errors.ReaderUnknown(said=said, known=names or "none")
    return found[0]


def _person(card: person.PersonCard, hidden: Mapping[str, Any]) -> readers.Person:
    said = card.answers
    names = (card.full_name, *(str(said[key]) for key in _NAMES if said.get(key)))
    whole_years = card.age.removeprefix("about ")
    return readers.Person(
        id=card.id,
        names=tuple(dict.fromkeys(names)),
        role=card.role,
        is_child=card.is_child,
        lives_here=said.get("lives_here"),
        homes=tuple(_places(said.get("addresses"))),
        hidden=tuple(_places(hidden.get(person.PROTECTED["addresses"]))),
        reach=tuple(_reach(hidden)),
        schools=(str(said["setting"]),) if said.get("setting") else (),
        hidden_from=frozenset(_who(hidden.get("address_confidential_from"))),
        age=int(whole_years) if whole_years.isdigit() else 0 if card.is_child else None,
    )


def _places(table: Any) -> Iterator[readers.Place]:
    """The addresses where somebody lives; one that has ended is where they lived."""
    for row in (table or {}).values():
        if not row.get("to"):
            lines = {key: str(row.get(key) or "") for key in ("line_1", "line_2", "town", "postcode")}
            yield readers.Place(**lines)


def _reach(hidden: Mapping[str, Any]) -> Iterator[str]:
    numbers = hidden.get(person.PROTECTED["phones"]) or {}
    yield from (str(row["number"]) for row in numbers.values() if row.get("number"))
    if hidden.get(person.PROTECTED["email"]):
        yield str(hidden[person.PROTECTED["email"]])


def _who(named: Any) -> Iterator[str]:
    """The records of these people, and the folded names of those who have none."""
    for one in named or ():
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping) and one.get("name"):
            yield " ".join(folding.fold(str(one["name"])).split())


def _hidden(read: acts.Reading, family_id: str, limit: int = 500) -> dict[str, base.Fields]:
    """What is kept apart about each of the family, by person."""
    wanted = (
        sa.select(base.record.c.beside, base.record.c.fields)
        .where(base.record.c.family_id == family_id, base.record.c.kind == "person" + base.RESTRICTED)
        .limit(limit)
    )
    return {row.beside: base.unpack(row.fields) or {} for row in read.connection.execute(wanted)}


def _untold(read: acts.Reading, family_id: str) -> Iterator[str]:
    """Everybody whom a Part A of this family names as not to be told."""
    part = base.record.alias("part")
    wanted = (
        sa.select(base.record.c.fields)
        .join(part, part.c.id == base.record.c.beside)
        .where(base.record.c.family_id == family_id, part.c.form == _PART_A, part.c.status != "void")
        .limit(50)
    )
    for fields in read.connection.execute(wanted).scalars():
        rows: Iterable[Any] = ((base.unpack(fields) or {}).get("do_not_tell") or {}).values()
        yield from _who([row.get("person") for row in rows])
