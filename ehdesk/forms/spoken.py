"""An answer as a person reads it: "Partly", "3 July 2026", "Zofia, Seen alone"."""

from collections.abc import Mapping
from typing import Any, Protocol

from ehdesk.forms import dates, definition, identifiers, signatures


class Words(Protocol):
    """What is asked of `words.Words`: a language's own words, dates and times."""

    def text(self, source: str) -> str:
        """The words of ours in this language."""
        ...

    def partial_date(self, value: str) -> str:
        """ "3 July 2026", "July 2026" or "2026" for an answer of a date or a part of one."""
        ...

    def moment(self, value: str) -> str:
        """ "3 July 2026 10:40" for an answer of a date and time."""
        ...


def summary(
    question: definition.Question, value: Any, words: Words, names: Mapping[str, str] | None = None
) -> str:
    """The answer in words, or "" where there is none. `names` gives people by record id, rows by row id."""
    if value is None:
        return ""
    if question.kind == "table":
        return "\n".join(_row(question, row, words, names) for row in _in_order(value))
    if question.kind in ("person", "people"):
        people = value if isinstance(value, list) else [value]
        return ", ".join(_name(person, words, names or {}) for person in people)
    if question.kind in ("entry", "entries"):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join((names or {}).get(one) or words.text("A row that is not here") for one in chosen)
    if question.kind in ("date", "partial_date", "time"):
        return _dated(value, words)
    if question.kind == "date_range" and isinstance(value, Mapping):
        return " – ".join(_dated(end, words) for end in (value.get("from"), value.get("to")) if end)
    if question.kind == "signature":
        how, who_or_where = signatures.summary(value)
        return ", ".join(part for part in (words.text(how), who_or_where) if part)
    return _picked_or_typed(question, value, words)


def _dated(value: Any, words: Words) -> str:
    """A date or a moment in words; in a draft, one that cannot be read yet stands as it was typed."""
    try:
        if "T" in str(value):
            return words.moment(dates.moment(value))
        return words.partial_date(dates.partial_date(value))
    except dates.Unclear:
        return str(value)


def _picked_or_typed(question: definition.Question, value: Any, words: Words) -> str:
    if question.kind == "tick":
        return words.text("Yes") if value else ""
    if question.kind == "multiple_choice":
        return ", ".join(_label(question, code, words) for code in value)
    if question.format:
        return identifiers.shown(question.format, str(value))
    if question.choices():
        return _label(question, value, words)
    return str(value)


def _label(question: definition.Question, value: Any, words: Words) -> str:
    """The label of one answer; the code itself where a newer version knew more of them."""
    for choice in question.choices():
        if choice.value == value:
            return words.text(choice.label)
    return str(value)


def _name(person: Any, words: Words, names: Mapping[str, str]) -> str:
    if isinstance(person, Mapping):
        return str(person.get("name", ""))
    return names.get(person) or words.text("Someone on file")


def _row(
    table: definition.Question, row: Mapping[str, Any], words: Words, names: Mapping[str, str] | None
) -> str:
    cells = (summary(column, row.get(column.key), words, names) for column in table.columns)
    return ", ".join(cell for cell in cells if cell)


def _in_order(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for _id, row in sorted(table.items(), key=lambda each: (each[1].get("rank", ""), each[0]))]
