"""Reading dates and times as people write them: "3 July 2026", "3/7/2026", three boxes, "10.40am".

Everything is given back as the text that an answer holds: "2026-07-03", "2026-07", "2026" or
"2026-07-03T10:40". What cannot be read raises Unclear with words for the person who typed it.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ehdesk import clock

EXAMPLE = "3 July 2026"
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EARLIEST, _LATEST = 1850, 2200
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_OF_DAY = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_TIME_AT_END = re.compile(
    r"(?P<day>.*?)(?:,|\bat\b|\s)\s*(?P<time>\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)\s*",
    re.IGNORECASE,
)


class Unclear(ValueError):
    """A date or time that cannot be read. The text says what to do."""


def whole_date(value: Any) -> str:
    """A full date from text or from three boxes (a mapping of day, month and year). Raises: Unclear."""
    year, month, day = _parts(value)
    if year is None or month is None or day is None:
        raise Unclear(_what_is_missing(year, month, day))
    return _iso(year, month, day)


def partial_date(value: Any) -> str:
    """A year, a month of a year or a full date. Raises: Unclear."""
    year, month, day = _parts(value)
    if year is None or (day is not None and month is None):
        raise Unclear(_what_is_missing(year, month, day))
    if month is None:
        return f"{_year(year):04d}"
    return _iso(year, month, day)


def moment(value: Any) -> str:
    """A date and a time of day in London, to the minute. Raises: Unclear."""
    if isinstance(value, Mapping):
        return _moment_from_boxes(value)
    text = str(value).strip()
    aware = _with_zone(text)
    if aware is not None:
        return aware
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\S+", text):
        return f"{whole_date(text[:10])}T{time_of_day(text[11:])}"
    found = _TIME_AT_END.fullmatch(text)
    if found is None or not found["day"].strip():
        raise Unclear(f"Enter a date and a time, like {EXAMPLE} 10:40")
    return f"{whole_date(found['day'])}T{time_of_day(found['time'])}"


def time_of_day(value: Any) -> str:
    """A time of day as "10:40". Accepts 10.40, 1040, 9am and 2.15 pm. Raises: Unclear."""
    found = _OF_DAY.fullmatch(str(value).strip())
    if found is None:
        raise Unclear("Enter a time, like 10:40 or 2:15pm")
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), (found.group(3) or "").lower()
    if half and not 1 <= hour <= 12:
        raise Unclear("Enter a time, like 10:40 or 2:15pm")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise Unclear("Enter a time between 00:00 and 23:59")
    return f"{hour:02d}:{minute:02d}"


def _with_zone(text: str) -> str | None:
    """A moment written with its zone ("…Z", "…+02:00"), as a London clock would show it."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})", text):
        return None
    try:
        return clock.local(datetime.fromisoformat(text)).strftime("%Y-%m-%dT%H:%M")
    except ValueError as error:
        raise Unclear(f"Enter a date and a time, like {EXAMPLE} 10:40") from error


def _moment_from_boxes(boxes: Mapping[str, Any]) -> str:
    day = whole_date(boxes["date"]) if boxes.get("date") else whole_date(boxes)
    if boxes.get("time") not in (None, ""):
        return f"{day}T{time_of_day(boxes['time'])}"
    if boxes.get("hour") in (None, ""):
        raise Unclear("Enter the time as well, like 10:40")
    minute = str(boxes.get("minute") or 0).strip().zfill(2)
    return f"{day}T{time_of_day(str(boxes['hour']).strip() + ':' + minute)}"


# Day, month and year


def _parts(value: Any) -> tuple[int | None, int | None, int | None]:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.year, value.month, value.day
    if isinstance(value, Mapping):
        return _year_box(value.get("year")), _month(value.get("month")), _box(value.get("day"), "Day")
    return _from_text(str(value).strip())


def _from_text(text: str) -> tuple[int | None, int | None, int | None]:
    iso = _ISO.fullmatch(text)
    if iso:
        year, month, day = (int(part) if part else None for part in iso.groups())
        return year, month, day
    words = [word for word in re.split(r"[\s,./\-–]+", text) if word]
    if words and words[0].lower() in (*_WEEKDAYS, *(day[:3] for day in _WEEKDAYS)):
        words = words[1:]
    if not words or len(words) > 3:
        raise Unclear(f"Enter a date, like {EXAMPLE}")
    year = _year_box(words[-1])
    month = _month(words[-2]) if len(words) > 1 else None
    day = _box(re.sub(r"(?<=\d)(st|nd|rd|th)$", "", words[0].lower()), "Day") if len(words) == 3 else None
    return year, month, day


def _box(value: Any, name: str) -> int | None:
    text = str(value).strip() if value is not None else ""
    if not text:
        return None
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise Unclear(f"{name} must be a number, like {'2026' if name == 'Year' else '3'}")
    return int(text)


def _year_box(value: Any) -> int | None:
    year = _box(value, "Year")
    if year is not None and len(str(value).strip()) != 4:
        raise Unclear("Year must have 4 numbers, like 2026")
    return year


def _month(value: Any) -> int | None:
    text = str(value).strip().lower().rstrip(".") if value is not None else ""
    if len(text) >= 3 and text.isalpha():
        named = [place for place, month in enumerate(_MONTHS, start=1) if month.startswith(text[:4].strip())]
        if len(named) == 1 and (_MONTHS[named[0] - 1].startswith(text) or text == "sept"):
            return named[0]
        raise Unclear("Month must be a real month, like July or 7")
    return _box(text, "Month")


def _what_is_missing(year: int | None, month: int | None, day: int | None) -> str:
    named = [name for name, part in (("day", day), ("month", month), ("year", year)) if part is None]
    if len(named) == 3:
        return f"Enter a date, like {EXAMPLE}"
    return f"Date must include a {' and a '.join(named)}"


def _iso(year: int, month: int, day: int | None) -> str:
    _year(year)
    if not 1 <= month <= 12:
        raise Unclear("Month must be between 1 and 12")
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise Unclear(f"Date must be a real date, like {EXAMPLE}") from error


def _year(year: int) -> int:
    if not _EARLIEST <= year <= _LATEST:
        raise Unclear(f"Year must be between {_EARLIEST} and {_LATEST}")
    return year
