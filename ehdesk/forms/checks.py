"""The checks that a definition puts on its answers: dates in order, enough rows, every need answered.

A check speaks only of answers that are there and can be read: what is missing or unreadable is told
by `judging` already. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ehdesk.forms import dates, definition, showing

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Around:
    """What lies outside a form and its checks may ask for. What is None or not there is not judged.

    `rows` gives for "form.table" the rows of that table in this episode: what each is called, by id.
    """

    today: date | None = None
    opened_on: str | None = None
    closed_on: str | None = None
    agreed_on: str | None = None
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def said(
    check: definition.Check, asked: definition.Question, value: Any, seen: Answers, around: Around
) -> str:
    """What a check has to say about an answer, or "". `seen` holds the other answers that count."""
    lacking = _RULES[check.rule](check, asked, value, seen, around)
    if not lacking:
        return ""
    return check.message.replace("{rows}", ", ".join(lacking))


# Each rule gives what breaks it: nothing where it is kept.
_Broken = tuple[str, ...]
_BROKEN: _Broken = ("",)


def _not_before(
    check: definition.Check, _asked: definition.Question, value: Any, seen: Answers, around: Around
) -> _Broken:
    day, other = _day(value), _other_day(check, seen, around)
    return _BROKEN if day and other and _is_before(day, other) else ()


def _not_after(
    check: definition.Check, _asked: definition.Question, value: Any, seen: Answers, around: Around
) -> _Broken:
    day, other = _day(value), _other_day(check, seen, around)
    return _BROKEN if day and other and _is_before(other, day) else ()


def _within_days(
    check: definition.Check, _asked: definition.Question, value: Any, seen: Answers, around: Around
) -> _Broken:
    day, other = _day(value), _other_day(check, seen, around)
    if not day or not other or len(day) < 10 or len(other) < 10:
        return ()
    apart = abs((date.fromisoformat(day[:10]) - date.fromisoformat(other[:10])).days)
    return _BROKEN if apart > (check.days or 0) else ()


def _not_same_person(
    check: definition.Check, _asked: definition.Question, value: Any, seen: Answers, _around: Around
) -> _Broken:
    return _BROKEN if _who(value) & _who(seen.get(check.other)) else ()


def _at_most(
    check: definition.Check, _asked: definition.Question, value: Any, _seen: Answers, _around: Around
) -> _Broken:
    return _BROKEN if _count(value) > (check.number or 0) else ()


def _at_least(
    check: definition.Check, _asked: definition.Question, value: Any, _seen: Answers, _around: Around
) -> _Broken:
    return _BROKEN if _count(value) < (check.number or 0) else ()


def _some_row(
    check: definition.Check, table: definition.Question, value: Any, seen: Answers, _around: Around
) -> _Broken:
    for _row_id, row in showing.rows(value if isinstance(value, Mapping) else None):
        shown = {column.key for column in showing.visible_columns(table, row, seen)}
        if check.column in shown and _has_one_of(row.get(check.column), check.one_of):
            return ()
    return _BROKEN


def _each_has_row(
    check: definition.Check, table: definition.Question, value: Any, seen: Answers, around: Around
) -> _Broken:
    wanted = _wanted_rows(check, table, seen, around)
    named: set[Any] = set()
    for _row_id, row in showing.rows(value if isinstance(value, Mapping) else None):
        given = row.get(check.column)
        named |= set(given) if isinstance(given, list) else {given}
    return tuple(called for row_id, called in wanted.items() if row_id not in named)


def _not_one_of(
    check: definition.Check, _asked: definition.Question, value: Any, _seen: Answers, _around: Around
) -> _Broken:
    return _BROKEN if _has_one_of(value, check.one_of) else ()


def _chosen_in(
    check: definition.Check, _asked: definition.Question, value: Any, seen: Answers, _around: Around
) -> _Broken:
    ticked = seen.get(check.other)
    return _BROKEN if isinstance(ticked, list) and ticked and value not in ticked else ()


_RULES: Mapping[
    definition.Rule, Callable[[definition.Check, definition.Question, Any, Answers, Around], _Broken]
] = {
    "not_before": _not_before,
    "not_after": _not_after,
    "within_days": _within_days,
    "not_same_person": _not_same_person,
    "at_most": _at_most,
    "at_least": _at_least,
    "some_row": _some_row,
    "each_has_row": _each_has_row,
    "not_one_of": _not_one_of,
    "chosen_in": _chosen_in,
}


def _other_day(check: definition.Check, seen: Answers, around: Around) -> str:
    outside = {
        "$today": around.today.isoformat() if around.today else None,
        "$opened_on": around.opened_on,
        "$closed_on": around.closed_on,
        "$agreed_on": around.agreed_on,
    }
    return _day(outside[check.other] if check.other in outside else seen.get(check.other))


def _day(value: Any) -> str:
    """A date, a part of one or a moment, as it is kept; "" for what is none (yet)."""
    if not isinstance(value, str) or not value.strip():
        return ""
    try:
        return dates.moment(value) if "T" in value else dates.partial_date(value)
    except dates.Unclear:
        return ""


def _is_before(first: str, second: str) -> bool:
    """As far as both are known: "2026" is not before 3 July 2026."""
    known = min(len(first), len(second))
    return first[:known] < second[:known]


def _who(value: Any) -> set[str]:
    people: Iterable[Any] = value if isinstance(value, list) else [value]
    return {
        str(person.get("name", "")).casefold() if isinstance(person, Mapping) else str(person)
        for person in people
        if person
    }


def _count(value: Any) -> int:
    return len(value) if isinstance(value, list | Mapping) else 1


def _has_one_of(value: Any, wanted: tuple[Any, ...]) -> bool:
    given = value if isinstance(value, list) else [value]
    return any(showing.is_among(each, wanted) for each in given)


def _wanted_rows(
    check: definition.Check, table: definition.Question, seen: Answers, around: Around
) -> Mapping[str, str]:
    """The rows that must be named, with what each is called: of a table here, or in another form."""
    if "." in check.other:
        return around.rows.get(check.other, {})
    label = next((column.row_label for column in table.columns if column.key == check.column), "")
    here = seen.get(check.other)
    rows = showing.rows(here if isinstance(here, Mapping) else None)
    return {row_id: str(row.get(label) or number) for number, (row_id, row) in enumerate(rows, start=1)}
