"""Filling a form: drafts save anything, finishing checks everything, what is finished stays."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors, files
from ehdesk.forms import definition
from ehdesk.models import acts, base, family, form, person, practitioner, search, store
from ehdesk.models import note as notes
from ehdesk.vault import device, keyslots, opening
from tests import building


def scope_of(desk: building.Desk, record_id: str) -> str:
    wanted = sa.select(base.record.c.scope).where(base.record.c.id == record_id)
    return str(desk.ask(lambda read: read.connection.execute(wanted).scalar()))


# Drafts


def test_a_draft_saves_with_anything_missing_or_wrong(
    desk: building.Desk, household: building.Household
) -> None:
    checklist = building.a_checklist(desk, household.family)
    desk.do(form.answer, checklist, "discussed_on", "31 2 2026")
    sheet = desk.ask(form.sheet, checklist)
    assert (sheet.status, sheet.answers["discussed_on"]) == ("draft", "31 2 2026")


def test_an_answer_that_its_question_cannot_hold_is_refused(desk: building.Desk, note: str) -> None:
    with pytest.raises(errors.AnswerUnreadable):
        desk.do(form.answer, note, "kind", "picnic")
    with pytest.raises(errors.FieldUnknown):
        desk.do(form.answer, note, "weather", "wet")
    with pytest.raises(errors.FieldUnknown):
        desk.do(form.answer, note, "children/z", {"weather": "wet"})
    assert "kind" not in desk.ask(form.sheet, note).answers


@pytest.mark.parametrize(
    "text",
    [
        "Rwy'n byw yn bell i ffwrdd",
        "میں اپنے پوتے یوسف کے لیے فکر مند تھی۔",
        "🙂 نور \u200bŁukasz",
        "x" * 200_000,
    ],
)
def test_text_of_any_script_and_length_is_kept_as_it_was_typed(
    desk: building.Desk, note: str, text: str
) -> None:
    desk.do(form.answer, note, "text", text)
    assert desk.reopen().ask(form.sheet, note).answers["text"] == text


def test_rows_keep_their_order_and_can_be_moved(
    desk: building.Desk, household: building.Household, note: str
) -> None:
    def order() -> list[str]:
        table = desk.ask(form.sheet, note).answers["children"]
        return [row for row, _ in sorted(table.items(), key=lambda item: item[1]["rank"])]

    first = desk.do(form.add_row, note, "children", {"child": household.zofia})
    last = desk.do(form.add_row, note, "children", {"child": household.lukasz})
    between = desk.do(form.add_row, note, "children", {"child": household.mother}, after=first)
    assert order() == [first, between, last]
    desk.do(form.move_row, note, "children", last, None)
    assert order() == [last, first, between]
    desk.do(form.move_row, note, "children", last, between)
    assert order() == [first, between, last]
    desk.do(form.remove_row, note, "children", between)
    assert order() == [first, last]


def test_an_answer_in_a_row_that_is_gone_says_so(
    desk: building.Desk, household: building.Household, note: str
) -> None:
    row = desk.do(form.add_row, note, "children", {"child": household.zofia})
    desk.do(form.remove_row, note, "children", row)
    with pytest.raises(errors.RowGone):
        desk.do(form.answer, note, f"children/{row}/seen", "seen")


def test_what_is_being_written_is_listed_and_notes_are_not(
    desk: building.Desk, household: building.Household, note: str
) -> None:
    checklist = building.a_checklist(desk, household.family)
    (line,) = desk.ask(form.drafts)
    assert (line.record_id, line.form_id, line.stage, line.status) == (
        checklist,
        "self_assessment",
        "closure",
        "draft",
    )
    assert (line.author_name, line.family_name) == ("Carol Ndlovu", "Kowalczyk-Hughes")
    assert desk.ask(family.caseload).lines[0].drafts == 1


# Finishing


def test_finishing_names_everything_that_is_missing(
    desk: building.Desk, household: building.Household
) -> None:
    checklist = building.a_checklist(desk, household.family, q27="met", q28="partly")
    with pytest.raises(errors.NotComplete) as caught:
        desk.do(form.finish, checklist)
    paths = [fault.path for fault in caught.value.faults]
    assert paths == ["q28_note", "q29", "q30", "own_grade"]
    assert desk.ask(form.sheet, checklist).status == "draft"


def test_what_could_not_be_read_stands_in_the_way_of_finishing(
    desk: building.Desk, household: building.Household
) -> None:
    checklist = building.complete_checklist(desk, household.family)
    desk.do(form.answer, checklist, "discussed_on", "31 2 2026")
    with pytest.raises(errors.NotComplete) as caught:
        desk.do(form.finish, checklist)
    assert [fault.path for fault in caught.value.faults] == ["discussed_on"]


def test_a_finished_form_is_locked_and_an_amendment_says_why(
    desk: building.Desk, household: building.Household
) -> None:
    checklist = building.complete_checklist(desk, household.family)
    desk.do(form.finish, checklist)
    sheet = desk.ask(form.sheet, checklist)
    assert (sheet.status, sheet.is_locked, sheet.finished_at) == ("finished", True, desk.time.moment)
    with pytest.raises(errors.RecordLocked):
        desk.do(form.answer, checklist, "own_grade", "3")
    desk.time.pass_by(days=1)
    desk.do(form.amend, checklist, "The grade was wrong")
    desk.do(form.answer, checklist, "own_grade", "3")
    amended = desk.ask(form.sheet, checklist)
    assert (amended.status, amended.version, amended.amended_because) == ("draft", 2, "The grade was wrong")
    earlier = desk.ask(form.sheet, checklist, version=1)
    assert (earlier.answers["own_grade"], earlier.status) == ("2", "finished")
    desk.do(form.finish, checklist)
    assert desk.ask(form.sheet, checklist).status == "amended"
    assert desk.ask(form.versions, checklist) == (1,)
    assert desk.ask(form.history, checklist, "$status")[1].why == "The grade was wrong"


def test_a_finished_form_keeps_people_as_they_were_called_that_day(
    desk: building.Desk, household: building.Household
) -> None:
    note = building.a_note(desk, household.family, text="Zofia met me.", who_was_there=[household.zofia])
    desk.do(form.finish, note)
    desk.do(person.change_person, household.zofia, "family_name", "Hughes")
    assert desk.ask(form.sheet, note).as_shown[household.zofia] == "Zofia Kowalczyk-Hughes"


def test_a_checklist_is_its_authors_alone_until_it_is_finished(
    desk: building.Desk, household: building.Household
) -> None:
    checklist = building.complete_checklist(desk, household.family)
    assert scope_of(desk, checklist) == f"practitioner:{desk.store.me}"
    desk.do(form.finish, checklist)
    assert scope_of(desk, checklist) == f"family:{household.family}/quality"


def test_a_void_form_leaves_the_lists_and_can_still_be_read(
    desk: building.Desk, household: building.Household
) -> None:
    note = building.a_note(desk, household.family, text="Written twice")
    desk.do(form.void, note, "Written twice by mistake")
    assert desk.ask(notes.notes_of_family, household.family) == ()
    assert desk.ask(search.find, "twice") == ()
    assert desk.ask(form.sheet, note).answers["text"] == "Written twice"
    with pytest.raises(errors.RecordLocked):
        desk.do(form.answer, note, "text", "Once")


# Notes


def test_a_note_stays_open_until_midnight_in_london(desk: building.Desk, note: str) -> None:
    desk.do(form.answer, note, "text", "In the morning")
    desk.do(form.finish, note)
    desk.time.moment = datetime(2026, 7, 7, 22, 55, tzinfo=UTC)
    desk.do(form.answer, note, "text", "At 23:55 by the clock on the wall")
    desk.time.moment = datetime(2026, 7, 7, 23, 0, tzinfo=UTC)
    with pytest.raises(errors.RecordLocked):
        desk.do(form.answer, note, "text", "At midnight")
    desk.do(form.amend, note, "I remembered more")
    desk.do(form.answer, note, "text", "Amended")
    sheet = desk.ask(form.sheet, note)
    assert (sheet.version, sheet.answers["text"], sheet.is_locked) == (2, "Amended", False)
    assert desk.ask(form.sheet, note, version=1).answers["text"] == "At 23:55 by the clock on the wall"


def test_a_note_that_is_being_typed_at_midnight_is_not_cut_off(desk: building.Desk, note: str) -> None:
    desk.time.moment = datetime(2026, 7, 7, 22, 58, tzinfo=UTC)
    desk.do(form.answer, note, "text", "He said", sitting="s")
    for minute in (3, 6, 9):
        desk.time.moment = datetime(2026, 7, 7, 23, minute, tzinfo=UTC)
        desk.do(form.answer, note, "text", f"He said so {minute} times", sitting="s")
    desk.time.pass_by(minutes=10)
    with pytest.raises(errors.RecordLocked):
        desk.do(form.answer, note, "text", "Much later", sitting="s")


def test_a_note_waits_unfiled_until_its_family_is_chosen(
    desk: building.Desk, household: building.Household
) -> None:
    children = {"z": {"rank": "A", "child": household.zofia, "seen": "seen"}}
    note = building.a_note(desk, None, text="In the car park", children=children)
    assert scope_of(desk, note) == f"practitioner:{desk.store.me}"
    assert [line.record_id for line in desk.ask(notes.unfiled_notes)] == [note]
    assert desk.ask(family.caseload).lines[0].last_seen is None
    desk.time.pass_by(days=2)
    desk.do(form.file_under, note, household.family)
    assert scope_of(desk, note) == f"family:{household.family}/file"
    assert desk.ask(notes.unfiled_notes) == ()
    line = desk.ask(family.caseload).lines[0]
    assert line.last_seen is not None
    assert (line.last_seen.hour, line.last_note_at) == (10, line.last_seen)
    assert desk.ask(family.family_file, household.family).moved_away == ()


def test_a_note_in_the_wrong_file_moves_with_its_history_and_leaves_one_line(
    desk: building.Desk, household: building.Household
) -> None:
    other = building.a_family(desk, "Okafor")
    children = {"z": {"rank": "A", "child": household.zofia, "seen": "seen"}}
    note = building.a_note(desk, other.family, children=children)
    building.type_into(desk, note, "Bruises")
    desk.do(form.file_under, note, household.family)
    wrong = desk.ask(family.family_file, other.family)
    assert (wrong.notes, len(wrong.moved_away)) == ((), 1)
    assert wrong.moved_away[0][1] == desk.store.me
    right = desk.ask(family.family_file, household.family)
    assert [line.record_id for line in right.notes] == [note]
    assert [voice.value for voice in desk.ask(form.history, note, "text")] == ["Bruises"]
    assert {card.known_as: card.last_seen is not None for card in right.children} == {
        "Zofia": True,
        "Łukasz": False,
    }

    def left_behind(read: acts.Reading) -> list[Any]:
        return list(
            read.connection.execute(sa.select(base.record).where(base.record.c.family_id == other.family))
        )

    told = " ".join(str(row) for row in desk.ask(left_behind))
    assert "Bruises" not in told
    assert note not in told


def test_todays_notes_are_londons_today(desk: building.Desk, household: building.Household) -> None:
    building.a_note(desk, household.family, text="Yesterday", at="2026-07-06T23:59")
    today = building.a_note(desk, household.family, text="Today", at="2026-07-07T00:05")
    assert [line.record_id for line in desk.ask(notes.todays_notes)] == [today]


# Restricted answers


FORM = definition.Form(
    id="visit",
    version=1,
    register="F99",
    title="Visit",
    record="visit",
    sections=(
        definition.Section(
            "all",
            "All",
            (
                definition.Question("text", "long_text", "What happened", required=True),
                definition.Question("safety", "long_text", "Staff safety", restricted=True, required=True),
                definition.Question(
                    "others",
                    "table",
                    "Others",
                    columns=(
                        definition.Question("name", "text", "Name"),
                        definition.Question("influence", "text", "Influence", restricted=True),
                    ),
                ),
            ),
        ),
    ),
)


@pytest.fixture
def guarded(tmp_path: Path) -> Any:
    """A desk whose one form has restricted questions."""
    folder, time = files.DataFolder(tmp_path / "guarded"), building.Time()
    made = opening.create(
        folder, building.PASSPHRASE, device=device.InMemory(), stretching=keyslots.Stretching.cheap()
    )
    building.enter_numbers(folder, made.keys)
    kept = store.create(
        folder, made.keys, time.clock(), me=practitioner.New("Carol"), forms=lambda _id, _version: FORM
    )
    desk = building.Desk(folder, made.keys, time, kept)
    yield desk
    desk.close()


def test_restricted_answers_live_in_the_sibling_and_nowhere_else(guarded: building.Desk) -> None:
    household = building.a_family(guarded)
    visit = guarded.do(form.start, "visit", family_id=household.family, answers={"text": "Warm, tidy"})
    guarded.do(form.answer, visit, "safety", "Dog bites", sitting="s")
    guarded.do(form.answer, visit, "safety", "Dog bites hard", sitting="s")
    row = guarded.do(form.add_row, visit, "others", {"name": "Uncle", "influence": "difficult"})
    assert guarded.ask(form.sheet, visit).answers == {
        "text": "Warm, tidy",
        "safety": "Dog bites hard",
        "others": {row: {"rank": "V", "name": "Uncle", "influence": "difficult"}},
    }
    outside = guarded.ask(form.sheet, visit, audience="file")
    assert outside.answers == {"text": "Warm, tidy", "others": {row: {"rank": "V", "name": "Uncle"}}}
    assert "safety" not in outside.marks
    assert guarded.ask(search.find, "bites") == guarded.ask(search.find, "difficult") == ()
    assert guarded.ask(search.find, "tidy") != ()

    def main_and_sibling(read: acts.Reading) -> list[Any]:
        return list(read.connection.execute(sa.select(base.record).where(base.record.c.form == "visit")))

    main, sibling = guarded.ask(main_and_sibling)
    assert "Dog" not in main.fields
    assert "difficult" not in main.fields
    assert (sibling.kind, sibling.beside) == ("visit.restricted", visit)
    assert sibling.scope == f"family:{household.family}/restricted"
    assert [line.record_id for line in guarded.ask(form.forms_of_family, household.family)] == [visit]


def test_a_restricted_answer_counts_when_the_form_is_finished(guarded: building.Desk) -> None:
    household = building.a_family(guarded)
    visit = guarded.do(form.start, "visit", family_id=household.family, answers={"text": "Warm"})
    with pytest.raises(errors.NotComplete):
        guarded.do(form.finish, visit)
    guarded.do(form.answer, visit, "safety", "None")
    guarded.do(form.finish, visit)
    with pytest.raises(errors.RecordLocked):
        guarded.do(form.answer, visit, "safety", "Other")
    guarded.do(form.amend, visit, "There is a dog")
    guarded.do(form.answer, visit, "safety", "Dog")
    assert guarded.ask(form.sheet, visit).answers["safety"] == "Dog"
    assert guarded.ask(form.sheet, visit, version=1).answers["safety"] == "None"
    assert "safety" not in guarded.ask(form.sheet, visit, version=1, audience="file").answers


def test_a_restricted_answer_moves_with_its_form_undoes_and_keeps_its_history(guarded: building.Desk) -> None:
    household, other = building.a_family(guarded), building.a_family(guarded, "Okafor")
    visit = guarded.do(form.start, "visit", family_id=other.family, answers={"text": "Warm"})
    guarded.do(form.answer, visit, "safety", "One")
    guarded.do(form.answer, visit, "safety", "Two")
    assert guarded.do(form.undo, visit, "safety").value == "One"
    guarded.do(form.file_under, visit, household.family)
    scopes = sa.select(base.record.c.scope).where(base.record.c.form == "visit")
    told = guarded.ask(lambda read: set(read.connection.execute(scopes).scalars()))
    assert told == {f"family:{household.family}/file", f"family:{household.family}/restricted"}
    assert [voice.value for voice in guarded.ask(form.history, visit, "safety")] == ["One", "Two", "One"]


def test_a_row_with_a_restricted_cell_is_taken_away_in_both(guarded: building.Desk) -> None:
    household = building.a_family(guarded)
    visit = guarded.do(form.start, "visit", family_id=household.family)
    row = guarded.do(form.add_row, visit, "others", {"name": "Uncle"})
    guarded.do(form.answer, visit, f"others/{row}/influence", "difficult")
    guarded.do(form.remove_row, visit, "others", row)
    assert "others" not in guarded.ask(form.sheet, visit).answers


def test_whoever_may_not_read_restricted_answers_cannot_tell_when_they_were_written(
    guarded: building.Desk,
) -> None:
    household = building.a_family(guarded)
    visit = guarded.do(form.start, "visit", family_id=household.family, answers={"text": "Warm"})
    guarded.time.pass_by(hours=1)
    guarded.do(form.answer, visit, "safety", "Dog")
    assert guarded.ask(form.sheet, visit).saved_at == guarded.time.moment
    assert guarded.ask(form.sheet, visit, audience="file").saved_at == building.START
    assert guarded.ask(form.history, visit, "safety", audience="file") == ()


def test_a_cell_that_is_kept_apart_stands_beside_its_row_and_in_no_open_page(
    desk: building.Desk, household: building.Household
) -> None:
    part_a = desk.do(form.start, "eha_part_a", family_id=household.family)
    row = desk.do(form.add_row, part_a, "network", {"person": household.mother})
    path, before = f"network/{row}/influence", building.logical(desk)
    desk.do(form.answer, part_a, path, None)
    assert building.logical(desk) == before, "nothing said is nothing written"

    code = desk.ask(form.sheet, part_a).form.question("network").columns
    (influence,) = [one for one in code if one.key == "influence"]
    desk.do(form.answer, part_a, path, influence.options[0].code)

    whole, open_ = (desk.ask(form.sheet, part_a, audience=one) for one in (None, "file"))
    assert whole.answers["network"][row] == {
        "rank": whole.answers["network"][row]["rank"],
        "person": household.mother,
        "influence": influence.options[0].code,
    }
    assert "influence" not in open_.answers["network"][row]
    desk.do(form.answer, part_a, path, influence.options[1].code)
    assert desk.ask(form.sheet, part_a).answers["network"][row]["influence"] == influence.options[1].code
    with pytest.raises(errors.RowGone):
        desk.do(form.answer, part_a, "network/none/influence", influence.options[0].code)
