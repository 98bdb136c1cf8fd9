"""People, households, episodes, agencies and links go out and come in the same."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ehdesk import errors, settings
from ehdesk.models import (
    bundle,
    bundle_out,
    directory,
    episode,
    family,
    household,
    joining,
    lead,
    level,
    linking,
    person,
    soundness,
    team,
)
from tests import building

TODAY = date(2026, 7, 7)
SCHEME = settings.authority().scheme


@pytest.fixture
def lived(desk: building.Desk) -> building.Household:
    """A family in which something of everything has happened."""
    home = building.a_family(desk)
    tie = {
        "rank": "A",
        "person": home.zofia,
        "is": "mother",
        "parental_responsibility": "yes",
        "basis": "birth",
    }
    desk.do(person.change_person, home.mother, f"relationships/{home.zofia}", tie)
    desk.do(household.bring_in, home.zofia, on="2020-01")
    desk.do(household.take_out, home.zofia, on="2026-07-01", reason="With her grandmother")
    help_ = desk.do(episode.open_episode, home.family, {"opened_on": "2026-06-08"})
    row = desk.do(episode.add_child, help_, home.zofia, joined_on="2026-06-08", is_subject=False)
    desk.do(episode.child_left, help_, row, on="2026-07-02", reason="Moved")
    desk.do(level.set_level, help_, SCHEME, "universal_plus", "One need", from_on="2026-06-08")
    to = {"name": "Carol Ndlovu", "practitioner": desk.store.me, "manager": "Helen Birch"}
    desk.do(lead.hand_over_lead, help_, to, from_on="2026-06-08", accepted_on="2026-06-09")
    desk.do(lead.hand_over_lead, help_, {"name": "Tom Achebe", "agency": "Bridge Street"}, reason="Leave")
    desk.do(
        team.join_team, help_, {"agency": "CAMHS", "worker": "Amy", "from": "2026-06", "for_whom": "Zofia"}
    )
    desk.do(directory.add_agency, {"name": "Beck Food Bank", "report_group": "voluntary", "phone": "1"})
    copy = desk.do(
        person.add_person, home.family, {"given_names": "Zosia", "role": "child", "nationality": "x"}
    )
    desk.do(linking.link, home.zofia, copy)
    desk.do(joining.join, home.zofia, copy)
    elsewhere = building.a_family(desk, "Ionescu")
    desk.do(linking.tell_apart, home.lukasz, elsewhere.lukasz)
    return home


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[building.Desk]:
    made = building.new_desk(tmp_path / "other", life=9)
    yield made
    made.close()


def said(desk: building.Desk) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(desk.ask(bundle_out.take_out))
    del told["made_at"]
    told["practitioners"] = [one for one in told["practitioners"] if one["id"] != desk.store.me]
    return told


def test_everything_comes_in_as_it_went_out(
    desk: building.Desk, empty: building.Desk, lived: building.Household
) -> None:
    checked = bundle.read_bundle(desk.ask(bundle_out.take_out), today=TODAY)
    assert checked.warnings == ()
    report = empty.do(bundle.bring_in, checked.bundle)
    assert (report.new["agency"], report.new["link"], report.differences) == (3, 2, [])
    ours = said(desk)
    theirs = said(empty)
    theirs["practitioners"] = [one for one in theirs["practitioners"] if one["id"] != desk.store.me]
    assert theirs == ours
    assert empty.ask(bundle_out.logical) == desk.ask(bundle_out.logical)
    assert empty.ask(soundness.history).wrong == 0
    assert empty.ask(household.household_at, lived.family) == desk.ask(household.household_at, lived.family)
    again = empty.do(bundle.bring_in, checked.bundle)
    assert again.changed_nothing
    assert again.differences == []


def test_it_is_the_same_where_it_came_from(desk: building.Desk, lived: building.Household) -> None:
    checked = bundle.read_bundle(desk.ask(bundle_out.take_out), today=TODAY)
    report = desk.do(bundle.bring_in, checked.bundle)
    assert report.changed_nothing
    assert report.differences == []


def test_a_joined_record_that_came_in_can_be_parted(
    desk: building.Desk, empty: building.Desk, lived: building.Household
) -> None:
    empty.do(bundle.bring_in, bundle.read_bundle(desk.ask(bundle_out.take_out), today=TODAY).bundle)
    (joined,) = empty.ask(joining.joined_from, lived.zofia)
    before = len(empty.ask(person.people, lived.family))
    empty.do(joining.part, joined.person_id)
    assert len(empty.ask(person.people, lived.family)) == before + 1


def test_another_reader_gets_no_links_and_no_directory(
    desk: building.Desk, lived: building.Household
) -> None:
    told = json.loads(desk.ask(bundle_out.take_out, reader="family", families=(lived.family,)))
    assert not {"links", "agencies"} & set(told)


def test_what_points_nowhere_is_refused_with_its_place(
    desk: building.Desk, lived: building.Household
) -> None:
    told = json.loads(desk.ask(bundle_out.take_out))
    home = told["families"][0]
    home["people"][0]["merged_into"] = "0198a1c2-0000-7000-8000-00000000dead"
    told["links"][0]["one"] = "0198a1c2-0000-7000-8000-00000000dead"
    rows = home["episodes"][0]["answers"]
    next(iter(rows["leads"].values()))["practitioner"] = "0198a1c2-0000-7000-8000-00000000dead"
    with pytest.raises(errors.BundleFaulty) as refused:
        bundle.read_bundle(msgspec.json.encode(told), today=TODAY)
    places = [str(getattr(fault, "path", "")) for fault in refused.value.faults]
    assert "families[0].people[0].merged_into" in places
    assert "links[0].one" in places
    assert any(place.endswith(".practitioner") for place in places)


def test_the_caseload_and_file_open_after_all_of_it(desk: building.Desk, lived: building.Household) -> None:
    assert {line.name: line.people_count for line in desk.ask(family.caseload).lines} == {
        "Kowalczyk-Hughes": 3,
        "Ionescu": 3,
    }
