"""Why we are involved, as a family may read it: no reason that could bring harm home."""

import pytest

from ehdesk import errors
from ehdesk.models import episode, form, lead, team, why
from tests import building

PART_A = {"presenting_reasons": ["SF1", "SF6", "SF8", "SF9", "other"], "next": "part_b"}


@pytest.fixture
def help_(desk: building.Desk, household: building.Household) -> str:
    return desk.do(episode.open_episode, household.family, {"opened_on": "2026-06-08"})


def test_it_tells_who_leads_and_who_else_is_here_and_not_who_has_left(
    desk: building.Desk, household: building.Household, help_: str
) -> None:
    desk.do(lead.hand_over_lead, help_, {"name": "Tom Acheba", "agency": "Bridge Street"})
    desk.do(team.join_team, help_, {"agency": "Health Visiting", "worker": "Jo Marsden"})
    gone = desk.do(team.join_team, help_, {"agency": "Youth Service", "worker": "Ray Pike"})
    desk.do(team.leave_team, help_, gone)
    told = desk.ask(why.why, household.family)
    assert told.lead == why.Helper("Tom Acheba", "Bridge Street")
    assert told.team == (why.Helper("Jo Marsden", "Health Visiting"),)


def test_reasons_that_name_abuse_are_never_on_paper_that_lies_about_at_home() -> None:
    told = why.reasons_for_paper(["SF1", "SF6", "SF8", "SF9", "other"])
    assert told == ("SF1", "SF9")


def test_a_family_without_early_help_has_no_such_page(
    desk: building.Desk, household: building.Household
) -> None:
    with pytest.raises(errors.NothingToPrint):
        desk.ask(why.why, household.family)


def test_a_draft_says_nothing_yet(desk: building.Desk, household: building.Household, help_: str) -> None:
    assert help_
    desk.do(form.start, "eha_part_a", family_id=household.family, answers=PART_A)
    told = desk.ask(why.why, household.family)
    assert (told.reasons, told.next_step) == ((), "")


def test_every_family_of_the_autumn_has_a_page_and_none_names_abuse(autumn: building.Desk) -> None:
    from ehdesk.models import family

    lines = autumn.ask(family.caseload).lines
    told = [
        autumn.ask(why.why, line.family_id)
        for line in lines
        if autumn.ask(episode.standing_open, line.family_id) is not None
    ]
    assert any(each.reasons for each in told)
    assert any(each.hopes for each in told)
    assert any(each.lead for each in told)
    assert not any(
        {"Domestic abuse", "Safety from abuse or exploitation"} & set(each.reasons) for each in told
    )
