"""Protected places, schools and names in free text, found in any spelling, so that a person looks. Pure.

What is found may be nothing (a street called like a child): so it is never cut out of a text. A person reads
it in its sentence and says whether the answer may go.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ehdesk.forms import answers as answering
from ehdesk.forms import definition
from ehdesk.rules import folding, readers, withholding

Kind = Literal["place", "school", "name"]

KINDS = {"place": "where somebody lives or can be reached", "school": "a school", "name": "a name"}
_WORDS = ("text", "long_text", "agency", "person", "people", "signature", "table")
_KINDS_OF_STREET = (
    *(("street", "st"), ("road", "rd"), ("lane", "ln"), ("avenue", "ave", "av"), ("close", "cl")),
    *(("drive", "dr"), ("way",), ("court", "ct"), ("place", "pl"), ("terrace", "ter", "terr"), ("hill",)),
    *(("crescent", "cres"), ("gardens", "gdns"), ("grove", "gr"), ("row",), ("walk",), ("square", "sq")),
    *(("mews",), ("park", "pk"), ("view",), ("rise",), ("green", "grn"), ("parade", "pde")),
)
_STREETS = {word: kind for kind in _KINDS_OF_STREET for word in kind}
_SCHOOL_WORDS = frozenset(
    "primary secondary school academy nursery college infant infants junior juniors high grammar preschool "
    "playgroup centre center community".split()
)
_TOO_COMMON = frozenset("the high church mill station park london main new old north south east west".split())
_SENTENCE = re.compile(r"(?<=[.!?\u06d4\u0964])\s+|\n+")
_TOKEN = re.compile(r"\w+")
_LONGEST = 160
_LEAST_NAME = 3
_RARE = 9
"""Letters from which one word is hardly another's name: “Tannery” may be a surgery."""
_DOORS = frozenset({"flat", "apartment", "apt", "unit", "room", "floor"})
_BENDS = 5
"""Names of so many letters also match with another ending, as Polish or Romanian bend them."""


@dataclass(frozen=True)
class Secret:
    """Something that the reader must not learn, and how it is looked for in folded text."""

    kind: Kind
    said: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Found:
    """A protected word in an answer. `key` names the answer; `excerpt` is the sentence around it."""

    key: str
    where: str
    kind: Kind
    said: str
    excerpt: str

    @property
    def path(self) -> str:
        """Its key, as a command lists it."""
        return self.key

    @property
    def words(self) -> str:
        """What a command says of it."""
        return f"{KINDS[self.kind]}, in “{self.excerpt}” ({self.where})"


def secrets(reader: readers.Reader, facts: readers.Facts) -> tuple[Secret, ...]:
    """What this reader must not learn. For outsiders these are the places that are kept from anybody."""
    if reader.kind == "team":
        return ()
    if not reader.is_family:
        return _once(_hidden_places(facts.people))
    kept = readers.shielded(reader, facts)
    others = tuple(one for one in facts.people if one not in kept)
    return _once((*_places(kept, others), *_schools(reader, facts, kept), *_names(reader, facts)))


def _once(wanted: Iterable[Secret]) -> tuple[Secret, ...]:
    """Each pattern once: a family shares a home."""
    return tuple({one.pattern.pattern: one for one in wanted}.values())


def found(
    form: definition.Form,
    answers: Mapping[str, Any],
    reader: readers.Reader,
    facts: readers.Facts,
) -> tuple[Found, ...]:
    """Each answer of what this reader gets in which something protected may stand, once for each word."""
    wanted = secrets(reader, facts)
    if not wanted:
        return ()
    return tuple(
        Found(key, where, one.kind, one.said, excerpt(said, one))
        for key, where, said in texts(form, answers)
        for one in _in_text(said, wanted)
    )


def in_text(said: str, wanted: Iterable[Secret]) -> tuple[Secret, ...]:
    """Those of the secrets that stand in a text."""
    return tuple(_in_text(said, wanted))


def _in_text(said: str, wanted: Iterable[Secret]) -> Iterator[Secret]:
    folded = folding.fold(said)
    yield from (one for one in wanted if one.pattern.search(folded))


def excerpt(said: str, secret: Secret) -> str:
    """The sentence in which it stands, cut where it is very long."""
    sentences = [one for one in _SENTENCE.split(said) if secret.pattern.search(folding.fold(one))]
    words = " ".join((sentences or [said])[0].split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


# What to look for


def _hidden_places(people: Iterable[readers.Person]) -> Iterator[Secret]:
    """What is kept apart of where somebody lives and how to reach them. Agencies know the towns."""
    for one in people:
        for place in one.hidden:
            yield from _lines(place)
        yield from (_reach(each) for each in one.reach if each.strip())


def _places(kept: Iterable[readers.Person], others: Iterable[readers.Person]) -> Iterator[Secret]:
    """The same, with the home of everybody who shares a hidden one, and a town where nobody else lives."""
    open_homes = [place for one in others for place in one.homes]
    towns = {_plain(place.town) for place in open_homes} | {""}
    known = {place.folded for place in open_homes} - {""}
    for one in kept:
        for place in dict.fromkeys((*one.hidden, *one.homes)):
            if place.folded in known:
                continue
            yield from _lines(place)
            if _plain(place.town) not in towns:
                yield Secret("place", place.town, _whole(_plain(place.town).split()))
        yield from (_reach(each) for each in one.reach if each.strip())


def _lines(place: readers.Place) -> Iterator[Secret]:
    for line in (place.line_1, place.line_2):
        pattern = _street(line)
        if pattern:
            yield Secret("place", line, re.compile(pattern))
    code = _plain(place.postcode).replace(" ", "")
    if len(code) > 4:
        yield Secret("place", place.postcode, re.compile(rf"(?<!\w){code[:-3]}\W*{code[-3:]}(?!\w)"))


def _street(line: str) -> str:
    """A street with its kind in any short form, or with its number; a rare name alone too."""
    tokens = _TOKEN.findall(folding.fold(line))
    name = [token for token in tokens if not token[0].isdigit() and token not in _DOORS]
    if not name:
        return ""
    kind = _STREETS.get(name[-1], ()) if len(name) > 1 else ()
    own = name[:-1] if kind else name
    words = r"\W+".join(map(re.escape, own))
    others = "|".join(word for word in _STREETS if word not in kind)
    alone = len(own) > 1 or len(own[0]) >= _RARE or not kind
    ways = [rf"{words}s?(?!\w|\W+(?:{others})(?!\w))"] if alone else []
    ways += [rf"{words}\W+(?:{'|'.join(kind)})(?!\w)"] if kind else []
    ways += [rf"{number}\W+{words}(?!\w)" for number in tokens if number[0].isdigit()]
    return rf"(?<!\w)(?:{'|'.join(ways)})"


def _reach(said: str) -> Secret:
    """A number however it is spaced, with or without the country; else an email as it is."""
    digits = re.sub(r"\D", "", said)
    if "@" in said or len(digits) < 7:
        return Secret("place", said, re.compile(re.escape(folding.fold(said).strip())))
    national = re.sub(r"^(?:0044|44|0)", "", digits)
    return Secret("place", said, re.compile(r"[\s().-]*".join(national) + r"(?!\d)"))


def _schools(
    reader: readers.Reader, facts: readers.Facts, kept: Iterable[readers.Person]
) -> Iterator[Secret]:
    secret = withholding.schools(reader, facts)
    for name in dict.fromkeys(name for one in kept for name in one.schools):
        if folding.fold(name).strip() not in secret:
            continue
        tokens = _TOKEN.findall(folding.fold(name))
        own = [token for token in tokens if token not in _SCHOOL_WORDS]
        if len(" ".join(own)) < _BENDS or (len(own) == 1 and own[0] in _TOO_COMMON):
            own = tokens
        yield Secret("school", name, _whole(own))


def _names(reader: readers.Reader, facts: readers.Facts) -> Iterator[Secret]:
    """The names of those whose names the reader must not know, whole and in parts."""
    secret = readers.unnamed(reader, facts)
    open_ones = {
        token
        for one in facts.people
        if one.id not in secret
        for name in one.names
        for token in _TOKEN.findall(folding.fold(name))
    }
    for one in facts.people:
        if one.id in secret:
            tokens = dict.fromkeys(
                token for name in one.names for token in _TOKEN.findall(folding.fold(name))
            )
            for token in tokens:
                if len(token) >= _LEAST_NAME and token not in open_ones:
                    yield Secret("name", one.name, re.compile(rf"(?<!\w){_bent(token)}(?!\w)"))


def _bent(token: str) -> str:
    if len(token) < _BENDS:
        return re.escape(token) + "s?"
    stem = token[:-1] if token[-1] in "aeiouy" else token
    return re.escape(stem) + r"\w{0,4}"


def _whole(tokens: list[str]) -> re.Pattern[str]:
    words = r"\W+".join(map(re.escape, tokens))
    return re.compile(rf"(?<!\w){words}s?(?!\w)")


def _plain(said: str) -> str:
    return " ".join(folding.fold(said).split())


# Answers in words


def texts(form: definition.Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every answer in words: its key, where it stands, what it says. Only what the form shows."""
    for section, questions in answering.sections(form, answers):
        for question in questions:
            value = answers.get(question.key)
            if question.kind not in _WORDS:
                continue
            where = (
                question.label if question.label == section.title else f"{section.title}: {question.label}"
            )
            if question.kind == "table" and isinstance(value, Mapping):
                yield from _cells(question, value, where)
            else:
                yield from ((question.key, where, said) for said in _said(value))


def _cells(table: definition.Question, rows: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, str]]:
    for row_id, row in answering.rows(rows):
        for column in (each for each in table.columns if each.kind in _WORDS):
            for said in _said(row.get(column.key)):
                yield f"{table.key}/{row_id}/{column.key}", f"{where}: {column.label}", said


def _said(value: Any) -> Iterator[str]:
    """The words of an answer; of a signature the name and the place, of people those without a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (str(value[key]) for key in ("name", "held_at") if value.get(key))
    elif isinstance(value, list):
        for one in value:
            yield from _said(one)
