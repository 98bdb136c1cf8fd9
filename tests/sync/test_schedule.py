"""When the centre is tried: at once where it matters, ever more rarely in trouble, never against its wish."""

from datetime import UTC, datetime, timedelta

import pytest

from ehdesk import errors
from ehdesk.sync import schedule

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
SOON = timedelta(seconds=15)


def never() -> float:
    raise AssertionError("chance is not asked here")


def in_trouble(error: Exception, times: int = 1, chance: float = 1.0) -> schedule.Schedule:
    was = schedule.begin(NOW)
    for _ in range(times):
        was = schedule.failed(was, error, NOW, lambda: chance)
    return was


def test_it_is_tried_at_once_after_unlocking() -> None:
    assert schedule.is_due(schedule.begin(NOW), NOW)


def test_it_is_tried_every_few_minutes_while_all_is_well() -> None:
    was = schedule.went_well(schedule.begin(NOW), NOW)
    assert not schedule.is_due(was, NOW + schedule.EVERY - timedelta(seconds=1))
    assert schedule.is_due(was, NOW + schedule.EVERY)
    often = schedule.went_well(was, NOW, timedelta(minutes=1))
    assert schedule.is_due(often, NOW + timedelta(minutes=1))


def test_a_finished_form_goes_at_once() -> None:
    was = schedule.went_well(schedule.begin(NOW), NOW)
    assert schedule.is_due(schedule.finished(was, NOW), NOW)


def test_in_trouble_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    waits = []
    for times in range(1, 12):
        due = in_trouble(errors.CentreAway(), times).due
        assert due is not None
        waits.append(due - NOW)
    assert waits[:3] == [SOON, 2 * SOON, 4 * SOON]
    assert waits[-1] == schedule.LONGEST_WAIT
    assert waits == sorted(waits)


def test_laptops_come_back_one_by_one_when_the_centre_does() -> None:
    due = [in_trouble(errors.CentreAway(), 5, chance / 10).due for chance in range(1, 10)]
    assert len(set(due)) == len(due)


def test_a_busy_centre_is_left_alone_for_as_long_as_it_asks_even_by_those_in_a_hurry() -> None:
    was = in_trouble(errors.CentreBusy(seconds=90), chance=0.0)
    assert was.due == NOW + timedelta(seconds=90)
    for hurry in (schedule.asked, schedule.finished):
        assert not schedule.is_due(hurry(was, NOW), NOW + timedelta(seconds=89))
        assert schedule.is_due(hurry(was, NOW), NOW + timedelta(seconds=90))


@pytest.mark.parametrize("kind", schedule.NEEDS_A_PERSON)
def test_what_trying_does_not_mend_is_not_tried_again_by_itself(kind: type[errors.Refusal]) -> None:
    was = schedule.failed(schedule.begin(NOW), kind(), NOW, never)
    assert (was.due, was.mood) == (None, "stopped")
    later = NOW + timedelta(days=1)
    assert not schedule.is_due(schedule.look(schedule.finished(was, later), later), later)
    assert schedule.is_due(schedule.asked(was, later), later), "a person did something"


def test_each_trouble_has_its_own_mood() -> None:
    moods = {
        schedule.mood_of(error)
        for error in (
            errors.CentreAway(),
            errors.NotTheCentre(),
            errors.CentreBusy(seconds=3),
            errors.DeviceRevoked(),
            errors.DiskFull(),
        )
    }
    assert moods == {"away", "elsewhere", "busy", "stopped", "trouble"}


def test_after_a_sleep_it_is_tried_at_once() -> None:
    was = schedule.went_well(schedule.begin(NOW), NOW)
    woke = NOW + timedelta(minutes=3)
    assert schedule.is_due(schedule.look(was, woke), woke)
    awake = NOW + schedule.LOOKED_EVERY
    assert not schedule.is_due(schedule.look(was, awake), awake)


def test_a_busy_centre_is_left_alone_after_a_sleep_too() -> None:
    was = in_trouble(errors.CentreBusy(seconds=600))
    woke = NOW + timedelta(minutes=3)
    assert not schedule.is_due(schedule.look(was, woke), woke)
    back = NOW - timedelta(hours=1)
    assert schedule.is_due(schedule.look(was, back), back), "its wish was said by another clock"


def test_a_clock_that_was_set_back_does_not_put_the_next_try_off() -> None:
    was = schedule.went_well(schedule.begin(NOW), NOW)
    earlier = NOW - timedelta(hours=5)
    assert schedule.is_due(schedule.look(was, earlier), earlier)


def test_the_wait_ends_with_the_trouble() -> None:
    was = schedule.went_well(in_trouble(errors.CentreAway(), 6), NOW)
    assert (was.tries, was.mood, was.not_before) == (0, "fine", None)


def test_a_go_that_was_cut_short_goes_on_at_the_next_round() -> None:
    was = schedule.cut_short(schedule.begin(NOW), NOW)
    assert was.due == NOW + schedule.EVERY


def test_only_where_the_last_go_went_well_locking_takes_a_moment() -> None:
    was = schedule.begin(NOW)
    assert not schedule.may_go_before_lock(was)
    assert schedule.may_go_before_lock(schedule.went_well(was, NOW))
    assert not schedule.may_go_before_lock(in_trouble(errors.CentreAway()))


@pytest.mark.parametrize(("said", "minutes"), [(5, 5), (0, 1), (-3, 1), (60, 60), (600, 60)])
def test_the_authority_says_how_often_within_bounds(said: int, minutes: int) -> None:
    every = schedule.every(said)
    for ended in (schedule.went_well, schedule.cut_short):
        assert ended(schedule.begin(NOW), NOW, every).due == NOW + timedelta(minutes=minutes)
