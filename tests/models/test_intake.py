"""A new family is taken in by one act; a real vault takes none before the urgent numbers are in."""

from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.forms import person_form
from ehdesk.models import acts, base, bundle, facts, family, intake, person, sample
from ehdesk.vault import public
from tests import building

ROWS = {
    "a": {"rank": "B", "who": "child", "given_names": "Zofia", "dob": "14/3/2017", "say_it": "ZOH-fya"},
    "b": {"rank": "C", "who": "unborn", "due_date": "2026-12-02"},
    "c": {"rank": "D", "who": "parent_or_carer", "given_names": "Agnieszka", "phone": "01632 960 333"},
    "d": {"rank": "E", "who": "child"},
}
NEW = {"name": " Kowalczyk-Hughes ", "people": ROWS, "opened_on": "2026-07-07"}


def acts_of(desk: building.Desk) -> list[str]:
    def told(read: acts.Reading) -> list[str]:
        return list(read.connection.execute(sa.select(base.act.c.verb).order_by(base.act.c.n)).scalars())

    return desk.ask(told)


def faults_of(desk: building.Desk, answers: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(errors.NotComplete) as refused:
        desk.do(intake.open_file, answers)
    return {fault.path: fault.message for fault in refused.value.faults}


def test_a_family_file_opens_with_its_people_in_one_act(desk: building.Desk) -> None:
    before = len(acts_of(desk))
    made = desk.do(intake.open_file, {**NEW, "started": True})
    assert acts_of(desk)[before:] == ["family.opened"]
    file = desk.ask(family.family_file, made)
    assert (file.name, [card.full_name for card in file.people]) == (
        "Kowalczyk-Hughes",
        ["Zofia", "Unborn baby", "Agnieszka"],
    )
    assert file.reference.startswith("EH-2026-")
    assert file.people[0].dob == "2017-03-14"
    assert [each.opened_on for each in file.episodes] == ["2026-07-07"]
    (phone,) = file.people[2].answers["phones"].values()
    assert phone["number"] == "01632 960 333"


def test_without_the_tick_no_episode_is_opened(desk: building.Desk) -> None:
    made = desk.do(intake.open_file, NEW)
    assert desk.ask(family.family_file, made).episodes == ()


def test_what_is_missing_or_wrong_is_told_by_path_and_nothing_is_opened(desk: building.Desk) -> None:
    wrong = {
        "people": {
            "a": {"rank": "B", "who": "child", "known_as": "Zosia", "dob": "2027"},
            "b": {"rank": "C", "who": "unborn", "due_date": "2027-12-02"},
            "c": {"rank": "D", "given_names": "Gareth"},
        },
        "started": True,
    }
    assert faults_of(desk, wrong) == {
        "name": "Enter the family’s name",
        "people/a/given_names": "Enter a given name (person 1)",
        "people/a/dob": "Date must be today or in the past (person 1)",
        "people/c/who": "Choose who they are (person 3)",
        "opened_on": "Enter the date Early Help started",
        "people/b/due_date": "Check the date the baby is due: it is more than 10 months ahead",
    }
    assert desk.ask(family.caseload).total == 0


def test_what_is_typed_is_kept_until_the_file_is_open(desk: building.Desk) -> None:
    desk.do(intake.keep, NEW)
    desk.do(intake.keep, {"given_names": "Mair"}, "another family")
    desk.reopen()
    assert desk.ask(intake.begun).answers == NEW
    desk.do(intake.open_file, NEW)
    assert desk.ask(intake.begun).answers == {}
    assert desk.ask(intake.begun, "another family").answers == {"given_names": "Mair"}


def test_a_real_vault_takes_no_family_before_the_numbers_are_in(desk: building.Desk) -> None:
    public.write(desk.folder, public.Public(desk.keys.vault_id, daytime="01632 960 111"))
    assert not desk.ask(intake.begun).may_open
    for verb, args in (
        (intake.open_file, (NEW,)),
        (bundle.bring_in, (sample.shipped(desk.time.clock().today()),)),
    ):
        with pytest.raises(errors.NumbersFirst):
            desk.do(verb, *args)
    with pytest.raises(errors.NumbersFirst):
        desk.do(family.open_family, name="Okafor")
    desk.folder.public.unlink()
    with pytest.raises(errors.NumbersFirst):
        desk.do(family.open_family, name="Okafor")
    assert desk.ask(family.caseload).total == 0


def test_practice_needs_no_numbers(desk: building.Desk) -> None:
    public.write(desk.folder, public.Public(desk.keys.vault_id, practice=True))
    desk.do(intake.open_file, NEW)
    assert desk.ask(family.caseload).total == 1


def test_a_person_is_added_to_a_family_that_is_open(
    desk: building.Desk, household: building.Household
) -> None:
    said = {"who": "network", "given_names": "Mair", "first_language": "cy", "dob_estimated": True}
    made = desk.do(intake.add_person, said, household.family)
    cards = {card.id: card for card in desk.ask(person.people, household.family)}
    assert cards[made].answers == {"role": "network", "given_names": "Mair", "first_language": "cy"}


def test_a_date_that_cannot_be_read_is_kept_as_typed_beside_the_one_that_stands(
    desk: building.Desk, household: building.Household
) -> None:
    desk.do(facts.change, household.zofia, "dob", "14/3/", sitting="s")
    assert desk.ask(facts.facts, household.zofia).answers["dob"] == "14/3/"
    (card,) = [card for card in desk.ask(person.people, household.family) if card.id == household.zofia]
    assert (card.dob, card.age) == ("2017-03-14", "9")
    desk.do(facts.change, household.zofia, "dob", "14/3/2016", sitting="s")
    assert desk.ask(facts.facts, household.zofia).answers["dob"] == "2016-03-14"


def test_a_name_that_is_emptied_on_its_way_to_another_one_still_stands(
    desk: building.Desk, household: building.Household
) -> None:
    desk.do(facts.change, household.zofia, "given_names", None, sitting="s")
    assert desk.ask(facts.facts, household.zofia).answers["given_names"] == ""
    (card,) = [card for card in desk.ask(person.people, household.family) if card.id == household.zofia]
    assert card.full_name == "Zofia Kowalczyk-Hughes"
    desk.do(facts.change, household.zofia, "given_names", "Zosia", sitting="s")
    assert desk.ask(facts.facts, household.zofia).answers["given_names"] == "Zosia"
    desk.do(facts.change, household.zofia, "given_names", None, sitting="another")
    undone = desk.do(facts.undo, household.zofia)
    assert (undone.path, undone.value) == ("given_names", "Zosia")


def test_a_baby_that_is_born_is_due_no_more(desk: building.Desk, household: building.Household) -> None:
    baby = desk.do(person.add_person, household.family, {"role": "child", "due_date": "2026-12-02"})
    desk.do(facts.change, baby, "dob", "2026-07-06")
    assert set(desk.ask(facts.facts, baby).answers) == {"role", "dob"}


def test_a_step_back_takes_back_a_fact_and_its_history_shows_it(
    desk: building.Desk, household: building.Household
) -> None:
    desk.do(facts.change, household.zofia, "known_as", "Zosia", sitting="s")
    undone = desk.do(facts.undo, household.zofia)
    assert (undone.path, undone.value) == ("known_as", None)
    assert [voice.value for voice in desk.ask(facts.voices, household.zofia, "known_as")] == [None, "Zosia"]
    assert desk.do(facts.redo, household.zofia).value == "Zosia"


def test_how_to_reach_somebody_is_on_the_sheet_only_when_it_is_asked_for(
    desk: building.Desk, household: building.Household
) -> None:
    row = desk.do(facts.add_row, household.mother, "phones", {})
    desk.do(facts.change, household.mother, f"phones/{row}/number", "01632 960 333")
    desk.do(facts.change, household.mother, "contact_warning", "Never leave a voicemail")
    assert set(desk.ask(facts.facts, household.mother).answers) == {"role", "given_names", "family_name"}
    whole = desk.ask(facts.facts, household.mother, whole=True).answers
    assert whole["phones"] == {row: {"rank": whole["phones"][row]["rank"], "number": "01632 960 333"}}
    assert whole["contact_warning"] == "Never leave a voicemail"
    with pytest.raises(errors.NothingToUndo):
        desk.do(facts.undo, household.mother)
    assert desk.do(facts.undo_any, household.mother).path == "contact_warning"


def test_keeping_it_from_somebody_moves_the_number_apart_and_it_can_still_be_changed(
    desk: building.Desk, household: building.Household
) -> None:
    row = desk.do(facts.add_row, household.mother, "phones", {"number": "01632 960 333"})
    desk.do(facts.keep_from, household.mother, "address_confidential_from", [{"name": "Gareth"}])
    card = next(c for c in desk.ask(person.people, household.family) if c.id == household.mother)
    assert "phones" not in card.answers
    desk.do(facts.change, household.mother, f"phones/{row}/number", "01632 960 444")
    desk.do(facts.keep_from, household.mother, "address_confidential_from", None)
    desk.do(facts.change, household.mother, f"phones/{row}/number", "01632 960 555")
    whole = desk.ask(facts.facts, household.mother, whole=True).answers
    assert whole["phones"][row]["number"] == "01632 960 555"
    told = [voice.value for voice in desk.ask(facts.voices, household.mother, f"phones/{row}/number")]
    assert told[:2] == ["01632 960 555", "01632 960 444"]


def test_a_number_that_is_emptied_leaves_a_row_that_a_bundle_may_hold(
    desk: building.Desk, household: building.Household
) -> None:
    row = desk.do(facts.add_row, household.mother, "phones", {"number": "01632"})
    desk.do(facts.change, household.mother, f"phones/{row}/number", None)
    assert desk.ask(facts.facts, household.mother, whole=True).answers["phones"][row]["number"] == ""


def test_every_fact_of_a_person_has_its_place_on_the_page_and_nothing_else() -> None:
    whole = person_form.sheet(whole=True, children=(("z", "Zofia"),))
    shown = {facts.stored_path(question.key).split("/")[0] for question in whole.questions()}
    assert shown == person.KEYS | {"contact_warning", "address_confidential_from"}
    closed = {question.key for question in person_form.sheet(whole=False).questions()}
    assert not closed & {*person.RESTRICTED_KEYS, *person.PROTECTED, "safe_to"}
    assert {question.key for question in whole.questions() if question.restricted} <= person.RESTRICTED_KEYS
