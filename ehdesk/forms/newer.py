"""What a newer ehdesk wrote and this one cannot show: it is kept as it is, and said to be there. Pure."""

from collections.abc import Mapping
from typing import Any

from ehdesk.forms import definition

SAID = "Written with a newer ehdesk. Nothing is lost. Update to see it."
_CHOSEN = frozenset({"single_choice", "multiple_choice", "picture_scale"})


def is_beyond(question: definition.Question, value: Any) -> bool:
    """Whether an answer holds a choice that this version does not know."""
    if question.kind not in _CHOSEN or question.options_from or value is None:
        return False
    known = {choice.value for choice in question.choices()}
    chosen = value if isinstance(value, list) else [value]
    return any(one not in known for one in chosen)


def beyond(form: definition.Form, answers: Mapping[str, Any]) -> frozenset[str]:
    """The keys of a form's questions whose answers this version cannot show whole."""
    return frozenset(
        question.key
        for question in form.questions()
        if is_beyond(question, answers.get(question.key)) or _in_a_row(question, answers.get(question.key))
    )


def _in_a_row(table: definition.Question, value: Any) -> bool:
    rows = value.values() if table.kind == "table" and isinstance(value, Mapping) else ()
    return any(is_beyond(column, row.get(column.key)) for row in rows for column in table.columns)
