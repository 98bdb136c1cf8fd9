"""A record that moves to another family's file brings its second versions to who never held it; and a family
that is granted anew does too."""

from dataclasses import dataclass
from typing import Any

import pytest

from ehdesk.models import choosing, enrolled, episode, filing, form, soundness, team, versions
from tests import building
from tests.at_a_centre import Office, office, sync

__all__ = ["office"]


@dataclass
class Three:
    """Maya leads two families; Carol is in the team of the first, Sam in that of the second."""

    maya: building.Desk
    carol: building.Desk
    sam: building.Desk
    first: str
    second: str
    note: str

    def quiet(self, *desks: building.Desk) -> None:
        for _ in range(2):
            for each in desks or (self.maya, self.carol, self.sam):
                sync(each)


def lets_in(maya: building.Desk, stay: str, who: building.Desk, role: str) -> None:
    said = {"practitioner": str(who.store.me), "agency": "Bridge Street", "role": role}
    maya.do(team.join_team, stay, said)


@pytest.fixture
def three(office: Office) -> Three:
    maya = office.desk("Maya Okonjo")
    carol, sam = office.desk("Ruth Hale", role_of="Ruth"), office.desk("Sam Reed", role_of="Sam")
    homes = [building.a_family(maya, name).family for name in ("Kowalczyk", "Okafor")]
    stays = [maya.do(episode.open_episode, home, {"opened_on": "2026-07-01"}) for home in homes]
    note = building.a_note(maya, homes[0], text="Seen at home.")
    lets_in(maya, stays[0], carol, "School nurse")
    lets_in(maya, stays[1], sam, "Youth worker")
    made = Three(maya, carol, sam, homes[0], homes[1], note)
    made.quiet()
    for each, text in ((maya, "Maya's words"), (carol, "Carol's words")):
        each.do(form.answer, note, "text", text, sitting=text)
    made.quiet(maya, carol)
    return made


def told(desk: building.Desk) -> list[tuple[Any, Any, str]]:
    return [(one.now.value, one.others[0].value, one.reason) for one in desk.ask(versions.waiting)]


BOTH = [("Maya's words", "Carol's words", "same field")]


def test_who_gets_a_moved_record_gets_its_two_versions_and_hears_when_they_are_settled(three: Three) -> None:
    maya, sam = three.maya, three.sam
    assert told(maya) == BOTH
    assert told(sam) == []
    maya.do(filing.move, three.note, three.second, "It is about the Okafors")
    three.quiet(maya, sam)
    assert sam.ask(form.sheet, three.note).answers["text"] == "Maya's words"
    assert told(sam) == told(maya) == BOTH
    (two,) = sam.ask(versions.waiting)
    sam.do(choosing.settle, [choosing.of(two, keeps=False, value="Carol's words")])
    three.quiet(sam, maya)
    assert told(sam) == told(maya) == []
    for each in (sam, maya):
        assert each.ask(form.sheet, three.note).answers["text"] == "Carol's words"
        assert each.ask(soundness.history).wrong == 0


def test_what_a_newcomer_writes_upon_a_moved_record_is_no_second_version(three: Three) -> None:
    maya, sam = three.maya, three.sam
    plan = maya.do(form.start, "action_plan", family_id=three.first)
    row = maya.do(form.add_row, plan, "outcomes", {"outcome": "Zofia sleeps", "target": "7 nights"})
    maya.do(form.answer, plan, "contingency", "Ring Agnieszka.")
    maya.do(filing.move, plan, three.second, "It is about the Okafors")
    three.quiet(maya, sam)
    sam.do(form.answer, plan, "contingency", "Ring the school.", sitting="one")
    sam.do(form.answer, plan, f"outcomes/{row}/target", "5 nights", sitting="two")
    three.quiet(sam, maya)
    assert told(sam) == []
    assert told(maya) == BOTH, "of the note, as before"
    answers = maya.ask(form.sheet, plan).answers
    assert (answers["contingency"], answers["outcomes"][row]["target"]) == ("Ring the school.", "5 nights")


def test_what_was_settled_before_it_moved_is_not_open_for_the_newcomer_until_it_is_reopened(
    three: Three,
) -> None:
    maya, sam = three.maya, three.sam
    (two,) = maya.ask(versions.waiting)
    settled = maya.do(choosing.settle, [choosing.of(two)])
    maya.do(filing.move, three.note, three.second, "It is about the Okafors")
    three.quiet(maya, sam)
    assert told(sam) == told(maya) == []
    sam.do(form.answer, three.note, "place", "home", sitting="sam")
    three.quiet(sam, maya)
    assert told(sam) == [], "nothing opens it again by itself"
    maya.do(choosing.reopen, settled.act_id)
    three.quiet(maya, sam)
    assert told(maya) == told(sam) == BOTH


def test_who_is_let_in_later_gets_the_two_versions_that_wait(three: Three, office: Office) -> None:
    maya, sam = three.maya, three.sam
    stay = maya.ask(episode.standing_open, three.first)
    assert stay is not None
    lets_in(maya, stay, sam, "Youth worker")
    three.quiet(maya, sam)
    assert told(sam) == BOTH
    assert sam.ask(enrolled.standing).seconds == 1
