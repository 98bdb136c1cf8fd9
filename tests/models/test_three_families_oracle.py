"""What the story of the three invented families must come to: dates, working days, flags, scores.

The results are those that the domain gives for July to September 2026; here they are computed from the
families' records alone, with the time rules of `rules.dates`.
"""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import settings
from ehdesk.models import (
    acts,
    assessment,
    base,
    closure,
    episode,
    feedback,
    lead,
    level,
    person,
    plan,
    review,
    step,
    taf,
)
from ehdesk.rules import dates, outcomes
from tests import building
from tests.casework import AL_MASRI, IONESCU, KOWALCZYK, episode_of

FAMILIES = (KOWALCZYK, AL_MASRI, IONESCU)
QUARTER = ("2026-07-01", "2026-09-30")
LIMITS = settings.authority().limits


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    return autumn


def day(text: str | None) -> date:
    assert text is not None
    return date.fromisoformat(text)


def in_quarter(text: str | None) -> bool:
    return text is not None and QUARTER[0] <= text <= QUARTER[1]


def episodes(desk: building.Desk) -> dict[str, episode.Episode]:
    return {one: desk.ask(episode.get, episode_of(one)) for one in FAMILIES}


def part_b(desk: building.Desk, family_id: str) -> assessment.PartB:
    return next(one for one in desk.ask(assessment.parts_b, family_id) if one.is_finished)


def first_meeting(desk: building.Desk, family_id: str) -> date:
    return day(desk.ask(taf.meetings, episode_of(family_id))[0].on)


# Dates, as the domain tells them


@pytest.mark.parametrize(
    ("family_id", "opened", "assessed", "met", "closed", "outcome"),
    [
        (KOWALCZYK, "2026-06-08", "2026-07-03", "2026-07-21", None, None),
        (AL_MASRI, "2026-02-16", "2026-03-11", "2026-03-24", "2026-08-27", "met_single"),
        (IONESCU, "2026-07-13", "2026-07-31", "2026-08-26", "2026-09-24", "step_up"),
    ],
)
def test_the_dates_are_those_of_the_story(
    desk: building.Desk,
    family_id: str,
    opened: str,
    assessed: str,
    met: str,
    closed: str | None,
    outcome: str | None,
) -> None:
    stay = desk.ask(episode.get, episode_of(family_id))
    assert (stay.opened_on, stay.closed_on, stay.fields.get("end_reason")) == (opened, closed, outcome)
    assert part_b(desk, family_id).completed_on == assessed
    started = desk.ask(plan.living, episode_of(family_id))
    assert started is not None
    assert started.start_on == first_meeting(desk, family_id).isoformat() == met
    ended = desk.ask(closure.closure, episode_of(family_id))
    assert (ended.closed_on, ended.outcome) == (closed, outcome) if ended else closed is None


@pytest.mark.parametrize(
    ("family_id", "to_assessment", "to_meeting"), [(KOWALCZYK, 19, 12), (AL_MASRI, 17, 9), (IONESCU, 14, 18)]
)
def test_working_days_are_counted_from_the_day_after(
    desk: building.Desk, family_id: str, to_assessment: int, to_meeting: int
) -> None:
    opened = day(desk.ask(episode.get, episode_of(family_id)).opened_on)
    assessed = day(part_b(desk, family_id).completed_on)
    assert dates.working_days(opened, assessed) == to_assessment
    assert dates.working_days(assessed, first_meeting(desk, family_id)) == to_meeting


def test_part_b_was_in_time_two_times_of_two_in_the_quarter(desk: building.Desk) -> None:
    told = {}
    for family_id, stay in episodes(desk).items():
        assessed = part_b(desk, family_id).completed_on
        if in_quarter(assessed):
            due = dates.part_b_due(day(stay.opened_on), LIMITS)
            told[family_id] = dates.was_in_time(day(assessed), due)
    assert told == {KOWALCZYK: True, IONESCU: True}


def test_the_first_meeting_was_in_time_once_of_two(desk: building.Desk) -> None:
    told = {}
    for family_id in FAMILIES:
        met = first_meeting(desk, family_id)
        if in_quarter(met.isoformat()):
            due = dates.first_taf_due(day(part_b(desk, family_id).completed_on), LIMITS)
            told[family_id] = dates.was_in_time(met, due)
    assert told == {KOWALCZYK: True, IONESCU: False}


def test_one_review_of_two_that_were_due_was_held_in_time(desk: building.Desk) -> None:
    """7.1 on day 42; 7.2 missed 28 July; 7.3 closed before its review was due."""
    told = {}
    for family_id, stay in episodes(desk).items():
        met = [day(one.on) for one in desk.ask(taf.meetings, stay.id) if one.stage == "written_up"]
        for before, after in zip(met, [*met[1:], None], strict=True):
            due = dates.review_due(before, LIMITS)
            is_owed = stay.closed_on is None or due < day(stay.closed_on)
            if in_quarter(due.isoformat()) and is_owed:
                told[family_id, due.isoformat()] = after is not None and dates.was_in_time(after, due)
    assert told == {(KOWALCZYK, "2026-09-01"): True, (AL_MASRI, "2026-07-28"): False}


def test_the_review_of_the_first_family_was_held_on_day_42(desk: building.Desk) -> None:
    (held,) = desk.ask(review.reviews, episode_of(KOWALCZYK))
    assert (day(held.on) - first_meeting(desk, KOWALCZYK)).days == 42


def test_the_second_family_drifts_from_29_july_and_is_open_too_long_from_17_august(
    desk: building.Desk,
) -> None:
    opened = day(desk.ask(episode.get, episode_of(AL_MASRI)).opened_on)
    met = [day(one.on) for one in desk.ask(taf.meetings, episode_of(AL_MASRI)) if one.number in (1, 2, 3)]
    due = dates.next_review_due(met, LIMITS)
    assert due == date(2026, 7, 28)
    assert dates.drift(date(2026, 7, 28), opened, due, LIMITS) == ()
    assert [one.reason for one in dates.drift(date(2026, 7, 29), opened, due, LIMITS)] == ["review_missed"]
    assert len(dates.drift(date(2026, 8, 16), opened, due, LIMITS)) == 1
    both = dates.drift(date(2026, 8, 17), opened, due, LIMITS)
    assert [one.reason for one in both] == ["review_missed", "open_long"]


# The quarter


def test_two_were_open_at_its_start_one_opened_two_closed_one_is_open(desk: building.Desk) -> None:
    stays = episodes(desk).values()
    at_start = [one for one in stays if one.opened_on < QUARTER[0] and (one.closed_on or "9") >= QUARTER[0]]
    opened = [one for one in stays if in_quarter(one.opened_on)]
    closed = [one for one in stays if in_quarter(one.closed_on)]
    still_open = [one for one in stays if one.opened_on <= QUARTER[1] and (one.closed_on or "9") > QUARTER[1]]
    assert (len(at_start), len(opened), len(closed), len(still_open)) == (2, 1, 2, 1)
    assert len(at_start) + len(opened) - len(closed) == len(still_open)


def test_assessments_count_for_the_agency_of_their_author(desk: building.Desk) -> None:
    counted: dict[str, int] = {"education": 0, "voluntary": 0, "health": 0}
    for family_id in FAMILIES:
        found = part_b(desk, family_id)
        if in_quarter(found.completed_on):
            counted[desk.ask(report_group, found.id)] += 1
    assert counted == {"education": 1, "voluntary": 1, "health": 0}


def report_group(read: acts.Reading, record_id: str) -> str:
    record, author = base.record, base.record.alias("author_record")
    wanted = sa.select(author.c.fields).join(record, record.c.author == author.c.id)
    fields: dict[str, Any] = base.unpack(
        read.connection.execute(wanted.where(record.c.id == record_id)).scalar()
    )
    return str(fields["report_group"])


def test_one_ending_of_two_was_a_success_one_stepped_up_one_was_handed_over(desk: building.Desk) -> None:
    found = (desk.ask(closure.closure, episode_of(family_id)) for family_id in FAMILIES)
    ended = [one for one in found if one is not None and one.is_finished and in_quarter(one.closed_on)]
    counted = [one for one in ended if outcomes.counts_among_plans(one.outcome)]
    assert (sum(outcomes.is_success(one.outcome) for one in counted), len(counted)) == (1, 2)
    up = [one for one in counted if one.group == "up" and one.accepted_on]
    assert (len(up), len(counted)) == (1, 2)
    over = [one for one in counted if handed_over(desk, one)]
    assert (len(over), len(counted)) == (1, 2)


def handed_over(desk: building.Desk, ended: closure.Closure) -> bool:
    steps = desk.ask(step.steps, ended.family_id)
    stepped_down = any(one.type == "step_down_out" and one.is_finished for one in steps)
    return outcomes.is_success(ended.outcome) or (ended.outcome == "part_met" and stepped_down)


def test_the_one_that_opened_came_down_from_social_care(desk: building.Desk) -> None:
    opened = [one for one in episodes(desk).values() if in_quarter(one.opened_on)]
    assert [one.fields["entry_route"] for one in opened] == ["step_down"]


def test_the_step_up_was_accepted_on_the_day_it_closed_as_a_section_47_enquiry(desk: building.Desk) -> None:
    found = desk.ask(step.accepted, episode_of(IONESCU))
    assert found is not None
    assert (str(found.sent_at)[:10], str(found.response_at)[:10]) == ("2026-09-21", "2026-09-24")
    ended = desk.ask(closure.closure, episode_of(IONESCU))
    assert ended is not None
    assert ended.accepted_on == ended.closed_on == "2026-09-24"


@pytest.mark.parametrize(
    ("family_id", "received"), [(KOWALCZYK, "2026-09-04"), (AL_MASRI, "2026-09-03"), (IONESCU, "2026-09-28")]
)
def test_each_mothers_or_fathers_feedback_came_back_in_the_quarter(
    desk: building.Desk, family_id: str, received: str
) -> None:
    told = desk.ask(feedback.of_family, family_id)
    assert received in {
        one.received_on for one in told if one.form_id == "feedback_parent" and one.is_finished
    }


# Scores, levels, leads


def test_the_scores_of_the_first_family_rose_as_the_story_says(desk: building.Desk) -> None:
    told = {one.domain: one.worker for one in desk.ask(closure.roll_up, episode_of(KOWALCZYK)).travels}
    assert told == {"emotional": (3, 5), "education": (4, 6), "housing": (2, 3)}


def test_attendance_went_from_71_per_cent_towards_92(desk: building.Desk) -> None:
    told = desk.ask(plan.living, episode_of(KOWALCZYK))
    assert told is not None
    way = told.outcomes[1].distance
    assert (way.baseline, way.latest, way.target) == (71, 86, 92)


def test_the_wall_was_seventeen_days_late(desk: building.Desk) -> None:
    told = desk.ask(plan.living, episode_of(KOWALCZYK))
    assert told is not None
    wall = next(one for one in told.actions if one.id == "treat")
    assert (wall.status, (day(wall.done_on) - day(wall.due)).days) == ("done_late", 17)


def test_every_family_stood_at_level_3_with_its_own_lead(desk: building.Desk) -> None:
    for family_id, name in zip(FAMILIES, ("Carol Ndlovu", "Sarah Doyle", "Tom Achebe"), strict=True):
        stay = desk.ask(episode.get, episode_of(family_id))
        assert stay.fields["level"] == 3
        assert desk.ask(lead.current_lead, stay.id).name == name  # type: ignore[union-attr]
        assert desk.ask(level.level_at, stay.id, "2026-08-01").order == 3  # type: ignore[union-attr]


def test_stefania_turns_thirteen_within_the_story(desk: building.Desk) -> None:
    (told,) = [one for one in desk.ask(person.people, IONESCU) if one.known_as == "Ștefania"]
    assert told.age == "13"
    assert person.age({"dob": told.dob}, date(2026, 9, 7)) == "12"
