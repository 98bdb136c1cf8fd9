"""What is due and what drifts, to the day, however many families there are, in one statement."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import settings
from ehdesk.models import acts, due, episode, form, person, practitioner
from tests import building

LIMITS = settings.Limits()


def at(desk: building.Desk, month: int, day: int) -> None:
    desk.time.moment = datetime(2026, month, day, 8, 0, tzinfo=UTC)


def opened(desk: building.Desk, opened_on: str, name: str = "Kowalczyk-Hughes") -> building.Household:
    home = building.a_family(desk, name)
    desk.do(episode.open_episode, home.family, {"opened_on": opened_on})
    return home


def now(desk: building.Desk, limits: settings.Limits = LIMITS, **kw: Any) -> due.DueNow:
    return desk.ask(due.due_now, limits, **kw)


@pytest.mark.parametrize(("month", "day", "drifts"), [(8, 16, 0), (8, 17, 1)])
def test_an_episode_drifts_the_day_after_six_months(
    desk: building.Desk, month: int, day: int, drifts: int
) -> None:
    opened(desk, "2026-02-16", "Al-Masri–Qureshi")
    at(desk, month, day)
    found = now(desk).drifting
    assert [line.family_name for line in found.lines] == ["Al-Masri–Qureshi"] * drifts
    assert found.total == drifts


def test_a_closed_episode_drifts_no_more(desk: building.Desk) -> None:
    home = opened(desk, "2026-02-16")
    at(desk, 9, 1)
    (line,) = now(desk).drifting.lines
    desk.do(episode.close_episode, line.record_id)
    assert now(desk).drifting.lines == ()
    assert desk.ask(due.of_family, home.family, LIMITS) == ()


def test_a_child_who_was_not_seen_alone_for_four_weeks_is_told(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-01")
    seen = {"r1": {"rank": "a", "child": home.zofia, "seen": "seen_alone"}}
    building.a_note(desk, home.family, at="2026-06-20T10:00", text="Drew.", children=seen)
    at(desk, 7, 7)
    (line,) = now(desk).seen_alone.lines
    assert (line.about, line.since.isoformat()) == ("Łukasz", "2026-06-01")
    at(desk, 7, 19)
    assert [line.about for line in now(desk).seen_alone.lines] == ["Łukasz", "Zofia"]


def test_being_seen_with_others_is_not_being_seen_alone(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-01")
    seen = {"r1": {"rank": "a", "child": home.zofia, "seen": "seen"}}
    building.a_note(desk, home.family, at="2026-07-06T10:00", text="Drew.", children=seen)
    at(desk, 7, 7)
    assert "Zofia" in [line.about for line in now(desk).seen_alone.lines]


def test_a_baby_is_not_asked_to_be_seen_alone(desk: building.Desk) -> None:
    home = opened(desk, "2026-03-01")
    desk.do(person.add_person, home.family, {"given_names": "Ola", "role": "child", "dob": "2026-01-04"})
    at(desk, 7, 7)
    assert "Ola" not in [line.about for line in now(desk).seen_alone.lines]


def test_the_longest_drift_comes_first_and_the_rest_is_counted(desk: building.Desk) -> None:
    for month in (3, 1, 2):
        opened(desk, f"2025-0{month}-10", f"Family {month}")
    at(desk, 12, 1)
    found = now(desk, limit=2).drifting
    assert [line.family_name for line in found.lines] == ["Family 1", "Family 2"]
    assert found.total == 3


def test_an_authority_with_a_longer_limit_has_fewer_lines(desk: building.Desk) -> None:
    opened(desk, "2026-02-16")
    at(desk, 8, 17)
    assert now(desk, settings.Limits(drift_months=12)).drifting.lines == ()


def test_everything_due_is_one_statement_that_reads_the_record_of_nobody(desk: building.Desk) -> None:
    opened(desk, "2026-02-16")
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    sa.event.listen(desk.store._reader, "before_cursor_execute", listen)
    now(desk)
    sa.event.remove(desk.store._reader, "before_cursor_execute", listen)
    (statement,) = said
    assert "fields" not in statement


def test_a_clock_that_is_not_late_is_still_told_on_the_familys_page(desk: building.Desk) -> None:
    home = opened(desk, "2026-07-01")
    told = {line.rule: line.on.isoformat() for line in desk.ask(due.of_family, home.family, LIMITS)}
    assert told == {
        "seen_alone": "2026-07-29",
        "part_b": "2026-07-29",
        "oversight": "2026-08-12",
        "open_long": "2027-01-01",
    }


# Assessment, meetings, reviews


def filled(desk: building.Desk, form_id: str, family_id: str, episode_id: str, **answers: Any) -> str:
    return desk.do(form.start, form_id, family_id=family_id, episode_id=episode_id, answers=answers)


def episode_of(desk: building.Desk, home: building.Household) -> str:
    return desk.ask(episode.episodes, home.family)[0].id


def rules(found: due.Found) -> list[tuple[str, str]]:
    return [(line.rule, line.on.isoformat()) for line in found.lines]


def test_a_part_b_is_due_in_twenty_working_days_and_late_the_day_after(desk: building.Desk) -> None:
    opened(desk, "2026-06-08")
    at(desk, 6, 20)
    assert rules(now(desk).soon) == []
    at(desk, 7, 6)
    assert rules(now(desk).soon) == [("part_b", "2026-07-06"), ("oversight", "2026-07-20")]
    assert now(desk).late.lines == ()
    at(desk, 7, 7)
    assert rules(now(desk).late) == [("part_b", "2026-07-06")]
    assert rules(now(desk).soon) == [("oversight", "2026-07-20")]


def test_a_part_b_that_is_completed_starts_the_clock_of_the_first_meeting(desk: building.Desk) -> None:
    home = opened(desk, "2026-07-13", "Ionescu-Țăranu")
    filled(desk, "eha_part_b", home.family, episode_of(desk, home), completed_on="2026-07-31")
    at(desk, 8, 20)
    assert rules(now(desk).soon) == [("first_taf", "2026-08-21"), ("oversight", "2026-08-24")]
    at(desk, 8, 22)
    assert rules(now(desk).late) == [("first_taf", "2026-08-21")]


def test_a_missed_review_is_late_and_drifts_from_the_day_after(desk: building.Desk) -> None:
    home = opened(desk, "2026-02-16", "Al-Masri–Qureshi")
    episode_id = episode_of(desk, home)
    filled(desk, "eha_part_b", home.family, episode_id, completed_on="2026-03-11")
    filled(desk, "taf_meeting", home.family, episode_id, date="2026-03-24", number=1)
    for day in ("2026-05-05", "2026-06-16"):
        filled(desk, "review", home.family, episode_id, date=day)
    at(desk, 7, 28)
    assert ("review", "2026-07-28") in rules(now(desk).soon)
    assert now(desk).drifting.lines == ()
    at(desk, 7, 29)
    assert ("review", "2026-07-28") in rules(now(desk).late)
    assert rules(now(desk).drifting) == [("review_missed", "2026-07-28")]
    at(desk, 8, 17)
    assert rules(now(desk).drifting) == [("review_missed", "2026-07-28"), ("open_long", "2026-08-16")]


def test_a_review_that_was_held_starts_the_clock_again(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-08")
    episode_id = episode_of(desk, home)
    filled(desk, "eha_part_b", home.family, episode_id, completed_on="2026-07-03")
    filled(desk, "taf_meeting", home.family, episode_id, date="2026-07-21", number=1)
    at(desk, 9, 1)
    assert ("review", "2026-09-01") in rules(now(desk).soon)
    filled(desk, "review", home.family, episode_id, date="2026-09-01")
    at(desk, 9, 2)
    assert "review" not in dict(rules(now(desk).late)) | dict(rules(now(desk).soon))
    assert now(desk).drifting.lines == ()


def test_a_void_part_b_counts_for_nothing(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-08")
    record_id = filled(desk, "eha_part_b", home.family, episode_of(desk, home), completed_on="2026-07-03")
    at(desk, 7, 7)
    assert ("part_b", "2026-07-06") not in rules(now(desk).late)
    desk.do(form.void, record_id, "Wrong family")
    assert ("part_b", "2026-07-06") in rules(now(desk).late)


def test_a_meeting_still_to_be_written_up_is_told(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-08")
    record_id = filled(desk, "taf_meeting", home.family, episode_of(desk, home), date="2026-07-06", number=1)
    at(desk, 7, 7)
    (line,) = [one for one in now(desk).soon.lines if one.rule == "meeting_record"]
    assert (line.record_id, line.on.isoformat()) == (record_id, "2026-07-09")


def test_my_actions_are_due_on_their_day_and_other_peoples_are_not_mine(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-08")
    me, sarah = desk.ask(practitioner.me).id, desk.do(practitioner.add, {"name": "Sarah Doyle"})
    actions = {
        "a": {
            "rank": "a",
            "what": "Ring the landlord",
            "owner": me,
            "due": "2026-07-10",
            "status": "open",
        },
        "b": {
            "rank": "b",
            "what": "Book CAMHS",
            "owner": sarah,
            "due": "2026-07-10",
            "status": "open",
        },
        "c": {"rank": "c", "what": "Send the letter", "owner": me, "due": "2026-07-09", "status": "done"},
    }
    filled(desk, "action_plan", home.family, episode_of(desk, home), actions=actions)
    at(desk, 7, 7)
    assert [one.about for one in now(desk).soon.lines if one.rule == "action"] == ["Ring the landlord"]


def test_the_day_that_a_manager_named_is_the_day_of_the_next_look(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-08")
    answers = {"date": "2026-06-20", "next_oversight": "2026-07-15"}
    filled(desk, "oversight", home.family, episode_of(desk, home), **answers)
    at(desk, 7, 7)
    assert ("oversight", "2026-07-15") in rules(now(desk).soon)


def test_an_agreement_is_renewed_by_its_day(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-08")
    filled(desk, "agreement", home.family, episode_of(desk, home), renew_by="2026-07-12")
    at(desk, 7, 7)
    assert ("agreement", "2026-07-12") in rules(now(desk).soon)


def test_a_big_caseload_is_read_through_indexes(desk: building.Desk) -> None:
    opened(desk, "2026-06-08")
    scanned = set(building.scans(desk, due.due_now, LIMITS))
    assert not scanned & {"record", "seen", "copy_sent", "attendance", "feedback", "note", "revision"}


def test_my_action_leads_to_its_line_in_the_plan_of_its_episode(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-08")
    me = desk.ask(practitioner.me).id
    action = {"what": "Ring the landlord", "owner": me, "due": "2026-07-10", "status": "open"}
    actions = {"a": {"rank": "a", **action}, "b": {"rank": "b", **action, "what": "Ring again"}}
    filled(desk, "action_plan", home.family, episode_of(desk, home), actions=actions)
    at(desk, 7, 7)
    found = [one for one in now(desk).soon.lines if one.rule == "action"]
    assert [(one.record_id, one.part) for one in found] == [(episode_of(desk, home), key) for key in "ba"]


def test_feedback_is_owed_after_the_assessment_until_it_was_given_out(desk: building.Desk) -> None:
    home = opened(desk, "2026-06-08")
    at(desk, 7, 7)
    part_b = filled(desk, "eha_part_b", home.family, episode_of(desk, home), completed_on="2026-07-03")
    assert "feedback" not in [rule for rule, _on in rules(now(desk).soon)]

    def made_finished(work: Any) -> None:
        work.edit(work.record(part_b), "$status", "finished")

    desk.do(acts.act("form.finished")(made_finished))
    assert ("feedback", "2026-07-10") in rules(now(desk).soon)
    filled(desk, "feedback_parent", home.family, episode_of(desk, home), given_on="2026-07-06")
    assert "feedback" not in [rule for rule, _on in rules(now(desk).soon)]
