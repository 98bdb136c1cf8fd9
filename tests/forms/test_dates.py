"""Dates and times as people write them, and what is said when they cannot be read."""

from typing import Any

import pytest

from ehdesk.forms import dates


@pytest.mark.parametrize(
    "typed",
    ["3 July 2026", "3rd july 2026", "3 Jul 2026", "03/07/2026", "3.7.2026", "3-7-2026", "Fri 3 July 2026",
     "Friday, 3 July 2026", "2026-07-03", " 3  7  2026 "],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert dates.whole_date(typed) == "2026-07-03"


@pytest.mark.parametrize("month", ["sep", "Sept", "Sept.", "september", "9", "09"])
def test_a_month_is_read_however_it_is_written(month: str) -> None:
    assert dates.whole_date({"day": 8, "month": month, "year": 2026}) == "2026-09-08"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter a date, like 3 July 2026"),
        ("in the summer", "Year must be a number, like 2026"),
        ("soon", "Year must be a number, like 2026"),
        ("one two three four", "Enter a date, like 3 July 2026"),
        ({"day": "", "month": "", "year": ""}, "Enter a date, like 3 July 2026"),
        ({"day": "3", "month": "", "year": "2026"}, "Date must include a month"),
        ({"day": "", "month": "", "year": "2026"}, "Date must include a day and a month"),
        ({"day": "x", "month": "7", "year": "2026"}, "Day must be a number, like 3"),
        ("31 June 2026", "Date must be a real date, like 3 July 2026"),
        ("29 February 2026", "Date must be a real date"),
        ("3/13/2026", "Month must be between 1 and 12"),
        ("3 ju 2026", "Month must be a number"),
        ("3 Juli 2026", "Month must be a real month"),
        ("3/7/26", "Year must have 4 numbers, like 2026"),
        ("3/7/1066", "Year must be between 1850 and 2200"),
    ],
)
def test_a_day_that_cannot_be_read_says_which_part(typed: Any, said: str) -> None:
    with pytest.raises(dates.Unclear, match=said):
        dates.whole_date(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2026", "2026"), ("July 2026", "2026-07"), ("7/2026", "2026-07"), ("2026-07", "2026-07"),
     ("3 July 2026", "2026-07-03"), ({"year": "2026"}, "2026"), ({"month": "7", "year": "2026"}, "2026-07")],
)  # fmt: skip
def test_a_date_may_lack_its_day_or_its_month(typed: Any, kept: str) -> None:
    assert dates.partial_date(typed) == kept


def test_a_day_without_its_month_is_not_a_date() -> None:
    with pytest.raises(dates.Unclear, match="must include a month"):
        dates.partial_date({"day": 3, "year": 2026})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-07-03T10:40", "2026-07-03T10:40"),
        ("2026-07-03T10:40:59", "2026-07-03T10:40"),
        ("2026-07-03 1040", "2026-07-03T10:40"),
        ("3 July 2026 at 10.40", "2026-07-03T10:40"),
        ("3 July 2026, 2:15 pm", "2026-07-03T14:15"),
        ("3/7/2026 9am", "2026-07-03T09:00"),
        ("3/7/2026 12am", "2026-07-03T00:00"),
        ("2026-07-03T10:40:00Z", "2026-07-03T11:40"),
        ("2026-01-03T10:40:00+00:00", "2026-01-03T10:40"),
        ({"day": 3, "month": 7, "year": 2026, "hour": "9", "minute": "5"}, "2026-07-03T09:05"),
        ({"day": 3, "month": 7, "year": 2026, "hour": 9}, "2026-07-03T09:00"),
        ({"date": "3 July 2026", "time": "9.05"}, "2026-07-03T09:05"),
    ],
)
def test_a_moment_is_kept_as_a_london_clock_shows_it(typed: Any, kept: str) -> None:
    assert dates.moment(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("10:40", "Enter a date and a time"),
        ("3 July 2026", "Enter a date and a time"),
        ("3 July 2026 25:10", "between 00:00 and 23:59"),
        ("3 July 2026 13pm", "Enter a time, like 10:40"),
        ("2026-07-03T99:99:00Z", "Enter a date and a time"),
        ("2026-07-03Tsoon", "Enter a time"),
        ({"date": "3 July 2026"}, "Enter the time as well"),
        ({"date": "3 July 2026", "hour": "x"}, "Enter a time"),
    ],
)
def test_a_moment_that_cannot_be_read_says_what_to_enter(typed: Any, said: str) -> None:
    with pytest.raises(dates.Unclear, match=said):
        dates.moment(typed)
