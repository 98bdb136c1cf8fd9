"""The chronology: events in order, suggestions to accept or leave out, patterns as questions."""

from pathlib import Path

import pytest

from ehdesk import errors
from ehdesk.models import bundle_out, chronology, form, sheet
from tests import building, casework
from tests.casework import AL_MASRI, IONESCU, KOWALCZYK, person_of


@pytest.fixture
def desk(autumn: building.Desk) -> building.Desk:
    return autumn


def test_events_stand_in_the_order_of_their_days_however_well_these_are_known(desk: building.Desk) -> None:
    told = desk.ask(chronology.timeline, KOWALCZYK)
    assert [one.date_from for one in told] == [
        "2022",
        "2025-11",
        "2026-01-12",
        "2026-05",
        "2026-07-02",
        "2026-07-21",
        "2026-08-31",
    ]
    assert told[1].date_to == "2026-03"


def test_one_child_or_one_category_can_be_looked_at(desk: building.Desk) -> None:
    zofia = person_of(KOWALCZYK, 3)
    told = desk.ask(chronology.timeline, KOWALCZYK, child=zofia)
    assert [one.category for one in told] == ["move_homeless", "achievement", "plan_meeting", "other"]
    moves = desk.ask(chronology.timeline, IONESCU, category="move_homeless")
    assert [one.date_from for one in moves] == ["2022-09", "2024-11", "2026-06-26"]


def test_what_a_third_person_did_stands_in_no_list_and_no_copy(desk: building.Desk) -> None:
    told = desk.ask(chronology.timeline, KOWALCZYK)
    assert not any("neighbour" in f"{one.event} {one.source}" for one in told)
    copy = desk.do(bundle_out.export, reader="family", families=[KOWALCZYK])
    assert b"neighbour" not in copy


def test_patterns_are_asked_about(desk: building.Desk) -> None:
    andrei = person_of(IONESCU, 3)
    told = desk.ask(chronology.patterns, IONESCU, child=andrei)
    assert [(one.kind, one.category, one.first, one.last) for one in told] == [
        ("repeated", "missing", "2026-08-11", "2026-09-04")
    ]
    missed = desk.ask(chronology.patterns, AL_MASRI)
    assert [one.kind for one in missed] == ["missed_appointments"]


def test_finished_forms_suggest_events_in_the_order_of_their_days(desk: building.Desk) -> None:
    told = desk.ask(chronology.suggestions, IONESCU)
    assert [one.on for one in told] == sorted(one.on for one in told)
    assert {(one.on, one.event) for one in told} == {
        ("2026-07-13", "Early Help began"),
        ("2026-07-13", "Social care handed over to Early Help"),
        ("2026-07-31", "The assessment was completed"),
        ("2026-08-26", "Team Around the Family meeting 1"),
        ("2026-08-26", "The plan started"),
        ("2026-09-21", "Children's social care was asked to take the work on"),
        ("2026-09-24", "Early Help ended"),
    }


def test_an_accepted_suggestion_stands_finished_and_is_not_offered_again(desk: building.Desk) -> None:
    first = desk.ask(chronology.suggestions, IONESCU)[0]
    record = desk.do(chronology.accept, IONESCU, first.id)
    told = desk.ask(sheet.sheet, record)
    assert (told.status, told.answers["event"]) == ("finished", first.event)
    assert told.answers["date"] == {"from": first.on, "to": None}
    assert record in {one.id for one in desk.ask(chronology.timeline, IONESCU)}
    assert first.id not in {one.id for one in desk.ask(chronology.suggestions, IONESCU)}
    with pytest.raises(errors.RecordMissing):
        desk.do(chronology.accept, IONESCU, first.id)


def test_a_declined_suggestion_is_in_no_list_and_is_not_offered_again(desk: building.Desk) -> None:
    first = desk.ask(chronology.suggestions, IONESCU)[0]
    before = len(desk.ask(chronology.timeline, IONESCU))
    desk.do(chronology.decline, IONESCU, first.id)
    assert len(desk.ask(chronology.timeline, IONESCU)) == before
    assert first.id not in {one.id for one in desk.ask(chronology.suggestions, IONESCU)}


def test_two_desks_accept_the_same_event_under_one_id(desk: building.Desk, tmp_path: Path) -> None:
    other = casework.desk_of_autumn(tmp_path / "other")
    one, two = (each.ask(chronology.suggestions, IONESCU)[0].id for each in (desk, other))
    other.close()
    assert one == two


def test_a_sentence_of_a_note_begins_an_event(desk: building.Desk) -> None:
    note = next(
        each["id"]
        for each in casework.SAID["families"][2]["forms"]
        if each["form"] == "note" and "reported missing" in each["answers"]["text"]
    )
    record = desk.do(chronology.begin_from_note, note, "Andrei was reported missing at eleven last night")
    told = desk.ask(sheet.sheet, record)
    assert told.status == "draft"
    assert told.answers["date"] == {"from": "2026-08-12", "to": None}
    assert told.answers["source"] == "Note of 2026-08-12"
    assert told.family_id == IONESCU


def test_a_note_that_is_void_or_waits_for_its_family_begins_no_event(desk: building.Desk) -> None:
    unfiled = building.a_note(desk, None, text="At the kerb")
    void = building.a_note(desk, KOWALCZYK, text="Twice")
    desk.do(form.void, void, "Twice")
    for note in (unfiled, void):
        with pytest.raises(errors.RecordMissing):
            desk.do(chronology.begin_from_note, note, "Something")


def test_a_sentence_of_a_note_without_a_day_or_anybody_is_kept_as_told(desk: building.Desk) -> None:
    note = desk.do(form.start, "note", family_id=KOWALCZYK, answers={"text": "Tea. She rang."})
    desk.do(form.answer, note, "at", None)
    made = desk.do(chronology.begin_from_note, note, " She rang. ")
    told = desk.ask(form.sheet, made).answers
    assert (told["event"], told["source"], told["source_kind"]) == ("She rang.", "Note", "told")
    assert not {"date", "people"} & set(told)
