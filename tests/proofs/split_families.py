"""Families in which something must be kept from somebody.

What must be kept, and from whom, is written down here once more and on purpose: a form's own marks are what
is being proved. All names, streets and schools are invented.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from ehdesk.forms import definition, loader
from ehdesk.rules import readers

FATHER, MOTHER, PARTNER, FRIEND = "father", "mother", "partner", "friend"
CHILDREN = ("child-1", "child-2", "child-3")
_STREETS = ("Quillfeather Street", "Żółkiewska Lane", "Osierholt Close", "Wrenfallow Road")
_SCHOOLS = ("Quince Tree Primary School", "Łabędź House Nursery", "Sedgewick Moss Academy")
_PARTNERS = ("Tomasz Żebrowski", "Ødger Håkonsen", "نور المصري")
_TOWNS = ("Osierham", "Wrenmouth")
_PLAIN = (
    "Mornings are calmer now and the walk works.", "We talked about sleep, and about what helps.",
    "The health visitor came, and all was well.", "She likes drawing; he likes the bus.",
)  # fmt: skip
_OF_ADULT = {
    "eha_part_a": ("declined_reason", "family_hopes"),
    "eha_part_b": (
        "absent_parent_view", "parent_comments", "physical_health_worries", "housing_worries",
        "parenting_family_wants", "education_family_wants",
    ),
    "taf_meeting": ("parent_views",),
    "closure": ("family_views",),
}  # fmt: skip
"""What one adult says and the form does not say which: no other adult's who lives apart, and no child's."""
_ROWS_OF = {
    "eha_part_a": {"adults": ("adult", "not_involved_reason")},
    "eha_part_b": {
        "adults": ("adult", "views"),
        "children": ("child", "own_words"),
        "analysis": ("child", "impact"),
    },
    "closure": {"children": ("child", "difference")},
    "taf_meeting": {"children": ("child", "not_asked_reason")},
}
"""Rows that belong to whoever stands in them."""
_THIRD = {"chronology": "third_party"}
_WHOLE_OF = {
    "note": "who_was_there",
    "chronology": "people",
    "agreement": "given_by",
    "step_record": "people",
}
"""Forms that belong to whom they name."""
_WORDS = frozenset({"text", "long_text"})
FORMS = (
    "eha_part_a", "eha_part_b", "agreement", "taf_meeting", "action_plan", "review", "closure", "note",
    "chronology", "step_record", "feedback_parent", "feedback_young_person", "feedback_child",
)  # fmt: skip


@dataclass(frozen=True)
class Canary:
    """A word that must not come out, and the readers who may have it, by record or kind."""

    word: str
    allowed: frozenset[str]


@dataclass(frozen=True)
class Case:
    """One family's form with what must be kept in it, and what is known of that family.

    `plain_facts` are those of the same family, living apart, with nothing that anybody must not know.
    """

    form: definition.Form
    answers: dict[str, Any]
    facts: readers.Facts
    plain_facts: readers.Facts
    canaries: tuple[Canary, ...]


READERS = (
    readers.Reader("member", "Gareth Hughes", FATHER),
    readers.Reader("member", "Agnieszka Kowalczyk", MOTHER),
    readers.Reader("young_person", "Zofia Kowalczyk", CHILDREN[0]),
    readers.Reader("child", "Łukasz Kowalczyk", CHILDREN[1]),
    readers.ANY_OF_THE_FAMILY,
    readers.Reader("agency", "Women's Space"),
    readers.Reader("court", "The court or inspector"),
)


class _Maker:
    def __init__(self, seed: int) -> None:
        self._chance = Random(f"wrong reader {seed}")
        self._canaries: list[Canary] = []
        self._count = 0

    def case(self) -> Case:
        chance = self._chance
        form = loader.load(chance.choice(FORMS))
        hides = chance.random() < 0.6
        facts = self._facts(hides=hides)
        plain = self._plain(form)
        answers = self._planted(form, plain, facts)
        return Case(form, answers, facts, _nothing_hidden(facts), tuple(self._canaries))

    def _facts(self, *, hides: bool) -> readers.Facts:
        chance = self._chance
        street, town = chance.choice(_STREETS), chance.choice(_TOWNS)
        home = readers.Place(f"{chance.randint(1, 90)} {street}", "", town, f"ZZ{chance.randint(1, 9)} 3QX")
        his = readers.Place("4 Mill Lane", "", "Alderby", "ZZ1 1AA")
        number = f"01632 960{chance.randint(100, 999)}"
        open_homes, hidden = ((), (home,)) if hides else ((home,), ())
        kept: dict[str, Any] = {
            "homes": open_homes,
            "hidden": hidden,
            "hidden_from": frozenset({FATHER} if hides else ()),
        }
        school = (chance.choice(_SCHOOLS),)
        children = tuple(
            readers.Person(
                one, (name,), "child", is_child=True, schools=school, age=age, **kept
            )
            for one, name, age in zip(
                CHILDREN, ("Zofia Kowalczyk", "Łukasz Kowalczyk", "Ada Kowalczyk"), (14, 7, 2), strict=True
            )
        )  # fmt: skip
        mother = readers.Person(
            MOTHER, ("Agnieszka Kowalczyk",), "parent_or_carer", reach=(number,) if hides else (), **kept
        )
        father = readers.Person(FATHER, ("Gareth Hughes",), "parent_or_carer", homes=(his,))
        lodger: dict[str, Any] = {"homes": open_homes, "hidden": hidden}
        partner = readers.Person(PARTNER, (chance.choice(_PARTNERS),), "household", **lodger)
        return readers.Facts((mother, father, *children, partner))

    # Answers

    def _plain(self, form: definition.Form) -> dict[str, Any]:
        """Answers with nothing in them that anybody may not read."""
        own = frozenset((*_OF_ADULT.get(form.id, ()), *_ROWS_OF.get(form.id, {}), _WHOLE_OF.get(form.id, "")))
        given = {}
        for question in form.questions():
            closed = question.restricted or question.belongs_to in ("third_party", "source", "adult")
            if question.key in own or closed or self._chance.random() < 0.3:
                continue
            value = self._answer(question)
            if value is not None:
                given[question.key] = value
        return given

    def _answer(self, question: definition.Question) -> Any:
        chance = self._chance
        if question.kind in _WORDS:
            return chance.choice(_PLAIN)
        if question.kind in ("single_choice", "yes_no", "yes_no_unknown", "scale", "picture_scale"):
            choices = question.choices()
            return chance.choice(choices).value if choices else None
        if question.kind == "table" and question.belongs_to != "row":
            columns = [one for one in question.columns if not one.restricted and one.kind in _WORDS]
            rows = {
                f"r{n}": {"rank": f"{n}"} | {one.key: chance.choice(_PLAIN) for one in columns}
                for n in (1, 2)
            }
            return rows if columns else None
        return {"date": "2026-07-03", "tick": True, "agency": "Harlow Beck Housing"}.get(question.kind)

    def _canary(self, *allowed: str) -> str:
        self._count += 1
        word = f"zqx{self._count:03d}canary"
        self._canaries.append(Canary(word, frozenset(allowed)))
        return word

    def _planted(
        self, form: definition.Form, plain: Mapping[str, Any], facts: readers.Facts
    ) -> dict[str, Any]:
        """The same answers with everything in them that somebody must not read."""
        answers = dict(plain)
        for question in form.questions():
            if question.restricted and question.kind in _WORDS and question.key != _THIRD.get(form.id):
                answers[question.key] = self._canary("court")
            elif question.kind == "table" and question.columns and not question.restricted:
                self._plant_columns(question, answers)
        for key in _OF_ADULT.get(form.id, ()):
            answers[key] = self._canary("agency", "court")
        for key, (who, said) in _ROWS_OF.get(form.id, {}).items():
            answers[key] = self._rows(who, said)
        if form.id in _THIRD:
            answers[_THIRD[form.id]] = self._canary()
            answers["source"] = self._canary("agency")
        self._plant_places(form, answers, facts)
        self._plant_whole(form, answers)
        return answers

    def _plant_columns(self, table: definition.Question, answers: dict[str, Any]) -> None:
        rows = answers.get(table.key)
        for column in table.columns:
            if rows and column.restricted and column.kind in _WORDS:
                allowed = () if "third_party" in column.key else ("court",)
                answers[table.key] = rows = {
                    name: {**row, column.key: self._canary(*allowed)} for name, row in rows.items()
                }

    def _rows(self, who: str, said: str) -> dict[str, Any]:
        people = (MOTHER, FATHER) if who == "adult" else CHILDREN
        family = (MOTHER, FATHER, readers.ANY_OF_THE_FAMILY.kind)
        rows = {}
        for n, one in enumerate(people):
            allowed = (one,) if who == "adult" else (one, *family)
            rows[f"row-{n}"] = {"rank": f"{n}", who: one, said: self._canary(*allowed, "agency", "court")}
        return rows

    def _plant_places(self, form: definition.Form, answers: dict[str, Any], facts: readers.Facts) -> None:
        """A hidden home, its school and who lives there: in texts, spelled in any way, and as agencies."""
        mother, partner = facts.people[0], facts.people[-1]
        if not mother.hidden:
            return
        place, school = mother.hidden[0], facts.people[2].schools[0]
        inside = self._chance.choice((
            f"They moved to {place.line_1.split(' ', 1)[1].upper()} in May.",
            f"Post goes to {place.postcode.replace(' ', '').lower()} now.",
            f"Ring {mother.reach[0].replace(' ', '-')} after nine.",
            f"He starts at {school} soon.",
            f"{partner.name.split()[-1]} was there too.",
        ))  # fmt: skip
        texts = [one.key for one in form.questions() if one.kind == "long_text" and one.key in answers]
        if texts and "canary" not in str(answers[key := self._chance.choice(texts)]):
            answers[key] = f"{answers[key]} {inside}"
            self._canaries.append(Canary(inside, self._may_know(inside, school, partner.name)))

    def _may_know(self, inside: str, school: str, name: str) -> frozenset[str]:
        """A court or an agency may know of a school and a name; of a hidden place only the household may."""
        open_to = {MOTHER, *CHILDREN}
        is_place = school not in inside and name.split()[-1] not in inside
        return frozenset(open_to if is_place else open_to | {"agency", "court"})

    def _plant_whole(self, form: definition.Form, answers: dict[str, Any]) -> None:
        """A form that belongs to the mother: no word of it is for anybody else in the family."""
        asked = _WHOLE_OF.get(form.id)
        if asked:
            kind = form.question(asked).kind
            answers[asked] = [MOTHER, CHILDREN[0]] if kind == "people" else MOTHER
            there = (CHILDREN[0],) if kind == "people" else ()
            words = next(one for one in form.questions() if one.kind == "long_text" and not one.restricted)
            answers[words.key] = self._canary(MOTHER, *there, "agency", "court")
        if form.whose:
            words = next(one for one in form.questions() if one.kind == "long_text")
            young = (CHILDREN[0], CHILDREN[1])
            answers[words.key] = self._canary(*(young if form.whose != "adult" else ()), "court")


def _nothing_hidden(facts: readers.Facts) -> readers.Facts:
    """The same family, living apart, with nothing that anybody must not know."""
    people = tuple(
        replace(one, hidden_from=frozenset(), homes=(*one.homes, *one.hidden), hidden=(), reach=())
        for one in facts.people
    )
    return replace(facts, people=people)


def cleaned(answers: Mapping[str, Any], closed: Collection[str]) -> dict[str, Any]:
    """The answers as if nobody had ever written what has one of these words in it."""
    kept = {}
    for key, value in answers.items():
        if isinstance(value, dict) and all(isinstance(row, dict) for row in value.values()):
            rows = {row_id: _cells(row, closed) for row_id, row in value.items()}
            value = {row_id: row for row_id, row in rows.items() if row}
        if value != {} and not _has(value, closed):
            kept[key] = value
    return kept


def _cells(row: Mapping[str, Any], closed: Collection[str]) -> dict[str, Any]:
    """A row without what has one of the words; none of it where all that is left says whose it was."""
    kept = {key: value for key, value in row.items() if not _has(value, closed)}
    return {} if len(kept) < len(row) and kept.keys() <= {"rank", "adult", "child"} else kept


def _has(value: Any, closed: Collection[str]) -> bool:
    return isinstance(value, str) and any(word in value for word in closed)


def case(seed: int) -> Case:
    """One case; the same seed gives the same one."""
    return _Maker(seed).case()
