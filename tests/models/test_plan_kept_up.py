"""The plan kept up between meetings: done, judged, added to; each a version with its reason."""

import pytest

from ehdesk import errors
from ehdesk.models import form, plan, progress, sheet, signing
from tests import building
from tests.casework import KOWALCZYK, episode_of


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    return autumn


def _plan(desk: building.Desk) -> plan.Plan:
    found = desk.ask(plan.living, episode_of(KOWALCZYK))
    assert found is not None
    return found


def _open_action(desk: building.Desk) -> plan.Action:
    return next(one for one in _plan(desk).actions if one.is_open)


def test_an_action_is_done_in_one_step_and_the_plan_stays_finished(desk: building.Desk) -> None:
    before, action = _plan(desk), _open_action(desk)
    desk.do(progress.action_done, before.id, action.id)
    now = next(one for one in _plan(desk).actions if one.id == action.id)
    told = desk.ask(sheet.sheet, before.id)
    assert (now.status in ("done", "done_late"), now.done_on) == (True, "2026-09-30")
    assert (told.status, told.amended_because, told.is_locked) == ("amended", "Action done", True)
    earlier = desk.ask(sheet.sheet, before.id, version=told.version - 1)
    assert not earlier.answers["actions"][action.id].get("done_on")


def test_what_the_review_found_of_an_outcome_survives_a_done_action(desk: building.Desk) -> None:
    before = {one.id: one.status for one in _plan(desk).outcomes}
    desk.time.pass_by(minutes=5)
    desk.do(progress.action_done, _plan(desk).id, _open_action(desk).id)
    assert {one.id: one.status for one in _plan(desk).outcomes} == before


def test_an_action_that_was_late_says_so_and_can_be_opened_again(desk: building.Desk) -> None:
    action, record = _open_action(desk), _plan(desk).id
    desk.do(progress.action_done, record, action.id, on="2027-01-01")
    assert next(one for one in _plan(desk).actions if one.id == action.id).status == "done_late"
    desk.do(progress.action_open_again, record, action.id)
    again = next(one for one in _plan(desk).actions if one.id == action.id)
    assert (again.is_open, again.done_on) == (True, None)


def test_a_done_action_leaves_the_managers_signature_and_a_new_outcome_takes_it(desk: building.Desk) -> None:
    record = _plan(desk).id
    desk.do(signing.sign_off_on_laptop, record, "Ruth Adeyemi")
    desk.do(progress.action_done, record, _open_action(desk).id)
    signed = desk.ask(sheet.sheet, record).sign_off
    assert signed is not None
    assert signed.name == "Ruth Adeyemi"
    desk.do(progress.add, record, "outcomes", {"outcome": "Łukasz sleeps in a dry room"}, because="Meeting 3")
    told = desk.ask(sheet.sheet, record)
    assert (told.sign_off, told.amended_because) == (None, "Meeting 3")
    assert _plan(desk).outcomes[-1].words == "Łukasz sleeps in a dry room"


def test_an_outcome_is_judged_with_the_meeting_as_the_reason(desk: building.Desk) -> None:
    first = _plan(desk).outcomes[0]
    desk.do(progress.outcome_stands, _plan(desk).id, first.id, "slipping", because="Meeting 3")
    assert _plan(desk).outcomes[0].status == "slipping"


def test_an_action_that_is_gone_is_said(desk: building.Desk) -> None:
    with pytest.raises(errors.RowGone):
        desk.do(progress.action_done, _plan(desk).id, "nobody")


def test_a_plan_that_is_being_written_takes_it_and_stays_a_draft(desk: building.Desk) -> None:
    record, action = _plan(desk).id, _open_action(desk)
    desk.do(form.amend, record, "Put right")
    desk.do(progress.action_done, record, action.id)
    assert desk.ask(sheet.sheet, record).status == "draft"
    assert not next(one for one in _plan(desk).actions if one.id == action.id).is_open
