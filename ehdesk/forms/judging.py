"""What stands between a form's answers and finishing it: what is missing, what is wrong, what to look at.

Pure. What lies outside the form (today, the episode's days, rows of other forms) is handed in.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from ehdesk import errors
from ehdesk.forms import checks, definition, identifiers, showing, signatures, typed

Answers = showing.Answers
Around: TypeAlias = checks.Around

_PICKED = frozenset({"single_choice", "scale", "yes_no", "yes_no_unknown", "picture_scale"})
_DATED = frozenset({"date", "partial_date", "time"})
_TYPED = frozenset({"text", "long_text"})
_VERB = {
    **dict.fromkeys(("person", "people", "multiple_choice", "entry", "entries"), "Choose"),
    "tick": "Tick",
    "table": "Add",
}


@dataclass(frozen=True)
class Fault:
    """One thing to put right before the form can be finished, for the error summary and its link."""

    path: str
    label: str
    message: str


def is_required(form: definition.Form, question: definition.Question, answers: Answers) -> bool:
    """Whether this question must be answered before the form is finished, as the answers stand."""
    return question.required or _required_by(question, _counting(form, answers))


def missing(form: definition.Form, answers: Answers, variant: str | None = None) -> tuple[Fault, ...]:
    """What must still be answered before the form can be finished, in order."""
    seen = _counting(form, answers, variant)
    asked = showing.shown(form, answers, variant)
    return tuple(fault for question in asked for fault in _missing_in(question, seen))


def missing_after(form: definition.Form, answers: Answers, here: str) -> str | None:
    """The path of what must be answered next, after the path `here`, else before it; None where nothing."""
    waiting = [fault.path for fault in missing(form, answers)]
    paths = list(_paths(form, answers))
    at = paths.index(here) if here in paths else -1
    behind = (path for path in waiting if path in paths and paths.index(path) > at)
    return next(behind, next((path for path in waiting if path != here), None))


def _paths(form: definition.Form, answers: Answers) -> Iterator[str]:
    """Every path of what is shown, down the page."""
    for question in showing.shown(form, answers):
        yield question.key
        value = answers.get(question.key)
        if question.kind == "table" and isinstance(value, Mapping):
            for row_id, _row in showing.rows(value):
                yield from (f"{question.key}/{row_id}/{column.key}" for column in question.columns)


def check(
    form: definition.Form,
    answers: Answers,
    *,
    today: date | None = None,
    variant: str | None = None,
    around: Around | None = None,
) -> tuple[Fault, ...]:
    """What is wrong with the answers that there are; empty where nothing is. A draft may save with it.

    `today` is the London date, after which no date may lie unless its question allows the future.
    """
    beyond = _beyond(today, around)
    seen = _counting(form, answers, variant)
    asked = showing.shown(form, answers, variant)
    return tuple(fault for question in asked for fault in _wrong_in(question, seen, beyond))


def to_put_right(
    form: definition.Form, answers: Answers, *, today: date | None = None, around: Around | None = None
) -> tuple[Fault, ...]:
    """All that stands between these answers and finishing: missing and wrong, in the form's order.

    `around` brings what lies outside the form: the episode's days, and the rows of other forms.
    """
    beyond = _beyond(today, around)
    seen = _counting(form, answers)
    found: list[Fault] = []
    for question in showing.shown(form, answers):
        found += [*_missing_in(question, seen), *_wrong_in(question, seen, beyond)]
    return tuple(found)


def warnings(
    form: definition.Form, answers: Answers, *, today: date | None = None, around: Around | None = None
) -> tuple[Fault, ...]:
    """What is worth a second look, in the form's order. It is said, and never stops finishing."""
    beyond = _beyond(today, around)
    seen = _counting(form, answers)
    asked = showing.shown(form, answers)
    return tuple(fault for question in asked for fault in _doubtful_in(question, seen, beyond))


def progress(form: definition.Form, answers: Answers, variant: str | None = None) -> tuple[int, int]:
    """How many questions are answered, of how many: what is required, and what takes one tap."""
    seen = _counting(form, answers, variant)
    counts = [tally(question, seen) for question in showing.shown(form, answers, variant)]
    return sum(done for done, _all in counts), sum(every for _done, every in counts)


def tally(question: definition.Question, seen: Answers) -> tuple[int, int]:
    """How many answers of one question are there, of how many that count; `seen` holds the form's answers.

    Of a table with rows each required cell counts; one without rows counts once, where it is required.
    """
    value = seen.get(question.key)
    required = question.required or _required_by(question, seen)
    if question.kind != "table":
        counts = required or question.kind in _PICKED
        return int(counts and showing.is_answered(value)), int(counts)
    rows = showing.rows(value if isinstance(value, Mapping) else None)
    if not rows:
        return 0, int(required)
    cells = [
        showing.is_answered(row.get(column.key))
        for _row_id, row in rows
        for column in showing.visible_columns(question, row, seen)
        if column.required or _required_by(column, {**seen, **row})
    ]
    return (sum(cells), len(cells)) if cells else (int(required), int(required))


def _counting(form: definition.Form, answers: Answers, variant: str | None = None) -> dict[str, Any]:
    """The answers of the questions that are shown."""
    return {question.key: answers.get(question.key) for question in showing.shown(form, answers, variant)}


def _required_by(question: definition.Question, seen: Answers) -> bool:
    return question.required_when is not None and showing.holds(question.required_when, seen)


def _missing_in(question: definition.Question, seen: Answers) -> Iterator[Fault]:
    value: Any = seen.get(question.key)
    if not showing.is_answered(value):
        if question.required or _required_by(question, seen):
            yield Fault(question.key, question.label, question.if_missing or _asks_for(question))
        return
    if question.kind == "table":
        yield from _each_cell(question, value, seen, _missing_in)


def _asks_for(question: definition.Question) -> str:
    if question.kind in _PICKED:
        return f"Choose an answer to “{question.label}”"
    return f"{_VERB.get(question.kind, 'Enter')} an answer to “{question.label}”"


def _beyond(today: date | None, around: Around | None) -> Around:
    around = around or Around()
    return around if today is None else replace(around, today=today)


def _wrong_in(question: definition.Question, seen: Answers, around: Around) -> Iterator[Fault]:
    value = seen.get(question.key)
    if not showing.is_answered(value):
        return
    if question.kind == "table" and isinstance(value, Mapping):
        yield from _each_cell(question, value, seen, lambda column, row: _wrong_in(column, row, around))
        yield from _checked(question, value, seen, around, level="fault")
        return
    message = _what_is_wrong(question, value, around.today)
    if message:
        yield Fault(question.key, question.label, message)
    else:
        yield from _checked(question, value, seen, around, level="fault")


def _doubtful_in(question: definition.Question, seen: Answers, around: Around) -> Iterator[Fault]:
    value = seen.get(question.key)
    if not showing.is_answered(value):
        return
    if question.kind == "table" and isinstance(value, Mapping):
        yield from _each_cell(question, value, seen, lambda column, row: _doubtful_in(column, row, around))
    message = identifiers.doubt(question.format, str(value)) if question.format else ""
    if message:
        yield Fault(question.key, question.label, message)
    yield from _checked(question, value, seen, around, level="warn")


def _checked(
    question: definition.Question, value: Any, seen: Answers, around: Around, *, level: definition.Level
) -> Iterator[Fault]:
    """What the question's own checks of this level say."""
    for each in question.checks:
        message = checks.said(each, question, value, seen, around) if each.level == level else ""
        if message:
            yield Fault(question.key, question.label, message)


def _what_is_wrong(question: definition.Question, value: Any, today: date | None) -> str:
    try:
        answer = typed.normalise(question, value)
    except errors.AnswerUnreadable as error:
        return str(error.details["message"])
    if question.kind == "number":
        return _out_of_bounds(question, answer)
    if question.kind in _TYPED:
        return _too_long(question, answer) or identifiers.fault(question.format, answer)
    if question.kind == "signature":
        return signatures.missing(answer)
    if question.kind == "multiple_choice":
        return _not_alone(question, answer)
    if today is not None and not question.future_allowed:
        return _in_the_future(_last_day(question, answer), today.isoformat())
    return ""


def _last_day(question: definition.Question, answer: Any) -> str:
    """The day on which a dated answer ends; "" for one of another kind."""
    if question.kind == "date_range":
        return str(answer.get("to") or answer.get("from") or "")
    return str(answer)[:10] if question.kind in _DATED else ""


def _too_long(question: definition.Question, text: str) -> str:
    most = question.max_length
    if most is None or len(text) <= most:
        return ""
    over = len(text) - most
    return f"Shorten this to {most} characters: it is {over} too long"


def _not_alone(question: definition.Question, codes: list[str]) -> str:
    alone = [option.label for option in question.options if option.exclusive and option.code in codes]
    if alone and len(codes) > 1:
        return f"Choose “{alone[0]}” on its own, or take it away"
    return ""


def _in_the_future(day: str, today: str) -> str:
    """Partial dates are compared as far as they go: "2026" is not after 3 July 2026."""
    return "Date must be today or in the past" if day and day > today[: len(day)] else ""


def _out_of_bounds(question: definition.Question, number: float) -> str:
    if question.low is not None and number < question.low:
        return f"Enter a number that is {question.low} or more"
    if question.high is not None and number > question.high:
        return f"Enter a number that is {question.high} or less"
    return ""


def _each_cell(
    table: definition.Question,
    value: Mapping[str, Any],
    seen: Answers,
    judge: Callable[[definition.Question, Answers], Iterator[Fault]],
) -> Iterator[Fault]:
    rows = showing.rows(value)
    for number, (row_id, row) in enumerate(rows, start=1):
        which = f" ({table.row_name or 'row'} {number})" if len(rows) > 1 else ""
        asked = showing.visible_columns(table, row, seen)
        cells = {**seen, **dict.fromkeys(showing.column_keys(table))}
        cells.update({column.key: row.get(column.key) for column in asked})
        for column in asked:
            for fault in judge(column, cells):
                yield Fault(f"{table.key}/{row_id}/{column.key}", fault.label, fault.message + which)
