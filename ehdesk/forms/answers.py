"""What a form's answers amount to: what is shown, what is missing, what is wrong, what has changed.

The one door to these questions for screens, store and commands: what is shown is worked out in
`showing`, what must be put right in `judging`. Everything is pure. `answers` is the mapping that a
record's `fields` holds, by question key; keys that start with `$` are the record's own and are passed
over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ehdesk.forms import definition, judging, showing, spoken, typed

Answers = showing.Answers
Shown = showing.Shown
Fault: TypeAlias = judging.Fault
Around: TypeAlias = judging.Around

normalise = typed.normalise
summary = spoken.summary
is_answered, sections, shown, visible = showing.is_answered, showing.sections, showing.shown, showing.visible
visible_columns, for_blank = showing.visible_columns, showing.for_blank
asked_in, holds, rows = showing.asked_in, showing.holds, showing.rows
missing, check, to_put_right, warnings = (
    judging.missing,
    judging.check,
    judging.to_put_right,
    judging.warnings,
)
missing_after = judging.missing_after
is_required, progress, tally = judging.is_required, judging.progress, judging.tally


@dataclass(frozen=True)
class Difference:
    """One answer that is not as it was. A row that came or went has a path "children/<row id>"."""

    path: str
    label: str
    old: Any
    new: Any


# Paths, rows and changes


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
