"""Two records of one human: linked, joined field by field, shown as one, and parted again as they were."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehdesk import errors
from ehdesk.models import (
    bundle_out,
    episode,
    facts,
    family,
    form,
    joining,
    linking,
    person,
    search,
    soundness,
)
from tests import building


def twice(desk: building.Desk, family_id: str, **more: Any) -> tuple[str, str]:
    """One mother whose record was made twice, linked."""
    one = {"given_names": "Agnieszka", "family_name": "Kowalczyk", "role": "parent_or_carer"}
    two = {"given_names": "Aga", "first_language": "pl", "role": "parent_or_carer", **more}
    kept = desk.do(person.add_person, family_id, one)
    other = desk.do(person.add_person, family_id, two)
    desk.do(linking.link, kept, other)
    return kept, other


def as_it_stands(desk: building.Desk, family_id: str) -> Any:
    """Everything of the family but times and the machinery of the record."""
    said = json.loads(desk.ask(bundle_out.take_out, families=(family_id,)))
    del said["made_at"]
    return said


def test_a_link_copies_nothing_and_both_ends_show_it(
    desk: building.Desk, household: building.Household
) -> None:
    elsewhere = building.a_family(desk, "Ionescu")
    before = as_it_stands(desk, household.family)
    desk.do(linking.link, household.zofia, elsewhere.zofia)
    (line,) = desk.ask(linking.links_of, household.zofia)
    assert (line.person_id, line.family_name, line.is_same_family) == (elsewhere.zofia, "Ionescu", False)
    (back,) = desk.ask(linking.links_of, elsewhere.zofia)
    assert back.person_id == household.zofia
    assert as_it_stands(desk, household.family)["families"] == before["families"]
    desk.do(linking.unlink, line.link_id)
    assert desk.ask(linking.links_of, household.zofia) == ()


def test_records_of_two_families_and_records_nobody_linked_are_not_joined(
    desk: building.Desk, household: building.Household
) -> None:
    elsewhere = building.a_family(desk, "Ionescu")
    desk.do(linking.link, household.zofia, elsewhere.zofia)
    for other in (elsewhere.zofia, household.lukasz, household.zofia):
        with pytest.raises(errors.NotOnePerson):
            desk.do(joining.join, household.zofia, other)


def test_fields_that_differ_are_chosen_and_what_only_one_knows_comes_in(
    desk: building.Desk, household: building.Household
) -> None:
    kept, other = twice(desk, household.family, phones={"p": {"rank": "A", "number": "01632 960333"}})
    (differing,) = desk.ask(joining.differences, kept, other)
    assert (differing.key, differing.kept, differing.other) == ("given_names", "Agnieszka", "Aga")
    desk.do(joining.join, kept, other, {"given_names": "other"})
    answers = desk.ask(facts.facts, kept, whole=True).answers
    assert (answers["given_names"], answers["first_language"]) == ("Aga", "pl")
    assert [row["number"] for row in answers["phones"].values()] == ["01632 960333"]


def test_a_joined_record_leaves_every_list_but_stays_readable_and_closed(
    desk: building.Desk, household: building.Household
) -> None:
    kept, other = twice(desk, household.family)
    before = desk.ask(family.caseload).lines[0].people_count
    desk.do(joining.join, kept, other)
    assert other not in [card.id for card in desk.ask(person.people, household.family)]
    assert desk.ask(family.caseload).lines[0].people_count == before - 1
    assert [hit.record_id for hit in desk.ask(search.find, "Aga")] == []
    assert desk.ask(facts.facts, other).answers["given_names"] == "Aga"
    assert desk.ask(facts.facts, other).is_locked
    with pytest.raises(errors.RecordJoined):
        desk.do(facts.change, other, "known_as", "Agnes")
    into = desk.ask(joining.joined_into, other)
    assert into is not None
    assert (into.kept_name, into.by_name) == ("Agnieszka Kowalczyk", "Carol Ndlovu")
    assert [one.person_id for one in desk.ask(joining.joined_from, kept)] == [other]


def test_what_points_to_the_joined_record_shows_the_one_that_stands(
    desk: building.Desk, household: building.Household
) -> None:
    copy = desk.do(person.add_person, household.family, {"given_names": "Sofia", "role": "child"})
    help_ = desk.do(episode.open_episode, household.family)
    desk.do(episode.add_child, help_, copy)
    seen = {"s": {"rank": "A", "child": copy, "seen": "seen_alone"}}
    note = building.a_note(desk, household.family, children=seen, who_was_there=[copy, household.zofia])
    desk.do(linking.link, household.zofia, copy)
    desk.do(joining.join, household.zofia, copy)
    (child,) = desk.ask(episode.children_of_episode, help_)
    assert (child.person_id, child.name) == (household.zofia, "Zofia Kowalczyk-Hughes")
    assert desk.ask(person.names, household.family)[copy] == "Zofia Kowalczyk-Hughes"
    cards = {card.id: card for card in desk.ask(person.people, household.family)}
    assert cards[household.zofia].last_seen_alone is not None
    answers = desk.ask(form.sheet, note).answers
    assert answers["children"]["s"]["child"] == household.zofia
    assert answers["who_was_there"] == [household.zofia]
    desk.do(joining.part, copy)
    assert desk.ask(form.sheet, note).answers["who_was_there"] == [copy, household.zofia]


def test_lists_join_and_a_text_may_keep_both(desk: building.Desk, household: building.Household) -> None:
    kept, other = twice(desk, household.family, other_languages=["ar", "ur"], access_needs="A ramp")
    desk.do(person.change_person, kept, "other_languages", ["pl", "ar"])
    desk.do(person.change_person, kept, "access_needs", "Large print")
    offered = {one.key: one.may_be_both for one in desk.ask(joining.differences, kept, other)}
    assert offered == {"given_names": False, "other_languages": True, "access_needs": True}
    desk.do(joining.join, kept, other, {"other_languages": "both", "access_needs": "both"})
    answers = desk.ask(facts.facts, kept).answers
    assert answers["other_languages"] == ["pl", "ar", "ur"]
    assert answers["access_needs"] == "Large print\nA ramp"


def test_what_cannot_be_both_stays_as_the_kept_record_says(
    desk: building.Desk, household: building.Household
) -> None:
    kept, other = twice(desk, household.family, interpreter=True)
    desk.do(person.change_person, kept, "interpreter", value=False)
    desk.do(joining.join, kept, other, {"interpreter": "both"})
    assert desk.ask(facts.facts, kept).answers["interpreter"] is False


def test_rows_come_in_once_and_the_empty_cells_of_one_that_both_have_are_filled(
    desk: building.Desk, household: building.Household
) -> None:
    phones = {"p": {"rank": "A", "number": "1", "whose": "Her own"}, "q": {"rank": "B", "number": "2"}}
    kept, other = twice(desk, household.family, phones=phones)
    mine = {"p": {"rank": "A", "number": "9"}, "z": {"rank": "B", "number": "2"}}
    desk.do(person.change_person, kept, "phones", mine)
    desk.do(joining.join, kept, other)
    rows = desk.ask(facts.facts, kept, whole=True).answers["phones"]
    assert {row_id: (row["number"], row.get("whose")) for row_id, row in rows.items()} == {
        "p": ("9", "Her own"),
        "z": ("2", None),
    }


def test_what_is_kept_apart_differs_only_for_who_may_read_it(
    desk: building.Desk, household: building.Household
) -> None:
    kept, other = twice(desk, household.family)
    desk.do(person.change_person, kept, "contact_warning", "Never ring at night")
    desk.do(person.change_person, other, "contact_warning", "No voicemail")
    open_ = [one.key for one in desk.ask(joining.differences, kept, other)]
    whole = {one.key: one.is_restricted for one in desk.ask(joining.differences, kept, other, whole=True)}
    assert "contact_warning" not in open_
    assert whole == {"given_names": False, "contact_warning": True}


def test_warnings_about_contact_are_both_kept(desk: building.Desk, household: building.Household) -> None:
    kept, other = twice(desk, household.family)
    desk.do(person.change_person, kept, "contact_warning", "Never ring at night")
    desk.do(person.change_person, other, "contact_warning", "No voicemail")
    desk.do(joining.join, kept, other)
    assert desk.ask(person.restricted, kept)["contact_warning"] == "Never ring at night\nNo voicemail"


def test_records_are_joined_only_when_both_keep_the_address_from_the_same_people(
    desk: building.Desk, household: building.Household
) -> None:
    home = {"h": {"rank": "A", "type": "home", "line_1": "4 Canary Street"}}
    kept, other = twice(desk, household.family, addresses=home)
    desk.do(person.change_person, kept, "address_confidential_from", [household.mother])
    with pytest.raises(errors.ProtectBothFirst):
        desk.do(joining.join, kept, other)
    desk.do(person.change_person, other, "address_confidential_from", [household.mother])
    desk.do(joining.join, kept, other)
    assert "addresses" not in desk.ask(facts.facts, kept).answers
    hidden = desk.ask(person.restricted, kept)["protected_addresses"]
    assert [row["line_1"] for row in hidden.values()] == ["4 Canary Street"]


def test_parting_puts_both_back_and_keeps_what_was_written_since(
    desk: building.Desk, household: building.Household
) -> None:
    kept, other = twice(desk, household.family)
    before = as_it_stands(desk, household.family)
    desk.do(joining.join, kept, other, {"given_names": "other"})
    assert as_it_stands(desk, household.family) != before
    assert desk.do(joining.part, other) == 0
    assert as_it_stands(desk, household.family) == before
    desk.do(joining.join, kept, other)
    desk.do(facts.change, kept, "first_language", "uk")
    assert desk.do(joining.part, other) == 1
    assert desk.ask(facts.facts, kept).answers["first_language"] == "uk"
    assert desk.ask(facts.facts, other).answers["first_language"] == "pl"


def test_of_two_joinings_in_a_row_the_later_is_undone_first(
    desk: building.Desk, household: building.Household
) -> None:
    first, second = twice(desk, household.family)
    third = desk.do(person.add_person, household.family, {"given_names": "Agnes"})
    desk.do(linking.link, first, third)
    desk.do(joining.join, first, second)
    desk.do(joining.join, third, first)
    assert desk.ask(person.names, household.family)[second] == "Agnes Kowalczyk"
    with pytest.raises(errors.LaterJoinFirst):
        desk.do(joining.part, second)
    desk.do(joining.part, first)
    desk.do(joining.part, second)
    with pytest.raises(errors.NothingToUndo):
        desk.do(joining.part, second)
    names = [card.known_as for card in desk.ask(person.people, household.family)]
    assert {"Agnieszka", "Aga", "Agnes"} <= set(names)


ROW = st.fixed_dictionaries({"rank": st.sampled_from("AM"), "number": st.sampled_from(["1", "2"])})
VALUES = {
    "given_names": st.sampled_from(["Aga", "Agnieszka"]),
    "known_as": st.sampled_from(["Aga", "Agi", None]),
    "other_languages": st.sampled_from([["pl"], ["pl", "cy"], ["uk"], None]),
    "interpreter": st.sampled_from([True, False, None]),
    "contact_warning": st.sampled_from(["Not at night", "No voicemail", None]),
    "phones/a": st.one_of(st.none(), ROW),
    "phones/b": st.one_of(st.none(), ROW),
    "phones/a/number": st.sampled_from(["3", "4"]),
}
CHANGE = st.sampled_from(sorted(VALUES)).flatmap(lambda path: st.tuples(st.just(path), VALUES[path]))
CHOICES = st.dictionaries(
    st.sampled_from(["given_names", "known_as", "other_languages", "interpreter", "contact_warning"]),
    st.sampled_from(["kept", "other", "both"]),
)
STEP: st.SearchStrategy[tuple[str, int, Any]] = st.one_of(
    st.tuples(st.just("change"), st.sampled_from([0, 1]), CHANGE),
    st.tuples(st.just("join"), st.sampled_from([0, 1]), CHOICES),
    st.tuples(st.just("part"), st.just(0), st.just({})),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(steps=st.lists(STEP, max_size=9))
def test_any_sequence_of_changes_joins_and_partings_gives_the_same_state_without_the_joins(
    steps: list[tuple[str, int, Any]],
) -> None:
    """Parted at the end, the records are what the changes alone would have made of them.

    A field that was changed while they were joined keeps that change; the others were never touched.
    The record also holds together, step by step, in its history.
    """
    with tempfile.TemporaryDirectory() as root:
        desk = building.new_desk(Path(root) / "vault")
        try:
            check_played(desk, steps)
        finally:
            desk.close()


def check_played(desk: building.Desk, steps: list[tuple[str, int, Any]]) -> None:
    family_id = desk.do(family.open_family, name="Kowalczyk")
    pair = [desk.do(person.add_person, family_id, {"given_names": name}) for name in ("Aga", "Agnieszka")]
    desk.do(linking.link, *pair)
    changed_while_joined: set[str] = set()
    joined: str | None = None
    before: Any = None
    for what, at, value in steps:
        if what == "change":
            path, said = value
            try:
                desk.do(person.change_person, pair[at], path, said)
            except (errors.RecordJoined, errors.RowGone):
                continue
            if joined:
                changed_while_joined.add(path.split("/")[0])
        elif what == "join" and joined is None:
            before = [_all_of(desk, one) for one in pair]
            joined, changed_while_joined = pair[1 - at], set()
            desk.do(joining.join, pair[at], joined, value)
        elif what == "part" and joined is not None:
            _part(desk, pair, joined, before, changed_while_joined)
            joined = None
    if joined is not None:
        _part(desk, pair, joined, before, changed_while_joined)
    assert desk.ask(soundness.history).wrong == 0


def _part(desk: building.Desk, pair: list[Any], joined: str, before: list[Any], changed: set[str]) -> None:
    desk.do(joining.part, joined)
    after = [_all_of(desk, one) for one in pair]
    for one, then, now in zip(pair, before, after, strict=True):
        loose = changed if one != joined else set()
        assert {k: v for k, v in now.items() if k not in loose} == {
            k: v for k, v in then.items() if k not in loose
        }


def _all_of(desk: building.Desk, person_id: str) -> dict[str, Any]:
    (said,) = [
        one
        for one in as_it_stands(desk, str(desk.ask(facts.facts, person_id).family_id))["families"][0][
            "people"
        ]
        if one["id"] == person_id
    ]
    return {**said["answers"], **said.get("restricted", {}), "joined": said.get("merged_into")}


def test_joinings_and_partings_come_back_from_the_journal(
    desk: building.Desk, household: building.Household, tmp_path: Path
) -> None:
    before = desk.photograph(tmp_path / "before")
    kept, other = twice(desk, household.family, phones={"p": {"rank": "A", "number": "01632 960333"}})
    desk.do(person.change_person, other, "contact_warning", "No voicemail")
    desk.do(joining.join, kept, other, {"given_names": "other"})
    desk.do(joining.part, other)
    desk.do(joining.join, kept, other)
    for segment in desk.folder.journal.iterdir():
        (before.journal / segment.name).write_bytes(segment.read_bytes())
    again = desk.open_at(before, life=3)
    assert again.store.recovered > 5
    assert building.logical(again) == building.logical(desk)
    assert again.do(joining.part, other) == 0
