"""What a family agreed to stands agency by agency, and taking it back acts at once."""

import pytest

from ehdesk import errors
from ehdesk.models import acts, agreement, bundle_out, episode, form, sheet
from tests import building, casework

LETTINGS, HOUSING, SCHOOL = "Tannery Lettings", "Harlow Beck Housing", "Alder Bank Primary"


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    return autumn


def test_the_agreement_tells_since_when_by_whom_and_for_each_agency(desk: building.Desk) -> None:
    told = desk.ask(agreement.standing, casework.KOWALCZYK)
    assert (told.service, told.since, told.by) == ("yes", "2026-06-08", "Agnieszka Kowalczyk")
    assert told.renew_by == "2027-06-08"
    chosen = {one.name: one.choice for one in told.agencies}
    assert chosen[SCHOOL] == "yes"
    assert chosen[HOUSING] == "ask_first"
    assert chosen[LETTINGS] == "no"
    assert chosen["Piotr Zieliński"] == "never"


def test_the_lawful_basis_is_the_episodes_and_stands_apart(desk: building.Desk) -> None:
    told = desk.ask(agreement.standing, casework.KOWALCZYK)
    assert told.lawful_basis == "public_task"


def test_what_was_shared_without_agreement_is_counted(desk: building.Desk) -> None:
    assert desk.ask(agreement.standing, casework.IONESCU).shared_without == 1
    assert desk.ask(agreement.standing, casework.KOWALCZYK).shared_without == 0


def test_an_agency_that_was_withdrawn_stays_so(desk: building.Desk) -> None:
    told = desk.ask(agreement.standing, casework.AL_MASRI)
    camhs = next(one for one in told.agencies if one.name == "CAMHS")
    assert (camhs.choice, camhs.since) == ("withdrawn", "2026-08-18")
    assert told.service == "yes"


def test_taking_it_all_back_acts_at_once_and_keeps_what_was_signed(desk: building.Desk) -> None:
    mother = casework.person_of(casework.KOWALCZYK, 1)
    before = desk.ask(agreement.standing, casework.KOWALCZYK)
    said = agreement.Withdrawal("2026-09-30", mother, effects_explained=True)

    record = desk.do(agreement.withdraw, casework.KOWALCZYK, said)

    told = desk.ask(agreement.standing, casework.KOWALCZYK)
    assert (told.service, told.since, told.by) == ("withdrawn", "2026-09-30", "Agnieszka Kowalczyk")
    assert desk.ask(agreement.may_share, casework.KOWALCZYK, SCHOOL).verdict == "no"
    assert record == before.record_id
    now, signed = desk.ask(sheet.sheet, record), desk.ask(sheet.sheet, record, version=1)
    assert (now.status, now.version) == ("amended", 2)
    assert "withdrawals" not in signed.answers


def test_taking_one_agency_back_leaves_the_others(desk: building.Desk) -> None:
    mother = casework.person_of(casework.KOWALCZYK, 1)
    said = agreement.Withdrawal("2026-09-30", mother, "agency", "alder bank primary")
    desk.do(agreement.withdraw, casework.KOWALCZYK, said)
    assert desk.ask(agreement.may_share, casework.KOWALCZYK, SCHOOL).verdict == "no"
    assert desk.ask(agreement.may_share, casework.KOWALCZYK, "Harlow Beck Maternity").verdict == "yes"


def test_it_can_be_taken_back_where_nothing_was_written_yet(desk: building.Desk) -> None:
    home = building.a_family(desk, "Nobody-Asked")
    assert desk.ask(agreement.standing, home.family).service == "none"
    desk.do(agreement.withdraw, home.family, agreement.Withdrawal("2026-09-30", home.mother))
    assert desk.ask(agreement.standing, home.family).service == "withdrawn"


def test_agreeing_anew_counts_from_then_on(desk: building.Desk) -> None:
    mother = casework.person_of(casework.KOWALCZYK, 1)
    desk.do(agreement.withdraw, casework.KOWALCZYK, agreement.Withdrawal("2026-09-28", mother))
    answers = casework.answers_of(casework.KOWALCZYK, "agreement") | {"agreed_at": "2026-09-30T10:00"}
    casework.finished(desk, "agreement", casework.KOWALCZYK, answers)
    told = desk.ask(agreement.standing, casework.KOWALCZYK)
    assert (told.service, told.since) == ("yes", "2026-09-30")


@pytest.mark.parametrize("agency", [LETTINGS, "piotr zieliński"])
def test_an_agency_that_was_refused_gets_no_bundle(desk: building.Desk, agency: str) -> None:
    to = bundle_out.Recipient(agency, was_asked=True)
    with pytest.raises(errors.SharingRefused) as refused:
        desk.do(bundle_out.export, reader="agency", families=[casework.KOWALCZYK], recipient=to)
    assert "does not want" in refused.value.words()[2]
    assert "Kowalczyk" not in str(refused.value)


def test_the_family_is_asked_first_where_it_wants_to_be(desk: building.Desk) -> None:
    with pytest.raises(errors.AskTheFamily):
        take(desk, HOUSING)
    assert take(desk, HOUSING, was_asked=True)
    assert take(desk, SCHOOL)


def test_without_a_name_nothing_leaves_while_anybody_was_refused(desk: building.Desk) -> None:
    with pytest.raises(errors.SharingRefused):
        take(desk, "")


def take(desk: building.Desk, agency: str, *, was_asked: bool = False) -> bytes:
    to = bundle_out.Recipient(agency, was_asked)
    return desk.do(bundle_out.export, reader="agency", families=[casework.KOWALCZYK], recipient=to)


def test_a_family_that_declined_stands_as_declined(desk: building.Desk) -> None:
    home = building.a_family(desk, "Thank-You-No")
    answers = {
        "immediate_risk": False,
        "existing_check": "none_found",
        "check_date": "2026-09-29",
        "entry_route": "new_need",
        "referral_source": "2A",
        "opened_on": "2026-09-29",
        "declined": True,
        "declined_reason": "They have help from a sister.",
        "presenting_reasons": ["SF5"],
        "main_reason": "SF5",
        "reason_text": "Mornings.",
    }
    record = desk.do(form.start, "eha_part_a", family_id=home.family, answers=answers)
    desk.do(form.finish, record)
    assert desk.ask(agreement.standing, home.family).service == "declined"
    assert desk.ask(sheet.sheet, record).episode_id is None


def test_whoever_must_never_have_anything_is_not_offered_as_a_reader(desk: building.Desk) -> None:
    offered = desk.ask(agreement.agencies_of, casework.KOWALCZYK)
    assert "Piotr Zieliński" not in offered
    assert {SCHOOL, HOUSING, LETTINGS, "Women's Space"} <= set(offered)
    assert len({one.casefold() for one in offered}) == len(offered)


def test_an_agreement_that_is_being_written_takes_a_withdrawal_without_a_new_version(
    desk: building.Desk,
) -> None:
    home = building.a_family(desk, "Nowak")
    draft = desk.do(form.start, "agreement", family_id=home.family, answers={"given_by": home.mother})
    desk.do(agreement.withdraw, home.family, agreement.Withdrawal("2026-09-30", home.mother))
    told = desk.ask(sheet.sheet, draft)
    assert (told.status, told.version) == ("draft", 1)
    assert len(told.answers["withdrawals"]) == 1


def test_every_agreement_is_told_with_what_was_taken_back_in_it(desk: building.Desk) -> None:
    mother = casework.person_of(casework.KOWALCZYK, 1)
    desk.do(agreement.withdraw, casework.KOWALCZYK, agreement.Withdrawal("2026-09-30", mother))
    newest, *_older = desk.ask(agreement.agreements, casework.KOWALCZYK)
    assert (newest.by, newest.on, newest.renew_by) == ("Agnieszka Kowalczyk", "2026-06-08", "2027-06-08")
    assert newest.is_finished
    assert {key for key, _said in newest.purposes} >= {"choice_assessment"}
    (back,) = newest.taken_back
    assert (back["date"], back["by"]) == ("2026-09-30", "Agnieszka Kowalczyk")


def test_a_decision_to_share_without_agreement_is_told_newest_first_to_who_may_read_it(
    desk: building.Desk,
) -> None:
    (first,) = desk.ask(agreement.decisions, casework.IONESCU)
    row = {"what": "The address", "to_whom": "Police", "when": "2026-09-30T09:00"}
    desk.do(agreement.share_without, casework.IONESCU, row)
    newest, older = desk.ask(agreement.decisions, casework.IONESCU)
    assert (newest["to_whom"], older["to_whom"]) == ("Police", first["to_whom"])
    assert desk.ask(agreement.standing, casework.IONESCU).shared_without == 2


def test_who_must_never_be_told_is_read_a_name_on_each_line(desk: building.Desk) -> None:
    home = building.a_family(desk, "Nowak")
    said = {"never_share_with": "Gareth Hughes; the landlord\n\n  Tannery Lettings "}
    rows = {
        "a": {"rank": "A", "agency": "CAMHS", "choice": "yes"},
        "b": {"rank": "B", "agency": "Police"},
        "c": {"rank": "C", "choice": "no"},
    }
    answers = casework.answers_of(casework.KOWALCZYK, "agreement") | said | {"sharing": rows}
    casework.finished(desk, "agreement", home.family, answers)
    told = {one.name: one.choice for one in desk.ask(agreement.standing, home.family).agencies}
    assert told == {
        "CAMHS": "yes",
        "Gareth Hughes": "never",
        "the landlord": "never",
        "Tannery Lettings": "never",
    }
    assert "Gareth Hughes" not in desk.ask(agreement.agencies_of, home.family)


def test_who_agreed_may_be_somebody_without_a_record(desk: building.Desk) -> None:
    home = building.a_family(desk, "Nowak")
    said = {"given_by": {"name": "Maria Nowak"}}
    answers = casework.answers_of(casework.KOWALCZYK, "agreement") | said
    casework.finished(desk, "agreement", home.family, answers)
    assert desk.ask(agreement.standing, home.family).by == "Maria Nowak"


def test_an_agreement_of_before_belongs_to_the_episode_that_begins_and_one_of_another_stays(
    desk: building.Desk,
) -> None:
    home = building.a_family(desk, "Nowak")
    first = desk.do(form.start, "agreement", family_id=home.family)
    one = desk.do(episode.open_episode, home.family, {"opened_on": "2026-06-08"})

    @acts.act("agreement.joined")
    def join(work: acts.Work, family_id: str, episode_id: str) -> None:
        agreement.join_episode(work, family_id, episode_id)

    desk.do(join, home.family, one)
    desk.do(episode.close_episode, one, on="2026-07-01", reason="moved_away")
    two = desk.do(episode.open_episode, home.family, {"opened_on": "2026-08-01"})
    desk.do(join, home.family, two)
    assert desk.ask(sheet.sheet, first).episode_id == one
