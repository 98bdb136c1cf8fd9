"""The fields, codes and conditions that the domain asks of F08, F12 and F19, as a list of its own.

Written from what the forms have to ask, not from the definitions: what is missing there, or is there
without being asked for, fails here by name.
"""

from typing import Any

import pytest

from ehdesk.forms import definition, loader
from ehdesk.rules import criteria

# A field is: kind, codes, required, condition. The condition is written "question=answer|answer".
Field = tuple[str, tuple[str, ...], bool, str]

PAPER: dict[str, Field] = {
    "entered_from_paper": ("tick", (), False, ""),
    "paper_date": ("date", (), False, "entered_from_paper=True"),
    "typist": ("person", (), False, "entered_from_paper=True"),
    "checked_by": ("person", (), False, "entered_from_paper=True"),
}

NOTE: dict[str, Field] = {
    "text": ("long_text", (), True, ""),
    "at": ("time", (), True, ""),
    "kind": ("single_choice", ("visit", "call", "message", "talk", "attempt"), False, ""),
    "place": ("single_choice", ("home", "school", "hub", "other"), False, ""),
    "who_was_there": ("people", (), False, ""),
    "children": ("table", (), False, ""),
    "children/child": ("person", (), False, ""),
    "children/seen": ("single_choice", ("seen", "seen_alone", "not_seen"), False, ""),
    "children/why_not": ("text", (), False, "seen=not_seen"),
    "also_present": ("people", (), False, ""),
    **PAPER,
}

_MARKS = ("met", "partly", "not_met", "not_applicable")
_CRITERIA = tuple(f"q{number:02d}" for number in range(1, 31))

SELF_ASSESSMENT: dict[str, Field] = {
    "stage": ("single_choice", ("assessment_done", "first_plan", "review", "closure"), True, ""),
    **dict.fromkeys(_CRITERIA, ("single_choice", _MARKS, True, "")),
    **{f"{key}_note": ("long_text", (), True, f"{key}=partly|not_met") for key in _CRITERIA},
    "own_grade": ("single_choice", ("1", "2", "3", "4"), True, ""),
    "proud_of": ("long_text", (), False, ""),
    "do_differently": ("long_text", (), False, ""),
    "help_wanted": (
        "multiple_choice",
        (
            "induction",
            "early_help_academy",
            "workshop_1_eha",
            "workshop_2_lead_professional",
            "supervision",
            "mentor",
            "joint_visit",
            "other",
        ),
        False,
        "",
    ),
    "help_wanted_text": ("long_text", (), False, ""),
    "discussed_on": ("date", (), False, ""),
    **PAPER,
}

_AGREE = ("5", "4", "3", "2", "1", "0")
_LANGUAGES = (
    "en", "cy", "pl", "ro", "ur", "pa", "ar", "bn", "gu", "pt", "so",
    "es", "uk", "sq", "tr", "ps", "fa", "ckb", "ti", "ta", "zh", "other",
)  # fmt: skip

FEEDBACK_PARENT: dict[str, Field] = {
    "stage": ("single_choice", ("end_of_assessment", "taf", "closure"), True, ""),
    "taf_number": ("number", (), True, "stage=taf"),
    "given_on": ("date", (), False, ""),
    "declined": ("tick", (), False, ""),
    "respondent": (
        "single_choice",
        ("parent", "other_carer", "young_person", "child", "professional"),
        False,
        "",
    ),
    "helped_by": (
        "single_choice",
        ("alone", "worker", "interpreter", "relative_or_friend", "other"),
        False,
        "declined unanswered",
    ),
    "language": ("single_choice", _LANGUAGES, False, "declined unanswered"),
    "language_other": ("text", (), False, "language=other"),
    "share": (
        "single_choice",
        ("worker_and_manager", "manager_or_coordinator_only", "no_name"),
        True,
        "declined unanswered",
    ),
    **{f"p{number}": ("scale", _AGREE, False, "declined unanswered") for number in range(1, 13)},
    "overall": ("scale", (), False, "declined unanswered"),
    "best": ("long_text", (), False, "declined unanswered"),
    "change": ("long_text", (), False, "declined unanswered"),
    "missing_service": ("long_text", (), False, "declined unanswered"),
    "concern": ("yes_no", (), False, "declined unanswered"),
    "concern_text": ("long_text", (), False, "declined unanswered, concern=True"),
    "call_me": ("yes_no", (), False, "declined unanswered"),
    "phone": ("text", (), False, "declined unanswered, call_me=True"),
    "quote_ok": ("yes_no", (), False, "declined unanswered"),
    "talk_today": ("yes_no", (), False, "declined unanswered"),
    "received_on": ("date", (), False, "declined unanswered"),
    "best_translation": ("long_text", (), False, "language not en, best answered"),
    "change_translation": ("long_text", (), False, "language not en, change answered"),
    "missing_service_translation": ("long_text", (), False, "language not en, missing_service answered"),
    "concern_text_translation": ("long_text", (), False, "language not en, concern_text answered"),
    "translator": ("text", (), False, "language not en"),
    "translated_on": ("date", (), False, "language not en"),
    **PAPER,
}

FORMS = {"note": NOTE, "self_assessment": SELF_ASSESSMENT, "feedback_parent": FEEDBACK_PARENT}

_WORDS = {"overall", "best", "change", "missing_service", "concern", "concern_text"}
_ENDING = {"call_me", "phone", "quote_ok", "talk_today"}
_ALL_P = {f"p{number}" for number in range(1, 13)}

VARIANTS: dict[str, dict[str, set[str]]] = {
    "note": {},
    "self_assessment": {
        "assessment_done": set(_CRITERIA[:18]),
        "first_plan": set(_CRITERIA[18:23]),
        "review": set(_CRITERIA[23:26]),
        "closure": set(_CRITERIA[26:]),
    },
    "feedback_parent": {
        "end_of_assessment": (_ALL_P - {"p9", "p11", "p12"}) | _WORDS | _ENDING,
        "taf": {"p3", "p9", "p11", "change", "talk_today"},
        "closure": _ALL_P | _WORDS | _ENDING,
    },
}

HEADS: dict[str, tuple[Any, ...]] = {
    "note": ("F19", "note", "file", "practitioner", True),
    "self_assessment": ("F08", "self_assessment", "quality", "practitioner", False),
    "feedback_parent": ("F12", "feedback", "quality", "family", True),
}

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
    assert set(loader.load_all()) == set(FORMS)


@pytest.mark.parametrize("form_id", FORMS)
def test_a_form_has_every_field_that_the_domain_asks_for_and_no_other(form_id: str) -> None:
    assert _fields(loader.load(form_id)) == FORMS[form_id]


@pytest.mark.parametrize("form_id", FORMS)
def test_each_stage_asks_what_is_due_then_and_nothing_else(form_id: str) -> None:
    form = loader.load(form_id)
    assert {name: set(keys) for name, keys in form.variants.items()} == VARIANTS[form_id]


@pytest.mark.parametrize("form_id", FORMS)
def test_a_form_says_who_fills_and_who_may_hold_it(form_id: str) -> None:
    form = loader.load(form_id)
    head = (form.register, form.record, form.audience, form.filled_by, form.family_copy)
    assert head == HEADS[form_id]


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


def _field(question: definition.Question, section: definition.Condition | None) -> Field:
    said = ", ".join(_said(condition) for condition in (section, question.show_when) if condition)
    required = question.required and question.required_when is None
    return question.kind, tuple(option.code for option in question.options), required, said


def _said(condition: definition.Condition) -> str:
    if condition.one_of:
        return f"{condition.question}={'|'.join(str(value) for value in condition.one_of)}"
    if condition.none_of:
        return f"{condition.question} not {'|'.join(str(value) for value in condition.none_of)}"
    return f"{condition.question} {'answered' if condition.answered else 'unanswered'}"
