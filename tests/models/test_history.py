"""Nothing is overwritten: each field shows what it was, and undo is a new act on one field."""

from typing import Any

import pytest
import sqlalchemy as sa

from ehdesk import errors
from ehdesk.models import acts, base, form, history
from tests import building


def voices(desk: building.Desk, record_id: str, path: str) -> list[Any]:
    return [voice.value for voice in desk.ask(form.history, record_id, path)]


def text_of(desk: building.Desk, note: str) -> Any:
    return desk.ask(form.sheet, note).answers.get("text")


def say(desk: building.Desk, note: str, *texts: str) -> None:
    """Each text in a sitting of its own."""
    for number, text in enumerate(texts):
        desk.time.pass_by(minutes=1)
        desk.do(form.answer, note, "text", text, sitting=f"sitting {number} {text}")


def test_a_field_shows_who_said_what_and_when(desk: building.Desk, note: str) -> None:
    say(desk, note, "Damp", "Damp wall")
    newest, older = desk.ask(form.history, note, "text")
    assert (newest.value, older.value) == ("Damp wall", "Damp")
    assert (newest.who, newest.verb, newest.at) == ("Carol Ndlovu", "answer.given", desk.time.moment)
    mark = desk.ask(form.sheet, note).marks["text"]
    assert (mark.who, mark.revision) == ("Carol Ndlovu", newest.revision)


def test_the_autosaves_of_one_sitting_are_one_line(desk: building.Desk, note: str) -> None:
    building.type_into(desk, note, "Zofia met me at the gate.")
    assert voices(desk, note, "text") == ["Zofia met me at the gate."]


def test_clearing_a_field_keeps_what_it_was(desk: building.Desk, note: str) -> None:
    say(desk, note, "Damp wall")
    desk.do(form.answer, note, "text", None)
    assert voices(desk, note, "text") == [None, "Damp wall"]
    assert "text" not in desk.ask(form.sheet, note).answers


def test_a_rows_field_shows_the_rows_coming_and_going(
    desk: building.Desk, household: building.Household, note: str
) -> None:
    row = desk.do(form.add_row, note, "children", {"child": household.zofia, "seen": "seen"})
    desk.do(form.answer, note, f"children/{row}/seen", "seen_alone", sitting="s")
    desk.do(form.remove_row, note, "children", row)
    told = desk.ask(form.history, note, f"children/{row}/seen")
    assert [(voice.value, voice.verb) for voice in told] == [
        (None, "row.removed"),
        ("seen_alone", "answer.given"),
        ("seen", "row.added"),
    ]
    assert len(desk.ask(form.history, note, "children")) == 3


def test_undo_goes_back_step_by_step_and_redo_forward_again(desk: building.Desk, note: str) -> None:
    say(desk, note, "One", "Two", "Three")
    assert desk.do(form.undo, note) == history.Undone("text", "Two")
    assert desk.do(form.undo, note, "text").value == "One"
    assert desk.do(form.redo, note).value == "Two"
    assert desk.do(form.undo, note).value == "One"
    assert desk.do(form.undo, note).value is None
    with pytest.raises(errors.NothingToUndo):
        desk.do(form.undo, note)
    assert desk.ask(history.steps, note) == (0, 3)
    assert [desk.do(form.redo, note).value for _ in range(3)] == ["One", "Two", "Three"]
    with pytest.raises(errors.NothingToUndo):
        desk.do(form.redo, note)


def test_undo_is_an_act_with_its_own_line_in_the_history(desk: building.Desk, note: str) -> None:
    say(desk, note, "One", "Two")
    desk.do(form.undo, note)
    told = desk.ask(form.history, note, "text")
    assert [(voice.value, voice.verb) for voice in told[:2]] == [
        ("One", "answer.undone"),
        ("Two", "answer.given"),
    ]


def test_a_new_answer_ends_the_redoing_of_its_own_field_only(desk: building.Desk, note: str) -> None:
    say(desk, note, "One", "Two")
    desk.do(form.answer, note, "kind", "visit")
    desk.do(form.undo, note, "kind")
    desk.do(form.undo, note, "text")
    say(desk, note, "Other")
    with pytest.raises(errors.NothingToUndo):
        desk.do(form.redo, note, "text")
    assert desk.do(form.redo, note, "kind").value == "visit"


def test_undo_of_one_field_leaves_the_others(desk: building.Desk, note: str) -> None:
    say(desk, note, "One")
    desk.do(form.answer, note, "kind", "visit")
    desk.do(form.undo, note, "text")
    assert desk.ask(form.sheet, note).answers["kind"] == "visit"


def test_undo_outlasts_a_lock(desk: building.Desk, note: str) -> None:
    say(desk, note, "One", "Two")
    desk.reopen()
    assert desk.do(form.undo, note).value == "One"
    desk.reopen()
    assert desk.do(form.redo, note).value == "Two"


def test_undo_brings_a_row_back_whole_and_takes_an_added_one_away(
    desk: building.Desk, household: building.Household, note: str
) -> None:
    row = desk.do(form.add_row, note, "children", {"child": household.zofia, "seen": "seen"})
    desk.do(form.remove_row, note, "children", row)
    desk.do(form.undo, note)
    assert desk.ask(form.sheet, note).answers["children"][row]["seen"] == "seen"
    desk.do(form.undo, note, "children")
    assert "children" not in desk.ask(form.sheet, note).answers


def test_a_finished_form_is_not_undone(desk: building.Desk, household: building.Household) -> None:
    checklist = building.complete_checklist(desk, household.family)
    desk.do(form.answer, checklist, "proud_of", "Her words in the plan")
    desk.do(form.finish, checklist)
    with pytest.raises((errors.RecordLocked, errors.NothingToUndo)):
        desk.do(form.undo, checklist)
    desk.do(form.amend, checklist, "A word was wrong")
    with pytest.raises(errors.NothingToUndo):
        desk.do(form.undo, checklist)
    assert desk.ask(form.sheet, checklist).answers["proud_of"] == "Her words in the plan"


def test_what_a_form_began_with_is_not_undone(desk: building.Desk, note: str) -> None:
    with pytest.raises(errors.NothingToUndo):
        desk.do(form.undo, note)
    assert desk.ask(form.sheet, note).answers["at"] == "2026-07-07T10:15"


def test_a_long_days_typing_keeps_its_revisions_small(desk: building.Desk, note: str) -> None:
    """Patches of one field, one open revision: not a copy of the form for every second."""
    text = "word " * 360
    for end in range(3, len(text), 30):
        desk.do(form.answer, note, "text", text[:end], sitting="s")

    def size(read: acts.Reading) -> int:
        wanted = sa.select(sa.func.sum(sa.func.coalesce(sa.func.length(base.revision.c.was), 0)))
        return int(read.connection.execute(wanted.where(base.revision.c.path == "text")).scalar() or 0)

    assert desk.ask(size) < 2 * len(text)
