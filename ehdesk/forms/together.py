"""What a family looks at together with its worker: one form's own answers, one question at a time. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition

_AUDIENCE = "file"


def may_be_shown(form: definition.Form) -> bool:
    """Whether this form is one for a family's eyes: in the family's file, and copied to them on paper."""
    return form.audience == _AUDIENCE and form.family_copy


def sections(
    form: definition.Form, answers: Mapping[str, Any]
) -> tuple[tuple[definition.Section, tuple[definition.Question, ...]], ...]:
    """The questions that are answered and that a family may see, by section. Nothing restricted."""
    found = []
    for section, asked in form_answers.sections(form, answers):
        shown = tuple(
            question
            for question in asked
            if is_for_families(question) and form_answers.is_answered(answers.get(question.key))
        )
        if shown:
            found.append((section, shown))
    return tuple(found)


def is_for_families(question: definition.Question) -> bool:
    """Whether a family sees this question on paper, and so here."""
    return not question.restricted and question.show_on_family_paper and question.filled_by != "manager"


def seen_by_families(question: definition.Question, value: Any) -> Any:
    """An answer without the cells of its rows that a family may not see."""
    if question.kind != "table" or not isinstance(value, dict):
        return value
    kept = {column.key for column in question.columns if is_for_families(column)} | {"rank"}
    return {row_id: {key: cell for key, cell in row.items() if key in kept} for row_id, row in value.items()}


def alone(form: definition.Form, key: str) -> definition.Form:
    """The form with one question, asked whatever the others say; its columns that families see."""
    asked = form.question(key)
    columns = tuple(column for column in asked.columns if is_for_families(column))
    asked = msgspec.structs.replace(asked, show_when=None, required_when=None, columns=columns)
    section = definition.Section("alone", "", (asked,))
    return msgspec.structs.replace(form, sections=(section,))
