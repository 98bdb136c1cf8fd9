"""Which rows of which tables a form points at, and what each row is called. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from ehdesk.forms import definition, showing

Answers = Mapping[str, Any]
Named = Mapping[str, Mapping[str, str]]
"""For "form.table" what each row is called, by row id."""


def places(form: definition.Form) -> dict[str, str]:
    """Every "form.table" that this form points at, with the column that names a row."""
    found: dict[str, str] = {}
    for question in form.questions():
        for each in (question, *question.columns):
            if each.rows_of:
                found.setdefault(each.rows_of, each.row_label)
    return found


def named(table: Any, label: str) -> dict[str, str]:
    """What each row of a table's answer is called, in their order; its number where it has no words yet."""
    rows = showing.rows(table if isinstance(table, Mapping) else None)
    return {row_id: str(row.get(label) or number) for number, (row_id, row) in enumerate(rows, start=1)}


def own(form: definition.Form, answers: Answers) -> Named:
    """The rows of this very form that its own questions point at, as they are now."""
    found = {}
    for place, label in places(form).items():
        form_id, _, key = place.partition(".")
        if form_id == form.id:
            found[place] = named(answers.get(key), label)
    return found


def chosen(form: definition.Form, answers: Answers) -> Iterator[tuple[str, str]]:
    """Every row that an answer points at: its "form.table" and its id."""
    for question in form.questions():
        value = answers.get(question.key)
        if question.kind == "table":
            for _row_id, row in showing.rows(value if isinstance(value, Mapping) else None):
                for column in question.columns:
                    yield from _in_answer(column, row.get(column.key))
        else:
            yield from _in_answer(question, value)


def _in_answer(question: definition.Question, value: Any) -> Iterator[tuple[str, str]]:
    if question.kind in ("entry", "entries"):
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield question.rows_of, one
