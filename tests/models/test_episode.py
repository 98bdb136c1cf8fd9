"""An episode through time: children come and go, levels have reasons, the lead is handed over."""

import pytest
import sqlalchemy as sa

from ehdesk import errors, settings
from ehdesk.models import directory, episode, family, history, lead, level, taking_back, team, whole_episode
from tests import building

SCHEME = settings.authority().scheme


@pytest.fixture
def help_(desk: building.Desk, household: building.Household) -> str:
    return desk.do(episode.open_episode, household.family, {"opened_on": "2026-06-08"})


def test_children_join_and_leave_and_the_line_stays(
    desk: building.Desk, household: building.Household, help_: str
) -> None:
    zofia = desk.do(episode.add_child, help_, household.zofia, joined_on="2026-06-08")
    desk.do(episode.add_child, help_, household.lukasz, joined_on="2026-06-20", is_subject=False)
    desk.do(episode.child_left, help_, zofia, on="2026-07-01", reason="Moved to her father")
    found = desk.ask(episode.children_of_episode, help_)
    told = [(one.name, one.joined_on, one.left_on, one.why_left, one.is_subject) for one in found]
    assert told == [
        ("Zofia Kowalczyk-Hughes", "2026-06-08", "2026-07-01", "Moved to her father", True),
        ("Łukasz Kowalczyk-Hughes", "2026-06-20", "", "", False),
    ]
    assert [one.person_id for one in desk.ask(episode.children_of_episode, help_, on="2026-07-01")] == [
        household.lukasz
    ]
    desk.do(episode.add_child, help_, household.zofia)
    assert len(desk.ask(episode.children_of_episode, help_)) == 3


def test_a_child_does_not_leave_before_joining(
    desk: building.Desk, household: building.Household, help_: str
) -> None:
    row = desk.do(episode.add_child, help_, household.zofia, joined_on="2026-06-08")
    with pytest.raises(errors.DatesCrossed):
        desk.do(episode.child_left, help_, row, on="2026-06-07")


def test_a_child_of_another_family_does_not_join(desk: building.Desk, help_: str) -> None:
    other = building.a_family(desk, "Ionescu")
    with pytest.raises(errors.NotInThisFamily):
        desk.do(episode.add_child, help_, other.zofia)


def test_every_level_keeps_its_scheme_reason_and_who_said_so(desk: building.Desk, help_: str) -> None:
    desk.do(level.set_level, help_, SCHEME, "universal_plus", "One need", from_on="2026-06-08")
    desk.do(
        level.set_level, help_, SCHEME, "partnership_plus", "Attendance and housing", from_on="2026-07-03"
    )
    newest, first = desk.ask(level.level_history, help_)
    assert (newest.name, newest.reason, newest.scheme_id, newest.by_name, newest.until) == (
        "Partnership Plus",
        "Attendance and housing",
        "poole",
        "Carol Ndlovu",
        "",
    )
    assert (first.order, first.until) == (2, "2026-07-03")
    assert desk.ask(episode.get, help_).fields["level"] == 3
    on_the_2nd = desk.ask(level.level_at, help_, "2026-07-02")
    assert on_the_2nd is not None
    assert on_the_2nd.code == "universal_plus"


def test_a_level_written_down_late_does_not_become_the_one_that_stands(
    desk: building.Desk, help_: str
) -> None:
    desk.do(level.set_level, help_, SCHEME, "partnership_plus", "Several needs", from_on="2026-07-03")
    desk.do(level.set_level, help_, SCHEME, "universal", "As it was in May", from_on="2026-05-01")
    assert desk.ask(level.level_history, help_)[0].code == "partnership_plus"
    assert desk.ask(episode.get, help_).fields["level"] == 3


def test_a_level_asks_for_a_reason_and_is_one_of_the_scheme(desk: building.Desk, help_: str) -> None:
    with pytest.raises(errors.ReasonMissing):
        desk.do(level.set_level, help_, SCHEME, "universal", "  ")
    with pytest.raises(errors.LevelUnknown):
        desk.do(level.set_level, help_, SCHEME, "red", "Because")


def test_a_level_from_before_there_was_a_history_is_its_first_line(
    desk: building.Desk, household: building.Household
) -> None:
    old = desk.do(episode.open_episode, household.family, {"opened_on": "2026-02-16", "level": 2})
    assert [line.name for line in desk.ask(level.level_history, old)] == ["Level 2"]
    desk.do(level.set_level, old, SCHEME, "partnership_plus", "More needs")
    assert [line.order for line in desk.ask(level.level_history, old)] == [3, 2]


def test_the_lead_is_handed_over_with_a_reason_and_accepted_later(desk: building.Desk, help_: str) -> None:
    carol = {"name": "Carol Ndlovu", "agency": "Alder Bank Primary", "manager": "Ruth Okoro"}
    desk.do(lead.hand_over_lead, help_, carol, from_on="2026-06-08", accepted_on="2026-06-08")
    with pytest.raises(errors.ReasonMissing):
        desk.do(lead.hand_over_lead, help_, {"name": "Tom Achebe"})
    tom = {"name": "Tom Achebe", "agency": "Bridge Street", "role": "Youth worker"}
    row = desk.do(lead.hand_over_lead, help_, tom, from_on="2026-07-07", reason="Carol is on leave")
    now, before = desk.ask(lead.lead_history, help_)
    assert (now.name, now.is_accepted, now.to_on) == ("Tom Achebe", False, "")
    assert (before.name, before.manager, before.to_on, before.why) == (
        "Carol Ndlovu",
        "Ruth Okoro",
        "2026-07-07",
        "Carol is on leave",
    )
    desk.do(lead.accept_lead, help_, row)
    leading = desk.ask(lead.current_lead, help_)
    assert leading is not None
    assert (leading.name, leading.accepted_on) == ("Tom Achebe", "2026-07-07")
    on_the_6th = desk.ask(lead.current_lead, help_, on="2026-07-06")
    assert on_the_6th is not None
    assert on_the_6th.name == "Carol Ndlovu"
    fields = desk.ask(episode.get, help_).fields
    assert (fields["lead_name"], fields["lead_agency"]) == ("Tom Achebe", "Bridge Street")


def test_the_lead_of_an_older_episode_stays_in_its_history(
    desk: building.Desk, household: building.Household
) -> None:
    given = {"opened_on": "2026-02-16", "lead_name": "Sarah Doyle", "lead_agency": "NHS school nursing"}
    old = desk.do(episode.open_episode, household.family, given)
    assert [line.name for line in desk.ask(lead.lead_history, old)] == ["Sarah Doyle"]
    desk.do(lead.hand_over_lead, old, {"name": "Tom Achebe"}, reason="Sarah has moved on")
    assert [line.name for line in desk.ask(lead.lead_history, old)] == ["Tom Achebe", "Sarah Doyle"]


def test_handing_over_is_taken_back_whole_and_only_once(desk: building.Desk, help_: str) -> None:
    desk.do(lead.hand_over_lead, help_, {"name": "Carol Ndlovu"}, from_on="2026-06-08")
    before = desk.ask(episode.get, help_).fields
    desk.do(lead.hand_over_lead, help_, {"name": "Tom Achebe"}, reason="Leave")
    assert desk.do(taking_back.take_back, help_).verb == "lead.handed_over"
    assert desk.ask(episode.get, help_).fields == before
    assert desk.do(taking_back.take_back, help_).verb == "lead.handed_over"
    assert desk.ask(lead.lead_history, help_) == ()
    with pytest.raises(errors.NothingToUndo):
        desk.do(taking_back.take_back, help_)
    assert len(desk.ask(history.history, help_, "leads")) > 3


def test_the_team_is_kept_with_roles_and_who_left_stays_on_the_list(desk: building.Desk, help_: str) -> None:
    midwife = {
        "agency": "Harlow Beck Maternity",
        "worker": "Amy Short",
        "role": "Midwife",
        "from": "2026-06-10",
    }
    row = desk.do(team.join_team, help_, midwife)
    desk.do(team.join_team, help_, {"agency": "Women’s Space"})
    desk.do(team.change_team, help_, row, {"phone": "01632 960134"})
    desk.do(team.leave_team, help_, row, on="2026-07-01", reason="Baby is with the health visitor")
    here, left = desk.ask(team.team, help_)
    assert (here.agency, here.worker, here.is_here) == ("Women’s Space", "", True)
    assert (left.worker, left.phone, left.to_on, left.is_here) == (
        "Amy Short",
        "01632 960134",
        "2026-07-01",
        False,
    )


def test_the_directory_knows_the_authoritys_agencies_and_learns_others(
    desk: building.Desk, help_: str
) -> None:
    known = settings.practice().agencies
    desk.do(team.join_team, help_, {"agency": "Beck Food Bank"})
    desk.do(team.join_team, help_, {"agency": "beck food bank "})
    found = {line.name: line.source for line in desk.ask(directory.directory, authority=known)}
    assert found["Beck Food Bank"] == "learned"
    assert found["Women's Space"] == "authority"
    assert found["Alder Bank Primary"] == "authority"
    assert sum("ood bank" in name.lower() for name in found) == 1
    assert [line.name for line in desk.ask(directory.directory, "domestic", authority=known)] == [
        "Women's Space"
    ]


def test_what_is_written_down_of_an_agency_stands_before_the_authoritys_word(desk: building.Desk) -> None:
    known = settings.practice().agencies
    desk.do(directory.add_agency, {"name": "Women's Space", "phone": "01632 960199"})
    (line,) = desk.ask(directory.directory, "women's space", authority=known)
    assert (line.phone, line.report_group, line.source) == ("01632 960199", "voluntary", "authority")


def test_the_agencies_and_people_of_an_episode_are_in_its_list(desk: building.Desk, help_: str) -> None:
    desk.do(lead.hand_over_lead, help_, {"name": "Tom Achebe", "agency": "Bridge Street"})
    desk.do(team.join_team, help_, {"agency": "CAMHS"})
    rows = desk.ask(lambda read: read.connection.execute(sa.select(episode.INVOLVED)).all())
    assert {(row.part, row.agency) for row in rows} == {("lead", "Bridge Street"), ("team", "CAMHS")}


def test_the_family_file_still_opens(desk: building.Desk, household: building.Household, help_: str) -> None:
    assert desk.ask(family.family_file, household.family).episodes[0].id == help_


def test_an_episode_opens_without_reading_the_records_from_end_to_end(
    desk: building.Desk, household: building.Household, help_: str
) -> None:
    desk.do(team.join_team, help_, {"agency": "CAMHS"})
    read_whole = building.scans(desk, whole_episode.whole_episode, help_)
    assert set(read_whole) <= {"practitioner", "agency", "colleague"}, "short lists, and no records"
    assert desk.ask(whole_episode.current_episode, household.family) == help_
