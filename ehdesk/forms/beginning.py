"""What a new form starts with: what is known already and need not be typed. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ehdesk.forms import definition, showing

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What is known when a form is begun. `now` is London wall time, "2026-07-03T10:40".

    `children`, `adults` and `people` are record ids in the family's order, an unborn baby among the
    people only; `number` is the next one of this kind of form, `assessments` how many the worker has led with
    this one; `rows` gives row ids by "form.table".
    """

    today: str
    now: str
    me: str = ""
    agency: str = ""
    number: int | None = None
    assessments: int | None = None
    children: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def begun(form: definition.Form, given: Answers, known: Known, new_id: Callable[[], str]) -> dict[str, Any]:
    """The answers given, with what is known put where nothing was answered and the form asks for it now.

    Rows come without ranks, in their order.
    """
    answers = dict(given)
    for question in showing.shown(form, given):
        if question.prefill and not showing.is_answered(answers.get(question.key)):
            value = _rows(question, known, new_id) if question.kind == "table" else _single(question, known)
            if showing.is_answered(value):
                answers[question.key] = value
    return answers


def new_row(table: definition.Question, known: Known) -> dict[str, Any]:
    """What a row that is added holds already: today's date, my name."""
    cells = {column.key: _single(column, known) for column in table.columns if column.prefill}
    return {key: value for key, value in cells.items() if showing.is_answered(value)}


def _single(question: definition.Question, known: Known) -> Any:
    who: Any = known.me or None
    values = {
        "today": known.today,
        "now": known.now,
        "me": [who] if who and question.kind == "people" else who,
        "agency": known.agency or None,
        "number": known.number,
        "assessments": known.assessments,
    }
    return values.get(question.prefill)


def _rows(table: definition.Question, known: Known, new_id: Callable[[], str]) -> dict[str, Any]:
    return {new_id(): {**new_row(table, known), key: value} for key, value in _named(table, known)}


def _named(table: definition.Question, known: Known) -> Iterator[tuple[str, str]]:
    """The column that says whom or what each row is about, with the id that stands in it."""
    kind = "entry" if table.prefill == "entries" else "person"
    column = next((each for each in table.columns if each.kind == kind), None)
    if column is None:
        return
    ids = {
        "children": known.children,
        "adults": known.adults,
        "people": known.people,
        "entries": known.rows.get(column.rows_of, ()),
    }
    yield from ((column.key, one) for one in ids.get(table.prefill, ()))
