"""Assessment, team, plan, reviews, closure, oversight: what pages ask of the three invented families."""

from datetime import date

import pytest

from ehdesk.models import assessment, closure, feedback, form, oversight, plan, review, sheet, step, taf
from tests import building
from tests.casework import AL_MASRI, IONESCU, KOWALCZYK, episode_of, person_of


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    return autumn


# The assessment


def test_needs_are_those_of_the_finished_assessment_in_their_order(desk: building.Desk) -> None:
    needs = desk.ask(assessment.needs, episode_of(KOWALCZYK))
    assert [(one.id, one.number, one.sf, one.priority) for one in needs] == [
        ("wall", 1, "SF9", "1"),
        ("school", 2, "SF1", "1"),
        ("sleep", 3, "SF5", "2"),
        ("carer", 4, "SF3", "2"),
    ]
    assert needs[0].people == tuple(person_of(KOWALCZYK, n) for n in (4, 3, 5))


def test_scores_run_from_the_assessment_to_the_review_and_leave_out_domestic_abuse(
    desk: building.Desk,
) -> None:
    scores = desk.ask(assessment.scores, episode_of(KOWALCZYK))
    told = [(one.on, one.source, one.domain, one.worker) for one in scores]
    assert told == [
        ("2026-07-03", "part_b", "emotional", 3),
        ("2026-07-03", "part_b", "education", 4),
        ("2026-07-03", "part_b", "housing", 2),
        ("2026-09-01", "review", "emotional", 5),
        ("2026-09-01", "review", "education", 6),
        ("2026-09-01", "review", "housing", 3),
    ]


def test_parts_a_and_b_are_told_newest_first_with_drafts(desk: building.Desk) -> None:
    a = desk.ask(assessment.parts_a, AL_MASRI)
    assert [(one.opened_on, one.is_finished) for one in a] == [(None, False), ("2026-02-16", True)]
    (b,) = desk.ask(assessment.parts_b, IONESCU)
    assert (b.completed_on, b.level, b.first_taf_on) == ("2026-07-31", "partnership_plus", "2026-08-12")


# The team


def test_meetings_are_prepared_to_write_up_and_written_up(desk: building.Desk) -> None:
    told = desk.ask(taf.meetings, episode_of(KOWALCZYK))
    assert [(one.number, one.on, one.stage) for one in told] == [
        (1, "2026-07-21", "written_up"),
        (2, "2026-09-01", "written_up"),
        (3, "2026-10-13", "prepared"),
    ]
    assert [(one.invited, one.came) for one in told[:2]] == [(7, 6), (7, 4)]
    desk.time.pass_by(days=20)
    assert desk.ask(taf.meetings, episode_of(KOWALCZYK))[2].stage == "to_write_up"


def test_the_next_meeting_asks_whoever_the_last_one_asked(desk: building.Desk) -> None:
    at = episode_of(IONESCU)
    record = desk.do(taf.prepare, IONESCU, at, on="2026-10-07")
    told = desk.ask(sheet.sheet, record).answers
    assert (told["number"], told["kind"], told["date"]) == (2, "review", "2026-10-07")
    asked = [row["person"] for row in told["attendance"].values()]
    assert asked[:2] == [person_of(IONESCU, 1), "0197f000-0001-7000-8000-000000000003"]
    assert {"name": "Keeley Barnes"} in asked
    assert all(set(row) <= {"rank", "person", "role", "agency"} for row in told["attendance"].values())
    children = [row["child"] for row in told["children"].values()]
    assert children == [person_of(IONESCU, 3), person_of(IONESCU, 4)]


def test_the_first_meeting_asks_the_parents_and_the_agencies_of_the_episode(desk: building.Desk) -> None:
    for meeting in desk.ask(taf.meetings, episode_of(KOWALCZYK)):
        desk.do(form.void, meeting.id, "Try again")
    record = desk.do(taf.prepare, KOWALCZYK, episode_of(KOWALCZYK))
    told = desk.ask(sheet.sheet, record).answers
    assert (told["number"], told["kind"]) == (1, "first")
    asked = [row["person"] for row in told["attendance"].values()]
    assert set(asked[:2]) == {person_of(KOWALCZYK, 1), person_of(KOWALCZYK, 2)}
    assert {"name": "Dean Prior"} in asked
    assert len(told["children"]) == 2, "an unborn baby takes no part"


def test_a_copy_is_owed_until_it_has_a_date(desk: building.Desk) -> None:
    owed = desk.ask(taf.copies_owed, episode_id=episode_of(KOWALCZYK))
    assert {(one.number, one.to_whom) for one in owed} == {
        (2, person_of(KOWALCZYK, 2)),
        (2, "Jo Marsden"),
        (2, "Hana Malik"),
        (2, "Ruth Callender"),
        (2, "Dean Prior"),
    }
    assert {one.family_id for one in desk.ask(taf.copies_owed)} == {KOWALCZYK}, "only open work"


def test_help_that_could_not_be_had_is_counted(desk: building.Desk) -> None:
    told = desk.ask(taf.unmet_needs, "2026-07-01", "2026-09-30")
    assert set(told) == {
        ("Written translation for families", "access_language", 1),
        ("Young carers’ programme", "none_locally", 1),
    }
    assert desk.ask(taf.unmet_needs, "2026-09-02", "2026-09-30") == ()


# The plan and its reviews


def test_the_living_plan_shows_how_far_each_outcome_has_come(desk: building.Desk) -> None:
    told = desk.ask(plan.living, episode_of(KOWALCZYK))
    assert told is not None
    wall, school, sleep, carer = told.outcomes
    assert (wall.status, wall.latest, wall.distance.travelled) == ("achieved", "Yes, on 31 August", 1)
    assert (school.baseline, school.latest, school.target) == ("71 per cent", "86 per cent", "92 per cent")
    assert school.distance.travelled == pytest.approx(15 / 21)
    assert school.latest_on == "2026-09-01"
    assert sleep.distance.travelled == pytest.approx(0.5)
    assert (carer.latest, carer.distance.travelled) == ("Not yet", 0)
    assert told.uncovered == ()


def test_a_need_without_an_outcome_is_told(desk: building.Desk) -> None:
    record = desk.ask(plan.living, episode_of(KOWALCZYK)).id  # type: ignore[union-attr]
    desk.do(form.amend, record, "O4 is done with")
    desk.do(form.remove_row, record, "outcomes", "o4")
    told = desk.ask(plan.living, episode_of(KOWALCZYK))
    assert told is not None
    assert [one.statement for one in told.uncovered] == [
        "Zofia’s caring role known and fit for a nine-year-old"
    ]


def test_the_status_is_the_reviews_until_the_plan_is_finished_again(desk: building.Desk) -> None:
    told = desk.ask(plan.living, episode_of(AL_MASRI))
    assert told is not None
    assert [one.status for one in told.outcomes] == ["on_track", "achieved", "on_track"]
    assert [change.value for change in told.outcomes[0].changes] == ["7 hours", "7 hours"]
    desk.do(form.amend, told.id, "As it ended")
    for row in ("sleep", "lessons"):
        desk.do(form.answer, told.id, f"outcomes/{row}/status", "achieved")
    desk.do(form.finish, told.id)
    now = desk.ask(plan.living, episode_of(AL_MASRI))
    assert now is not None
    assert [one.status for one in now.outcomes][::2] == ["achieved", "achieved"]


def test_actions_are_told_by_owner_and_by_day(desk: building.Desk) -> None:
    told = desk.ask(plan.living, episode_of(KOWALCZYK))
    assert told is not None
    assert [one.what for one in told.by_owner()["Priya Nair, school office"]] == [
        "Tell the team the attendance each month"
    ]
    assert [one.id for one in told.actions if one.is_overdue(date(2026, 9, 30))] == ["gate"]
    due = desk.ask(plan.actions_due, date(2026, 9, 30))
    assert [(one.family_id, one.action.what) for one in due] == [
        (KOWALCZYK, "Meet Łukasz at the gate in the first week"),
        (KOWALCZYK, "Hold the young-carer check"),
    ]


def test_reviews_are_told_oldest_first_and_a_draft_tells_nothing_of_outcomes(desk: building.Desk) -> None:
    told = desk.ask(review.reviews, episode_of(AL_MASRI))
    assert [(one.on, bool(one.finished_at)) for one in told] == [
        ("2026-05-05", True),
        ("2026-06-16", True),
        ("2026-07-28", False),
    ]
    assert {one.on for one in desk.ask(review.changes, episode_of(AL_MASRI))} == {"2026-05-05", "2026-06-16"}


# The ending, oversight, steps, feedback


def test_the_roll_up_shows_what_was_achieved_and_every_score_from_start_to_end(desk: building.Desk) -> None:
    told = desk.ask(closure.roll_up, episode_of(AL_MASRI))
    assert (len(told.outcomes), told.achieved) == (3, 1)
    assert {one.domain: one.worker for one in told.travels} == {
        "physical_health": (4, 8),
        "emotional": (3, 7),
        "education": (4, 7),
    }
    assert told.unscored == ()
    still_open = desk.ask(closure.roll_up, episode_of(KOWALCZYK))
    assert {one.domain: one.family for one in still_open.travels}["housing"] == (2, 3)


def test_a_closure_tells_what_it_counts_as_and_when_to_ask_again(desk: building.Desk) -> None:
    told = desk.ask(closure.closure, episode_of(AL_MASRI))
    assert told is not None
    assert (told.outcome, told.group, told.follow_up_6m) == ("met_single", "success", "2027-02-27")
    up = desk.ask(closure.closure, episode_of(IONESCU))
    assert up is not None
    assert (up.outcome, up.group, up.accepted_on, up.is_finished) == ("step_up", "up", "2026-09-24", True)
    assert desk.ask(closure.closure, episode_of(KOWALCZYK)) is None
    assert desk.ask(closure.retained_from, episode_of(AL_MASRI)) == "2026-08-27"


def test_oversight_says_whether_the_plan_works_and_what_it_asked_for(desk: building.Desk) -> None:
    last = desk.ask(oversight.last, episode_of(AL_MASRI))
    assert last is not None
    assert (last.on, last.trigger, last.plan_working, last.judges_plan) == (
        "2026-07-29",
        "drift",
        "partly",
        True,
    )
    told = desk.ask(oversight.oversights, episode_of(KOWALCZYK))
    assert [(one.on, one.is_finished) for one in told] == [("2026-09-03", False), ("2026-07-10", True)]
    assert desk.ask(oversight.actions_due, date(2026, 9, 30)) == (), "all of them are done"


def test_the_step_up_was_accepted_and_no_step_waits(desk: building.Desk) -> None:
    found = desk.ask(step.accepted, episode_of(IONESCU))
    assert found is not None
    assert (found.sent_at, found.response_at) == ("2026-09-21T16:30", "2026-09-24T09:40")
    assert desk.ask(step.waiting) == ()
    types = [one.type for one in desk.ask(step.steps, IONESCU)]
    assert types == ["step_up", "step_down_in"]


def test_feedback_of_every_age_is_told_without_what_it_says(desk: building.Desk) -> None:
    told = desk.ask(feedback.of_family, AL_MASRI)
    assert {one.form_id for one in told if one.is_finished} == {
        "feedback_parent",
        "feedback_young_person",
        "feedback_child",
    }
    assert desk.ask(feedback.is_offered, episode_of(KOWALCZYK), "taf", 2)
    assert not desk.ask(feedback.is_offered, episode_of(KOWALCZYK), "taf", 1)


@pytest.mark.parametrize(
    ("form_id", "answers", "talk"),
    [
        ("feedback_child", {"c4": "1"}, "soon"),
        ("feedback_child", {"c4": "2"}, None),
        ("feedback_young_person", {"y8": "not_true"}, "soon"),
        ("feedback_young_person", {"y8": "not_true", "talk_today": True}, "today"),
    ],
)
def test_a_sad_answer_asks_for_a_talk_without_saying_which(
    desk: building.Desk, form_id: str, answers: dict[str, object], talk: str | None
) -> None:
    said = {"stage": "closure", "share": "no_name", "received_on": "2026-09-29", **answers}
    record = desk.do(form.start, form_id, family_id=KOWALCZYK, answers=said)
    told = {one.id: one.talk for one in desk.ask(feedback.of_family, KOWALCZYK)}
    assert told[record] == (talk or "")
