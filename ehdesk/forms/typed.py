"""Turning what was typed, ticked or brought in by a file into the answer that a question holds."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from ehdesk import errors
from ehdesk.forms import dates, definition

_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_UNSAFE = re.compile("[\x00\ud800-\udfff]")
_TURNS = "\u202d\u202e"


def normalise(question: definition.Question, value: Any) -> Any:
    """The answer in the shape of `definition`, or None where nothing was answered.

    Text is kept as it was typed, in any script and of any length. Dates and numbers are read as
    people write them. Whether an answer is allowed to stand is judged by `answers.check`.
    Raises: AnswerUnreadable, whose `todo` says what to enter.
    """
    if value is None or (isinstance(value, str | list | tuple | Mapping) and not value):
        return None
    try:
        return _READERS[question.kind](question, value)
    except dates.Unclear as error:
        raise _unreadable(question, str(error)) from error


def _unreadable(question: definition.Question, message: str) -> errors.AnswerUnreadable:
    return errors.AnswerUnreadable(question=question.label, message=message)


def _text(question: definition.Question, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _unreadable(question, "Enter text")
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    if not _is_safe(text):  # to look each letter up takes long, and a growing note is saved each second
        text = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
    for turn in _TURNS:  # nobody sees them, and they turn the reading of what follows round
        text = text.replace(turn, "")
    return text if text.strip() else None


def _is_safe(text: str) -> bool:
    """Whether a database and a page can hold it: neither can half of a character pair, or NUL."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _number(question: definition.Question, value: Any) -> int | float | None:
    if isinstance(value, str):
        text = re.sub(r"[\s,]", "", value)
        if not text:
            return None
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text, re.ASCII):
            raise _unreadable(question, "Enter a number, like 3")
        value = float(text) if "." in text else int(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _unreadable(question, "Enter a number, like 3")
    return int(value) if float(value).is_integer() else value


def _choice(question: definition.Question, value: Any) -> str | int | bool:
    if _is_not_known_yet(question) and isinstance(value, str) and _CODE.fullmatch(value.strip()):
        return value.strip()
    for choice in question.choices():
        if str(choice.value) == str(value).strip() and not isinstance(value, bool):
            return choice.value
    raise _unreadable(question, "Choose one of the answers: " + _offered(question))


def _is_not_known_yet(question: definition.Question) -> bool:
    """Whether its options are the authority's, and the authority is not at hand: codes are then kept."""
    return bool(question.options_from) and not question.options


def _scale(question: definition.Question, value: Any) -> str | int | bool:
    return _choice(question, _number(question, value))


def _several(question: definition.Question, value: Any) -> list[str]:
    given = [value] if isinstance(value, str) else value
    codes = [option.code for option in question.options]
    if _is_not_known_yet(question) and isinstance(given, list | tuple):
        codes = [code for code in given if isinstance(code, str) and _CODE.fullmatch(code)]
    if not isinstance(given, list | tuple) or not all(code in codes for code in given):
        raise _unreadable(question, "Choose from these answers: " + _offered(question))
    return [code for code in codes if code in given]


def _yes_no(question: definition.Question, value: Any) -> bool:
    word = str(value).strip().lower()
    if isinstance(value, bool | str) and word in _YES | _NO:
        return word in _YES
    raise _unreadable(question, "Choose yes or no")


def _yes_no_unknown(question: definition.Question, value: Any) -> str:
    word = str(value).strip().lower()
    if word == "unknown":
        return word
    if isinstance(value, bool | str) and word in _YES | _NO:
        return "yes" if word in _YES else "no"
    raise _unreadable(question, "Choose yes, no or do not know")


def _tick(question: definition.Question, value: Any) -> bool | None:
    return True if _yes_no(question, value) else None


def _person(question: definition.Question, value: Any) -> str | dict[str, str]:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, Mapping) and set(value) == {"name"} and isinstance(value["name"], str):
        name = _text(question, value["name"])
        if name:
            return {"name": name}
    raise _unreadable(question, "Choose a person or enter a name")


def _people(question: definition.Question, value: Any) -> list[str | dict[str, str]]:
    given = value if isinstance(value, list | tuple) else [value]
    people: list[str | dict[str, str]] = []
    for each in given:
        person = _person(question, each)
        if person not in people:
            people.append(person)
    return people


def _entry(question: definition.Question, value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise _unreadable(question, "Choose one of the rows")


def _entries(question: definition.Question, value: Any) -> list[str]:
    given = value if isinstance(value, list | tuple) else [value]
    return list(dict.fromkeys(_entry(question, each) for each in given))


def _date_range(question: definition.Question, value: Any) -> dict[str, str | None] | None:
    if not isinstance(value, Mapping) or not set(value) <= {"from", "to"}:
        raise _unreadable(question, "Enter when it began, and when it ended")
    ends = {name: value.get(name) or None for name in ("from", "to")}
    if ends["from"] is None:
        if ends["to"] is None:
            return None
        raise _unreadable(question, "Enter when it began")
    return {name: None if end is None else dates.partial_date(end) for name, end in ends.items()}


def _table(question: definition.Question, value: Any) -> dict[str, dict[str, Any]]:
    if not isinstance(value, Mapping) or not all(isinstance(row, Mapping) for row in value.values()):
        raise _unreadable(question, "Enter each row under its own id")
    return {
        str(row_id): row_of(question, row, rank=f"{place:06d}")
        for place, (row_id, row) in enumerate(value.items(), start=1)
    }


def row_of(table: definition.Question, values: Mapping[str, Any], *, rank: str) -> dict[str, Any]:
    """One row of a table with its answers normalised; `rank` is used where the row has none of its own.

    Raises: AnswerUnreadable, for a column that the table does not have too.
    """
    columns = {column.key: column for column in table.columns}
    row: dict[str, Any] = {"rank": str(values.get("rank") or rank)}
    for key, value in values.items():
        if key == "rank":
            continue
        if key not in columns:
            raise _unreadable(table, f"There is no column “{key}”: use {', '.join(columns)}")
        answer = normalise(columns[key], value)
        if answer is not None:
            row[key] = answer
    return row


def _signature(question: definition.Question, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not value.get("method"):
        raise _unreadable(question, "Say how it was signed, and where the paper is held")
    return dict(value)


def _offered(question: definition.Question) -> str:
    return ", ".join(str(choice.value) for choice in question.choices())


_READERS: Mapping[definition.Kind, Callable[[definition.Question, Any], Any]] = {
    "text": _text,
    "long_text": _text,
    "agency": _text,
    "number": _number,
    "scale": _scale,
    "single_choice": _choice,
    "picture_scale": _choice,
    "multiple_choice": _several,
    "yes_no": _yes_no,
    "yes_no_unknown": _yes_no_unknown,
    "tick": _tick,
    "date": lambda _question, value: dates.whole_date(value),
    "partial_date": lambda _question, value: dates.partial_date(value),
    "time": lambda _question, value: dates.moment(value),
    "date_range": _date_range,
    "person": _person,
    "people": _people,
    "entry": _entry,
    "entries": _entries,
    "table": _table,
    "signature": _signature,
}
