"""A verb that is handed what it cannot work with refuses in our words, and nothing at all is written."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ehdesk import errors
from ehdesk.models import (
    carrying,
    comparing,
    directory,
    document,
    episode,
    facts,
    family,
    filing,
    form,
    household,
    joining,
    lead,
    linking,
    one_human,
    person,
    practitioner,
    sheet,
    taking_back,
    team,
    together,
    visit,
)
from tests import building

NOWHERE = "00000000-0000-7000-8000-00000000dead"


@dataclass
class Here:
    """A family with something of each kind in it."""

    desk: building.Desk
    home: building.Household
    note: str
    help_: str
    agency: str
    letter: str


@pytest.fixture
def here(desk: building.Desk) -> Here:
    home = building.a_family(desk)
    help_ = desk.do(episode.open_episode, home.family, {"opened_on": "2026-06-08"})
    note = building.a_note(desk, home.family, text="Tea")
    agency = desk.do(directory.add_agency, {"name": "Beck Food Bank"})
    letter = desk.do(document.add, home.family, b"Dear", document.New("A letter"))
    return Here(desk, home, note, help_, agency, letter)


MISSING, UNKNOWN = errors.RecordMissing, errors.FieldUnknown
VERBS: dict[str, tuple[type[errors.Refusal], Callable[[Here], object]]] = {
    "an agency that is a note": (
        MISSING,
        lambda h: h.desk.do(directory.change_agency, h.note, {"name": "X"}),
    ),
    "an agency's mood": (UNKNOWN, lambda h: h.desk.do(directory.change_agency, h.agency, {"mood": "X"})),
    "a document that is a note": (MISSING, lambda h: h.desk.do(document.change, h.note, "title", "X")),
    "a document's bytes": (UNKNOWN, lambda h: h.desk.do(document.change, h.letter, "sha256", "X")),
    "taking a note for a document": (MISSING, lambda h: h.desk.do(document.take_away, h.note, "Wrong")),
    "taking away for no reason": (
        errors.ReasonMissing,
        lambda h: h.desk.do(document.take_away, h.letter, " "),
    ),
    "a document that is not there": (MISSING, lambda h: h.desk.ask(document.document, NOWHERE)),
    "bytes of nothing": (MISSING, lambda h: h.desk.ask(document.content, NOWHERE)),
    "moving into a note": (MISSING, lambda h: h.desk.do(filing.move, h.note, h.home.zofia, "Wrong file")),
    "moving an episode": (MISSING, lambda h: h.desk.do(filing.move, h.help_, h.home.family, "Wrong file")),
    "a practitioner's mood": (
        UNKNOWN,
        lambda h: h.desk.do(practitioner.change, h.desk.store.me, "mood", "X"),
    ),
    "a person who is not there": (MISSING, lambda h: h.desk.ask(person.get, NOWHERE)),
    "a person's page of nobody": (MISSING, lambda h: h.desk.ask(one_human.one_human, NOWHERE)),
    "facts of a note": (MISSING, lambda h: h.desk.ask(facts.facts, h.note)),
    "a family's mood": (UNKNOWN, lambda h: h.desk.do(family.change_family, h.home.family, "mood", "X")),
    "answers of a person": (MISSING, lambda h: h.desk.do(form.answer, h.home.zofia, "text", "X")),
    "an episode that is a note": (MISSING, lambda h: h.desk.do(episode.child_left, h.note, "row")),
    "an episode that is not there": (MISSING, lambda h: h.desk.ask(episode.get, NOWHERE)),
    "a child's row that is not there": (
        errors.RowGone,
        lambda h: h.desk.do(episode.child_left, h.help_, "row", on="2026-07-01"),
    ),
    "a child who is a note": (
        errors.NotInThisFamily,
        lambda h: h.desk.do(episode.add_child, h.help_, h.note),
    ),
    "a link that is a note": (MISSING, lambda h: h.desk.do(linking.unlink, h.note)),
    "a link with oneself": (
        errors.NotOnePerson,
        lambda h: h.desk.do(linking.link, h.home.zofia, h.home.zofia),
    ),
    "a link with a note": (errors.NotOnePerson, lambda h: h.desk.do(linking.link, h.home.zofia, h.note)),
    "a household of notes": (
        MISSING,
        lambda h: h.desk.do(household.take_out, h.note, reason="Moved"),
    ),
    "a visit that is a note": (MISSING, lambda h: h.desk.do(visit.change, h.note, "at", "2026-07-08T10:00")),
    "a visit that is not there": (MISSING, lambda h: h.desk.ask(visit.visit_sheet, NOWHERE)),
    "a form that is a person": (MISSING, lambda h: h.desk.ask(sheet.sheet, h.home.zofia)),
    "a version that never was": (MISSING, lambda h: h.desk.ask(sheet.sheet, h.note, version=7)),
    "comparing with what never was": (MISSING, lambda h: h.desk.ask(comparing.compare, h.note, 1, 2)),
    "a person said to be right": (MISSING, lambda h: h.desk.do(together.say_right, h.home.zofia, "dob")),
    "a lead's mood": (UNKNOWN, lambda h: h.desk.do(lead.hand_over_lead, h.help_, {"mood": "X"})),
    "a lead's row that is not there": (
        errors.RowGone,
        lambda h: h.desk.do(lead.change_lead, h.help_, "row", {"name": "X"}),
    ),
    "a member's mood": (UNKNOWN, lambda h: h.desk.do(team.join_team, h.help_, {"mood": "X"})),
    "differences with a note": (MISSING, lambda h: h.desk.ask(joining.differences, h.home.zofia, h.note)),
    "joining two who are not linked": (
        errors.NotOnePerson,
        lambda h: h.desk.do(joining.join, h.home.zofia, h.home.lukasz),
    ),
    "parting who was never joined": (
        errors.NothingToUndo,
        lambda h: h.desk.do(joining.part, h.home.zofia),
    ),
    "taking back where nothing was done": (
        errors.NothingToUndo,
        lambda h: h.desk.do(taking_back.take_back, h.home.lukasz),
    ),
    "carrying what nobody offers": (
        errors.NothingOffered,
        lambda h: h.desk.do(carrying.accept, h.note, "text"),
    ),
}


@pytest.mark.parametrize("what", VERBS)
def test_a_verb_refuses_what_it_cannot_work_with_and_writes_nothing(what: str, here: Here) -> None:
    kind, verb = VERBS[what]
    before = building.logical(here.desk)

    with pytest.raises(kind) as refused:
        verb(here)

    assert all(refused.value.words()), "title, what is safe, what to do"
    assert building.logical(here.desk) == before


def test_what_was_joined_is_changed_and_moved_with_the_record_that_stands(here: Here) -> None:
    twin = here.desk.do(person.add_person, here.home.family, {"given_names": "Zosia", "role": "child"})
    here.desk.do(linking.link, here.home.zofia, twin)
    here.desk.do(joining.join, here.home.zofia, twin)
    elsewhere = building.a_family(here.desk, "Ionescu")

    for refused in (
        lambda: here.desk.do(household.bring_in, twin, on="2026-07-01"),
        lambda: here.desk.do(filing.move, twin, elsewhere.family, "Wrong file"),
        lambda: here.desk.do(joining.join, here.home.lukasz, twin),
    ):
        with pytest.raises(errors.RecordJoined):
            refused()

    here.desk.do(filing.move, here.home.zofia, elsewhere.family, "Wrong file")
    here.desk.do(filing.move, here.home.zofia, elsewhere.family, "Wrong file")  # it is there already
    assert here.desk.ask(joining.joined_into, twin) is not None
    here.desk.do(joining.part, twin)
    assert {one.id for one in here.desk.ask(person.people, elsewhere.family)} >= {here.home.zofia, twin}


def test_a_form_that_is_void_is_not_opened_again_and_a_draft_needs_no_amending(here: Here) -> None:
    here.desk.do(form.amend, here.note, "A word")
    assert here.desk.ask(form.sheet, here.note).version == 1
    here.desk.do(form.file_under, here.note, here.home.family)
    assert here.desk.ask(family.family_file, here.home.family).moved_away == (), "it lies there already"
    here.desk.do(form.void, here.note, "Twice")
    with pytest.raises(errors.RecordLocked):
        here.desk.do(form.amend, here.note, "A word")
