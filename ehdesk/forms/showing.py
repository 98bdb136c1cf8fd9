"""Which questions of a form are shown, on a screen with these answers and on an empty page.

Answers of hidden questions are kept, but they do not count and no condition sees them. Pure.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any

import msgspec

from ehdesk.forms import definition

Answers = Mapping[str, Any]
Shown = tuple[tuple[definition.Section, tuple[definition.Question, ...]], ...]


def is_answered(value: Any) -> bool:
    """Whether there is an answer. No and 0 are answers; blank text and empty lists are not."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != [] and value != {}


def sections(form: definition.Form, answers: Answers, variant: str | None = None) -> Shown:
    """Each section that has something to show, with the questions shown. `variant` overrides the answer."""
    chosen = variant if variant is not None else answers.get(form.variant_question)
    seen: dict[str, Any] = {}
    if variant is not None:
        seen[form.variant_question] = variant
    passed_over = _passed_over(form, chosen)
    found = []
    for section in form.sections:
        questions = tuple(_shown_in(section, answers, passed_over, seen))
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
    seen: dict[str, Any] = {**answers, **dict.fromkeys(column_keys(table))}
    found = []
    for column in table.columns:
        if holds(column.show_when, seen):
            found.append(column)
            seen[column.key] = row.get(column.key)
    return tuple(found)


def for_blank(form: definition.Form, variant: str | None = None) -> Shown:
    """What an empty form on paper asks: all that could come to be shown, at one stage or at any.

    What is kept apart is not on paper, nor what waits for it: such a page lies on the family's table.
    """
    possible: set[str] = set()
    paper = []
    for section in form.sections:
        questions = tuple(_possible_in(form, section, variant, possible)) if section.on_blank else ()
        if questions:
            paper.append((section, questions))
    return tuple(paper)


def _shown_in(
    section: definition.Section, answers: Answers, passed_over: Container[str], seen: dict[str, Any]
) -> Iterator[definition.Question]:
    """The shown questions of one section; `seen` gathers the answers that count so far."""
    if not holds(section.show_when, seen):
        return
    for question in section.questions:
        if question.key not in passed_over and holds(question.show_when, seen):
            seen.setdefault(question.key, answers.get(question.key))
            yield question


def _possible_in(
    form: definition.Form, section: definition.Section, variant: str | None, possible: set[str]
) -> Iterator[definition.Question]:
    for question in section.questions:
        asked = variant is None or asked_in(form, question.key, variant)
        conditions = (section.show_when, question.show_when)
        if question.restricted or not asked:
            continue
        if all(_could_hold(form, condition, variant, possible) for condition in conditions):
            possible.add(question.key)
            yield _open_to_all(question)


def _open_to_all(question: definition.Question) -> definition.Question:
    """The question without the columns that are kept apart."""
    columns = tuple(column for column in question.columns if not column.restricted)
    return question if columns == question.columns else msgspec.structs.replace(question, columns=columns)


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
        return isinstance(variant, str) and key in form.variants.get(variant, ())
    return True


def _passed_over(form: definition.Form, variant: Any) -> set[str]:
    """The keys of the questions that this stage does not ask."""
    named = {key for keys in form.variants.values() for key in keys}
    return named.difference(form.variants.get(variant, ()) if isinstance(variant, str) else ())


def holds(condition: definition.Condition | None, seen: Answers) -> bool:
    """Whether a condition is met by the answers that count; none at all is always met."""
    if condition is None:
        return True
    value = seen.get(condition.question)
    answered = is_answered(value)
    if condition.answered is not None and condition.answered is not answered:
        return False
    given = value if isinstance(value, list) else [value]
    if condition.one_of and not any(is_among(each, condition.one_of) for each in given):
        return False
    if condition.none_of:
        return answered and not any(is_among(each, condition.none_of) for each in given)
    return True


def is_among(value: Any, wanted: tuple[Any, ...]) -> bool:
    """Whether a value is one of these; yes is never 1."""
    return any(value == each and isinstance(value, bool) is isinstance(each, bool) for each in wanted)


def column_keys(table: definition.Question) -> tuple[str, ...]:
    """The keys of a table's columns."""
    return tuple(column.key for column in table.columns)


def rows(value: Mapping[str, Any] | None) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The rows of a table's answer with their ids, in the order of their ranks."""
    return tuple(sorted((value or {}).items(), key=lambda row: (str(row[1].get("rank", "")), row[0])))
