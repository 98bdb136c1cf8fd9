"""Search everywhere: any name in any script, words of notes and forms, and nothing that is restricted."""

from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk.models import base, finding, form, person, sample, visit
from tests import building


def found(desk: building.Desk, words: str, group: str) -> list[str]:
    return [one.title for one in desk.ask(finding.everywhere, words) if one.group == group]


@pytest.mark.parametrize(
    ("typed", "family", "person_"),
    [
        ("lukasz", "Kowalczyk-Hughes", "Łukasz"),
        ("المصرى", "Al-Masri–Qureshi", "Noor"),
        ("stefania", "Ionescu-Țăranu", "Ștefania"),
    ],
)
def test_a_family_and_a_person_are_found_by_any_name_in_any_script(
    desk: building.Desk, typed: str, family: str, person_: str
) -> None:
    sample.fill(desk.store)
    assert found(desk, typed, "family") == [family]
    assert any(person_ in name for name in found(desk, typed, "person"))


def test_a_reference_finds_its_family(desk: building.Desk) -> None:
    sample.fill(desk.store)
    assert found(desk, "hb-2026-0455", "family") == ["Ionescu-Țăranu"]


def test_notes_forms_and_visits_are_found_by_their_words_with_whose_they_are(desk: building.Desk) -> None:
    home = building.a_family(desk)
    building.a_note(desk, home.family, text="The landlord came about the boiler.")
    desk.do(form.start, "feedback_parent", family_id=home.family, answers={"best": "Boiler mended at last"})
    desk.do(
        visit.plan, family_id=home.family, answers={"at": "2026-07-08T10:00", "what_for": "See the boiler"}
    )
    hits = {one.group: one for one in desk.ask(finding.everywhere, "boiler")}
    assert hits["note"].snippet == "The landlord came about the boiler."
    assert hits["form"].snippet == "Boiler mended at last"
    assert hits["visit"].snippet == "See the boiler"
    assert {one.family_name for one in hits.values()} == {"Kowalczyk-Hughes"}


def forms_called(desk: building.Desk, words: str) -> list[str]:
    return [one.record_id for one in desk.ask(finding.everywhere, words) if one.group == "form"]


def test_forms_are_found_by_what_they_are_called_newest_first_with_whose_they_are(
    desk: building.Desk,
) -> None:
    home, other = building.a_family(desk), building.a_family(desk, "Okafor")
    begun = [desk.do(form.start, "eha_part_b", family_id=each.family) for each in (home, other)]
    agreement = desk.do(form.start, "agreement", family_id=home.family)
    child = desk.do(form.start, "feedback_child", family_id=home.family)
    desk.do(form.start, "feedback_parent", family_id=home.family)
    for words in ("part b", "PART B", "assessment, part b", "life of the fam"):
        assert forms_called(desk, words) == begun[::-1]
    first, _second = (one for one in desk.ask(finding.everywhere, "part b") if one.group == "form")
    assert (first.title, first.family_name) == ("Part B", "Okafor")
    assert forms_called(desk, "agreem") == [agreement]
    assert forms_called(desk, "child's feed") == [child]
    assert forms_called(desk, "greement") == forms_called(desk, "pa") == forms_called(desk, "closure") == []


def test_a_form_found_by_its_name_is_there_once_and_before_those_that_only_have_the_word(
    desk: building.Desk,
) -> None:
    home = building.a_family(desk)
    closing = desk.do(form.start, "closure", family_id=home.family)
    said = {"best": "The closure was kind"}
    feedback = desk.do(form.start, "feedback_parent", family_id=home.family, answers=said)
    assert forms_called(desk, "closure") == [closing, feedback]
    desk.do(form.start, "feedback_parent", family_id=home.family, answers={"best": "My feedback"})
    both = forms_called(desk, "feedback")
    assert len(both) == len(set(both)) == 2


def test_at_most_five_are_found_by_their_name_and_none_that_is_void_or_somebody_elses_alone(
    desk: building.Desk,
) -> None:
    home = building.a_family(desk)
    made = [desk.do(form.start, "review", family_id=home.family) for _ in range(8)]
    desk.do(form.void, made[7], "By mistake")
    with desk.store.writing() as connection:
        theirs = base.record.update().where(base.record.c.id == made[6])
        connection.execute(theirs.values(scope=base.own_scope("sarah")))
    assert forms_called(desk, "review") == made[1:6][::-1]


def test_forms_are_found_by_name_through_an_index_and_their_answers_are_not_read(
    desk: building.Desk,
) -> None:
    sample.fill(desk.store)
    assert "record" not in building.scans(desk, finding.everywhere, "part b")


def test_what_is_restricted_never_comes_up(desk: building.Desk) -> None:
    home = building.a_family(desk)
    answers = {"contact_warning": "Xylophonist next door"}
    desk.do(person.add_person, home.family, {"given_names": "Nina", "role": "child"}, answers)
    assert desk.ask(finding.everywhere, "xylophonist") == ()


def test_many_notes_do_not_push_a_form_out_of_sight(desk: building.Desk) -> None:
    home = building.a_family(desk)
    for n in range(30):
        building.a_note(desk, home.family, text=f"Boiler {n}")
    record_id = desk.do(form.start, "feedback_parent", family_id=home.family, answers={"best": "The boiler"})
    hits = desk.ask(finding.everywhere, "boiler")
    assert [one.group for one in hits].count("note") == 5
    assert [one.record_id for one in hits if one.group == "form"] == [record_id]


def test_what_is_being_typed_this_minute_is_found_too(desk: building.Desk) -> None:
    home = building.a_family(desk)
    record_id = building.a_note(desk, home.family)
    building.type_into(desk, record_id, "A word about marmalade")
    assert [one.record_id for one in desk.ask(finding.everywhere, "marmal")] == [record_id]


def test_one_letter_asks_for_names_only_and_nothing_asks_for_nothing(desk: building.Desk) -> None:
    home = building.a_family(desk)
    building.a_note(desk, home.family, text="Zebra")
    assert {one.group for one in desk.ask(finding.everywhere, "z")} == {"family", "person"}
    assert desk.ask(finding.everywhere, "  ") == ()


def test_signs_that_mean_something_to_the_index_are_only_letters_here(desk: building.Desk) -> None:
    building.a_family(desk)
    for words in ('"', "%", "a*b", "NEAR(", "-", "_", "!"):
        assert isinstance(desk.ask(finding.everywhere, words), tuple)


def test_it_takes_few_statements_and_never_reads_all_of_the_records(desk: building.Desk) -> None:
    sample.fill(desk.store)
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    sa.event.listen(desk.store._reader, "before_cursor_execute", listen)
    desk.ask(finding.everywhere, "the family")
    sa.event.remove(desk.store._reader, "before_cursor_execute", listen)
    assert len([one for one in said if one.startswith("SELECT")]) <= 7
    assert all("LIMIT" in one or "IN (" in one for one in said if one.startswith("SELECT"))
