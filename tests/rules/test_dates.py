"""When things are due: the three invented families' dates, bank holidays, months, and drift to the day."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehdesk import settings
from ehdesk.rules import dates

LIMITS = settings.Limits()
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def test_kowalczyk_hughes_had_their_part_b_on_working_day_19_of_20() -> None:
    opened, written = date(2026, 6, 8), date(2026, 7, 3)
    assert dates.working_days(opened, written) == 19
    assert dates.part_b_due(opened, LIMITS) == date(2026, 7, 6)
    assert dates.was_in_time(written, dates.part_b_due(opened, LIMITS))


def test_kowalczyk_hughes_were_reviewed_on_day_42_and_do_not_drift() -> None:
    opened, meeting, review = date(2026, 6, 8), date(2026, 7, 21), date(2026, 9, 1)
    assert dates.working_days(date(2026, 7, 3), meeting) <= LIMITS.first_taf_working_days
    assert dates.review_due(meeting, LIMITS) == review
    assert (review - meeting).days == 42
    assert dates.drift(review, opened, dates.review_due(meeting, LIMITS), LIMITS) == ()


def test_al_masri_qureshi_are_flagged_on_29_july_when_the_review_of_the_28th_was_missed() -> None:
    opened = date(2026, 2, 16)
    due = dates.next_review_due([date(2026, 3, 24), date(2026, 5, 5), date(2026, 6, 16)], LIMITS)
    assert due == date(2026, 7, 28)
    assert dates.drift(date(2026, 7, 28), opened, due, LIMITS) == ()
    assert dates.drift(date(2026, 7, 29), opened, due, LIMITS) == (
        dates.Drift("review_missed", date(2026, 7, 28)),
    )


def test_al_masri_qureshi_are_flagged_for_six_months_on_17_august() -> None:
    opened = date(2026, 2, 16)
    assert dates.drift(date(2026, 8, 16), opened, None, LIMITS) == ()
    assert dates.drift(date(2026, 8, 17), opened, None, LIMITS) == (
        dates.Drift("open_long", date(2026, 8, 16)),
    )


def test_al_masri_qureshi_had_their_part_b_and_first_meeting_in_time() -> None:
    written = date(2026, 3, 11)
    assert dates.was_in_time(written, dates.part_b_due(date(2026, 2, 16), LIMITS))
    assert dates.was_in_time(date(2026, 3, 24), dates.first_taf_due(written, LIMITS))


def test_ionescu_taranu_had_their_part_b_on_day_14_and_their_meeting_on_day_18_which_is_late() -> None:
    opened, written, meeting = date(2026, 7, 13), date(2026, 7, 31), date(2026, 8, 26)
    assert dates.working_days(opened, written) == 14
    assert dates.working_days(written, meeting) == 18
    assert dates.first_taf_due(written, LIMITS) == date(2026, 8, 21)
    assert not dates.was_in_time(meeting, dates.first_taf_due(written, LIMITS))


def test_bank_holidays_are_no_working_days_and_differ_between_the_nations() -> None:
    summer = date(2026, 8, 31)
    assert not dates.is_working_day(summer)
    assert dates.is_working_day(summer, "scotland")
    assert not dates.is_working_day(date(2026, 8, 3), "scotland")
    assert not dates.is_working_day(date(2026, 3, 17), "northern_ireland")
    assert not dates.is_working_day(date(2026, 5, 4), "wales")


def test_a_bank_holiday_on_a_weekend_moves_to_the_next_working_day() -> None:
    assert date(2026, 12, 26).weekday() == 5
    assert not dates.is_working_day(date(2026, 12, 28))
    assert dates.is_working_day(date(2026, 12, 29))


def test_copies_after_a_meeting_before_easter_are_due_after_easter() -> None:
    meeting = date(2026, 3, 31)
    assert dates.copies_due(meeting, LIMITS) == date(2026, 4, 9)
    assert dates.meeting_record_due(meeting, LIMITS) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 2, 16), 6, date(2026, 8, 16)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 7, 1), 0, date(2026, 7, 1)),
    ],
)
def test_months_are_calendar_months_and_end_where_a_month_is_shorter(
    start: date, months: int, then: date
) -> None:
    assert dates.after_months(start, months) == then


def test_the_six_week_audit_has_a_week_either_side() -> None:
    window = dates.six_week_audit(date(2026, 7, 21), LIMITS)
    assert window == dates.Window(date(2026, 8, 25), date(2026, 9, 1), date(2026, 9, 8))


def test_a_closed_family_is_followed_up_after_six_and_twelve_months() -> None:
    assert dates.follow_ups(date(2026, 8, 27), LIMITS) == (date(2027, 2, 27), date(2027, 8, 27))


def test_an_episode_is_talked_over_after_twelve_months_or_three_reviews() -> None:
    opened = date(2026, 1, 5)
    assert not dates.needs_consultation(date(2027, 1, 5), opened, 2, LIMITS)
    assert dates.needs_consultation(date(2027, 1, 6), opened, 2, LIMITS)
    assert dates.needs_consultation(date(2026, 6, 1), opened, 3, LIMITS)


def test_an_authority_with_other_limits_gets_other_days() -> None:
    quick = settings.Limits(part_b_working_days=10, review_days=28, drift_months=3)
    assert dates.part_b_due(date(2026, 6, 8), quick) == date(2026, 6, 22)
    assert dates.review_due(date(2026, 7, 21), quick) == date(2026, 8, 18)
    assert dates.last_day_of_six_months(date(2026, 6, 8), quick) == date(2026, 9, 8)


@given(start=DAYS, days=st.integers(1, 60))
def test_counting_forward_and_counting_between_agree(start: date, days: int) -> None:
    due = dates.after_working_days(start, days)
    assert dates.is_working_day(due)
    assert dates.working_days(start, due) == days
    assert dates.working_days(start, due - timedelta(days=1)) == days - 1


@given(due=DAYS, after=st.integers(-50, 50))
def test_a_due_day_is_late_from_the_day_after(due: date, after: int) -> None:
    today = due + timedelta(days=after)
    assert dates.is_overdue(due, today) == (after > 0)
    assert dates.days_left(due, today) == -after


def test_bank_holidays_are_not_loaded_before_somebody_asks_for_a_working_day() -> None:
    said = (
        "import sys, datetime; from ehdesk import settings; from ehdesk.rules import dates; "
        "dates.review_due(datetime.date(2026, 7, 21), settings.Limits()); print('holidays' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@given(on=DAYS)
def test_whatever_started_before_the_first_trigger_is_overdue_and_nothing_else(on: date) -> None:
    for due in (dates.part_b_due, dates.review_due, dates.last_day_of_six_months):
        first = dates.first_trigger(lambda day, due=due: due(day, LIMITS), on)  # type: ignore[misc]
        assert not dates.is_overdue(due(first, LIMITS), on)
        assert dates.is_overdue(due(first - timedelta(days=1), LIMITS), on)
