"""The fields, codes and conditions that the domain asks of each form, as a list of its own.

One file of `form_keys` is one form. They are written from what the forms have to ask, not from the
definitions: what is missing there, or is there without being asked for, fails here by name.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ehdesk.forms import definition, links, loader
from ehdesk.rules import criteria
from tests.house.form_keys.shared import Field

_FOLDER = Path(__file__).parent / "form_keys"
EXPECTED: dict[str, Any] = {
    path.stem: importlib.import_module(f"tests.house.form_keys.{path.stem}")
    for path in sorted(_FOLDER.glob("*.py"))
    if path.stem != "shared"
}

_CRITERIA = tuple(f"q{number:02d}" for number in range(1, 31))

STATEMENTS = {
    "p1": "I understood why Early Help was offered.",
    "p2": "I chose to take part.",
    "p3": "People listened.",
    "p4": "I was treated with respect.",
    "p5": "Our culture, language and needs were considered.",
    "p6": "The assessment describes my family fairly.",
    "p7": "We shaped the plan.",
    "p8": "I knew who our main worker was.",
    "p9": "People did what they promised.",
    "p10": "We told our story once, not over and over.",
    "p11": "Things are better for my child.",
    "p12": "I feel more able to handle problems.",
}

KEY_CRITERIA = {"q01", "q06", "q15", "q16", "q19", "q26"}


def test_there_are_these_forms_and_no_others() -> None:
    assert set(loader.load_all()) == set(EXPECTED)


@pytest.mark.parametrize("form_id", EXPECTED)
def test_a_form_has_every_field_that_the_domain_asks_for_and_no_other(form_id: str) -> None:
    assert _fields(loader.load(form_id)) == EXPECTED[form_id].FIELDS


@pytest.mark.parametrize("form_id", EXPECTED)
def test_a_form_keeps_apart_what_the_domain_marks_as_restricted_and_no_more(form_id: str) -> None:
    restricted = {path for path, question in _questions(loader.load(form_id)) if question.restricted}
    assert restricted == getattr(EXPECTED[form_id], "RESTRICTED", set())


@pytest.mark.parametrize("form_id", EXPECTED)
def test_each_stage_asks_what_is_due_then_and_nothing_else(form_id: str) -> None:
    form = loader.load(form_id)
    assert {name: set(keys) for name, keys in form.variants.items()} == EXPECTED[form_id].VARIANTS


@pytest.mark.parametrize("form_id", EXPECTED)
def test_a_form_says_who_fills_and_who_may_hold_it(form_id: str) -> None:
    form = loader.load(form_id)
    head = (form.register, form.record, form.audience, form.filled_by, form.family_copy)
    assert head == EXPECTED[form_id].HEAD


def test_what_one_form_names_of_another_is_there() -> None:
    assert [str(fault) for fault in links.across(loader.load_all())] == []


def test_no_two_forms_have_the_same_register_title_or_short_title() -> None:
    forms = loader.load_all().values()
    for said in ("register", "title", "short_title"):
        told = [getattr(form, said) for form in forms if getattr(form, said)]
        assert len(told) == len(set(told)), said


def test_the_parents_statements_stand_word_for_word() -> None:
    form = loader.load("feedback_parent")
    assert {key: form.question(key).label for key in STATEMENTS} == STATEMENTS


def test_the_overall_mark_runs_from_0_to_10() -> None:
    assert loader.load("feedback_parent").question("overall").bounds() == (0, 10)


def test_self_assessment_asks_the_30_criteria_in_the_words_that_an_audit_uses() -> None:
    form = loader.load("self_assessment")
    asked = {question.key: question.label for question in form.questions() if question.key in _CRITERIA}
    assert asked == {criterion.key: criterion.text for criterion in criteria.CRITERIA}


def test_key_criteria_are_starred_in_the_form_and_known_to_the_rules() -> None:
    form = loader.load("self_assessment")
    assert {question.key for question in form.questions() if question.starred} == KEY_CRITERIA
    assert {criterion.key for criterion in criteria.CRITERIA if criterion.is_key} == KEY_CRITERIA


def test_the_rules_and_the_form_agree_on_what_is_due_at_each_stage() -> None:
    variants = loader.load("self_assessment").variants
    for stage in ("assessment_done", "first_plan", "review", "closure"):
        due = [criterion.key for criterion in criteria.CRITERIA if criterion.due == stage]
        assert list(variants[stage]) == due


def test_criteria_stand_under_their_seven_titles() -> None:
    form = loader.load("self_assessment")
    titles = [section.title for section in form.sections if section.questions[0].key in _CRITERIA]
    assert titles == [f"{letter}. {title}" for letter, title in criteria.SECTIONS]


def _fields(form: definition.Form) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for section in form.sections:
        for question in section.questions:
            found[question.key] = _field(question, section.show_when)
            for column in question.columns:
                found[f"{question.key}/{column.key}"] = _field(column, None)
    return found


def _questions(form: definition.Form) -> Iterator[tuple[str, definition.Question]]:
    """Every question, and every column of a table whose own question is open, by path."""
    for question in form.questions():
        yield question.key, question
        for column in () if question.restricted else question.columns:
            yield f"{question.key}/{column.key}", column


def _field(question: definition.Question, section: definition.Condition | None) -> Field:
    said = ", ".join(_said(condition) for condition in (section, question.show_when) if condition)
    when = question.required_when
    required = _said(when) if when else question.required
    decided = [question.options_from] if question.options_from else []
    codes = (*decided, *(option.code for option in question.options))
    return question.kind, codes, required, said


def _said(condition: definition.Condition) -> str:
    if condition.one_of:
        return f"{condition.question}={'|'.join(str(value) for value in condition.one_of)}"
    if condition.none_of:
        return f"{condition.question} not {'|'.join(str(value) for value in condition.none_of)}"
    return f"{condition.question} {'answered' if condition.answered else 'unanswered'}"
