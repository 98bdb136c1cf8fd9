"""Whoever asks for a talk is on Today until a talk is written down; what they said never is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ehdesk import settings
from ehdesk.models import due, form
from tests import building
from tests.casework import AL_MASRI, KOWALCZYK, episode_of

LIMITS = settings.Limits()


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    """It is Wednesday 30 September 2026."""
    return autumn


def came_back(desk: building.Desk, form_id: str, **answers: Any) -> str:
    said = {"stage": "closure", "share": "worker_and_manager", "received_on": "2026-09-30", **answers}
    return desk.do(form.start, form_id, family_id=KOWALCZYK, answers=said)


def talks(desk: building.Desk) -> list[tuple[str, str, str]]:
    found = desk.ask(due.due_now, LIMITS)
    return [
        (line.rule, line.about, line.on.isoformat())
        for line in (*found.late.lines, *found.soon.lines)
        if line.rule in ("talk", "talk_today")
    ]


def test_a_sad_face_asks_for_a_talk_on_the_next_working_day(desk: building.Desk) -> None:
    came_back(desk, "feedback_child", c4="1")
    assert talks(desk) == [("talk", "a child", "2026-10-01")]


def test_who_asks_for_a_talk_today_is_there_today_even_where_the_rest_is_sealed(desk: building.Desk) -> None:
    came_back(desk, "feedback_young_person", talk_today=True, share="no_name")
    assert talks(desk) == [("talk_today", "a young person", "2026-09-30")]


def test_what_a_family_sealed_tells_the_worker_nothing(desk: building.Desk) -> None:
    came_back(desk, "feedback_young_person", y8="not_true", share="manager_or_coordinator_only")
    assert talks(desk) == []


def test_a_note_of_a_talk_ends_it_and_an_attempt_does_not(desk: building.Desk) -> None:
    came_back(desk, "feedback_child", c4="1")
    desk.time.moment += timedelta(days=1)
    building.a_note(desk, KOWALCZYK, at="2026-10-01T16:00", text="No answer.", kind="attempt")
    assert len(talks(desk)) == 1
    building.a_note(desk, AL_MASRI, at="2026-10-01T16:00", text="Another family.", kind="talk")
    assert len(talks(desk)) == 1
    building.a_note(desk, KOWALCZYK, at="2026-10-01T16:30", text="Talked with her.", kind="talk")
    assert talks(desk) == []


def test_a_note_that_was_there_before_is_not_the_talk(desk: building.Desk) -> None:
    building.a_note(desk, KOWALCZYK, at="2026-09-30T09:00", text="Gave out the card.", kind="visit")
    desk.time.moment += timedelta(hours=1)
    came_back(desk, "feedback_child", c4="1")
    assert len(talks(desk)) == 1


def test_feedback_is_to_be_offered_once_the_assessment_is_done(desk: building.Desk) -> None:
    desk.time.moment = datetime(2026, 9, 30, 15, 0, tzinfo=UTC)
    found = desk.ask(due.of_family, KOWALCZYK, LIMITS)
    assert "feedback" not in [line.rule for line in found], "the family was asked since"


def test_an_agreement_without_a_day_is_asked_for_again_after_a_year(desk: building.Desk) -> None:
    at = episode_of(KOWALCZYK)
    desk.do(
        form.start,
        "agreement",
        family_id=KOWALCZYK,
        episode_id=at,
        answers={"agreed_at": "2026-09-30T10:00"},
    )
    told = {line.rule: line.on.isoformat() for line in desk.ask(due.of_family, KOWALCZYK, LIMITS)}
    assert told["agreement"] == "2027-09-30"


def test_talks_are_read_through_indexes(desk: building.Desk) -> None:
    assert not {"note", "feedback", "record"} & set(building.scans(desk, due.due_now, LIMITS))
