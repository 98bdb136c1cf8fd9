"""Who leads, put right: a word is corrected where it stands, and nothing is handed over by that."""

from typing import Any

import pytest

from ehdesk import errors
from ehdesk.forms import answers as form_answers
from ehdesk.forms import definition
from ehdesk.models import episode, form, lead
from tests import building, casework


@pytest.fixture
def help_(desk: building.Desk, household: building.Household) -> str:
    return desk.do(episode.open_episode, household.family, {"opened_on": "2026-06-08"})


def test_correcting_who_leads_changes_the_line_and_what_the_episode_says_now(
    desk: building.Desk, help_: str
) -> None:
    row = desk.do(lead.hand_over_lead, help_, {"name": "Tom Acheba", "role": "Worker"}, from_on="2026-06-08")
    corrected = {"name": "Tom Achebe", "agency": "Bridge Street", "manager": "Helen Birch", "role": ""}
    desk.do(lead.change_lead, help_, row, corrected)
    (line,) = desk.ask(lead.lead_history, help_)
    assert (line.name, line.agency, line.manager, line.role) == (
        "Tom Achebe",
        "Bridge Street",
        "Helen Birch",
        "",
    )
    fields = desk.ask(episode.get, help_).fields
    assert (fields["lead_name"], fields["lead_agency"], fields.get("lead_role")) == (
        "Tom Achebe",
        "Bridge Street",
        None,
    )
    with pytest.raises(errors.FieldUnknown):
        desk.do(lead.change_lead, help_, row, {"mood": "X"})


def test_correcting_who_led_before_leaves_who_leads_now(desk: building.Desk, help_: str) -> None:
    first = desk.do(lead.hand_over_lead, help_, {"name": "Tom Acheba"}, from_on="2026-06-08")
    desk.do(lead.hand_over_lead, help_, {"name": "Carol Ndlovu"}, reason="Leave", from_on="2026-07-01")
    desk.do(lead.change_lead, help_, first, {"name": "Tom Achebe"})
    now, before = desk.ask(lead.lead_history, help_)
    assert (now.name, before.name) == ("Carol Ndlovu", "Tom Achebe")
    assert desk.ask(episode.get, help_).fields["lead_name"] == "Carol Ndlovu"


@pytest.mark.parametrize("form_id", ["taf_meeting", "review", "eha_part_b", "step_record"])
def test_a_form_that_belongs_to_no_episode_is_finished_and_makes_nobody_lead(
    autumn: building.Desk, form_id: str
) -> None:
    """Begun before there was an episode: it is kept as it is."""
    new = building.a_family(autumn, "Nowak")
    whose = casework.IONESCU if form_id == "step_record" else casework.KOWALCZYK
    answers = casework.answers_of(whose, form_id)
    made = casework.finished(autumn, form_id, new.family, answers)
    told = autumn.ask(form.sheet, made)
    assert (told.status, told.episode_id) == ("finished", None)
    assert autumn.ask(episode.episodes, new.family) == ()


def test_whoever_is_named_when_social_care_steps_down_leads_from_the_day_it_came_in(
    autumn: building.Desk,
) -> None:
    new = building.a_family(autumn, "Nowak")
    help_ = autumn.do(episode.open_episode, new.family, {"opened_on": "2026-09-01"})
    asked = autumn.ask(lambda read: read.form("step_record"))
    down = {"type": "step_down_in", "received_at": "2026-09-14T10:00", "lead_named": {"name": "Tom Achebe"}}
    made = autumn.do(form.start, "step_record", family_id=new.family, episode_id=help_, answers=down)
    missing = {fault.path: asked.question(fault.path) for fault in form_answers.to_put_right(asked, down)}
    for key, question in missing.items():
        autumn.do(form.answer, made, key, something(question))
    autumn.do(form.finish, made)
    (line,) = autumn.ask(lead.lead_history, help_)
    assert (line.name, line.from_on) == ("Tom Achebe", "2026-09-14")


def something(question: definition.Question) -> Any:
    """An answer that fits a question."""
    if question.choices():
        return question.choices()[0].value
    said = {"date": "2026-09-14", "time": "2026-09-14T10:00", "person": {"name": "Helen Birch"}}
    return said.get(question.kind, "Because")
