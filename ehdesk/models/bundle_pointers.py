"""What the answers of a bundle's forms point at: people of the family, and rows of its other forms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ehdesk.forms import definition
from ehdesk.models.bundle_shape import FormSaid


@dataclass(frozen=True)
class Pointer:
    """One answer that names something by its id. `rows_of` ("form.table") is empty where it is a person."""

    path: str
    to: str
    rows_of: str = ""


@dataclass(frozen=True)
class Known:
    """What may be pointed at: people and practitioners by id, and row ids by "form.table"."""

    people: frozenset[str]
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def has(self, pointer: Pointer) -> bool:
        """Whether what it points at is there."""
        if pointer.rows_of:
            return pointer.to in self.rows.get(pointer.rows_of, frozenset())
        return pointer.to in self.people


def rows_of(forms: Iterable[FormSaid]) -> dict[str, frozenset[str]]:
    """The row ids of every table of these forms, by "form.table"."""
    found: dict[str, frozenset[str]] = {}
    for one in forms:
        for key, value in (*one.answers.items(), *one.restricted.items()):
            if isinstance(value, dict):
                place = f"{one.form}.{key}"
                found[place] = found.get(place, frozenset()) | value.keys()
    return found


def pointers(form: definition.Form, given: Mapping[str, Any]) -> Iterator[Pointer]:
    """Everything that the answers point at, with its path (`actions.<row>.owner`)."""
    for question in form.questions():
        value = given.get(question.key)
        if question.kind == "table" and isinstance(value, dict):
            for row_id, row in value.items():
                for column in question.columns:
                    inner = row.get(column.key) if isinstance(row, dict) else None
                    yield from _named(column, inner, f"{question.key}.{row_id}.{column.key}")
        else:
            yield from _named(question, value, question.key)


def without(form: definition.Form, given: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """The answers without what points at rows and people that are not there."""
    return {
        question.key: _without(question, given[question.key], known)
        for question in form.questions()
        if question.key in given and _without(question, given[question.key], known) is not None
    }


def _without(question: definition.Question, value: Any, known: Known) -> Any:
    if question.kind == "table" and isinstance(value, dict):
        return {row_id: _row_without(question, row, known) for row_id, row in value.items()}
    gone = {one.to for one in _named(question, value, "") if not known.has(one)}
    if not gone:
        return value
    some = value if isinstance(value, list) else [value]
    kept = [one for one in some if not isinstance(one, str) or one not in gone]
    return (kept or None) if isinstance(value, list) else next(iter(kept), None)


def _row_without(table: definition.Question, row: Mapping[str, Any], known: Known) -> dict[str, Any]:
    columns = {column.key: column for column in table.columns}
    told = {key: _without(columns[key], one, known) if key in columns else one for key, one in row.items()}
    return {key: one for key, one in told.items() if one is not None}


def _named(question: definition.Question, value: Any, path: str) -> Iterator[Pointer]:
    is_person = question.kind in ("person", "people")
    if not is_person and not (question.kind in ("entry", "entries") and question.rows_of):
        return
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield Pointer(path, one, "" if is_person else question.rows_of)
