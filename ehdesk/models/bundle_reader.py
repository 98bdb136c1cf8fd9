"""What one reader gets of the people, forms and words in a bundle: nothing of others, nothing hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from ehdesk import errors
from ehdesk.forms import definition
from ehdesk.models import acts, base, bundle_shape, readership
from ehdesk.rules import folding, protected_words, readers, withholding

_WHO = frozenset(
    {"role", "relationship", "given_names", "family_name", "known_as", "name_own_script", "say_it"}
)
"""What everybody in a family knows of everybody else in it."""
_WHERE = frozenset(
    {"addresses", "phones", "email", "safe_to", "setting", "gp", "health_visitor", "stays", "lives_here"}
)
_AGENCY_KEYS = ("lead_agency", "agency")


@dataclass(frozen=True)
class Eyes:
    """Who reads a bundle of one family, and what is known of that family."""

    reader: readers.Reader
    facts: readers.Facts

    @property
    def schools(self) -> frozenset[str]:
        """The schools that this reader must not know of, folded."""
        return withholding.schools(self.reader, self.facts)


def eyes(read: acts.Reading, family_id: str, kind: str, *, who: str = "", agency: str = "") -> Eyes:
    """Who will read, and what is known of the family. Raises: ReaderUnknown."""
    facts = readership.facts(read, family_id)
    if who:
        return Eyes(readership.find(read, family_id, who), facts)
    if kind == "agency":
        return Eyes(readers.Reader("agency", agency.strip()), facts)
    return Eyes(readers.ANY_OF_THE_FAMILY if kind == "family" else readers.TEAM, facts)


def person(said: bundle_shape.PersonSaid, by: Eyes, known: frozenset[str]) -> bundle_shape.PersonSaid | None:
    """One of the family as this reader may know them: of another adult no more than who they are.

    `known` are the records that they may know of: nobody else is named as a relation.
    """
    if said.id not in known:
        return None
    ties = tuple(one for one in said.relationships if one.to in known)
    answers = {
        key: value for key, value in said.answers.items() if key in _WHO or _may_know(key, said.id, by)
    }
    if by.reader.is_family and folding.fold(str(answers.get("setting") or "")).strip() in by.schools:
        answers.pop("setting", None)
    return msgspec.structs.replace(said, answers=answers, relationships=ties)


def _may_know(key: str, person_id: str, by: Eyes) -> bool:
    if not by.reader.is_family:
        return True
    if readers.is_private(person_id, by.reader, by.facts):
        return False
    return key not in _WHERE or all(one.id != person_id for one in readers.shielded(by.reader, by.facts))


def known(people: frozenset[str], by: Eyes) -> frozenset[str]:
    """Those of the family whose names this reader may know."""
    return people - readers.unnamed(by.reader, by.facts)


def form(said: bundle_shape.FormSaid, asked: definition.Form, by: Eyes) -> bundle_shape.FormSaid | None:
    """A form as this reader may have it; None where none of it is theirs."""
    theirs = withholding.filtered(asked, said.answers, by.reader, by.facts)
    if theirs.held is not None:
        return None
    author = said.author
    if _is_hidden_agency(author.agency, by):
        author = msgspec.structs.replace(author, agency=None)
    return msgspec.structs.replace(said, answers=theirs.answers, author=author)


def agencies(answers: base.Fields, by: Eyes) -> base.Fields:
    """Answers of an episode or a practitioner without the schools that this reader must not know of."""
    if not by.schools:
        return answers
    kept = {}
    for key, value in answers.items():
        if key in _AGENCY_KEYS and _is_hidden_agency(value, by):
            continue
        if isinstance(value, Mapping):
            value = {
                row_id: row
                for row_id, row in value.items()
                if not (isinstance(row, Mapping) and _is_hidden_agency(row.get("agency"), by))
            }
        kept[key] = value
    return kept


def _is_hidden_agency(name: Any, by: Eyes) -> bool:
    return isinstance(name, str) and folding.fold(name).strip() in by.schools


def look_first(family: bundle_shape.FamilySaid, by: Eyes) -> None:
    """Raises: LookFirst where any words that go out may tell this reader of something that is hidden."""
    wanted = protected_words.secrets(by.reader, by.facts)
    if not wanted:
        return
    found = tuple(
        protected_words.Found(path, path, one.kind, one.said, protected_words.excerpt(said, one))
        for path, said in _words(msgspec.to_builtins(family), "")
        for one in protected_words.in_text(said, wanted)
    )
    if found:
        raise errors.LookFirst(found)


def _words(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _words(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for n, inner in enumerate(value):
            yield from _words(inner, f"{path}[{n}]")
