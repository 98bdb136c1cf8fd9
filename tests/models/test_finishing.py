"""Finishing a form opens, leads and closes an episode, inside the same act."""

from typing import Any

import pytest

from ehdesk import errors, settings
from ehdesk.models import assessment, closure, episode, family, form, lead, level, sheet, step
from tests import building, casework


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    return autumn


@pytest.fixture
def home(desk: building.Desk) -> building.Household:
    return building.a_family(desk, "Newcomer")


def agreed(desk: building.Desk, home: building.Household) -> str:
    answers = casework.answers_of(casework.KOWALCZYK, "agreement")
    answers |= {"given_by": home.mother, "agreed_at": "2026-09-28T10:00"}
    return casework.finished(desk, "agreement", home.family, answers)


def part_a(home: building.Household, **more: Any) -> dict[str, Any]:
    answers = casework.answers_of(casework.KOWALCZYK, "eha_part_a")
    del answers["services"], answers["part_b_due"], answers["network"]
    children = {"z": {"rank": "a", "child": home.zofia, "subject": True}}
    children["l"] = {"rank": "b", "child": home.lukasz, "subject": False}
    adults = {"m": {"rank": "a", "adult": home.mother}}
    return answers | {
        "opened_on": "2026-09-29",
        "check_date": "2026-09-29",
        "children": children,
        "adults": adults,
        "entry_route": "re_opened",
        **more,
    }


def test_part_a_tells_an_episode_that_was_opened_with_the_file_how_the_family_came(
    desk: building.Desk, home: building.Household
) -> None:
    stay = desk.do(episode.open_episode, home.family, {"opened_on": "2026-09-28"})
    answers = part_a(home)
    record = desk.do(form.start, "eha_part_a", family_id=home.family, episode_id=stay, answers=answers)
    desk.do(form.finish, record)

    opened = desk.ask(episode.get, stay)
    assert (opened.opened_on, opened.fields["entry_route"]) == ("2026-09-28", "reopened")
    assert (opened.fields["main_reason"], opened.fields["lawful_basis"]) == ("SF1", "public_task")
    (standing,) = desk.ask(level.level_history, stay)
    assert (standing.code, standing.from_on) == ("partnership_plus", "2026-09-29")
    desk.do(level.set_level, stay, settings.authority().scheme, "statutory", "More is needed")
    desk.do(form.amend, record, "A word")
    desk.do(form.finish, record)
    assert len(desk.ask(level.level_history, stay)) == 2, "what stands is not said again"


def test_part_a_with_an_agreement_opens_the_episode(desk: building.Desk, home: building.Household) -> None:
    signed = agreed(desk, home)
    record = casework.finished(desk, "eha_part_a", home.family, part_a(home))

    (opened,) = desk.ask(episode.episodes, home.family)
    assert (opened.opened_on, opened.is_open) == ("2026-09-29", True)
    assert opened.fields["entry_route"] == "reopened"
    assert opened.fields["main_reason"] == "SF1"
    assert opened.fields["lawful_basis"] == "public_task"
    assert [row["person"] for row in opened.fields["children"].values()] == [home.zofia]
    (standing,) = desk.ask(level.level_history, opened.id)
    assert (standing.code, standing.from_on, standing.reason) == (
        "partnership_plus",
        "2026-09-29",
        "As Part A says",
    )
    assert {desk.ask(sheet.sheet, one).episode_id for one in (record, signed)} == {opened.id}


def test_part_a_without_an_agreement_cannot_be_finished(
    desk: building.Desk, home: building.Household
) -> None:
    record = desk.do(form.start, "eha_part_a", family_id=home.family, answers=part_a(home))
    with pytest.raises(errors.NotComplete) as refused:
        desk.do(form.finish, record)
    (fault,) = refused.value.faults
    assert (fault.path, fault.message) == (
        "declined",
        "Finish the agreement first, or say that the family declined",
    )
    assert desk.ask(sheet.sheet, record).status == "draft"
    assert desk.ask(episode.episodes, home.family) == ()


def test_part_a_joins_an_episode_that_is_open_already(desk: building.Desk, home: building.Household) -> None:
    opened = desk.do(episode.open_episode, home.family, {"opened_on": "2026-09-20"})
    agreed(desk, home)
    record = casework.finished(desk, "eha_part_a", home.family, part_a(home))
    assert desk.ask(sheet.sheet, record).episode_id == opened
    assert len(desk.ask(episode.episodes, home.family)) == 1


def test_amending_part_a_opens_no_second_episode(desk: building.Desk, home: building.Household) -> None:
    agreed(desk, home)
    record = casework.finished(desk, "eha_part_a", home.family, part_a(home))
    desk.do(form.amend, record, "A word was wrong")
    desk.do(form.answer, record, "child_hopes", "A bicycle")
    desk.do(form.finish, record)
    assert len(desk.ask(episode.episodes, home.family)) == 1


def test_the_lead_and_level_of_a_team_meeting_go_into_their_histories(desk: building.Desk) -> None:
    at = casework.episode_of(casework.KOWALCZYK)
    answers = casework.answers_of(casework.KOWALCZYK, "taf_meeting") | {
        "number": 3,
        "date": "2026-09-29",
        "kind": "extra",
        "lead_confirmed": {"name": "Jo Marsden"},
        "level_now": "universal_plus",
        "next_on": "2026-10-13",
    }
    casework.finished(desk, "taf_meeting", casework.KOWALCZYK, answers, at)
    newest, before, *_ = desk.ask(lead.lead_history, at)
    assert (newest.name, newest.from_on) == ("Jo Marsden", "2026-09-29")
    assert (before.name, before.to_on, before.why) == ("Carol Ndlovu", "2026-09-29", "As team meeting 3 says")
    assert desk.ask(level.level_history, at)[0].code == "universal_plus"
    assert desk.ask(family.family_file, casework.KOWALCZYK).episodes[0].fields["lead_name"] == "Jo Marsden"


def test_the_same_lead_again_makes_no_second_line(desk: building.Desk) -> None:
    at = casework.episode_of(casework.KOWALCZYK)
    before = desk.ask(lead.lead_history, at)
    answers = casework.answers_of(casework.KOWALCZYK, "eha_part_b")
    del answers["agencies_asked"]
    casework.finished(desk, "eha_part_b", casework.KOWALCZYK, answers, at)
    assert desk.ask(lead.lead_history, at) == before


def closing(**more: Any) -> dict[str, Any]:
    answers = casework.answers_of(casework.AL_MASRI, "closure")
    zofia = casework.person_of(casework.KOWALCZYK, 3)
    children = {"z": {"rank": "a", "child": zofia, "difference": "She sleeps."}}
    offered = {"z": {"rank": "a", "who": zofia}}
    return answers | {
        "closed_on": "2026-09-30",
        "children": children,
        "feedback_offered": offered,
        **more,
    }


def test_a_closure_closes_the_episode_with_its_outcome(desk: building.Desk) -> None:
    at = casework.episode_of(casework.KOWALCZYK)
    casework.finished(desk, "closure", casework.KOWALCZYK, closing(), at)
    closed = desk.ask(episode.get, at)
    assert (closed.closed_on, closed.fields["end_reason"]) == ("2026-09-30", "met_single")
    assert {row["left_on"] for row in closed.fields["children"].values()} == {"2026-09-30"}
    told = desk.ask(closure.closure, at)
    assert told is not None
    assert (told.group, told.follow_up_6m, told.follow_up_12m) == ("success", "2027-03-30", "2027-09-30")


def test_a_step_up_closes_only_what_social_care_has_accepted(desk: building.Desk) -> None:
    at = casework.episode_of(casework.KOWALCZYK)
    stepped = {
        "outcome": "step_up",
        "accepted_as": "s17",
        "accepted_on": "2026-09-29",
        "step_up_ref": "Step record of 28 September",
    }
    record = desk.do(
        form.start, "closure", family_id=casework.KOWALCZYK, episode_id=at, answers=closing(**stepped)
    )
    with pytest.raises(errors.NotComplete) as refused:
        desk.do(form.finish, record)
    assert [fault.path for fault in refused.value.faults] == ["step_up_ref"]
    assert desk.ask(episode.get, at).is_open

    up = casework.answers_of(casework.IONESCU, "step_record")
    taken = step_up(at) | {"concern": up["concern"]}
    casework.finished(desk, "step_record", casework.KOWALCZYK, taken, at)
    desk.do(form.finish, record)
    assert desk.ask(episode.get, at).closed_on == "2026-09-30"


def step_up(episode_id: str) -> dict[str, Any]:
    said = next(
        each["answers"]
        for one in casework.SAID["families"]
        for each in one["forms"]
        if each["form"] == "step_record" and each["answers"]["type"] == "step_up"
    )
    assert episode_id
    return dict(said)


def test_a_step_up_waits_until_it_is_answered(desk: building.Desk) -> None:
    at = casework.episode_of(casework.KOWALCZYK)
    said = {key: value for key, value in step_up(at).items() if not key.startswith("response")}
    casework.finished(desk, "step_record", casework.KOWALCZYK, said, at)
    assert [one.family_id for one in desk.ask(step.waiting)] == [casework.KOWALCZYK]
    assert desk.ask(step.accepted, at) is None


def test_a_declined_offer_is_kept_and_opens_nothing(desk: building.Desk, home: building.Household) -> None:
    answers = part_a(home, declined=True, declined_reason="A sister helps")
    for key in ("initial_level", "next"):
        del answers[key]
    casework.finished(desk, "eha_part_a", home.family, answers)
    (kept,) = desk.ask(assessment.parts_a, home.family)
    assert (kept.declined, kept.is_finished, kept.episode_id) == (True, True, None)
    assert desk.ask(episode.episodes, home.family) == ()
