"""Finishing never waits; signing off and sending back are acts of their own, and nothing is lost by them."""

from datetime import date
from pathlib import Path

import pytest

from ehdesk import errors
from ehdesk.models import base, bundle, bundle_out, form
from tests import building

WHY = "Say what Zofia herself wants."


@pytest.fixture
def finished(desk: building.Desk, household: building.Household) -> base.RecordId:
    record_id = building.complete_checklist(desk, household.family)
    desk.do(form.finish, record_id)
    return record_id


@pytest.fixture
def manager(desk: building.Desk, finished: base.RecordId, tmp_path: Path) -> building.Desk:
    """The manager's own desk, with what Carol had finished."""
    other = building.new_desk(tmp_path / "manager", name="Ruth Adeyemi", life=6)
    other.time.pass_by(days=1)
    desk.others.append(other)
    said = bundle.read_bundle(desk.ask(bundle_out.take_out), today=date(2026, 7, 8)).bundle
    other.do(bundle.bring_in, said)
    return other


def told(desk: building.Desk, record_id: str) -> form.Sheet:
    return desk.ask(form.sheet, record_id)


def test_finishing_never_waits_for_a_manager(desk: building.Desk, finished: base.RecordId) -> None:
    assert (told(desk, finished).state, told(desk, finished).is_locked) == ("finished", True)
    assert told(desk, finished).sign_off is None


def test_a_manager_signs_off_on_a_desk_of_theirs(manager: building.Desk, finished: base.RecordId) -> None:
    manager.do(form.sign_off, finished)

    signed = told(manager, finished)
    assert signed.state == "signed_off"
    assert signed.sign_off is not None
    assert (signed.sign_off.name, signed.sign_off.how, signed.sign_off.is_confirmed) == (
        "Ruth Adeyemi",
        "desk",
        True,
    )


def test_nobody_signs_off_their_own(desk: building.Desk, finished: base.RecordId) -> None:
    with pytest.raises(errors.OwnSignOff):
        desk.do(form.sign_off, finished)
    assert told(desk, finished).state == "finished"


def test_typed_on_the_workers_laptop_it_is_not_confirmed_until_the_manager_says_so(
    desk: building.Desk, finished: base.RecordId, tmp_path: Path
) -> None:
    desk.do(form.sign_off_on_laptop, finished, "Ruth Adeyemi")
    signed = told(desk, finished).sign_off
    assert signed is not None
    assert not signed.is_confirmed
    with pytest.raises(errors.OwnSignOff):
        desk.do(form.confirm_sign_off, finished)

    manager = building.new_desk(tmp_path / "manager", name="Ruth Adeyemi", life=6)
    desk.others.append(manager)
    said = bundle.read_bundle(desk.ask(bundle_out.take_out), today=date(2026, 7, 8)).bundle
    manager.do(bundle.bring_in, said)
    manager.do(form.confirm_sign_off, finished)

    confirmed = told(manager, finished).sign_off
    assert confirmed is not None
    assert (confirmed.is_confirmed, confirmed.confirmed_by, confirmed.how) == (True, "Ruth Adeyemi", "laptop")
    with pytest.raises(errors.NothingToConfirm):
        manager.do(form.confirm_sign_off, finished)


def test_signed_on_paper_says_where_the_paper_is(desk: building.Desk, finished: base.RecordId) -> None:
    with pytest.raises(errors.PlaceNeeded):
        desk.do(form.sign_off_on_paper, finished, "Ruth Adeyemi", " ")
    with pytest.raises(errors.NameNeeded):
        desk.do(form.sign_off_on_paper, finished, "", "Family file")

    desk.do(form.sign_off_on_paper, finished, "Ruth Adeyemi", "Family file, Bridge Street", "2026-07-06")

    signed = told(desk, finished).sign_off
    assert signed is not None
    assert (signed.how, signed.held_at, signed.signed_on) == (
        "paper",
        "Family file, Bridge Street",
        "2026-07-06",
    )


def test_sent_back_it_opens_as_a_draft_with_the_reason_and_keeps_the_finished_one(
    desk: building.Desk, finished: base.RecordId
) -> None:
    with pytest.raises(errors.ReasonMissing):
        desk.do(form.send_back, finished, "  ")
    desk.do(form.send_back, finished, WHY, name="Ruth Adeyemi")

    back = told(desk, finished)
    assert (back.state, back.is_locked, back.version) == ("sent_back", False, 2)
    assert back.sent_back is not None
    assert (back.sent_back.why, back.sent_back.name) == (WHY, "Ruth Adeyemi")
    assert desk.ask(form.drafts)[0].state == "sent_back"
    assert desk.ask(form.sheet, finished, version=1).answers == back.answers

    desk.do(form.answer, finished, "proud_of", "Asked her")
    desk.do(form.finish, finished)
    again = told(desk, finished)
    assert (again.state, again.sent_back) == ("finished", None), "not an amendment: nobody had signed it"
    assert "proud_of" not in desk.ask(form.sheet, finished, version=1).answers


def test_what_is_amended_has_to_be_signed_again(desk: building.Desk, finished: base.RecordId) -> None:
    desk.do(form.sign_off_on_paper, finished, "Ruth Adeyemi", "Family file")
    desk.do(form.amend, finished, "A date was wrong")
    assert told(desk, finished).sign_off is None
    desk.do(form.finish, finished)
    assert told(desk, finished).state == "amended"
    first = desk.ask(form.sheet, finished, version=1)
    assert first.sign_off is not None
    assert first.sign_off.name == "Ruth Adeyemi", "the earlier version keeps its sign-off"


@pytest.mark.parametrize("verb", [form.sign_off_on_laptop, form.send_back])
def test_what_is_not_finished_is_neither_signed_nor_sent_back(
    desk: building.Desk, household: building.Household, verb: object
) -> None:
    draft = building.a_checklist(desk, household.family)
    with pytest.raises(errors.NotFinishedYet):
        desk.do(verb, draft, "Ruth Adeyemi")  # type: ignore[arg-type]


def test_everything_that_happened_is_kept_in_order(desk: building.Desk, finished: base.RecordId) -> None:
    desk.time.pass_by(hours=1)
    desk.do(form.send_back, finished, WHY, name="Ruth Adeyemi")
    desk.do(form.finish, finished)
    desk.do(form.sign_off_on_laptop, finished, "Ruth Adeyemi")
    verbs = [(one.verb, one.why) for one in desk.ask(form.happened, finished)]
    assert verbs == [
        ("form.sign_off_noted", "Ruth Adeyemi"),
        ("form.finished", None),
        ("form.send_back_noted", WHY),
        ("form.finished", None),
        ("form.started", None),
    ]


def test_undo_never_reaches_behind_a_sign_off(desk: building.Desk, finished: base.RecordId) -> None:
    desk.do(form.sign_off_on_laptop, finished, "Ruth Adeyemi")
    with pytest.raises(errors.RecordRefusal):
        desk.do(form.undo, finished)
    assert told(desk, finished).state == "signed_off"
    desk.do(form.amend, finished, "A date was wrong")
    with pytest.raises(errors.NothingToUndo):
        desk.do(form.undo, finished)


def test_a_line_to_the_manager_travels_and_leaves_with_nobody_else(
    desk: building.Desk, finished: base.RecordId
) -> None:
    desk.do(form.comment_to_manager, finished, "The school has not answered.")
    assert told(desk, finished).to_manager == "The school has not answered."
    assert b"The school has not answered." in desk.ask(bundle_out.take_out)
    for reader in ("agency", "family"):
        assert b"The school has not answered." not in desk.ask(bundle_out.take_out, reader=reader)
    desk.do(form.comment_to_manager, finished, "")
    assert told(desk, finished).to_manager == ""
