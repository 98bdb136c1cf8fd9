"""What a form's answers amount to: what is shown, what is missing, what is wrong, what has changed.

Everything here is pure. `answers` is the mapping that a record's `fields` holds, by question key;
keys that start with `$` are the record's own and are passed over. Answers of hidden questions are
kept, but they do not count and no condition sees them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ehdesk import errors
from ehdesk.forms import definition, spoken, typed

Answers = Mapping[str, Any]
Shown = tuple[tuple[definition.Section, tuple[definition.Question, ...]], ...]

normalise = typed.normalise
summary = spoken.summary

_PICKED = frozenset({"single_choice", "scale", "yes_no", "yes_no_unknown", "picture_scale"})
_DATED = frozenset({"date", "partial_date", "time"})
_VERB = {"person": "Choose", "people": "Choose", "multiple_choice": "Choose", "tick": "Tick", "table": "Add"}


@dataclass(frozen=True)
class Fault:
    """One thing to put right before the form can be finished, for the error summary and its link."""

    path: str
    label: str
    message: str


@dataclass(frozen=True)
class Difference:
    """One answer that is not as it was. A row that came or went has a path "children/<row id>"."""

    path: str
    label: str
    old: Any
    new: Any


def is_answered(value: Any) -> bool:
    """Whether there is an answer. No and 0 are answers; blank text and empty lists are not."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != [] and value != {}


# What is shown


def sections(form: definition.Form, answers: Answers, variant: str | None = None) -> Shown:
    """Each section that has something to show, with the questions shown. `variant` overrides the answer."""
    chosen = variant if variant is not None else answers.get(form.variant_question)
    seen: dict[str, Any] = {}
    if variant is not None:
        seen[form.variant_question] = variant
    found = []
    for section in form.sections:
        questions = tuple(_shown_in(form, section, answers, chosen, seen))
        if questions:
            found.append((section, questions))
    return tuple(found)


def shown(
    form: definition.Form, answers: Answers, variant: str | None = None
) -> tuple[definition.Question, ...]:
    """The questions shown with these answers, in order."""
    return tuple(question for _section, some in sections(form, answers, variant) for question in some)


def visible(form: definition.Form, answers: Answers, variant: str | None = None) -> tuple[str, ...]:
    """The keys of the questions shown with these answers, in order."""
    return tuple(question.key for question in shown(form, answers, variant))


def visible_columns(
    table: definition.Question, row: Answers, answers: Answers
) -> tuple[definition.Question, ...]:
    """The columns of one row that are shown."""
    seen: dict[str, Any] = {}
    found = []
    for column in table.columns:
        if holds(column.show_when, {**answers, **dict.fromkeys(_column_keys(table)), **seen}):
            found.append(column)
            seen[column.key] = row.get(column.key)
    return tuple(found)


def for_blank(form: definition.Form, variant: str | None = None) -> Shown:
    """What an empty form on paper asks: all that could come to be shown, at one stage or at any."""
    possible: set[str] = set()
    paper = []
    for section in form.sections:
        questions = tuple(_possible_in(form, section, variant, possible)) if section.on_blank else ()
        if questions:
            paper.append((section, questions))
    return tuple(paper)


def _shown_in(
    form: definition.Form, section: definition.Section, answers: Answers, variant: Any, seen: dict[str, Any]
) -> Iterator[definition.Question]:
    """The shown questions of one section; `seen` gathers the answers that count so far."""
    if not holds(section.show_when, seen):
        return
    for question in section.questions:
        if asked_in(form, question.key, variant) and holds(question.show_when, seen):
            seen.setdefault(question.key, answers.get(question.key))
            yield question


def _possible_in(
    form: definition.Form, section: definition.Section, variant: str | None, possible: set[str]
) -> Iterator[definition.Question]:
    for question in section.questions:
        asked = variant is None or asked_in(form, question.key, variant)
        conditions = (section.show_when, question.show_when)
        if asked and all(_could_hold(form, condition, variant, possible) for condition in conditions):
            possible.add(question.key)
            yield question


def _could_hold(
    form: definition.Form, condition: definition.Condition | None, variant: str | None, possible: set[str]
) -> bool:
    if condition is None or condition.answered is False:
        return True
    if variant is not None and condition.question == form.variant_question:
        return holds(condition, {form.variant_question: variant})
    return condition.question in possible


def asked_in(form: definition.Form, key: str, variant: Any) -> bool:
    """Whether this stage asks this question: named by it, or named by no stage at all."""
    if any(key in keys for keys in form.variants.values()):
        return key in form.variants.get(variant, ())
    return True


def holds(condition: definition.Condition | None, seen: Answers) -> bool:
    """Whether a condition is met by the answers that count; none at all is always met."""
    if condition is None:
        return True
    value = seen.get(condition.question)
    answered = is_answered(value)
    if condition.answered is not None and condition.answered is not answered:
        return False
    given = value if isinstance(value, list) else [value]
    if condition.one_of and not any(_among(each, condition.one_of) for each in given):
        return False
    if condition.none_of:
        return answered and not any(_among(each, condition.none_of) for each in given)
    return True


def _among(value: Any, wanted: tuple[Any, ...]) -> bool:
    return any(value == each and isinstance(value, bool) is isinstance(each, bool) for each in wanted)


# What is missing or wrong


def is_required(form: definition.Form, question: definition.Question, answers: Answers) -> bool:
    """Whether this question must be answered before the form is finished, as the answers stand."""
    return question.required or _required_by(question, _counting(form, answers))


def missing(form: definition.Form, answers: Answers, variant: str | None = None) -> tuple[Fault, ...]:
    """What must still be answered before the form can be finished, in order."""
    seen = _counting(form, answers, variant)
    asked = shown(form, answers, variant)
    return tuple(fault for question in asked for fault in _missing_in(question, seen))


def check(
    form: definition.Form, answers: Answers, *, today: date | None = None, variant: str | None = None
) -> tuple[Fault, ...]:
    """What is wrong with the answers that there are; empty where nothing is. A draft may save with it.

    `today` is the London date, after which no date may lie unless its question allows the future.
    """
    seen = _counting(form, answers, variant)
    asked = shown(form, answers, variant)
    return tuple(fault for question in asked for fault in _wrong_in(question, seen, today))


def to_put_right(form: definition.Form, answers: Answers, *, today: date | None = None) -> tuple[Fault, ...]:
    """All that stands between these answers and finishing: missing and wrong, in the form's order."""
    seen = _counting(form, answers)
    found: list[Fault] = []
    for question in shown(form, answers):
        found += [*_missing_in(question, seen), *_wrong_in(question, seen, today)]
    return tuple(found)


def progress(form: definition.Form, answers: Answers, variant: str | None = None) -> tuple[int, int]:
    """How many questions are answered, of how many: what is required, and what takes one tap."""
    seen = _counting(form, answers, variant)
    counted = [
        question.key
        for question in shown(form, answers, variant)
        if question.required or question.kind in _PICKED or _required_by(question, seen)
    ]
    return sum(is_answered(seen[key]) for key in counted), len(counted)


def _counting(form: definition.Form, answers: Answers, variant: str | None = None) -> dict[str, Any]:
    """The answers of the questions that are shown."""
    return {question.key: answers.get(question.key) for question in shown(form, answers, variant)}


def _required_by(question: definition.Question, seen: Answers) -> bool:
    return question.required_when is not None and holds(question.required_when, seen)


def _missing_in(question: definition.Question, seen: Answers) -> Iterator[Fault]:
    value: Any = seen.get(question.key)
    if not is_answered(value):
        if question.required or _required_by(question, seen):
            yield Fault(question.key, question.label, question.if_missing or _asks_for(question))
        return
    if question.kind == "table":
        yield from _each_cell(question, value, seen, _missing_in)


def _asks_for(question: definition.Question) -> str:
    if question.kind in _PICKED:
        return f"Choose an answer to “{question.label}”"
    return f"{_VERB.get(question.kind, 'Enter')} an answer to “{question.label}”"


def _wrong_in(question: definition.Question, seen: Answers, today: date | None) -> Iterator[Fault]:
    value = seen.get(question.key)
    if not is_answered(value):
        return
    if question.kind == "table" and isinstance(value, Mapping):
        yield from _each_cell(question, value, seen, lambda column, row: _wrong_in(column, row, today))
        return
    message = _what_is_wrong(question, value, today)
    if message:
        yield Fault(question.key, question.label, message)


def _what_is_wrong(question: definition.Question, value: Any, today: date | None) -> str:
    try:
        answer = normalise(question, value)
    except errors.AnswerUnreadable as error:
        return str(error.details["message"])
    if question.kind == "number":
        return _out_of_bounds(question, answer)
    if question.kind in _DATED and today is not None and not question.future_allowed:
        return _in_the_future(answer[:10], today.isoformat())
    return ""


def _in_the_future(day: str, today: str) -> str:
    """Partial dates are compared as far as they go: "2026" is not after 3 July 2026."""
    return "Date must be today or in the past" if day > today[: len(day)] else ""


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
    for row_id, row in rows(value):
        asked = visible_columns(table, row, seen)
        cells = {**seen, **dict.fromkeys(_column_keys(table))}
        cells.update({column.key: row.get(column.key) for column in asked})
        for column in asked:
            for fault in judge(column, cells):
                yield Fault(f"{table.key}/{row_id}/{column.key}", fault.label, fault.message)


def _column_keys(table: definition.Question) -> tuple[str, ...]:
    return tuple(column.key for column in table.columns)


# Paths, rows and changes


def rows(value: Mapping[str, Any] | None) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The rows of a table's answer with their ids, in the order of their ranks."""
    return tuple(sorted((value or {}).items(), key=lambda row: (str(row[1].get("rank", "")), row[0])))


def question_at(form: definition.Form, path: str) -> definition.Question:
    """The question of "text", or the column of "children/<row id>/seen". Raises: KeyError."""
    key, _, cell = path.partition("/")
    question = form.question(key)
    if not cell:
        return question
    column_key = cell.rpartition("/")[2]
    for column in question.columns:
        if column.key == column_key and "/" in cell:
            return column
    raise KeyError(path)


def value_at(answers: Answers, path: str) -> Any:
    """What stands at a path ("text", "children/<row id>", "children/<row id>/seen"), or None."""
    value: Any = answers
    for step in path.split("/"):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def differences(form: definition.Form, old: Answers, new: Answers) -> tuple[Difference, ...]:
    """What changed from `old` to `new`, by path, in the form's order; a table's rows by their ids."""
    found: list[Difference] = []
    for question in form.questions():
        before, after = old.get(question.key), new.get(question.key)
        if question.kind == "table":
            found += _row_differences(question, before or {}, after or {})
        elif before != after and (is_answered(before) or is_answered(after)):
            found.append(Difference(question.key, question.label, before, after))
    return tuple(found)


def _row_differences(
    table: definition.Question, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Difference]:
    for row_id, row in rows({**old, **new}):
        path = f"{table.key}/{row_id}"
        if row_id not in old or row_id not in new:
            yield Difference(path, table.label, old.get(row_id), new.get(row_id))
            continue
        for column in table.columns:
            before, after = old[row_id].get(column.key), row.get(column.key)
            if before != after:
                yield Difference(f"{path}/{column.key}", column.label, before, after)
        if old[row_id].get("rank") != row.get("rank"):
            yield Difference(f"{path}/rank", table.label, old[row_id].get("rank"), row.get("rank"))
