"""Whose words stand in a field where somebody else's came first: the next edit is made upon those."""

from collections.abc import Callable

import pytest

from ehdesk.models import enrolled, form, history, versions
from ehdesk.sync import engine
from tests import building
from tests.proofs.simulation import doing, play
from tests.proofs.simulation.world import Desk, World
from tests.sync import test_any_order as any_order
from tests.sync.conftest import Team, Worker
from tests.sync.test_engine import a_shared_note, agree, is_sound, sheet
from tests.sync.test_in_turn import goes_at_once
from tests.sync.test_seen import Page, come_in, says, typed
from tests.sync.test_two_versions import assert_agree, quiet, write


def with_words_between(team: Team) -> tuple[Worker, Worker, str]:
    """Carol's words came first; Tom's, written twice and with something else between, are beside them."""
    carol, tom = team.joins("Carol"), team.joins("Tom")
    home = building.a_family(carol.desk)
    note = building.a_note(carol.desk, home.family, text="Zofia showed me a drawing.")
    quiet(carol, tom)
    write(carol, note, "Carol's words")
    carol.sync()
    write(tom, note, "Tom's words")
    tom.desk.do(form.answer, note, "at", "2026-09-07T10:15", sitting="another")
    write(tom, note, "Tom's later words")
    quiet(tom, carol)
    return carol, tom, note


def test_words_that_stand_are_said_to_be_whose_they_are(team: Team) -> None:
    _carol, tom, note = with_words_between(team)
    (told,) = tom.desk.ask(versions.waiting)
    assert (told.now.value, told.now.who) == ("Carol's words", "Carol")
    assert tom.desk.ask(history.marks, note)["text"].who == "Carol"


def test_who_writes_upon_words_that_they_saw_makes_no_second_version(team: Team) -> None:
    carol, tom, note = with_words_between(team)
    write(tom, note, "Carol's words, and mine")
    waits = [("Carol's words, and mine", ("Tom's later words",))]
    assert_agree(note, tom, carol, text="Carol's words, and mine", waits=waits)


def with_words_put_back(team: Team, *, is_open: bool = False) -> tuple[Worker, Worker, str]:
    """Carol writes something and puts back what stood; Tom, who saw neither, had written meanwhile."""
    carol, tom, note = a_shared_note(team)
    write(carol, note, "Carol's words")
    write(carol, note, "Zofia showed me a drawing.")
    carol.sync()
    if is_open:
        Page(tom, note).read().type("Tom's words")
    else:
        write(tom, note, "Tom's words")
    come_in(tom)
    assert sheet(tom, note)["text"] == "Tom's words"
    return carol, tom, note


def test_words_that_stand_upon_others_that_came_in_are_still_their_authors(team: Team) -> None:
    _carol, tom, note = with_words_put_back(team)
    assert tom.desk.ask(history.marks, note)["text"].who == "Tom"
    newest = tom.desk.ask(history.history, note, "text")[:2]
    said = [(one.who, one.value) for one in newest]
    assert said == [("Tom", "Tom's words"), ("Carol", "Zofia showed me a drawing.")]
    assert is_sound(tom)


def test_who_goes_on_in_words_that_stand_makes_no_second_version(team: Team) -> None:
    carol, tom, note = with_words_put_back(team)
    write(tom, note, "Tom's words, and more")
    assert_agree(note, tom, carol, text="Tom's words, and more", waits=[])


@pytest.mark.parametrize("rereads", [True, False])
def test_who_types_on_while_others_words_are_put_back_makes_no_second_version(
    team: Team, *, rereads: bool
) -> None:
    carol, tom, note = with_words_put_back(team, is_open=True)
    page = Page(tom, note).read() if rereads else Page(tom, note, mark=0)
    for words in ("Tom's words, and", "Tom's words, and more"):
        page.type(words)
        assert sheet(tom, note)["text"] == words
        assert is_sound(tom)
    assert_agree(note, tom, carol, text="Tom's words, and more", waits=[])


def test_who_says_the_same_unseen_and_changes_it_makes_no_second_version(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    says(carol, note, "text", "Not at home.")
    write(tom, note, "Not at home.")
    write(tom, note, "Not at home. Will call.")
    come_in(tom)
    write(tom, note, "Not at home. Will call tomorrow.")
    assert_agree(note, tom, carol, text="Not at home. Will call tomorrow.", waits=[])


def test_who_clears_what_both_had_said_and_writes_again_makes_no_second_version(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    says(carol, note, "text", "Not at home.")
    write(tom, note, "Not at home.")
    tom.desk.do(form.answer, note, "text", None, sitting="cleared")
    come_in(tom)
    assert "text" not in sheet(tom, note)
    assert is_sound(tom)
    write(tom, note, "Will call tomorrow.")
    assert_agree(note, tom, carol, text="Will call tomorrow.", waits=[])


def test_what_others_cleared_while_it_is_typed_on_stays_sound(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    Page(tom, note).read().type("Tom's words")
    says(carol, note, "text", None)
    come_in(tom)
    page = Page(tom, note).read()
    for words in ("Tom's words, and", "Tom's words, and more"):
        page.type(words)
        assert sheet(tom, note)["text"] == words
        assert is_sound(tom)
    agree(team, note, tom, carol)
    assert sheet(carol, note)["text"] == "Tom's words, and more"


def test_cells_that_were_put_back_are_written_upon_like_fields(team: Team) -> None:
    carol, tom, note = a_shared_note(team)
    says(carol, note, "rows/a", {"rank": "V", "said": "Begun"})
    tom.sync()
    says(carol, note, "rows/a/said", "Carol's")
    says(carol, note, "rows/a/said", "Begun")
    tom.desk.do(typed, note, "rows/a/said", "Tom's")
    come_in(tom)
    assert is_sound(tom)
    tom.desk.do(typed, note, "rows/a/said", "Tom's words")
    agree(team, note, tom, carol)
    assert any_order.fields(carol, note)["rows"]["a"]["said"] == "Tom's words"
    assert [one for each in (carol, tom) for one in each.desk.ask(versions.waiting)] == []


def up_to(rounds: int) -> Callable[[], bool]:
    """Yes, so many times."""
    left = iter(range(rounds))
    return lambda: next(left, None) is not None


def title(desk: Desk, note: str) -> object:
    return (doing.fields(desk, note) or {}).get("title")


def test_words_that_stand_are_still_their_authors_where_all_was_fetched_anew() -> None:
    """Maya's words wait, beside Sam's that came first, while the centre is put back from a copy."""

    def story(made: World) -> None:
        maya, sam, _ruth = made.desks
        note = made.notes[0]
        sam.do(doing.edit, note, "title", "Sam's words")
        sam.sync()
        copy = made.centre.opened.copy()
        maya.do(goes_at_once, 1)
        maya.do(doing.edit, note, "note", "Something else")
        maya.do(doing.edit, note, "title", "Maya's words")
        engine.sync(maya.store, maya.door, go_on=up_to(1))
        made.go_back(copy)
        for _ in range(2):
            engine.sync(maya.store, maya.door, go_on=up_to(2))
        assert maya.ask(enrolled.standing).waits == 2, "fetched anew, and nothing sent yet"
        assert title(maya, note) == "Sam's words"
        assert maya.ask(history.marks, note)["title"].by == sam.me
        said = [one.value for one in maya.ask(history.history, note, "title")]
        assert said == ["Sam's words", "Maya's words", "Sam's words", "Begun"]
        maya.do(doing.edit, note, "title", "Sam's words, and Maya's")
        play.get_quiet(made)
        assert title(sam, note) == "Sam's words, and Maya's"
        assert maya.ask(history.marks, note)["title"].by == maya.me

    assert play.played(0, story).broken == ()


def test_who_takes_back_their_words_has_what_they_stood_upon(team: Team) -> None:
    carol, tom, note = with_words_put_back(team)
    tom.desk.do(form.undo, note)
    assert sheet(tom, note)["text"] == "Zofia showed me a drawing."
    tom.desk.do(form.redo, note)
    assert sheet(tom, note)["text"] == "Tom's words"
    assert is_sound(tom)
    assert_agree(note, tom, carol, text="Tom's words", waits=[])
