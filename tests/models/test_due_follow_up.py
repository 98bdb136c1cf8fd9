"""A family that was closed is asked how things are, half a year and a year on; not one that said no."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ehdesk import settings
from ehdesk.models import agreement, due, episode, form
from tests import building, casework
from tests.casework import AL_MASRI

LIMITS = settings.Limits()


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    """The Al-Masri–Qureshi episode was closed on 27 August 2026: to ask on 27 February and 27 August."""
    return autumn


def follow_ups(desk: building.Desk, year: int, month: int, day: int) -> list[tuple[str, str, str]]:
    desk.time.moment = datetime(year, month, day, 9, 0, tzinfo=UTC)
    found = desk.ask(due.due_now, LIMITS)
    every = [("late", one) for one in found.late.lines] + [("soon", one) for one in found.soon.lines]
    return [
        (which, one.about, one.on.isoformat())
        for which, one in every
        if one.rule == "follow_up" and one.family_id == AL_MASRI
    ]


def a_note(desk: building.Desk, at: str, **answers: Any) -> str:
    return building.a_note(desk, AL_MASRI, at=at, text="Rang; all is well.", **answers)


def test_a_closed_family_is_told_two_weeks_before_the_day_and_is_late_after_it(desk: building.Desk) -> None:
    assert follow_ups(desk, 2027, 2, 12) == []
    assert follow_ups(desk, 2027, 2, 13) == [("soon", "six months", "2027-02-27")]
    assert follow_ups(desk, 2027, 2, 28) == [("late", "six months", "2027-02-27")]


def test_the_second_time_takes_the_place_of_the_first(desk: building.Desk) -> None:
    assert follow_ups(desk, 2027, 8, 20) == [("soon", "a year", "2027-08-27")]
    assert follow_ups(desk, 2028, 2, 1) == []


def test_a_note_of_a_talk_about_that_day_is_the_follow_up(desk: building.Desk) -> None:
    follow_ups(desk, 2027, 1, 20)
    a_note(desk, "2027-01-20T10:00", kind="call")
    assert len(follow_ups(desk, 2027, 3, 1)) == 1
    a_note(desk, "2027-03-01T10:00", kind="attempt")
    assert len(follow_ups(desk, 2027, 3, 2)) == 1
    record_id = a_note(desk, "2027-03-02T10:00", kind="call")
    assert follow_ups(desk, 2027, 3, 2) == []
    desk.do(form.void, record_id, "Another family")
    assert len(follow_ups(desk, 2027, 3, 2)) == 1


def test_a_family_that_said_no_to_a_call_afterwards_is_left_alone(desk: building.Desk) -> None:
    signed = desk.ask(agreement.standing, AL_MASRI).record_id
    assert signed is not None
    assert len(follow_ups(desk, 2027, 2, 20)) == 1
    desk.do(form.amend, signed, "She rang and does not want a call")
    desk.do(form.answer, signed, "choice_contact_after_closing", False)
    desk.do(form.finish, signed)
    assert follow_ups(desk, 2027, 2, 20) == []


def test_a_family_that_is_worked_with_again_has_other_clocks(desk: building.Desk) -> None:
    follow_ups(desk, 2027, 2, 20)
    desk.do(episode.open_episode, AL_MASRI, {"opened_on": "2027-02-18"})
    assert follow_ups(desk, 2027, 2, 20) == []


def test_a_family_that_social_care_took_on_is_not_asked_by_us(desk: building.Desk) -> None:
    desk.time.moment = datetime(2027, 3, 30, 9, 0, tzinfo=UTC)
    found = desk.ask(due.due_now, LIMITS)
    assert casework.IONESCU not in {
        one.family_id for one in (*found.late.lines, *found.soon.lines) if one.rule == "follow_up"
    }


def test_the_familys_page_knows_the_next_day(desk: building.Desk) -> None:
    told = [(line.rule, line.on.isoformat()) for line in desk.ask(due.of_family, AL_MASRI, LIMITS)]
    assert told == [("follow_up", "2027-02-27"), ("follow_up", "2027-08-27")]


def test_follow_ups_are_read_through_indexes(desk: building.Desk) -> None:
    assert not {"closure", "note", "feedback", "record"} & set(building.scans(desk, due.due_now, LIMITS))
