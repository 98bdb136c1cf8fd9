"""When things are due: working days, bank holidays, limits, drift. Days in, days out; no clock is asked.

The day after the trigger is day 1. A working day is neither a weekend nor a bank holiday.
Source: the time rules in an authority's settings (`settings.Limits`); six months and missed reviews as
drift: the Darlington framework.
"""

import calendar
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ehdesk import settings

_DIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
Reason = Literal["open_long", "review_missed"]
_FURTHEST = timedelta(days=1000)


@dataclass(frozen=True)
class Drift:
    """Why an episode drifts, and the last day on which it did not."""

    reason: Reason
    since: date


@dataclass(frozen=True)
class Window:
    """A day and the days around it within which it still counts."""

    first: date
    on: date
    last: date


# Working days


@functools.cache
def bank_holidays(year: int, division: settings.Division = "england") -> frozenset[date]:
    """The bank holidays of one year in one part of the United Kingdom."""
    from holidays import country_holidays  # late: a quarter of a second that only a due date needs

    return frozenset(country_holidays("GB", subdiv=_DIVISIONS[division], years=year))


def is_working_day(day: date, division: settings.Division = "england") -> bool:
    """Neither Saturday, Sunday nor a bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays(day.year, division)


def after_working_days(start: date, days: int, division: settings.Division = "england") -> date:
    """The day that many working days after `start`; with 0, `start` itself."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, division)
    return day


def working_days(start: date, end: date, division: settings.Division = "england") -> int:
    """How many working days lie after `start`, up to and with `end`; 0 when `end` is not later."""
    after = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(is_working_day(day, division) for day in after)


def after_months(start: date, months: int) -> date:
    """The same day that many calendar months later; the month's last day where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


# What is due, by the trigger that starts each clock


def part_b_due(opened_on: date, limits: settings.Limits) -> date:
    """The last day for a Part B that is in time."""
    return after_working_days(opened_on, limits.part_b_working_days, limits.bank_holidays)


def first_taf_due(part_b_on: date, limits: settings.Limits) -> date:
    """The last day for a first team meeting that is in time."""
    return after_working_days(part_b_on, limits.first_taf_working_days, limits.bank_holidays)


def review_due(last_taf_on: date, limits: settings.Limits) -> date:
    """The last day for the next review, after a meeting or a review."""
    return last_taf_on + timedelta(days=limits.review_days)


def meeting_record_due(taf_on: date, limits: settings.Limits) -> date:
    """The last day for the record of a meeting."""
    return after_working_days(taf_on, limits.record_working_days, limits.bank_holidays)


def copies_due(taf_on: date, limits: settings.Limits) -> date:
    """The last day on which everybody should have their copy after a meeting."""
    return after_working_days(taf_on, limits.copy_working_days, limits.bank_holidays)


def next_working_day(day: date, limits: settings.Limits) -> date:
    """The last day for what waits until the next working day."""
    return after_working_days(day, 1, limits.bank_holidays)


def check_existing_due(need_on: date, limits: settings.Limits) -> date:
    """The last day for asking whether somebody already works with the family."""
    return need_on + timedelta(days=limits.check_existing_days)


def reassess_due(part_b_on: date, limits: settings.Limits) -> date:
    """The day from which an assessment is too old to rely on."""
    return after_months(part_b_on, limits.reassess_months)


def oversight_due(last_on: date, limits: settings.Limits) -> date:
    """The last day for a manager's next look, after the last one or after opening."""
    return last_on + timedelta(days=limits.oversight_days)


def supervision_due(last_on: date, limits: settings.Limits) -> date:
    """The last day for a practitioner's next supervision."""
    return after_months(last_on, limits.supervision_months)


def six_week_audit(plan_start: date, limits: settings.Limits) -> Window:
    """The days within which the audit of a new plan falls."""
    on = plan_start + timedelta(days=limits.six_week_audit_days)
    either = timedelta(days=limits.six_week_audit_window_days)
    return Window(on - either, on, on + either)


def follow_ups(closed_on: date, limits: settings.Limits) -> tuple[date, ...]:
    """The days on which a closed family is asked how things are."""
    return tuple(after_months(closed_on, months) for months in limits.follow_up_months)


def seen_alone_due(last_on: date, limits: settings.Limits) -> date:
    """The last day for seeing a child alone again, after the last time or after opening."""
    return last_on + timedelta(days=limits.seen_alone_days)


def first_trigger(due: Callable[[date], date], on: date) -> date:
    """The first day on which a clock can have started whose due day is `on` or later.

    Whatever started before it is overdue on that day, so a list can be asked for by its trigger alone.
    """
    before, known = on - _FURTHEST, on
    while (known - before).days > 1:
        middle = before + (known - before) / 2
        before, known = (before, middle) if due(middle) >= on else (middle, known)
    return known


# Late, and drifting


def is_overdue(due: date, today: date) -> bool:
    """The due day itself is still in time."""
    return today > due


def was_in_time(done_on: date, due: date) -> bool:
    """Done on or before the due day."""
    return done_on <= due


def days_left(due: date, today: date) -> int:
    """Calendar days until the due day; below zero when it has passed."""
    return (due - today).days


def last_day_of_six_months(opened_on: date, limits: settings.Limits) -> date:
    """The last day on which an episode is not called open for longer than six months."""
    return after_months(opened_on, limits.drift_months)


def drift(today: date, opened_on: date, review: date | None, limits: settings.Limits) -> tuple[Drift, ...]:
    """Why an open episode drifts today: a review is missed, or it has been open too long. None: it does not.

    `review` is when the next review is due (see `review_due`), or None before the first meeting.
    Source: the Darlington framework, drifting cases.
    """
    found: list[Drift] = []
    if review is not None and is_overdue(review, today):
        found.append(Drift("review_missed", review))
    longest = last_day_of_six_months(opened_on, limits)
    if is_overdue(longest, today):
        found.append(Drift("open_long", longest))
    return tuple(found)


def needs_consultation(today: date, opened_on: date, reviews: int, limits: settings.Limits) -> bool:
    """Whether the time has come to talk the episode over with a social worker."""
    return today > after_months(opened_on, limits.consult_months) or reviews >= limits.consult_reviews


def next_review_due(meetings: Iterable[date], limits: settings.Limits) -> date | None:
    """When the next review is due after these meetings and reviews; None before the first."""
    latest = max(meetings, default=None)
    return None if latest is None else review_due(latest, limits)
