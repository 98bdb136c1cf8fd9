"""Who will read a copy, and from whom in a family something is kept. Pure.

A disclosure to the wrong parent is the harm that recurs, so what is not known counts as apart: two adults
belong together only where both are known to live in one home and neither keeps theirs from the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ehdesk.rules import folding

Kind = Literal["member", "young_person", "child", "family", "agency", "team", "court"]
"""A `member` is an adult of the family; `family` is whoever of it: what any may not have is left out."""
CourtReads = Literal["all_but_third_party", "nothing_kept_apart"]

FAMILY: frozenset[Kind] = frozenset({"member", "young_person", "child", "family"})
YOUNG: frozenset[Kind] = frozenset({"young_person", "child"})
YOUNG_PERSON_FROM = 12
"""Years of age from which a child of the family is offered as a young person."""
_KIN = ("child", "parent_or_carer", "")


@dataclass(frozen=True)
class Reader:
    """Who will read it. `person` is the record of one of the family; `name` is how the copy names them."""

    kind: Kind = "team"
    name: str = ""
    person: str = ""

    @property
    def is_family(self) -> bool:
        """Whether it stays in the family."""
        return self.kind in FAMILY

    @property
    def is_young(self) -> bool:
        """Whether it is one of the children."""
        return self.kind in YOUNG


TEAM = Reader()
ANY_OF_THE_FAMILY = Reader("family")


@dataclass(frozen=True)
class Place:
    """An address, line by line as it was typed."""

    line_1: str = ""
    line_2: str = ""
    town: str = ""
    postcode: str = ""

    @property
    def folded(self) -> str:
        """What makes two addresses one home; "" where too little is known."""
        street, code = folding.fold(self.line_1), folding.fold(self.postcode).replace(" ", "")
        return f"{' '.join(street.split())}|{code}" if street and code else ""


@dataclass(frozen=True)
class Person:
    """One of a family, as far as it matters who may learn what of them.

    `names` are all the ways of writing theirs, the full one first. `hidden_from` are the records (or names,
    folded) of those who must not learn where they live; `hidden` are the places, numbers and addresses then.
    """

    id: str
    names: tuple[str, ...] = ()
    role: str = ""
    is_child: bool = False
    lives_here: bool | None = None
    homes: tuple[Place, ...] = ()
    hidden: tuple[Place, ...] = ()
    reach: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    hidden_from: frozenset[str] = frozenset()
    age: int | None = None

    @property
    def name(self) -> str:
        """The full name."""
        return self.names[0] if self.names else ""

    @property
    def is_kin(self) -> bool:
        """A child or a parent, whose name the others of the family know."""
        return self.role in _KIN


@dataclass(frozen=True)
class Facts:
    """What is known of a family that decides who may read what.

    `untold` are the records of those who must not be told that there is Early Help at all, `never` the
    folded names of whoever must never have anything; `court` is the authority's rule.
    """

    people: tuple[Person, ...] = ()
    untold: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    court: CourtReads = "all_but_third_party"
    _by_id: dict[str, Person] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id.update((one.id, one) for one in self.people)

    def person(self, person_id: str) -> Person | None:
        """The person of this record, or None."""
        return self._by_id.get(person_id)

    def adults(self) -> tuple[Person, ...]:
        """The parents, carers and others of age who may be given a copy."""
        return tuple(one for one in self.people if not one.is_child)


NOTHING_KNOWN = Facts()


def may_have_nothing(reader: Reader, facts: Facts) -> bool:
    """Whether somebody has asked that this reader be told nothing at all."""
    if reader.person and reader.person in facts.untold:
        return True
    return bool(reader.name) and " ".join(folding.fold(reader.name).split()) in facts.never


def standing_for(reader: Reader, facts: Facts) -> tuple[Person, ...]:
    """Whose eyes it is for: the one who is named, or every adult of the family where nobody is."""
    if reader.person:
        one = facts.person(reader.person)
        return (one,) if one else ()
    return facts.adults() if reader.is_family else ()


def live_together(one: Person, other: Person) -> bool:
    """Whether both are known to live in one home."""
    homes = {place.folded for place in (*one.homes, *one.hidden)} - {""}
    if homes & {place.folded for place in (*other.homes, *other.hidden)}:
        return True
    return bool(one.lives_here and other.lives_here)


def hides(one: Person, other: Person) -> bool:
    """Whether where `one` lives is kept from `other`."""
    return other.id in one.hidden_from or any(
        " ".join(folding.fold(name).split()) in one.hidden_from for name in other.names
    )


def are_apart(one: Person, other: Person) -> bool:
    """Whether what one of two adults says is not for the other."""
    if one.id == other.id:
        return False
    return hides(one, other) or hides(other, one) or not live_together(one, other)


def shielded(reader: Reader, facts: Facts) -> tuple[Person, ...]:
    """Whose places this reader must not learn: who hides them, and who lives with somebody that does."""
    found: dict[str, Person] = {}
    for eyes in standing_for(reader, facts):
        hiding = [one for one in facts.people if one.id != eyes.id and hides(one, eyes)]
        for one in facts.people:
            housed = any(live_together(one, who) for who in hiding) and not live_together(one, eyes)
            if one.id != eyes.id and (one in hiding or housed):
                found[one.id] = one
    return tuple(found.values())


def unnamed(reader: Reader, facts: Facts) -> frozenset[str]:
    """Whose very names this reader must not learn: who is no kin and lives where it may not be known."""
    return frozenset(one.id for one in shielded(reader, facts) if not one.is_kin)


def is_private(person_id: str, reader: Reader, facts: Facts) -> bool:
    """Whether what an adult of the family says or does alone is kept from this reader.

    Somebody who is not in the file counts as another adult.
    """
    one = facts.person(person_id)
    eyes = standing_for(reader, facts)
    if reader.is_young:
        return person_id != reader.person
    if one is not None and one.is_child:
        return False
    return any(one is None or are_apart(one, each) for each in eyes)


def some_live_apart(reader: Reader, facts: Facts) -> bool:
    """Whether words of an adult who is not named could be those of one who is apart from the reader."""
    if reader.is_young:
        return True
    parents = [one for one in facts.adults() if one.is_kin]
    return any(are_apart(one, each) for each in standing_for(reader, facts) for one in parents)


def offered(people: Iterable[Person]) -> tuple[Reader, ...]:
    """Everybody of a family to whom a copy may be given: adults, then young people, then children."""
    found = [Reader(_kind(one), one.name, one.id) for one in people if one.name]
    order = ("member", "young_person", "child")
    return tuple(sorted(found, key=lambda reader: order.index(reader.kind)))


def _kind(one: Person) -> Kind:
    if not one.is_child:
        return "member"
    return "young_person" if one.age is not None and one.age >= YOUNG_PERSON_FROM else "child"
