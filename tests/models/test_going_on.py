"""Going on with a form that is being written, or beginning it; which form counts while another is written."""

from datetime import UTC, datetime, timedelta

import pytest

from ehdesk import settings
from ehdesk.models import beginning, beyond, due, form, taf, untouched
from tests import building
from tests.casework import IONESCU, KOWALCZYK, episode_of


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    return autumn


def test_a_meeting_that_is_prepared_is_gone_on_with(desk: building.Desk) -> None:
    prepared = desk.ask(taf.meetings, episode_of(KOWALCZYK))[-1]
    found = desk.do(beginning.go_on_or_begin, "taf_meeting", family_id=KOWALCZYK)
    assert found == prepared.id


def test_the_next_meeting_is_begun_where_none_is_prepared(desk: building.Desk) -> None:
    at = episode_of(IONESCU)
    record = desk.do(beginning.go_on_or_begin, "taf_meeting", family_id=IONESCU, episode_id=at)
    assert desk.ask(form.sheet, record).answers["number"] == 2


def test_a_draft_of_the_plan_does_not_hide_the_plan_that_was_finished(desk: building.Desk) -> None:
    at = episode_of(KOWALCZYK)
    review = desk.ask(form.sheet, desk.do(form.start, "review", family_id=KOWALCZYK, episode_id=at)).form
    before = desk.ask(beyond.rows, review, {}, family_id=KOWALCZYK, episode_id=at)
    desk.do(form.start, "action_plan", family_id=KOWALCZYK, episode_id=at)
    assert desk.ask(beyond.rows, review, {}, family_id=KOWALCZYK, episode_id=at) == before
    assert len(before["action_plan.outcomes"]) == 4


def test_a_meeting_of_a_family_without_an_episode_is_begun_as_it_is(desk: building.Desk) -> None:
    home = building.a_family(desk, "Nowak")
    record = desk.do(beginning.go_on_or_begin, "taf_meeting", family_id=home.family)
    assert desk.ask(form.sheet, record).episode_id is None
    assert desk.do(beginning.go_on_or_begin, "taf_meeting", family_id=home.family) == record


def test_a_closure_begins_with_a_line_for_each_area_that_was_scored(desk: building.Desk) -> None:
    record = desk.do(beginning.begin, "closure", family_id=KOWALCZYK)
    told = desk.ask(form.sheet, record)
    assert told.episode_id == episode_of(KOWALCZYK)
    scored = {row["domain"] for row in told.answers["end_scores"].values()}
    assert len(scored) == len(told.answers["end_scores"]) > 2
    assert [row["rank"] for row in told.answers["end_scores"].values()][:2] == ["001", "002"]
    assert told.answers["feedback_offered"]


def test_feedback_begins_at_the_stage_that_it_is_of(desk: building.Desk) -> None:
    record = desk.do(beginning.begin, "feedback_parent", family_id=KOWALCZYK, variant="closure")
    assert desk.ask(form.sheet, record).answers["stage"] == "closure"
    plain = desk.do(beginning.begin, "note", family_id=KOWALCZYK, variant="closure")
    assert "stage" not in desk.ask(form.sheet, plain).answers


# A form that is opened to look and left


def reviews_due(desk: building.Desk) -> list[str]:
    found = desk.ask(due.due_now, settings.Limits())
    return [
        line.on.isoformat()
        for line in (*found.late.lines, *found.soon.lines)
        if line.rule == "review" and line.family_id == KOWALCZYK
    ]


def test_a_review_that_is_only_looked_at_leaves_no_draft_and_stops_no_clock(desk: building.Desk) -> None:
    desk.time.moment = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
    before = [line.record_id for line in desk.ask(form.drafts, 50)]
    assert reviews_due(desk) == ["2026-10-13"]
    record = desk.do(beginning.go_on_or_begin, "review", family_id=KOWALCZYK)
    desk.do(untouched.leave, record)
    assert [line.record_id for line in desk.ask(form.drafts, 50)] == before
    assert reviews_due(desk) == ["2026-10-13"]


def test_looking_again_the_same_day_takes_up_the_same_form(desk: building.Desk) -> None:
    record = desk.do(beginning.go_on_or_begin, "review", family_id=KOWALCZYK)
    desk.do(untouched.leave, record)
    assert desk.do(beginning.go_on_or_begin, "review", family_id=KOWALCZYK) == record
    assert desk.ask(form.sheet, record).state == "draft"
    desk.do(untouched.leave, record)
    desk.time.moment += timedelta(days=1)
    again = desk.do(beginning.go_on_or_begin, "review", family_id=KOWALCZYK)
    assert again != record
    assert desk.ask(form.sheet, again).answers["date"] == "2026-10-01"


@pytest.mark.parametrize("path", ["how_we_know", "child_better_off"])
def test_one_answer_is_enough_to_stay(desk: building.Desk, path: str) -> None:
    record = desk.do(beginning.go_on_or_begin, "review", family_id=KOWALCZYK)
    asked = desk.ask(form.sheet, record).form.question(path)
    desk.do(form.answer, record, path, "She sleeps." if asked.kind != "single_choice" else "somewhat")
    desk.do(untouched.leave, record)
    assert desk.ask(form.sheet, record).state == "draft"


def test_an_answer_that_was_taken_back_is_still_somebodys_work(desk: building.Desk) -> None:
    record = desk.do(beginning.go_on_or_begin, "review", family_id=KOWALCZYK)
    desk.do(form.answer, record, "child_better_off", "somewhat")
    desk.do(form.undo, record)
    desk.do(untouched.leave, record)
    assert desk.ask(form.sheet, record).state == "draft"


def test_a_restricted_answer_is_an_answer(desk: building.Desk) -> None:
    record = desk.do(beginning.begin, "eha_part_a", family_id=KOWALCZYK)
    desk.do(form.answer, record, "staff_safety", "Big dog")
    desk.do(untouched.leave, record)
    assert desk.ask(form.sheet, record).state == "draft"


def test_a_form_that_was_begun_with_answers_is_never_left_untouched(desk: building.Desk) -> None:
    given = {"how_we_know": "She sleeps."}
    record = desk.do(beginning.begin, "review", family_id=KOWALCZYK, answers=given)
    desk.do(untouched.leave, record)
    assert desk.ask(form.sheet, record).state == "draft"
