"""Autosaves of one field extend one open act; what is closed is never altered."""

from typing import Any

import sqlalchemy as sa

from ehdesk.models import acts, base, family, form, history, person
from ehdesk.sync import protocol
from tests import building


def acts_of(desk: building.Desk) -> list[Any]:
    def told(read: acts.Reading) -> list[Any]:
        return list(read.connection.execute(sa.select(base.act).order_by(base.act.c.n)))

    return desk.ask(told)


def last_act(desk: building.Desk) -> protocol.Act:
    return protocol.decode_act(acts_of(desk)[-1].content)


def test_typing_in_one_field_is_one_act_whose_part_rises(desk: building.Desk, note: str) -> None:
    before = len(acts_of(desk))
    building.type_into(desk, note, "Zofia met me at the gate.")
    (made,) = acts_of(desk)[before:]
    assert (made.part, made.is_open, made.sitting) == (7, True, "page 1")
    said = protocol.decode_act(made.content)
    assert said.part == 7
    assert said.changes[0].edits == (protocol.Edit(path="text", value="Zofia met me at the gate."),)


def test_the_journal_keeps_each_part(desk: building.Desk, note: str) -> None:
    building.type_into(desk, note, "Zofia met me")
    parts = [entry.part for entry in desk.store.journal.read().entries][-3:]
    assert parts == [1, 2, 3]


def test_two_fields_are_two_acts_that_grow_side_by_side(desk: building.Desk, note: str) -> None:
    for text, place in (("Da", "home"), ("Damp", "school"), ("Damp wall", "hub")):
        desk.do(form.answer, note, "text", text, sitting="s")
        desk.do(form.answer, note, "place", place, sitting="s")
    assert [(act.part, act.is_open) for act in acts_of(desk)[-2:]] == [(3, True), (3, True)]


def test_without_a_sitting_every_answer_is_an_act_that_is_closed_at_once(
    desk: building.Desk, note: str
) -> None:
    desk.do(form.answer, note, "text", "Damp")
    desk.do(form.answer, note, "text", "Damp wall")
    assert [(act.part, act.is_open) for act in acts_of(desk)[-2:]] == [(1, False), (1, False)]
    assert last_act(desk).changes[0].edits[0].base == acts_of(desk)[-2].id


def test_leaving_the_page_closes_its_acts_and_the_next_word_opens_another(
    desk: building.Desk, note: str
) -> None:
    desk.do(form.answer, note, "text", "Damp", sitting="s")
    first = acts_of(desk)[-1]
    desk.store.close_sitting("s")
    desk.do(form.answer, note, "text", "Damp wall", sitting="s")
    closed, opened = acts_of(desk)[-2:]
    assert (closed.id, closed.content, closed.is_open) == (first.id, first.content, False)
    assert (opened.part, opened.is_open) == (1, True)


def test_an_act_is_closed_after_ten_minutes(desk: building.Desk, note: str) -> None:
    desk.do(form.answer, note, "text", "Damp", sitting="s")
    desk.time.pass_by(minutes=9)
    desk.do(form.answer, note, "text", "Damp wall", sitting="s")
    assert acts_of(desk)[-1].part == 2
    desk.time.pass_by(minutes=1)
    desk.do(form.answer, note, "text", "Damp wall again", sitting="s")
    assert [(act.part, act.is_open) for act in acts_of(desk)[-2:]] == [(2, False), (1, True)]


def test_finishing_closes_what_was_open_on_the_form(
    desk: building.Desk, household: building.Household
) -> None:
    checklist = building.complete_checklist(desk, household.family)
    desk.do(form.answer, checklist, "proud_of", "Her words in the plan", sitting="s")
    desk.do(form.finish, checklist)
    assert not any(act.is_open for act in acts_of(desk))


def test_locking_closes_everything(desk: building.Desk, note: str) -> None:
    desk.do(form.answer, note, "text", "Damp", sitting="s")
    desk.reopen()
    assert not any(act.is_open for act in acts_of(desk))
    desk.do(form.answer, note, "text", "Damp wall", sitting="s")
    assert [act.part for act in acts_of(desk)[-2:]] == [1, 1]


def test_another_window_on_the_same_field_does_not_extend_the_first_ones_act(
    desk: building.Desk, note: str
) -> None:
    desk.do(form.answer, note, "text", "One", sitting="first")
    desk.do(form.answer, note, "text", "Two", sitting="second")
    desk.do(form.answer, note, "text", "Three", sitting="first")
    assert [(act.part, act.is_open) for act in acts_of(desk)[-3:]] == [(1, False), (1, False), (1, True)]
    assert [voice.value for voice in desk.ask(history.history, note, "text")] == ["Three", "Two", "One"]


def test_lists_travel_as_what_was_added_and_taken_away(
    desk: building.Desk, household: building.Household
) -> None:
    note = building.a_note(desk, household.family, who_was_there=[household.zofia, household.mother])
    desk.do(form.answer, note, "who_was_there", [household.mother, household.lukasz], sitting="s")
    edit = last_act(desk).changes[0].edits[0]
    assert (edit.add, edit.remove) == ((household.lukasz,), (household.zofia,))
    desk.do(form.answer, note, "who_was_there", [household.lukasz], sitting="s")
    assert last_act(desk).changes[0].edits[0].remove == (household.zofia, household.mother)
    assert desk.ask(form.sheet, note).answers["who_was_there"] == [household.lukasz]


def test_a_whole_table_answered_at_once_travels_row_by_row(
    desk: building.Desk, household: building.Household
) -> None:
    rows = {"z": {"rank": "B", "child": household.zofia}, "l": {"rank": "A", "child": household.lukasz}}
    note = building.a_note(desk, household.family, children=rows)
    assert {edit.path for edit in last_act(desk).changes[0].edits} >= {"children/z", "children/l"}
    desk.do(form.answer, note, "children", {"z": {**rows["z"], "seen": "seen"}}, sitting="s")
    edits = {edit.path: edit for edit in last_act(desk).changes[0].edits}
    assert edits["children/l"].gone
    assert edits["children/z/seen"].value == "seen"
    assert list(desk.ask(form.sheet, note).answers["children"]) == ["z"]


def test_a_table_that_is_changed_again_in_the_same_sitting_travels_whole(
    desk: building.Desk, household: building.Household
) -> None:
    note = building.a_note(desk, household.family)
    row = {"rank": "A", "child": household.zofia}
    desk.do(form.answer, note, "children", {"z": row}, sitting="s")
    more = {"rank": "B", "child": household.lukasz}
    desk.do(form.answer, note, "children", {"z": {**row, "seen": "seen"}, "l": more}, sitting="s")
    said = {edit.path: edit.value for edit in last_act(desk).changes[0].edits}
    assert said == {"children/z/seen": "seen", "children/l": more}
    desk.do(form.answer, note, "children", {"z": {**row, "seen": "seen_alone"}, "l": more}, sitting="s")
    said = {edit.path: edit.value for edit in last_act(desk).changes[0].edits}
    assert said == {"children/z/seen": "seen_alone", "children/l": more}


def test_an_act_says_who_when_and_in_which_life_of_the_device(desk: building.Desk, note: str) -> None:
    desk.time.pass_by(minutes=3)
    desk.do(form.answer, note, "kind", "visit", why="The family asked")
    said = last_act(desk)
    assert (said.by, said.at, said.incarnation) == (
        desk.store.me,
        desk.time.moment,
        desk.store.bench.incarnation,
    )
    assert said.why == "The family asked"


def test_a_change_of_a_person_is_one_act_too(desk: building.Desk, household: building.Household) -> None:
    for name in ("Z", "Zo", "Zosia"):
        desk.do(person.change_person, household.zofia, "known_as", name, sitting="s")
    assert acts_of(desk)[-1].part == 3
    names = [card.known_as for card in desk.ask(person.people, household.family)]
    assert "Zosia" in names
    assert ("Zosia", "9") in desk.ask(family.caseload).lines[0].children
